"""Badges as cards, and the filters that choose among them in the reader's browser."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from generator.model.achievement import LEVELS, Achievement, BadgeVersion, Requirement
from generator.model.catalogue import Catalogue
from generator.model.profile import Assessor
from generator.names import Slug
from generator.site.badge_texts import foreign, texts_of
from generator.site.words import Words

_MOST_SKILLS: Final = 100
# Of each filter, how many choices there must be for it to be of use.
FILTERS: Final = {"skill": 2, "level": 2, "campus": 2, "stack": 1, "framework": 1}


@dataclass(frozen=True, slots=True)
class Card:
    """A badge in its newest version; a text's language is told where it is not the page's; `marks` are one to three.

    `facets` is what the filters look at, as JSON: by filter, each value with the last day that it holds, else "";
    a card that none chooses has none. `retired` is the last day on which it is awarded, past or coming, and
    `retired_said` the same in words. `only` is the version that is shown, where it must be that one.
    """

    slug: Slug
    name: str
    name_language: str | None
    summary: str
    summary_language: str | None
    level: str
    level_name: str
    marks: int
    stack: bool
    retired: date | None
    retired_said: str
    image: str
    facets: str = ""
    only: int | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its name in the page's address, what it is called, and its choices as values and texts."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


def cards_of(catalogue: Catalogue, said: Words) -> tuple[Card, ...]:
    """A card for each badge, from introductory to advanced and by name; whose day is past, the page's script tells."""
    stacks = _stacks_by_badge(catalogue)
    newest = [versions[-1] for versions in catalogue.badges.values()]
    cards = [replace(_card(catalogue, badge, said), facets=_facets(catalogue, badge, stacks)) for badge in newest]
    return tuple(sorted(cards, key=lambda card: (LEVELS.index(card.level), card.name.casefold(), card.slug)))


def some_of(cards: Sequence[Card], number: int) -> tuple[Card, ...]:
    """At most so many cards, spread over all of them; those that have no last day come first."""
    living = [card for card in cards if card.retired is None]
    ending = [card for card in cards if card.retired is not None]
    some = _spread(living, number)
    return (*some, *_spread(ending, number - len(some)))


def _spread(cards: Sequence[Card], number: int) -> tuple[Card, ...]:
    number = min(number, len(cards))
    return tuple(cards[place * len(cards) // number] for place in range(number))


def parts_of(catalogue: Catalogue, stack: Achievement, said: Words) -> tuple[Card, ...]:
    """What a stack is made of, in its author's order: each badge in its newest version, or in the one it must be."""
    return tuple(_part(catalogue, need, said) for need in stack.requires if stack.stack)


def _part(catalogue: Catalogue, need: Requirement, said: Words) -> Card:
    newest = catalogue.badges[need.badge][-1]
    part = catalogue.achievement(BadgeVersion(need.badge, need.version)) if need.version else newest
    return replace(_card(catalogue, part, said), only=need.version)


def filters_of(catalogue: Catalogue, cards: Iterable[Card], said: Words) -> tuple[Filter, ...]:
    """The filters that leave a choice, each with what is to be found on the cards; of very many skills, those shared.

    A list of thousands is none to choose from, and a skill that only one badge has leads to that one badge.
    """
    values: dict[str, Counter[str]] = {name: Counter() for name in FILTERS}
    for card in cards:
        for name, found in json.loads(card.facets).items():
            values[name].update(found.keys())
    if len(values["skill"]) > _MOST_SKILLS:
        values["skill"] = Counter({skill: cards for skill, cards in values["skill"].items() if cards > 1})
    names = {card.slug: card.name for card in cards}
    texts: dict[str, Mapping[str, str]] = {
        "level": {level: said.text(f"levels.{level}") for level in LEVELS},
        "campus": {campus: known.name.latest for campus, known in catalogue.issuer.campuses.items()},
        "stack": {str(slug): name for slug, name in names.items()},
    }
    return tuple(
        Filter(name, said.text(f"catalogue.list.{name}"), _options(name, values[name], texts.get(name, {})))
        for name, fewest in FILTERS.items()
        if len(values[name]) >= fewest
    )


def _options(name: str, values: Iterable[str], texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The values with their texts, levels in their order and all else by the alphabet."""
    named = [(value, texts.get(value, value)) for value in values]
    if name == "level":
        return tuple(sorted(named, key=lambda option: LEVELS.index(option[0])))
    return tuple(sorted(named, key=lambda option: (option[1].casefold(), option)))


def _card(catalogue: Catalogue, badge: Achievement, said: Words) -> Card:
    texts = texts_of(badge, catalogue.issuer.language)
    # A drawn image is an SVG, as are most of the others; it is sharp at any size.
    kind = "svg" if badge.image is None or badge.image.endswith(".svg") else "png"
    return Card(
        slug=badge.of.badge,
        name=texts.name.text,
        name_language=foreign(texts.name, said),
        summary=texts.summary.text,
        summary_language=foreign(texts.summary, said),
        level=badge.level,
        level_name=said.text(f"levels.{badge.level}"),
        marks=LEVELS.index(badge.level) + 1,
        stack=badge.stack,
        retired=badge.retired,
        retired_said=said.day(badge.retired) if badge.retired else "",
        image=f"{badge.of.badge}/v{badge.of.version}.{kind}",
    )


def _facets(catalogue: Catalogue, badge: Achievement, stacks: Mapping[Slug, Iterable[Slug]]) -> str:
    frameworks = {alignment.framework for alignment in badge.alignments if alignment.framework}
    found = {
        "skill": dict.fromkeys(badge.skills, ""),
        "level": {badge.level: ""},
        "campus": campuses_of(catalogue, badge.of.badge),
        "stack": dict.fromkeys(map(str, stacks.get(badge.of.badge, ())), ""),
        "framework": dict.fromkeys(frameworks, ""),
    }
    return json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def campuses_of(catalogue: Catalogue, badge: Slug) -> dict[str, str]:
    """Where a badge may be awarded: each campus with the last day (ISO 8601) on which somebody may, "" for no end."""
    issuer = catalogue.issuer
    found: dict[str, date] = {}
    for assessor in issuer.assessors.values():
        if badge in assessor.badges:
            for campus in issuer.campuses if assessor.campus is None else (assessor.campus,):
                last = min(_ends(assessor, badge, issuer.campuses[campus].term.until))
                found[campus] = max(last, found.get(campus, date.min))
    return {campus: "" if last == date.max else last.isoformat() for campus, last in found.items()}


def _ends(assessor: Assessor, badge: Slug, campus: date | None) -> Iterator[date]:
    for until in (assessor.term.until, assessor.badges[badge].until, campus):
        yield until or date.max


def _stacks_by_badge(catalogue: Catalogue) -> Mapping[Slug, list[Slug]]:
    """By badge, the stacks that are this badge or need it, themselves or by what they need, however far down."""
    found: dict[Slug, list[Slug]] = defaultdict(list)
    for stack, versions in catalogue.badges.items():
        reached, waiting = {stack}, [stack] if versions[-1].stack else []
        while waiting:
            slug = waiting.pop()
            found[slug].append(stack)
            fresh = {need.badge for need in catalogue.badges[slug][-1].requires} - reached
            reached |= fresh
            waiting += fresh
    return found
