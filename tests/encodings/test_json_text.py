"""JSON of strangers, strictly; our own, compactly."""

from __future__ import annotations

import time

import pytest

from generator.encodings import json_text
from generator.encodings.jcs import canonical_json
from generator.errors import EncodingError


def test_what_is_json() -> None:
    assert json_text.parse('{"a": [1, 0.5, "é\\u00e9\\ud83d\\ude97\\\\ud", null, true]}'.encode()) == {
        "a": [1, 0.5, "éé🚗\\ud", None, True]
    }
    assert json_text.parse(b"[1e308, -0, 1E-400]") == [1e308, 0, 0.0]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"{}x",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'"a',
        b'"a\\',
        b"\xef\xbb\xbf{}",
        b'"\xff"',
        b'"\xed\xa0\x80"',
        "{}".encode("utf-16"),
        b'{"a": 1, "a": 1}',
        b'[{"a": {"b": 1, "\\u0062": 2}}]',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e400",
        b"[-1e999]",
        b"1" * 400,
        b"1" * 10_000,
        b'"\\ud800"',
        b'["\\uDFFF"]',
        b'{"\\udead": 1}',
        b'"a\nb"',
        b'"\x00"',
    ],
)
def test_what_is_not(data: bytes) -> None:
    with pytest.raises(EncodingError):
        json_text.parse(data)


def test_depth() -> None:
    assert json_text.parse(b"[" * 64 + b"]" * 64)
    assert json_text.parse(b'["' + b"[" * 100 + b'", "\\"[[' + b'["]')
    for deep in (b"[" * 65 + b"]" * 65, b'{"a":' * 65 + b"1" + b"}" * 65, b"[" * 1_000_000):
        with pytest.raises(EncodingError, match="64 levels"):
            json_text.parse(deep)
    with pytest.raises(EncodingError, match="2 levels"):
        json_text.parse(b"[[[]]]", max_depth=2)


def test_size() -> None:
    assert json_text.parse(b" " * 1_999_998 + b"{}") == {}
    with pytest.raises(EncodingError, match="more than 2000000 bytes"):
        json_text.parse(b" " * 1_999_999 + b"{}")


@pytest.mark.parametrize("data", [b'"' + b'\\"' * 999_999, b'"' * 1_999_999, b"{" * 60 + b'"a":' * 100_000])
def test_hostile_text_takes_linear_time(data: bytes) -> None:
    start = time.perf_counter()
    with pytest.raises(EncodingError):
        json_text.parse(data)
    assert time.perf_counter() - start < 5


def test_objects() -> None:
    assert json_text.parse_object(b'{"a": 1}') == {"a": 1}
    with pytest.raises(EncodingError, match="not an object"):
        json_text.parse_object(b"[]")


def test_dump() -> None:
    assert json_text.dump({"b": ["é", 1, 0.5], "a": None}) == '{"b":["é",1,0.5],"a":null}\n'.encode()
    for value in (float("nan"), float("inf"), "\ud800"):
        with pytest.raises(EncodingError):
            json_text.dump([value])


def test_jcs() -> None:
    # RFC 8785, 3.2.3: sorted by UTF-16 unit.
    assert canonical_json({"\ufb33": 1, "🚗": 2.0, "a": 1e21}) == '{"a":1e+21,"🚗":2,"\ufb33":1}'.encode()
    for value in (2**53, float("nan"), "\ud800", b"bytes"):
        with pytest.raises(EncodingError):
            canonical_json([value])
