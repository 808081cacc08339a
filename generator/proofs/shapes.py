"""Nodes that are known one by one: the labels of those without an id, and the quads of all, without the full algorithm.

The nodes without an id must form trees: each is the object of one quad, and so is told from the others by its first
degree hash alone. Two that have the same hash say the same and stand in the same place; exchanging them changes
nothing. All texts are UTF-8, which sorts as code points do. What stands between subject and object in a quad is called
a link here, ` <predicate> `; no two nodes of a dataset lead by the same link to nodes without an id.
Source: RDF Dataset Canonicalization (RDFC-1.0), 4.4.3 and 4.6.3.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from operator import itemgetter
from typing import Final, TypeAlias

# A node without an id: the hash of its first degree, the link that leads to it, and its ends as `Fragment.ends` has
# them. A plain tuple, as an award has a dozen of them.
Blank: TypeAlias = tuple[bytes, bytes, list[bytes]]
# By link, the texts of the objects that it leads to, sorted.
Links: TypeAlias = Mapping[bytes, Sequence[bytes]]

_LABELS: Final = tuple(b"_:c14n%d" % number for number in range(1000))
_HASH: Final = itemgetter(0)


def leaf(ends: list[bytes], link: bytes, parent: bytes = b"") -> Blank:
    """A node that leads to no other one without an id; `parent` is the IRI in angle brackets of the one that leads to
    it, if it has one.
    """
    return first_degree_hash(b"_:a".join(ends), link, parent), link, ends


def first_degree_hash(own: bytes, link: bytes, parent: bytes = b"") -> bytes:
    """The hash of a node to which `link` leads, from `parent` as `leaf` has it. Source: RDFC-1.0, 4.6.3.

    `own` are the node's quads, itself being `_:a` and other nodes without an id `_:z`.
    """
    # `<` sorts before `_:a`, and that before `_:z`.
    return sha256(parent + link + b"_:a .\n" + own if parent else own + b"_:z" + link + b"_:a .\n").digest()


def in_order(blanks: Iterable[Blank]) -> list[Blank]:
    """The nodes in the order in which they get labels: by hash, those that share one last. Source: RDFC-1.0, 4.4.3."""
    ordered = sorted(blanks, key=_HASH)
    if len({*map(_HASH, ordered)}) == len(ordered):
        return ordered
    counts = Counter(map(_HASH, ordered))
    return sorted(ordered, key=lambda node: counts[node[0]] > 1)


def labelled(blanks: Iterable[Blank]) -> tuple[dict[bytes, list[bytes]], list[bytes]]:
    """The labels of nodes, sorted, by the link that leads to them; and the text of each node that has ends."""
    ordered = in_order(blanks)
    found: defaultdict[bytes, list[bytes]] = defaultdict(list)
    texts = []
    for label, (_, link, ends) in zip(_labels(len(ordered)), ordered, strict=True):
        found[link].append(label)
        texts.append(label.join(ends))
    # Labels sort as their numbers do as long as these have one digit.
    if len(ordered) > 10:
        for labels in found.values():
            labels.sort()
    return found, texts


def text(subject: bytes, ends: Iterable[bytes], to: Iterable[bytes], found: Links) -> bytes:
    """The quads of a node, sorted: what its ends say, and to which of those found the links `to` lead.

    `subject` is an IRI in angle brackets or a label.
    """
    whole = [*ends]
    for link in to:
        objects = found.get(link)
        if objects:
            insort(whole, link + (b" .\n" + subject + link).join(objects) + b" .\n")
    return subject.join(whole)


def _labels(count: int) -> Sequence[bytes]:
    return _LABELS[:count] if count <= len(_LABELS) else [b"_:c14n%d" % number for number in range(count)]
