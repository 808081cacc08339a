"""Taking badges out of images: of real bakers, of bakers that do odd things, and of those who mean harm."""

from __future__ import annotations

import contextlib
import functools
import gzip
import json
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import ImageRefused
from generator.images.baking import MOST_TEXT_BYTES, Baked, unbake
from generator.images.raster import svg_to_png

VECTORS = Path(__file__).parents[1] / "vectors"
EXAMPLES = VECTORS / "standards" / "examples"
SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><rect width="2" height="1" fill="red"/></svg>'
PNG = svg_to_png(SQUARE, 8)
OB3 = "https://purl.imsglobal.org/ob/v3p0"
CLR = "https://purl.imsglobal.org/clr/v2p0"
OB2 = "http://openbadges.org"
JSON = '{"id": "https://badges.example.org/a/1"}'
JWS = "eyJhbGciOiJFZERTQSJ9.e30.c2lnbmF0dXJl"
URL = "https://badges.example.org/a/1"


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """A chunk with its length and checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def itxt(text: bytes, keyword: bytes = b"openbadgecredential", between: bytes = b"\0\0\0\0\0") -> bytes:
    return chunk(b"iTXt", keyword + between + text)


def packed(text: bytes, keyword: bytes = b"openbadgecredential") -> bytes:
    return itxt(zlib.compress(text), keyword, b"\0\1\0\0\0")


def png(*chunks: bytes) -> bytes:
    """A PNG with these chunks after its header."""
    return PNG[:33] + b"".join(chunks) + PNG[33:]


def credential(body: str = "", verify: str | None = None, namespace: str = OB3, name: str = "credential") -> str:
    attribute = "" if verify is None else f' verify="{verify}"'
    return f'<openbadges:{name} xmlns:openbadges="{namespace}"{attribute}>{body}</openbadges:{name}>'


def svg(*elements: str, head: str = "") -> bytes:
    return f'{head}<svg xmlns="http://www.w3.org/2000/svg">{"".join(elements)}<g/></svg>'.encode()


def example(name: str) -> str:
    return (EXAMPLES / name).read_text("utf-8").strip()


def named(value: object) -> str:
    """A short name of a case: its words, never its bytes."""
    return value if isinstance(value, str) else "image"


def taken(data: bytes, keyword: str = "openbadgecredential") -> str:
    """The text of the one badge that is baked in."""
    (baked,) = unbake(data)
    assert baked.keyword == keyword
    return baked.text


# -- images of other people's bakers --------------------------------------------------------------------------

REAL = {
    "openbadges-bakery-js.assertion.svg": ("openbadges", "ob2.assertion.json"),
    "openbadges-bakery-js.url.svg": ("openbadges", "its address"),
    "openbadges-bakery-py.assertion.png": ("openbadges", "ob2.assertion.json"),
    "openbadges-bakery-py.assertion.svg": ("openbadges", "ob2.assertion.json"),
    "openbadges-bakery-py.jws.svg": ("openbadges", "openbadge.eddsa.jwt"),
    "openbadges-bakery-py.url.svg": ("openbadges", "its address"),
    "openbadgeslib.credential.png": ("openbadgecredential", "openbadge.did.json"),
    "openbadgeslib.credential.svg": ("openbadgecredential", "openbadge.did.json"),
    "openbadgeslib.jwt.png": ("openbadgecredential", "openbadge.eddsa.jwt"),
    "openbadgeslib.jwt.svg": ("openbadgecredential", "openbadge.eddsa.jwt"),
    "png-itxt.credential.png": ("openbadgecredential", "openbadge.did.json"),
    "png-itxt.packed.png": ("openbadges", "ob2.assertion.json"),
    "png-itxt.url.png": ("openbadges", "its address"),
}


def test_every_image_of_another_baker_is_tried() -> None:
    assert {file.name for file in (VECTORS / "baked").iterdir()} == {*REAL, "SOURCES.md"}


@pytest.mark.parametrize("name", REAL)
def test_what_real_bakers_bake_comes_out_as_it_went_in(name: str) -> None:
    keyword, content = REAL[name]
    text = taken((VECTORS / "baked" / name).read_bytes(), keyword)
    if content == "its address":
        assert text.startswith("https://badges.example.org/ob2/")
    elif content.endswith(".jwt"):
        assert text == example(content)
    else:
        assert json.loads(text) == json.loads(example(content))


# -- PNG ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "baked",
    [
        itxt(JSON.encode()),
        packed(JSON.encode()),
        itxt(JSON.encode(), between=b"\0\0\0en\0Abzeichen\0"),
        itxt(b"\n  " + JSON.encode() + b"\r\n"),
        chunk(b"tEXt", b"openbadgecredential\0" + JSON.encode()),
        chunk(b"zTXt", b"openbadgecredential\0\0" + zlib.compress(JSON.encode())),
        chunk(b"tEXt", b"Comment\0hello") + chunk(b"tEXt", b"openbadges") + itxt(JSON.encode()),
    ],
)
def test_text_chunks_of_every_kind_are_read(baked: bytes) -> None:
    assert taken(png(baked)) == JSON


def test_a_badge_is_found_at_the_end_of_the_image_too() -> None:
    assert taken(PNG[:-12] + itxt(JSON.encode()) + PNG[-12:]) == JSON


def test_what_follows_the_end_of_an_image_is_not_of_it() -> None:
    assert unbake(PNG + itxt(JSON.encode()) + b"\n") == ()


def test_badges_of_several_standards_come_in_their_order() -> None:
    chunks = itxt(b"3", b"openbadges"), itxt(b"2", b"clrcredential"), itxt(b"1")
    found = [(baked.keyword, baked.text) for baked in unbake(png(*chunks))]
    assert found == [("openbadgecredential", "1"), ("clrcredential", "2"), ("openbadges", "3")]


def test_an_image_without_a_badge_has_none() -> None:
    assert unbake(PNG) == ()
    assert unbake(SQUARE) == ()
    assert unbake(png(itxt(JSON.encode(), b"OpenBadges"))) == ()


@pytest.mark.parametrize(
    "other",
    [itxt(b"{}"), itxt(JSON.encode()), packed(b"{}"), chunk(b"tEXt", b"openbadgecredential\0")],
)
def test_two_badges_under_one_keyword_are_refused(other: bytes) -> None:
    with pytest.raises(ImageRefused, match="nobody can tell which is meant"):
        unbake(png(itxt(JSON.encode()), other))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "neither a PNG nor an SVG"),
        (b"GIF89a", "neither a PNG nor an SVG"),
        (b"%PDF-1.7", "neither a PNG nor an SVG"),
        (PNG[:8], "cut off"),
        (PNG[:-12], "cut off"),
        (PNG[:-1], "cut off"),
        (PNG[:40] + b"\xff" + PNG[41:], "checksum"),
        (PNG[:8] + PNG[-12:], "parts are not those of a PNG"),
        (png(PNG[8:33]), "parts are not those of a PNG"),
        (png(itxt(b"\xff")), "not UTF-8"),
        (png(itxt(JSON.encode("utf-16"))), "not UTF-8"),
        (png(itxt(b"")), "empty"),
        (png(itxt(b" \n")), "empty"),
        (png(chunk(b"tEXt", b"openbadges\0")), "empty"),
        (png(itxt(b"", between=b"\0\0\0")), "cannot be unpacked"),
        (png(itxt(JSON.encode(), between=b"\0\2\0\0\0")), "cannot be unpacked"),
        (png(itxt(zlib.compress(b"{}"), between=b"\0\1\1\0\0")), "cannot be unpacked"),
        (png(itxt(b"{}", between=b"\0\1\0\0\0")), "cannot be unpacked"),
        (png(itxt(zlib.compress(b"{}")[:-4], between=b"\0\1\0\0\0")), "cannot be unpacked"),
        (png(itxt(zlib.compress(b"{}") + b"x", between=b"\0\1\0\0\0")), "cannot be unpacked"),
        (png(chunk(b"zTXt", b"openbadges\0")), "cannot be unpacked"),
    ],
    ids=named,
)
def test_a_png_that_is_damaged_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ImageRefused, match=why):
        unbake(data)


def test_the_largest_badge_is_read() -> None:
    text = "x" * MOST_TEXT_BYTES
    assert taken(png(packed(text.encode()))) == taken(svg(credential(text))) == text


# -- SVG ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (credential(f"<![CDATA[{JSON}]]>"), JSON),
        (credential(f"\n  <![CDATA[\n{JSON}\n]]>\n"), JSON),
        (credential('<![CDATA[{"a": "]]]]><![CDATA[>"}]]>'), '{"a": "]]>"}'),
        (credential(JSON), JSON),
        (credential("{&quot;a&quot;: &#x22;&lt;&#34;}"), '{"a": "<"}'),
        (credential(f"<!-- {JWS} --><![CDATA[{JSON}]]>"), JSON),
        (credential(verify=JWS), JWS),
        (credential(JWS), JWS),
        (credential(JWS, JWS), JWS),
        (credential(JSON, ""), JSON),
        (credential(JSON, URL), JSON),
        (credential(JWS, URL), JWS),
        (credential(URL, JWS), JWS),
        (f"<g><g>{credential(JSON)}</g></g>", JSON),
        (credential(JSON, namespace="https://purl.imsglobal.org/spec/ob/v3p0"), JSON),
        (f'<credential xmlns="{OB3}">{JSON}</credential>', JSON),
        (f'<x:credential xmlns:x="{OB3}" verify="{JWS}"/>', JWS),
    ],
)
def test_a_credential_is_found_wherever_bakers_write_it(element: str, text: str) -> None:
    assert taken(svg("<title>A badge</title>", element)) == text


@pytest.mark.parametrize(
    ("element", "text"),
    [
        (credential(f"<![CDATA[{JSON}]]>", URL, OB2, "assertion"), JSON),
        (credential(JSON, "hosted", OB2, "assertion"), JSON),
        (credential("", URL, OB2, "assertion"), URL),
        (credential("", JWS, OB2, "assertion"), JWS),
        (credential(JWS, JWS, OB2, "assertion"), JWS),
        (credential(URL, URL, OB2, "assertion"), URL),
    ],
)
def test_an_assertion_of_open_badges_2_goes_before_its_address(element: str, text: str) -> None:
    assert taken(svg(element), "openbadges") == text


def test_a_comprehensive_learner_record_and_others_come_in_their_order() -> None:
    data = svg(credential("3", None, OB2, "assertion"), credential("2", None, CLR), credential("1"))
    assert [baked.text for baked in unbake(data)] == ["1", "2", "3"]


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\ufeff",
        "\n ",
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '\ufeff<?xml version="1.0" encoding="utf-8" standalone="no"?><!-- drawn by hand -->',
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n',
        "<!DOCTYPE svg>",
    ],
)
def test_what_stands_before_an_svg_does_not_matter(head: str) -> None:
    assert taken(svg(credential(JSON), head=head)) == JSON


@pytest.mark.parametrize(
    "elements",
    [
        [credential(JSON), credential(JSON)],
        [credential(JSON), credential("", None, "https://purl.imsglobal.org/spec/ob/v3p0")],
        [credential(JSON, JWS)],
        [credential(JSON, JWS, OB2, "assertion")],
        [credential(JSON, "{}")],
        [credential(JWS, JWS + "A")],
        [credential(URL, URL + "2")],
    ],
)
def test_two_badges_in_an_svg_are_refused(elements: list[str]) -> None:
    with pytest.raises(ImageRefused, match="nobody can tell which is meant"):
        unbake(svg(*elements))


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
EXTERNAL = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
NAMED = '<!DOCTYPE svg SYSTEM "https://badges.example.org/a.dtd">'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (svg(credential("&b;"), head=BOMB), "entities"),
        (svg(credential("&a;"), head=EXTERNAL), "entities"),
        (svg(credential('{"a": "&a;"}'), head=NAMED), "entities"),
        (svg(credential("&a;")), "not well-formed"),
        (svg(credential("<![CDATA[{}")), "not well-formed"),
        (svg(credential(JSON))[:-1], "not well-formed"),
        (svg(credential(JSON)) + b"<svg/>", "not well-formed"),
        (svg("<openbadges:credential>{}</openbadges:credential>"), "not well-formed"),
        (svg(credential("<b>{}</b>")), "elements within the badge"),
        (svg(credential(credential(JSON))), "elements within the badge"),
        (svg(credential()), "empty"),
        (svg(credential(" \n", "")), "empty"),
        (svg("<g>" * 256, "</g>" * 256), "within each other"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "neither a PNG nor an SVG"),
        (svg(credential(JSON)).decode().encode("utf-16"), "UTF-16"),
        (svg(credential(JSON)).decode().encode("utf-16-le"), "UTF-16"),
        (svg(credential(JSON)).decode().encode("utf-16-be"), "UTF-16"),
        (svg(credential("\u00e9")).decode().encode("latin-1"), "not UTF-8"),
        (svg(credential(JSON), head='<?xml version="1.0" encoding="ISO-8859-1"?>'), "not UTF-8"),
        (svg(credential(JSON), head='<?xml version="1.0" encoding="UTF-16"?>'), "not UTF-8"),
        (gzip.compress(svg(credential(JSON)), mtime=0), "gzip"),
    ],
    ids=named,
)
def test_an_svg_that_is_damaged_or_strange_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(ImageRefused, match=why):
        unbake(data)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: png(chunk(b"tEXt") * 100_001), "parts are not those of a PNG"),
        (lambda: png(itxt(bytes(MOST_TEXT_BYTES + 1))), "larger than 2,000,000 bytes"),
        (lambda: png(packed(bytes(MOST_TEXT_BYTES + 1))), "larger than 2,000,000 bytes"),
        (lambda: png(*[chunk(b"tEXt", bytes(8_000_000))] * 2), "larger than 16,000,000 bytes"),
        (lambda: svg("<g/>" * 300_001), "elements and attributes"),
        (lambda: svg(credential("x" * (MOST_TEXT_BYTES + 1))), "larger than 2,000,000 bytes"),
        (lambda: svg(credential("é" * (MOST_TEXT_BYTES // 2 + 1))), "larger than 2,000,000 bytes"),
        (lambda: svg(" " * 8_000_000), "larger than an SVG may be"),
    ],
)
def test_more_than_the_limits_allow_is_refused(make: Callable[[], bytes], why: str) -> None:
    with pytest.raises(ImageRefused, match=why):
        unbake(make())


# -- harm -----------------------------------------------------------------------------------------------------

# Says how much memory reading took beyond what the process had before, in mebibytes, and why it was refused.
MEASURED = """
import pathlib, resource, sys
from generator.errors import ImageRefused
from generator.images.baking import unbake
data = pathlib.Path(sys.argv[1]).read_bytes()
limit = 200 * 1024 * 1024
size = int(pathlib.Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + limit, size + limit))
try:
    print(unbake(data))
except ImageRefused as error:
    print(error)
"""


@functools.cache
def zeros(count: int) -> bytes:
    """So many zero bytes, compressed a stretch at a time."""
    stream, stretch = zlib.compressobj(1), bytes(1 << 20)
    return b"".join(stream.compress(stretch) for _ in range(count >> 20)) + stream.flush()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited by what Linux tells")
@pytest.mark.parametrize(
    ("name", "why"), [("bomb", "larger than 2,000,000"), ("attributes", "elements and"), ("idat", "()"), ("busy", "()")]
)
def test_no_image_takes_much_memory(name: str, why: str, tmp_path: Path) -> None:
    data = {
        "bomb": lambda: png(itxt(zeros(1 << 30), between=b"\0\1\0\0\0")),
        "idat": lambda: png(chunk(b"IDAT", zeros(1 << 30))),
        "attributes": lambda: svg("<g " + " ".join(f'a{n}=""' for n in range(600_000)) + "/>"),
        "busy": lambda: svg("<g " + " ".join(f'a{n}=""' for n in range(299_000)) + "/>"),
    }[name]()
    file = tmp_path / "image"
    file.write_bytes(data)
    ended = subprocess.run([sys.executable, "-c", MEASURED, str(file)], capture_output=True, text=True, check=False)
    assert why in ended.stdout, ended.stderr[-500:]


@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from([png(itxt(JSON.encode())), svg(credential(JSON))]))
def test_whatever_is_spoilt_is_read_or_refused(spoil: bytes, at: int, data: bytes) -> None:
    for spoilt in (spoil, data[:at] + spoil + data[at:], data[:at] + spoil + data[at + len(spoil) :]):
        with contextlib.suppress(ImageRefused):
            assert all(isinstance(baked, Baked) and baked.text for baked in unbake(spoilt))
