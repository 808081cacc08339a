"""Admitting an author's SVG: shapes, gradients, clips and masks, and nothing that acts, loads or grows.

The file is shown by browsers, as an image and on its own, and is rendered at build; so what is admitted is listed,
and all else refused: scripts, event handlers, foreign elements, style sheets, fonts and text, animation, links,
references beyond the file, document type and entities.
"""

from __future__ import annotations

import re
from typing import Final
from xml.parsers import expat

from generator.errors import ImageRefused
from generator.images.xml_reading import read_xml, refuse_other_text

MOST_BYTES: Final = 1 << 20
# What drawing costs grows with these: at their limits an image takes some seconds, beyond them any time at all.
MOST_ELEMENTS: Final = 1_000
MOST_LEVELS: Final = 64
MOST_PATH_DATA: Final = 1 << 17
MOST_LAYERS: Final = 32
MOST_MASKING: Final = 64
MOST_SHADED: Final = 100
# What drawing may take, in units of the time that an opaque shape as large as the image takes: some thousandths of a
# second. See _Work.
MOST_WORK: Final = 1_000
# Taller or wider than this is no badge, and could ask for an image of any size.
MOST_ASPECT: Final = 4.0

_SVG: Final = "http://www.w3.org/2000/svg"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XML: Final = "http://www.w3.org/XML/1998/namespace"

ELEMENTS: Final = frozenset(
    "svg g defs title desc path rect circle ellipse line polyline polygon linearGradient radialGradient stop"
    " clipPath mask".split()
)
ATTRIBUTES: Final = frozenset(
    "id class lang role aria-label aria-labelledby aria-hidden focusable version baseProfile style transform href"
    " viewBox preserveAspectRatio zoomAndPan width height x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points pathLength"
    " offset gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits mask-type"
    " fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit"
    " stroke-dasharray stroke-dashoffset color opacity stop-color stop-opacity clip-path clip-rule mask display"
    " visibility overflow paint-order vector-effect shape-rendering color-interpolation enable-background".split()
)
# What authors meet most, with what to do about it.
_WORDS: Final = {
    "text": "has text, which needs a font: convert it to paths",
    "tspan": "has text, which needs a font: convert it to paths",
    "style": 'has a style sheet: write colours as attributes ("presentation attributes")',
    "image": "holds another image: draw it with shapes",
    "use": "uses copies of a shape (<use>): save it with the copies as shapes of their own",
    "script": "has a script",
    "foreignObject": "has foreign content",
    "metadata": "has an editor's data: save it as plain SVG",
}
# What editors write of text in every style, where there is none.
_INERT: Final = ("-inkscape-", "font-", "text-")
_URL: Final = re.compile(r"url\s*\(", re.IGNORECASE)
_LOCAL_URL: Final = re.compile(r"url\(\s*(['\"]?)#[A-Za-z_][\w.-]*\1\s*\)", re.ASCII)
_LENGTH: Final = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?|\.\d{1,6})(?:px|pt|mm|cm|in)?\s*", re.ASCII)


def check_svg(data: bytes) -> None:
    """Return if the SVG may be shown and rendered; else raise ImageRefused, whose text says why."""
    if len(data) > MOST_BYTES:
        raise ImageRefused(f"the SVG is larger than {MOST_BYTES:,} bytes")
    refuse_other_text(data)
    reader = _Reader()
    read_xml(reader.parser, data)
    if reader.work.total() > MOST_WORK:
        raise ImageRefused("the SVG takes too long to draw: simplify it, or save it as PNG")


_SHAPES: Final = frozenset("path rect circle ellipse line polyline polygon".split())
_OPAQUE: Final = frozenset(["1", "1.0", "100%"])
_CLEAR: Final = re.compile(r"transparent|rgba|hsla|/|#(?:[0-9a-f]{4}|[0-9a-f]{8})\b", re.IGNORECASE)


class _Work:
    """Estimates what drawing costs, taking each shape for as large as the image.

    Measured with resvg at 512 × 512 pixels: a translucent shape takes as long as five opaque ones, a gradient 25, a
    layer 15 to 25; a stroke takes as long as a fill, and more with every corner. Clips and masks are drawn at each use.
    """

    def __init__(self) -> None:
        self.shown = 0.0
        self.masked = 0.0
        self.uses = 0
        self.tall = 1.0
        self.around: list[tuple[bool, bool, bool]] = [(False, False, False)]

    def open(self, element: str, styled: dict[str, str], *, masks: bool) -> None:
        """Add an element's cost; what it says of opacity, gradients and strokes holds for those in it, too."""
        clear, shaded, stroked = self.around[-1]
        paints = [styled.get(name, "") for name in ("fill", "stroke", "color")]
        clear |= any(styled.get(name, "1") not in _OPAQUE for name in ("fill-opacity", "stroke-opacity"))
        clear |= any(map(_CLEAR.search, paints))
        shaded |= any("url(" in paint.lower() for paint in paints)
        stroked |= styled.get("stroke", "none") != "none"
        self.around.append((clear, shaded, stroked))
        self.uses += ("clip-path" in styled) + ("mask" in styled)
        cost = 20.0 * _is_layered(styled)
        if element in _SHAPES:
            data = len(styled.get("d", "")) + len(styled.get("points", ""))
            paint = 25 if shaded else 5 if clear else 1
            cost += paint * (2 if stroked else 1) + data / (50 if stroked else 400)
        if masks:
            self.masked += cost
        else:
            self.shown += cost

    def close(self) -> None:
        """Leave the element."""
        self.around.pop()

    def total(self) -> float:
        """The cost of the whole image."""
        return (self.shown + self.masked * self.uses) * self.tall


class _Reader:
    """Walks the document's events and raises at the first thing that is not admitted."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.open: list[str] = []
        self.count = 0
        self.path_data = 0
        self.layers = 0
        self.masking = 0
        self.shaded: list[bool] = []  # of each open element: whether it or one around it has a gradient
        self.shades = 0
        self.work = _Work()

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding is not None and encoding.lower() not in ("utf-8", "us-ascii"):
            raise ImageRefused("the SVG says that it is not UTF-8")

    def _doctype(self, *declared: object) -> None:
        raise ImageRefused("the SVG has a document type or entities (<!DOCTYPE, <!ENTITY): remove them")

    def _instruction(self, target: str, data: str) -> None:
        raise ImageRefused(f"the SVG has a processing instruction (<?{target[:40]})")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MOST_ELEMENTS or len(self.open) >= MOST_LEVELS:
            raise ImageRefused(f"the SVG has more than {MOST_ELEMENTS:,} elements, or {MOST_LEVELS} within each other")
        element = _element(name)
        if (element == "svg") is not (not self.open):
            raise ImageRefused("the SVG must be one <svg> element, with no other in it")
        for attribute, value in attributes.items():
            _check_attribute(element, _attribute(element, attribute), value)
        if element == "svg":
            self.work.tall = _check_size(attributes)
        self._weigh(element, attributes)
        self.open.append(element)

    def _weigh(self, element: str, attributes: dict[str, str]) -> None:
        """Count what makes drawing slow."""
        styled = _styled(attributes)
        layered, masks = _is_layered(styled), bool({"clipPath", "mask"} & {*self.open, element})
        if layered and masks:
            # Each could hold two of the next, and so on: work that doubles with every line.
            raise ImageRefused("the SVG has a clip, mask or opacity within a clip or mask")
        self.layers += layered
        self.masking += masks
        self.path_data += len(attributes.get("d", "")) + len(attributes.get("points", ""))
        self.work.open(element, styled, masks=masks)
        self.shaded.append("url(" in str(styled).lower() or any(self.shaded[-1:]))
        self.shades += self.shaded[-1]
        if self.layers > MOST_LAYERS or self.masking > MOST_MASKING:
            raise ImageRefused(f"the SVG has more than {MOST_LAYERS} opacities, clips and masks, or large ones")
        if self.shades > MOST_SHADED:
            raise ImageRefused(f"the SVG has more than {MOST_SHADED} shapes with gradients")
        if self.path_data > MOST_PATH_DATA:
            raise ImageRefused(f"the SVG's paths are longer than {MOST_PATH_DATA:,} characters: simplify them")

    def _end(self, name: str) -> None:
        self.open.pop()
        self.shaded.pop()
        self.work.close()


def _styled(attributes: dict[str, str]) -> dict[str, str]:
    """What the element's attributes and style say of its looks."""
    rules = (rule.partition(":") for rule in attributes.get("style", "").split(";"))
    return attributes | {name.strip().lower(): value.strip().lower() for name, colon, value in rules if colon}


def _is_layered(styled: dict[str, str]) -> bool:
    """Whether the element is drawn on a layer of its own."""
    return "clip-path" in styled or "mask" in styled or styled.get("opacity", "1") not in ("1", "inherit")


def _element(name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    if namespace != _SVG:
        raise ImageRefused(f"the SVG has a <{local[:40]}> that is not SVG: save it as plain SVG")
    if local not in ELEMENTS:
        raise ImageRefused(f"the SVG {_WORDS.get(local, f'has a <{local[:40]}>, which is not admitted')}")
    return local


def _attribute(element: str, name: str) -> str:
    namespace, _, local = name.rpartition(" ")
    if (namespace, local) in {(_XLINK, "href"), (_XML, "space"), (_XML, "lang")}:
        return "href" if namespace == _XLINK else "lang"
    if namespace and "w3.org" not in namespace:
        raise ImageRefused(f"the SVG has an editor's data ({local[:40]} at <{element}>): save it as plain SVG")
    if namespace or local not in ATTRIBUTES:
        what = "an event handler" if local.lower().startswith("on") and not namespace else "the attribute"
        raise ImageRefused(f"the SVG has {what} {local[:40]} at <{element}>, which is not admitted")
    return local


def _check_attribute(element: str, name: str, value: str) -> None:
    """Whatever leads out of the file is refused: a link that is no `#…`, a `url(…)` that is no `url(#…)`."""
    if name == "href" and not value.startswith("#"):
        raise ImageRefused(f"the SVG refers to something outside itself, at <{element}>")
    if re.search(r"[\\@]|/\*", value) or len(_URL.findall(value)) != len(_LOCAL_URL.findall(value)):
        raise ImageRefused(f"the SVG's {name} at <{element}> may refer to something outside itself")
    if name == "style":
        _check_style(element, value)
    if name == "stroke-dasharray" and value.strip() != "none":
        raise ImageRefused("the SVG has dashed lines: convert them to paths")


def _check_style(element: str, value: str) -> None:
    """A style says what attributes could say."""
    for rule in filter(str.strip, value.split(";")):
        name, _, text = (part.strip() for part in rule.partition(":"))
        if name in ("style", "href") or (name not in ATTRIBUTES and not name.startswith(_INERT)):
            raise ImageRefused(f"the SVG's style at <{element}> has {name[:40]}, which is not admitted")
        if not name.startswith(_INERT):
            _check_attribute(element, name, text)


def _check_size(attributes: dict[str, str]) -> float:
    """How many squares tall the image is; as it is drawn at a set width, its shape must be near a square."""
    box = attributes.get("viewBox", "").replace(",", " ").split()
    given = [attributes.get("width"), attributes.get("height")]
    if len(box) != 4:
        raise ImageRefused('the SVG has no viewBox="left top width height"')
    tall = _check_aspect(box[2], box[3])
    if given != [None, None] and given != ["100%", "100%"]:
        tall = max(tall, _check_aspect(given[0] or "", given[1] or ""))
    return max(1.0, tall)


def _check_aspect(width: str, height: str) -> float:
    sizes = [float(match[1]) if (match := _LENGTH.fullmatch(size)) else 0.0 for size in (width, height)]
    if min(sizes) <= 0:
        raise ImageRefused("the SVG's width and height must both be plain numbers above 0, or both be left out")
    if max(sizes) > MOST_ASPECT * min(sizes):
        raise ImageRefused("the SVG is far from square")
    return sizes[1] / sizes[0]
