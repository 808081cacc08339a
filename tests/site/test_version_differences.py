"""What changed from one version of a badge to the next: nothing is missed, and no text takes long to compare."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model.achievement import (
    Achievement,
    BadgeVersion,
    EvidenceAsked,
    Level,
    Onward,
    Requirement,
    Review,
    Row,
)
from generator.names import Slug
from generator.site.version_differences import Change, Piece, differences, pieces_of
from tests.site.page_parts import badge

OLD = badge("A text", BadgeVersion(Slug("one"), 1))
NEW = replace(OLD, of=BadgeVersion(Slug("one"), 2))
ROW = OLD.rubric[0]
LOW, HIGH = ROW.levels
WORDS = st.lists(st.sampled_from(["a", "b", "c", "the", ",", "\n", "é", "日本"]), max_size=30).map(" ".join)


def changes(**members: object) -> tuple[Change, ...]:
    """What is told of a version in which these members are others."""
    return differences(OLD, replace(NEW, **members)).changes  # type: ignore[arg-type]


def test_a_version_that_says_the_same_has_no_changes() -> None:
    found = differences(OLD, NEW)
    assert (found.older, found.newer, found.changes) == (1, 2, ())


def test_what_no_reader_sees_is_no_change() -> None:
    later = Review(last=date(2027, 1, 1), next=date(2028, 1, 1))
    assert changes(review=later, image="other.svg", description="A  text ", amended=()) == ()


def test_a_text_is_told_word_by_word() -> None:
    old, new = "Writes, tests and explains a small program.", "Writes, tests, debugs and explains a small program."
    assert pieces_of(old, new) == (
        Piece("same", "Writes, tests"),
        Piece("added", ", debugs"),
        Piece("same", " and explains a small program."),
    )


def test_a_line_that_came_or_went_is_told_whole_beside_one_that_was_reworded() -> None:
    old = "The learner\n1. draws a plan;\n2. builds it alone;\n3. measures three points."
    new = "The learner\n1. draws a full plan;\n2. finds a seeded fault;\n3. measures three points."
    assert pieces_of(old, new) == (
        Piece("same", "The learner\n1. draws a"),
        Piece("added", " full"),
        Piece("same", " plan;\n"),
        Piece("removed", "2. builds it alone;\n"),
        Piece("added", "2. finds a seeded fault;\n"),
        Piece("same", "3. measures three points."),
    )


def test_a_hyphen_holds_a_word_together() -> None:
    old, new = "shows the log of each test-and-change round", "shows the log of each change round"
    assert Piece("removed", "test-and-change") in pieces_of(old, new)


def test_entries_of_one_name_are_told_apart() -> None:
    first, second = (Onward(name="A course", url=f"https://college.example/{n}") for n in (1, 2))
    found = differences(replace(OLD, leads_to=(first, second)), replace(NEW, leads_to=(second,))).changes
    assert [(change.what, change.kind, change.old) for change in found] == [("leads_to", "removed", first)]


@given(WORDS, WORDS)
def test_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = pieces_of(old, new)
    if pieces:
        assert "".join(p.text for p in pieces if p.kind != "added").split() == old.split()
        assert "".join(p.text for p in pieces if p.kind != "removed").split() == new.split()


def test_texts_with_little_in_common_stand_side_by_side() -> None:
    (change,) = changes(summary="Quite another thing")
    assert (change.what, change.kind, change.pieces) == ("summary", "changed", ())
    assert (change.old, change.new) == ("A text", "Quite another thing")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 5_000, "a " * 4_999),
        (" ".join(f"a x{n}" for n in range(199)), " ".join(f"a y{n}" for n in range(199))),
        (" ".join(f"w{n}" for n in range(20_000)), " ".join(f"w{n}" for n in range(20_001))),
        ("x" * 100_000, "x" * 100_001),
        ("\n" * 50_000 + "a", "\n" * 50_000 + "b"),
    ],
    ids=["the same word", "between others", "very many", "one long", "empty lines"],
)
def test_no_text_takes_long_to_compare(old: str, new: str) -> None:
    began = process_time()
    changes(criteria=new)
    pieces_of(old, new)
    assert process_time() - began < 5


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"level": "introductory"}, Change("level", "changed", "advanced", "introductory")),
        ({"hours": None}, Change("hours", "changed", Decimal("12.50"), None)),
        ({"credits": Decimal(1)}, Change("credits", "changed", Decimal("0.125"), Decimal(1))),
        ({"evidence": EvidenceAsked(2, "A text")}, Change("minimum", "changed", 1, 2)),
        ({"skills": ("A text", "Sawing")}, Change("skill", "added", new="Sawing")),
        ({"skills": ()}, Change("skill", "removed", old="A text")),
        ({"requires": (Requirement(Slug("two"), 3),)}, Change("requires", "added", new="two@3")),
        ({"rubric": ()}, Change("row", "removed", old=ROW)),
        ({"alignments": ()}, Change("alignment", "removed", old=OLD.alignments[0])),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_change_says_what_was_and_what_is(members: dict[str, object], expected: Change) -> None:
    assert expected in changes(**members)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (replace(ROW, required=Slug("high")), ()),
        (replace(ROW, levels=(LOW,)), (Change("row_level", "removed", old=HIGH, of=("A text",)),)),
        (
            replace(ROW, levels=(LOW, replace(HIGH, points=Decimal(3)))),
            (Change("points", "changed", Decimal(2), Decimal(3), of=("A text", "A text")),),
        ),
        (
            replace(ROW, levels=(HIGH, LOW)),
            (Change("order", "changed", ("A text", "A text"), ("A text", "A text"), of=("A text",)),),
        ),
    ],
    ids=["a level of the same name", "a level less", "points", "order"],
)
def test_a_row_tells_what_changed_in_it(row: Row, expected: tuple[Change, ...]) -> None:
    assert changes(rubric=(row,)) == expected


def test_a_text_that_comes_or_goes_is_added_or_removed() -> None:
    bare = replace(ROW, levels=(LOW, Level(id=Slug("high"), name="A text", points=Decimal(2))))
    (gone,) = changes(rubric=(bare,))
    assert (gone.what, gone.kind, gone.old, gone.of) == ("level_description", "removed", "A text", ("A text", "A text"))
    (come,) = differences(replace(OLD, rubric=(bare,)), NEW).changes
    assert (come.kind, come.new) == ("added", "A text")


def test_a_badge_that_becomes_a_stack_is_told() -> None:
    stack: Achievement = badge("A text", BadgeVersion(Slug("one"), 2), stack=True)
    told = {(change.what, change.kind) for change in differences(OLD, stack).changes}
    assert {("stack", "changed"), ("row", "removed"), ("minimum", "changed"), ("requires", "added")} <= told
