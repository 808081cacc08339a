"""Measuring PNGs: the header is read as the standard has it, and nothing else is believed."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import BadgesError, ImageRefused
from generator.images.raster import png_size, svg_to_png

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="red"/></svg>'
PNG = svg_to_png(SQUARE, 40)


def header(width: int = 8, height: int = 8, *rest: int) -> bytes:
    """A PNG's first 33 bytes; `rest` is depth, colour, compression, filter, interlace."""
    chunk = b"IHDR" + struct.pack(">IIBBBBB", width, height, *(rest or (8, 6, 0, 0, 0)))
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


def test_the_size_is_the_one_that_was_asked_for() -> None:
    assert png_size(PNG) == (40, 20)
    assert png_size(svg_to_png(SQUARE)) == (512, 256)
    assert png_size(header(4096, 1)) == (4096, 1)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        PNG[:8],
        PNG[:32],
        b"GIF89a" + PNG[6:],
        header(0, 8),
        header(8, 4097),
        header(8, 8, 3, 6, 0, 0, 0),
        header(8, 8, 8, 5, 0, 0, 0),
        header(8, 8, 8, 6, 1, 0, 0),
        header(8, 8, 8, 6, 0, 1, 0),
        header(8, 8, 8, 6, 0, 0, 2),
    ],
)
def test_what_is_no_png_is_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused):
        png_size(data)


@given(place=st.integers(0, 32), bit=st.integers(0, 7))
def test_any_bit_of_the_header_matters(place: int, bit: int) -> None:
    mangled = bytearray(PNG)
    mangled[place] ^= 1 << bit
    with pytest.raises(ImageRefused):
        png_size(bytes(mangled))


@given(st.binary(max_size=64))
def test_any_bytes_are_measured_or_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused):
        png_size(data)


def test_a_refusal_is_one_of_ours() -> None:
    assert issubclass(ImageRefused, BadgesError)
