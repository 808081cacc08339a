"""A badge, its issuer and class lists of it, as the tests of class lists read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from generator.awarding.class_lists import class_list
from generator.awarding.class_lists.class_list import ClassList
from generator.model.achievement import Achievement, BadgeVersion, EvidenceAsked, Level, Review, Row
from generator.model.dated import Names, NameSpan, Term
from generator.model.profile import Assessor, Campus, Profile
from generator.names import Slug

TODAY: Final = date(2026, 11, 22)
LEVELS: Final = tuple(
    Level(id=Slug(name.lower()), name=name, points=Decimal(points))
    for points, name in enumerate(("Emerging", "Proficient", "Exemplary"), 1)
)


def badge(*rows: tuple[str, str], minimum: int = 1) -> Achievement:
    """A badge whose rubric has these rows: id and name."""
    rubric = [Row(id=Slug(id), name=name, required=Slug("proficient"), levels=LEVELS) for id, name in rows]
    return Achievement(
        of=BadgeVersion(Slug("circuit-design"), 1),
        name="Circuit Design",
        type="Badge",
        summary="Designs circuits.",
        description="Designs circuits.",
        criteria="A circuit.",
        level="introductory",
        review=Review(last=date(2026, 6, 15), next=date(2027, 6, 15)),
        language="en",
        rubric=tuple(rubric),
        evidence=EvidenceAsked(minimum) if minimum else None,
    )


def issuer(region: str | None = "US-PA", language: str = "en") -> Profile:
    return Profile(
        name=Names((NameSpan("Riverbend STEM District"),)),
        url="https://badges.riverbend.example",
        email="badges@riverbend.example",
        description="A district.",
        language=language,
        privacy_notice="https://www.riverbend.example/privacy",
        keys=(),
        campuses={Slug("lincoln-high"): Campus(name=Names((NameSpan("Lincoln High School"),)))},
        assessors={
            Slug("engineering-lab"): Assessor(
                name=Names((NameSpan("Engineering Lab"),)), github="riverbend/lab", badges={}
            )
        },
        region=region,
        evidence_hosts={"work.riverbend.example": Term()},
        student_number="S######",
    )


WIRING: Final = badge(("wiring", "Wiring and assembly"))
HEAD: Final = "name,email,wiring,evidence description"
UNCLOSED: Final = "a quotation mark is not closed, so the rest can't be read"
MISPLACED: Final = "a quotation mark stands where none may, so the rest can't be read"
ROW: Final = "Sample Learner One,one@learner.example,proficient,A lamp"


def read(text: str | bytes, achievement: Achievement = WIRING, of: Profile | None = None) -> ClassList:
    data = text.encode() if isinstance(text, str) else text
    return class_list.read(data, achievement, of or issuer(), today=TODAY)


def told(text: str | bytes, achievement: Achievement = WIRING, of: Profile | None = None) -> list[str]:
    """Place and message of everything that was found."""
    return [f"{fault.place}: {fault.message}" for fault in read(text, achievement, of).faults]
