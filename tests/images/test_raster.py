"""Admitting PNGs: whole ones only, to the last byte, and none that unpacks to more than its header says."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import BadgesError, ImageRefused
from generator.images.raster import plain_png, png_size, svg_to_png

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="red"/></svg>'
PNG = svg_to_png(SQUARE, 40)
SIGNATURE = b"\x89PNG\r\n\x1a\n"
END = b"\0\0\0\0IEND\xaeB`\x82"
PIXELS = zlib.compress(bytes(8 * (1 + 8 * 4)))


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """A chunk with its length and checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def header(width: int = 8, height: int = 8, *rest: int) -> bytes:
    """A PNG's first 33 bytes; `rest` is depth, colour, compression, filter, interlace."""
    return SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, *(rest or (8, 6, 0, 0, 0))))


def picture(size: int = 8 * (1 + 8 * 4)) -> bytes:
    """The one IDAT chunk of a picture of so many bytes."""
    return chunk(b"IDAT", zlib.compress(bytes(size)))


def test_the_size_is_the_one_that_was_asked_for() -> None:
    assert png_size(PNG) == (40, 20)
    assert png_size(svg_to_png(SQUARE)) == (512, 256)
    assert png_size(header(4096, 1) + picture(1 + 4096 * 4) + END) == (4096, 1)


@pytest.mark.parametrize(
    ("data", "size"),
    [
        (header(9, 5, 1, 0, 0, 0, 0) + picture(5 * (1 + 2)) + END, (9, 5)),
        (header(9, 5, 16, 2, 0, 0, 0) + picture(5 * (1 + 9 * 6)) + END, (9, 5)),
        (header(3, 1, 4, 3, 0, 0, 0) + chunk(b"PLTE", bytes(6)) + picture(3) + END, (3, 1)),
        (header(1, 1, 8, 0, 0, 0, 1) + picture(2) + END, (1, 1)),  # passes without pixels have no rows
        (header(8, 8, 8, 0, 0, 0, 1) + picture(64 + 15) + END, (8, 8)),  # 1 + 1 + 1 + 2 + 2 + 4 + 4 rows
        (header() + chunk(b"tEXt", b"Title\0x") + picture() + chunk(b"tIME", bytes(7)) + END, (8, 8)),
        (header() + chunk(b"IDAT", PIXELS[:5]) + chunk(b"IDAT") + chunk(b"IDAT", PIXELS[5:]) + END, (8, 8)),
    ],
)
def test_every_kind_of_png_is_admitted(data: bytes, size: tuple[int, int]) -> None:
    assert png_size(data) == size


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not a PNG"),
        (PNG[:8], "no header"),
        (PNG[:32], "cut off"),
        (b"GIF89a" + PNG[6:], "not a PNG"),
        (SIGNATURE + picture() + END, "no header"),
        (SIGNATURE + chunk(b"IHDR", bytes(12)) + END, "no header"),
        (header(0, 8) + END, "0 × 8 pixels"),
        (header(8, 4097) + END, "8 × 4,097 pixels"),
        (header(8, 8, 3, 6, 0, 0, 0) + END, "header"),
        (header(8, 8, 8, 5, 0, 0, 0) + END, "header"),
        (header(8, 8, 8, 6, 1, 0, 0) + END, "header"),
        (header(8, 8, 8, 6, 0, 1, 0) + END, "header"),
        (header(8, 8, 8, 6, 0, 0, 2) + END, "header"),
        (header(4096, 4096, 16, 6, 0, 0, 0) + END, "unpacks to 134,221,824 bytes"),
        (header() + picture(), "end is missing"),
        (PNG[:-1], "cut off"),
        (PNG[:-12], "end is missing"),
        (PNG + b"<?php", "follows its end"),
        (PNG + chunk(b"tEXt", b"x"), "end is missing"),
        (PNG + END, "second"),
        (header() + END, "no picture"),
        (header() + header()[8:] + picture() + END, "second header"),
        (header() + chunk(b"XXXX") + picture() + END, "unknown kind"),
        (header() + picture() + chunk(b"PLTE", bytes(3)) + END, "order"),
        (header() + picture() + chunk(b"tIME", bytes(7)) + picture() + END, "order"),
        (header(8, 8, 8, 3, 0, 0, 0) + picture(72) + END, "palette"),
        (header() + picture(263) + END, "not as large"),
        (header() + picture(265) + END, "not as large"),
        (header() + picture(50_000_000) + END, "more than its picture"),
        (header() + chunk(b"IDAT", PIXELS[:-1]) + END, "not as large"),
        (header() + chunk(b"IDAT", PIXELS + b"x") + END, "more than its picture"),
        (header() + chunk(b"IDAT", PIXELS) + chunk(b"IDAT", b"x") + END, "more than its picture"),
        (header() + chunk(b"IDAT", b"not deflated") + END, "cannot be unpacked"),
        (header() + chunk(b"IDAT", PIXELS[:-4] + bytes(4)) + END, "cannot be unpacked"),
        (header() + chunk(b"IDAT") + END, "not as large"),
        (header(1, 2, 8, 0, 0, 0, 0) + chunk(b"IDAT", zlib.compress(b"\4\0\5\0")) + END, "unknown filter"),
        (header(1, 1, 8, 0, 0, 0, 1) + chunk(b"IDAT", zlib.compress(b"\xff\0")) + END, "unknown filter"),
        (header(3, 1, 4, 3, 0, 0, 0) + chunk(b"PLTE", bytes(7)) + picture(3) + END, "palette does not fit"),
        (header(3, 1, 4, 3, 0, 0, 0) + chunk(b"PLTE") + picture(3) + END, "palette does not fit"),
        (header(3, 1, 1, 3, 0, 0, 0) + chunk(b"PLTE", bytes(9)) + picture(2) + END, "palette does not fit"),
        (header(3, 1, 8, 0, 0, 0, 0) + chunk(b"PLTE", bytes(9)) + picture(4) + END, "palette does not fit"),
        (header() + chunk(b"tRNS", bytes(2)) + picture() + END, "transparency does not fit"),
        (header(8, 8, 8, 2, 0, 0, 0) + chunk(b"tRNS", bytes(2)) + picture(200) + END, "transparency does not fit"),
        (
            header(3, 1, 8, 3, 0, 0, 0) + chunk(b"PLTE", bytes(6)) + chunk(b"tRNS", bytes(3)) + picture(4) + END,
            "transparency does not fit",
        ),
        (
            header(3, 1, 8, 3, 0, 0, 0) + chunk(b"tRNS", bytes(2)) + chunk(b"PLTE", bytes(6)) + picture(4) + END,
            "order",
        ),
        (header(8, 8, 8, 2, 0, 0, 0) + picture(200) + chunk(b"tRNS", bytes(6)) + END, "order"),
        (b"\xff\xd8\xff\xe0" + PNG, "not a PNG"),
        (b"<!DOCTYPE html>" + PNG, "not a PNG"),
        (b"\x1f\x8b\x08\x00" + PNG, "not a PNG"),
    ],
)
def test_what_is_no_whole_png_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ImageRefused, match=why):
        png_size(data)


@given(place=st.integers(0, len(PNG) - 1), bit=st.integers(0, 7))
def test_any_bit_matters(place: int, bit: int) -> None:
    mangled = bytearray(PNG)
    mangled[place] ^= 1 << bit
    with pytest.raises(ImageRefused):
        png_size(bytes(mangled))


@given(at=st.integers(0, len(PNG) - 1))
def test_a_png_that_is_cut_off_anywhere_is_refused(at: int) -> None:
    with pytest.raises(ImageRefused):
        png_size(PNG[:at])


@given(st.binary(max_size=64))
def test_any_bytes_are_measured_or_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused):
        png_size(data)


GREY = header(2, 1, 8, 0, 0, 0, 0)
COLOURS = header(3, 1, 4, 3, 0, 0, 0)
NOTES = chunk(b"tEXt", b"Author\0x") + chunk(b"eXIf", b"MM") + chunk(b"pHYs", bytes(9)) + chunk(b"acTL", bytes(8))


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (PNG, PNG),
        (header() + NOTES + picture() + chunk(b"tIME", bytes(7)) + END, header() + picture() + END),
        (
            header() + chunk(b"IDAT", PIXELS[:5]) + chunk(b"IDAT") + chunk(b"IDAT", PIXELS[5:]) + END,
            header() + chunk(b"IDAT", PIXELS) + END,
        ),
        (
            GREY + chunk(b"gAMA", bytes(4)) + chunk(b"tRNS", bytes(2)) + picture(3) + END,
            GREY + chunk(b"tRNS", bytes(2)) + picture(3) + END,
        ),
        (
            COLOURS + chunk(b"PLTE", bytes(6)) + chunk(b"tRNS", b"\0") + chunk(b"bKGD", b"\0") + picture(3) + END,
            COLOURS + chunk(b"PLTE", bytes(6)) + chunk(b"tRNS", b"\0") + picture(3) + END,
        ),
    ],
)
def test_a_plain_png_is_the_picture_and_nothing_else(data: bytes, plain: bytes) -> None:
    assert plain_png(data) == plain
    assert plain_png(plain) == plain


def test_what_is_no_whole_png_is_not_made_plain() -> None:
    with pytest.raises(ImageRefused, match="follows its end"):
        plain_png(PNG + b"<?php")


def test_a_refusal_is_one_of_ours() -> None:
    assert issubclass(ImageRefused, BadgesError)
