"""What is known to be in order is not gone through again, and finds no less wrong than the validator by itself."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft201909Validator

from generator import resources
from generator.verification import form

EXAMPLES = Path(__file__).parents[1] / "vectors" / "standards" / "examples"
BADGE: dict[str, Any] = json.loads((EXAMPLES / "openbadge.hashed.json").read_text("utf-8"))
OTHERS: tuple[Any, ...] = (None, True, 7, 1.5, "", "text", [], ["a", {}], {}, {"en": "a", "de": "b"}, {"id": 3})


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for name, member in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(member, (*path, name))


def with_other(document: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(document)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def faults(validator: Draft201909Validator, document: Any) -> list[str]:
    return sorted(f"{error.json_path} {error.message}" for error in validator.iter_errors(document))


@pytest.mark.parametrize(("url", "name"), [(form.CREDENTIAL_SCHEMA, ""), (form.CREDENTIAL_SCHEMA, "Achievement")])
def test_both_find_the_same(url: str, name: str) -> None:
    """Whatever value stands in whatever place of a badge, and whatever was seen before."""
    document = BADGE["credentialSubject"]["achievement"] if name else BADGE
    schema = resources.standard_schema(url)
    if name:
        schema = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{name}"}
    plain, ours = Draft201909Validator(schema), form._validator(url, name)
    assert faults(ours, document) == faults(plain, document) == []
    found = 0
    for number, path in enumerate(places(document)):
        for value in OTHERS[number % 4 :: 4]:
            changed = with_other(document, path, value)
            expected = faults(plain, changed)
            assert faults(ours, changed) == expected, (path, value)
            assert faults(ours, changed) == expected, (path, value)
            found += bool(expected)
    assert found > 100


def test_one_and_true_are_not_taken_for_each_other() -> None:
    path = ("credentialSubject", "identifier", 0, "hashed")
    assert isinstance(BADGE["credentialSubject"]["identifier"], list)
    for value, right in ((True, True), (1, False), (True, True), (1.0, False)):
        assert (list(form.schema(with_other(BADGE, path, value), form.CREDENTIAL_SCHEMA)) == []) is right


def test_all_examples_are_judged_alike() -> None:
    plain = Draft201909Validator(resources.standard_schema(form.CREDENTIAL_SCHEMA))
    for file in sorted(EXAMPLES.glob("*.json")):
        document = json.loads(file.read_text("utf-8"))
        assert faults(form._validator(form.CREDENTIAL_SCHEMA, ""), document) == faults(plain, document)


def test_a_type_of_which_nothing_is_assumed() -> None:
    """Alternatives of numbers, or of no type at all, are gone through."""
    validator = form._remembering()
    schema = {"oneOf": [{"type": "number"}, {"type": "integer"}, {"type": "string"}, {"const": {"a": 1}}]}
    values: tuple[Any, ...] = (1, 1.5, "a", {"a": 1}, {"a": 2}, True, None, [])
    for value in values:
        assert faults(validator(schema), value) == faults(Draft201909Validator(schema), value)
