"""What an author's SVG may hold, and what is said of the rest."""

from __future__ import annotations

import pytest

from generator.errors import ImageRefused
from generator.images.raster import svg_to_png
from generator.images.svg import MOST_BYTES, check_svg

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 64 64">'
SHAPE = '<rect width="64" height="64" fill="#123456"/>'

ADMITTED = {
    "shapes": SHAPE,
    "gradient": '<defs><linearGradient id="a"><stop offset="0" stop-color="red"/></linearGradient>'
    '<linearGradient id="b" xlink:href="#a"/></defs><circle r="9" fill="url(#b)"/>',
    "clip": '<clipPath id="c"><circle cx="9" cy="9" r="9"/></clipPath><g clip-path="url(#c)">' + SHAPE + "</g>",
    "style attribute": '<rect width="9" height="9" style="fill:url(#g);stroke:#000"/>',
    "an editor's style": '<rect width="9" height="9" style="font-variation-settings:normal;opacity:1;'
    'stroke-dasharray:none;-inkscape-stroke:none"/>',
    "title": "<title>Circuit &amp; Co. &#233;</title><desc>x</desc>" + SHAPE,
    "many shapes within a translucent group": '<g opacity=".5">' + SHAPE * 900 + "</g>",
    "comment": "<!-- drawn by hand -->" + SHAPE,
}

REFUSED = {
    "script": "<script>alert(1)</script>",
    "script in another namespace": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "handler": '<rect width="1" height="1" onload="alert(1)"/>',
    "handler in capitals": '<rect width="1" height="1" ONLOAD="alert(1)"/>',
    "foreign content": "<foreignObject><p>hello</p></foreignObject>",
    "style sheet": "<style>@import url(https://example.org/x.css);</style>",
    "image": '<image href="data:image/png;base64,AAAA"/>',
    "link": '<a href="https://example.org">' + SHAPE + "</a>",
    "use": '<use href="#a"/>',
    "use of another file": '<use xlink:href="https://example.org/x.svg#a"/>',
    "text": "<text>Hello</text>",
    "animation": '<rect width="1" height="1"><animate attributeName="width" to="9"/></rect>',
    "set": '<rect width="1" height="1"><set attributeName="href" to="javascript:alert(1)"/></rect>',
    "filter": '<filter id="f"><feImage href="https://example.org/x.png"/></filter>',
    "href outside": '<linearGradient href="https://example.org/x.svg#a"/>',
    "xlink outside": '<linearGradient xlink:href="https://example.org/x.svg#a"/>',
    "javascript": '<linearGradient xlink:href="javascript:alert(1)"/>',
    "url outside": '<rect width="1" height="1" fill="url(https://example.org/x.svg#a)"/>',
    "url quoted": "<rect width='1' height='1' style='fill:url(\"//example.org/x\")'/>",
    "url escaped": r'<rect width="1" height="1" style="fill:u\72l(https://example.org/x)"/>',
    "url in capitals": '<rect width="1" height="1" style="fill:URL( https://example.org/x )"/>',
    "import": '<rect width="1" height="1" style="@import x"/>',
    "base": '<g xml:base="https://example.org/">' + SHAPE + "</g>",
    "switch": "<switch>" + SHAPE + "</switch>",
    "pattern": '<pattern id="p">' + SHAPE + "</pattern>",
    "marker": '<marker id="p">' + SHAPE + "</marker>",
    "symbol": '<symbol id="p">' + SHAPE + "</symbol>",
    "view": '<view id="p"/>',
    "cursor": '<rect width="1" height="1" style="cursor:url(https://example.org/x),auto"/>',
    "handler in a namespace": '<rect xmlns:e="http://www.w3.org/2001/xml-events" e:event="x"/>',
    "xlink by another name": '<linearGradient xmlns:y="http://www.w3.org/1999/xlink" y:href="https://example.org/x"/>',
    "href with a line break": '<linearGradient href="&#10;https://example.org/x"/>',
    "javascript in letters": '<linearGradient href="&#106;avascript:alert(1)"/>',
    "metadata": "<metadata>x</metadata>",
    "svg in svg": '<svg width="9" height="9">' + SHAPE + "</svg>",
    "clip within a clip": '<clipPath id="c"><rect clip-path="url(#d)" width="1" height="1"/></clipPath>',
    "mask within a mask": '<mask id="c"><g style="mask : url(#d)">' + SHAPE + "</g></mask>",
    "unknown entity": "<title>&nbsp;</title>",
    "not closed": "<g>",
    "deep": "<g>" * 70 + "</g>" * 70,
    "many": SHAPE * 1_001,
    "dashes": '<path d="M0 0L64 64" stroke-dasharray="0.00001"/>',
    "dashes in a style": '<g style="stroke-dasharray:1"/>',
    "a property of other documents": '<g style="filter:blur(9px)"/>',
    "a property hidden by a comment": '<g style="/**/opacity:.5"/>',
    "layers": '<g opacity=".5"/>' * 33,
    "layers by style": '<g style="opacity : .5"/>' * 33,
    "shapes in a mask": f"<mask>{SHAPE * 64}</mask>",
    "gradients": '<path fill="url(#a)"/>' * 101,
    "an inherited gradient": '<g style="fill:url(#a)">' + SHAPE * 100 + "</g>",
    "work: clear shapes": '<rect width="64" height="64" fill-opacity=".5"/>' * 201,
    "work: clear strokes": '<circle r="9" stroke="#f008"/>' * 101,
    "work: inherited": '<g style="stroke:red;fill-opacity:.9">' + '<circle r="9"/>' * 101 + "</g>",
    "work: gradients": '<path fill="url(#a)"/>' * 41,
    "work: masks": f"<mask id='m'>{SHAPE * 40}</mask>" + '<g mask="url(#m)"/>' * 30,
    "work: a long stroke": f'<path stroke="red" d="{"l9 9l-9 8" * 5_600}"/>',
    "long paths": f'<path d="{"M0 0L9 9" * 20_000}"/>',
}

WHOLE = {
    "work: tall": HEAD.replace("0 0 64 64", "0 0 64 256").encode() + SHAPE.encode() * 251 + b"</svg>",
    "UTF-7": b'<?xml version="1.0" encoding="UTF-7"?>' + HEAD.encode() + b"+ADw-script+AD4-</svg>",
    "a script marked as text": HEAD.encode() + b"<script><![CDATA[alert(1)]]></script></svg>",
    "a reference to a parameter": b'<!DOCTYPE svg [<!ENTITY % a SYSTEM "https://example.org/x">%a;]>' + HEAD.encode(),
    "something after it": HEAD.encode() + b"</svg><script/>",
    "two declarations": b'<?xml version="1.0"?><?xml version="1.0"?>' + HEAD.encode() + b"</svg>",
    "nothing": b"",
    "text": b"hello",
    "png": b"\x89PNG\r\n\x1a\n",
    "compressed": b"\x1f\x8b\x08\x00",
    "html": b"<html/>",
    "no namespace": b'<svg viewBox="0 0 1 1"/>',
    "not UTF-8": HEAD.encode() + b"<title>\xe9</title></svg>",
    "UTF-16": (HEAD + SHAPE + "</svg>").encode("utf-16"),
    "another encoding": b'<?xml version="1.0" encoding="utf-7"?>' + HEAD.encode() + b"</svg>",
    "entities": b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    + HEAD.encode()
    + b"<title>&b;</title></svg>",
    "external entity": b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD.encode() + b"&a;</svg>",
    "document type": b'<!DOCTYPE svg PUBLIC "x" "https://example.org/x.dtd">' + HEAD.encode() + b"</svg>",
    "style sheet beside": b'<?xml-stylesheet href="https://example.org/x.css"?>' + HEAD.encode() + b"</svg>",
    "no size": b'<svg xmlns="http://www.w3.org/2000/svg"/>',
    "no area": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 0 64"/>',
    "not a number": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 inf nan"/>',
    "a tower": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 100000"/>',
    "a tower by height": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" width="1" height="100000"/>',
    "one length": b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1" height="100000"/>',
    "too large": HEAD.encode() + b" " * MOST_BYTES + b"</svg>",
}


def svg(body: str) -> bytes:
    return f"{HEAD}{body}</svg>".encode()


@pytest.mark.parametrize("body", ADMITTED.values(), ids=ADMITTED)
def test_shapes_are_admitted_and_drawn(body: str) -> None:
    check_svg(svg(body))
    assert svg_to_png(svg(body), 32).startswith(b"\x89PNG")


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_what_acts_loads_or_grows_is_refused(body: str) -> None:
    with pytest.raises(ImageRefused, match=r"^the SVG"):
        svg_to_png(svg(body))


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
def test_what_is_no_plain_svg_is_refused(data: bytes) -> None:
    with pytest.raises(ImageRefused, match=r"^the SVG"):
        check_svg(data)


def test_the_refusal_says_what_to_do() -> None:
    with pytest.raises(ImageRefused, match="convert it to paths"):
        check_svg(svg("<text>Hello</text>"))


def test_utf_8_may_have_its_mark_and_declaration() -> None:
    check_svg(b"\xef\xbb\xbf" + svg(SHAPE))
    check_svg(b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n' + svg(SHAPE))
    assert svg_to_png(b"\xef\xbb\xbf" + svg(SHAPE), 8).startswith(b"\x89PNG")
