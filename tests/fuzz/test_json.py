"""Fuzzing JSON and what is made of it: JSON-LD, and the canonical text that signatures are over."""

from __future__ import annotations

import contextlib
import json
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from generator.encodings import json_ld, json_text
from generator.encodings.jcs import canonical_json
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import EncodingError, JsonLdError
from tests.fuzz.meaning import exact
from tests.fuzz.mutations import examples, files, mutated, mutated_json, soon

BYTES: Final = files("foreign/*/*.json", "foreign/world/**/*.json", "standards/published/*.json", most=12_000)
SMALL: Final = [b'{"a": [1, -2.5, "x"], "b": null, "c": {"a": true}}', b"[0, 1e3]", b'"a"', b"{}"]
SIGNED: Final = [json.loads(data) for data in files("foreign/digitalbazaar/*.json", "standards/published/*.json")]
TOKENS: Final = (
    *b'{ } [ ] : , " \\ \\u0000 \\ud800 \\udc00 \\uD83D\\uDE97 true false null NaN Infinity -Infinity'.split(),
    *b"-0 0.0 1e5 1E400 -1e-400 01 1. .5 +1 0x1 // /* \xef\xbb\xbf \xed\xa0\x80 \xc0\xaf \xff".split(),
    *b"\0 \x1f ' \xe2\x80\xa8".split(b" "),
    *(b'"id":', b'"@context":', b'"a":1,"a":2', b"9" * 400, b"9" * 5000, b"[" * 70, b'{"":' * 70, b"\n", b" " * 50),
)


@examples(300)
@given(mutated(SMALL, TOKENS) | mutated(BYTES, TOKENS))
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    try:
        value = soon(json_text.parse, data)
    except EncodingError:
        return
    assert exact(json_text.parse(json_text.dump(value))) == exact(value)
    # What is read is read as everybody does, and there is no other way to read it.
    assert exact(json.loads(data, object_pairs_hook=once)) == exact(value)
    try:
        assert json.loads(soon(canonical_json, value)) == value
    except EncodingError:  # an integer that not every program can hold
        assert any(abs(number) > 2**53 - 1 for number in integers(value))


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    assert len(pairs) == len(dict(pairs))
    return dict(pairs)


def integers(value: Any) -> list[int]:
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [number for member in inner for number in integers(member)]
    return [value] if isinstance(value, int) else []


@examples(60)
@given(mutated_json(SIGNED), st.randoms(use_true_random=False))
def test_any_object_has_one_canonical_text_or_none(document: dict[str, Any], chance: Any) -> None:
    try:
        text = soon(canonical_nquads, document)
    except JsonLdError:
        return
    lines = text.split("\n")  # not splitlines(): a literal may hold U+0085
    assert lines.pop() == ""
    assert lines == sorted(set(lines))
    assert all(line.endswith(" .") for line in lines)
    names = list(document)
    chance.shuffle(names)
    assert canonical_nquads({name: document[name] for name in names}) == text


@examples(60)
@given(mutated_json(SIGNED))
def test_any_object_is_expanded_or_refused(document: dict[str, Any]) -> None:
    before = json.dumps(document)
    with contextlib.suppress(JsonLdError):
        assert soon(json_ld.strict, document)
    assert json.dumps(document) == before
