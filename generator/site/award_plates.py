"""Texts that a template renders once, with marks where values go: filling those in afterwards makes the same text.

A mark is a name between two characters of Unicode that are none (Unicode, 23.7), which no text of a registry may hold.
Within a query of a URL it stands percent-encoded, and is known there, too; values that come to stand in one are
letters, digits and hyphens, which look the same encoded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from sys import intern
from typing import Any, Final, Generic, TypeVar, cast

from markupsafe import Markup, escape

from generator.names import AwardId

_MARK: Final = re.compile("(?:\ufdd0|%EF%B7%90)([a-z0-9_.]+)(?:\ufdd1|%EF%B7%91)")
_ESCAPED: Final = re.compile("[&<>'\"]").search
Text = TypeVar("Text", str, bytes)
View = TypeVar("View")


class Plate(Generic[Text]):
    """A text with gaps: the pieces around them, and the name of each."""

    __slots__ = ("_empty", "_names", "_pieces")

    def __init__(self, pieces: Sequence[Text], names: Sequence[str]) -> None:
        self._empty: Text = pieces[0][:0]
        self._names = tuple(map(intern, names))
        self._pieces: list[Text] = [self._empty] * (len(pieces) + len(names))
        self._pieces[::2] = pieces

    def filled(self, values: Mapping[str, Text]) -> Text:
        """The text with the value of each name as it stands, escaped already. Raises KeyError for one without."""
        pieces = self._pieces.copy()
        pieces[1::2] = [values[name] for name in self._names]
        return self._empty.join(pieces)

    def encoded(self, known: dict[bytes, bytes]) -> Plate[bytes]:
        """The plate in UTF-8; pieces that are known already are those, others become so."""
        pieces = [piece if isinstance(piece, bytes) else piece.encode() for piece in self._pieces[::2]]
        return Plate([known.setdefault(piece, piece) for piece in pieces], self._names)


def plate(of: Callable[[View], str], view: View) -> Plate[str]:
    """What `of` makes of views like this one, with a gap for each of their texts; `told` tells what fills them.

    It is to be tried on a view: where a text that `of` adds looks like a mark, it makes another text, or KeyError.
    """
    pieces = _MARK.split(str(of(marked(view))))
    return Plate(pieces[::2], pieces[1::2])


def marked(view: View, name: str = "view") -> View:
    """The view with a mark in place of each text, at any depth; what is no text, such as None, stays."""
    return cast(View, _marked(view, name))


def told(view: object, name: str = "view") -> dict[str, str]:
    """The texts of a view as a template shows them, by the name of their mark."""
    found: dict[str, str] = {}
    _tell(view, name, found)
    return found


def escaped(text: str) -> str:
    """The text as a template shows it."""
    return text if as_it_is(text) else str(escape(text))


def as_it_is(text: str) -> bool:
    """Whether a template shows the text unchanged, as it does most."""
    return _ESCAPED(text) is None


class _MarkedId(AwardId):
    """A mark in place of an award's id, and one in place of its shard."""

    __slots__ = ()

    @classmethod
    def admits(cls, text: str) -> bool:
        """Any text."""
        return True

    @property
    def shard(self) -> str:
        """The mark of the shard."""
        return f"{self[:-1]}.shard{self[-1]}"


def _marked(value: Any, name: str) -> Any:
    if isinstance(value, AwardId):
        return _MarkedId(f"\ufdd0{name}\ufdd1")
    if isinstance(value, str):
        return Markup(f"\ufdd0{name}\ufdd1")
    if isinstance(value, tuple):
        return tuple(_marked(each, f"{name}.{at}") for at, each in enumerate(value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{each.name: _marked(getattr(value, each.name), f"{name}.{each.name}") for each in fields(value)}
        )
    return value


def _tell(value: object, name: str, found: dict[str, str]) -> None:
    if isinstance(value, str):
        found[intern(name)] = escaped(value)
        if isinstance(value, AwardId):
            found[intern(f"{name}.shard")] = value.shard
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            _tell(each, f"{name}.{at}", found)
    elif is_dataclass(value):
        for each in fields(value):
            _tell(getattr(value, each.name), f"{name}.{each.name}", found)
