"""Shapes: what a YAML value may be, said once, for the decoder and for the JSON Schemas alike.

A shape's `decode` turns a node into a value (`str`, `Decimal`, `bool`, `date`, tuple, dict) or notes Problems on the
document and returns `INVALID`; its `schema` says the same as JSON Schema 2020-12. Nothing is typed by how it looks:
`no`, `1.10` and `2026-05-14` are what the shape reads. The schemas admit what an editor makes of such a text.
Its `accept` takes what `yaml_lines` read, without places: it returns the value that `decode` does, or raises `Doubt`.
Single values are in `scalars`, lists and mappings in `tables`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final, Protocol

from generator.sources.yaml_lines import Written
from generator.sources.yaml_nodes import Document, Node


class Invalid:
    """The value of a node of which a Problem was noted."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = Invalid()


class Doubt(Exception):
    """What was read without places is wrong, or not surely right: `decode` will tell."""


Fields = dict[str, Any]
_LEAST_BEGINNING: Final = 3


class Shape(Protocol):
    """What a value may be."""

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Any:
        """The value, or INVALID with Problems noted on the document; `key` is the nearest key that names the node."""

    def accept(self, written: Written) -> Any:
        """The value of what is certainly right. Raises Doubt."""

    def schema(self) -> Fields:
        """The same as JSON Schema."""


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known text that was probably meant, or None: one like it, or the only one that begins with it."""
    return _nearest(text[:80].lower(), tuple(sorted(known)))


@lru_cache(maxsize=4096)
def _nearest(text: str, known: tuple[str, ...]) -> str | None:
    found = difflib.get_close_matches(text, known, n=1, cutoff=0.6)
    longer = [each for each in known if len(text) >= _LEAST_BEGINNING and each.lower().startswith(text)]
    return found[0] if found else longer[0] if len(longer) == 1 else None


def shorten(text: str, most: int = 60) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else line[: most - 1] + "…"


def listing(names: Iterable[str], most: int = 24) -> str:
    """The names with commas, the first of them where they are many."""
    listed = list(names)
    return ", ".join(listed[:most]) + (f" and {len(listed) - most:,} more" if len(listed) > most else "")
