"""The page of a badge: every version that there is, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.model.achievement import Achievement
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site import words
from generator.site.markdown import to_html
from generator.site.templates import render


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a badge, with what the template can't work out itself."""

    badge: Achievement
    criteria: Markup
    hours: str | None
    credits: str | None
    valid_for: str | None
    requires: tuple[tuple[str, str], ...]
    reviewed: str
    next_review: str
    retired: str | None
    amendments: tuple[tuple[str, str], ...]


def badge_page(catalogue: Catalogue, versions: Sequence[Achievement]) -> str:
    """The page's Markdown without a head; `versions` are those of one badge, oldest first."""
    newest, views = versions[-1], [_version(catalogue, version) for version in reversed(versions)]
    return render("badge.md", slug=newest.of.badge, versions=views, newest=newest)


def _version(catalogue: Catalogue, badge: Achievement) -> VersionView:
    said = words.of(catalogue.issuer.language)
    return VersionView(
        badge=badge,
        criteria=to_html(badge.criteria),
        hours=said.number(badge.hours) if badge.hours is not None else None,
        credits=said.number(badge.credits) if badge.credits is not None else None,
        valid_for=said.duration(badge.valid_for) if badge.valid_for else None,
        requires=tuple((_name(catalogue, need.badge), str(need.badge)) for need in badge.requires),
        reviewed=said.day(badge.review.last),
        next_review=said.day(badge.review.next),
        retired=said.day(badge.retired) if badge.retired else None,
        amendments=tuple((said.day(amended.date), amended.reason) for amended in badge.amended),
    )


def _name(catalogue: Catalogue, badge: Slug) -> str:
    return catalogue.badges[badge][-1].name
