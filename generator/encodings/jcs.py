"""JSON Canonicalization Scheme: the one byte text of a JSON value (RFC 8785)."""

from __future__ import annotations

from typing import Any

import rfc8785

from generator.errors import EncodingError


def canonical_json(value: Any) -> bytes:
    """The canonical UTF-8 bytes: members sorted by UTF-16 units, numbers as ECMAScript writes them, no white space.

    Raises `EncodingError` for integers beyond 2^53 - 1, NaN, infinities, lone surrogates and what is not JSON.
    """
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as wrong:
        raise EncodingError(f"not canonical JSON: {wrong}") from None
