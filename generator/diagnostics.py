"""Where a mistake in the data is, what it is, and what to type instead.

recipients/lincoln-high/circuit-design/bhp5….yml:3:11: error: there is no assessor "enginering-lab" [unknown-assessor]
    3 | assessor: enginering-lab
      |           ^~~~~~~~~~~~~~
  hint: did you mean "engineering-lab"?
  badges/issuer.yml:35:3: note: it is defined here
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

# A file full of mistakes is one mistake: past this many, only their number is told.
MOST_PER_FILE: Final = 50


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file of the registry; line and column count from 1, in characters; length ≥ 1 is what to underline."""

    path: str
    line: int = 1
    column: int = 1
    length: int = field(default=1, compare=False)

    def __str__(self) -> str:
        return f"{visible(self.path)}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that a problem is about, and what stands there."""

    position: Position
    message: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in the registry's data: `code` never changes its meaning; `source` is the line it stands on."""

    code: str
    message: str
    position: Position
    hint: str = ""
    related: tuple[Related, ...] = ()
    source: str = ""

    @property
    def order(self) -> tuple[Position, str, str]:
        """What problems are sorted by: place, then code and words."""
        return (self.position, self.code, self.message)


def arrange(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in order, each once, at most `MOST_PER_FILE` of a file with a last one that counts the rest."""
    kept: list[Problem] = []
    of_file: dict[str, int] = {}
    for problem in sorted(set(problems), key=lambda p: p.order):
        path = problem.position.path
        of_file[path] = of_file.get(path, 0) + 1
        if of_file[path] <= MOST_PER_FILE:
            kept.append(problem)
    kept.extend(
        Problem("many-problems", f"and {count - MOST_PER_FILE:,} more problems in this file", Position(path))
        for path, count in sorted(of_file.items())
        if count > MOST_PER_FILE
    )
    return kept


def render(problem: Problem) -> str:
    """The problem as people read it: place and words, the line with what is wrong underlined, hint, related places."""
    lines = [f"{problem.position}: error: {visible(problem.message)} [{problem.code}]"]
    if problem.source:
        lines += _excerpt(problem)
    if problem.hint:
        lines.append(f"  hint: {visible(problem.hint)}")
    lines += [f"  {related.position}: note: {visible(related.message)}" for related in problem.related]
    return "\n".join(lines)


def _excerpt(problem: Problem, width: int = 120) -> list[str]:
    """The source line, cut to a window around the place, and a line with the caret under it."""
    column = problem.position.column - 1
    start = max(0, column - width + 40) if len(problem.source) > width else 0
    window = problem.source[start : start + width]
    before, length = window[: column - start], min(problem.position.length, max(1, len(window) - (column - start)))
    shown, gap = visible(window), " " * _columns(visible(before))
    number = f"{problem.position.line:>5}"
    under = max(1, _columns(visible(window[column - start : column - start + length])))
    return [f"{number} | {shown}", f"{' ' * 5} | {gap}^{'~' * (under - 1)}"]


def visible(text: str) -> str:
    """The text on one line with everything that a terminal would obey, or hide, written as an escape."""
    return "".join(_escape(char) if _hidden(char) else char for char in text)


def _hidden(char: str) -> bool:
    return not char.isprintable() and char != " "


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8, as Python hands it over
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)
