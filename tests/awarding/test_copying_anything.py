"""Whatever strangers write of a badge, the draft made of it is a registry's file with some things to fill in."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.awarding.upkeep.copying import copied
from generator.awarding.upkeep.drafting import badge_text, to_fill_in
from generator.names import Slug
from generator.sources import badge_rules, kinds
from generator.sources.editing import Value
from generator.sources.personal import OF_ANYBODY, conceal
from generator.sources.yaml_nodes import read

TODAY = date(2026, 11, 22)
NASTY = [
    "", " ", "- a", "a: b", "#", "TODO: x", "'", '"', "\\", "|", ">-", "%YAML", "---", "...", "&a", "*a", "!!str x",
    "<<", "no", "1.10", "2026-05-14", "null", "~", "{a", "[", "\x85", "\u2028", "\ufeff", "\u202e", "\x00", "\x1b",
    "\x7f", "é", "e\u0301", "\U0001f916", "\ufffe", "{{ x }}", "{% raw %}", "<script>", "::error::x", "\r\n", "\t",
    "\n\n", " \n x", "x" * 300, "z3u2" + "A" * 44, "one@learners.example", "412 555 0123", "https://a.example/b",
    "javascript:x", "aux", "é" * 80,
]  # fmt: skip
TEXT = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), max_size=4).map("".join)
ANY = st.recursive(
    st.one_of(TEXT, st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=6,
)
SOME = st.one_of(TEXT, TEXT, TEXT, ANY)


def things(**members: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A mapping that may have these members, or anything else."""
    return st.one_of(st.fixed_dictionaries({}, optional=members), ANY)


def several(of: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.lists(of, max_size=4), of)


LEVEL = things(id=SOME, name=SOME, level=SOME, points=SOME, description=SOME)
ROW = things(id=SOME, name=SOME, requiredLevel=SOME, rubricCriterionLevel=several(LEVEL))
ALIGNMENT = things(
    targetName=SOME, targetUrl=st.one_of(SOME, st.just("https://a.example/")), targetFramework=SOME, targetCode=SOME,
    targetType=st.one_of(SOME, st.just("CFItem")), targetDescription=SOME,
)  # fmt: skip
BADGE = st.fixed_dictionaries(
    {},
    optional={
        "name": SOME, "description": SOME, "criteria": things(narrative=SOME, id=SOME), "achievementType": SOME,
        "inLanguage": SOME, "tag": several(SOME), "creditsAvailable": SOME, "resultDescription": several(ROW),
        "alignment": several(ALIGNMENT), "creator": things(name=SOME),
    },
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(badge=BADGE, url=st.one_of(TEXT, st.just("https://badges.example/badges/one/v1.json")))
@example(badge={"resultDescription": [{"name": "z3u2" + "A" * 44, "rubricCriterionLevel": [{}]}]}, url="")
@example(badge={"resultDescription": [{"id": "#z3u2" + "a" * 44, "rubricCriterionLevel": [{}]}]}, url="")
def test_a_draft_of_anything_is_well_formed_and_merely_unfinished(badge: dict[str, Any], url: str) -> None:
    badge = json.loads(json.dumps(badge))
    found = copied(badge, url, OF_ANYBODY)
    own: dict[str, Value] = {"name": "One", "review": {"last": to_fill_in("a day"), "next": to_fill_in("a day")}}
    text = badge_text("A draft", own | {**found.given}, TODAY)
    document = read("badges/one/v1.yml", text.encode())
    conceal(document, OF_ANYBODY)
    assert document.root is not None
    fields = kinds.BADGE.decode(document.root, document)
    assert isinstance(fields, dict)
    slug = Slug("one")
    subject = badge_rules.BadgeFile(document, fields, slug, 1, {slug: [1]}, frozenset(), TODAY)
    for rule in badge_rules.RULES:
        rule(subject)
    errors = {problem.code for problem in document.problems if problem.severity == "error"}
    assert errors <= {"unfinished"}, (errors, text)
    assert all(line.isprintable() for line in found.left)
