"""A rubric as one table: the levels are columns where every row has the same ones, else each row lists its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from generator.model.achievement import Level, Row
from generator.site.words import Words


@dataclass(frozen=True, slots=True)
class Cell:
    """A level of a row: its name, what it shows, its points in words, and whether it or a higher one is required."""

    level: str
    description: str
    points: str
    required: bool
    below: bool


@dataclass(frozen=True, slots=True)
class RubricRow:
    """A row with its levels from low to high."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RubricTable:
    """The rows; `columns` are the names of the levels that all of them have, or None.

    `needed` is the place of the column that every row requires, where there are several rows and such a column.
    """

    columns: tuple[str, ...] | None
    rows: tuple[RubricRow, ...]
    needed: int | None


# More levels than these are no columns that a page is wide enough for.
_MOST_COLUMNS = 5


def rubric_table(rows: Sequence[Row], said: Words) -> RubricTable:
    """The table of a rubric with at least one row; a row may lack levels at the upper end of the columns."""
    names = [tuple(level.name for level in row.levels) for row in rows]
    longest = max(names, key=len)
    shared = len(longest) <= _MOST_COLUMNS and all(name == longest[: len(name)] for name in names)
    required = {row.rank(row.required) for row in rows}
    needed = required.pop() if shared and len(rows) > 1 and len(required) == 1 else None
    return RubricTable(longest if shared else None, tuple(_row(row, said) for row in rows), needed)


def _row(row: Row, said: Words) -> RubricRow:
    required = row.rank(row.required)
    assert required is not None
    cells = (_cell(level, place, required, said) for place, level in enumerate(row.levels))
    return RubricRow(row.name, tuple(cells))


def _cell(level: Level, place: int, required: int, said: Words) -> Cell:
    points = level.points
    told = said.text("catalogue.badge.points", n=points, points=said.number(points)) if points is not None else ""
    return Cell(level.name, level.description or "", told, place == required, place < required)
