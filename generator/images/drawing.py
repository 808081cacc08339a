"""A badge's image where its author gave none: frame, emblem and colours follow from the slug, marks from the level.

Shapes only, no text and no font, so that every renderer draws the same; no chance and no clock, so that every
build writes the same bytes. Lengths are in units of a square of 512.
"""

from __future__ import annotations

import colorsys
import hashlib
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape
from typing import Final

CENTRE: Final = 256.0
EMBLEM_Y: Final = 232.0  # the emblem stands a little high: the marks of the level are below it
MARKS: Final = {"introductory": 1, "intermediate": 2, "advanced": 3}

Point = tuple[float, float]


def draw(slug: str, name: str, level: str) -> bytes:
    """The SVG of a badge: an emblem that follows from `slug`, one to three marks for `level`, titled `name`."""
    seed = hashlib.sha256(slug.encode()).digest()
    ink = _Ink.of(seed)
    frame = _FRAMES[seed[0] % len(_FRAMES)]
    emblem = _EMBLEMS[seed[1] % len(_EMBLEMS)]
    parts = [
        f"<title>{escape(name)}</title>",
        f'<path d="{frame(248)}" fill="{ink.deep}"/>',
        f'<path d="{frame(226)}" fill="{ink.base}" stroke="{ink.light}" stroke-width="6" stroke-linejoin="round"/>',
        '<g transform="translate(-30.72 -33.84) scale(1.12)">',
        f'<circle cx="256" cy="{EMBLEM_Y:g}" r="136" fill="{ink.deep}"/>',
        *emblem(seed, ink),
        "</g>",
        *_marks(MARKS.get(level, 0), ink),
    ]
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512" role="img">'
    return "\n".join([head, *parts, "</svg>\n"]).encode()


@dataclass(frozen=True, slots=True)
class _Ink:
    """Four colours that go together, dark enough below and light enough above to be told apart in grey."""

    deep: str
    base: str
    light: str
    accent: str

    @classmethod
    def of(cls, seed: bytes) -> _Ink:
        hue = int.from_bytes(seed[2:4], "big") / 65_536
        apart = (0.08, 0.12, 0.42, 0.5, 0.58)[seed[4] % 5]
        return cls(
            deep=_colour(hue, 0.17, 0.62),
            base=_colour(hue, 0.31, 0.58),
            light=_colour(hue, 0.93, 0.55),
            accent=_colour((hue + apart) % 1, 0.68, 0.78),
        )


def _colour(hue: float, lightness: float, saturation: float) -> str:
    red, green, blue = (round(part * 255) for part in colorsys.hls_to_rgb(hue, lightness, saturation))
    return f"#{red:02x}{green:02x}{blue:02x}"


# -- geometry -------------------------------------------------------------------------------------------------


def _number(value: float) -> str:
    """Two decimals at most: below that, the mathematics of two machines may differ."""
    return f"{round(value, 2) + 0.0:g}" if abs(value) < 1e4 else f"{value:.0f}"


def _around(count: int, radius: float, turn: float = 0.0, y: float = CENTRE) -> list[Point]:
    """The corners of a regular polygon, the first at the top, turned by a part of a full turn."""
    angles = [2 * math.pi * (place / count + turn) for place in range(count)]
    return [(CENTRE + radius * math.sin(angle), y - radius * math.cos(angle)) for angle in angles]


def _closed(points: Iterable[Point]) -> str:
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in points) + "Z"


def _star(count: int, outer: float, inner: float, turn: float = 0.0, y: float = CENTRE) -> str:
    """A star of that many points."""
    tips, dents = _around(count, outer, turn, y), _around(count, inner, turn + 0.5 / count, y)
    return _closed(point for pair in zip(tips, dents, strict=True) for point in pair)


def _polygon(count: int, turn: float = 0.0) -> Callable[[float], str]:
    return lambda radius: _closed(_around(count, radius, turn))


def _disc(radius: float) -> str:
    return f"M{_number(CENTRE - radius)} 256a{_number(radius)} {_number(radius)} 0 1 0 {_number(2 * radius)} 0a" + (
        f"{_number(radius)} {_number(radius)} 0 1 0 {_number(-2 * radius)} 0Z"
    )


def _scalloped(count: int) -> Callable[[float], str]:
    """A disc whose rim is that many bows, each rounder than the disc and reaching as far."""
    half, rounder = math.pi / count, 1.12
    reach = math.cos(half) + math.sin(half) * (rounder - math.sqrt(rounder**2 - 1))

    def path(radius: float) -> str:
        corners = _around(count, radius / reach)
        bow = _number(radius / reach * math.sin(half) * rounder)
        arcs = "".join(f"A{bow} {bow} 0 0 1 {_number(x)} {_number(y)}" for x, y in [*corners[1:], corners[0]])
        return f"M{_number(corners[0][0])} {_number(corners[0][1])}{arcs}Z"

    return path


def _shield(radius: float) -> str:
    """A shield as tall as the other frames and a little narrower."""
    side, top, bottom = radius * 0.86, CENTRE - radius * 0.94, CENTRE + radius
    left, right = _number(CENTRE - side), _number(CENTRE + side)
    shoulder = _number(CENTRE + radius * 0.16)
    low = _number(CENTRE + radius * 0.66)
    return (
        f"M{left} {_number(top)}H{right}V{shoulder}C{right} {low} {_number(CENTRE + side * 0.5)} {_number(bottom)}"
        f" 256 {_number(bottom)}S{left} {low} {left} {shoulder}Z"
    )


_FRAMES: Final = (_polygon(6), _disc, _polygon(8, 1 / 16), _scalloped(16), _shield, _polygon(6, 1 / 12), _scalloped(12))

# -- emblems: each fills a disc of radius 136 around (256, EMBLEM_Y) ------------------------------------------


def _petals(seed: bytes, ink: _Ink) -> list[str]:
    count, long, wide = 5 + seed[5] % 6, 62 + seed[6] % 12, 14 + seed[7] % 12
    petals = [
        f'<ellipse cx="256" cy="{_number(EMBLEM_Y - long + 8)}" rx="{wide}" ry="{_number(long * 0.62)}" '
        f'transform="rotate({_number(360 * place / count)} 256 {EMBLEM_Y:g})"/>'
        for place in range(count)
    ]
    return [
        f'<g fill="none" stroke="{ink.accent}" stroke-width="7">',
        *petals,
        "</g>",
        f'<circle cx="256" cy="{EMBLEM_Y:g}" r="{18 + seed[8] % 10}" fill="{ink.light}"/>',
    ]


def _stars(seed: bytes, ink: _Ink) -> list[str]:
    count, depth = 5 + seed[5] % 5, 0.42 + (seed[6] % 6) * 0.05
    turn = (seed[7] % 2) * 0.5 / count
    return [
        f'<path d="{_star(count, 116, 116 * depth, turn, EMBLEM_Y)}" fill="{ink.accent}"/>',
        f'<path d="{_star(count, 78, 78 * depth, turn + 0.5 / count, EMBLEM_Y)}" fill="{ink.deep}"/>',
        f'<path d="{_star(count, 52, 52 * depth, turn, EMBLEM_Y)}" fill="{ink.light}"/>',
    ]


def _orbits(seed: bytes, ink: _Ink) -> list[str]:
    count, flat, start = 2 + seed[5] % 3, 30 + seed[6] % 22, seed[7] % 30
    paths = [
        f'<ellipse cx="256" cy="{EMBLEM_Y:g}" rx="112" ry="{flat}" '
        f'transform="rotate({_number(start + 180 * place / count)} 256 {EMBLEM_Y:g})"/>'
        for place in range(count)
    ]
    moons = _around(count, 112, (start + 90) / 360, EMBLEM_Y)[: 1 + seed[8] % count]
    return [
        f'<g fill="none" stroke="{ink.accent}" stroke-width="8">',
        *paths,
        "</g>",
        *[f'<circle cx="{_number(x)}" cy="{_number(y)}" r="13" fill="{ink.light}"/>' for x, y in moons],
        f'<circle cx="256" cy="{EMBLEM_Y:g}" r="24" fill="{ink.light}"/>',
    ]


def _woven(seed: bytes, ink: _Ink) -> list[str]:
    count, layers = 3 + seed[5] % 4, 2 + seed[6] % 2
    shapes = [
        f'<path d="{_closed(_around(count, 112, place / count / layers, EMBLEM_Y))}"/>' for place in range(layers)
    ]
    return [
        f'<g fill="none" stroke="{ink.accent}" stroke-width="9" stroke-linejoin="round">',
        *shapes,
        "</g>",
        f'<path d="{_star(count * layers, 46, 24 + seed[7] % 12, 0, EMBLEM_Y)}" fill="{ink.light}"/>',
    ]


def _mosaic(seed: bytes, ink: _Ink) -> list[str]:
    """Tiles that mirror left and right; the middle one is always there."""
    bits = int.from_bytes(seed[8:12], "big")
    tiles = []
    for row in range(5):
        for column in range(3):
            chosen = bits >> (2 * (row * 3 + column)) & 3
            corner = column == 0 and row in (0, 4)
            if (chosen and not corner) or (row, column) == (2, 2):
                colour = ink.light if chosen == 3 else ink.accent
                tiles += [_tile(x, row, colour) for x in sorted({column, 4 - column})]
    return tiles


def _tile(column: int, row: int, colour: str) -> str:
    x, y = 256 - 98 + 40 * column, EMBLEM_Y - 98 + 40 * row
    return f'<rect x="{x}" y="{y:g}" width="36" height="36" rx="7" fill="{colour}"/>'


def _rings(seed: bytes, ink: _Ink) -> list[str]:
    """Three broken rings, each of as many arcs as its byte says."""
    rings = []
    for place, radius in enumerate((108, 78, 48)):
        arcs, turn = 2 + seed[5 + place] % 5, seed[9 + place] / 256
        points = [_around(arcs, radius, turn, EMBLEM_Y), _around(arcs, radius, turn + 0.68 / arcs, EMBLEM_Y)]
        path = "".join(
            f"M{_number(a)} {_number(b)}A{radius} {radius} 0 0 1 {_number(c)} {_number(d)}"
            for (a, b), (c, d) in zip(*points, strict=True)
        )
        rings.append(f'<path d="{path}" stroke="{ink.light if place == 1 else ink.accent}"/>')
    return [
        '<g fill="none" stroke-width="15" stroke-linecap="round">',
        *rings,
        "</g>",
        f'<circle cx="256" cy="{EMBLEM_Y:g}" r="20" fill="{ink.light}"/>',
    ]


def _rays(seed: bytes, ink: _Ink) -> list[str]:
    count = 12 + 4 * (seed[5] % 4)
    short = 62 + seed[6] % 14
    near, far = _around(count, 44, 0, EMBLEM_Y), _around(count, 114, 0, EMBLEM_Y)
    middle = _around(count, short, 0, EMBLEM_Y)
    step = 2 + seed[7] % 2
    path = "".join(
        f"M{_number(a)} {_number(b)}L{_number(c)} {_number(d)}"
        for place, (a, b) in enumerate(near)
        for c, d in [far[place] if place % step == 0 else middle[place]]
    )
    return [
        f'<path d="{path}" fill="none" stroke="{ink.accent}" stroke-width="9" stroke-linecap="round"/>',
        f'<path d="{_star(4 + seed[8] % 5, 36, 18, 0, EMBLEM_Y)}" fill="{ink.light}"/>',
    ]


_EMBLEMS: Final = (_petals, _stars, _orbits, _woven, _mosaic, _rings, _rays)


def _marks(count: int, ink: _Ink) -> list[str]:
    """One, two or three small stars in a row below the emblem."""
    left = CENTRE - 22 * (count - 1)
    shape = [(x - CENTRE, y - CENTRE) for x, y in _star_points(5, 18, 8)]
    return [
        f'<path d="{_closed((left + 44 * place + x, 408 + y) for x, y in shape)}" fill="{ink.light}"/>'
        for place in range(count)
    ]


def _star_points(count: int, outer: float, inner: float) -> list[Point]:
    pairs = zip(_around(count, outer), _around(count, inner, 0.5 / count), strict=True)
    return [point for pair in pairs for point in pair]
