"""What an award page tells of how things were: what was needed, what it builds on, what was amended, what it proves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from generator.model.achievement import Alignment, BadgeVersion, Level, Row
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.model.dated import Amendment
from generator.names import Slug
from generator.site import words
from generator.site.award_page import MOST_LINES, award_page
from generator.site.award_words import AwardWords, element
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
    assert 'property="og:title" content="Revoked: ' in revoked
    assert revoked.index("Revoked on") < revoked.index("<h1")
    assert '<body class="revoked">' in revoked
    held = award_page(catalogue(), replace(award(), revoked=None), ()).decode()
    assert held.index("Valid until") < held.index("<h1")
    assert "Revoked" not in held


def test_what_ends_one_day_asks_to_compare_the_day() -> None:
    """Its script knows the day, and says what is true on it."""
    page = Page(award_page(catalogue(), replace(award(), revoked=None), ()).decode())
    assert "Valid until May 15, 2028 Compare that date with today’s." in one_line(page.text)
    assert page.of("body") == [{"class": "dated"}]
    endless = Page(award_page(with_first(valid_for=None), replace(award(), revoked=None), ()).decode())
    assert "Compare" not in endless.text
    assert endless.of("body") == [{"class": "awarded"}]


def test_the_level_that_was_needed_stands_beside_the_one_reached() -> None:
    names = ("Can with much help", "Can with help", "Can alone")
    levels = tuple(Level(id=Slug(f"level-{at}"), name=name) for at, name in enumerate(names))
    row = Row(id=Slug("row"), name="Wiring", required=Slug("level-0"), levels=levels)
    of = replace(award(), results={Slug("row"): Slug("level-1")})
    page = Page(award_page(with_first(rubric=(row,)), of, ()).decode())
    assert "Can with help (2/3)needed: Can with much help" in one_line(page.text)
    assert "rubric of that time (version 1)" in one_line(page.text)
    assert page.values("data-steps") == ["■■□"]


def test_a_certificate_has_room_for_some_results_and_tells_of_the_rest() -> None:
    levels = (Level(id=Slug("low"), name="Low"), Level(id=Slug("high"), name="High"))
    ids = [Slug(f"row-{at}") for at in range(MOST_LINES + 2)]
    rows = tuple(Row(id=id_, name=id_, required=Slug("low"), levels=levels) for id_ in ids)
    text = text_of(with_first(rubric=rows), replace(award(), results=dict.fromkeys(ids, Slug("high"))))
    assert [text.count(id_) for id_ in ids] == [1] * (MOST_LINES + 2)
    assert "and 2 more" in text


def test_the_certificate_of_a_stack_lists_its_parts() -> None:
    held = Part(PART, BadgeVersion(ONE, 1), DAY)
    text = text_of(catalogue(), award(of="all"), *[held] * (MOST_LINES + 3))
    assert text.count("awarded on May 14, 2026") == MOST_LINES + 3
    assert "and 3 more" in text


def test_what_it_builds_on_is_told_with_its_dates() -> None:
    held = Part(PART, BadgeVersion(ONE, 1), DAY)
    assert "awarded on May 14, 2026" in text_of(catalogue(), award(), held)
    assert "revoked on" not in text_of(catalogue(), award(), held)
    assert "awarded on May 14, 2026, revoked on June 20, 2026" in text_of(
        catalogue(), award(), replace(held, revoked=LATER)
    )


def test_a_part_that_was_revoked_looks_so() -> None:
    held = Part(PART, BadgeVersion(ONE, 1), DAY)
    pages = [Page(award_page(catalogue(), award(), [each]).decode()) for each in (held, replace(held, revoked=LATER))]
    assert ["ended" in page.values("class") for page in pages] == [False, True]


def test_amendments_since_the_award_are_told_and_no_earlier_ones() -> None:
    whole = with_first(amended=(Amendment(DAY, "An old slip"), Amendment(LATER, "A typing error")))
    text = text_of(whole, award())
    assert "amended on June 20, 2026: A typing error" in text
    assert "An old slip" not in text


def test_standards_are_told_with_their_frameworks() -> None:
    entries = [("A", "Trades", "1-2"), ("B", None, "3"), ("C", "Sciences", None), ("D", None, None)]
    aligned = tuple(
        Alignment(name=name, url=f"https://x.example/{name}", framework=of, code=code) for name, of, code in entries
    )
    text = text_of(with_first(alignments=aligned), award())
    assert "A Trades 1-2 B 3 C Sciences D Details" in text


def test_it_says_how_to_check() -> None:
    page = Page(award_page(catalogue(), award(), ()).decode())
    text = one_line(page.text)
    assert "address must begin with https://badges.example/" in text
    assert "The issuer’s website, which you find yourself, must lead there." in text
    assert "Who the learner is: see the receipt." in text
    assert {"data-t": "check_more", "href": "../../issuer/#issuer_check"} in page.of("a")


def for_profiles(whole: Catalogue, of: Award, *, preview: bool = False) -> bool:
    """Whether the page's script offers to put the award on a profile."""
    return "data-linkedin" in award_page(whole, of, (), preview=preview).decode()


def test_the_young_and_the_revoked_are_not_sent_to_linkedin() -> None:
    whole, held = catalogue(), replace(award(), revoked=None)
    young = {id_: replace(campus, under_16=True) for id_, campus in whole.issuer.campuses.items()}
    assert for_profiles(whole, held)
    assert not for_profiles(replace(whole, issuer=replace(whole.issuer, campuses=young)), held)
    assert not for_profiles(whole, award())
    assert not for_profiles(whole, held, preview=True)


def test_a_text_may_be_an_element_of_another_kind_with_attributes_that_are_escaped() -> None:
    text = AwardWords(words.of("en")).text("valid_until", day="<May 14>")
    inside = "Valid until <span>&lt;May 14&gt;</span>"
    assert text == f'<span data-t="valid_until">{inside}</span>'
    assert element(text, "p") == f'<p data-t="valid_until">{inside}</p>'
    assert AwardWords(words.of("en")).text("valid_until", day=Markup("<b>May</b>")) == (
        '<span data-t="valid_until">Valid until <b>May</b></span>'
    )
    made = element(text, "a", href='?a&b="', data_do="x", hidden=True, data_not=False)
    assert made == f'<a data-t="valid_until" href="?a&amp;b=&#34;" data-do="x" hidden>{inside}</a>'
