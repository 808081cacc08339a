"""The badges that one builds on, and those that build on it: as a drawing in rows, and as lists.

A drawing is boxes and lines in units of its own, top to bottom: what is required stands above what requires it. No
font is measured at build, so widths of letters are estimated, rather too wide than too narrow.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from generator.model.achievement import Achievement, BadgeVersion
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site.badge_texts import Text

BOX: Final = 140
IMAGE: Final = 44
COLUMNS: Final = (4, 2)
_ACROSS, _DOWN, _MARGIN = 14, 42, 26
_LINE, _SIZE, _MOST_LINES = 18, 14, 4
# In a box, from its upper edge: where the image begins, and where the first line of the name stands.
_ABOVE, _FIRST = 9, IMAGE + 26
_LANES: Final = 4
# Beyond that a drawing explains nothing; the lists say everything.
_MOST_BOXES: Final = 36
_MOST_DEPTH: Final = 12
_WIDE, _CAPITAL, _SMALL = 1.05, 0.74, 0.6

Needs = Mapping[Slug, Mapping[Slug, int | None]]


@dataclass(frozen=True, slots=True)
class Node:
    """A badge of a list with the version that is asked for (None: any), and below it what leads on from there."""

    name: Text
    of: BadgeVersion
    stack: bool
    version: int | None
    below: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A badge of the drawing: its upper left corner, its height and its name in lines; `here` is the page's own."""

    of: BadgeVersion
    version: int | None
    x: int
    y: int
    height: int
    lines: tuple[str, ...]
    here: bool

    @property
    def middle(self) -> int:
        """Where lines begin and end."""
        return self.x + BOX // 2

    @property
    def width(self) -> int:
        """As wide as all others."""
        return BOX

    @property
    def image(self) -> tuple[int, int, int]:
        """Left and upper edge of the badge's image, and the length of its sides."""
        return self.middle - IMAGE // 2, self.y + _ABOVE, IMAGE

    def baseline(self, line: int) -> int:
        """Where a line of text stands, counted from 0; the one after the name says which version it must be."""
        return self.y + _FIRST + _LINE * line


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes, and as paths of SVG the lines between them and their heads."""

    columns: int
    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    heads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Graph:
    """The lists of what is required and of what requires it, and drawings of both in so many columns."""

    requires: tuple[Node, ...]
    required_by: tuple[Node, ...]
    drawings: tuple[Drawing, ...]


def users_of(catalogue: Catalogue) -> Needs:
    """By badge, those whose newest version requires it directly, with the version that it must be."""
    users: dict[Slug, dict[Slug, int | None]] = defaultdict(dict)
    for slug, versions in sorted(catalogue.badges.items()):
        for need in versions[-1].requires:
            users[need.badge][slug] = need.version
    return users


def graph_of(
    catalogue: Catalogue, badge: Achievement, name: Callable[[Achievement], Text], users: Needs | None = None
) -> Graph | None:
    """Everything that a badge version builds on, and the newest versions that build on it; None without either.

    `name` is what a badge is called; `users` is what `users_of` gives, for those who ask for many badges. Circles,
    which checked registries have none of, are cut where they close.
    """
    down, up = _needs(catalogue, badge), _used_by(badge, users_of(catalogue) if users is None else users)
    if not (down[badge.of.badge] or up):
        return None
    requires, required_by = (_listed(catalogue, badge.of.badge, leads, name) for leads in (down, up))
    return Graph(requires, required_by, _drawings(catalogue, badge, down, up, name))


def _drawings(
    catalogue: Catalogue, badge: Achievement, down: Needs, up: Needs, name: Callable[[Achievement], Text]
) -> tuple[Drawing, ...]:
    slugs = {badge.of.badge, *down, *up}.union(*up.values())
    links = _links(badge.of.badge, down, up) if len(slugs) <= _MOST_BOXES else []
    if not links:
        return ()
    shown = {slug: catalogue.badges[slug][-1] for slug in slugs} | {badge.of.badge: badge}
    named = {slug: (known.of, name(known).text) for slug, known in shown.items()}
    rows = _rows(links)
    # Where no row is wider than the narrow drawing, that one does for all.
    wide = [columns for columns in COLUMNS if columns == min(COLUMNS) or max(map(len, rows)) > min(COLUMNS)]
    return tuple(_drawing(named, badge.of.badge, rows, links, _pinned(down), columns) for columns in wide)


# -- what requires what ---------------------------------------------------------------------------------------


def _needs(catalogue: Catalogue, badge: Achievement) -> Needs:
    """What is required, directly and by that, by each badge; of a badge of any version, the newest one counts."""
    found: dict[Slug, dict[Slug, int | None]] = {}
    waiting = [badge]
    while waiting:
        known = waiting.pop()
        if known.of.badge not in found:
            found[known.of.badge] = {need.badge: need.version for need in known.requires}
            waiting += [_version(catalogue, need.badge, need.version) for need in known.requires]
    return found


def _used_by(badge: Achievement, users: Needs) -> Needs:
    """By badge, what it is required by, and whatever requires that."""
    found: dict[Slug, Mapping[Slug, int | None]] = {}
    waiting = [badge.of.badge]
    while waiting:
        slug = waiting.pop()
        if slug in users and slug not in found:
            found[slug] = users[slug]
            waiting += users[slug]
    return found


def _version(catalogue: Catalogue, slug: Slug, version: int | None) -> Achievement:
    return catalogue.badges[slug][-1] if version is None else catalogue.achievement(BadgeVersion(slug, version))


def _listed(catalogue: Catalogue, start: Slug, leads: Needs, name: Callable[[Achievement], Text]) -> tuple[Node, ...]:
    """The badges as nested lists; what stood once is not unfolded again."""
    unfolded = {start}

    def below(slug: Slug, depth: int) -> tuple[Node, ...]:
        made = []
        for onward, version in leads.get(slug, {}).items():
            fresh = onward not in unfolded and depth < _MOST_DEPTH
            unfolded.add(onward)
            known = catalogue.badges[onward][-1]
            further = below(onward, depth + 1) if fresh else ()
            made.append(Node(name(known), known.of, known.stack, version, further))
        return tuple(made)

    return below(start, 1)


def _links(here: Slug, down: Needs, up: Needs) -> list[tuple[Slug, Slug]]:
    """From each required badge to the one that requires it, without those that close a circle."""
    onward: dict[Slug, set[Slug]] = defaultdict(set)
    for slug, needs in down.items():
        for need in needs:
            onward[need].add(slug)
    for slug, users in up.items():
        onward[slug].update(users)
    kept: dict[Slug, set[Slug]] = defaultdict(set)
    for start in [here, *sorted(onward)]:
        for end in sorted(onward[start]):
            if start not in _reached(end, kept):
                kept[start].add(end)
    return [(start, end) for start in sorted(kept) for end in sorted(kept[start])]


def _reached(start: Slug, onward: Mapping[Slug, Iterable[Slug]]) -> set[Slug]:
    """Where one gets from there, with the start itself."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = set(onward.get(waiting.pop(), ())) - found
        found |= fresh
        waiting += fresh
    return found


def _pinned(down: Needs) -> dict[Slug, int | None]:
    """The version that is asked for wherever a badge is required at all, if it is the same."""
    asked: dict[Slug, set[int | None]] = defaultdict(set)
    for needs in down.values():
        for slug, version in needs.items():
            asked[slug].add(version)
    return {slug: next(iter(versions)) for slug, versions in asked.items() if len(versions) == 1}


# -- rows, boxes and lines ------------------------------------------------------------------------------------


def _drawing(
    named: Mapping[Slug, tuple[BadgeVersion, str]],
    here: Slug,
    layers: Sequence[Sequence[Slug]],
    links: Sequence[tuple[Slug, Slug]],
    pinned: Mapping[Slug, int | None],
    columns: int,
) -> Drawing:
    rows = [row[at : at + columns] for row in layers for at in range(0, len(row), columns)]
    place = {slug: number for number, row in enumerate(rows) for slug in row}
    # Lines that pass other rows do so in the margin: a lane for each badge at which they end, the soonest the nearest.
    passing = sorted({b for a, b in links if place[b] - place[a] > 1}, key=lambda slug: (place[slug], slug))
    lanes = {slug: number % _LANES for number, slug in enumerate(reversed(passing))}
    margin = _MARGIN if passing else 2
    across = max(map(len, rows))
    width = across * BOX + (across - 1) * _ACROSS + 2 * margin
    boxes: dict[Slug, Box] = {}
    y = 2
    for row in rows:
        lines = {slug: wrapped(named[slug][1], BOX - 16) for slug in row}
        height = _FIRST + _LINE * max(len(lines[slug]) + bool(pinned.get(slug)) for slug in row)
        left = (width - len(row) * BOX - (len(row) - 1) * _ACROSS) // 2
        for column, slug in enumerate(row):
            x = left + column * (BOX + _ACROSS)
            boxes[slug] = Box(named[slug][0], pinned.get(slug), x, y, height, lines[slug], slug == here)
        y += height + _DOWN
    paths = [_line(boxes[a], boxes[b], lanes[b] if place[b] - place[a] > 1 else None, width) for a, b in links]
    heads = [f"M{boxes[b].middle - 5} {boxes[b].y - 8}h10l-5 7z" for b in sorted({b for _, b in links})]
    return Drawing(columns, width, y - _DOWN + 2, tuple(boxes.values()), tuple(paths), tuple(heads))


def _rows(links: Sequence[tuple[Slug, Slug]]) -> list[list[Slug]]:
    """Each badge below all that lead to it, and otherwise as high as may be; next to those it belongs to."""
    before: dict[Slug, set[Slug]] = defaultdict(set)
    for start, end in links:
        before[start] = before[start]
        before[end].add(start)
    rows: list[list[Slug]] = []
    seen: dict[Slug, int] = {}
    while len(seen) < len(before):
        ready = [slug for slug in before if slug not in seen and before[slug] <= seen.keys()]
        ready.sort(key=lambda slug: (_mean(seen[known] for known in before[slug]), slug))
        seen |= {slug: column for column, slug in enumerate(ready)}
        rows.append(ready)
    return rows


def _mean(values: Iterable[int]) -> float:
    listed = [*values]
    return sum(listed) / len(listed) if listed else 0.0


def _line(start: Box, end: Box, lane: int | None, width: int) -> str:
    """Down from one box and into the other from above; past other rows along a lane of the nearer margin."""
    x, y, to, bottom = start.middle, start.y + start.height, end.middle, end.y - 8
    # Lines to different badges of a row lie beside one another.
    level = end.y - 26 + 4 * (end.x // (BOX + _ACROSS) % 4)
    if lane is None:
        return _path([(x, y), (x, level), (to, level), (to, bottom)])
    side = 4 + 6 * lane if x < width / 2 else width - 4 - 6 * lane
    return _path([(x, y), (x, y + 9), (side, y + 9), (side, level), (to, level), (to, bottom)])


def _path(points: Sequence[tuple[int, int]]) -> str:
    """A line through these points, its corners rounded."""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for (ax, ay), (x, y), (bx, by) in zip(points, points[1:], points[2:], strict=False):
        if (ax == x == bx) or (ay == y == by):
            continue
        r = min(8, _reach(ax, ay, x, y), _reach(x, y, bx, by))
        parts.append(f"L{x + r * _sign(ax - x)} {y + r * _sign(ay - y)}")
        parts.append(f"Q{x} {y} {x + r * _sign(bx - x)} {y + r * _sign(by - y)}")
    return "".join([*parts, f"L{points[-1][0]} {points[-1][1]}"])


def _reach(ax: int, ay: int, bx: int, by: int) -> int:
    return (abs(ax - bx) + abs(ay - by)) // 2


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


# -- names in lines -------------------------------------------------------------------------------------------


def wrapped(name: str, width: float, size: float = _SIZE) -> tuple[str, ...]:
    """The name in lines that are no wider, at most four; an ellipsis stands for the rest."""
    lines: list[str] = []
    for word in name.split():
        for part in _broken(word, width / size):
            joined = f"{lines[-1]} {part}" if lines else part
            if lines and _em(joined) <= width / size:
                lines[-1] = joined
            else:
                lines.append(part)
    if len(lines) <= _MOST_LINES:
        return tuple(lines)
    last = lines[_MOST_LINES - 1]
    while _em(last + "…") > width / size:
        last = last[:-1]
    return (*lines[: _MOST_LINES - 1], last.rstrip() + "…")


def _broken(word: str, most: float) -> list[str]:
    """The word, in pieces if it is wider than a line."""
    if _em(word) <= most:
        return [word]
    pieces = [""]
    for sign in word:
        if pieces[-1] and _em(pieces[-1] + sign) > most:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _em(text: str) -> float:
    """How wide the text is at most, in heights of the letters."""
    return sum(map(_width, text))


@lru_cache(maxsize=1024)
def _width(sign: str) -> float:
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF":
        return _WIDE
    return _CAPITAL if sign.isupper() or sign in "mwMW@%&—…" else _SMALL
