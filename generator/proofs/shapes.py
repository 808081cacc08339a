"""The canonical text of nodes that are known one by one, without the full algorithm.

The nodes without an id must form trees: each is the object of one quad, and so is told from the others by its first
degree hash alone. Two that have the same hash say the same and stand in the same place; exchanging them changes
nothing. Source: RDF Dataset Canonicalization (RDFC-1.0), 4.4.3, 4.6.3 and 4.7.3.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256
from operator import attrgetter
from typing import Final

_LABELS: Final = tuple(f"_:c14n{number}" for number in range(1000))
_HASH: Final = attrgetter("hash")


class Node:
    """A node of a dataset; `token` is its IRI in angle brackets, empty where it has none.

    `ends` are an empty text and what follows the subject in its quads, sorted, as `Fragment.ends` has them; those that
    lead to `blanks`, nodes without an id, are not among them. Of such a node itself, `link` is the ` <predicate> ` that
    leads to it, and `label` its canonical label, once it has one.
    """

    __slots__ = ("blanks", "ends", "hash", "label", "link", "parent", "token")

    def __init__(self, ends: list[str], *, token: str = "", link: str = "", blanks: Sequence[Node] = ()) -> None:
        self.ends, self.token, self.link, self.blanks = ends, token, link, blanks
        self.label, self.hash = token, b""
        self.parent: str | None = None

    def hash_below(self, parent: str) -> None:
        """Work out the first degree hash; `parent` is a token. Source: RDFC-1.0, 4.6.3."""
        ends = self.ends
        if self.blanks:
            ends = sorted(ends + [f"{blank.link}_:z .\n" for blank in self.blanks])
        own = "_:a".join(ends)
        # `<` sorts before `_:a`, and that before `_:z`.
        quads = f"{parent}{self.link}_:a .\n{own}" if parent else f"{own}_:z{self.link}_:a .\n"
        self.hash, self.parent = sha256(quads.encode()).digest(), parent

    def quads(self) -> bytes:
        """The node's quads, sorted, once all labels are given, in UTF-8."""
        if not self.blanks:
            return self.label.join(self.ends).encode()
        return self.label.join(sorted(self.ends + [f"{blank.link}{blank.label} .\n" for blank in self.blanks])).encode()


class Constant(Node):
    """A node with an id that is the same in many datasets, but for the labels of those that one predicate leads to."""

    __slots__ = ("_after", "_before", "_to")

    def __init__(self, ends: list[str], token: str, link: str, blanks: Sequence[Node]) -> None:
        """Take the node's ends, and those that `link`, a ` <predicate> `, leads to."""
        # It keeps its texts instead of the ends: only a node without an id is hashed.
        super().__init__([], token=token, blanks=blanks)
        # Canonical labels sort after all else that a predicate leads to.
        place = bisect(ends, f"{link}_:")
        self._to = token + link
        self._before = token.join(ends[:place]).encode()
        self._after = token.join(["", *ends[place:]]).encode()

    def quads(self) -> bytes:
        """As those of any node."""
        links = sorted([f"{self._to}{blank.label} .\n" for blank in self.blanks])
        return self._before + "".join(links).encode() + self._after


def canonical(named: Iterable[Node], texts: Iterable[bytes]) -> bytes:
    """The canonical N-Quads of nodes with ids, of all below them, and of others, given by the `texts` of their quads.

    No two may be about one node, no node may stand in two places, and of those without an id at most one may have
    such nodes below it. Nodes without an id below others are labelled anew each time, so they may be used again.
    """
    roots = [*named]
    inner = roots.copy()
    blanks: list[Node] = []
    for parent in inner:
        token = parent.token
        for blank in parent.blanks:
            if blank.parent != token:
                blank.hash_below(token)
            if blank.blanks:
                inner.append(blank)
        blanks += parent.blanks
    blanks = _in_order(blanks)
    for label, blank in zip(_labels(len(blanks)), blanks, strict=True):
        blank.label = label
    # No subject's text begins another's, so groups sort as their lines do; and UTF-8 sorts as code points do.
    groups = sorted([*texts, *[node.quads() for node in roots]])
    # Labels sort after IRIs in angle brackets, and as their numbers do as long as these have one digit.
    below = [blank.quads() for blank in blanks]
    groups += below if len(below) <= 10 else sorted(below)
    return b"".join(groups)


def _in_order(blanks: list[Node]) -> list[Node]:
    """The nodes in the order in which they get labels: by hash, those that share one last. Source: RDFC-1.0, 4.4.3."""
    blanks.sort(key=_HASH)
    if len({*map(_HASH, blanks)}) == len(blanks):
        return blanks
    counts = Counter(map(_HASH, blanks))
    return sorted(blanks, key=lambda node: counts[node.hash] > 1)


def _labels(count: int) -> Sequence[str]:
    return _LABELS[:count] if count <= len(_LABELS) else [f"_:c14n{number}" for number in range(count)]
