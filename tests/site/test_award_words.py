"""What an award page tells of how things were: what was needed, what it builds on, what was amended, what it proves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from generator.model.achievement import BadgeVersion, Level, Row
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.model.dated import Amendment
from generator.names import Slug
from generator.site.award_page import award_page
from tests.site.page_parts import DAY, PART, Page, award, catalogue, one_line

ONE = Slug("one")
LATER = date(2026, 6, 20)


def text_of(whole: Catalogue, of: Award, *parts: Part) -> str:
    return one_line(Page(award_page(whole, of, parts).decode()).text)


def with_first(**changes: object) -> Catalogue:
    """The catalogue with some of its first badge version changed."""
    whole = catalogue()
    first, *others = whole.badges[ONE]
    return replace(whole, badges={**whole.badges, ONE: (replace(first, **changes), *others)})  # type: ignore[arg-type]


def test_a_revoked_award_says_so_first() -> None:
    revoked = award_page(catalogue(), award(), ()).decode()
    assert "<title>Revoked: " in revoked
    assert revoked.index("Revoked on") < revoked.index("<h1")
    held = award_page(catalogue(), replace(award(), revoked=None), ()).decode()
    assert held.index("<h1") < held.index("Valid until")
    assert "Revoked" not in held


def test_the_level_that_was_needed_stands_beside_the_one_reached() -> None:
    levels = (Level(id=Slug("low"), name="Can with help"), Level(id=Slug("high"), name="Can alone"))
    row = Row(id=Slug("row"), name="Wiring", required=Slug("low"), levels=levels)
    text = text_of(with_first(rubric=(row,)), award())
    assert "Can alone (2 of 2)needed: Can with help" in text
    assert "rubric as it was then, that of version 1" in text


def test_what_it_builds_on_is_told_with_its_dates() -> None:
    held = Part(PART, BadgeVersion(ONE, 1), DAY)
    assert "awarded on 14 May 2026" in text_of(catalogue(), award(), held)
    assert "revoked on" not in text_of(catalogue(), award(), held)
    assert "awarded on 14 May 2026, revoked on 20 June 2026" in text_of(
        catalogue(), award(), replace(held, revoked=LATER)
    )


def test_amendments_since_the_award_are_told_and_no_earlier_ones() -> None:
    whole = with_first(amended=(Amendment(DAY, "An old slip"), Amendment(LATER, "A typing error")))
    text = text_of(whole, award())
    assert "amended on 20 June 2026: A typing error" in text
    assert "An old slip" not in text


def test_it_says_how_to_check() -> None:
    text = text_of(catalogue(), award())
    assert "badges verify --site FOLDER BHP5-N40B-AQPA-AQSP-P7FT-4Y5M-95" in text
    assert "It does not say who the learner is" in text
