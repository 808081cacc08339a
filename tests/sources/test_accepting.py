"""A shape accepts of what was read by lines what it decodes from nodes, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.sources import yaml_lines, yaml_nodes
from generator.sources.forms import AWARD, DATE, DID, IDENTITY_HASH, ONE_BADGE, SECURE_URL, STATUS, TEXT
from generator.sources.kinds import AWARD_RECORD, NAMES, RESERVED
from generator.sources.scalars import Choice, Flag, Number, Text, slug
from generator.sources.shapes import Doubt, Shape
from generator.sources.tables import Entries, Items, table
from generator.sources.yaml_lines import Written

SHAPES: dict[str, Shape] = {
    "text": TEXT,
    "text without markup": Text(markup=False),
    "slug": slug("a slug"),
    "badge": ONE_BADGE,
    "award": AWARD,
    "seal": IDENTITY_HASH,
    "DID": DID,
    "address": SECURE_URL,
    "day": DATE,
    "whole number": STATUS,
    "number": Number("a number", 100, places=3, least=1),
    "boolean": Flag(),
    "choice": Choice("a choice", ("one", "two")),
    "open choice": Choice("a choice", ("one", "two"), extensible=True),
    "list": Items(slug("a slug"), least=1),
    "set": Items(slug("a slug"), unique=True),
    "mapping": Entries(slug("a name"), slug("a slug"), least=1),
    "names": NAMES,
    "identity": AWARD_RECORD.members["identity"].of,
    "evidence": AWARD_RECORD.members["evidence"].of,
    "reserved numbers": RESERVED,
}
SEAL = "sha256$" + "0a" * 32
TEXTS = [
    "a",
    "a-b",
    "con",
    "con@1",
    "a@1",
    "a@0",
    "A",
    "a" * 64,
    "a" * 65,
    "0" * 26,
    SEAL,
    SEAL[:-1],
    "did:key:z6",
    "did:a",
]
TEXTS += [
    "https://a.example/b?c=%20#d",
    "http://a.example/",
    "https://a.example/%2",
    "2026-05-14",
    "2026-02-30",
    "1899-12-31",
]
TEXTS += [
    "0",
    "1",
    "01",
    "-1",
    "100",
    "100.001",
    "1.5",
    "0.999",
    "1.2345",
    "134217727",
    "134217728",
    "1e3",
    "true",
    "false",
    "True",
]
TEXTS += [
    "one",
    "two",
    "ext:a",
    "ext:-a",
    "a\tb",
    "a\nb",
    " ",
    "\xa0",
    "\u202e",
    "\ufdd0",
    "e\u0301",
    "é",
    "<b>",
    'a "b"',
    "🚗",
]
NAMED = st.sampled_from(
    ["a", "b", "con", "A", "name", "emailAddress", "id", "url", "description", "genre", "status", "revoked"]
)
VALUE = st.sampled_from(TEXTS)
TREES = (
    VALUE
    | st.lists(VALUE | st.dictionaries(NAMED, VALUE, min_size=1, max_size=3), min_size=1, max_size=3)
    | st.dictionaries(NAMED, VALUE, min_size=1, max_size=3)
)


def lines_of(tree: Any) -> str:
    """The tree under the name `a`, quoted where a plain scalar would mean something else or nothing."""
    if isinstance(tree, str):
        return f"a: {scalar(tree)}\n"
    if isinstance(tree, dict):
        return "a:\n" + "".join(f"  {name}: {scalar(value)}\n" for name, value in tree.items())
    return "a:\n" + "".join(f"  - {item(each)}\n" for each in tree)


def item(tree: Any) -> str:
    """One item of a list."""
    return scalar(tree) if isinstance(tree, str) else "\n    ".join(f"{name}: {scalar(tree[name])}" for name in tree)


def scalar(text: str) -> str:
    """The text as it would be written."""
    return text if text.isascii() and text.strip() and not set(text) & set('<" \t\n-#%') else json.dumps(text)


def decoded(shape: Shape, data: bytes) -> tuple[Any, bool]:
    """What the careful reader makes of a file, and whether it is right."""
    document = yaml_nodes.read("a.yml", data)
    assert document.root is not None
    value = shape.decode(document.root, document)
    return value, document.problems == []


def accepted(shape: Shape, written: Written) -> tuple[Any, bool]:
    """What the quick one makes of it, and whether it is sure."""
    try:
        return shape.accept(written), True
    except Doubt:
        return None, False


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@given(tree=TREES)
@example("1")
@example(["a", "a"])
@example({"name": SEAL, "emailAddress": SEAL})
@example([{"name": "a", "url": "https://a.example/"}, {"name": "a", "description": "b"}])
@example([{"name": "a"}])
@example([{"status": "1", "revoked": "true"}])
@example({"A": "a"})
@example({"a": "A"})
def test_a_shape_accepts_what_it_decodes(shape: Shape, tree: Any) -> None:
    whole, data = table("a file", {"a": (shape, "")}), lines_of(tree).encode("utf-8", "surrogatepass")
    lines = yaml_lines.read(data)
    if lines is None:
        return
    quick, sure = accepted(whole, lines.root)
    careful, right = decoded(whole, data)
    assert sure == right
    assert not sure or (quick == careful and repr(quick) == repr(careful))


@pytest.mark.parametrize("text", ["b: x\n", "a: x\nb: x\n", "A: x\n"])
def test_a_table_accepts_its_own_members_and_all_that_it_needs(text: str) -> None:
    lines = yaml_lines.read(text.encode())
    assert lines is not None
    assert accepted(table("a file", {"a": (TEXT, "")}), lines.root) == (None, False)
