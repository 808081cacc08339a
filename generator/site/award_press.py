"""Award pages by the thousand: each is the template rendered once for all pages of its shape, with its texts filled in.

There is no second description of a page: plates are made by the code that makes a page by itself (`award_page`), and
tried on the award that they are made for. Whatever can't be pressed so is made by that code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import Final, TypeVar

from markupsafe import Markup

from generator.model.achievement import BadgeVersion
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site.award_badge import AwardBadge
from generator.site.award_page import ONE_BY_ONE, REST_OF_PARTS, REST_OF_RESULTS, AwardPages, code, item_text, pages_of
from generator.site.award_plates import Plate, as_it_is, escaped, plate
from generator.site.award_view import PartView
from generator.site.markdown import to_html

# How many plates are kept, which share most of their pieces; how many days of a badge version, which are small; and how
# many of everything else, less than 1 KB each.
MOST_PLATES: Final = 8192
MOST_DAYS: Final = 32768
MOST_KEPT: Final = 8192

Told = dict[str, bytes]
# The number of its badge version and the issuer's name; whether it is revoked, has evidence, parts and a narrative and
# is for profiles. Whatever else the template asks for is the same for every award of that badge.
Shape = tuple[tuple[int, str], bool, bool, bool, bool, bool]
Key = TypeVar("Key")
Value = TypeVar("Value")
Item = TypeVar("Item", Evidence, PartView)
Text = TypeVar("Text", str, bytes)
_BETWEEN: Final = str(ONE_BY_ONE)


@dataclass(frozen=True, slots=True)
class _Version:
    """A badge version by a number of its own, with the rows of its rubric."""

    number: int
    badge: AwardBadge
    rows: tuple[Slug, ...]


@dataclass(frozen=True, slots=True)
class _Day:
    """What awards of a badge version say that were made on one day, and its part of their shape."""

    shape: tuple[int, str]
    awarded: bytes
    state: bytes


class PagePress:
    """Makes the award pages of a catalogue, for one process; nothing that it keeps grows with the awards."""

    def __init__(self, catalogue: Catalogue, *, preview: bool) -> None:
        self._pages = pages_of(catalogue, preview=preview)
        self._items = _Items(self._pages)
        self._plates: dict[Shape, Plate[bytes] | None] = {}
        self._pieces: dict[bytes, bytes] = {}
        self._versions: dict[BadgeVersion, _Version] = {}
        self._days: dict[tuple[int, date], _Day] = {}
        self._results: dict[tuple[int, tuple[Slug, ...]], bytes] = {}
        self._text = lru_cache(MOST_KEPT)(_text)

    def page(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The page's bytes, as `award_page` gives them; `parts` are the awards that it builds on, in its order."""
        version = self._versions.get(award.badge) or self._version(award.badge)
        day = self._days.get((version.number, award.awarded)) or self._day(version, award)
        values = self._own(day, award)
        if version.rows:
            values["results"] = self._reached(version, award)
        narrative = to_html(award.narrative) if award.narrative else ""
        if narrative:
            values["narrative"] = narrative.encode()
        if award.evidence:
            values["evidence"] = self._items.evidence(award.evidence)
        if parts:
            values["parts"] = self._items.parts(parts)
        has = bool(award.revoked), bool(award.evidence), bool(parts), bool(narrative), self._pages.for_profiles(award)
        made = self._plates.get(shape := (day.shape, *has))
        return made.filled(values) if made is not None else self._by_itself(shape, award, parts, values)

    def _version(self, of: BadgeVersion) -> _Version:
        badge = self._pages.badge(of)
        rows = tuple(row.id for row in badge.badge.rubric)
        return self._versions.setdefault(of, _Version(len(self._versions), badge, rows))

    def _day(self, version: _Version, award: Award) -> _Day:
        """What awards of that day say, if they are not revoked."""
        state = self._pages.state(version.badge.badge, replace(award, revoked=None)).encode()
        awarded = self._pages.said.day(award.awarded).encode()
        made = _Day((version.number, self._pages.issuer(award.awarded)), awarded, self._pieces.setdefault(state, state))
        return _keep(self._days, (version.number, award.awarded), made, MOST_DAYS)

    def _own(self, day: _Day, award: Award) -> Told:
        """What no two awards share, when and where it was earned, and how it stands."""
        pages, id_ = self._pages, award.id
        state = pages.state(pages.badge(award.badge).badge, award).encode() if award.revoked else day.state
        return {
            "id": id_.encode(),
            "id.shard": id_[:2].encode(),
            "code": code(id_).encode(),
            "qr": pages.qr(id_).encode(),
            "state": state,
            "awarded": day.awarded,
            "campus": self._text(pages.campus(award.campus, award.awarded)),
            "assessor": self._text(pages.assessor(award.assessor, award.awarded)),
        }

    def _by_itself(self, shape: Shape, award: Award, parts: Sequence[Part], values: Told) -> bytes:
        """The page as it is made by itself; the first of its shape leaves a plate, if that makes the same page."""
        view = self._pages.view(award, parts)
        text_of = partial(self._pages.text, self._pages.badge(award.badge), self._pages.issuer(award.awarded))
        page = text_of(view).encode()
        if shape not in self._plates:
            if len(self._plates) >= MOST_PLATES:
                self._pieces.clear()
            made = plate(text_of, view).encoded(self._pieces)
            _keep(self._plates, shape, made if _makes(made, values, page) else None, MOST_PLATES)
        return page

    def _reached(self, version: _Version, award: Award) -> bytes:
        """The results: of every row of the rubric."""
        key = version.number, tuple([award.results[row] for row in version.rows])
        known = self._results.get(key)
        if known is None:
            listed = self._pages.listed(version.badge.results(award.results), REST_OF_RESULTS)
            known = _keep(self._results, key, listed.encode(), MOST_KEPT)
        return known


class _Items:
    """What stands on a page once for each of several, by a plate for each of its kinds."""

    def __init__(self, pages: AwardPages) -> None:
        self._pages = pages
        self._plates: dict[tuple[str | bool, ...], Plate[str] | None] = {}

    def evidence(self, items: Sequence[Evidence]) -> bytes:
        """The pieces of evidence."""
        return _BETWEEN.join([self._piece(item) for item in items]).encode()

    def parts(self, parts: Sequence[Part]) -> bytes:
        """The awards that one builds on."""
        return self._pages.listed([Markup(self._part(part)) for part in parts], REST_OF_PARTS).encode()

    def _piece(self, item: Evidence) -> str:
        texts = {
            "name": item.name,
            "url": item.url or "",
            "description": item.description or "",
            "narrative": item.narrative or "",
            "genre": item.genre or "",
        }
        kind = "evidence", not item.url, not item.description, not item.narrative, not item.genre
        if not as_it_is("".join(texts.values())):
            texts = {name: escaped(text) for name, text in texts.items()}
        made = self._plates.get(kind)
        return made.filled(texts) if made is not None else self._text(kind, lambda: item, texts)

    def _part(self, part: Part) -> str:
        badge = self._pages.badge(part.badge)
        values = {
            "id": part.id,
            "id.shard": part.id[:2],
            "name": badge.linked_name,
            "image": badge.picture,
            "when": self._pages.part_when(part.awarded, part.revoked),
        }
        return self._text(("part", part.revoked is not None), partial(self._pages.part_view, part), values)

    def _text(self, kind: tuple[str | bool, ...], item_of: Callable[[], Item], values: Mapping[str, str]) -> str:
        """The text of the piece that the kind begins with."""
        made = self._plates.get(kind)
        if made is not None:
            return made.filled(values)
        of, item = partial(item_text, str(kind[0])), item_of()
        text = of(item)
        if kind not in self._plates:
            made = plate(of, item)
            self._plates[kind] = made if _makes(made, values, text) else None
        return text


def _text(text: str) -> bytes:
    return escaped(text).encode()


def _makes(made: Plate[Text], values: Mapping[str, Text], text: Text) -> bool:
    """Whether the plate makes this text; not where something on it looks like a mark and is none."""
    try:
        return made.filled(values) == text
    except KeyError:
        return False


def _keep(kept: dict[Key, Value], key: Key, value: Value, most: int) -> Value:
    if len(kept) >= most:
        kept.clear()
    kept[key] = value
    return value
