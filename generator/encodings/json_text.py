"""JSON as bytes: reading what strangers wrote, strictly, and writing our own, compactly.

Source: RFC 8259, and RFC 7493 (I-JSON) for what it leaves open: no duplicate members, no lone surrogates.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any

from generator.errors import EncodingError

JsonObject = dict[str, Any]

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
# A string is taken whole even if its closing quote is missing: going back to look again would take quadratic time.
_TOKEN = re.compile(r'"(?>(?:[^"\\]++|\\.)*)"?|[\[{]|[\]}]', re.DOTALL)


def parse(data: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> Any:
    """The JSON value in UTF-8 bytes that a stranger may have written.

    Raises `EncodingError` for more than `max_bytes` bytes or `max_depth` levels of nesting, a byte order mark,
    a duplicate member, NaN or a number that overflows, a lone surrogate, and whatever is not JSON.
    """
    if len(data) > max_bytes:
        raise EncodingError(f"the JSON text has more than {max_bytes} bytes")
    try:
        text = data.decode("utf-8")
        # Depth is measured before parsing, as the parser's own limit is the stack's and differs between machines.
        _refuse_depth(text, max_depth)
        value = _DECODER.decode(text)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeDecodeError as wrong:
        raise EncodingError(f"the JSON text is not UTF-8 at byte {wrong.start}") from None
    except UnicodeEncodeError:
        raise EncodingError("a text in the JSON holds a lone surrogate") from None
    except json.JSONDecodeError as wrong:
        raise EncodingError(f"not JSON: {wrong.msg} (line {wrong.lineno}, column {wrong.colno})") from None
    return value


def parse_object(data: bytes, *, max_bytes: int = MAX_BYTES, max_depth: int = MAX_DEPTH) -> JsonObject:
    """The JSON object in the bytes. Raises `EncodingError` as `parse` does, and for any other JSON value."""
    value = parse(data, max_bytes=max_bytes, max_depth=max_depth)
    if not isinstance(value, dict):
        raise EncodingError("the JSON text is not an object")
    return value


def dump(value: Any) -> bytes:
    """Compact UTF-8 JSON, members in the order given, closed by a line feed.

    Raises `EncodingError` for NaN, infinities and lone surrogates.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        return text.encode("utf-8") + b"\n"
    except ValueError:
        raise EncodingError("a number is not finite, or a text holds a lone surrogate") from None


def _refuse_depth(text: str, limit: int) -> None:
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = text[token.start()]
        depth += (mark in "[{") - (mark in "]}")
        if depth > limit:
            raise EncodingError(f"the JSON is nested more than {limit} levels deep")


def _members(pairs: list[tuple[str, Any]]) -> JsonObject:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise EncodingError("an object of the JSON has the same member twice")
    return members


def _finite(read: Callable[[str], int | float]) -> Callable[[str], int | float]:
    def number(digits: str) -> int | float:
        # Asked of float() for integers too: Python raises for those of thousands of digits.
        if not math.isfinite(float(digits)):
            raise EncodingError("a number of the JSON is out of range")
        return read(digits)

    return number


def _constant(name: str) -> Any:
    raise EncodingError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_int=_finite(int), parse_float=_finite(float), parse_constant=_constant
)
