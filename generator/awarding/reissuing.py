"""Reissuing: an award with a mistake in it ends, and points to a new one that is right."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from generator.addresses import Addresses
from generator.awarding.answers import hidden_in
from generator.awarding.deciding import Desk, Drawn
from generator.awarding.public_texts import REWORD, is_named, texts_of
from generator.awarding.roster import Entry
from generator.diagnostics import Problem, arrange
from generator.encodings import sealing
from generator.encodings.identity_hash import normal_email, normal_name
from generator.errors import ActRefused
from generator.model.achievement import BadgeVersion
from generator.model.award import Award, Evidence, Identity
from generator.names import AwardId, Slug
from generator.sources.decode import badge_version
from generator.sources.forms import AWARD, DATE, EMAIL, ONE_BADGE, TEXT
from generator.sources.index import Row
from generator.sources.kinds import EVIDENCE
from generator.sources.layout import Source
from generator.sources.records import parse
from generator.sources.scalars import Choice, slug
from generator.sources.shapes import INVALID
from generator.sources.tables import Entries, Items, table
from generator.sources.yaml_nodes import read

# How many corrections of a part are followed to the one that holds.
_MOST_STEPS: Final = 20
_OPTIONAL: Final = ("narrative", "evidence", "id")
CHANGES: Final = table(
    "what is different",
    {},
    {
        "name": (TEXT, "the learner's name"),
        "emailAddress": (EMAIL, "the learner's e-mail address"),
        "badge": (ONE_BADGE, "which version of which badge: slug@version"),
        "awarded": (DATE, "the day of the decision"),
        "campus": (slug("a campus"), "where it was earned"),
        "assessor": (slug("an assessor"), "who decided"),
        "results": (
            Entries(slug("the id of a row"), slug("the id of a level"), what="a mapping of rows to levels"),
            "the level reached, of rows that were wrong",
        ),
        "evidence": (Items(EVIDENCE, what="a list of evidence"), "the work that was assessed, all of it"),
        "builds_on": (Items(AWARD, unique=True, what="a list of awards"), "the learner's awards of required badges"),
        "narrative": (TEXT, "what the assessor says of the work; the world reads it"),
        "without": (
            Items(Choice("a member that may be left out", _OPTIONAL)),
            "narrative, evidence or id: leave it out",
        ),
    },
)


@dataclass(frozen=True, kw_only=True)
class Changes:
    """What is different in the new award; None or empty: as it was. `without` are members that it does not have."""

    name: str | None = None
    email: str | None = None
    badge: BadgeVersion | None = None
    awarded: date | None = None
    campus: Slug | None = None
    assessor: Slug | None = None
    results: Mapping[Slug, Slug] | None = None
    evidence: tuple[Evidence, ...] | None = None
    builds_on: tuple[AwardId, ...] | None = None
    narrative: str | None = None
    without: frozenset[str] = frozenset()


def changes(data: bytes, origin: str) -> tuple[Changes, list[Problem]]:
    """The changes that a YAML text asks for, and its Problems, in which nothing that was typed is shown.

    `origin` is what the text is called in Problems.
    """
    document = read(origin, data, "write what is different, such as results: {wiring: exemplary}")
    document.hide = hidden_in(document)
    fields = CHANGES.decode(document.root, document) if document.root is not None else INVALID
    if document.problems or not isinstance(fields, dict):
        return Changes(), arrange(replace(problem, source="") for problem in document.problems)
    return _changes(fields), []


def _changes(fields: Mapping[str, Any]) -> Changes:
    results, evidence, parts = fields.get("results"), fields.get("evidence"), fields.get("builds_on")
    return Changes(
        name=fields.get("name"),
        email=fields.get("emailAddress"),
        badge=badge_version(fields["badge"]) if "badge" in fields else None,
        awarded=fields.get("awarded"),
        campus=Slug(fields["campus"]) if "campus" in fields else None,
        assessor=Slug(fields["assessor"]) if "assessor" in fields else None,
        results={Slug(row): Slug(level) for row, level in results.items()} if results else None,
        evidence=tuple(Evidence(**item) for item in evidence) if evidence is not None else None,
        builds_on=tuple(map(AwardId, parts)) if parts is not None else None,
        narrative=fields.get("narrative"),
        without=frozenset(fields.get("without", ())),
    )


@dataclass(frozen=True)
class Reissued:
    """The new award, its entry for the roster, and why the old one ended."""

    award: Award
    entry: Entry
    reason: str


def _names_nobody(name: str, asked: Changes) -> None:
    for what, text in texts_of(asked.evidence or (), asked.narrative):
        if is_named(name, text):
            raise ActRefused(f"{what}: the learner's name stands in it, and everybody can read it: {REWORD}")


def reissue(desk: Desk, old: Award, asked: Changes, drawn: Drawn, source: Source) -> Reissued:
    """The award that takes the place of an old one; `source` is where the registry's files are.

    Raises `ActRefused` where nobody knows whose it is, a text names the learner, or nothing would be different, and
    `RegistryRefused` where the badge version isn't finished.
    """
    desk.loaded.finished_version(asked.badge or old.badge)
    name, email = _whose(desk, old, asked)
    _names_nobody(name, asked)
    made = replace(
        old,
        id=drawn.id,
        status=drawn.status,
        badge=asked.badge or old.badge,
        awarded=asked.awarded or old.awarded,
        campus=asked.campus or old.campus,
        assessor=asked.assessor or old.assessor,
        results=_results(desk, old, asked),
        evidence=() if "evidence" in asked.without else old.evidence if asked.evidence is None else asked.evidence,
        builds_on=_parts(desk, old, source) if asked.builds_on is None else asked.builds_on,
        narrative=None if "narrative" in asked.without else asked.narrative or old.narrative,
        identity=_identity(desk, drawn.id, name, email, old, asked),
    )
    if _same(desk, made, old, name, email):
        raise ActRefused("nothing would be different: say what is to be corrected, or use badges revoke")
    entry = Entry(
        award=made.id,
        name=normal_name(name),
        email=normal_email(email),
        badge=made.badge,
        campus=made.campus,
        awarded=made.awarded,
        results=made.results,
    )
    page = desk.catalogue.issuer.addresses.award_page(made.id)
    return Reissued(made, entry, f"Corrected, and issued anew: {page}")


def refuse_today(old: AwardId, above: Iterable[Row], today: date) -> None:
    """Raises `ActRefused` where an award of today, among those that build on it, needs the old one to be good today."""
    for row in above:
        if row.awarded >= today.toordinal():
            raise ActRefused(f"reissue {old} tomorrow: {row.id} was awarded today and builds on it")


def is_sealed_in(desk: Desk, award: Award, name: str, email: str) -> bool:
    """Whether an award is of the learner with that name and address, as the sealing key tells."""
    sealed = sealing.seal(desk.holdings.key, award.id, name=name, email=email)
    return (sealed.name, sealed.email_address) == (award.identity.name, award.identity.email_address)


def _whose(desk: Desk, old: Award, asked: Changes) -> tuple[str, str]:
    """The learner's name and e-mail address: as asked, else as the roster has them."""
    entry = desk.holdings.roster.holder(old.id)
    name = asked.name or (entry.name if entry else None)
    email = asked.email or (entry.email if entry else None)
    if name is None or email is None:
        raise ActRefused(f"the roster doesn't know whose {old.id} is: give name and emailAddress as well")
    return name, email


def _identity(desk: Desk, award: AwardId, name: str, email: str, old: Award, asked: Changes) -> Identity:
    sealed = sealing.seal(desk.holdings.key, award, name=name, email=email)
    did = None if "id" in asked.without else old.identity.id
    return Identity(name=sealed.name, email_address=sealed.email_address, id=did)


def _results(desk: Desk, old: Award, asked: Changes) -> dict[Slug, Slug]:
    """The old results with those that are different; of another version, of the rows that it has too."""
    whole = {**old.results, **(asked.results or {})}
    achievement = desk.known.achievement(asked.badge) if asked.badge else None
    rows = {row.id for row in achievement.rubric} | {*(asked.results or ())} if achievement else {*whole}
    return {row: level for row, level in whole.items() if row in rows}


def _parts(desk: Desk, old: Award, source: Source) -> tuple[AwardId, ...]:
    """The awards that it builds on; of one that was corrected, the one that took its place."""
    at = desk.catalogue.issuer.addresses
    return tuple(successor(part, at, desk.holdings.index.find, lambda row: _revoked_because(desk, row, source))
                 for part in old.builds_on)  # fmt: skip


def _revoked_because(desk: Desk, row: Row, source: Source) -> str:
    award = parse(row.file, source.read(row.path), desk.known).award
    return award.revoked.reason if award and award.revoked else ""


def successor(
    part: AwardId, at: Addresses, find: Callable[[str], Row | None], because: Callable[[Row], str]
) -> AwardId:
    """The award that took a part's place, as the reasons for revoking lead to it; the part itself where none did."""
    for _ in range(_MOST_STEPS):
        row = find(part)
        led = re.search(re.escape(at.at("awards/")) + r"../([0-9a-z]{26})\.html", because(row)) if row else None
        if row is None or not row.revoked or led is None or not AwardId.admits(led[1]) or find(led[1]) is None:
            break
        part = AwardId(led[1])
    return part


def _same(desk: Desk, made: Award, old: Award, name: str, email: str) -> bool:
    """Whether the new award says nothing that the old one doesn't."""
    alike = replace(made, id=old.id, status=old.status, identity=replace(old.identity, id=made.identity.id))
    entry = desk.holdings.roster.holder(old.id)
    known = (normal_name(name), normal_email(email)) == (entry.name, entry.email) if entry else False
    return alike == old and (known or is_sealed_in(desk, old, name, email))
