"""No small number of awards can be worked out of what is published, by whoever knows the rules."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.names import AwardId, Slug
from generator.publishing.figures import FEWEST, figures
from generator.site.machines.api import Figures
from generator.sources.index import Index, Row, RowCodec

# The counts of each badge at its campuses.
Table = tuple[tuple[int, ...], ...]


def shown(table: Table, fewest: int = FEWEST) -> Figures:
    badges = [Slug(f"badge-{number}") for number in range(len(table))]
    counts = {
        (badge, Slug(f"campus-{place}")): count
        for badge, row in zip(badges, table, strict=True)
        for place, count in enumerate(row)
        if count
    }
    return figures(counts, badges, fewest)


def told(
    table: Table, fewest: int = FEWEST
) -> tuple[int | None, tuple[tuple[int | None, tuple[int | None, ...]], ...]]:
    """All that is published of a table: the grand total, and of each badge its total and campuses."""
    found = shown(table, fewest)
    return found.awards, tuple((row.awards, tuple(row.campuses.values())) for row in found.badges.values())


def all_tables(shape: tuple[int, ...], most: int) -> Iterator[Table]:
    """Every table with so many campuses a badge and counts from one to `most`."""
    rows = [[*itertools.product(range(1, most + 1), repeat=campuses)] for campuses in shape]
    return itertools.product(*rows)


def possible(tables: list[Table], fewest: int) -> Iterator[tuple[int, set[int]]]:
    """Of tables that are published alike: each hidden count's and total's least number, and all that it may be."""
    _, rows = told(tables[0], fewest)
    for place, (total, campuses) in enumerate(rows):
        if total is None:
            yield len(campuses), {sum(table[place]) for table in tables}
        for campus, count in enumerate(campuses):
            if count is None:
                yield 1, {table[place][campus] for table in tables}


@pytest.mark.parametrize(
    ("shape", "fewest", "most"),
    [
        ((1,), 10, 12),
        ((2,), 10, 25),
        ((3,), 10, 14),
        ((1, 1), 10, 15),
        ((1, 1, 1), 10, 11),
        ((2, 1), 10, 13),
        ((3, 1), 4, 8),
        ((2, 2), 5, 9),
        ((1, 1, 1, 1), 4, 6),
        ((2, 1, 1), 4, 6),
        ((3, 2), 3, 5),
        ((4, 1, 1), 3, 3),
        ((2, 2, 2), 3, 4),
    ],
)
def test_a_hidden_count_may_be_any_small_number(shape: tuple[int, ...], fewest: int, most: int) -> None:
    """Every table is made, and those that are published alike are all that anybody can tell apart."""
    alike = defaultdict(list)
    for table in all_tables(shape, most):
        alike[told(table, fewest)].append(table)
    for tables in alike.values():
        if any(row_total is not None and row_total > most for row_total, _ in told(tables[0], fewest)[1]):
            continue  # tables with larger counts, which were not made, would be published so as well
        for least, numbers in possible(tables, fewest):
            assert numbers >= set(range(least, least + fewest - 1)), tables[0]


counts = st.integers(0, 12) | st.integers(0, 40)


@given(st.lists(st.lists(counts, max_size=3).map(tuple), max_size=4).map(tuple))
def test_no_sum_tells_a_hidden_count(table: Table) -> None:
    """By arithmetic alone: in each sum that is shown, what is hidden of it leaves every part free."""
    found = shown(table)
    for row, badge in zip(table, found.badges.values(), strict=True):
        hidden = [count for count in badge.campuses.values() if count is None]
        assert not [count for count in badge.campuses.values() if count is not None and count < FEWEST]
        if badge.awards is not None:
            assert badge.awards == sum(row)
            rest = sum(row) - sum(count or 0 for count in badge.campuses.values())
            assert not hidden or (len(hidden) >= 2 and rest >= len(hidden) + FEWEST - 1)
    if found.awards is not None:
        assert found.awards == sum(map(sum, table))
        dark = [badge for badge in found.badges.values() if badge.awards is None]
        rest = found.awards - sum(badge.awards or 0 for badge in found.badges.values())
        assert not dark or (len(dark) >= 2 and rest >= FEWEST)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((), (0, ())),
        (((),), (0, ((0, ()),))),
        (((12, 30),), (42, ((42, (12, 30)),))),
        (((9,),), (None, ((None, (None,)),))),
        (((10,),), (10, ((10, (10,)),))),
        (((5, 6),), (11, ((11, (None, None)),))),
        (((5, 5),), (None, ((None, (None, None)),))),
        (((1,) * 10,), (None, ((None, (None,) * 10),))),
        (((3, 40, 50), (20,)), (113, ((93, (None, None, None)), (20, (20,))))),
        (((9, 9, 9, 11),), (38, ((38, (None, None, None, None)),))),
        (((4,), (20,)), (None, ((None, (None,)), (20, (20,))))),
        (((4,), (6,), (20,)), (30, ((None, (None,)), (None, (None,)), (20, (20,))))),
        (((1,), (1,), (20,)), (None, ((None, (None,)), (None, (None,)), (20, (20,))))),
        (((9,), (9,), (9,)), (None, ((None, (None,)), (None, (None,)), (None, (None,))))),
    ],
)
def test_what_is_shown_of_some_tables(table: Table, expected: Any) -> None:
    assert told(table) == expected


def test_a_badge_without_awards_is_shown_with_none() -> None:
    assert shown(((0, 0), (12,))).badges[Slug("badge-0")].awards == 0
    assert shown(((0, 0), (12,))).badges[Slug("badge-0")].campuses == {}


def test_awards_are_counted_that_are_not_revoked() -> None:
    codec = RowCodec((Slug("east"), Slug("west")), (Slug("one"), Slug("two"), Slug("unused")))
    rows = [
        Row(AwardId(f"{number:026}"), campus, badge, 1, number, 739_000, 739_100 * (number % 5 == 0), number, number)
        for number, (campus, badge) in enumerate(itertools.product(codec.campuses, codec.badges[:2] * 10))
    ]
    index = Index(codec, [b"".join(map(codec.pack, rows[:13])), b"".join(map(codec.pack, rows[13:]))])
    expected = Counter((row.badge, row.campus) for row in rows if not row.revoked)
    assert index.counts() == dict(expected)
    assert sum(expected.values()) == 32
    assert Index(codec, []).counts() == {}
