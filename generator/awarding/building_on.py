"""Which awards build on others: what is lost with an award, and what must go before it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from generator.names import AwardId
from generator.sources import records
from generator.sources.catalogue import Loaded
from generator.sources.index import Index, Row
from generator.sources.layout import Source


def building_on(
    awards: Collection[AwardId], source: Source, loaded: Loaded, index: Index, *, deep: bool = False
) -> dict[AwardId, tuple[Row, ...]]:
    """The awards that build on each of these, in the order of their ids; with `deep`, on those in turn, and so on.

    Only files of badges that require others are read. Raises OSError.
    """
    read = _reader(source, loaded)
    found: dict[AwardId, list[Row]] = {}
    waiting = frozenset(awards)
    while waiting:
        upper = set()
        for row in _rows_of_stacks(loaded, index):
            for part in read(row) & waiting:
                found.setdefault(part, []).append(row)
                upper.add(row.id)
        waiting = frozenset(upper) - found.keys() - frozenset(awards) if deep else frozenset()
    return {award: tuple(rows) for award, rows in found.items()}


def _rows_of_stacks(loaded: Loaded, index: Index) -> Iterator[Row]:
    """The awards of badges that may require others."""
    known = loaded.known.versions
    asking = {slug for slug, versions in known.items() if any(each is None or each.requires for each in versions)}
    return (row for row in index if row.badge in asking or row.badge not in known)


def _reader(source: Source, loaded: Loaded) -> Callable[[Row], frozenset[AwardId]]:
    """What reads which awards another builds on; each file once."""
    seen: dict[AwardId, frozenset[AwardId]] = {}

    def read(row: Row) -> frozenset[AwardId]:
        if row.id not in seen:
            parts = records.parse(row.file, source.read(row.path), loaded.known).builds_on
            seen[row.id] = frozenset(AwardId(part) for part in parts if AwardId.admits(part))
        return seen[row.id]

    return read
