"""What a signature does not see: everything in a document must be readable in one way only.

A Data Integrity signature covers RDF. Under it properties may move between objects of one id, members of a set may be
repeated, and a statement may hide under a name that no reader looks at, while the signature still holds. All of that
is refused here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator
from itertools import chain, islice
from typing import Any, Final

from generator.encodings import json_ld
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import JsonLdError, TooComplex, UnknownDocument
from generator.verification.reading import CONTEXTS, JsonObject, as_list, as_object, as_text, id_of
from generator.verification.report import Check, failed

ABSOLUTE: Final = re.compile(r'[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>"{}|\\^`]+')
# Terms of the standards' contexts begin with a small letter where they name a property, else they name a class.
_PLAIN_NAME: Final = re.compile(r"[a-z][A-Za-z0-9]*")
# Literals to JSON-LD, so its safe mode lets a relative one through.
_LITERAL_URIS: Final = frozenset(["targetUrl", "url", "resultDescription", "achievedLevel", "requiredLevel"])
_PLAIN_CLASS: Final = re.compile(r"[A-Za-z0-9]+")
# Where readers look for who says so, of whom and what. Only there are enclosed credentials verified on their own.
_EMINENT: Final = {"issuer": "", "credentialSubject": "", "achievement": "credentialSubject"}
_SUBJECT: Final = "https://www.w3.org/2018/credentials#credentialSubject"
# The property of the badge has had other names in earlier contexts of Open Badges 3.0.
_EMINENT_IRIS: Final = {
    "https://www.w3.org/2018/credentials#issuer": "",
    _SUBJECT: "",
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement": _SUBJECT,
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#achievement-0": _SUBJECT,
    "https://purl.imsglobal.org/spec/vc/ob/vocab.html#Achievement": _SUBJECT,
}
# A document of its own inside the document, with its own signature.
_ENCLOSED: Final = frozenset(["endorsement", "verifiableCredential"])
_ENDORSEMENT_IRI: Final = "https://purl.imsglobal.org/spec/vc/ob/vocab.html#endorsement"
_PIECE_IRIS: Final = (
    "https://www.w3.org/2018/credentials#verifiableCredential",
    "https://purl.imsglobal.org/spec/vc/clr/vocab.html#verifiableCredential",
)
# What an endorsement says of the award that it stands in.
_OF_ENDORSED: Final = frozenset(["id", "type", "endorsementComment"])
_MOST_TOLD: Final = 20


def ambiguities(document: JsonObject, *, record: bool = False) -> list[Check]:
    """Whatever in the document, its proof left out, is not protected by a signature or can be read in two ways.

    Credentials inside it are left to be verified on their own; only a learner's `record` has pieces.
    """
    plain = {name: value for name, value in document.items() if name != "proof"}
    hidden = chain(_hidden_types(plain), hidden_members(plain, record=record), _said_elsewhere(plain))
    found = list(islice(chain(hidden, _relative_literals(plain), _unknown_levels(plain)), _MOST_TOLD))
    try:
        expanded = json_ld.strict(plain, CONTEXTS)
        if any(name.startswith("_:") for name in _ids(expanded)):
            # Nodes that name each other can be knotted so that canonicalising takes days: that is said first.
            canonical_nquads(plain, CONTEXTS)
    except TooComplex as error:
        return [failed("meaning", "too-complex", str(error))]
    except JsonLdError as error:
        if isinstance(error.__cause__, UnknownDocument):
            return [*found, failed("meaning", "context-unknown", error.__cause__.url)]
        return [*found, failed("meaning", "not-json-ld", str(error))]
    return [*found, *_Nodes(record).problems(expanded)]


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _ids(item)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "@id":
                yield member
            else:
                yield from _ids(member)


def _hidden_types(document: JsonObject) -> Iterator[Check]:
    """Types under an address: a signature takes them for the plain ones, and readers for unknown ones."""
    for name in as_list(document.get("type")):
        if not isinstance(name, str) or not _PLAIN_CLASS.fullmatch(name):
            yield failed("meaning", "hidden-member", f"type {name}")


def hidden_members(value: object, *, top: bool = True, place: str | None = "", record: bool = False) -> Iterator[Check]:
    """Members under a keyword or an address instead of a plain name; `@context` belongs at the top alone.

    `place` is the eminent member that the value stands under, the empty text at the top, and None elsewhere.
    """
    if isinstance(value, list):
        for item in value:
            yield from hidden_members(item, top=top, place=place, record=record)
    elif isinstance(value, dict):
        for name, member in value.items():
            if name == "@context" and top:
                continue
            if not _PLAIN_NAME.fullmatch(name) and not value.keys() <= _OF_TEXT:
                yield failed("meaning", "hidden-member", name)
            elif not _is_enclosed(name, place, record):
                yield from hidden_members(member, top=False, place=_below(place, name), record=record)


def _said_elsewhere(document: JsonObject) -> Iterator[Check]:
    """What credentials inside say of the whole: their own signatures cover it, and nobody may have checked these."""
    waiting: list[tuple[Any, bool]] = [(document, False)]
    while waiting:
        value, inside = waiting.pop()
        if isinstance(value, list):
            if any(isinstance(item, list) for item in value):
                yield failed("meaning", "hidden-member", "a list in a list")
            waiting += ((item, inside) for item in value)
        elif isinstance(value, dict):
            if inside and value.get("id") == document.get("id") is not None and not value.keys() <= _OF_ENDORSED:
                yield failed("meaning", "same-id-differs", str(value["id"]))
            waiting += ((member, inside or name in _ENCLOSED) for name, member in value.items() if name != "@context")


def _relative_literals(value: object, place: str | None = "") -> Iterator[Check]:
    if isinstance(value, list):
        for item in value:
            yield from _relative_literals(item, place)
    elif isinstance(value, dict):
        for name, member in value.items():
            texts = [text for text in as_list(member) if isinstance(text, str)]
            if name in _LITERAL_URIS and not all(ABSOLUTE.fullmatch(text) for text in texts):
                yield failed("meaning", "relative-address", name)
            if not _is_enclosed(name, place, record=True):
                yield from _relative_literals(member, _below(place, name))


def _is_enclosed(name: str, place: str | None, record: bool) -> bool:
    """Whether a member holds credentials that are verified on their own."""
    if name == "endorsement":
        return place is not None
    return record and name == "verifiableCredential" and place == "credentialSubject"


def _below(place: str | None, name: str) -> str | None:
    """The place that a member of this name leads to."""
    return name if place is not None and _EMINENT.get(name) == place else None


def _unknown_levels(document: JsonObject) -> Iterator[Check]:
    """Results, and levels required, that name no row or level of the badge itself."""
    subject = as_object(document.get("credentialSubject"))
    achievement = as_object(subject.get("achievement")) or document
    rows = [as_object(row) for row in as_list(achievement.get("resultDescription"))]
    levels = {id_of(row): {id_of(level) for level in as_list(row.get("rubricCriterionLevel"))} for row in rows}
    for row in rows:
        if row.get("requiredLevel") is not None and as_text(row["requiredLevel"]) not in levels[id_of(row)] - {""}:
            yield failed("meaning", "level-unknown", "the level that is required")
    for result in map(as_object, as_list(subject.get("result"))):
        row_id, level = result.get("resultDescription"), result.get("achievedLevel")
        if row_id is not None and as_text(row_id) not in levels:
            yield failed("meaning", "level-unknown", "the row that was judged")
        elif level is not None and as_text(level) not in levels.get(as_text(row_id), set()) - {""}:
            yield failed("meaning", "level-unknown", "the level that was reached")


# An image or page that is pinned is named a second time, with its digest and nothing else (VC Data Model 2.0, 5.3).
_PINNED: Final = "https://www.w3.org/2018/credentials#relatedResource"
_OF_PINNED: Final = frozenset(
    [
        "https://www.w3.org/2018/credentials#digestSRI",
        "https://w3id.org/security#digestMultibase",
        "https://schema.org/encodingFormat",
    ]
)
# A text in a language of its own (JSON-LD 1.1, 4.2.4), where the standard admits one.
_OF_TEXT: Final = frozenset(["@value", "@language"])
# What is said of one thing in one place: per property the numbers that stand for its values.
_Statements = dict[str, frozenset[int]]


class _Nodes:
    """One walk over an expanded document: what is said of each thing in each place, and what is wrong with it."""

    def __init__(self, record: bool) -> None:
        self._record = record
        self._said: dict[str, list[tuple[int, _Statements]]] = {}
        self._numbers: dict[tuple[Hashable, ...], int] = {}
        self._problems: list[Check] = []

    def problems(self, expanded: list[Any]) -> list[Check]:
        """What is wrong in the document."""
        for node in expanded:
            self._digest(node, "")
        for name, places in self._said.items():
            if name.startswith("_:"):
                self._add("relative-address", name)
            elif not _agree(places):
                self._add("same-id-differs", name)
        return self._problems

    def _digest(self, value: Any, place: str | None) -> int:
        """A number that is equal for what RDF makes equal: the order of a set does not count.

        `place` is the property that the value stands under where that is an eminent one or pins it, else None.
        """
        if isinstance(value, dict):
            return self._object(value, place)
        if isinstance(value, list):
            return self._number("set", *sorted(self._digest(item, None) for item in value))
        # 3 and 3.0 are one number in JSON and in RDF; true and 1 are not.
        plain = int(value) if isinstance(value, float) and value.is_integer() else value
        return self._number(type(plain).__name__, plain)

    def _number(self, *parts: Hashable) -> int:
        """The number of these parts: the same for the same, another for others."""
        return self._numbers.setdefault(parts, len(self._numbers))

    def _object(self, node: dict[str, Any], place: str | None) -> int:
        statements = {
            name: self._values(name, value, place)
            for name, value in node.items()
            if name != "@id" and value != [] and not self._is_enclosed(name, place)
        }
        if "@id" in node:
            if statements and not (place == _PINNED and statements.keys() <= _OF_PINNED):
                self._said.setdefault(node["@id"], []).append((_rank(place), statements))
            return self._number("named", node["@id"])
        return self._number("object", *sorted((name, *sorted(values)) for name, values in statements.items()))

    def _is_enclosed(self, name: str, place: str | None) -> bool:
        if name == _ENDORSEMENT_IRI:
            return _rank(place) > 0
        return self._record and name in _PIECE_IRIS and place == _SUBJECT

    def _values(self, name: str, value: Any, place: str | None) -> frozenset[int]:
        if name == "@list":
            return frozenset([self._number("list", *(self._digest(item, None) for item in value))])
        members = value if isinstance(value, list) else [value]
        below = name if name == _PINNED or (place is not None and _EMINENT_IRIS.get(name) == place) else None
        digests = [self._digest(item, below) for item in members]
        self._refuse_repeated(name, members, digests)
        # Objects without an id stay apart however alike they are, so their number is part of what is said.
        return frozenset(self._number("some", digest, count) for digest, count in Counter(digests).items())

    def _refuse_repeated(self, name: str, members: list[Any], digests: list[int]) -> None:
        """Objects without an id are each a node of their own to RDF; all else counts once however often it stands."""
        counted = [digest for item, digest in zip(members, digests, strict=True) if not _is_blank(item)]
        if len(set(counted)) != len(counted):
            self._add("repeated-member", name)

    def _add(self, code: str, detail: str) -> None:
        check = failed("meaning", code, detail)
        if check not in self._problems:
            self._problems.append(check)


def _rank(place: str | None) -> int:
    """How soon readers look there: first at the document itself, then at the eminent places, then anywhere."""
    return 2 if place == "" else 1 if place in _EMINENT_IRIS else 0


def _agree(places: list[tuple[int, _Statements]]) -> bool:
    """Whether what is said of one thing in several places can be read in one way only.

    One place says all, and every other repeats some of it. Where readers look for a thing first, that place it must
    be: an issuer's name stands under `issuer`, though the badge may name the issuer again as its creator.
    """
    first = max(rank for rank, _ in places)
    whole = max((said for rank, said in places if rank == first), key=_size)
    return all(_repeats(some, whole) for _, some in places)


def _size(said: _Statements) -> int:
    return sum(map(len, said.values()))


def _repeats(some: _Statements, whole: _Statements) -> bool:
    return all(values <= whole.get(name, frozenset()) for name, values in some.items())


def _is_blank(item: Any) -> bool:
    return isinstance(item, dict) and not {"@id", "@value", "@list"} & item.keys()
