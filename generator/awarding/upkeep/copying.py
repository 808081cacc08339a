"""Another district's badge as a draft of one's own: what its published description says, as far as it may stand here.

The description is a stranger's. Whatever a registry would refuse in a text is left out and told, so that it is filled
in by hand like what the description never said: evidence, level, review.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from generator.awarding.upkeep.drafting import to_fill_in
from generator.diagnostics import visible
from generator.names import Slug
from generator.sources import kinds, text_rules
from generator.sources.editing import Value
from generator.sources.forms import LANGUAGE, MARKDOWN, SECURE_URL, TARGET_TYPES, TEXT, URL
from generator.sources.personal import Personal
from generator.sources.scalars import Choice, Number
from generator.sources.shapes import Doubt, Shape, shorten
from generator.sources.yaml_nodes import read_text

Json = Mapping[str, Any]
_BADGE: Final = kinds.BADGE.members
_MOST_CHARACTERS: Final = 20_000
_MOST_ITEMS: Final = 100
_POINTS: Final = Number("a number of points", 1_000_000, places=3)
_TARGET_TYPE: Final = Choice("a type of alignment", TARGET_TYPES, extensible=True)
_HTML: Final = re.compile(r"<[A-Za-z/!][^>]*>")
_OWN: Final = re.compile(r"(?P<site>https://.+)/badges/(?P<slug>[a-z0-9-]+)/v(?P<number>[1-9][0-9]{0,3})\.json")


@dataclass(frozen=True, kw_only=True)
class Copied:
    """A badge of others: the members that could be taken over, the address to name, and who made it.

    `left` says of each thing that was not taken over why, in a few words; `slug` is what it could be called.
    """

    given: Mapping[str, Value]
    source: str
    by: str
    slug: Slug | None
    left: tuple[str, ...]


def copied(achievement: Json, url: str, personal: Personal) -> Copied:
    """What an Achievement (Open Badges 3.0) or BadgeClass (2.0) from an address gives a draft.

    `personal` is what counts as personal in the registry.
    """
    taking = _Taking(personal)
    own = _OWN.fullmatch(url)
    source = _page(own, achievement) if own else url
    given = {name: value for name, value in _members(taking, achievement) if value}
    if taking.allowed(SECURE_URL, source):
        given["copied_from"] = source
    maker = achievement.get("creator", achievement.get("issuer"))
    name = taking.line(maker.get("name"), "the name of who made it") if isinstance(maker, Mapping) else None
    return Copied(
        given=given,
        source=source,
        by=name or "",
        slug=Slug.of_words(own["slug"] if own else str(given.get("name", ""))),
        left=tuple(taking.left),
    )


def _page(own: re.Match[str], badge: Json) -> str:
    """Where a badge of a registry like this one is read. A BadgeClass, which names an issuer, lies below `ob2/`."""
    site = own["site"].removesuffix("/ob2") if "issuer" in badge else own["site"]
    return f"{site}/badges/{own['slug']}/#v{own['number']}"


def _members(taking: _Taking, badge: Json) -> Iterator[tuple[str, Value | None]]:
    """The members of a badge version that a description tells of."""
    yield "name", taking.line(badge.get("name"), "name")
    kind = badge.get("achievementType")
    yield "type", kind if taking.allowed(_BADGE["type"].of, kind) else None
    yield "description", taking.text(badge.get("description"), "description")
    yield "criteria", _criteria(taking, badge.get("criteria"))
    language = badge.get("inLanguage", badge.get("@language"))
    yield "language", language if taking.allowed(LANGUAGE, language) else None
    yield "skills", _skills(taking, badge.get("tag", badge.get("tags")))
    yield "credits", taking.number(badge.get("creditsAvailable"), "credits", _BADGE["credits"].of)
    yield "rubric", _rubric(taking, badge.get("resultDescription"))
    alignments = badge.get("alignment", badge.get("alignments"))
    yield "alignments", [made for each in taking.items(alignments, "alignments") if (made := _alignment(taking, each))]


@dataclass
class _Taking:
    """Takes values of strangers, and notes what it leaves."""

    personal: Personal
    left: list[str] = field(default_factory=list)

    def leave(self, what: str, why: str) -> None:
        """Note that something is left out; the words may hold what a stranger wrote."""
        self.left.append(self.personal.hide(visible(f"{what}: {why}")))

    def allowed(self, shape: Shape, value: object) -> bool:
        """Whether a value may stand where the shape does."""
        if not isinstance(value, str):
            return False
        try:
            shape.accept(value)
        except Doubt:
            return False
        return True

    def text(self, value: object, what: str, shape: Shape = TEXT) -> str | None:
        """A text that may stand in a registry; None where there is none, or not such a one."""
        if value is None:
            return None
        if not isinstance(value, str):
            self.leave(what, "it is no text")
            return None
        text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\t", " ")).strip()
        fault = text_rules.fault(text)
        if len(text) > _MOST_CHARACTERS:
            self.leave(what, f"it has more than {_MOST_CHARACTERS:,} characters")
        elif fault:
            self.leave(what, fault.message)
        elif spoilt := read_text("", text.encode()).problems:
            self.leave(what, spoilt[0].message)
        elif found := self.personal.find(text):
            self.leave(what, f"it holds {found[0].kind}")
        elif self.allowed(shape, text):
            return "\n".join(line.rstrip() for line in text.split("\n"))
        return None

    def line(self, value: object, what: str) -> str | None:
        """A text on one line."""
        text = self.text(value, what)
        return " ".join(text.split()) if text else None

    def number(self, value: object, what: str, shape: Shape) -> Decimal | None:
        """A number, as JSON or as text has it."""
        if value is None:
            return None
        text = str(value)
        if isinstance(value, bool) or not isinstance(value, str | int | float) or not self.allowed(shape, text):
            self.leave(what, f"{shorten(text)} is no number that may stand here")
            return None
        return Decimal(text)

    def items(self, value: object, what: str) -> list[Any]:
        """The items of a list; one thing alone is a list of one."""
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if len(listed) > _MOST_ITEMS:
            self.leave(what, f"there are {len(listed):,}, of which the first {_MOST_ITEMS} are taken")
        return listed[:_MOST_ITEMS]


def _criteria(taking: _Taking, criteria: object) -> str | None:
    """The criteria's own words; some descriptions name only a page."""
    told = criteria.get("narrative") if isinstance(criteria, Mapping) else None
    text = taking.text(told, "criteria", MARKDOWN)
    if text and _HTML.search(text):
        taking.leave("criteria", "they hold HTML, which pages show as it is written: make Markdown of it")
    page = criteria.get("id") if isinstance(criteria, Mapping) else criteria
    if told is None and isinstance(page, str):
        taking.leave("criteria", f"they are not in it, but perhaps at {shorten(page, 200)}")
    return text


def _skills(taking: _Taking, tags: object) -> list[Value]:
    skills = [skill for tag in taking.items(tags, "skills") if (skill := taking.line(tag, "a skill"))]
    once = [*dict.fromkeys(skills)]
    if text_rules.orders_disagree(once):
        taking.leave("skills", "those with emoji or unusual letters: verifiers would disagree about their order")
        once = [skill for skill in once if max(skill) < "\U00010000"]
    return [*once]


def _alignment(taking: _Taking, given: object) -> dict[str, Value] | None:
    if not isinstance(given, Mapping):
        return None
    name = taking.line(given.get("targetName"), "the name of an alignment")
    url = given.get("targetUrl")
    if not name or not isinstance(url, str) or not taking.allowed(URL, url):
        taking.leave("alignments", f"{shorten(str(given.get('targetName')))} has no name or no usable address")
        return None
    kind = given.get("targetType")
    optional = {
        "framework": taking.line(given.get("targetFramework"), f"the framework of {name}"),
        "code": taking.line(given.get("targetCode"), f"the code of {name}"),
        "type": kind if taking.allowed(_TARGET_TYPE, kind) else None,
        "description": taking.text(given.get("targetDescription"), f"the description of {name}"),
    }
    return {"name": name, "url": url, **{member: value for member, value in optional.items() if value}}


def _rubric(taking: _Taking, described: object) -> list[Value]:
    """The rows of a rubric: results that are told by levels."""
    rows: list[Value] = []
    names: set[str] = set()
    for row in taking.items(described, "results"):
        levels = row.get("rubricCriterionLevel") if isinstance(row, Mapping) else None
        if isinstance(levels, list) and any(isinstance(level, Mapping) for level in levels):
            rows.append(_row(taking, row, [each for each in levels if isinstance(each, Mapping)], names))
        else:
            told = str(row.get("name")) if isinstance(row, Mapping) else "one"
            taking.leave("results", f"{shorten(told)} has no levels, so it makes no row of a rubric")
    return rows


def _row(taking: _Taking, row: Json, levels: list[Json], names: set[str]) -> Value:
    taken: set[str] = set()
    listed = sorted(taking.items(levels, "levels"), key=_place)
    made = [_level(taking, level, taken) for level in listed]
    needed = [own["id"] for level, own in zip(listed, made, strict=True) if level.get("id") == row.get("requiredLevel")]
    choice = to_fill_in(f"one of {', '.join(str(level['id']) for level in made)}")
    return {
        "id": _id_of(taking, row, "row", names),
        "name": taking.line(row.get("name"), "the name of a row") or to_fill_in("what is judged"),
        "required": needed[0] if needed and row.get("requiredLevel") else choice,
        "levels": made,
    }


def _level(taking: _Taking, level: Json, taken: set[str]) -> dict[str, Value]:
    optional = {
        "points": taking.number(level.get("points"), "points of a level", _POINTS),
        "description": taking.text(level.get("description"), "the description of a level"),
    }
    return {
        "id": _id_of(taking, level, "level", taken),
        "name": taking.line(level.get("name"), "the name of a level") or to_fill_in("the name of the level"),
        **{member: value for member, value in optional.items() if value is not None},
    }


def _place(level: Json) -> int:
    """The place of a level among others, where it tells one."""
    told = str(level.get("level", ""))
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 0


def _id_of(taking: _Taking, thing: Json, otherwise: str, taken: set[str]) -> str:
    """The id of a row or level: the last part of its address, else its name; each once, and none like a secret key."""
    last = re.split("[#/]", str(thing.get("id", "")))[-1]
    slugs = [last if Slug.admits(last) else None, Slug.of_words(str(thing.get("name", ""))[:200])]
    slug = next((each for each in slugs if each and not taking.personal.find(each)), otherwise)
    made, number = slug[:56].strip("-"), 1
    while made in taken or not Slug.admits(made):
        number += 1
        made = f"{slug[:56].strip('-')}-{number}"
    taken.add(made)
    return made
