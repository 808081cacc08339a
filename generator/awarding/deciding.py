"""From what was asked to awards: who decides where, what the learner holds already, and one file for each award.

Every request is judged by the rules that judge the files of a registry, so that what is written here is what
`badges check` accepts; what is wrong is told where it was asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Final

from generator.awarding.authority import authority
from generator.awarding.holdings import Holdings
from generator.awarding.public_texts import REWORD, Learners, is_named, texts_of
from generator.awarding.record import path_of, text_of
from generator.awarding.request import Fault, Request
from generator.awarding.roster import Entry
from generator.diagnostics import errors_of
from generator.encodings import sealing
from generator.encodings.identity_hash import normal_email, normal_name
from generator.model.achievement import Achievement, Requirement
from generator.model.award import Award, Identity
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from generator.sources.catalogue import Loaded
from generator.sources.index import Row
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.records import with_care
from generator.sources.shapes import listing

_ADDRESS: Final = "an e-mail address that only this learner has"


class _Refused(Exception):
    """A request that can't be granted; carries its Fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What decisions are made upon: the registry, what learners hold, and today's date (UTC).

    `catalogue` holds what of the registry is finished.
    """

    loaded: Loaded
    catalogue: Catalogue
    holdings: Holdings
    today: date

    @property
    def known(self) -> Known:
        """What awards' rules need."""
        return self.loaded.known


@dataclass(frozen=True)
class Drawn:
    """What chance gives to one award."""

    id: AwardId
    status: int


@dataclass(frozen=True)
class Held:
    """An award that a learner was given before; `row` None: the roster knows it, and this folder doesn't hold it."""

    place: str
    award: AwardId
    row: Row | None


@dataclass
class Decisions:
    """What became of the requests: awards with the file of each, entries for the roster, and what was not done.

    `held`: places whose learner was awarded this version before, and which award that is. `not_yet`: places where
    rows are below what is required, with the names of these.
    """

    awards: list[Award] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    not_yet: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def add(self, more: Decisions) -> None:
        """Take over what was decided otherwise."""
        for each in fields(self):
            own = getattr(self, each.name)
            (own.update if isinstance(own, dict) else own.extend)(getattr(more, each.name))

    def by_missing_rows(self) -> dict[tuple[str, ...], list[str]]:
        """The places of those who are not there yet, by the rows in which they are not."""
        found: dict[tuple[str, ...], list[str]] = {}
        for place, rows in self.not_yet:
            found.setdefault(rows, []).append(place)
        return found


def decide(
    desk: Desk, badge: Achievement, requests: Iterable[Request], drawn: Sequence[Drawn], *, again: bool = False
) -> Decisions:
    """What becomes of each request for a badge; `drawn` has at least as many as there are requests.

    With faults, nothing is to be written: all of them are told. `again`: also to those who hold this version already.
    """
    made, listed = Decisions(), [*requests]
    learners = Learners.of(request.name for request in listed)
    seen: dict[str, str] = {}
    for request, chance in zip(listed, drawn, strict=False):
        try:
            email = normal_email(request.email)
            if email in seen:
                message = f"this is the same learner as in {seen[email]}"
                raise _Refused(Fault(request.place, message, f"delete one, or give {_ADDRESS}"))
            seen[email] = request.place
            made.faults += _names(request, learners)
            _one(desk, badge, request, chance, made, again=again)
        except _Refused as refused:
            made.faults.append(refused.fault)
    return made


def _names(request: Request, learners: Learners) -> Iterator[Fault]:
    """Each kind of text in which a learner is named, told once."""
    texts = texts_of(request.evidence, request.narrative)
    for what in dict.fromkeys(what for what, text in texts if learners.are_in(text) or is_named(request.name, text)):
        yield Fault(request.place, f"{what}: the name of a learner stands in it", f"everybody can read it: {REWORD}")


def _one(desk: Desk, badge: Achievement, request: Request, chance: Drawn, made: Decisions, *, again: bool) -> None:
    if not again and (before := _before(desk, badge, request)):
        made.held.append(before)
        return
    day = request.awarded or desk.today
    found = authority(desk.catalogue.issuer, badge.of.badge, request, day)
    if isinstance(found, Fault):
        raise _Refused(found)
    assessor, campus = found
    if low := below(badge, request.results):
        made.not_yet.append((request.place, low))
        entry = _entry(badge, request, None, campus, day)
        if not _noted(desk, entry):
            made.entries.append(entry)
        return
    parts = request.builds_on
    award = Award(
        id=chance.id,
        campus=campus,
        badge=badge.of,
        awarded=day,
        assessor=assessor,
        status=chance.status,
        identity=_sealed(desk.holdings.key, chance.id, request),
        results=request.results,
        evidence=request.evidence,
        builds_on=_parts(desk, badge, request, day) if parts is None else parts,
        narrative=request.narrative,
    )
    data = text_of(award).encode()
    made.faults += (faults := [*_faults(desk.known, award, data, request.place)])
    if not faults:
        made.awards.append(award)
        made.files[path_of(award)] = data
        made.entries.append(_entry(badge, request, award.id, campus, day))


def _before(desk: Desk, badge: Achievement, request: Request) -> Held | None:
    """The learner's newest award of this version, be it here or on a branch that isn't merged yet."""
    rows = [row for row in desk.holdings.of(request.email, badge.of.badge) if row.version == badge.of.version]
    if rows:
        return Held(request.place, rows[-1].id, rows[-1])
    away = desk.holdings.absent(request.email, badge.of)
    return Held(request.place, away[-1], None) if away else None


def _sealed(key: bytes, award: AwardId, request: Request) -> Identity:
    sealed = sealing.seal(key, award, name=request.name, email=request.email)
    return Identity(name=sealed.name, email_address=sealed.email_address, id=request.did)


def _entry(badge: Achievement, request: Request, award: AwardId | None, campus: Slug, day: date) -> Entry:
    return Entry(
        award=award,
        name=normal_name(request.name),
        email=normal_email(request.email),
        badge=badge.of,
        campus=campus,
        awarded=day,
        results=request.results,
    )


def _noted(desk: Desk, entry: Entry) -> bool:
    """Whether the same was judged of this learner before."""
    before = desk.holdings.roster.of(entry.email)
    return any(each.award is None and (each.badge, each.results) == (entry.badge, entry.results) for each in before)


def below(badge: Achievement, results: Mapping[Slug, Slug]) -> tuple[str, ...]:
    """The names of the rows below what is required, where every row is answered with one of its levels."""
    ranks = [(row.name, row.rank(results.get(row.id, "")), row.rank(row.required)) for row in badge.rubric]
    if results.keys() != {row.id for row in badge.rubric} or any(rank is None for _, rank, _ in ranks):
        return ()
    return tuple(name for name, rank, required in ranks if (rank or 0) < (required or 0))


def _parts(desk: Desk, badge: Achievement, request: Request, day: date) -> tuple[AwardId, ...]:
    """The learner's newest award of each badge that is required, which held on that day."""
    found = [part_for(desk.holdings, request.email, need, day) for need in badge.requires]
    missing = [need for need, part in zip(badge.requires, found, strict=True) if part is None]
    if missing:
        away = [award for need in missing for award in desk.holdings.absent(request.email, need)]
        hint = "award that first"
        if away:
            hint = f"the roster has {listing(away)}, which is not in this folder: merge its pull request, then git pull"
        message = f"this learner holds no award of {listing(map(str, missing))}, which {badge.of} builds on"
        raise _Refused(Fault(request.place, message, hint))
    return tuple(part.id for part in found if part is not None)


def part_for(holdings: Holdings, email: str, need: Requirement, day: date) -> Row | None:
    """The learner's newest award that meets a requirement and held on that day, or None."""
    for row in reversed(holdings.of(email, need.badge)):
        part = row.part()
        if part and need.met_by(part.badge) and part.awarded <= day and (part.revoked is None or part.revoked > day):
            return row
    return None


def _faults(known: Known, award: Award, data: bytes, place: str) -> Iterator[Fault]:
    """What the rules of a registry say of the award's file, told at the place where it was asked."""
    record = with_care(RecordFile(path_of(award), award.campus, award.badge.badge, award.id), data, known)
    for problem in errors_of(record.problems):
        yield Fault(place, problem.message, problem.hint)
