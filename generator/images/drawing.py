"""A badge's image where its author gave none: frame, emblem and colours follow from the slug, marks from the level.

Shapes only, no text and no font, so that every renderer draws the same; no chance and no clock, so that every
build writes the same bytes. Lengths are in units of a square of 512.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

CENTRE: Final = 256.0
EMBLEM_Y: Final = 226.0  # the emblem stands a little high: the marks of the level are below it
MARKS_Y: Final = 412.0
RIM: Final = 22.0
MARKS: Final = {"introductory": 1, "intermediate": 2, "advanced": 3}

Point = tuple[float, float]


def draw(slug: str, name: str, level: str) -> bytes:
    """The SVG of a badge: an emblem that follows from `slug`, one to three full marks for `level`, titled `name`."""
    seed = hashlib.sha256(slug.encode()).digest()
    ink = _Ink.of(seed)
    frame = _FRAMES[seed[0] % len(_FRAMES)]
    emblem = _EMBLEMS[seed[1] % len(_EMBLEMS)]
    plate = frame(RIM)
    parts = [
        f"<title>{escape(name)}</title>",
        f'<path d="{frame(0).whole()}" fill="{ink.rim}"/>',
        f'<path d="{plate.whole()}" fill="{ink.plate}"/>',
        f'<path d="{plate.right_half()}" fill="{ink.shade}"/>',
        '<g transform="translate(-25.6 -26.6) scale(1.1)">',
        *emblem(seed, ink),
        "</g>",
        *_marks(MARKS.get(level, 0), ink),
    ]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img">'
    return "\n".join([head, *parts, "</svg>\n"]).encode()


# -- colours --------------------------------------------------------------------------------------------------

_LIGHT: Final = "#fff7e6"
# Rim, plate, the plate's half in shade, and two accents to choose from. Rims stand out from a white page and from a
# black one; light and accents stand out from the plate, in grey as well.
_INKS: Final = (
    ("#169aae", "#0b4d5b", "#083f4b", "#ffb92e", "#8ee6c4"),
    ("#23a06d", "#0f5f43", "#0b4e37", "#ffb92e", "#9be8f2"),
    ("#6f9f2c", "#37541a", "#2c4513", "#ffc53d", "#a8e6d0"),
    ("#b98a24", "#604410", "#4f360a", "#ffcf4a", "#9fe0d4"),
    ("#d9762b", "#713511", "#5d2a0b", "#ffc247", "#8fdde6"),
    ("#dd5a3a", "#7b2817", "#67200f", "#ffbe3d", "#8fdfd6"),
    ("#e0486a", "#7d1836", "#69102b", "#ffb92e", "#a5d8ff"),
    ("#cf55b4", "#6d1d60", "#5a154f", "#ffb92e", "#9be3e8"),
    ("#9d68e2", "#472680", "#3b1e6d", "#ffb92e", "#8fe3c8"),
    ("#5b6ee8", "#2a3391", "#222a7c", "#ffb92e", "#86e0d0"),
    ("#3d8be0", "#174b8f", "#123e79", "#ffb92e", "#ffa98f"),
    ("#64869d", "#283d4d", "#1e303e", "#ffb92e", "#7fd8e8"),
)


@dataclass(frozen=True, slots=True)
class _Ink:
    """The colours of one badge."""

    rim: str
    plate: str
    shade: str
    accent: str

    @classmethod
    def of(cls, seed: bytes) -> _Ink:
        rim, plate, shade, *accents = _INKS[seed[2] % len(_INKS)]
        return cls(rim, plate, shade, accents[seed[3] % len(accents)])


# -- geometry -------------------------------------------------------------------------------------------------


def _number(value: float) -> str:
    """Two decimals at most: below that, the mathematics of two machines may differ."""
    return f"{round(value, 2) + 0.0:g}"


def _at(turn: float, radius: float, centre: Point = (CENTRE, EMBLEM_Y)) -> Point:
    """The point at that distance, in the direction that is `turn` full turns clockwise from the top."""
    angle = 2 * math.pi * turn
    return (centre[0] + radius * math.sin(angle), centre[1] - radius * math.cos(angle))


def _around(count: int, radius: float, turn: float = 0.0) -> list[Point]:
    """The corners of a regular polygon around the emblem's middle, the first at the top, turned by `turn`."""
    return [_at(place / count + turn, radius) for place in range(count)]


def _words(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _closed(*points: Point) -> str:
    return "M" + "L".join(map(_words, points)) + "Z"


def _dots(points: Iterable[Point], radius: float, colour: str) -> list[str]:
    return [f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}" fill="{colour}"/>' for x, y in points]


def _middle(radius: float, colour: str) -> list[str]:
    return _dots([(CENTRE, EMBLEM_Y)], radius, colour)


def _lines(path: str, colour: str, width: int) -> str:
    joined = 'stroke-linecap="round" stroke-linejoin="round"'
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" {joined}/>'


# -- frames: each inset by so much, and the same left and right -----------------------------------------------


@dataclass(frozen=True, slots=True)
class _Outline:
    """The right half of an outline, from its top down: where it begins, then each piece's radius and end.

    A piece of radius 0 is straight; the others bulge outwards.
    """

    top: Point
    pieces: tuple[tuple[float, Point], ...]

    def right_half(self) -> str:
        """The path of the half on the right."""
        return f"M{_words(self.top)}{self._drawn(self.pieces)}Z"

    def whole(self) -> str:
        """The path of both halves."""
        ends = [self.top, *(end for _, end in self.pieces)]
        back = [(radius, (2 * CENTRE - x, y)) for (radius, _), (x, y) in zip(self.pieces, ends, strict=False)]
        return f"M{_words(self.top)}{self._drawn([*self.pieces, *reversed(back)])}Z"

    @staticmethod
    def _drawn(pieces: Iterable[tuple[float, Point]]) -> str:
        return "".join(
            f"A{_number(radius)} {_number(radius)} 0 0 1 {_words(end)}" if radius else f"L{_words(end)}"
            for radius, end in pieces
        )


_Frame = Callable[[float], _Outline]
_PLACE: Final = (CENTRE, CENTRE)


def _disc(inset: float) -> _Outline:
    radius = 246 - inset
    top, right, bottom = (_at(turn, radius, _PLACE) for turn in (0, 0.25, 0.5))
    return _Outline(top, ((radius, right), (radius, bottom)))


def _polygon(count: int, reach: float, turn: float = 0.0) -> _Frame:
    """A regular polygon with round corners, whose middles lie `reach` from its own."""

    def outline(inset: float) -> _Outline:
        bow, ends = 56 - inset, []
        for place in range(count):
            corner = place / count + turn
            if corner <= 0.5:
                first, last = max(0.0, corner - 0.5 / count), min(0.5, corner + 0.5 / count)
                middle = _at(corner, reach, _PLACE)
                ends += [(0.0, _at(first, bow, middle)), (bow, _at(last, bow, middle))]
        lowest = max(y for _, (_, y) in ends)
        top = (CENTRE, min(y for _, (_, y) in ends))
        return _Outline(top, (*ends, (0.0, (CENTRE, lowest))))

    return outline


def _scalloped(count: int) -> _Frame:
    """A disc whose rim is that many bows, an even number, each rounder than the disc; one is at the top."""
    half, rounder = math.pi / count, 1.12
    reach = math.cos(half) + math.sin(half) * (rounder - math.sqrt(rounder**2 - 1))

    def outline(inset: float) -> _Outline:
        radius = (248 - inset) / reach
        bow = radius * math.sin(half) * rounder
        dents = [_at((place + 0.5) / count, radius, _PLACE) for place in range(count // 2)]
        ends = [*dents, (CENTRE, CENTRE + radius * reach)]
        return _Outline((CENTRE, CENTRE - radius * reach), tuple((bow, end) for end in ends))

    return outline


def _shield(inset: float) -> _Outline:
    """A shield: a flat top, round shoulders, sides that bow down to a point."""
    side, top, bottom, bow = 214 - inset, 18 + inset, 500 - inset * 1.2, 64 - inset
    return _Outline(
        (CENTRE, top),
        (
            (0.0, (CENTRE + side - bow, top)),
            (bow, (CENTRE + side, top + bow)),
            (0.0, (CENTRE + side, 262.0)),
            (300 - inset, (CENTRE, bottom)),
        ),
    )


_FRAMES: Final = (_disc, _polygon(8, 194, 1 / 16), _shield, _scalloped(12), _scalloped(8), _polygon(6, 194, 1 / 12))

# -- emblems: each fills a disc of radius 128 around its middle -----------------------------------------------

_NOT_SIX: Final = (4, 5, 7, 8, 9)  # a star of six rays is a sign of faith, which a badge must not show by chance


def _petals(seed: bytes, ink: _Ink) -> list[str]:
    count = 5 + seed[4] % 5
    wide = min(46.0, 78 * math.sin(math.pi / count) * 0.86) - seed[5] % 3 * 3
    petals = [
        f'<ellipse cx="256" cy="{_number(EMBLEM_Y - 78)}" rx="{_number(wide)}" ry="50" '
        f'transform="rotate({_number(360 * place / count)} 256 {EMBLEM_Y:g})"/>'
        for place in range(count)
    ]
    dots = _dots(_around(count, 112, 0.5 / count), 10 + seed[7] % 4, _LIGHT) if seed[6] % 2 else []
    return [f'<g fill="{ink.accent}">', *petals, "</g>", *dots, *_middle(30 + seed[8] % 8, _LIGHT)]


def _stars(seed: bytes, ink: _Ink) -> list[str]:
    """A star of which every ray has a side in light and one in shade."""
    count, depth = _NOT_SIX[seed[4] % 5], 0.42 + seed[5] % 5 * 0.05
    tips, dents = _around(count, 128), _around(count, 128 * depth, 0.5 / count)
    middle = (CENTRE, EMBLEM_Y)
    bright = "".join(_closed(middle, dents[place - 1], tips[place]) for place in range(count))
    dim = "".join(_closed(middle, tips[place], dents[place]) for place in range(count))
    dots = _dots(_around(count, 108, 0.5 / count), 11, ink.rim) if seed[6] % 2 else []
    return [f'<path d="{bright}" fill="{_LIGHT}"/>', f'<path d="{dim}" fill="{ink.accent}"/>', *dots]


def _orbits(seed: bytes, ink: _Ink) -> list[str]:
    count, flat, start = 2 + seed[4] % 3, 36 + seed[5] % 16, seed[6] % 60
    paths = [
        f'<ellipse cx="256" cy="{EMBLEM_Y:g}" rx="116" ry="{flat}" '
        f'transform="rotate({_number(start + 180 * place / count)} 256 {EMBLEM_Y:g})"/>'
        for place in range(count)
    ]
    moons = [_at((start + 90 + 180 * place / count) / 360 + 0.5 * (place % 2), 116) for place in range(count)]
    drawn = [f'<g fill="none" stroke="{ink.accent}" stroke-width="15">', *paths, "</g>"]
    return [*drawn, *_dots(moons[: 1 + seed[7] % count], 20, _LIGHT), *_middle(28, _LIGHT)]


def _loops(seed: bytes, ink: _Ink) -> list[str]:
    """Circles that pass through each other, around a dot."""
    count, radius = 3 + seed[4] % 4, 56 + seed[5] % 14
    centres = _around(count, 121 - radius, (seed[6] % 2) * 0.5 / count)
    loops = [f'<circle cx="{_number(x)}" cy="{_number(y)}" r="{radius}"/>' for x, y in centres]
    dots = _dots(_around(count, 118, (1 - seed[6] % 2) * 0.5 / count), 13, _LIGHT) if seed[7] % 2 else []
    drawn = [f'<g fill="none" stroke="{ink.accent}" stroke-width="14">', *loops, "</g>"]
    return [*drawn, *dots, *_middle(22, _LIGHT)]


def _rings(seed: bytes, ink: _Ink) -> list[str]:
    """Three broken rings, each of as many arcs as its byte says."""
    rings = []
    for place, radius in enumerate((114, 78, 43)):
        arcs, turn = 2 + seed[4 + place] % (5 - place), seed[8 + place] / 256
        pairs = zip(_around(arcs, radius, turn), _around(arcs, radius, turn + 0.68 / arcs), strict=True)
        path = "".join(f"M{_words(a)}A{radius} {radius} 0 0 1 {_words(b)}" for a, b in pairs)
        rings.append(_lines(path, _LIGHT if place == 1 else ink.accent, 21))
    return [*rings, *_middle(15, _LIGHT)]


def _rays(seed: bytes, ink: _Ink) -> list[str]:
    """A sun: long rays and short ones around a disc."""
    count, short, wide = 2 * (5 + seed[4] % 4), 88 + seed[5] % 16, 0.4 + seed[6] % 3 * 0.04
    rays = "".join(
        _closed(
            _at((place - wide) / count, 58),
            _at(place / count, short if place % 2 else 130),
            _at((place + wide) / count, 58),
        )
        for place in range(count)
    )
    ring = _middle(22, ink.plate) if seed[7] % 2 else []
    return [f'<path d="{rays}" fill="{ink.accent}"/>', *_middle(44, _LIGHT), *ring]


def _gem(seed: bytes, ink: _Ink) -> list[str]:
    """A cut stone from above: a table, facets that reach its rim and facets between them."""
    count, table, turn = _NOT_SIX[seed[4] % 5], 60 + seed[5] % 20, (seed[6] % 2) * 0.5
    rim, inner = _around(count, 126, turn / count), _around(count, table, (turn + 0.5) / count)
    wide = "".join(_closed(rim[place - 1], rim[place], inner[place - 1]) for place in range(count))
    narrow = "".join(_closed(inner[place - 1], rim[place], inner[place]) for place in range(count))
    return [
        f'<path d="{wide}" fill="{ink.accent}"/>',
        f'<path d="{narrow}" fill="{ink.rim}"/>',
        f'<path d="{_closed(*inner)}" fill="{_LIGHT}"/>',
    ]


def _quilt(seed: bytes, ink: _Ink) -> list[str]:
    """Quarters of discs, four by four, mirrored both ways, in two colours like a chequerboard."""
    colours = (_LIGHT, ink.accent) if seed[8] % 2 else (ink.accent, _LIGHT)
    paths = ["", ""]
    for place in range(4):
        left, top = 53 * (place % 2) + 1.5, 53 * (place // 2) + 1.5
        near = (left + 50 * (seed[4 + place] & 1), top + 50 * (seed[4 + place] >> 1 & 1))
        far = (2 * left + 50 - near[0], 2 * top + 50 - near[1])
        for across, down in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
            corner, side, end = (
                (CENTRE + across * x, EMBLEM_Y + down * y) for x, y in (near, (far[0], near[1]), (near[0], far[1]))
            )
            sweep = int(((far[0] > near[0]) == (far[1] > near[1])) == (across == down))
            paths[place in (1, 2)] += f"M{_words(corner)}L{_words(side)}A50 50 0 0 {sweep} {_words(end)}Z"
    return [f'<path d="{path}" fill="{colour}"/>' for path, colour in zip(paths, colours, strict=True)]


_EMBLEMS: Final = (_petals, _stars, _orbits, _loops, _rings, _rays, _gem, _quilt)


def _marks(count: int, ink: _Ink) -> list[str]:
    """Three marks in a row below the emblem: as many full ones as the level asks for, the others hollow."""
    places = [(CENTRE + 44 * step, MARKS_Y) for step in (-1, 0, 1)]
    hollow = [
        f'<circle cx="{x:g}" cy="{y:g}" r="12" fill="none" stroke="{ink.rim}" stroke-width="6"/>'
        for x, y in places[count:]
    ]
    return [*_dots(places[:count], 15, ink.accent), *hollow]
