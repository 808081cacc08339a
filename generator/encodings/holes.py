"""Documents with holes: marks stand for the values that vary, so that a text is made once and filled in many times.

JSON and N-Quads write a text alike, in quotes and with the same escapes, as long as it may be signed at all; so one
quoted text fills a hole of either. Source: RFC 8259, 7; RDFC-1.0, 5.1 (the canonical form of N-Quads).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from json.encoder import encode_basestring
from typing import Any, Final

from generator.encodings import json_text
from generator.encodings.json_ld import refuse_unsafe

# Noncharacters, which no text of a registry holds.
_OPEN: Final = "\ufdd0"
_CLOSE: Final = "\ufdd1"
_NAME: Final = f"{_OPEN}([^{_CLOSE}]*){_CLOSE}"
_IN_JSON: Final = re.compile(f'"(?:hole:)?{_NAME}"')
_IN_QUADS: Final = re.compile(f'"{_NAME}"|<hole:{_NAME}>')


def hole(name: str) -> str:
    """The mark that stands for a text, or in JSON for any value; a name is of letters."""
    return f"{_OPEN}{name}{_CLOSE}"


def iri_hole(name: str) -> str:
    """The mark that stands for an IRI, and is one; in N-Quads its name is in angle brackets, as its value is."""
    return f"hole:{hole(name)}"


def is_marked(shown: str) -> bool:
    """Whether what `repr` shows of a value may hold a mark, which could not be told from a hole."""
    return repr(_OPEN).strip("'") in shown


def quoted(text: str) -> bytes:
    """The text in quotes, as JSON and N-Quads write it. Raises `JsonLdError` for one that can't be signed."""
    # Whatever prints may be signed, and so may a line feed; the rest is to be looked at.
    if not (text.isprintable() or text.replace("\n", "").isprintable()):
        refuse_unsafe({"": text})
    return encode_basestring(text).encode()


def split(quad: str) -> tuple[str, str, str]:
    """What stands before the hole in an N-Quad, its name, and what stands after; the quad alone if it has none."""
    match = _IN_QUADS.search(quad)
    if match is None:
        return quad, "", ""
    name = f"<{match[2]}>" if match[1] is None else match[1]
    return quad[: match.start()], name, quad[match.end() :]


class Form:
    """The JSON texts of a document with holes, as `json_text.dump` writes them, closed by `end`, in UTF-8.

    A member that is an `optional` hole is left out where its hole has no value.
    """

    def __init__(self, document: Any, optional: Sequence[str] = (), *, end: str = "") -> None:
        self._document, self._optional, self._end = document, optional, end
        self._made: dict[tuple[str, ...], tuple[list[bytes], list[str]]] = {}
        self._known: dict[bytes, bytes] = {}

    def filled(self, values: Mapping[str, bytes]) -> bytes:
        """The text with every hole filled with the JSON text of that name.

        The values are to be in one order always, as what was made for their names is kept.
        """
        present = tuple(values)
        pieces, names = self._made.get(present) or self._make(present)
        filled = pieces.copy()
        filled[1::2] = map(values.__getitem__, names)
        return b"".join(filled)

    def _make(self, present: tuple[str, ...]) -> tuple[list[bytes], list[str]]:
        """The text and the names of holes by turns, and the names alone."""
        absent = [name for name in self._optional if name not in present]
        marks = {mark for name in absent for mark in (hole(name), iri_hole(name))}
        text = json_text.dump(_without(self._document, marks)).decode("utf-8").removesuffix("\n") + self._end
        pieces = _IN_JSON.split(text)
        # Most pieces are the same whatever is absent.
        known = [self._known.setdefault(piece, piece) for piece in map(str.encode, pieces)]
        return self._made.setdefault(present, (known, pieces[1::2]))


def _without(value: Any, marks: Collection[str]) -> Any:
    if isinstance(value, dict):
        kept = {name: member for name, member in value.items() if not (isinstance(member, str) and member in marks)}
        return {name: _without(member, marks) for name, member in kept.items()}
    return [_without(item, marks) for item in value] if isinstance(value, list) else value
