"""Drawings and lists of what builds on what: true, ending, and inside their frame, whatever badges there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.achievement import Achievement, BadgeVersion, Requirement
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site.badge_texts import Text
from generator.site.requirement_graph import BOX, Box, Drawing, Graph, Node, graph_of, users_of, wrapped
from tests.site.page_parts import badge, catalogue

Needs = Mapping[str, str]
CHAIN = {f"b{n}": f"b{n - 1}" if n else "" for n in range(9)}
FAN = {**{f"part{n}": "" for n in range(12)}, "whole": " ".join(f"part{n}" for n in range(12))}
DIAMOND = {"base": "", "left": "base", "right": "base", "top": "left right base"}


def of(needs: Needs, names: Mapping[str, str] | None = None) -> Catalogue:
    """A catalogue of badges, each with what it requires: slugs, or slugs with a version."""
    named = names or {}
    made = {slug: _badge(slug, named.get(slug, slug), wanted.split()) for slug, wanted in needs.items()}
    return replace(catalogue(), badges={Slug(slug): (one,) for slug, one in made.items()})


def graph(needs: Needs, slug: str, names: Mapping[str, str] | None = None) -> Graph | None:
    """The graph of a badge of such a catalogue."""
    whole = of(needs, names)
    return graph_of(
        whole, whole.badges[Slug(slug)][-1], lambda badge: Text(badge.name, badge.language), users_of(whole)
    )


def listed(nodes: tuple[Node, ...]) -> Iterator[str]:
    """The badges of a list with all that is below them, in their order."""
    for node in nodes:
        yield node.of.badge
        yield from listed(node.below)


def overlapping(one: Box, other: Box) -> bool:
    """Whether the boxes have a place in common."""
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    below = one.y + one.height <= other.y or other.y + other.height <= one.y
    return not (beside or below)


def drawn(found: Graph | None) -> tuple[Drawing, ...]:
    """The drawings, each of which must be in its frame, with no box over another."""
    assert found
    for drawing in found.drawings:
        for box in drawing.boxes:
            assert 0 < box.x <= drawing.width - BOX
            assert 0 < box.y <= drawing.height - box.height
        assert not [pair for pair in combinations(drawing.boxes, 2) if overlapping(*pair)]
        for path in (*drawing.lines, *drawing.heads):
            numbers = [int(number) for number in re.findall(r"-?\d+", path.split("h")[0])]
            assert all(0 <= x <= drawing.width for x in numbers[::2]), path
            assert all(0 <= y <= drawing.height for y in numbers[1::2]), path
    return found.drawings


def test_what_stands_in_a_box_is_inside_it() -> None:
    found = graph({"base": "", "one": "base@1"}, "one", {"base": "Four words of it " * 5})
    for box in drawn(found)[0].boxes:
        left, top, side = box.image
        assert box.x < left < left + side < box.x + box.width
        assert box.y < top < top + side < box.baseline(0)
        assert box.baseline(len(box.lines) - (box.version is None)) < box.y + box.height


def test_a_badge_that_stands_alone_has_no_graph() -> None:
    assert graph({"one": "", "two": ""}, "one") is None


def test_lists_say_what_is_required_and_what_requires_it() -> None:
    found = graph(DIAMOND, "left")
    assert found
    assert [*listed(found.requires)] == ["base"]
    assert [*listed(found.required_by)] == ["top"]
    assert [*listed((graph(DIAMOND, "top") or found).requires)] == ["left", "base", "right", "base", "base"]


def test_what_is_required_stands_above_and_each_direct_requirement_has_its_line() -> None:
    (drawing,) = drawn(graph(DIAMOND, "top"))
    high = {str(box.of.badge): box.y for box in drawing.boxes}
    assert high["base"] < high["left"] == high["right"] < high["top"]
    # Also what is required both directly and by something else that is required.
    assert len(drawing.lines) == len(set(drawing.lines)) == 5
    assert [box.of.badge for box in drawing.boxes if box.here] == ["top"]


def test_lines_to_different_badges_do_not_meet_in_the_margin() -> None:
    """In two columns, what is third in its row stands below the first two, and lines to two badges pass it."""
    needs = {"a": "", "b": "", "c": "", "next": "b", "whole": "a b c next"}
    narrow = next(drawing for drawing in drawn(graph(needs, "whole")) if drawing.columns == 2)
    ways = [re.findall(r"L(\d+) (\d+)", line) for line in narrow.lines]
    sides = {(way[-1], x) for way in ways for x, _ in way if not 26 < int(x) < narrow.width - 26}
    ends_by_side = {side: {end for end, x in sides if x == side} for _, side in sides}
    assert len(ends_by_side) >= 2
    assert all(len(ends) == 1 for ends in ends_by_side.values())


def test_a_deep_chain_is_one_column() -> None:
    (drawing,) = drawn(graph(CHAIN, "b4"))
    assert [box.of.badge for box in sorted(drawing.boxes, key=lambda box: box.y)] == list(CHAIN)
    assert len({box.x for box in drawing.boxes}) == 1


def test_many_siblings_stand_in_rows_as_wide_as_the_page() -> None:
    wide, narrow = drawn(graph(FAN, "whole"))
    assert (wide.columns, narrow.columns) == (4, 2)
    for drawing in (wide, narrow):
        rows = [[box for box in drawing.boxes if box.y == y] for y in sorted({box.y for box in drawing.boxes})]
        assert [len(row) for row in rows] == [drawing.columns] * (12 // drawing.columns) + [1]
        assert len(drawing.lines) == 12
        assert len(drawing.heads) == 1
    assert narrow.width < 360


@pytest.mark.parametrize(
    "needs",
    [
        {"one": "one"},
        {"one": "two", "two": "one"},
        {"one": "two", "two": "three", "three": "one", "four": "two one"},
        {"one": "two three", "two": "three one", "three": "one two"},
    ],
    ids=["itself", "two", "three and one that uses them", "every way"],
)
def test_circles_come_to_an_end(needs: Needs) -> None:
    for slug in needs:
        found = graph(needs, slug)
        assert found
        drawn(found)


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), unique=True), max_size=8))
def test_any_badges_can_be_drawn(wanted: dict[str, list[str]]) -> None:
    needs = {slug: " ".join(need for need in wanted[slug] if need in wanted) for slug in sorted(wanted)}
    for slug in needs:
        found = graph(needs, slug)
        used = any(slug in others.split() for others in needs.values())
        assert (found is not None) == bool(needs[slug] or used)
        if found:
            drawn(found)


def test_a_registry_of_very_many_is_told_in_a_list_alone() -> None:
    needs = {"b0": ""} | {f"b{n}": f"b{n - 1}" for n in range(1, 3_000)}
    found = graph(needs, "b2999")
    assert found
    assert found.drawings == ()
    assert len([*listed(found.requires)]) == 12


def test_a_version_that_must_be_is_told() -> None:
    found = graph({"base": "", "one": "base@1"}, "one")
    assert found
    assert [node.version for node in found.requires] == [1]
    assert {box.of.badge: box.version for box in drawn(found)[0].boxes} == {"base": 1, "one": None}


@pytest.mark.parametrize(
    "name",
    ["A very long name of a badge " * 5, "x" * 120, "日本語の名前" * 20, "تصميم الدوائر " * 9, "W" * 120],
)
def test_long_names_end_in_an_ellipsis_and_take_no_more_than_four_lines(name: str) -> None:
    (drawing,) = drawn(graph({"base": "", "one": "base"}, "one", {"base": name}))
    box = next(box for box in drawing.boxes if box.of.badge == "base")
    assert len(box.lines) == 4
    assert box.lines[-1].endswith("…")
    assert all(len(line) <= 17 for line in box.lines)


def test_a_name_that_fits_stays_whole() -> None:
    assert wrapped("Autonomous Vehicle Programming", 124) == ("Autonomous", "Vehicle", "Programming")
    assert wrapped("Robot Arm", 124) == ("Robot Arm",)


def _badge(slug: str, name: str, wanted: list[str]) -> Achievement:
    plain = badge("A text", BadgeVersion(Slug(slug), 1))
    return replace(plain, name=name, requires=tuple(map(_requirement, wanted)))


def _requirement(text: str) -> Requirement:
    slug, _, version = text.partition("@")
    return Requirement(Slug(slug), int(version) if version else None)
