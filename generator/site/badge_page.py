"""The page of a badge: the newest version first, then the older ones with what changed from each to the next.

Markdown with blocks of HTML, for any site builder. Nothing on it depends on the reader's day or on awards: the page's
script tells from dates in the HTML what is over, and fetches the counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from generator.model.achievement import LEVELS, Achievement
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site import words
from generator.site.assessors import assessors_of
from generator.site.badge_cards import parts_of
from generator.site.badge_changes import Changed, changes_of
from generator.site.badge_texts import BadgeTexts, Translation, marked, other_languages, texts_of
from generator.site.frameworks import Group, grouped
from generator.site.markdown import to_html
from generator.site.requirement_graph import Needs, graph_of
from generator.site.rubric_table import RubricTable, rubric_table
from generator.site.structured_data import credential
from generator.site.templates import render

SECTION: Final = "catalogue.badge"
# Names of more characters are set smaller.
LONG: Final = 60


@dataclass(frozen=True, slots=True)
class Fact:
    """A term with its value, both in words."""

    term: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionView:
    """A version of a badge, with what the template can't work out itself.

    `marks` are one to three for its level; `changes` what is different from the version before, None in the first.
    """

    badge: Achievement
    number: int
    texts: BadgeTexts
    translations: tuple[Translation, ...]
    criteria: Markup
    kind: str
    level: str
    marks: int
    skills: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    rubric: RubricTable | None
    frameworks: tuple[Group, ...]
    requires: tuple[tuple[str, Slug, int | None], ...]
    reviewed: str
    copied_from: Markup | None
    retired: str | None
    amendments: tuple[tuple[str, str], ...]
    changes: tuple[Changed, ...] | None


def badge_page(catalogue: Catalogue, versions: Sequence[Achievement], users: Needs | None = None) -> str:
    """The page's Markdown without a head; `versions` are those of one badge, oldest first.

    `users` is what `requirement_graph.users_of` gives, for those who make many pages.
    """
    said, newest = words.of(catalogue.issuer.language), versions[-1]
    earlier = [None, *versions[:-1]]
    views = [_version(catalogue, *pair, said) for pair in zip(versions, earlier, strict=True)]
    return render(
        "badge.md",
        b=lambda key, **slots: said.text(f"{SECTION}.{key}", **slots),
        t=said.text,
        long_name=len(views[-1].texts.name.text) > LONG,
        locale=said.locale,
        file=Markup('<a href="../../api/registry.json">{}</a>').format(said.text(f"{SECTION}.counts_file")),
        issuer=catalogue.issuer,
        slug=newest.of.badge,
        v=views[-1],
        older=views[-2::-1],
        parts=parts_of(catalogue, newest, said),
        graph=graph_of(catalogue, newest, lambda badge: texts_of(badge, catalogue.issuer.language).name, users),
        assessors=assessors_of(catalogue, newest.of.badge, said),
        item=credential(catalogue, newest, views[-1].texts, views[-1].kind, views[-1].level),
    )


def kind_of(badge: Achievement, said: words.Words) -> str:
    """What type of achievement it is, in words; a type of its author's own as it is written."""
    kinds = said.texts["catalogue"]["badge"]["types"]
    return str(kinds.get(badge.type, badge.type.removeprefix("ext:")))


def _version(catalogue: Catalogue, badge: Achievement, before: Achievement | None, said: words.Words) -> VersionView:
    language = catalogue.issuer.language
    texts = texts_of(badge, language)
    return VersionView(
        badge=badge,
        number=badge.of.version,
        texts=texts,
        translations=other_languages(badge, language),
        criteria=to_html(texts.criteria.text),
        kind=kind_of(badge, said),
        level=said.text(f"levels.{badge.level}"),
        marks=LEVELS.index(badge.level) + 1,
        skills=tuple((skill, quote(skill, safe="")) for skill in badge.skills),
        facts=tuple(_facts(badge, said)),
        rubric=rubric_table(badge.rubric, said) if badge.rubric else None,
        frameworks=grouped(badge.alignments),
        requires=tuple(_needed(catalogue, badge, said)),
        reviewed=_reviewed(badge, said),
        copied_from=_link(badge.copied_from) if badge.copied_from else None,
        retired=said.day(badge.retired) if badge.retired else None,
        amendments=tuple((said.day(amended.date), amended.reason) for amended in badge.amended),
        changes=changes_of(before, badge, said) if before else None,
    )


def _facts(badge: Achievement, said: words.Words) -> Iterator[Fact]:
    if badge.hours is not None:
        yield Fact(said.text(f"{SECTION}.time"), _hours(badge.hours, said))
    if badge.credits is not None:
        yield Fact(said.text(f"{SECTION}.credits"), said.number(badge.credits))
    valid = said.duration(badge.valid_for) if badge.valid_for else said.text(f"{SECTION}.for_good")
    yield Fact(said.text(f"{SECTION}.valid"), valid)
    yield Fact(said.text(f"{SECTION}.kind"), kind_of(badge, said))


def _hours(hours: Decimal, said: words.Words) -> str:
    return said.text(f"{SECTION}.about_hours", n=hours, hours=said.number(hours))


def _reviewed(badge: Achievement, said: words.Words) -> str:
    """When it was reviewed, and when it will be unless it is retired."""
    last = _time(badge.review.last, said)
    if badge.retired:
        return said.text(f"{SECTION}.reviewed_last", last=last)
    return said.text(f"{SECTION}.reviewed", last=last, next=_time(badge.review.next, said))


def _link(url: str) -> Markup:
    return Markup('<a href="{}" rel="nofollow noopener">{}</a>').format(url, url.partition("://")[2])


def _time(day: date, said: words.Words) -> Markup:
    return Markup('<time datetime="{}">{}</time>').format(day, said.day(day))


def _needed(catalogue: Catalogue, badge: Achievement, said: words.Words) -> Iterator[tuple[str, Slug, int | None]]:
    """What a version requires: name, slug and the version that it must be, if it must."""
    for need in badge.requires:
        known = catalogue.badges[need.badge][-1]
        name = texts_of(known, catalogue.issuer.language).name
        yield marked(name.text, name.language, said), need.badge, need.version
