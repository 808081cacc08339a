"""The small part of a made registry: issuer, campuses and badges, of the kinds that the sample has.

Badges come in families of five: one with credits and an end, one of two versions, one that was amended, one that
requires the first, and a stack of the first three. Every third family is called and described by unusual texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import yaml

from bench.texts import ODD, ODD_SKILLS, SUBJECTS

# A TEST key, known to everybody: its seed is 32 bytes of 0x01.
SEED_OF_KEY: Final = "01" * 32
PUBLIC_KEY: Final = "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"
URL: Final = "https://badges.riverbend.example"
FAMILY: Final = 5
CREDITED, VERSIONED, AMENDED, REQUIRING, STACK = range(FAMILY)
# Longer than any run of the benchmark is likely to be away.
_REVIEW: Final = {"last": "2023-08-15", "next": "2040-08-15"}
LEVELS: Final = ("emerging", "proficient", "exemplary")
ROWS: Final = ("making", "explaining", "documenting")


def slug(badge: int) -> str:
    """The slug of the badge of that number: `circuit-design-1`."""
    name = SUBJECTS[badge % len(SUBJECTS)]
    return f"{name.lower().replace(' ', '-')}-{badge}"


def campus(number: int) -> str:
    """The slug of the campus of that number."""
    return f"campus-{number}"


def versions(badge: int) -> int:
    """How many versions the badge has."""
    return 2 if badge % FAMILY == VERSIONED else 1


def files(badges: int, campuses: int) -> Iterator[tuple[str, str]]:
    """Path and text of every file but the awards'."""
    site = {"site_name": "Riverbend badges", "site_url": URL, "theme": {"name": "material"}}
    yield "mkdocs.yml", _text(site | {"plugins": ["search", "badges"]})
    yield "docs/about.md", "# About\n\nA registry that was made for measuring. Nobody in it exists.\n"
    yield "badges/issuer.yml", _text(_issuer(badges, campuses))
    for badge in range(badges):
        for version in range(1, versions(badge) + 1):
            yield f"badges/{slug(badge)}/v{version}.yml", _text(_badge(badge, version))


def _text(value: Any) -> str:
    return yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=100)


class _Plain(yaml.SafeDumper):
    """Nothing is written as an alias, which the registry does not admit."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _issuer(badges: int, campuses: int) -> dict[str, Any]:
    families = range(0, badges, FAMILY)
    return {
        "name": [{"name": "Riverbend Schools", "until": "2024-07-31"}, {"name": "Riverbend STEM District"}],
        "url": URL,
        "email": "badges@riverbend.example",
        "description": "A district that does not exist, made for measuring.",
        "language": "en",
        "privacy_notice": "https://www.riverbend.example/badges-privacy",
        "evidence_hosts": ["work.riverbend.example"],
        "keys": [{"public": PUBLIC_KEY, "since": "2023-08-01"}],
        "campuses": {campus(number): _campus(number) for number in range(campuses)},
        "assessors": {
            f"team-{first}": {
                "name": f"Team {first}",
                "github": f"riverbend/team-{first}",
                "badges": [slug(badge) for badge in range(first, min(first + FAMILY, badges))],
            }
            for first in families
        },
    }


def _campus(number: int) -> dict[str, Any]:
    if number % 4 == 1:
        return {"name": [{"name": f"Hillside {number}", "until": "2024-12-31"}, {"name": f"Summit High {number}"}]}
    name = _odd(number) if number % 4 == 3 else f"Lincoln High School {number}"
    return {"name": name, "enrolled": 500 + number, **({"under_16": True} if number % 4 == 2 else {})}


def _odd(number: int) -> str:
    return ODD[number % len(ODD)].replace("{n}", str(number))


def _badge(badge: int, version: int) -> dict[str, Any]:
    kind, first = badge % FAMILY, badge - badge % FAMILY
    written: dict[str, Any] = {
        **_told(badge),
        "type": ("Badge", "Certificate", "ext:Workshop", "Badge", "MicroCredential")[kind],
        "level": ("introductory", "introductory", "intermediate", "advanced", "intermediate")[kind],
        "review": _REVIEW | {"partners": [_partner(badge)]},
        "language": "en",
        "skills": [*ODD_SKILLS] if _is_odd(badge) else [SUBJECTS[badge % len(SUBJECTS)], "Troubleshooting"],
        "alignments": [_alignment(badge, place) for place in range(1 + badge % 4)],
        "leads_to": [{"name": "Riverbend Community College", "url": "https://rcc.example/electronics"}],
    }
    written |= _of_kind(kind, badge, version)
    if kind in (REQUIRING, STACK):
        required = (CREDITED,) if kind == REQUIRING else (CREDITED, VERSIONED, AMENDED)
        written["requires"] = {"all": [slug(first + each) for each in required]}
    if kind == STACK:
        return written | {"stack": True}
    minimum = 2 if kind == VERSIONED else 1
    asked = {"minimum": minimum, "asks_for": "The schematic, a photograph and the fault log."}
    return written | {"rubric": [_row(row, badge, kind) for row in ROWS], "evidence": asked, "hours": 12}


def _is_odd(badge: int) -> bool:
    return badge // FAMILY % 3 == 2


def _told(badge: int) -> dict[str, Any]:
    subject = SUBJECTS[badge % len(SUBJECTS)]
    if _is_odd(badge):
        members = ("name", "summary", "description", "criteria")
        return {member: f"{subject} {badge} {_odd(badge + place)}" for place, member in enumerate(members)}
    return {
        "name": f"{subject} {badge}",
        "summary": f"Plans, makes and debugs a working piece of {subject.lower()}.",
        "description": f"The learner plans a piece of {subject.lower()} for a stated purpose, makes it and mends it.",
        "criteria": "The learner, working alone,\n\n1. draws a plan for a given purpose;\n2. makes it so that it works "
        "at once or after own debugging;\n3. measures at three points and explains the readings;\n4. finds one "
        "seeded fault and writes down how.\n",
    }


def _of_kind(kind: int, badge: int, version: int) -> dict[str, Any]:
    if kind == CREDITED:
        return {"credits": 0.5, "valid_for": "P5Y", "translations": {"es": {"name": f"Diseño {badge}"}}}
    if kind == AMENDED:
        return {"valid_for": "P1Y", "amended": [{"date": "2025-06-02", "reason": "A fault in the text was mended"}]}
    return {"credits": version / 4} if kind == VERSIONED else {}


def _row(row: str, badge: int, kind: int) -> dict[str, Any]:
    words = ("Works after repeated help.", "Works after own debugging.", "Works at once, tidy and documented.")
    levels = [
        {
            "id": level,
            "name": level.capitalize(),
            **({} if kind == REQUIRING else {"points": place}),
            "description": said,
        }
        for place, (level, said) in enumerate(zip(LEVELS, words, strict=True), 1)
    ]
    name = _odd(badge) if _is_odd(badge) else row.capitalize()
    return {"id": row, "name": name, "required": "proficient", "levels": levels}


def _alignment(badge: int, place: int) -> dict[str, Any]:
    return {
        "name": f"Technologists and technicians {place}",
        "url": f"https://occupations.example/link/summary/{badge}.{place}",
        "framework": "Occupations of nowhere",
        "code": f"{badge}-{place}.00",
        "type": "ext:Occupation",
    }


def _partner(badge: int) -> dict[str, str]:
    return {"name": "Keystone Robotics", "statement": f"We read the rubric of {badge} and would trust a holder."}
