"""Award pages by the thousand: each is the template rendered once for all pages of its shape, with its texts filled in.

There is no second description of a page: plates are made by the code that makes a page by itself (`award_page`), and
tried on the award that they are made for. Whatever can't be pressed so is made by that code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Final, TypeVar

from markupsafe import Markup

from generator.model.achievement import BadgeVersion
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site.award_badge import AwardBadge, Entry
from generator.site.award_page import ONE_BY_ONE, AwardPages, code, item_text, pages_of, profile_months, profile_names
from generator.site.award_plates import Plate, escaped, plate, told
from generator.site.award_view import PartView
from generator.site.markdown import to_html

# How many plates are kept, which share most of their pieces, and how many of everything else; some 2 KB each.
MOST_PLATES: Final = 8192
MOST_KEPT: Final = 8192

Told = dict[str, bytes]
# The number of its badge version; whether it is revoked, has evidence, parts and a narrative and is for profiles; how
# many amendments it has. Whatever else the template asks for is the same for every award of that badge.
Shape = tuple[int, bool, bool, bool, bool, bool, int]
PartKey = tuple[BadgeVersion, date, date | None]
Key = TypeVar("Key")
Value = TypeVar("Value")
Item = TypeVar("Item", Evidence, PartView)
Text = TypeVar("Text", str, bytes)
_EVIDENCE: Final = ("view.name", "view.url", "view.description", "view.narrative", "view.genre")
_OF_NAME: Final = tuple(f"view.dated.{name}" for name in ("title", "title_expired", "title_revoked", "issuer"))
_BETWEEN: Final = str(ONE_BY_ONE)


@dataclass(frozen=True, slots=True)
class _Version:
    """A badge version by a number of its own, with the rows of its rubric."""

    number: int
    badge: AwardBadge
    rows: tuple[Slug, ...]


class PagePress:
    """Makes the award pages of a catalogue, for one process; nothing that it keeps grows with the awards."""

    def __init__(self, catalogue: Catalogue, *, preview: bool) -> None:
        self._pages = pages_of(catalogue, preview=preview)
        self._items = _Items(self._pages)
        self._plates: dict[Shape, Plate[bytes] | None] = {}
        self._pieces: dict[bytes, bytes] = {}
        self._versions: dict[BadgeVersion, _Version] = {}
        self._names = catalogue.issuer.name
        self._named: dict[tuple[int, str], tuple[Told, bytes]] = {}
        self._results: dict[tuple[int, tuple[Slug, ...]], Told] = {}
        self._awarded = lru_cache(MOST_KEPT)(partial(self._day, "view.dated.awarded"))
        self._until = lru_cache(MOST_KEPT)(partial(self._day, "view.dated.until"))
        self._text = lru_cache(MOST_KEPT)(_text)

    def page(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The page's bytes, as `award_page` gives them; `parts` are the awards that it builds on, in its order."""
        version = self._versions.get(award.badge) or self._version(award.badge)
        amendments, values = self._dated(version, award)
        self._add_own(values, award)
        values |= self._reached(version, award)
        narrative = to_html(award.narrative) if award.narrative else ""
        if narrative:
            values["view.narrative"] = narrative.encode()
        if award.evidence:
            values["view.evidence"] = self._items.evidence(award.evidence)
        if parts:
            values |= self._items.parts(parts)
        has = bool(award.revoked), bool(award.evidence), bool(parts), bool(narrative), self._pages.for_profiles(award)
        made = self._plates.get(shape := (version.number, *has, amendments))
        return made.filled(values) if made is not None else self._by_itself(shape, award, parts, values)

    def _version(self, of: BadgeVersion) -> _Version:
        badge = self._pages.badge(of)
        rows = tuple(row.id for row in badge.badge.rubric)
        return self._versions.setdefault(of, _Version(len(self._versions), badge, rows))

    def _day(self, mark: str, day: date) -> Told:
        return _encoded(told(self._pages.said.day(day), mark))

    def _add_own(self, values: Told, award: Award) -> None:
        """What no two awards share."""
        values["view.id"] = award.id.encode()
        values["view.id.shard"] = award.id[:2].encode()
        values["view.code"] = code(award.id).encode()
        values["view.qr"] = self._pages.qr(award.id).encode()
        if award.revoked:
            values |= _encoded(told(self._pages.ended(award.revoked), "view.revoked"))

    def _by_itself(self, shape: Shape, award: Award, parts: Sequence[Part], values: Told) -> bytes:
        """The page as it is made by itself; the first of its shape leaves a plate, if that makes the same page."""
        view, text_of = self._pages.view(award, parts), partial(self._pages.text, self._pages.badge(award.badge))
        page = text_of(view).encode()
        if shape not in self._plates:
            if len(self._plates) >= MOST_PLATES:
                self._pieces.clear()
            made = plate(text_of, view).encoded(self._pieces)
            _keep(self._plates, shape, made if _makes(made, values, page) else None, MOST_PLATES)
        return page

    def _dated(self, version: _Version, award: Award) -> tuple[int, Told]:
        """The number of amendments since, and what depends on the day; names last longer, and are made once."""
        day, until = award.awarded, award.valid_until(version.badge.badge)
        key = version.number, self._names.on(day)
        named, profile = self._named.get(key) or self._of_name(key, version, award)
        values = named | self._awarded(day)
        if until:
            values |= self._until(until)
        values["view.dated.profile"] = profile + profile_months(day, until).replace("&", "&amp;").encode()
        values["view.campus"] = self._text(self._pages.campus(award.campus, day))
        values["view.assessor"] = self._text(self._pages.assessor(award.assessor, day))
        amendments = self._pages.amendments(version.badge.badge, day)
        if amendments:
            values |= _encoded(told(amendments, "view.dated.amendments"))
        return len(amendments), values

    def _of_name(self, key: tuple[int, str], version: _Version, award: Award) -> tuple[Told, bytes]:
        """What badge version and issuer's name decide, and what the address at LinkedIn begins with."""
        dated = _encoded(told(self._pages.dated(version.badge, award), "view.dated"))
        profile = escaped(f"{profile_names(version.badge.name, key[1])}&").encode()
        return _keep(self._named, key, ({name: dated[name] for name in _OF_NAME}, profile), MOST_KEPT)

    def _reached(self, version: _Version, award: Award) -> Told:
        """The results: of every row of the rubric, where there is one."""
        key = version.number, tuple([award.results[row] for row in version.rows])
        known = self._results.get(key)
        if known is None:
            listed = self._pages.listed(version.badge.results(award.results))
            known = _keep(self._results, key, _encoded(told(listed, "view.results")), MOST_KEPT)
        return known


class _Items:
    """What stands on a page once for each of several, by a plate for each of its kinds."""

    def __init__(self, pages: AwardPages) -> None:
        self._pages = pages
        self._plates: dict[tuple[str | bool, ...], Plate[str] | None] = {}
        self._parts: dict[PartKey, dict[str, str]] = {}

    def evidence(self, items: Sequence[Evidence]) -> bytes:
        """The pieces of evidence."""
        return _BETWEEN.join([self._piece(item) for item in items]).encode()

    def parts(self, parts: Sequence[Part]) -> Told:
        """The awards that one builds on."""
        return _encoded(told(self._pages.listed([self._part(part) for part in parts]), "view.parts"))

    def _piece(self, item: Evidence) -> str:
        texts = item.name, item.url, item.description, item.narrative, item.genre
        if "" in texts:
            return item_text("evidence", item)
        values = {name: escaped(text) for name, text in zip(_EVIDENCE, texts, strict=True) if text is not None}
        return self._text(("evidence", *values), lambda: item, values)

    def _part(self, part: Part) -> Entry:
        key = part.badge, part.awarded, part.revoked
        values = (self._parts.get(key) or self._shared(key, part)) | {"view.id": part.id, "view.id.shard": part.id[:2]}
        view_of, ended = partial(self._pages.part_view, part), part.revoked is not None
        card = self._text(("card", ended), view_of, values)
        return Entry(Markup(card), Markup(self._text(("line", ended), view_of, values)))

    def _shared(self, key: PartKey, part: Part) -> dict[str, str]:
        """What parts of the same badge and the same days have in common."""
        return _keep(self._parts, key, told(self._pages.part_view(part)), MOST_KEPT)

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


def _encoded(texts: Mapping[str, str]) -> Told:
    return {name: text.encode() for name, text in texts.items()}


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
