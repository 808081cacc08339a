"""The index of awards: what it finds, and how little it takes."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from hashlib import sha256

from generator.encodings import crockford32
from generator.names import AwardId, Slug
from generator.sources.index import Index, Row, RowCodec

CODEC = RowCodec((Slug("east"), Slug("west")), (Slug("one"), Slug("two")))


def row(number: int, campus: str = "east", status: int | None = None) -> Row:
    drawn = sha256(b"%d" % number).digest()
    award = AwardId(crockford32.from_bytes(drawn[:17])[:26])
    return Row(award, Slug(campus), Slug("one"), 1, number if status is None else status, 739_000, 0, number)


def batches(count: int, of: int = 1000) -> Iterator[bytes]:
    """The rows of so many awards, as they come."""
    for start in range(0, count, of):
        yield b"".join(CODEC.pack(row(number)) for number in range(start, min(start + of, count)))


def test_rows_that_are_added_are_found_like_the_others() -> None:
    index = Index(CODEC, batches(70, of=7))
    assert index.find(row(90).id) is None
    index.add([CODEC.pack(row(90)), CODEC.pack(row(91))])
    assert len(index) == 72
    assert all(index.find(row(number).id) == row(number) for number in (*range(70), 90, 91))
    assert [each.id for each in index] == sorted(each.id for each in index)


def test_what_is_used_twice_is_found_though_it_came_at_different_times() -> None:
    index = Index(CODEC, [CODEC.pack(row(1, "west")), CODEC.pack(row(2))])
    index.add([CODEC.pack(row(3, status=2)), CODEC.pack(row(1))])
    assert [*index.repeated_ids()] == [(row(1), row(1, "west"))]
    assert index.repeated_statuses() == {1, 2}
    assert {each.id for each in index.with_statuses({2})} == {row(2).id, row(3).id}
    assert index.repeated_seals() == {1}


def test_an_index_without_rows_finds_nothing() -> None:
    index = Index(CODEC)
    assert index.find(row(1).id) is None
    assert [*index] == [*index.repeated_ids()] == []


def test_a_million_awards_take_less_than_a_hundred_megabytes() -> None:
    few = 40_000
    tracemalloc.start()
    try:
        index = Index(CODEC, batches(few))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(index) == few
    assert peak < 100 * few
