"""Texts that a template renders once, with marks where values go: filling those in afterwards makes the same text.

A mark is a name between two characters of Unicode that are none (Unicode, 23.7), which no text of a registry may hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from sys import intern
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from markupsafe import Markup, escape

from generator.names import AwardId

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_MARK: Final = re.compile("\ufdd0([a-z_.]+)\ufdd1")
_ESCAPED: Final = re.compile("[&<>'\"]").search
Text = TypeVar("Text", str, bytes)
View = TypeVar("View", bound="DataclassInstance")


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
    """What `of` makes of views like this one, with a gap for each of their texts, by the name of its field.

    The shard of an award's id is a gap of its own. It is to be tried on a view: where a text that `of` adds looks like
    a mark, it makes another text, or KeyError.
    """
    pieces = _MARK.split(of(marked(view)))
    return Plate(pieces[::2], pieces[1::2])


def marked(view: View) -> View:
    """The view with a mark in place of each text; what is no text, such as None, stays."""
    return replace(view, **{each.name: _marked(getattr(view, each.name), each.name) for each in fields(view)})


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
    mark = f"\ufdd0{name}\ufdd1"
    if isinstance(value, AwardId):
        return _MarkedId(mark)
    return Markup(mark) if isinstance(value, str) else value
