"""Multibase, the two bases that credentials use: base58btc (`z…`) and base64url without padding (`u…`).

Decoding is strict: exactly one text stands for given bytes, and any other raises `EncodingError`.
The texts may be secret keys, so no error quotes them. Source: Controlled Identifiers 1.0, 2.4 Multibase.
"""

from __future__ import annotations

import base64
import binascii
import re

from generator.errors import EncodingError

ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
# Conversion of base 58 takes quadratic time; keys and signatures need 34 and 64 bytes.
MAX_BASE58_BYTES = 128
_MAX_BASE58_DIGITS = 175
_DIGITS = {character: value for value, character in enumerate(ALPHABET)}
# Digits are written two by two, from pieces of eight, whose halves are numbers of one machine word.
_PAIRS = tuple(high + low for high in ALPHABET for low in ALPHABET)
_TWO, _FOUR, _EIGHT = 58**2, 58**4, 58**8
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


def encode_base58btc(data: bytes) -> str:
    """`z` and the base 58 digits of at most 128 bytes; each leading zero byte is a `1`."""
    if len(data) > MAX_BASE58_BYTES:
        raise EncodingError(f"base58btc is limited to {MAX_BASE58_BYTES} bytes")
    number = int.from_bytes(data, "big")
    pairs: list[str] = []
    while number:
        number, piece = divmod(number, _EIGHT)
        high, low = divmod(piece, _FOUR)
        pairs += _PAIRS[low % _TWO], _PAIRS[low // _TWO], _PAIRS[high % _TWO], _PAIRS[high // _TWO]
    pairs.reverse()
    zeros = len(data) - len(data.lstrip(b"\0"))
    return "z" + "1" * zeros + "".join(pairs).lstrip("1")


def decode_base58btc(text: str) -> bytes:
    """The at most 128 bytes that a `z…` text stands for."""
    digits = _after_prefix(text, "z", "base58btc")
    if len(digits) > _MAX_BASE58_DIGITS:
        raise EncodingError(f"base58btc is limited to {MAX_BASE58_BYTES} bytes")
    number = 0
    for character in digits:
        if character not in _DIGITS:
            raise EncodingError("base58btc: a character is not of the Bitcoin alphabet")
        number = number * 58 + _DIGITS[character]
    zeros = len(digits) - len(digits.lstrip("1"))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    if len(data) > MAX_BASE58_BYTES:
        raise EncodingError(f"base58btc is limited to {MAX_BASE58_BYTES} bytes")
    return data


def encode_base64url(data: bytes) -> str:
    """`u` and the base64url digits of the bytes, without padding."""
    return "u" + base64url(data)


def decode_base64url(text: str) -> bytes:
    """The bytes that a `u…` text stands for."""
    return from_base64url(_after_prefix(text, "u", "base64url"))


def base64url(data: bytes) -> str:
    """The base64url digits of the bytes, without padding and without multibase's letter (RFC 4648, 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(digits: str) -> bytes:
    """The bytes that base64url digits without padding stand for; unused bits must be zero (RFC 4648, 3.5)."""
    if not _BASE64URL.fullmatch(digits):
        raise EncodingError("base64url: a character is not of its alphabet")
    try:
        data = base64.urlsafe_b64decode(digits + "=" * (-len(digits) % 4))
    except binascii.Error:
        raise EncodingError("base64url: there is one digit too many or too few") from None
    if digits and base64url(data[-(len(data) % 3 or 3) :]) != digits[-(len(digits) % 4 or 4) :]:
        raise EncodingError("base64url: the unused bits of the last digit are not zero")
    return data


def _after_prefix(text: str, prefix: str, base: str) -> str:
    if not text.startswith(prefix):
        raise EncodingError(f"multibase: {base} begins with {prefix!r}")
    return text[1:]
