"""Class lists: a table of learners and what was judged of their work, as a spreadsheet exports it.

Whatever is wrong is a `Fault` at the row that the spreadsheet shows, and all of them are told; no fault says a name, an
address or another text of a cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, TypeVar

from generator.awarding.class_lists import cell_values, headings, sheet
from generator.awarding.class_lists.cell_values import EXAMPLE_EMAIL, Levels, Names, Public, Wrong
from generator.awarding.class_lists.days import Days, Unclear
from generator.awarding.class_lists.evidence_cells import EvidenceCells
from generator.awarding.class_lists.headings import Headings
from generator.awarding.class_lists.plain_text import lines, plain, tidy
from generator.awarding.request import Fault, Request
from generator.model.achievement import Achievement
from generator.model.award import Evidence
from generator.model.dated import Names as NamesOfEntry
from generator.model.profile import Profile
from generator.names import Did, Slug

MOST_BYTES: Final = sheet.MOST_BYTES
# Rows of no learner that Canvas adds to every list.
_NOBODY: Final = frozenset(("points possible", "student test", "test student"))
_Value = TypeVar("_Value")


class ClassList(NamedTuple):
    """What a class list asks for; there is nothing to do while a fault is no mere warning."""

    requests: list[Request]
    faults: list[Fault]


@dataclass(frozen=True, kw_only=True)
class Person:
    """A learner of a list, and the row."""

    place: str
    name: str = field(repr=False)
    email: str = field(repr=False)


class People(NamedTuple):
    """The learners of a list, whatever else it says of them."""

    people: list[Person]
    faults: list[Fault]


@dataclass
class _Row:
    """A row of the table: its number, its cells, and what was found wrong with it."""

    number: int
    cells: tuple[str, ...]
    columns: Headings
    faults: list[Fault] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"row {self.number}"

    def text(self, column: int | None) -> str:
        """The cell in that column; empty where there is none."""
        return self.cells[column] if column is not None and column < len(self.cells) else ""

    def of(self, what: str) -> str:
        """The cell in the column of that meaning; empty where there is none."""
        return self.text(self.columns.single.get(what))

    def fault(self, column: int | None, wrong: Wrong | Unclear) -> None:
        """Note what is wrong with the cell of a column, or with the row."""
        where = "" if column is None else f"{self.columns.called(column)}: "
        self.faults.append(Fault(self.place, where + wrong.message, wrong.hint))

    def taken(self, what: str, read: _Value | Wrong | Unclear) -> _Value | None:
        """What was read in the column of that meaning; None where it is wrong, which is noted."""
        if isinstance(read, (Wrong, Unclear)):
            self.fault(self.columns.single.get(what), read)
            return None
        return read

    def name(self, names: Names) -> str | None:
        """The learner's name, which stands in one column or in two; None where it is wrong, which is noted."""
        if "name" in self.columns.single:
            return self.taken("name", names.read(self.of("name")))
        parts = self.of("first name"), self.of("last name")
        for what, text in zip(("first name", "last name"), parts, strict=True):
            if what in self.columns.single and not tidy(text):
                self.fault(self.columns.single[what], Wrong("it is empty", "type the learner's name"))
                return None
        return self.taken("first name", cell_values.name(" ".join(map(tidy, parts)))) if all(parts) else None

    def email(self) -> str | None:
        """The learner's address; None where it is wrong, which is noted unless the whole column is absent."""
        return self.taken("email", cell_values.email(self.of("email"))) if "email" in self.columns.single else None


def read(data: bytes, achievement: Achievement, issuer: Profile, *, today: date) -> ClassList:
    """What the table in these bytes asks to be awarded of that badge version, and what is wrong with it.

    `today` is the last day that an award may be of. At most `MOST_BYTES` are read.
    """
    columns, listed, faults = _table(data, achievement)
    if not listed:
        return ClassList([], faults)
    reader = _Reader.of(listed, columns, achievement, issuer, today)
    faults += _told_of(reader.names)
    requests = [request for row in listed if (request := reader.read(row))]
    _tell_repeated(listed)
    return ClassList(requests, [*faults, *(fault for row in listed for fault in row.faults)])


def people(data: bytes) -> People:
    """The learners of the table in these bytes, and what is wrong with their names and addresses."""
    _, listed, faults = _table(data)
    names = Names.of(row.of("name") for row in listed)
    faults += _told_of(names)
    found = []
    for row in listed:
        name, email = row.name(names), row.email()
        if name and email:
            found.append(Person(place=row.place, name=name, email=email))
    return People(found, [*faults, *(fault for row in listed for fault in row.faults)])


def _table(data: bytes, achievement: Achievement | None = None) -> tuple[Headings, list[_Row], list[Fault]]:
    """The columns of a table, the rows of learners, and what is wrong with it as a whole."""
    table = sheet.read(data)
    if not table.rows:
        return Headings(), [], list(table.faults) or [Fault("the file", "it has no rows")]
    head = headings.find(table.rows)
    number, cells = table.rows[head]
    columns = headings.read(cells, number, achievement)
    faults = [*table.faults, *columns.faults]
    if not columns.single:
        return columns, [], faults
    listed = [
        row for row in (_Row(number, cells, columns) for number, cells in table.rows[head + 1 :]) if not _is_nobody(row)
    ]
    if not listed:
        faults.append(Fault("the file", "there are no learners in it", "write them below the first row, a row each"))
    return columns, listed, faults


def template(achievement: Achievement, issuer: Profile, *, today: date) -> str:
    """A table to fill in for this badge version: the headings, and a row that shows how.

    Where several assessors may award it, or it may be earned in several places, there is a column to say which; where
    evidence may link to no host, there is none for addresses.
    """
    asked = achievement.evidence.minimum if achievement.evidence else 0
    rows = {headings.row_heading(row, achievement): row.level(row.required).name for row in achievement.rubric}
    evidence: dict[str, str] = {}
    for number in range(1, asked + 1):
        head = "evidence" if number == 1 else f"evidence {number}"
        linked = {f"{head} url": ""} if issuer.evidence_hosts else {}
        evidence |= {head: f"Work {number}", **linked, f"{head} description": "What the learner made"}
    cells = {"name": "Sample Learner", "email": EXAMPLE_EMAIL, **rows, **evidence, "awarded": ""}
    cells |= _to_be_said(achievement, issuer, today)
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([cells.keys(), cells.values()])
    return text.getvalue()


def _to_be_said(achievement: Achievement, issuer: Profile, today: date) -> dict[str, str]:
    """The columns without which nobody could tell who decided, and where."""
    able = issuer.able(achievement.of.badge, today)
    campuses = {assessor.campus for assessor in able.values()}
    said: dict[str, str] = {"assessor": min(able)} if len(able) > 1 else {}
    open_now = sorted(name for name, campus in issuer.campuses.items() if today in campus.term)
    return said | ({"campus": open_now[0]} if None in campuses and len(open_now) > 1 else {})


def _told_of(names: Names) -> list[Fault]:
    """A warning where names are not taken as they stand."""
    hint = "write them as they should stand on the certificate, without a comma, where that is wrong"
    return [Fault("the file", "names were turned around, from “Last, First”", hint, warning=True)] * names.turned


def _is_nobody(row: _Row) -> bool:
    return not tidy(row.of("email")) and plain(row.of("name")) in _NOBODY


@dataclass(frozen=True)
class _Reader:
    """Reads rows; what is the same for all of them is worked out once."""

    achievement: Achievement
    days: Days
    names: Names
    levels: Mapping[Slug, Levels]
    evidence: EvidenceCells
    public: Public
    campuses: Mapping[Slug, tuple[str, ...]]
    assessors: Mapping[Slug, tuple[str, ...]]

    @classmethod
    def of(cls, rows: list[_Row], columns: Headings, achievement: Achievement, issuer: Profile, today: date) -> _Reader:
        return cls(
            achievement,
            Days.of((row.of("awarded") for row in rows), issuer.region, today),
            Names.of(row.of("name") for row in rows),
            {row.id: Levels(row) for row in achievement.rubric},
            EvidenceCells.of(issuer, today),
            Public.of(issuer),
            {id: _all_names(campus.name) for id, campus in issuer.campuses.items()},
            {id: _all_names(assessor.name) for id, assessor in issuer.assessors.items()},
        )

    def read(self, row: _Row) -> Request | None:
        """The request of a row; None where something is wrong with it."""
        if any(tidy(cell) for cell in row.cells[len(row.columns.texts) :]):
            row.fault(None, Wrong("it has more cells than there are headings", "is a comma or a quotation mark amiss?"))
        name, email = row.name(self.names), row.email()
        awarded, results = self._awarded(row), self._results(row)
        evidence = self._evidence(row, name or "", awarded, results)
        campus, assessor = self._entry(row, "campus", self.campuses), self._entry(row, "assessor", self.assessors)
        narrative, did = self._narrative(row, name or ""), self._did(row)
        if row.faults or not name or not email:
            return None
        return Request(
            place=row.place,
            name=name,
            email=email,
            campus=campus,
            assessor=assessor,
            awarded=awarded,
            results=results,
            evidence=evidence,
            narrative=narrative,
            did=did,
        )

    def _awarded(self, row: _Row) -> date | None:
        text = tidy(row.of("awarded"))
        return row.taken("awarded", self.days.read(text)) if text else None

    def _results(self, row: _Row) -> dict[Slug, Slug]:
        results: dict[Slug, Slug] = {}
        for id, levels in self.levels.items():
            if (column := row.columns.results.get(id)) is not None:
                read = levels.read(row.text(column))
                if isinstance(read, Wrong):
                    row.fault(column, read)
                else:
                    results[id] = read
        return results

    def _evidence(
        self, row: _Row, name: str, awarded: date | None, results: Mapping[Slug, Slug]
    ) -> tuple[Evidence, ...]:
        cells = {key: row.text(column) for key, column in row.columns.evidence.items()}
        items, faults = self.evidence.read(cells, name, awarded)
        for wrong in faults:
            row.fault(None, Wrong(f"evidence: {wrong.message}", wrong.hint))
        least = self.achievement.evidence.minimum if self.achievement.evidence else 0
        if not faults and len(items) < least and self._is_met(results):
            message = f"there are {len(items)} items of evidence, and the badge asks for {least} at least"
            row.fault(None, Wrong(message, "fill in evidence and evidence url, or evidence description"))
        return items

    def _is_met(self, results: Mapping[Slug, Slug]) -> bool:
        """Whether the badge is earned: no row is below what it requires, as far as all were read."""
        rows = self.achievement.rubric
        ranks = [(row.rank(results.get(row.id, "")), row.rank(row.required)) for row in rows]
        return all(reached is not None and needed is not None and reached >= needed for reached, needed in ranks)

    def _entry(self, row: _Row, what: str, names: Mapping[Slug, tuple[str, ...]]) -> Slug | None:
        text = tidy(row.of(what))
        return row.taken(what, cell_values.entry(text, names, what)) if text else None

    def _narrative(self, row: _Row, name: str) -> str | None:
        text = lines(row.of("narrative"))
        return row.taken("narrative", self.public.fault(text, name) or text) if text else None

    def _did(self, row: _Row) -> Did | None:
        text = tidy(row.of("did"))
        if not text:
            return None
        hint = "leave it empty where the learner has none"
        return row.taken("did", Did(text) if Did.admits(text) else Wrong("this is no DID", hint))


def _all_names(names: NamesOfEntry) -> tuple[str, ...]:
    return tuple(span.name for span in names.spans)


def _tell_repeated(rows: list[_Row]) -> None:
    """Tell each row whose e-mail address stands in an earlier one."""
    first: dict[str, _Row] = {}
    for row in rows:
        email = cell_values.email(row.of("email"))
        if isinstance(email, Wrong):
            continue
        if (earlier := first.setdefault(email, row)) is not row:
            message = f"it is the address of {earlier.place}, too"
            row.fault(row.columns.single["email"], Wrong(message, "delete one of the two rows"))
