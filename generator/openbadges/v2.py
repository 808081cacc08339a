"""Open Badges 2.0: hosted Assertions, BadgeClasses, the issuer's Profile and the RevocationList.

Source: Open Badges v2.0 IMS Final Release, "Open Badges Vocabulary" and "Hosted Verification".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from generator.model.achievement import Achievement, Alignment
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.model.profile import Profile
from generator.names import AwardId
from generator.openbadges.json_values import Json, midnight, without_absent

CONTEXT: Final = "https://w3id.org/openbadges/v2"
_VOCABULARY: Final = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#"


def assertion(catalogue: Catalogue, award: Award, parts: Sequence[Part]) -> Json:
    """The hosted Assertion of an award; of a revoked one, only that it is revoked, so that no reader can miss it."""
    at, badge = catalogue.issuer.addresses, catalogue.achievement(award.badge)
    head: Json = {"@context": CONTEXT, "type": "Assertion", "id": at.assertion(award.id)}
    if award.revoked:
        return {**head, "revoked": True, "revocationReason": award.revoked.reason}
    until = award.valid_until(badge)
    return {
        **head,
        "recipient": {"type": "email", "hashed": True, "identity": award.identity.email_address},
        "badge": at.badge_class(award.badge.badge, award.badge.version),
        "verification": {"type": "HostedBadge"},
        "issuedOn": midnight(award.awarded),
        **without_absent(
            expires=midnight(until) if until else None,
            narrative=_narrative(award, badge),
            evidence=_evidence(catalogue, award, badge, parts),
        ),
    }


def _narrative(award: Award, badge: Achievement) -> str | None:
    """What the assessor says and the level reached in each rubric row: 2.0 has no results of its own."""
    rows = [f"- {row.name}: {row.level(award.results[row.id]).name}" for row in badge.rubric]
    return "\n\n".join(part for part in (award.narrative, "\n".join(rows)) if part) or None


def _evidence(catalogue: Catalogue, award: Award, badge: Achievement, parts: Sequence[Part]) -> list[Json]:
    if not badge.stack:
        return [_item(item) for item in award.evidence]
    at = catalogue.issuer.addresses
    return [
        {"id": at.award_page(part.id), "type": "Evidence", "name": catalogue.achievement(part.badge).name}
        for part in parts
    ]


def _item(item: Evidence) -> Json:
    return {
        **without_absent(id=item.url),
        "type": "Evidence",
        "name": item.name,
        **without_absent(description=item.description, narrative=item.narrative, genre=item.genre),
    }


def badge_class(catalogue: Catalogue, badge: Achievement) -> Json:
    """The BadgeClass of a badge version."""
    at, slug, version = catalogue.issuer.addresses, badge.of.badge, badge.of.version
    return {
        "@context": CONTEXT,
        "type": "BadgeClass",
        "id": at.badge_class(slug, version),
        "name": badge.name,
        "description": badge.description,
        "image": {"id": at.image(slug, version), "type": "schema:ImageObject", "caption": badge.name},
        "criteria": {"id": at.criteria(slug, version), "narrative": badge.criteria},
        "issuer": at.ob2_issuer,
        **without_absent(tags=[*badge.skills]),
        "version": str(version),
        "@language": badge.language,
        **without_absent(alignment=[_alignment(alignment) for alignment in badge.alignments]),
        "related": [_twin("Achievement", at.achievement(slug, version))],
    }


def _alignment(alignment: Alignment) -> Json:
    return without_absent(
        targetName=alignment.name,
        targetUrl=alignment.url,
        targetFramework=alignment.framework,
        targetCode=alignment.code,
        targetDescription=alignment.description,
    )


def issuer(profile: Profile) -> Json:
    """The issuer's Profile, whose policy admits hosted assertions below `/ob2/` only."""
    at = profile.addresses
    return {
        "@context": CONTEXT,
        "type": "Issuer",
        "id": at.ob2_issuer,
        "name": profile.name.latest,
        "url": profile.url,
        "email": profile.email,
        "description": profile.description,
        **without_absent(image=at.issuer_image if profile.image else None),
        "verification": {"type": "VerificationObject", "startsWith": at.ob2, "allowedOrigins": at.host},
        "revocationList": at.ob2_revocations,
        "related": [_twin("Profile", at.profile)],
    }


def _twin(kind: str, address: str) -> Json:
    """A pointer to the Open Badges 3.0 twin of a document."""
    return {"type": [_VOCABULARY + kind], "id": address, "version": "Open Badges v3p0"}


def revocation_list(profile: Profile, revoked: Iterable[tuple[AwardId, str]]) -> Json:
    """The RevocationList: the assertions of revoked awards with the reasons, in the order given."""
    at = profile.addresses
    return {
        "@context": CONTEXT,
        "type": "RevocationList",
        "id": at.ob2_revocations,
        "issuer": at.ob2_issuer,
        "revokedAssertions": [{"id": at.assertion(award), "revocationReason": reason} for award, reason in revoked],
    }
