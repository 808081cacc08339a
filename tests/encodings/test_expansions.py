"""Documents that were read before are read no otherwise than for the first time."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from generator.encodings import expansions
from generator.encodings.expansions import Expansions, read, written_plainly
from generator.encodings.json_ld import Contexts, strict
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import JsonLdError

VECTORS = Path(__file__).parents[1] / "vectors" / "standards"
BADGE: dict[str, Any] = json.loads((VECTORS / "examples" / "openbadge.hashed.json").read_text("utf-8"))
EXAMPLES = [json.loads(path.read_text("utf-8")) for path in sorted(VECTORS.glob("examples/*.json"))]


def canonical(document: dict[str, Any], contexts: Contexts) -> str:
    try:
        return canonical_nquads(document, contexts)
    except JsonLdError as error:
        return str(error)


def toggled(value: dict[str, Any]) -> None:
    """Put an unknown word in, or take it out again."""
    if value.pop("unknown", None) is None:
        value["unknown"] = 1


def variants(value: Any) -> Iterator[Callable[[], None]]:
    """Small changes of a document, each of which undoes itself when it is called a second time."""
    if isinstance(value, dict):
        yield partial(toggled, value)
        for name in list(value):
            if name != "@context":
                yield from variants(value[name])
    elif isinstance(value, list):
        yield value.reverse
        for item in value:
            yield from variants(item)


def test_what_was_read_before_changes_nothing() -> None:
    """Examples, and all of them again with one change, by contexts that know the others and by fresh ones."""
    old = Contexts()
    for example in EXAMPLES:
        assert canonical(example, old) == canonical(example, old) == canonical(example, Contexts())
    fresh = Contexts()
    for change in variants(BADGE):
        change()
        fresh.expanded = Expansions()
        assert canonical(BADGE, old) == canonical(BADGE, old) == canonical(BADGE, fresh)
        change()


def test_a_document_changed_in_place_is_another_one() -> None:
    contexts, badge = Contexts(), copy.deepcopy(BADGE)
    before = canonical(badge, contexts)
    badge["credentialSubject"]["achievement"]["name"] = "Another"
    assert canonical(badge, contexts) != before


def test_what_is_read_stays_as_it_was() -> None:
    contexts, badge = Contexts(), copy.deepcopy(BADGE)
    expanded = copy.deepcopy(strict(badge, contexts))
    canonical(badge, contexts)
    assert badge == BADGE
    assert strict(badge, contexts) == expanded


def test_an_unknown_word_is_refused_each_time() -> None:
    contexts, badge = Contexts(), copy.deepcopy(BADGE)
    badge["credentialSubject"]["achievement"]["colour"] = "red"
    for award in ("one", "one", "two"):
        badge["id"] = f"https://a.example/{award}"
        with pytest.raises(JsonLdError, match="colour is not defined"):
            strict(badge, contexts)


def test_values_of_other_types_are_other_values() -> None:
    assert len({written_plainly([value]) for value in (1, 1.0, True, "1", None)}) == 5
    assert written_plainly({"a": "".join(["x", "y"])}) == written_plainly({"a": "xy"})
    assert read(written_plainly(BADGE) or b"") == BADGE
    assert written_plainly({"a": object()}) is None


def test_members_of_an_enumeration_are_texts() -> None:
    class Kind(StrEnum):
        ONE = "one"

    contexts, badge = Contexts(), copy.deepcopy(BADGE) | {"name": Kind.ONE}
    assert strict(badge, contexts) == strict(badge | {"name": "one"}, contexts)


def test_what_was_longest_unused_is_forgotten() -> None:
    known = Expansions()
    for number in range(expansions.MOST + 5):
        known.put(number, str(number).encode())
        assert known.get(b"0") == 0
    assert known.get(b"1") is None
    assert known.get(b"6") == 6
    known.put("much", bytes(1_000_000))
    assert known.get(bytes(1_000_000)) is None


def test_the_rest_counts_by_identity() -> None:
    known, one, other = Expansions(), [1], [1]
    known.put("made", b"x", one)
    assert known.get(b"x", one) == "made"
    assert known.get(b"x", other) is None
    assert known.get(b"x") is None
