"""The rules of an award beyond the shape of its members, as one ordered table. Rules between awards: `index`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from generator.addresses import Addresses
from generator.diagnostics import Related
from generator.model.achievement import Achievement, BadgeVersion
from generator.sources.decode import badge_version, sound
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.shapes import INVALID, Fields, nearest
from generator.sources.yaml_nodes import Document


@dataclass(frozen=True)
class AwardFile:
    """An award's fields, the right ones only, with their places, and the catalogue around it."""

    document: Document
    fields: Fields
    file: RecordFile
    known: Known

    def report(self, code: str, message: str, *path: str | int, hint: str = "") -> None:
        """A Problem at the value that the path leads to."""
        self.document.report(code, message, self.document.find(*path), hint)

    @property
    def badge(self) -> BadgeVersion | None:
        """The badge version that the file names, whether there is one or not."""
        text = self.fields.get("badge")
        return badge_version(text) if text else None

    @property
    def achievement(self) -> Achievement | None:
        """The badge version, where it is known and free of Problems."""
        return self.known.achievement(self.badge) if self.badge else None

    @property
    def awarded(self) -> date | None:
        """The day of the award."""
        return self.fields.get("awarded")


def _folder(award: AwardFile) -> None:
    badge = award.badge
    if badge is None:
        return
    if badge.badge != award.file.badge:
        hint = f"move the file to recipients/{award.file.campus}/{badge.badge}/, or write {award.file.badge}@{badge.version}"
        award.report("folder-mismatch", f'the file is in the folder of "{award.file.badge}"', "badge", hint=hint)
    elif badge.version > len(award.known.versions.get(badge.badge, ())):
        newest = len(award.known.versions.get(badge.badge, ()))
        message = f'there is no version {badge.version} of the badge "{badge.badge}"'
        award.report("unknown-version", message, "badge", hint=f"its newest version is {badge.badge}@{newest}")


def _day(award: AwardFile) -> None:
    if award.awarded and award.awarded > award.known.today:
        award.report(
            "date-in-future", f"{award.awarded} is yet to come", "awarded", hint="an award is dated when it is decided"
        )


def _campus_time(award: AwardFile) -> None:
    campus = (award.known.campuses or {}).get(award.file.campus)
    if campus and award.awarded and award.awarded not in campus.term:
        message = f"{campus.name.latest} did not award on {award.awarded}: {_span(campus.term)}"
        award.report("campus-closed", message, "awarded")


def _review_time(award: AwardFile) -> None:
    achievement = award.achievement
    if not achievement or not award.awarded:
        return
    if award.awarded > achievement.review.next:
        message = f"the badge was due for review by {achievement.review.next}"
        award.report("review-overdue", message, "awarded", hint="review it first, and set review in its file")
    if achievement.retired and award.awarded > achievement.retired:
        award.report("badge-retired", f"this version is retired since {achievement.retired}", "awarded")


def _assessor(award: AwardFile) -> None:
    name, known = award.fields.get("assessor"), award.known
    if name is None or known.assessors is None:
        return
    if name not in known.assessors:
        near = nearest(name, known.assessors)
        place = known.assessor_places.get(near or "")
        hint = f'"{near}" is defined at {place}' if near and place else "assessors are listed in badges/issuer.yml"
        award.report("unknown-assessor", f'there is no assessor "{name}"', "assessor", hint=hint)
    else:
        _authority(award, name)


def _authority(award: AwardFile, name: str) -> None:
    """The assessor may award that badge at that campus on that day."""
    known, badge, day = award.known, award.badge, award.awarded
    assessor = (known.assessors or {})[name]  # type: ignore[index]
    if assessor is None:
        return
    related = (
        (Related(known.assessor_places[name], "the assessor is defined here"),) if name in known.assessor_places else ()
    )

    def refuse(code: str, message: str) -> None:
        node = award.document.find("assessor")
        award.document.report(code, f'"{name}" {message}', node, related=related)

    if badge and badge.badge not in assessor.badges:
        refuse("not-authorised", f'may not award "{badge.badge}"')
    elif badge and day and day not in assessor.badges[badge.badge]:
        refuse("not-authorised", f'may award "{badge.badge}" {_span(assessor.badges[badge.badge])}')
    if assessor.campus is not None and assessor.campus != award.file.campus:
        refuse("not-authorised", f'awards at "{assessor.campus}" only, not at "{award.file.campus}"')
    if day and day not in assessor.term:
        refuse("not-authorised", f"may award {_span(assessor.term)} only, not on {day}")


def _span(term: Any) -> str:
    parts = [f"from {term.since}" if term.since else "", f"until {term.until}" if term.until else ""]
    return " ".join(part for part in parts if part)


def _identity(award: AwardFile) -> None:
    identity = award.fields.get("identity")
    fields = sound(identity) if isinstance(identity, Mapping) else {}
    if "name" in fields and fields["name"] == fields.get("emailAddress"):
        award.report("same-seal", "name and e-mail address are sealed alike", "identity", "emailAddress",
                     hint="each has a secret of its own: seal it anew")  # fmt: skip
    if award.known.url and fields.get("id") == Addresses(award.known.url).did:
        award.report("issuer-as-learner", "this is the issuer's DID, not a learner's", "identity", "id")


def _results(award: AwardFile) -> None:
    achievement, results = award.achievement, award.fields.get("results", {})
    if achievement is None or not isinstance(results, Mapping):
        return
    rows = {row.id: row for row in achievement.rubric}
    at = award.document.find_key("results")
    for row in rows.values():
        if row.id not in results:
            levels = ", ".join(level.id for level in row.levels)
            award.document.report(
                "missing-result", f'the rubric row "{row.id}" is not answered', at, f"{row.id}: one of {levels}"
            )
    for name, level in results.items():
        if name not in rows:
            near = nearest(name, rows)
            hint = (
                f'did you mean "{near}"?' if near else f"its rows are {', '.join(rows)}" if rows else "a stack has none"
            )
            key = award.document.find_key("results", name)
            award.document.report("unknown-row", f'the rubric has no row "{name}"', key, hint)
        elif level is not INVALID:
            _level(award, rows[name], level)


def _level(award: AwardFile, row: Any, level: str) -> None:
    rank, listed = row.rank(level), ", ".join(known.id for known in row.levels)
    if rank is None:
        award.report(
            "unknown-level",
            f'the row "{row.id}" has no level "{level}"',
            "results",
            row.id,
            hint=f"its levels are {listed}",
        )
    elif rank < row.rank(row.required):
        message = f'"{level}" is below "{row.required}", which the badge requires'
        award.report(
            "below-required", message, "results", row.id, hint="there is no badge below it: award when it is reached"
        )


def _evidence(award: AwardFile) -> None:
    achievement, items = award.achievement, award.fields.get("evidence", ())
    if achievement is None or not isinstance(items, tuple):
        return
    if achievement.stack and items:
        award.report(
            "stack-evidence", "a stack's evidence is the awards that it builds on", "evidence", hint="delete this"
        )
    least = achievement.evidence.minimum if achievement.evidence else 0
    if len(items) < least:
        at = award.document.find("evidence")
        message = (
            f"the badge needs at least {least} {'item' if least == 1 else 'items'} of evidence; there are {len(items)}"
        )
        asked = achievement.evidence.asks_for if achievement.evidence else None
        award.document.report("too-little-evidence", message, at, f"it asks for: {asked}" if asked else "")


def _evidence_links(award: AwardFile) -> None:
    seen: set[str] = set()
    items = award.fields.get("evidence", ())
    for place, item in enumerate(items if isinstance(items, tuple) else ()):
        url = item.get("url") if item is not INVALID else None
        if not isinstance(url, str):
            continue
        if url in seen:
            award.report(
                "repeated", "this address stands here twice", "evidence", place, "url", hint="one item for each"
            )
        seen.add(url)
        _host(award, url, place)
        if award.known.url and Addresses(award.known.url).is_own(url):
            message = "this is an address of the badge site itself, which is no evidence"
            award.report("evidence-own-page", message, "evidence", place, "url")


def _host(award: AwardFile, url: str, place: int) -> None:
    hosts = award.known.evidence_hosts
    host = url.removeprefix("https://").partition("/")[0].partition("?")[0].partition("#")[0]
    if hosts is None:
        return
    if host not in hosts:
        listed = ", ".join(hosts)
        hint = (
            f"evidence_hosts in badges/issuer.yml lists {listed}"
            if hosts
            else "list it under evidence_hosts in badges/issuer.yml"
        )
        award.report(
            "unknown-host",
            f'"{host}" is not one of the issuer\'s hosts of evidence',
            "evidence",
            place,
            "url",
            hint=hint,
        )
    elif award.awarded and award.awarded not in hosts[host]:
        award.report(
            "unknown-host", f'"{host}" is a host of evidence {_span(hosts[host])} only', "evidence", place, "url"
        )


def _builds_on(award: AwardFile) -> None:
    """What can be said without the other awards: a badge that requires nothing builds on nothing, and the other way round."""
    achievement, parts = award.achievement, award.fields.get("builds_on", ())
    if achievement is None or not isinstance(parts, tuple):
        return
    if achievement.requires and not parts:
        needed = ", ".join(map(str, achievement.requires))
        at = award.document.find("builds_on")
        award.document.report(
            "missing-part", f"the badge requires {needed}", at, "builds_on: the learner's awards of these badges"
        )
    if parts and not achievement.requires:
        award.report(
            "needless-part", "the badge requires no other, so it builds on none", "builds_on", hint="delete this"
        )


def _revoked(award: AwardFile) -> None:
    revoked = award.fields.get("revoked")
    day = sound(revoked).get("date") if isinstance(revoked, Mapping) else None
    if day and award.awarded and day < award.awarded:
        award.report("dates-reversed", f"it is revoked before it was awarded, on {award.awarded}", "revoked", "date")
    if day and day > award.known.today:
        award.report("date-in-future", f"{day} is yet to come; an award is revoked at once", "revoked", "date")


RULES: Final[tuple[Callable[[AwardFile], None], ...]] = (
    _folder,
    _day,
    _campus_time,
    _review_time,
    _assessor,
    _identity,
    _results,
    _evidence,
    _evidence_links,
    _builds_on,
    _revoked,
)
