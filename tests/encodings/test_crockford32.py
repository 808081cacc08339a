"""The digits of award ids."""

from __future__ import annotations

import pytest

from generator.encodings import crockford32
from generator.errors import EncodingError
from generator.names import AwardId


def test_known_numbers() -> None:
    assert crockford32.encode(0) == "0" * 26
    assert crockford32.encode(2**130 - 1) == "z" * 26
    assert crockford32.encode(32, 2) == "10"
    assert crockford32.decode("10") == 32
    assert crockford32.decode("bhp5n40baqpaaqspp7ft4y5m95") < 2**130


def test_17_random_bytes_make_an_award_id() -> None:
    assert crockford32.from_bytes(b"\xff" * 17) == "z" * 26
    assert crockford32.from_bytes(b"\x80" + bytes(16)) == "g" + "0" * 25
    assert AwardId(crockford32.from_bytes(bytes(range(17))))
    # The six spare bits are left out.
    assert crockford32.from_bytes(bytes(16) + b"\x3f") == "0" * 26
    assert crockford32.from_bytes(b"\xff", 1) == "z"


@pytest.mark.parametrize("number", [-1, 2**130])
def test_numbers_that_do_not_fit(number: int) -> None:
    with pytest.raises(EncodingError):
        crockford32.encode(number)


def test_too_few_bytes() -> None:
    with pytest.raises(EncodingError, match="17 bytes, not 16"):
        crockford32.from_bytes(bytes(16))


@pytest.mark.parametrize("text", ["", "I", "i", "l", "o", "u", "A", "1-0", " 1", "é", "١"])
def test_what_is_not_a_digit(text: str) -> None:
    with pytest.raises(EncodingError):
        crockford32.decode(text)
