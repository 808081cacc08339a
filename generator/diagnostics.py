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
from itertools import groupby
from typing import Final, Literal, TypeAlias

# A file full of mistakes is one mistake: past this many, only their number is told; past that many, not even that.
MOST_PER_FILE: Final = 50
MOST_COUNTED: Final = 1000
Severity: TypeAlias = Literal["error", "warning"]
# So much of a line is kept to be shown with its place.
_EXCERPT: Final = 200


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file of the registry: line and column from 1, in characters, and how many to underline."""

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
    """One mistake in the registry's data: `code` never changes its meaning.

    `source` is the line it stands on, without its first `cut` characters and without what is far behind the place.
    A warning is no mistake: it is told, and keeps nothing from being published.
    """

    code: str
    message: str
    position: Position
    hint: str = ""
    related: tuple[Related, ...] = ()
    source: str = ""
    cut: int = 0
    severity: Severity = "error"

    @property
    def order(self) -> tuple[Position, str, str]:
        """What problems are sorted by: place, then code and words."""
        return (self.position, self.code, self.message)


def arrange(problems: Iterable[Problem]) -> list[Problem]:
    """The problems in order, each once; of a file at most `MOST_PER_FILE`, then one that counts the rest."""
    kept: list[Problem] = []
    for path, of_file in groupby(sorted(set(problems), key=lambda p: p.order), key=lambda p: p.position.path):
        listed = list(of_file)
        kept += listed[:MOST_PER_FILE]
        if (rest := len(listed) - MOST_PER_FILE) > 0:
            many = f"{rest:,}" if len(listed) < MOST_COUNTED else f"{rest:,} or"
            message = f"{many} more problems in this file are not shown"
            severity: Severity = "error" if errors_of(listed[MOST_PER_FILE:]) else "warning"
            kept.append(Problem("many-problems", message, Position(path), "mend these first", severity=severity))
    return kept


def errors_of(problems: Iterable[Problem]) -> list[Problem]:
    """The Problems that are mistakes: while there are any, nothing is published."""
    return [problem for problem in problems if problem.severity == "error"]


def excerpt(line: str, column: int) -> tuple[str, int]:
    """What of a line is worth keeping to show a place in it, and how many characters before that were left out."""
    start = max(0, column - _EXCERPT // 2) if len(line) > _EXCERPT else 0
    return line[start : start + _EXCERPT], start


def render(problem: Problem) -> str:
    """The problem as people read it: place and words, the line with what is wrong underlined, hint, related places."""
    lines = [f"{problem.position}: {problem.severity}: {visible(problem.message)} [{problem.code}]"]
    if problem.source:
        lines += _underlined(problem)
    if problem.hint:
        lines.append(f"  hint: {visible(problem.hint)}")
    lines += [f"  {related.position}: note: {visible(related.message)}" for related in problem.related]
    return "\n".join(lines)


def _underlined(problem: Problem, width: int = 120) -> list[str]:
    """The source line, cut to a window around the place, and a line with the caret under it."""
    column = problem.position.column - 1 - problem.cut
    start = max(0, column - width + 40) if len(problem.source) > width else 0
    window = problem.source[start : start + width]
    before, after = window[: column - start], window[column - start :]
    under = max(1, _columns(visible(after[: problem.position.length])))
    return [
        f"{problem.position.line:>5} | {visible(window)}",
        f"{' ' * 5} | {' ' * _columns(visible(before))}^{'~' * (under - 1)}",
    ]


def visible(text: str) -> str:
    """The text on one line with everything that a terminal would obey, or hide, written as an escape."""
    return text if text.isprintable() else "".join(_escape(char) if _hidden(char) else char for char in text)


def _hidden(char: str) -> bool:
    return not char.isprintable() and char != " "


def _escape(char: str) -> str:
    code = ord(char)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file name that is not UTF-8, as Python hands it over
        return f"\\x{code - 0xDC00:02x}"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)
