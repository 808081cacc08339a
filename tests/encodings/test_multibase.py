"""base58btc and base64url, each text for bytes being the only one."""

from __future__ import annotations

import pytest

from generator.encodings import multibase
from generator.errors import EncodingError

# draft-msporny-base58-03, 5, and the borders.
BASE58 = [
    (b"", "z"),
    (b"\0", "z1"),
    (b"\0\0\0", "z111"),
    (b"\x39", "zz"),
    (b"\x3a", "z21"),
    (b"Hello World!", "z2NEpo7TZRRrLZSi2U"),
    (b"\x00\x00\x28\x7f\xb4\xcd", "z11233QC4"),
    (b"The quick brown fox jumps over the lazy dog.", "zUSm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z"),
]


@pytest.mark.parametrize(("data", "text"), BASE58)
def test_base58btc(data: bytes, text: str) -> None:
    assert multibase.encode_base58btc(data) == text
    assert multibase.decode_base58btc(text) == data


@pytest.mark.parametrize(
    "text", ["", "Z2NEpo", "2NEpo", "z2NEp0", "zO", "zI", "zl", "z2 1", " z21", "z21\n", "z²1", "uAA"]
)
def test_what_is_not_base58btc(text: str) -> None:
    with pytest.raises(EncodingError):
        multibase.decode_base58btc(text)


def test_base58btc_is_bounded() -> None:
    longest = b"\xff" * multibase.MAX_BASE58_BYTES
    assert multibase.decode_base58btc(multibase.encode_base58btc(longest)) == longest
    with pytest.raises(EncodingError):
        multibase.encode_base58btc(longest + b"\0")
    # Longer than any digits of 128 bytes; digits enough for more than 128 bytes; 129 zero bytes.
    for text in ("z" + "z" * 1_000_000, "z" + "z" * 175, "z" + "1" * 129):
        with pytest.raises(EncodingError):
            multibase.decode_base58btc(text)


@pytest.mark.parametrize(
    ("data", "text"), [(b"", "u"), (b"f", "uZg"), (b"fo", "uZm8"), (b"foo", "uZm9v"), (b"\xfb\xff", "u-_8")]
)
def test_base64url(data: bytes, text: str) -> None:
    assert multibase.encode_base64url(data) == text
    assert multibase.decode_base64url(text) == data


@pytest.mark.parametrize("text", ["", "Zg", "UZg", "uZg==", "uZ", "uZh", "uZm9", "u+/8", "uZg\n", "u Zg", "uZ\u00e9"])
def test_what_is_not_base64url(text: str) -> None:
    with pytest.raises(EncodingError):
        multibase.decode_base64url(text)


def test_no_error_quotes_the_text() -> None:
    secret = "z3u2SECRET0"
    with pytest.raises(EncodingError) as caught:
        multibase.decode_base58btc(secret)
    assert "SECRET" not in str(caught.value)
