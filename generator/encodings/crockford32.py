"""Crockford's base 32 in lower case: the digits of award ids, without the letters i, l, o and u.

Decoding here is strict; what a person typed from paper goes through `generator.names.AwardId.typed` first.
Source: https://www.crockford.com/base32.html.
"""

from __future__ import annotations

from generator.errors import EncodingError

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
AWARD_ID_DIGITS = 26
_DIGITS = {character: value for value, character in enumerate(ALPHABET)}


def encode(number: int, digits: int = AWARD_ID_DIGITS) -> str:
    """Exactly `digits` digits of a number of at most 5 bits a digit, the most significant first."""
    if number < 0 or number >> (5 * digits):
        raise EncodingError(f"the number does not fit into {digits} digits")
    return "".join(ALPHABET[number >> shift & 31] for shift in range(5 * (digits - 1), -1, -5))


def decode(text: str) -> int:
    """The number that the digits stand for, whatever their count but at least one."""
    if not text:
        raise EncodingError("there is no digit")
    number = 0
    for character in text:
        if character not in _DIGITS:
            raise EncodingError(f"{character!r} is not a digit of Crockford's base 32")
        number = number << 5 | _DIGITS[character]
    return number


def from_bytes(data: bytes, digits: int = AWARD_ID_DIGITS) -> str:
    """The digits of the first 5 x `digits` bits of the bytes: 17 random bytes make an award id of 130 bits."""
    spare = 8 * len(data) - 5 * digits
    if spare < 0:
        raise EncodingError(f"{digits} digits need {(5 * digits + 7) // 8} bytes, not {len(data)}")
    return encode(int.from_bytes(data, "big") >> spare, digits)
