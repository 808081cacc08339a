"""Taking out what was baked into an image: the badge that a PNG or SVG carries within itself.

The bytes are anybody's. No pixel is decoded and nothing is drawn; what is packed is unpacked under a cap, and XML is
read without document type, entities or anything from outside the file.

Sources: Open Badges 3.0, 5.3 (https://www.imsglobal.org/spec/ob/v3p0/#baked-badge) with the keyword and namespace of
CLR 2.0 beside its own; Open Badges 2.0 Baking (https://www.imsglobal.org/sites/default/files/Badges/OBv2p0Final/baking/);
PNG, 11.3.3 (https://www.w3.org/TR/png-3/#11textinfo).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final
from xml.parsers import expat

from generator.errors import ImageRefused
from generator.images.xml_reading import read_xml, refuse_other_text

MOST_PNG_BYTES: Final = 16_000_000
MOST_SVG_BYTES: Final = 8_000_000
MOST_TEXT_BYTES: Final = 2_000_000
# Bounds on work, far beyond any image that was drawn.
MOST_CHUNKS: Final = 100_000
MOST_MARKS: Final = 300_000
MOST_LEVELS: Final = 256

KEYWORDS: Final = ("openbadgecredential", "clrcredential", "openbadges")

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_BLANK: Final = " \t\r\n"
_SVG: Final = ("http://www.w3.org/2000/svg svg", "svg")
# The second form of each namespace of a credential is none of the standard's, but is met in images.
_ELEMENTS: Final = {
    "https://purl.imsglobal.org/ob/v3p0 credential": "openbadgecredential",
    "https://purl.imsglobal.org/spec/ob/v3p0 credential": "openbadgecredential",
    "https://purl.imsglobal.org/clr/v2p0 credential": "clrcredential",
    "https://purl.imsglobal.org/spec/clr/v2p0 credential": "clrcredential",
    "http://openbadges.org assertion": "openbadges",
}
_JWS: Final = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*={0,2}")
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


@dataclass(frozen=True, slots=True)
class Baked:
    """What was baked in under one keyword of `KEYWORDS`: JSON, a compact JWS or, in old badges, a URL; never empty."""

    keyword: str
    text: str


def unbake(data: bytes) -> tuple[Baked, ...]:
    """What is baked into a PNG or SVG, in the order of `KEYWORDS`; empty where nothing is.

    Raises ImageRefused for what is neither, is damaged or too large, or holds two badges under one keyword.
    Nothing of the text is checked but that it is UTF-8 and has at most `MOST_TEXT_BYTES`.
    """
    if data.startswith(_SIGNATURE):
        found = _in_png(data)
    elif data.startswith(b"\x1f\x8b"):
        raise ImageRefused("the image is packed with gzip (svgz): unpack it first")
    elif data.startswith(_UTF16):
        raise ImageRefused("the image is UTF-16 text: save it as UTF-8")
    else:
        found = _in_svg(data)
    return tuple(Baked(keyword, found[keyword]) for keyword in KEYWORDS if keyword in found)


def _once(found: dict[str, str], keyword: str) -> None:
    if keyword in found:
        raise ImageRefused("two badges are baked in, nobody can tell which is meant")


def _filled(text: str) -> str:
    """The text without the blanks around it, which many bakers write."""
    if not (text := text.strip(_BLANK)):
        raise ImageRefused("the image has a place for a badge, but it is empty")
    return text


# -- PNG ------------------------------------------------------------------------------------------------------


def _in_png(data: bytes) -> dict[str, str]:
    if len(data) > MOST_PNG_BYTES:
        raise ImageRefused(f"the PNG is larger than {MOST_PNG_BYTES:,} bytes")
    found: dict[str, str] = {}
    for kind, content in _chunks(memoryview(data)):
        # A text without a keyword is a mistake that one baker makes with its comment.
        keyword, _, rest = bytes(content).partition(b"\0") if kind in _TEXTS else (b"", b"", b"")
        name = keyword.decode("latin-1")
        if name in KEYWORDS and len(keyword) < len(content):
            _once(found, name)
            found[name] = _filled(_decoded(_TEXTS[kind](rest)))
    return found


def _chunks(view: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Each chunk's kind and content, from the header to the end; what follows the end is no part of the PNG."""
    at, kind, count = 8, b"", 0
    while kind != b"IEND":
        end = at + 8 + int.from_bytes(view[at : at + 4], "big")
        if end + 4 > len(view):
            raise ImageRefused("the PNG is cut off")
        if zlib.crc32(view[at + 4 : end]) != int.from_bytes(view[end : end + 4], "big"):
            raise ImageRefused("the PNG is damaged: a checksum is wrong")
        kind, count = bytes(view[at + 4 : at + 8]), count + 1
        if (kind == b"IHDR") is not (count == 1) or count > MOST_CHUNKS:
            raise ImageRefused("the PNG is damaged: its parts are not those of a PNG")
        yield kind, view[at + 8 : end]
        at = end + 4


def _international(rest: bytes) -> bytes:
    """The text of an iTXt chunk: flag and method of compression, language, keyword in that language, text."""
    flag, method = rest[:1], rest[1:2]
    parts = rest[2:].split(b"\0", 2)
    if len(parts) != 3 or flag not in (b"\0", b"\1") or (flag == b"\1" and method != b"\0"):
        raise _damaged()
    return parts[2] if flag == b"\0" else _inflated(parts[2])


def _compressed(rest: bytes) -> bytes:
    """The text of a zTXt chunk: method of compression, text."""
    if rest[:1] != b"\0":
        raise _damaged()
    return _inflated(rest[1:])


# tEXt is Latin-1 by PNG, but bakers wrote UTF-8 there; of URLs and escaped JSON both are the same.
_TEXTS: Final[dict[bytes, Callable[[bytes], bytes]]] = {b"iTXt": _international, b"tEXt": bytes, b"zTXt": _compressed}


def _inflated(packed: bytes) -> bytes:
    """What was packed, never more than one byte too many of it."""
    stream = zlib.decompressobj()
    try:
        text = stream.decompress(packed, MOST_TEXT_BYTES + 1)
    except zlib.error:
        raise _damaged() from None
    if len(text) <= MOST_TEXT_BYTES and (not stream.eof or stream.unused_data):
        raise _damaged()
    return text


def _decoded(text: bytes) -> str:
    if len(text) > MOST_TEXT_BYTES:
        raise _too_long()
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        raise ImageRefused("the badge in the image is not UTF-8 text") from None


def _damaged() -> ImageRefused:
    return ImageRefused("the PNG is damaged: the badge in it cannot be unpacked")


def _too_long() -> ImageRefused:
    return ImageRefused(f"the badge in the image is larger than {MOST_TEXT_BYTES:,} bytes")


# -- SVG ------------------------------------------------------------------------------------------------------


def _in_svg(data: bytes) -> dict[str, str]:
    if len(data) > MOST_SVG_BYTES:
        raise ImageRefused(f"this is not a PNG, and larger than an SVG may be ({MOST_SVG_BYTES:,} bytes)")
    data = data.removeprefix(b"\xef\xbb\xbf")
    if not data.lstrip().startswith(b"<"):
        raise ImageRefused("this is neither a PNG nor an SVG image")
    _check_text(data)
    reader = _Reader()
    read_xml(reader.parser, data)
    return reader.found


def _check_text(data: bytes) -> None:
    """Refuse what is no UTF-8, and what has so many tags and attributes that reading them takes much memory."""
    refuse_other_text(data)
    if data.count(b"<") + data.count(b"=") > MOST_MARKS:
        raise ImageRefused(f"the SVG has more than {MOST_MARKS:,} elements and attributes")


class _Reader:
    """Walks the document's events, keeps the text of badge elements and lets all else pass."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._entity
        self.parser.SkippedEntityHandler = self._entity
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.found: dict[str, str] = {}
        self.level = 0
        self.keyword = ""  # of the badge element that is open
        self.verify = ""
        self.body: list[str] = []

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
            raise ImageRefused("the SVG says that it is not UTF-8")

    def _doctype(self, name: str, system: str | None, public: str | None, own: int) -> None:
        """A document type that is only named is never loaded, and many old SVGs have it."""
        if own:
            self._entity()

    def _entity(self, *declared: object) -> None:
        raise ImageRefused("the SVG has a document type of its own, or entities (<!DOCTYPE … [, <!ENTITY)")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.level += 1
        if self.level == 1 and name not in _SVG:
            raise ImageRefused("this is neither a PNG nor an SVG image")
        if self.level > MOST_LEVELS:
            raise ImageRefused(f"the SVG has more than {MOST_LEVELS} elements within each other")
        if self.keyword:
            raise ImageRefused("the SVG has elements within the badge that is baked in")
        if keyword := _ELEMENTS.get(name, ""):
            _once(self.found, keyword)
            self.keyword, self.verify, self.body = keyword, attributes.get("verify", ""), []

    def _characters(self, text: str) -> None:
        if self.keyword:
            self.body.append(text)

    def _end(self, name: str) -> None:
        self.level -= 1
        if self.keyword:
            self.found[self.keyword] = _meant("".join(self.body), self.verify)
            self.keyword = ""


def _meant(body: str, verify: str) -> str:
    """The badge of an element: its body, or its `verify`, where a JWS belongs and OB 2.0 has a URL beside its JSON.

    A badge itself goes before an address of one, and bakers that write the same in both places mean that one.
    """
    texts = {text for text in (body.strip(_BLANK), verify.strip(_BLANK)) if text}
    badges = {text for text in texts if text.startswith("{") or _JWS.fullmatch(text)} or texts
    if len(badges) > 1:
        raise ImageRefused("two badges are baked in, nobody can tell which is meant")
    text = _filled("".join(badges))
    if len(text.encode("utf-8")) > MOST_TEXT_BYTES:
        raise _too_long()
    return text
