"""Which column of a class list holds what: our own headings, and those that schools' programs export.

Headings are compared without case, accents, spaces and signs, in English and Spanish. Of several columns that may hold
the same, the one that says it best is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeVar

from generator.awarding.class_lists.heading_words import EVIDENCE, EVIDENCE_PARTS, IGNORED, IGNORED_ENDS, SPOKEN
from generator.awarding.class_lists.plain_text import plain, tidy
from generator.awarding.request import Fault
from generator.model.achievement import Achievement, Row
from generator.names import Slug
from generator.sources.personal import OF_ANYBODY
from generator.sources.shapes import nearest

_ITEM: Final = re.compile(r"(?P<word>\w+)(?: (?P<before>\d{1,2}))?(?: ?(?P<part>[a-z ]+?))?(?: (?P<after>\d{1,2}))?")
# The part before the word: `link to evidence 2`, `descripción de la evidencia`.
_PART_OF: Final = re.compile(
    r"(?P<part>[a-z ]+?) (?:(?:of|to|for|de|a)(?: the| la)? )?(?P<word>\w+)(?P<before>)(?: (?P<after>\d{1,2}))?"
)
_SAID: Final[Mapping[str, tuple[str, int]]] = {
    each: (what, rank) for what, ranks in SPOKEN.items() for rank, listed in enumerate(ranks) for each in listed
}
_BRACKETS: Final = re.compile(r"\[([^\]]+)\]\s*\Z")
_NUMBERED: Final = re.compile(r"\A(?:\d{1,3}[.)]\s*|q\d{1,3}[.:)]?\s+)|\s*\(\d+\)\s*\Z", re.IGNORECASE)
_RUBRIC: Final = re.compile(r"\A(?:rubric|result|rubrica|resultado)s? (?=.)")
OWN: Final = ("name", "email", "awarded", "campus", "assessor", "narrative", "did")
_SHOWN: Final = 60
_TITLES: Final = 10
_ADDRESS: Final = re.compile(r"\S+@\S+\.\S+")
_Key = TypeVar("_Key")


@dataclass
class Headings:
    """The places of the columns, from 0: by what they hold, by rubric row, by item and part of the evidence."""

    single: dict[str, int] = field(default_factory=dict)
    results: dict[Slug, int] = field(default_factory=dict)
    evidence: dict[tuple[int, str], int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    texts: tuple[str, ...] = ()

    def called(self, column: int) -> str:
        """What to call a column in words: its heading, unless that may name somebody."""
        return f'"{shown}"' if (shown := _shown(self.texts[column])) else f"column {letters(column)}"


def find(rows: Sequence[tuple[int, tuple[str, ...]]]) -> int:
    """The place of the row of headings: below a title, perhaps; the first where none of the first has any."""
    for place, (_, cells) in enumerate(rows[:_TITLES]):
        if _are_headings(cells) and any((_meaning(plain(cell)) or ("",))[0] == "email" for cell in cells):
            return place
    return 0


def read(cells: tuple[str, ...], number: int, achievement: Achievement | None = None) -> Headings:
    """The columns of a class list for this badge, whose headings are these cells of that row.

    Without a badge only people are looked for.
    """
    found = Headings(texts=cells)
    place = f"row {number}"
    if not _are_headings(cells):
        hint = "put a first row above it that says what each column holds; --template shows one"
        found.faults.append(Fault(place, "the first row has no headings that are known", hint))
        return found
    rows, unknown = _rows_by_heading(achievement.rubric if achievement else ()), []
    ranks: dict[str, int] = {}
    for column, cell in enumerate(cells):
        if not tidy(cell):
            continue
        if not _place(found, column, cell, rows, ranks, place):
            unknown.append(column)
    _take_first_and_last(found)
    found.faults += _missing(found, place)
    if achievement:
        found.faults += _missing_rows(found, achievement, place)
        found.faults += (_unknown(found, column, rows, place) for column in unknown)
    return found


def row_heading(row: Row, achievement: Achievement) -> str:
    """How the column of a rubric row is headed best: by its name, where nothing else is called so."""
    known = _rows_by_heading(achievement.rubric)
    for heading in (row.name, row.id):
        if known.get(plain(heading)) == row.id and _meaning(plain(heading)) is None:
            return heading
    return f"rubric {row.id}"


def letters(column: int) -> str:
    """What spreadsheets call a column, counted from 0: A, B … Z, AA."""
    high, low = divmod(column, 26)
    return (letters(high - 1) if high else "") + chr(ord("A") + low)


def _are_headings(cells: tuple[str, ...]) -> bool:
    return not any(map(_ADDRESS.fullmatch, map(tidy, cells))) and any(_meaning(plain(cell)) for cell in cells)


def _meaning(heading: str) -> tuple[str, int] | None:
    """What a column with that heading holds, and how surely: 0 is surest; evidence isn't told apart here."""
    return ("evidence", 0) if _item(heading) else _SAID.get(heading)


def _item(heading: str) -> tuple[int, str] | None:
    """Which item of evidence and which part of it the heading names."""
    for match in (_ITEM.fullmatch(heading), _PART_OF.fullmatch(heading)):
        if match and match["word"] in EVIDENCE and (match["part"] or "") in EVIDENCE_PARTS:
            return int(match["before"] or match["after"] or 1), EVIDENCE_PARTS[match["part"] or ""]
    return None


def _place(
    found: Headings, column: int, cell: str, rows: Mapping[str, Slug | None], ranks: dict[str, int], place: str
) -> bool:
    """Put the column where it belongs; False where nobody knows."""
    heading = plain(cell)
    if item := _item(heading):
        return _put(found, found.evidence, item, column, place)
    if meaning := _SAID.get(heading):
        what, rank = meaning
        if what not in found.single or rank < ranks[what]:
            found.single[what], ranks[what] = column, rank
            return True
        return rank > ranks[what] or _put(found, found.single, what, column, place)
    row = next((row for each in _readings(cell) if (row := rows.get(each))), None)
    if row:
        return _put(found, found.results, row, column, place)
    return heading in IGNORED or heading.endswith(IGNORED_ENDS)


def _put(found: Headings, columns: dict[_Key, int], key: _Key, column: int, place: str) -> bool:
    if key in columns:
        message = f"columns {letters(columns[key])} and {letters(column)} hold the same: {found.called(column)}"
        found.faults.append(Fault(place, message, "delete one of the two, or head it otherwise"))
    else:
        columns[key] = column
    return True


def _readings(cell: str) -> Iterator[str]:
    """How a heading may name a rubric row: as it is, in brackets as of Google's grids, numbered, after “rubric”."""
    yield plain(cell)
    if bracket := _BRACKETS.search(tidy(cell)):
        yield plain(bracket[1])
    yield plain(_NUMBERED.sub("", tidy(cell)))
    yield _RUBRIC.sub("", plain(cell))


def _rows_by_heading(rubric: Sequence[Row]) -> Mapping[str, Slug | None]:
    """The rubric rows by id and name; None where two rows are called so. An id goes before a name."""
    known: dict[str, Slug | None] = {}
    for row in rubric:
        known[plain(row.name)] = None if plain(row.name) in known else row.id
    return known | {plain(row.id): row.id for row in rubric}


def _take_first_and_last(found: Headings) -> None:
    """Where names stand in two columns, “name” is the first of them, or else one that is less sure."""
    single = found.single
    if "name" not in single or "last name" not in single:
        return
    heading = plain(found.texts[single["name"]])
    if heading in ("name", "nombre"):
        single.setdefault("first name", single["name"])
    if single.get("first name") == single["name"] or ("first name" in single and heading not in SPOKEN["name"][0]):
        del single["name"]


def _missing(found: Headings, place: str) -> Iterator[Fault]:
    if "name" not in found.single and not {"first name", "last name"} <= found.single.keys():
        yield Fault(place, "there is no column of names", "head it: name (or two columns: first name, last name)")
    if "email" not in found.single:
        yield Fault(place, "there is no column of e-mail addresses", "head it: email")


def _missing_rows(found: Headings, achievement: Achievement, place: str) -> Iterator[Fault]:
    for row in achievement.rubric:
        if row.id not in found.results:
            heading = row_heading(row, achievement)
            yield Fault(place, f'there is no column for the rubric row "{row.name}"', f"head it: {heading}")


def _unknown(found: Headings, column: int, rows: Iterable[str], place: str) -> Fault:
    """That a column is not used, and what may be meant."""
    heading = plain(found.texts[column])
    near = nearest(heading, [*OWN, "evidence", "evidence url", "evidence description", *rows])
    hint = f'did you mean "{near}"?' if near else "nothing of it is used"
    name = found.called(column)
    letter = "" if name.startswith("column") else f" (column {letters(column)})"
    return Fault(place, f"{name}{letter} is no heading that is known", hint, warning=True)


def _shown(cell: str) -> str:
    """A heading for the terminal; empty where it is long or holds what is personal."""
    text = tidy(cell)
    return text if text and len(text) <= _SHOWN and "@" not in text and not OF_ANYBODY.find(text) else ""
