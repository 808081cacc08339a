"""What a document with holes says of each of its nodes, in N-Quads made by the full algorithm once.

JSON-LD without lists and named graphs says of a whole what it says of its parts: each member of an object becomes
quads of its own, whatever stands beside it. So a document that has every optional member once gives the quads of all
documents like it: those in which a member is missing lack its quads, those in which it stands twice have them twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

from pyld import jsonld

from generator.encodings.holes import iri_hole, split
from generator.encodings.json_ld import PINNED, Contexts, run
from generator.encodings.json_text import JsonObject
from generator.errors import JsonLdError

# What a node without an id is called while a document is taken apart: this and its JSON Pointer (RFC 6901).
_BLANK: Final = "blank:document"
_MADE_UP: Final = (f"<{_BLANK}", "<hole:")


class Fragment:
    """The quads of one node by their ends: what follows the subject, ` <predicate> object .` and a line feed, in UTF-8.

    `links` lead to nodes without an id, or whose id is a hole: by the object's text, the ` <predicate> ` before it.
    """

    def __init__(self, ends: Collection[str]) -> None:
        """Take the ends of all quads of a node. Raises `JsonLdError` where a predicate that varies has two values."""
        self.links: dict[str, bytes] = {}
        self._ends = [b""]
        self._holes: list[tuple[int, bytes, str, bytes]] = []
        varying = []
        for end in sorted(ends):
            _, predicate, node = end.removesuffix(" .\n").split(" ", 2)
            if node.startswith(_MADE_UP):
                self.links[node] = f" {predicate} ".encode()
            if node.startswith(f"<{_BLANK}"):
                continue
            before, name, after = split(end)
            if name:
                self._holes.insert(0, (len(self._ends), before.encode(), name, after.encode()))
                varying.append(f" {predicate} ".encode())
            self._ends.append(end.encode())
        if any(sum(end.startswith(link) for end in self._ends) > 1 for link in varying):
            raise JsonLdError("a predicate whose value varies has two values")

    @property
    def varies(self) -> bool:
        """Whether there is a hole, or a quad that leads to a node that varies."""
        return bool(self._holes or self.links)

    def ends(self, values: Mapping[str, bytes]) -> list[bytes]:
        """An empty text and the ends, sorted; joined by the node's label they are its quads.

        Left out are ends that lead to nodes without an id, and those whose holes have no value.
        """
        ends = self._ends.copy()
        for place, before, name, after in self._holes:
            value = values.get(name)
            if value is None:
                del ends[place]
            else:
                ends[place] = before + value + after
        return ends


def blank(pointer: str) -> str:
    """The text for the node without an id that is found there, ``""`` for the document itself."""
    return f"<{_BLANK}{pointer}>"


def named(name: str) -> str:
    """The text for the node whose id is the hole of that name."""
    return f"<{iri_hole(name)}>"


def fragments(document: JsonObject, contexts: Contexts = PINNED) -> dict[str, Fragment]:
    """What the document says, by the text of the subject: an IRI in angle brackets, or as `blank` and `named` give it.

    Raises `JsonLdError` for a document that is not JSON-LD in safe mode, and for one with named graphs or with lists.
    """
    nodes = _with_ids({name: value for name, value in document.items() if name != "@context"}, "")
    whole = {"@context": document["@context"], **nodes}
    dataset = run(whole, contexts, lambda processor, options: processor.to_rdf(whole, options))
    if set(dataset) != {"@default"}:
        raise JsonLdError("the document has named graphs")
    ends: dict[str, set[str]] = {}
    for triple in dataset["@default"]:
        if "blank node" in (triple["subject"]["type"], triple["object"]["type"]):
            raise JsonLdError("the document has lists")
        subject, space, end = jsonld.JsonLdProcessor.to_nquad(triple).partition(" ")
        ends.setdefault(subject, set()).add(space + end)
    return {subject: Fragment(group) for subject, group in ends.items()}


def _with_ids(value: Any, pointer: str) -> Any:
    """The value, each object in it with an id."""
    if isinstance(value, list):
        return [_with_ids(item, f"{pointer}/{place}") for place, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    return {"id": _BLANK + pointer} | {name: _with_ids(item, f"{pointer}/{name}") for name, item in value.items()}
