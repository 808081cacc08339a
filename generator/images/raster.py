"""PNGs: made of an SVG, and admitted or refused."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import resvg_py

from generator.errors import ImageRefused
from generator.images.svg import check_svg

MOST_PIXELS: Final = 4096
MOST_INFLATED: Final = 80_000_000
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
# PNG, 11.2.2: which bit depths go with a colour type
_DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# PNG, 11.2.2: behind the signature, the length and the kind
_HEADER: Final = slice(16, 29)
_SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_INDEXED: Final = 3
# PNG, 8.2: column and row where a pass of Adam7 begins, and its steps
_ADAM7: Final = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_CRITICAL: Final = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
_KEPT: Final = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
# PNG, 11.3.1.1: how many bytes say which grey or colour is transparent
_TRANSPARENT: Final = {0: 2, 2: 6}
# PNG, 9.2
_MOST_FILTER: Final = 4
_STEP: Final = 1 << 16


def svg_to_png(svg: bytes, width: int = 512) -> bytes:
    """The PNG of an SVG, `width` pixels wide; no font of the machine takes part. Raises ImageRefused."""
    check_svg(svg)
    try:
        png = resvg_py.svg_to_bytes(svg_string=svg.decode("utf-8-sig"), width=width, skip_system_fonts=True)
    except ValueError as error:
        raise ImageRefused(f"the SVG cannot be drawn: {error}") from error
    # A narrow drawing becomes a tall picture. The rest of what was written just now need not be looked through.
    _header(png[_HEADER])
    return png


@dataclass(frozen=True, slots=True)
class _Header:
    """What a PNG's header says."""

    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    def passes(self) -> Iterator[tuple[int, int]]:
        """Rows, and bytes of a row with its filter's, of each pass that has pixels."""
        bits = self.depth * _SAMPLES[self.colour]
        for left, top, across, down in _ADAM7 if self.interlaced else ((0, 0, 1, 1),):
            columns, rows = -(-max(0, self.width - left) // across), -(-max(0, self.height - top) // down)
            if columns and rows:
                yield rows, 1 + -(-columns * bits // 8)

    def inflated(self) -> int:
        """How many bytes the picture's data have before compression: of each row, one more than its pixels need."""
        return sum(rows * length for rows, length in self.passes())


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height of a whole PNG in pixels. Raises ImageRefused where it is none, damaged, cut off or too large.

    Every chunk is walked and its checksum compared, and the picture's data are inflated, though never kept.
    """
    header, _ = _admitted(data)
    return header.width, header.height


def plain_png(data: bytes) -> bytes:
    """The picture of a PNG and nothing else: no text, no place, date, profile or animation. Raises ImageRefused.

    The compressed picture is kept as it is, so that every machine writes the same bytes.
    """
    _, chunks = _admitted(data)
    parts = {kind: b"".join(body for name, body in chunks if name == kind) for kind in _KEPT}
    return _SIGNATURE + b"".join(_chunk(kind, parts[kind]) for kind in _KEPT if parts[kind] or kind == b"IEND")


def _chunk(kind: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(kind + body)
    return len(body).to_bytes(4, "big") + kind + body + checksum.to_bytes(4, "big")


def _admitted(data: bytes) -> tuple[_Header, list[tuple[bytes, memoryview]]]:
    """The header and chunks of a PNG that is whole and right."""
    if data[:8] != _SIGNATURE:
        raise ImageRefused("this is not a PNG image")
    chunks = list(_chunks(data))
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise ImageRefused("the PNG has no header")
    header = _header(bytes(chunks[0][1]))
    kinds = [kind for kind, _ in chunks]
    if kinds[-1] != b"IEND":
        raise ImageRefused("the PNG is cut off: its end is missing")
    _arrangement(kinds, header)
    _palette({kind: len(body) for kind, body in chunks}, header)
    _inflate((body for kind, body in chunks if kind == b"IDAT"), header)
    return header, chunks


def _chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Each chunk's kind and content, up to the end of the file."""
    view, at = memoryview(data), 8
    while at < len(data):
        length = int.from_bytes(view[at : at + 4], "big")
        end = at + 8 + length
        if end + 4 > len(data):
            raise ImageRefused("the PNG is cut off, or something follows its end")
        if zlib.crc32(view[at + 4 : end]) != int.from_bytes(view[end : end + 4], "big"):
            raise ImageRefused("the PNG is damaged: a checksum is wrong")
        yield bytes(view[at + 4 : at + 8]), view[at + 8 : end]
        at = end + 4


def _header(content: bytes) -> _Header:
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", content)
    if not (1 <= width <= MOST_PIXELS and 1 <= height <= MOST_PIXELS):
        raise ImageRefused(f"the PNG is {width:,} × {height:,} pixels; at most {MOST_PIXELS:,} each way are admitted")
    if depth not in _DEPTHS.get(colour, ()) or (compression, filtering) != (0, 0) or interlace > 1:
        raise ImageRefused("the PNG's header is not that of a PNG")
    header = _Header(width, height, depth, colour, interlaced=interlace == 1)
    if header.inflated() > MOST_INFLATED:
        message = f"the PNG unpacks to {header.inflated():,} bytes; at most {MOST_INFLATED:,} are admitted"
        raise ImageRefused(message)
    return header


def _arrangement(kinds: list[bytes], header: _Header) -> None:
    """Refuse chunks that decoders would stumble over: unknown ones that matter, one too many or few, a wrong order."""
    if any(kind[:1].isupper() and kind not in _CRITICAL for kind in kinds):
        raise ImageRefused("the PNG has a part of an unknown kind")
    if kinds.count(b"IHDR") > 1 or kinds.count(b"PLTE") > 1 or kinds.count(b"IEND") > 1:
        raise ImageRefused("the PNG has a second header, palette or end")
    if b"IDAT" not in kinds:
        raise ImageRefused("the PNG has no picture in it")
    first, count = kinds.index(b"IDAT"), kinds.count(b"IDAT")
    if kinds[first : first + count] != [b"IDAT"] * count or b"PLTE" in kinds[first:]:
        raise ImageRefused("the PNG's parts are out of order")
    if header.colour == _INDEXED and b"PLTE" not in kinds:
        raise ImageRefused("the PNG has no palette")
    if (
        kinds.count(b"tRNS") > 1
        or b"tRNS" in kinds[first:]
        or (b"PLTE" in kinds and b"tRNS" in kinds[: kinds.index(b"PLTE")])
    ):
        raise ImageRefused("the PNG's parts are out of order")


def _palette(lengths: dict[bytes, int], header: _Header) -> None:
    """Refuse a palette, or a list of what is transparent, that doesn't fit the picture's kind (PNG, 11.2.3, 11.3.1)."""
    colours, rest = divmod(lengths.get(b"PLTE", 0), 3)
    if b"PLTE" in lengths and (rest or not 1 <= colours <= 256 or header.colour in (0, 4)):
        raise ImageRefused("the PNG's palette does not fit it")
    if header.colour == _INDEXED and colours > 1 << header.depth:
        raise ImageRefused("the PNG's palette does not fit it")
    if (clear := lengths.get(b"tRNS")) is not None:
        fits = 1 <= clear <= colours if header.colour == _INDEXED else clear == _TRANSPARENT.get(header.colour)
        if not fits:
            raise ImageRefused("the PNG's transparency does not fit it")


def _inflate(bodies: Iterator[memoryview], header: _Header) -> None:
    """Inflate the picture's data, a stretch at a time, and refuse what isn't exactly as much as the header promises."""
    stream, rows, expected = zlib.decompressobj(), _Rows(header), header.inflated()
    try:
        for body in bodies:
            waiting = bytes(body)
            while waiting and not stream.eof and rows.size <= expected:
                rows.take(stream.decompress(waiting, _STEP))
                waiting = stream.unconsumed_tail
            if waiting or stream.unused_data:
                raise ImageRefused("the PNG holds more than its picture")
        while not stream.eof and rows.size <= expected and (rest := stream.decompress(b"", _STEP)):
            rows.take(rest)
    except zlib.error as error:
        raise ImageRefused("the PNG is damaged: its picture cannot be unpacked") from error
    if not stream.eof or rows.size != expected:
        raise ImageRefused("the PNG is damaged: its picture is not as large as its header says")


class _Rows:
    """Follows the rows of inflated data, each of which begins with the number of its filter."""

    def __init__(self, header: _Header) -> None:
        self.size = 0
        self._lengths = iter([length for rows, length in header.passes() for _ in range(rows)])
        self._next = 0

    def take(self, data: bytes) -> None:
        """Look at the filters that begin in this stretch."""
        end = self.size + len(data)
        while self._next < end and (length := next(self._lengths, 0)):
            if data[self._next - self.size] > _MOST_FILTER:
                raise ImageRefused("the PNG is damaged: a row has an unknown filter")
            self._next += length
        self.size = end
