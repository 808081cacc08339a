"""The decoder and the JSON Schemas say the same, of thousands of documents that are each a little wrong."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from generator.diagnostics import Problem
from generator.sources.badge_rules import stack_or_rubric
from generator.sources.kinds import KINDS
from generator.sources.schema import schemas
from generator.sources.yaml_nodes import read
from tests.sources.yaml_core import dump, load

REGISTRY = Path(__file__).parents[1] / "registry"
SAMPLES = {
    "issuer": ["badges/issuer.yml"],
    "badge": sorted(str(path.relative_to(REGISTRY)) for path in REGISTRY.glob("badges/*/v*.yml")),
    "award": sorted(str(path.relative_to(REGISTRY)) for path in REGISTRY.glob("recipients/*/*/*.yml")),
    "reserved": ["recipients/reserved.yml"],
}
# What the schemas can't say, or say otherwise since editors read a text as something else.
UNSAYABLE = frozenset(["control-character", "not-nfc", "bidi-override", "non-character"])
MORE: dict[str, dict[str, Any]] = {
    "issuer": {
        "student_number": "S######",
        "status_valid_for": "P1Y",
        "trusted_issuers": ["did:web:state.example", "https://state.example/issuer"],
        "amended": [{"date": "2026-01-02", "reason": "A new name"}],
        "moved_from": "https://old.example",
        "sole_approver": True,
        "administrators": ["riverbend/badges", "it-lead"],
        "evidence_hosts": ["a.example", {"host": "b.example", "until": "2026-01-01"}],
    },
    "badge": {
        "retired": {"date": "2026-12-31", "reason": "Replaced"},
        "translations": {"es": {"name": "Circuitos"}},
        "leads_to": [{"name": "College", "url": "https://college.example/a?b=c#d", "note": "Credits"}],
        "credits": 1.25,
        "valid_for": "P1Y6M",
    },
    "award": {
        "narrative": "Well done",
        "builds_on": ["bhp5n40baqpaaqspp7ft4y5m95", "xnk6bkcg0sqykm1y8t8yez6p4r"],
        "revoked": {"date": "2026-11-03", "reason": "In error"},
    },
    "reserved": {},
}
ODD: list[Any] = [
    None, True, False, 0, 1, -1, 7, 99, 101, 1001, 10**8, 2**27 - 1, 2**27, 1.5, 0.125, 0.5, -0.5, 12.25, "", " ",
    "\n", "x", "no", "on", "~", "null", "true", "1.10", "007", "0x1F", "é", "日本", "🚗", "2026-02-30", "1899-12-31",
    "1900-01-01", "9999-12-31", "2026-5-1", "2026-05-14T00:00:00Z", "14.05.2026", "2024-02-29", "P0D", "P0Y0M", "P1Y",
    "P52W", "P1W1D", "P1Y2M3D", "P", "PT1H", "P99999D", "P100000D", "P1000Y", "p1y", "P1.5Y", "aux", "aux@1", "com1",
    "a" * 64, "a" * 65, "A", "a--b", "-a", "a-", "a_b", "42", "1e3", "a@1", "a@0", "a@01", "a@10000", "@team",
    "org/team", "-org", "a.svg", "A.svg", "../a.svg", "a..svg", "a.png", "a.gif", "https://x.example",
    "https://x.example/", "https://x", "http://x.example", "https://x.example:8443", "https://x.example:443",
    "https://x.example:65536", "https://x.example:0", "https://X.example", "https://x.example/a/b",
    "https://x.example/..", "https://x.example/~a", "https://x.example?q", "https://x.example#f",
    "https://u@x.example", "https://x.example/a b", "https://x.example/%zz", "https://x.example/[a]",
    "https://x..example", "https://-x.example", "https://10.0.0.1", "https://x.example/a#b#c", "ftp://x.example",
    "javascript:alert(1)", "x.example", "x", "10.0.0.1", "x.example.", "a@x.example", "a@x", "a b@x.example",
    "a@-x.example", "é@x.example", "en", "EN", "en-US", "en-us", "zh-Hant-TW", "eng", "US-PA", "US-PENN", "us-pa",
    "did:web:x.example", "did:web:", "did:web:x:", "did:x", "did:key:z6Mk", "did:web:x/y", "did:web:x%3A80",
    "did:web:x%3", "ext:Thing", "ext:", "CFItem", "Badge", "introductory", "sha256$" + "0" * 64, "sha256$" + "0" * 63,
    "sha256$" + "A" * 64, "9563jd2r81ctkgssva1k72cyn7", "9563jd2r81ctkgssva1k72cynl", "x" * 2049,
    "https://x.example/" + "x" * 2100, [], {}, [1], ["a"], ["a", "a"], [["a"]], {"a": 1}, [{}], {"name": "x"}, [None],
]  # fmt: skip


def documents(kind: str) -> list[Any]:
    """The samples of a kind as data, with optional members added."""
    found = [load((REGISTRY / path).read_text("utf-8")) for path in SAMPLES[kind]]
    return [*found, *({**data, **MORE[kind]} for data in found if isinstance(data, dict))]


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value."""
    yield path
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*path, key))


def spoilt(data: Any, pieces: list[Any], chance: random.Random) -> Any:
    """The data with one thing changed: a value, a name, something more or something less."""
    path = chance.choice(list(places(data)))
    if not path:
        return _spoil_here(data, pieces, chance)
    changed = copy.deepcopy(data)
    parent = changed
    for step in path[:-1]:
        parent = parent[step]
    if chance.random() < 0.2:
        value = parent.pop(path[-1])
        if isinstance(parent, dict) and chance.random() < 0.5:
            parent[chance.choice([path[-1] + "s", path[-1].upper(), "name", "id", "url", "date", "until"])] = value
    else:
        parent[path[-1]] = _spoil_here(parent[path[-1]], pieces, chance)
    return changed


def _spoil_here(value: Any, pieces: list[Any], chance: random.Random) -> Any:
    if isinstance(value, list) and value and chance.random() < 0.5:
        return [*value, chance.choice([*value, chance.choice(pieces)])]
    if isinstance(value, dict) and chance.random() < 0.5:
        return {**value, chance.choice(["x", "name", "until", "stack", "aux", "A b"]): chance.choice(pieces)}
    if isinstance(value, str) and value and chance.random() < 0.4:
        at = chance.randrange(len(value))
        return value[:at] + chance.choice(["", "-", "0", "A", " ", "@", value[at] * 2]) + value[at + 1 :]
    if isinstance(value, int | float) and not isinstance(value, bool) and chance.random() < 0.4:
        return chance.choice([-value, value * 10**6, value + 0.5, str(value)])
    return copy.deepcopy(chance.choice(pieces))


def decoded(kind: str, text: str) -> list[Problem]:
    """What the decoder says of a text."""
    document = read("x.yml", text.encode())
    if document.root is not None:
        fields = KINDS[kind][0].decode(document.root, document)
        if kind == "badge" and isinstance(fields, dict):
            stack_or_rubric(document, fields)
    return document.problems


def excused(data: Any, problems: list[Problem], admitted: bool) -> bool:
    """Whether this is a difference that is meant."""
    if not problems:  # here `null` without quotes is a text like any other
        return any(_at(data, path) is None for path in places(data))
    # Numbers are texts where texts belong, so "1" and 1 are one text; a key's letters are checked as a point of the
    # curve; a schema can't count decimals, nor characters that nobody sees.
    said = " ".join(problem.message for problem in problems)
    codes = {problem.code for problem in problems}
    return admitted and (codes <= UNSAYABLE or "is not a public key" in said or codes == {"repeated"})


def _at(data: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        data = data[step]
    return data


@pytest.mark.parametrize("kind", SAMPLES)
def test_of_thousands_of_documents_both_say_the_same(kind: str) -> None:
    chance = random.Random(f"spoilt {kind}")
    validator = Draft202012Validator(json.loads(schemas()[kind]), format_checker=FormatChecker())
    samples = documents(kind)
    pieces = [
        *ODD,
        *(_at(data, path) for name in SAMPLES for data in documents(name)[:2] for path in places(data) if path),
    ]
    refused = excuses = 0
    for _ in range(1500):
        data = spoilt(chance.choice(samples), pieces, chance)
        if chance.random() < 0.1:
            data = spoilt(data, pieces, chance)
        text = dump(data, chance)
        admitted, problems = validator.is_valid(data), decoded(kind, text)
        refused += not admitted
        if admitted is not (not problems):
            excuses += 1
            assert excused(data, problems, admitted), (text, problems, admitted)
    assert refused > 800
    assert excuses < 50


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_samples_are_right_for_both(kind: str) -> None:
    validator = Draft202012Validator(json.loads(schemas()[kind]), format_checker=FormatChecker())
    for data in documents(kind):
        assert list(validator.iter_errors(data)) == []
        assert decoded(kind, dump(data, random.Random(1))) == []


def test_the_package_holds_the_schemas_as_they_are_made() -> None:
    folder = resources.files("generator") / "data" / "schemas"
    assert {f"{name}.json": text for name, text in schemas().items()} == {
        file.name: file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".json")
    }, "python -m generator.sources.schema"


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_schema_is_valid_and_explains_every_member(kind: str) -> None:
    schema = json.loads(schemas()[kind])
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)
    members = [each for part in _parts(schema) for each in part.get("properties", {}).items() if "type" in part]
    assert members
    assert [name for name, member in members if len(member.get("description", "")) < 5] == []


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from _parts(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from _parts(value)
