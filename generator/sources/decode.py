"""From decoded fields to the model. What a member's Problem left out is left out here as well."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, TypeVar

from generator.model import achievement as a
from generator.model import award as w
from generator.model.catalogue import Reserved
from generator.model.dated import Amendment, Duration, Names, NameSpan, Term
from generator.model.profile import Assessor, Campus, Key, Profile
from generator.names import AwardId, Did, Slug
from generator.sources.shapes import INVALID, Fields

T = TypeVar("T")
_NO_RESULTS: Final[Mapping[Slug, Slug]] = MappingProxyType({})


def sound(fields: Fields) -> Fields:
    """The members that are right."""
    if INVALID not in fields.values():
        return fields
    return {name: value for name, value in fields.items() if value is not INVALID}


def _each(values: Any, make: Callable[[Fields], T]) -> tuple[T, ...]:
    """The right ones of a list of tables, made into what they are."""
    return tuple(make(sound(value)) for value in values or () if value is not INVALID)


def _plain(values: Any) -> tuple[Any, ...]:
    return tuple(value for value in values or () if value is not INVALID)


def names(value: Any) -> Names:
    """A name, or a list of names with their last days."""
    if isinstance(value, str):
        return Names((NameSpan(value),))
    return Names(_each(value, lambda span: NameSpan(span.get("name", ""), span.get("until"))))


def _term(fields: Fields) -> Term:
    return Term(fields.get("since"), fields.get("until"))


def _duration(fields: Fields, name: str) -> Duration | None:
    return Duration.parse(fields[name]) if name in fields else None


def _amended(fields: Fields) -> tuple[Amendment, ...]:
    return tuple(
        Amendment(entry["date"], entry["reason"])
        for entry in map(sound, _plain(fields.get("amended")))
        if len(entry) == 2
    )


def campus(fields: Fields) -> Campus:
    """A campus."""
    enrolled = fields.get("enrolled")
    return Campus(
        name=names(fields["name"]),
        enrolled=None if enrolled is None else int(enrolled),
        under_16=fields.get("under_16", False),
        term=_term(fields),
    )


def assessor(fields: Fields) -> Assessor:
    """An assessor."""
    grants = {}
    for grant in _plain(fields["badges"]):
        entry: Fields = {"slug": grant} if isinstance(grant, str) else sound(grant)
        grants[Slug(entry["slug"])] = Term(None, entry.get("until"))
    where = fields.get("campus")
    return Assessor(
        name=names(fields["name"]),
        github=fields["github"].removeprefix("@"),
        badges=grants,
        campus=Slug(where) if where else None,
        term=_term(fields),
    )


def evidence_hosts(values: Any) -> dict[str, Term]:
    """Host to the time in which evidence may link to it."""
    entries: Iterator[Fields] = (
        {"host": value} if isinstance(value, str) else sound(value) for value in _plain(values)
    )
    return {entry["host"]: Term(None, entry.get("until")) for entry in entries if "host" in entry}


def profile(fields: Fields) -> Profile:
    """The issuer, of fields without a Problem."""
    moved = fields.get("moved_from", ())
    return Profile(
        name=names(fields["name"]),
        url=fields["url"],
        email=fields["email"],
        description=fields["description"],
        language=fields["language"],
        privacy_notice=fields["privacy_notice"],
        keys=_each(fields["keys"], lambda k: Key(public=k["public"], since=k["since"], revoked=k.get("revoked"))),
        campuses={Slug(name): campus(entry) for name, entry in fields["campuses"].items()},
        assessors={Slug(name): assessor(entry) for name, entry in fields["assessors"].items()},
        image=fields.get("image"),
        region=fields.get("region"),
        repository=fields.get("repository"),
        evidence_hosts=evidence_hosts(fields.get("evidence_hosts")),
        student_number=fields.get("student_number"),
        status_valid_for=_duration(fields, "status_valid_for"),
        trusted_issuers=_plain(fields.get("trusted_issuers")),
        amended=_amended(fields),
        moved_from=(moved,) if isinstance(moved, str) else _plain(moved),
        sole_approver=fields.get("sole_approver", False),
        administrators=tuple(owner.removeprefix("@") for owner in _plain(fields.get("administrators"))),
    )


def requirement(text: str) -> a.Requirement:
    """A badge that must be held, `slug` or `slug@N`."""
    badge, _, version = text.partition("@")
    return a.Requirement(Slug(badge), int(version) if version else None)


def _level(fields: Fields) -> a.Level:
    return a.Level(
        id=Slug(fields["id"]), name=fields["name"], points=fields.get("points"), description=fields.get("description")
    )


def _row(fields: Fields) -> a.Row:
    return a.Row(
        id=Slug(fields["id"]),
        name=fields["name"],
        required=Slug(fields["required"]),
        levels=_each(fields["levels"], _level),
    )


def _alignment(fields: Fields) -> a.Alignment:
    return a.Alignment(**fields)


def _review(fields: Fields) -> a.Review:
    partners = _each(fields.get("partners"), lambda partner: a.Partner(**partner))
    return a.Review(last=fields["last"], next=fields["next"], partners=partners)


def _retired(value: Any) -> dict[str, Any]:
    """The last day of awarding and why, of either way to write them."""
    told = value if isinstance(value, dict) else {"date": value}
    return {"retired": told["date"], "retired_because": told.get("reason")}


def achievement(of: a.BadgeVersion, fields: Fields) -> a.Achievement:
    """A badge version, of fields without a Problem."""
    asked = fields.get("evidence")
    return a.Achievement(
        of=of,
        **{name: fields[name] for name in ("name", "type", "summary", "description", "criteria", "level", "language")},
        review=_review(sound(fields["review"])),
        skills=_plain(fields.get("skills")),
        hours=fields.get("hours"),
        credits=fields.get("credits"),
        valid_for=_duration(fields, "valid_for"),
        rubric=_each(fields.get("rubric"), _row),
        evidence=a.EvidenceAsked(int(asked["minimum"]), asked.get("asks_for")) if asked else None,
        alignments=_each(fields.get("alignments"), _alignment),
        requires=tuple(requirement(text) for text in _plain((fields.get("requires") or {}).get("all"))),
        stack=fields.get("stack", False),
        leads_to=_each(fields.get("leads_to"), lambda onward: a.Onward(**onward)),
        image=fields.get("image"),
        translations={language: sound(texts) for language, texts in fields.get("translations", {}).items()},
        copied_from=fields.get("copied_from"),
        amended=_amended(fields),
        **_retired(fields.get("retired")),
    )


@lru_cache(maxsize=4096)
def badge_version(text: str) -> a.BadgeVersion:
    """A badge version, of a text `slug@N` of the right form."""
    badge, _, version = text.partition("@")
    return a.BadgeVersion(Slug(badge), int(version))


def shared(values: Mapping[Slug, Slug]) -> Mapping[Slug, Slug]:
    """The same as what nobody can change, so that many awards may have it."""
    return values if isinstance(values, MappingProxyType) else MappingProxyType(values)


def award(id: AwardId, where: Slug, fields: Fields) -> w.Award:
    """An award, of fields without a Problem."""
    sealed, revoked = fields["identity"], fields.get("revoked")
    did = sealed.get("id")
    return w.Award(
        id=id,
        campus=where,
        badge=badge_version(fields["badge"]),
        awarded=fields["awarded"],
        assessor=fields["assessor"],
        status=int(fields["status"]),
        identity=w.Identity(
            name=sealed["name"], email_address=sealed["emailAddress"], id=Did(did) if did is not None else None
        ),
        results=shared(fields.get("results", _NO_RESULTS)),
        evidence=tuple([w.Evidence(**item) for item in fields.get("evidence", ())]),
        builds_on=tuple(map(AwardId, fields["builds_on"])) if "builds_on" in fields else (),
        narrative=fields.get("narrative"),
        revoked=w.Revocation(revoked["date"], revoked["reason"]) if revoked else None,
    )


def reserved(values: Any) -> tuple[Reserved, ...]:
    """The numbers of erased awards."""
    return tuple(
        Reserved(int(entry["status"]), entry["revoked"]) for entry in map(sound, _plain(values)) if len(entry) == 2
    )
