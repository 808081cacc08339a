"""Open Badges 3.0: the credential of an award, the Achievement of a badge version, the issuer's Profile.

Source: Open Badges Specification 3.0, "Data Models". What is embedded in a credential is frozen once it is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from generator.addresses import STATUS_LIST_LENGTH, Addresses
from generator.model.achievement import Achievement, Alignment, Row
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.model.profile import Profile
from generator.openbadges.json_values import Json, midnight, number, number_text, without_absent

CONTEXT: Final = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
SCHEMA: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"


def credential(catalogue: Catalogue, award: Award, parts: Sequence[Part]) -> Json:
    """The unsecured credential of an award; `parts` are the awards that it builds on, in its order."""
    issuer, badge = catalogue.issuer, catalogue.achievement(award.badge)
    at, until = issuer.addresses, award.valid_until(badge)
    return {
        "@context": list(CONTEXT),
        "id": at.credential(award.id),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": badge.name,
        "description": badge.summary,
        "image": _image(at, badge),
        "issuer": _issuer(issuer, award.awarded),
        "validFrom": midnight(award.valid_from(issuer, badge)),
        **without_absent(validUntil=midnight(until) if until else None),
        "awardedDate": midnight(award.awarded),
        "credentialSubject": _subject(catalogue, award, badge),
        **without_absent(evidence=_evidence(catalogue, award, badge, parts)),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": _status(at, award.status),
    }


def achievement(catalogue: Catalogue, badge: Achievement) -> Json:
    """The Achievement of a badge version as a document of its own, with the issuer's name of today."""
    return {"@context": list(CONTEXT), **_achievement(catalogue, badge, None)}


def profile(issuer: Profile) -> Json:
    """The issuer's Profile as a document of its own."""
    at = issuer.addresses
    country, _, region = (issuer.region or "").partition("-")
    address = {"type": ["Address"], "addressCountryCode": country, "addressRegion": region} if region else None
    return {
        "@context": list(CONTEXT),
        **_issuer(issuer, None),
        "email": issuer.email,
        "description": issuer.description,
        **without_absent(image={"id": at.issuer_image, "type": "Image"} if issuer.image else None, address=address),
        "otherIdentifier": [
            {"type": "IdentifierEntry", "identifier": at.ob2_issuer, "identifierType": "identifier"},
        ],
    }


def _issuer(issuer: Profile, day: date | None) -> Json:
    """The issuer as it is embedded: id, type, name of that day (None: today's), url."""
    name = issuer.name.on(day) if day else issuer.name.latest
    return {"id": issuer.addresses.did, "type": ["Profile"], "name": name, "url": issuer.url}


def _image(at: Addresses, badge: Achievement) -> Json:
    return {"id": at.image(badge.of.badge, badge.of.version), "type": "Image", "caption": badge.name}


def _subject(catalogue: Catalogue, award: Award, badge: Achievement) -> Json:
    return {
        **without_absent(id=award.identity.id),
        "type": ["AchievementSubject"],
        "identifier": [
            _identity(award.identity.name, "name"),
            _identity(award.identity.email_address, "emailAddress"),
        ],
        "achievement": _achievement(catalogue, badge, award.awarded),
        "source": {
            "id": catalogue.issuer.addresses.campus(award.campus),
            "type": ["Profile"],
            "name": catalogue.issuer.campuses[award.campus].name.on(award.awarded),
        },
        **without_absent(
            creditsEarned=None if badge.credits is None else number(badge.credits),
            narrative=award.narrative,
            result=_results(catalogue.issuer.addresses, award, badge),
        ),
    }


def _identity(sealed: str, kind: str) -> Json:
    return {"type": "IdentityObject", "hashed": True, "identityHash": sealed, "identityType": kind}


def _achievement(catalogue: Catalogue, badge: Achievement, day: date | None) -> Json:
    at, slug, version = catalogue.issuer.addresses, badge.of.badge, badge.of.version
    return {
        "id": at.achievement(slug, version),
        "type": ["Achievement"],
        "achievementType": badge.type,
        "name": badge.name,
        "description": badge.description,
        "criteria": {"id": at.criteria(slug, version), "narrative": badge.criteria},
        "image": _image(at, badge),
        "creator": _issuer(catalogue.issuer, day),
        **without_absent(
            creditsAvailable=None if badge.credits is None else number(badge.credits), tag=[*badge.skills]
        ),
        "inLanguage": badge.language,
        "version": str(version),
        **without_absent(
            alignment=[_alignment(alignment) for alignment in badge.alignments],
            related=_related(at, badge),
            resultDescription=[_row(at, badge, row) for row in badge.rubric],
        ),
    }


def _alignment(alignment: Alignment) -> Json:
    return {
        "type": ["Alignment"],
        **without_absent(
            targetName=alignment.name,
            targetUrl=alignment.url,
            targetFramework=alignment.framework,
            targetCode=alignment.code,
            targetDescription=alignment.description,
            targetType=alignment.type,
        ),
    }


def _related(at: Addresses, badge: Achievement) -> list[Json]:
    """The Open Badges 2.0 twin, and the earlier versions."""
    slug, version = badge.of.badge, badge.of.version
    twin: Json = {
        "id": at.badge_class(slug, version),
        "type": ["Related", "https://w3id.org/openbadges#BadgeClass"],
        "version": "Open Badges v2p0",
    }
    earlier = range(version - 1, 0, -1)
    return [twin, *({"id": at.achievement(slug, n), "type": ["Related"], "version": str(n)} for n in earlier)]


def _row(at: Addresses, badge: Achievement, row: Row) -> Json:
    """A rubric row; the order of its levels is not signed, so each carries its place from 1."""
    slug, version = badge.of.badge, badge.of.version
    levels = [
        {
            "id": at.level(slug, version, row.id, level.id),
            "type": ["RubricCriterionLevel"],
            "name": level.name,
            "level": str(place),
            **without_absent(
                points=None if level.points is None else number_text(level.points), description=level.description
            ),
        }
        for place, level in enumerate(row.levels, 1)
    ]
    return {
        "id": at.row(slug, version, row.id),
        "type": ["ResultDescription"],
        "name": row.name,
        "resultType": "RubricCriterionLevel",
        "requiredLevel": at.level(slug, version, row.id, row.required),
        "rubricCriterionLevel": levels,
    }


def _results(at: Addresses, award: Award, badge: Achievement) -> list[Json]:
    """What was reached in each row, in the rubric's order."""
    slug, version = badge.of.badge, badge.of.version
    return [
        {
            "type": ["Result"],
            "resultDescription": at.row(slug, version, row.id),
            "achievedLevel": at.level(slug, version, row.id, award.results[row.id]),
        }
        for row in badge.rubric
    ]


def _evidence(catalogue: Catalogue, award: Award, badge: Achievement, parts: Sequence[Part]) -> list[Json]:
    """The work that was assessed; of a stack, the awards that it is made of."""
    if not badge.stack:
        return [_item(item) for item in award.evidence]
    at = catalogue.issuer.addresses
    return [
        {"id": at.award_page(part.id), "type": ["Evidence"], "name": catalogue.achievement(part.badge).name}
        for part in parts
    ]


def _item(item: Evidence) -> Json:
    return {
        **without_absent(id=item.url),
        "type": ["Evidence"],
        "name": item.name,
        **without_absent(description=item.description, narrative=item.narrative, genre=item.genre),
    }


def _status(at: Addresses, status: int) -> Json:
    return {
        "id": at.status_entry(status),
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(status % STATUS_LIST_LENGTH),
        "statusListCredential": at.status_list(status // STATUS_LIST_LENGTH),
    }
