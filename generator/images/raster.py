"""PNGs: made of an SVG, and measured."""

from __future__ import annotations

import struct
import zlib
from typing import Final

import resvg_py

from generator.errors import ImageRefused
from generator.images.svg import check_svg

MOST_PIXELS: Final = 4096
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# PNG, 11.2.2: which bit depths go with a colour type
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}


def svg_to_png(svg: bytes, width: int = 512) -> bytes:
    """The PNG of an SVG, `width` pixels wide; no font of the machine takes part. Raises ImageRefused."""
    check_svg(svg)
    try:
        png = resvg_py.svg_to_bytes(svg_string=svg.decode("utf-8-sig"), width=width, skip_system_fonts=True)
    except ValueError as error:
        raise ImageRefused(f"the SVG cannot be drawn: {error}") from error
    png_size(png)
    return png


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels as a PNG's header states them. Raises ImageRefused where it is not one, or damaged."""
    if data[:8] != _SIGNATURE:
        raise ImageRefused("this is not a PNG image")
    if len(data) < 33 or data[8:16] != b"\x00\x00\x00\x0dIHDR":
        raise ImageRefused("the PNG has no header")
    if zlib.crc32(data[12:29]) != int.from_bytes(data[29:33], "big"):
        raise ImageRefused("the PNG's header is damaged")
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", data[16:29])
    if not (1 <= width <= MOST_PIXELS and 1 <= height <= MOST_PIXELS):
        raise ImageRefused(f"the PNG is {width:,} × {height:,} pixels; at most {MOST_PIXELS:,} each way are admitted")
    if depth not in _DEPTHS.get(colour, ()) or (compression, filtering) != (0, 0) or interlace > 1:
        raise ImageRefused("the PNG's header is not that of a PNG")
    return width, height
