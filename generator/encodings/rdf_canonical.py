"""The canonical N-Quads of a JSON-LD document: what Data Integrity hashes.

Nodes without an id that look alike are told apart by trying every order of them, which a hostile document can make
last for years; so the steps are counted. Source: RDF Dataset Canonicalization (RDFC-1.0), 4 and 7.1 (Dataset
Poisoning); URDNA2015 is its older name and gives the same text for documents that `json_ld` lets through.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any, Final, cast

from pyld.canon import URDNA2015
from pyld.identifier_issuer import IdentifierIssuer

from generator.encodings.effort import Effort
from generator.encodings.json_ld import PINNED, Contexts, SafeProcessor, run
from generator.encodings.json_text import JsonObject
from generator.errors import TooComplex

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
# A CLR with 300 badges takes 17,400 steps, 60 equal pieces of evidence 60, a clique of six nodes 116,706; one of eight
# would take 20 million. A step is one question about a neighbour: 300,000 took a processor of 2024 half a second.
MOST_STEPS: Final = 300_000
# Each level takes two of Python's thousand frames. Look-alike nodes in a chain go as deep as the chain is long.
DEEPEST: Final = 200
_WHY: Final = "too many nodes without an id look alike"


def canonical_nquads(document: JsonObject, contexts: Contexts = PINNED, *, digest: Callable[[], Any] = sha256) -> str:
    """The sorted N-Quads of the document, each line closed by ` .` and a line feed.

    `digest` is the hash of `hashlib` by which nodes without an id are told apart (RDFC-1.0, 4.2).
    Raises `JsonLdError` for a document that is not JSON-LD in safe mode (see `json_ld.strict`), and `TooComplex` for
    one that would take longer than any real one does.
    """

    def algorithm(processor: SafeProcessor, options: dict[str, Any]) -> str:
        return nquads_of(processor.to_rdf(document, options), digest=digest)

    return cast("str", run(document, contexts, algorithm))


def nquads_of(dataset: dict[str, Any], *, digest: Callable[[], Any] = sha256) -> str:
    """The canonical N-Quads of a dataset in PyLD's form, in which nodes without an id are renamed.

    Raises `TooComplex` as `canonical_nquads` does.
    """
    text: str = _Counted(Effort(MOST_STEPS), digest).main(dataset, {"format": "application/n-quads"})
    return text


class _Issuer(IdentifierIssuer):  # type: ignore[misc]
    """An issuer whose copying counts, and takes less time than Python's own: it is copied for every order tried."""

    def __init__(self, prefix: str, effort: Effort) -> None:
        super().__init__(prefix)
        self._effort = effort

    def __deepcopy__(self, memo: object) -> _Issuer:
        self._effort.spend(1 + len(self.order) // 64, _WHY)
        return self.copy_of(self, self._effort)

    @classmethod
    def copy_of(cls, other: IdentifierIssuer, effort: Effort) -> _Issuer:
        """An issuer that has issued what the other one has."""
        issuer = cls(other.prefix, effort)
        issuer.counter, issuer.existing, issuer.order = other.counter, dict(other.existing), list(other.order)
        return issuer


class _AskedIssuer(IdentifierIssuer):  # type: ignore[misc]
    """The canonical issuer. It is asked for each neighbour in each order that is tried, so questions are steps."""

    def __init__(self, effort: Effort) -> None:
        super().__init__("_:c14n")
        self._effort = effort

    def has_id(self, old: str) -> bool:
        self._effort.spend(1, _WHY)
        return old in self.existing


class _Alike(dict[str, list[str]]):
    """Nodes by their hash. PyLD finds them in the order of a set, and the order decides how many steps it takes."""

    def items(self) -> Any:
        """The hashes with their nodes, sorted."""
        return [(digest, sorted(nodes)) for digest, nodes in super().items()]


class _Counted(URDNA2015):  # type: ignore[misc]
    """PyLD's algorithm, whose steps are counted, and are the same each time; its outcome is not changed."""

    def __init__(self, effort: Effort, digest: Callable[[], Any]) -> None:
        super().__init__()
        self._effort = effort
        self._digest = digest
        self._depth = 0
        self.canonical_issuer = _AskedIssuer(effort)

    @property
    def hash_to_blank_nodes(self) -> _Alike:
        """PyLD's map of nodes that still look alike."""
        return self._alike

    @hash_to_blank_nodes.setter
    def hash_to_blank_nodes(self, empty: dict[str, list[str]]) -> None:
        self._alike = _Alike(empty)

    def create_hash(self) -> Any:
        """A new hash object."""
        return self._digest()

    def modify_first_degree_component(self, id_: str, component: dict[str, str], key: str) -> dict[str, str]:
        """PyLD's step, without its deep copy of a flat dictionary."""
        if component["type"] != "blank node":
            return component
        return {"type": "blank node", "value": "_:a" if component["value"] == id_ else "_:z"}

    def hash_n_degree_quads(self, id_: str, issuer: IdentifierIssuer) -> dict[str, Any]:
        """PyLD's step, one deeper."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooComplex(f"the document is too complex: {_WHY}")
        if not isinstance(issuer, _Issuer):
            issuer = _Issuer.copy_of(issuer, self._effort)
        result: dict[str, Any] = super().hash_n_degree_quads(id_, issuer)
        self._depth -= 1
        return result


def sorts_alike(nquads: str) -> bool:
    """Whether sorting by UTF-16 units, as JavaScript does, gives the same canonical text as by code points.

    Where it doesn't, readers disagree about the signature, so such a document is not to be signed.
    """
    if not _ASTRAL.search(nquads):
        return True
    # Not splitlines(): a literal may hold U+2028, which N-Quads leaves as it is.
    lines = nquads.split("\n")[:-1]
    return lines == sorted(lines, key=lambda line: line.encode("utf-16-be"))
