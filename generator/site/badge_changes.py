"""What changed between two versions of a badge, in the words of a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from generator.model.achievement import Achievement
from generator.model.dated import Duration
from generator.site.version_differences import Change, Piece, differences
from generator.site.words import Words

_SECTION: Final = "catalogue.badge"


@dataclass(frozen=True, slots=True)
class Line:
    """One change: `kind` as in `Change`; `old` and `new` in words, "" where there was nothing."""

    kind: str
    old: str
    new: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed of one thing: its name in words and, of a rubric's level for one, whose it is."""

    what: str
    of: tuple[str, ...]
    lines: tuple[Line, ...]


def changes_of(older: Achievement, newer: Achievement, said: Words) -> tuple[Changed, ...]:
    """The changes, those of one thing together; empty where nothing that is shown changed."""
    found = differences(older, newer).changes
    return tuple(
        Changed(said.text(f"{_SECTION}.changes.{what}"), of, tuple(_line(change, said) for change in changes))
        for (what, of), changes in groupby(found, key=lambda change: (change.what, change.of))
    )


def _line(change: Change, said: Words) -> Line:
    old, new = (_told(change.what, value, said) for value in (change.old, change.new))
    kind = change.kind
    if kind == "changed" and not (old and new):
        kind = "added" if new else "removed"
    return Line(kind, old, new, change.pieces)


def _told(what: str, value: object, said: Words) -> str:
    """A value of the model in words; "" for none."""
    if value is None:
        return ""
    if what == "level":
        return said.text(f"levels.{value}")
    if what == "type":
        kinds = said.texts["catalogue"]["badge"]["types"]
        return str(kinds.get(value, str(value).removeprefix("ext:")))
    if isinstance(value, bool):
        return said.text(f"{_SECTION}.{'yes' if value else 'no'}")
    return "".join(_plain(value, said))


def _plain(value: object, said: Words) -> Iterator[str]:
    if isinstance(value, int | Decimal):
        yield said.number(Decimal(value))
    elif isinstance(value, Duration):
        yield said.duration(value)
    elif isinstance(value, tuple):
        yield said.listed([*value])
    else:
        yield str(getattr(value, "name", value))
