"""What awards have in common as to their form: one of each kind is made both ways, and read back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.model.award import Award, Evidence

_OPTIONAL: Final = ("description", "narrative", "genre")

# What `kinds` asks of an award; awards of one shape are of the same kinds.
Shape = tuple[object, ...]


def shape(award: Award) -> Shape:
    """The award's shape, which costs less to know than its kinds."""
    identity, items = award.identity, award.evidence
    own = award.badge, identity.id is None, award.narrative is None, award.revoked is None, not award.builds_on
    return *own, *[
        (each.url is None, each.description is None, each.narrative is None, each.genre is None) for each in items
    ]


def kinds(award: Award) -> frozenset[str]:
    """The award's badge version, and the names of what is optional and there."""
    return frozenset(_kinds(award))


def _kinds(award: Award) -> Iterator[str]:
    yield str(award.badge)
    yield from (name for name in ("builds_on", "narrative", "revoked") if getattr(award, name))
    yield from ("did",) if award.identity.id else ()
    for item in award.evidence:
        yield from _of_item(item)


def _of_item(item: Evidence) -> Iterator[str]:
    yield "evidence" if item.url else "evidence told"
    yield from (f"evidence's {name}" for name in _OPTIONAL if getattr(item, name) is not None)
