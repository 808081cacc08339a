"""Fuzzing pictures: what authors hand in, and what strangers say has a badge baked into it."""

from __future__ import annotations

import contextlib
import struct
import zlib
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ImageRefused
from generator.images.baking import KEYWORDS, MOST_TEXT_BYTES, unbake
from generator.images.raster import MOST_PIXELS, plain_png, png_size, svg_to_png
from generator.images.svg import check_svg
from tests.fuzz.mutations import REGISTRY, examples, files, mutated, soon

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
SVGS: Final = [*files("**/*.svg", below=REGISTRY), *files("baked/*.svg", "foreign/*/*.svg")]
SMALL: Final = [
    svg_to_png(b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><rect width="2" height="1"/></svg>', 8),
    *files("baked/*.png", "foreign/*/*.png"),
]
KINDS: Final = (*b"IHDR PLTE tRNS IDAT IEND tEXt zTXt iTXt gAMA iCCP acTL eXIf QQQQ".split(), b"\0\0\0\0")
XML: Final = (
    *b'<svg <g </g> <path d=" <mask id="m"> <use href="# <style> <script> <!-- <![CDATA[ ]]> <?xml <!DOCTYPE'.split(),
    *b'<!ENTITY &a; &#0; &#x1F697; &lt; xmlns="" xmlns:a="b" a:href= xlink:href= onload= url(#a) url( style="'.split(),
    *b"opacity:.5 clip-path:url(#c) fill= viewBox= width=1e9 data:image/png;base64, javascript: @import \\ \0".split(),
    *(b"http://openbadges.org", b"https://purl.imsglobal.org/ob/v3p0", b"<a:credential verify='x'>", b"\xff\xfe"),
    *(b" ", b"<g>" * 70, b"\xef\xbb\xbf", b"/>", b">", b'"', b"<openbadges:assertion"),
)


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG with a checksum that is right."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def parts(data: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG that is whole."""
    found, at = [], 8
    while at < len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        found.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + length]))
        at += 12 + length
    return found


@st.composite
def pngs(draw: st.DrawFn) -> bytes:
    """A PNG whose chunks were changed, moved, doubled or left out, and whose checksums are right all the same."""
    chunks = parts(draw(st.sampled_from(SMALL)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(chunks) - 1))
        kind, body = chunks[at]
        match draw(st.sampled_from(["body", "body", "kind", "remove", "repeat", "add", "text"])):
            case "body":
                chunks[at] = (kind, draw(mutated([body])))
            case "kind":
                chunks[at] = (draw(st.sampled_from(KINDS)), body)
            case "remove" if len(chunks) > 1:
                del chunks[at]
            case "add":
                chunks.insert(at, (draw(st.sampled_from(KINDS)), draw(st.binary(max_size=40))))
            case "text":
                chunks.insert(at + 1, draw(texts()))
            case _:
                chunks.insert(draw(st.integers(0, len(chunks))), chunks[at])
    return SIGNATURE + b"".join(chunk(kind, body) for kind, body in chunks)


@st.composite
def texts(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A chunk of text that may hold a badge."""
    keyword = draw(st.sampled_from(KEYWORDS)).encode()
    text = draw(st.sampled_from([b"{}", b" ", b"https://x.example/a", b"a.b.c", b"\xff", b"x" * (MOST_TEXT_BYTES + 1)]))
    text = zlib.compress(text) if draw(st.booleans()) else text
    between = draw(
        st.sampled_from([b"\0\0\0\0\0", b"\0\1\0\0\0", b"\0", b"\0\0", b"", b"\0\1\1\0\0", b"\0\0\0en\0x\0"])
    )
    return draw(st.sampled_from([b"iTXt", b"zTXt", b"tEXt"])), keyword + between + text


@examples(300)
@given(pngs() | mutated(SMALL, KINDS))
def test_any_png_is_admitted_whole_or_refused(data: bytes) -> None:
    try:
        size = soon(png_size, data)
    except ImageRefused:
        return
    assert all(1 <= side <= MOST_PIXELS for side in size)
    plain = soon(plain_png, data)
    assert png_size(plain) == size
    assert plain_png(plain) == plain
    assert {kind for kind, _ in parts(plain)} <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def with_texts() -> st.SearchStrategy[bytes]:
    """A good PNG with one or two texts in it."""
    return st.lists(texts(), min_size=1, max_size=2).map(
        lambda found: SMALL[0][:33] + b"".join(chunk(*text) for text in found) + SMALL[0][33:]
    )


@examples(400)
@given(with_texts() | pngs() | mutated(SMALL, KINDS) | mutated(SVGS, XML))
def test_any_bytes_hold_badges_or_none_or_are_refused(data: bytes) -> None:
    with contextlib.suppress(ImageRefused):
        found = soon(unbake, data)
        assert [baked.keyword for baked in found] == sorted({baked.keyword for baked in found}, key=KEYWORDS.index)
        for baked in found:
            assert baked.text.strip(" \t\r\n") == baked.text != ""
            assert len(baked.text.encode()) <= MOST_TEXT_BYTES


@examples(150)
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=60), st.sampled_from(KEYWORDS), st.booleans())
def test_what_is_baked_in_comes_out(text: str, keyword: str, packed: bool) -> None:
    body = zlib.compress(text.encode()) if packed else text.encode()
    baked = SMALL[0][:33] + chunk(b"iTXt", keyword.encode() + bytes((0, packed, 0, 0, 0)) + body) + SMALL[0][33:]
    if text.strip(" \t\r\n"):
        assert [(each.keyword, each.text) for each in unbake(baked)] == [(keyword, text.strip(" \t\r\n"))]


@examples(250)
@given(mutated(SVGS, XML))
def test_any_svg_is_admitted_and_can_be_drawn_or_refused(data: bytes) -> None:
    try:
        soon(check_svg, data)
    except ImageRefused:
        return
    assert not {b"<script", b"<!entity", b"<foreignobject", b"javascript:", b"onload="} & set(words(data))
    with contextlib.suppress(ImageRefused):  # resvg may still find it wrong
        assert min(png_size(soon(svg_to_png, data, 32))) >= 1


def words(data: bytes) -> list[bytes]:
    """What must be in no picture, where it stands as markup does."""
    lower = data.lower()
    return [word for word in (b"<script", b"<!entity", b"<foreignobject") if word in lower.split(b"<!--")[0]]
