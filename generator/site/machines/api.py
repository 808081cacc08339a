"""The static API below `/api/`: every badge, skills with their badges, and the registry with its figures.

Members are named as in the registry's YAML files, which these mirror; addresses are absolute. What may be absent is
null or an empty list, so that every object has all its members. `/api/openapi.json` describes each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from generator.model.achievement import Achievement, Alignment, Onward
from generator.model.catalogue import Catalogue
from generator.model.dated import Duration
from generator.model.profile import Profile
from generator.names import Slug
from generator.openbadges.json_values import Json, number

GENERATOR: Final = "badge-registry"


@dataclass(frozen=True)
class BadgeFigures:
    """How many awards of a badge are shown, in all and at each campus that has some; None: hidden."""

    awards: int | None
    campuses: Mapping[Slug, int | None]


@dataclass(frozen=True)
class Figures:
    """How many awards of a registry are shown, in all and of each badge; None: hidden. Counts under `fewest` are."""

    awards: int | None
    badges: Mapping[Slug, BadgeFigures]
    fewest: int


@dataclass(frozen=True)
class Making:
    """What a site was made of and by: `as_of` in UTC, the commit if the files are just those of one, the version."""

    as_of: datetime
    commit: str | None
    version: str


def badges(catalogue: Catalogue) -> Json:
    """Every badge with all its versions, by slug and version."""
    at = catalogue.issuer.addresses
    return {
        "issuer": _issuer(catalogue.issuer),
        "badges": [
            {
                "slug": slug,
                "page": at.badge_page(slug),
                "newest": versions[-1].of.version,
                "versions": [_version(catalogue, badge, badge is versions[-1]) for badge in versions],
            }
            for slug, versions in sorted(catalogue.badges.items())
        ],
    }


def skills(catalogue: Catalogue) -> Json:
    """Every skill, as the first badge that has it writes it, with the badges and those of their versions that have it.

    Spellings that differ in capital letters and white space only are one skill.
    """
    at, names = catalogue.issuer.addresses, dict[str, str]()
    found: dict[str, dict[Slug, list[int]]] = {}
    for badge in catalogue.achievements():
        for key, skill in {_skill_key(skill): skill for skill in reversed(badge.skills)}.items():
            names.setdefault(key, skill)
            found.setdefault(key, {}).setdefault(badge.of.badge, []).append(badge.of.version)
    return {
        "issuer": _issuer(catalogue.issuer),
        "skills": [
            {
                "skill": names[key],
                "badges": [
                    {
                        "slug": slug,
                        "name": catalogue.badges[slug][-1].name,
                        "page": at.badge_page(slug),
                        "versions": those,
                    }
                    for slug, those in found[key].items()
                ],
            }
            for key in sorted(found)
        ],
    }


def registry(catalogue: Catalogue, figures: Figures, making: Making) -> Json:
    """Who awards, what the site was made of, and how many awards that are not revoked there are."""
    campuses = sorted(catalogue.issuer.campuses.items())
    return {
        "issuer": _issuer(catalogue.issuer),
        "as_of": making.as_of.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "generator": {"name": GENERATOR, "version": making.version},
        "commit": making.commit,
        "fewest_shown": figures.fewest,
        "awards": figures.awards,
        "badges": [
            {
                "badge": slug,
                "awards": shown.awards,
                "campuses": [{"campus": campus, "awards": n} for campus, n in sorted(shown.campuses.items())],
            }
            for slug, shown in sorted(figures.badges.items())
        ],
        "campuses": [{"campus": slug, "name": campus.name.latest} for slug, campus in campuses],
    }


def _issuer(issuer: Profile) -> Json:
    return {"id": issuer.addresses.did, "name": issuer.name.latest, "url": issuer.url}


def _skill_key(skill: str) -> str:
    return " ".join(skill.split()).casefold()


def _version(catalogue: Catalogue, badge: Achievement, newest: bool) -> Json:
    return {
        "version": badge.of.version,
        "is_newest": newest,
        **_texts(badge),
        "level": badge.level,
        "type": badge.type,
        "skills": [*badge.skills],
        "hours": None if badge.hours is None else number(badge.hours),
        "credits": None if badge.credits is None else number(badge.credits),
        "valid_for": iso_duration(badge.valid_for) if badge.valid_for else None,
        "stack": badge.stack,
        "requires": [{"badge": need.badge, "version": need.version} for need in badge.requires],
        "leads_to": [_onward(onward) for onward in badge.leads_to],
        "alignments": [_alignment(alignment) for alignment in badge.alignments],
        "review": {"last": badge.review.last.isoformat(), "next": badge.review.next.isoformat()},
        "amended": [{"date": each.date.isoformat(), "reason": each.reason} for each in badge.amended],
        "retired": badge.retired.isoformat() if badge.retired else None,
        "copied_from": badge.copied_from,
        **_addresses(catalogue, badge),
    }


def _texts(badge: Achievement) -> Json:
    return {
        "language": badge.language,
        "name": badge.name,
        "summary": badge.summary,
        "description": badge.description,
        "translations": {language: dict(texts) for language, texts in sorted(badge.translations.items())},
    }


def _addresses(catalogue: Catalogue, badge: Achievement) -> Json:
    at, slug, version = catalogue.issuer.addresses, badge.of.badge, badge.of.version
    has_svg = badge.image is None or badge.image.endswith(".svg")
    return {
        "page": at.badge_page(slug),
        "criteria": at.criteria(slug, version),
        "image": {"png": at.image(slug, version), "svg": at.image(slug, version, "svg") if has_svg else None},
        "achievement": at.achievement(slug, version),
        "badge_class": at.badge_class(slug, version),
    }


def _onward(onward: Onward) -> Json:
    return {"name": onward.name, "url": onward.url, "note": onward.note}


def _alignment(alignment: Alignment) -> Json:
    return {
        "name": alignment.name,
        "url": alignment.url,
        "framework": alignment.framework,
        "code": alignment.code,
        "type": alignment.type,
        "description": alignment.description,
    }


def iso_duration(length: Duration) -> str:
    """The duration as ISO 8601 writes it, weeks as days: `P2Y6M`."""
    return "P" + "".join(_parts(length))


def _parts(length: Duration) -> Iterator[str]:
    return (f"{n}{unit}" for n, unit in ((length.years, "Y"), (length.months, "M"), (length.days, "D")) if n)
