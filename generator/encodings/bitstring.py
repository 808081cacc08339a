"""Bitstring Status List: a GZIP-compressed string of bits as multibase base64url text.

Index 0 is the most significant bit of the first byte. Source: Bitstring Status List v1.0, 3.1 and 3.2.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from generator.encodings.multibase import decode_base64url, encode_base64url
from generator.errors import EncodingError

MIN_ENTRIES = 131_072  # the standard's minimum, which hides a learner in a crowd
MIN_BYTES = MIN_ENTRIES // 8
MAX_BYTES = 8 * 1024 * 1024

# Deflate, no flags, no time, no extra flags, operating system unknown. Compressors and their headers differ between
# builds of zlib, and with them the bytes that are signed; stored blocks are the same everywhere.
_HEADER = bytes.fromhex("1f8b08000000000000ff")
_BLOCK = 65_535


def encode(set_bits: Iterable[int], length: int = MIN_ENTRIES) -> str:
    """The `encodedList` of `length` entries, a multiple of 8 and at least 131,072, in which these indexes are 1.

    The text depends on nothing but the arguments. Raises `EncodingError` for an index outside the list.
    """
    if length < MIN_ENTRIES or length % 8:
        raise EncodingError(f"a status list has at least {MIN_ENTRIES} entries, a multiple of 8, not {length}")
    bits = bytearray(length // 8)
    for index in set_bits:
        bits[_byte(bits, index)] |= 0x80 >> (index & 7)
    return encode_base64url(_stored(bytes(bits)))


def decode(text: str, *, min_bytes: int = MIN_BYTES, max_bytes: int = MAX_BYTES) -> bytes:
    """The bits of an `encodedList`: from `min_bytes` to `max_bytes` of them, inflated under that bound.

    Raises `EncodingError` for anything but exactly one whole GZIP member, or another length.
    """
    inflater = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        bits = inflater.decompress(decode_base64url(text), max_bytes + 1)
    except zlib.error:
        raise EncodingError("the status list is not a GZIP member") from None
    if len(bits) > max_bytes:
        raise EncodingError(f"the status list has more than {max_bytes} bytes")
    if not inflater.eof or inflater.unused_data:
        raise EncodingError("the status list is not exactly one whole GZIP member")
    if len(bits) < min_bytes:
        raise EncodingError(f"the status list has only {len(bits)} of at least {min_bytes} bytes")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Whether the entry at `index` is 1. Raises `EncodingError` for an index outside the list (RANGE_ERROR)."""
    return bool(bits[_byte(bits, index)] & (0x80 >> (index & 7)))


def _byte(bits: bytes | bytearray, index: int) -> int:
    if not 0 <= index < len(bits) * 8:
        raise EncodingError(f"the status list has no entry {index}")
    return index >> 3


def _stored(data: bytes) -> bytes:
    """One GZIP member (RFC 1952) of stored deflate blocks (RFC 1951, 3.2.4)."""
    starts = range(0, len(data), _BLOCK)
    blocks = (_block(data[at : at + _BLOCK], last=at == starts[-1]) for at in starts)
    return _HEADER + b"".join(blocks) + struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)


def _block(data: bytes, *, last: bool) -> bytes:
    return struct.pack("<BHH", last, len(data), len(data) ^ 0xFFFF) + data
