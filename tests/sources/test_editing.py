"""Edits of YAML: the meant change, and not a byte elsewhere."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import EditRefused
from generator.sources import yaml_nodes
from generator.sources.editing import Value, with_item, with_items, with_member, with_order, with_value, write
from generator.sources.yaml_nodes import Node, Scalar
from generator.sources.yaml_page import Path as At
from tests.sources.yaml_core import load

ISSUER = (Path(__file__).parents[1] / "registry/badges/issuer.yml").read_text("utf-8")
DAY = date(2026, 11, 22)
ENDED: Value = {"date": DAY, "reason": "Awarded by mistake"}


def shape(node: Node | None) -> Any:
    """The texts that a node writes."""
    if node is None or isinstance(node, Scalar):
        return node and node.text
    if isinstance(node, yaml_nodes.Sequence):
        return [shape(item) for item in node.items]
    return {name: shape(value) for name, (_, value) in node.members.items()}


def tree(text: str) -> Any:
    """The texts that a document writes; it has no Problem."""
    document = yaml_nodes.read("x.yml", text.encode())
    assert not document.problems, (text, document.problems)
    return shape(document.root)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\n", "a: 1\nr:\n  date: 2026-11-22\n  reason: Awarded by mistake\n"),
        ("a: 1", "a: 1\nr:\n  date: 2026-11-22\n  reason: Awarded by mistake\n"),
        ("a: 1\r\nb: 2", "a: 1\r\nb: 2\r\nr:\r\n  date: 2026-11-22\r\n  reason: Awarded by mistake\r\n"),
        ("\ufeffa: 1\n", "\ufeffa: 1\nr:\n  date: 2026-11-22\n  reason: Awarded by mistake\n"),
        ("{}\n", "r:\n  date: 2026-11-22\n  reason: Awarded by mistake\n"),
        ("{a: 1}\n", "{a: 1, r: {date: 2026-11-22, reason: Awarded by mistake}}\n"),
        ("{a: 1, # one\n}\n", "{a: 1, r: {date: 2026-11-22, reason: Awarded by mistake}, # one\n}\n"),
        ("a:\n  - b: 1\n    # of b\n# last\n",
         "a:\n  - b: 1\n    # of b\n# last\nr:\n  date: 2026-11-22\n  reason: Awarded by mistake\n"),
        ("--- # top\na: |\n  x\n\n...\n",
         "--- # top\na: |\n  x\nr:\n  date: 2026-11-22\n  reason: Awarded by mistake\n\n...\n"),
        ("a: |+\n  x\n\n", "a: |+\n  x\n\nr:\n  date: 2026-11-22\n  reason: Awarded by mistake\n"),
    ],
)  # fmt: skip
def test_a_member_is_appended_in_the_manner_of_the_file(before: str, after: str) -> None:
    assert with_member(before, (), "r", ENDED) == after


def test_a_text_without_an_end_of_line_stays_what_it_is_though_it_stands_last() -> None:
    after = with_member("a: 1\nb: |\n  x", (), "c", "y")
    assert tree(after) == {"a": "1", "c": "y", "b": "x"}
    assert after.endswith("b: |\n  x")


@pytest.mark.parametrize(
    ("before", "first", "after"),
    [
        ("- a # one\n", False, "- a # one\n- {b: 1}\n"),
        ("l: [] # none yet\nm: 1\n", False, "l:  # none yet\n  - {b: 1}\nm: 1\n"),
        ("l:\nm: 1\n", False, "l:\n  - {b: 1}\nm: 1\n"),
        ("# of erased awards\n", False, "# of erased awards\n- {b: 1}\n"),
        ("", False, "- {b: 1}\n"),
        ("l: [a]\n", True, "l: [{b: 1}, a]\n"),
        ("l: [a, ]\n", False, "l: [a, {b: 1}, ]\n"),
        ("l:\n      # of a\n      - a\n", True, "l:\n      - {b: 1}\n      # of a\n      - a\n"),
        ("l:\n- a\n# of m\nm: 1\n", False, "l:\n- a\n- {b: 1}\n# of m\nm: 1\n"),
        ("- - a\n  - c\n", False, "- - a\n  - c\n- {b: 1}\n"),
        ("- {a: 1}\n", False, "- {a: 1}\n- {b: 1}\n"),
    ],
)  # fmt: skip
def test_an_item_is_added_where_it_belongs(before: str, first: bool, after: str) -> None:
    path: At = ("l",) if before.startswith("l") else ()
    expected = after if "{a: 1}" in before or "[a" in before else after.replace("{b: 1}", "b: 1")
    assert with_item(before, path, {"b": 1}, first=first) == expected


def test_an_item_may_stand_first_in_a_list_within_a_list() -> None:
    assert with_item("- - a\n  - c\n", (0,), {"b": 1, "d": "e"}, first=True) == "- - b: 1\n    d: e\n  - a\n  - c\n"


def test_several_items_are_added_at_once_in_their_order() -> None:
    values: list[Value] = [{"b": 1}, {"b": 2}]
    assert with_items("- {a: 1}\n# end\n", (), values) == "- {a: 1}\n# end\n- {b: 1}\n- {b: 2}\n"
    assert with_items("l: [a]\n", ("l",), values, first=True) == "l: [{b: 1}, {b: 2}, a]\n"
    assert with_items("l: []\n", ("l",), values) == "l:\n  - b: 1\n  - b: 2\n"
    assert with_items("# none\n", (), values) == "# none\n- b: 1\n- b: 2\n"


def test_a_key_is_put_first_and_another_is_revoked_and_every_comment_stays() -> None:
    new = with_item(ISSUER, ("keys",), {"public": "z6MkNew", "since": DAY}, first=True)
    new = with_member(new, ("keys", 1), "revoked", DAY)
    added = ["  - public: z6MkNew", "    since: 2026-11-22", "    revoked: 2026-11-22"]
    assert [line for line in new.splitlines() if line not in added] == ISSUER.splitlines()
    assert tree(new)["keys"][0] == {"public": "z6MkNew", "since": "2026-11-22"}
    assert tree(new)["keys"][1]["revoked"] == "2026-11-22"


def test_items_change_places_with_their_comments() -> None:
    before = "k:\n  # of a\n  - n: a   # beside\n    # in a\n\n  - n: b\n    m: |\n      # text\n# of z\nz: 1\n"
    after = "k:\n  - n: b\n    m: |\n      # text\n  # of a\n  - n: a   # beside\n    # in a\n\n# of z\nz: 1\n"
    assert with_order(before, ("k",), [1, 0]) == after
    assert with_order("k: [a, {b: 1} , c] # c\n", ("k",), [2, 0, 1]) == "k: [c, a , {b: 1}] # c\n"
    assert with_order("- a\r\n- b", (), [1, 0]) == "- b\r\n- a\r\n"
    lost = "k:\n  - n: a\n    # a was lost\n  # of b\n  - n: b\n"
    assert with_order(lost, ("k",), [1, 0]) == "k:\n  # of b\n  - n: b\n  - n: a\n    # a was lost\n"


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("a: x  # c\nb: 1\n", "no", "a: 'no'  # c\nb: 1\n"),
        ("a: x  # c\nb: 1\n", ["y", "z"], "a:  # c\n  - y\n  - z\nb: 1\n"),
        ("a: x\nb: 1\n", "y\nz\n", "a: |\n  y\n  z\nb: 1\n"),
        ("a: >-\n  x\n\n  y\nb: 1\n", "z", "a: z\nb: 1\n"),
        ("a:  # c\n  - x\n  - y\n# d\nb: 1\n", {"n": 1}, "a:  # c\n  n: 1\n# d\nb: 1\n"),
        ("a:\n- x\nb: 1\n", "y", "a: y\nb: 1\n"),
        ("a: [x]  # c\nb: 1\n", ["y", "z"], "a: [y, z]  # c\nb: 1\n"),
        ("{a: x, b: 1}", {"n": "y, z"}, "{a: {n: 'y, z'}, b: 1}"),
        ("a:\nb: 1\n", "x", "a: x\nb: 1\n"),
    ],
)
def test_a_value_is_replaced(before: str, value: Value, after: str) -> None:
    assert with_value(before, ("a",), value) == after


def test_what_cannot_be_edited_safely_is_refused_with_what_to_type() -> None:
    with pytest.raises(EditRefused, match=r"^r\.yml:2: \"b\" stands here already; type it there by hand:\n\nb: 2\n$"):
        with_member("a: 1\nb: 1\n", (), "b", 2, file="r.yml")
    with pytest.raises(EditRefused, match="comment, which would be lost") as caught:
        with_value("a:\n  - x  # why\n  - y\n", ("a",), "z", file="r.yml")
    assert caught.value.line == 2
    with pytest.raises(EditRefused, match="a list belongs here"):
        with_item("a: 1\n", (), "x", file="r.yml")
    with pytest.raises(EditRefused, match="the alias"):
        with_member("a: &x 1\nb: *x\n".replace("&x ", ""), (), "c", 1, file="r.yml")
    with pytest.raises(EditRefused, match="each begin a line"):
        with_order("- - a\n  - b\n", (0,), [1, 0])
    with pytest.raises(EditRefused, match=r"beside another item; type it there by hand:\n\n# put .* order: 2, 1\n"):
        with_order("k: [\n  a,  # the old one\n  b]\n", ("k",), [1, 0])
    with pytest.raises(EditRefused, match="the file is empty"):
        with_member("# nothing\n", ("a",), "b", 1)


# Odd texts of the strict subset

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Co"), exclude_characters="\u2028\u2029\ufeff\x85"),
    max_size=12,
) | st.sampled_from(["no", "1.10", "1e3", "2026-05-14", "a: b", "#c", "x #y", "- z", "", " ", "z\ny", "\n", "~", "0o7"])
NAMES = st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)
TREES = st.recursive(
    WORDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=9
)
COMMENTS = st.sampled_from(["# c", "#", "# - a: b", "# 'x", "# ]}"])


def odd(value: Any, chance: random.Random, depth: int, eol: str) -> str:
    """What follows a name's colon or a dash, with odd widths and comments; it ends with a line break."""
    aside = chance.choice(["", "", "", "  # aside", " # a: [b"])

    def between() -> str:
        return "".join(
            chance.choice(["", "", eol, f"{' ' * chance.choice([depth, depth + 1])}# said{eol}"]) for _ in range(2)
        )

    if not value or isinstance(value, str) or chance.random() < 0.2:
        if (
            isinstance(value, str)
            and "\n" not in value
            and value.isascii()
            and value.isalpha()
            and chance.random() < 0.7
        ):
            return f" {value}{aside}{eol}"
        if isinstance(value, str) and value.isalnum() and chance.random() < 0.5:
            return f" |{chance.choice(['', '-'])}{aside}{eol}{' ' * (depth + 1)}{value}{eol}"
        return f" {json.dumps(value, ensure_ascii=False)}{aside}{eol}"
    width = depth + chance.randint(1, 5)
    lines = [aside, eol]
    for each in value:
        lines.append(between())
        own = value[each] if isinstance(value, dict) else each
        head = f"{each}:" if isinstance(value, dict) else "-"
        lines.append(f"{' ' * width}{head}{odd(own, chance, width, eol)}")
    return "".join([*lines, between()])


def paths(value: Any, at: At = ()) -> list[tuple[At, Any]]:
    """Every value with its path."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(at, value), *(found for step, own in inner for found in paths(own, (*at, step)))]


@settings(max_examples=200, deadline=None)
@given(root=st.dictionaries(NAMES, TREES, min_size=1, max_size=4), new=TREES, seed=st.integers(0, 1 << 30))
def test_odd_texts_are_edited_with_no_byte_changed_elsewhere(root: dict[str, Any], new: Any, seed: int) -> None:
    chance = random.Random(seed)
    eol = chance.choice(["\n", "\n", "\r\n"])
    text = "".join(f"{name}:{odd(value, chance, 0, eol)}" for name, value in root.items())
    if chance.random() < 0.3:
        text = text.rstrip("\r\n") if not text.rstrip().endswith("#") else text
    before = tree(text)
    at, value = chance.choice([found for found in paths(before) if isinstance(found[1], dict | list)])
    if isinstance(value, dict):
        after = with_member(text, at, "new_member", new)
        held = tree(after)
        found = inside(held, at)
        assert found.pop("new_member") == new
    else:
        first = chance.random() < 0.5
        try:
            after = with_item(text, at, new, first=first)
        except EditRefused:
            # Nothing can follow a block at the end of a file without making it longer by a line break.
            assert re.search(r"[:-] \|.*\r?\n.*\Z", text)
            return
        held = tree(after)
        found = inside(held, at)
        assert found.pop(0 if first else -1) == new
    assert held == before
    assert is_inserted(text, after)


@settings(max_examples=200, deadline=None)
@given(root=st.dictionaries(NAMES, TREES, min_size=1, max_size=4), new=TREES, seed=st.integers(0, 1 << 30))
def test_values_of_odd_texts_are_replaced_and_put_in_order_or_refused(
    root: dict[str, Any], new: Any, seed: int
) -> None:
    chance = random.Random(seed)
    text = "".join(f"{name}:{odd(value, chance, 0, chr(10))}" for name, value in root.items())
    before = tree(text)
    at, value = chance.choice([found for found in paths(before) if found[0]])
    comments = re.findall("# (?:said|aside|a: .b)", text)
    order = chance.sample(range(len(value)), len(value)) if isinstance(value, list) else []
    meant = [value[place] for place in order] if isinstance(value, list) else new
    try:
        after = with_order(text, at, order) if isinstance(value, list) else with_value(text, at, new)
    except EditRefused:
        return
    assert inside(tree(after), at) == meant
    inside(before, at[:-1])[at[-1]] = meant
    assert tree(after) == before
    assert sorted(re.findall("# (?:said|aside|a: .b)", after)) == sorted(comments)


def inside(value: Any, at: At) -> Any:
    """What a path leads to."""
    for step in at:
        value = value[step]
    return value


def is_inserted(before: str, after: str) -> bool:
    """Whether a text is another with one stretch put in, and perhaps one pair of empty brackets taken out."""
    empty = [found.span() for found in re.finditer(r" *(\[\]|\{\})", before)]
    pairs = [(at, at) for at in (0, *(end for _, end in empty))]
    olds = [before[:start] + before[end:] for start, end in pairs + empty + [(end - 2, end) for _, end in empty]]
    return any(old == after or _has_stretch(old, after) for old in olds)


def _has_stretch(before: str, after: str) -> bool:
    start = next((n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other), len(before))
    return after.endswith(before[start:])


@settings(max_examples=200, deadline=None)
@given(value=st.dictionaries(NAMES, TREES, max_size=4))
def test_what_is_written_means_the_same_to_us_and_to_editors(value: dict[str, Any]) -> None:
    text = write({"all": value})
    assert tree(text) == {"all": value}
    assert load(text) == {"all": value}


def test_dates_and_numbers_are_written_bare_and_texts_that_look_so_in_quotes() -> None:
    assert write({"a": DAY, "b": "2026-11-22", "c": 1, "d": "1", "e": True, "f": ["yes"]}) == (
        "a: 2026-11-22\nb: '2026-11-22'\nc: 1\nd: '1'\ne: true\nf:\n  - 'yes'\n"
    )
    twice = [DAY, DAY]
    assert write({"a": twice, "b": twice}).count("2026-11-22") == 4


def test_a_number_is_bare_whether_it_is_whole_or_not() -> None:
    assert write({"points": Decimal("2"), "credits": Decimal("0.5")}) == "points: 2\ncredits: 0.5\n"
