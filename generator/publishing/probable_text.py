"""The canonical text that a document most likely has, made without expanding it again: for checking, never for signing.

Credentials of one badge differ in their texts and in nothing else, so PyLD makes N-Quads of the first, with a token in
place of each text, and the texts of the others are put in place of those. That this is right for every document isn't
shown, and needn't be: what the issuer's key has signed is the text, and no text of the document is left out of it; so
where a signature holds over it, that is the one made of this document, and where none does, nothing is known and the
long way is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pyld import nquads

from generator.encodings.json_ld import PINNED, run
from generator.encodings.json_text import JsonObject
from generator.encodings.rdf_canonical import nquads_of
from generator.errors import JsonLdError, TooComplex

# A registry has some dozens: one for each combination of optional members and lengths of lists in a credential.
_MOST: Final = 500
# What decides on the meaning of others is part of the form, not a text in it.
_DECIDING: Final = frozenset(["@context", "type"])
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_TOKEN: Final = re.compile(r"urn:token:([0-9]+)|token ([0-9]+)")
# In a line of N-Quads: an IRI, or a literal with its first quotation mark.
_PLACE: Final = re.compile(r'(?<=<)urn:token:([0-9]+)(?=>)|"(?:urn:token:|token )([0-9]+)(?=")')

_Term = tuple[dict[str, str], int | None]  # as PyLD has it, and the number of the text that belongs in it
_Piece = str | tuple[int, bool]  # of a line: as it is, or the number of a text and whether it is a literal


@dataclass(frozen=True, slots=True)
class _Template:
    """All documents of one form: the lines without blank nodes in pieces, and the quads that have some."""

    lines: tuple[tuple[_Piece, ...], ...]
    quads: tuple[tuple[tuple[str, _Term], ...], ...]

    def filled(self, texts: list[str]) -> str | None:
        """The canonical N-Quads with these texts."""
        triples = [{name: _term(*term, texts) for name, term in quad} for quad in self.quads]
        try:
            made = nquads_of({"@default": triples})
        except TooComplex:
            return None
        lines = set(made.split("\n")[:-1])  # not splitlines(): U+2028 may stand in a literal
        lines.update("".join([piece if isinstance(piece, str) else _text(*piece, texts) for piece in line])
                     for line in self.lines)  # fmt: skip
        return "\n".join(sorted(lines)) + "\n"


def _term(component: dict[str, str], place: int | None, texts: list[str]) -> dict[str, str]:
    if place is not None:
        return component | {"value": texts[place]}
    # PyLD renames blank nodes in place.
    return dict(component) if component["type"] == "blank node" else component


def _text(place: int, is_literal: bool, texts: list[str]) -> str:
    text: str = nquads.escape(texts[place]) if is_literal else texts[place]
    return text


class ProbableTexts:
    """Remembers how documents of each form become N-Quads."""

    def __init__(self) -> None:
        self._templates: dict[Any, _Template | None] = {}

    def text(self, document: JsonObject) -> str | None:
        """The text that the document's canonical N-Quads are likely to be; None: it has none that is easily made."""
        texts: list[str] = []
        form = _form(document, texts)
        if form not in self._templates:
            if len(self._templates) >= _MOST:
                return None
            self._templates[form] = _template(document, texts)
        template = self._templates[form]
        return template.filled(texts) if template else None


PROBABLE: Final = ProbableTexts()


def _form(value: Any, texts: list[str]) -> Any:
    """The document without its texts, which are appended to `texts`."""
    if isinstance(value, str):
        texts.append(value)
        return _IRI.fullmatch(value) is None
    if isinstance(value, dict):
        return tuple((name, str(one) if name in _DECIDING else _form(one, texts)) for name, one in value.items())
    if isinstance(value, list):
        return ("list", *(_form(item, texts) for item in value))
    return type(value), value


def _template(document: JsonObject, texts: list[str]) -> _Template | None:
    """The template of the document's form, or None where its quads depend on its texts."""
    tokens = (f"urn:token:{n}" if _IRI.fullmatch(text) else f"token {n}" for n, text in enumerate(texts))
    masked = _masked(document, tokens)
    try:
        dataset = run(masked, PINNED, lambda processor, options: processor.to_rdf(masked, options))
    except JsonLdError:
        return None
    if set(dataset) != {"@default"}:
        return None
    places = {place for quad in dataset["@default"] for term in quad.values() if (place := _slot(term)[1]) is not None}
    if len(places) != len(texts):
        return None
    easy = [quad for quad in dataset["@default"] if not _is_blank(quad)]
    quads = [quad for quad in dataset["@default"] if _is_blank(quad)]
    return _Template(
        tuple(tuple(_pieces(nquads.serialize_nquad(quad).rstrip("\n"))) for quad in easy),
        tuple(tuple((name, _slot(term)) for name, term in quad.items()) for quad in quads),
    )


def _is_blank(quad: dict[str, dict[str, str]]) -> bool:
    return any(term["type"] == "blank node" for term in quad.values())


def _pieces(line: str) -> Iterator[_Piece]:
    """The line cut at its tokens."""
    end = 0
    for found in _PLACE.finditer(line):
        is_literal = found[1] is None
        yield line[end : found.start() + is_literal]
        yield int(found[1] or found[2]), is_literal
        end = found.end()
    yield line[end:]


def _masked(value: Any, tokens: Iterator[str]) -> Any:
    if isinstance(value, str):
        return next(tokens)
    if isinstance(value, dict):
        return {name: one if name in _DECIDING else _masked(one, tokens) for name, one in value.items()}
    return [_masked(item, tokens) for item in value] if isinstance(value, list) else value


def _slot(term: dict[str, str]) -> _Term:
    found = _TOKEN.fullmatch(term["value"])
    return term, int(found[1] or found[2]) if found else None
