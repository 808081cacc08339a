"""Status lists: the same text everywhere, read by any GZIP, and no bomb."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zlib
from pathlib import Path

import pytest

from generator.encodings import bitstring
from generator.encodings.multibase import decode_base64url, encode_base64url
from generator.errors import EncodingError

EXAMPLES = Path(__file__).parents[1] / "vectors" / "standards" / "examples"


def member(text: str) -> bytes:
    return decode_base64url(text)


def test_the_bytes_are_fixed() -> None:
    data = member(bitstring.encode([0, 7, 131_071]))
    # Header; last stored block of 16,384 bytes and its complement; bits; CRC-32 and length.
    assert data[:15].hex() == "1f8b08000000000000ff" + "01" + "0040" + "ffbf"
    assert data[15:16399] == b"\x81" + bytes(16_382) + b"\x01"
    assert data[16399:] == struct.pack("<II", zlib.crc32(data[15:16399]), 16_384)
    assert len(bitstring.encode([])) == 21_877
    assert bitstring.encode([]).startswith("uH4sIAAAAAAAA_wEAQP-_AAAA")


def test_other_readers_accept_it() -> None:
    data = member(bitstring.encode(range(0, 131_072, 3), 131_072 * 8))
    bits = gzip.decompress(data)
    assert bits == zlib.decompress(data, wbits=31) == gzip.GzipFile(fileobj=io.BytesIO(data)).read()
    assert len(bits) == 131_072  # three stored blocks
    assert bits == bitstring.decode(encode_base64url(data))


def test_order_and_repetition_of_indexes_do_not_matter() -> None:
    assert bitstring.encode([5, 9, 5]) == bitstring.encode([9, 5])


def test_the_example_of_another_compressor() -> None:
    subject = json.loads((EXAMPLES / "statuslist.json").read_text("utf-8"))["credentialSubject"]
    bits = bitstring.decode(subject["encodedList"])
    assert [index for index in range(131_072) if bitstring.is_set(bits, index)] == [48_213]
    assert bits == bitstring.decode(bitstring.encode([48_213]))


@pytest.mark.parametrize("index", [-1, 131_072, 10**30])
def test_indexes_outside_the_list(index: int) -> None:
    with pytest.raises(EncodingError):
        bitstring.encode([index])
    with pytest.raises(EncodingError):
        bitstring.is_set(bytes(16_384), index)


@pytest.mark.parametrize("length", [0, 131_064, 131_073])
def test_lengths_that_no_list_has(length: int) -> None:
    with pytest.raises(EncodingError):
        bitstring.encode([], length)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x1f\x8b",
        gzip.compress(bytes(16_384), mtime=0)[:-1],
        gzip.compress(bytes(16_384), mtime=0) + b"\0",
        gzip.compress(bytes(16_384), mtime=0) + gzip.compress(b"", mtime=0),
        gzip.compress(bytes(16_383), mtime=0),
        zlib.compress(bytes(16_384)),
        gzip.compress(bytes(16_384), mtime=0)[:-8] + bytes(8),
        bytes(16_384),
    ],
)
def test_what_is_not_one_whole_member(data: bytes) -> None:
    with pytest.raises(EncodingError):
        bitstring.decode(encode_base64url(data))


@pytest.mark.parametrize("prefix", ["", "m", "z"])
def test_other_bases(prefix: str) -> None:
    with pytest.raises(EncodingError):
        bitstring.decode(prefix + bitstring.encode([])[1:])


def test_bounds() -> None:
    text = encode_base64url(gzip.compress(bytes(20_000), mtime=0))
    assert len(bitstring.decode(text, max_bytes=20_000)) == 20_000
    with pytest.raises(EncodingError, match="more than 19999"):
        bitstring.decode(text, max_bytes=19_999)
    bomb = encode_base64url(gzip.compress(bytes(64 * 1024 * 1024), mtime=0))
    with pytest.raises(EncodingError, match="more than"):
        bitstring.decode(bomb)
    assert bitstring.decode(encode_base64url(gzip.compress(b"\x80", mtime=0)), min_bytes=1) == b"\x80"


def test_the_first_entry_is_the_most_significant_bit() -> None:
    assert [bitstring.is_set(b"\xa0", index) for index in range(8)] == [True, False, True, *[False] * 5]
