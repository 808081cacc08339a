"""What an award page works out in the reader's browser: language, day and colours; and what it is without a script."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from generator.model.achievement import Achievement, Level, Row
from generator.model.award import Revocation
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site.award_page import award_page
from tests.browser.conftest import OpenPage
from tests.site.page_parts import AWARD, PARTS, award, catalogue

ENGLISH, SPANISH = {"locale": "en-US"}, {"locale": "es-MX"}
LONG = "Plans, wires, measures, debugs and documents circuits of many stages for purposes that others have stated. " * 6
PAPERS = [(format_, margin) for format_ in ("A4", "Letter") for margin in ("0", "12mm", "1in")]
INK = "getComputedStyle(document.body).backgroundColor"
DARK, LIGHT = "rgb(17, 24, 28)", "rgb(255, 255, 255)"


def texts(page: Page) -> list[str]:
    """What the page says, text by text."""
    return page.locator("[data-t]").all_inner_texts()


def sheets(page: Page, format_: str, margin: str) -> int:
    """On how many sheets of paper the page prints."""
    made = page.pdf(format=format_, margin={"top": margin, "right": margin, "bottom": margin, "left": margin})
    return len(re.findall(rb"/Type\s*/Page\b", made))


def test_the_reader_switches_the_language_and_back_and_the_choice_is_kept(open_page: OpenPage) -> None:
    page = open_page("award", **ENGLISH)
    before, title = texts(page), page.title()
    page.get_by_role("button", name="Español").click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.get_by_role("heading", name="Cómo comprobarlo")).to_be_visible()
    expect(page.get_by_role("button", name="Español")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("dd time")).to_have_text(re.compile(r"^\d+ de [a-z]+ de \d{4}$"))
    assert [text for text, other in zip(texts(page), before, strict=True) if text == other and len(text) > 24] == []
    page.reload()
    expect(page.get_by_role("heading", name="Cómo comprobarlo")).to_be_visible()
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="How to check this")).to_be_visible()
    assert (texts(page), page.title()) == (before, title)


def test_a_page_meets_its_reader_in_the_reader_s_language(open_page: OpenPage) -> None:
    page = open_page("award", **SPANISH)
    expect(page.get_by_role("heading", name="Cómo comprobarlo")).to_be_visible()
    # What people wrote is in the language in which they wrote it.
    expect(page.locator("header a")).to_have_attribute("lang", "en")
    assert open_page("award", locale="fr-FR").locator("html").get_attribute("lang") == "en"


def test_a_revoked_award_says_so_in_both_languages_in_its_title_too(open_page: OpenPage) -> None:
    page = open_page("award revoked", **SPANISH)
    expect(page.locator(".state p").first).to_contain_text("Revocada el ")
    expect(page).to_have_title(re.compile("^Revocada: "))


def test_the_badge_is_shown_in_the_language_that_it_has_a_translation_in(open_page: OpenPage) -> None:
    badge = replace(catalogue().badges[Slug("one")][0], translations={"es": {"name": "Un nombre", "criteria": "*Así*"}})
    page = shown(open_page("award", **ENGLISH), replace_badge(badge), revoked=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("A text", use_inner_text=True)
    page.get_by_role("button", name="Español").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Un nombre", use_inner_text=True)
    expect(page.locator("em", has_text="Así")).to_be_visible()
    expect(page).to_have_title("Un nombre · A text")


@pytest.mark.parametrize(("today", "expired"), [("2028-05-14T23:59:00Z", False), ("2028-05-15T00:00:00Z", True)])
def test_an_award_has_ended_when_its_day_has_come(open_page: OpenPage, today: str, expired: bool) -> None:
    page = open_page("award", **ENGLISH)
    page.clock.set_fixed_time(today)
    shown(page, None, revoked=False)
    word = page.locator(".state p")
    expect(word).to_have_text("Expired on May 15, 2028: no longer current" if expired
                              else "Valid until May 15, 2028")  # fmt: skip
    assert page.title() == ("Expired: A text · A text" if expired else "A text · A text")
    expect(page.get_by_role("link", name="Add to LinkedIn")).to_have_count(0 if expired else 1)
    page.get_by_role("button", name="Español").click()
    expect(word).to_have_text(re.compile("^Vencida el 15 de mayo" if expired else "^Válida hasta el 15 de mayo"))


def test_without_a_script_an_end_is_neither_good_nor_bad(open_page: OpenPage) -> None:
    held, plain = open_page("award expired"), open_page("award expired", java_script_enabled=False)
    color = "getComputedStyle(document.querySelector('.state p')).color"
    soft = "getComputedStyle(document.querySelector('dt')).color"
    assert plain.evaluate(color) == plain.evaluate(soft)
    assert held.evaluate(color) != held.evaluate(soft)
    expect(plain.locator(".state p").first).to_contain_text("Valid until")
    expect(plain.get_by_text("Compare that date with today’s.")).to_be_visible()


def test_what_expired_and_what_was_revoked_do_not_look_alike(open_page: OpenPage) -> None:
    """Both say so in words; only what was revoked is struck out."""
    page = open_page("award", **ENGLISH)
    page.clock.set_fixed_time("2028-05-15T00:00:00Z")
    looks = []
    for revoked in (False, True):
        shown(page, None, revoked=revoked)
        struck = page.locator("h1").evaluate("each => getComputedStyle(each).textDecorationLine")
        word = page.locator(".state p").first
        looks.append((struck, word.evaluate("each => getComputedStyle(each).color")))
        expect(page.get_by_role("button", name="Print the certificate")).to_have_count(0 if revoked else 1)
    assert looks == [("none", "rgb(122, 75, 0)"), ("line-through", "rgb(163, 22, 15)")]


def test_a_link_into_the_catalogue_tells_a_reader_of_another_language_which_one_it_is_in(open_page: OpenPage) -> None:
    page = open_page("award", **SPANISH)
    link = page.get_by_role("link").filter(has_text="Todo sobre esta insignia")
    expect(link).to_have_text("Todo sobre esta insignia, con la rúbrica completa (en inglés)")
    page.get_by_role("button", name="English").click()
    link = page.get_by_role("link").filter(has_text="All about this badge")
    expect(link).not_to_contain_text("English")


def test_from_an_award_a_reader_comes_to_more_about_checking_and_to_the_box_for_it(open_page: OpenPage) -> None:
    page = open_page("award", **ENGLISH)
    page.get_by_role("link", name="More about checking").click()
    expect(page.get_by_role("heading", name="How to check a badge")).to_be_in_viewport()
    expect(page.get_by_text("badges verify --recipient")).to_be_visible()
    page.get_by_role("link", name="Check a badge by its link, code or file").click()
    expect(page.get_by_label("Link or award code")).to_be_in_viewport()


def linkedin(page: Page) -> dict[str, list[str]]:
    """What LinkedIn is told by the page's link to it."""
    address = page.get_by_role("link", name="Add to LinkedIn").get_attribute("href")
    assert address
    assert address.startswith("https://www.linkedin.com/profile/add?")
    assert "+" not in address
    return parse_qs(urlsplit(address).query, strict_parsing=True)


def test_a_learner_may_put_it_on_linkedin(open_page: OpenPage) -> None:
    page = open_page("award", **ENGLISH)
    page.clock.set_fixed_time("2026-06-01T00:00:00Z")
    told = {
        "startTask": ["CERTIFICATION_NAME"],
        "name": ["Art & <Craft>"],
        "organizationName": ["Art & <Craft>"],
        "issueYear": ["2026"],
        "issueMonth": ["5"],
        "certUrl": [f"https://badges.example/awards/bh/{AWARD}.html"],
        "certId": ["BHP5-N40B-AQPA-AQSP-P7FT-4Y5M-95"],
    }
    shown(page, catalogue("Art & <Craft>"), revoked=False)
    assert linkedin(page) == told | {"expirationYear": ["2028"], "expirationMonth": ["5"]}
    endless = replace(catalogue("Art & <Craft>").badges[Slug("one")][0], valid_for=None)
    shown(page, replace_badge(endless, "Art & <Craft>"), revoked=False)
    assert linkedin(page) == told
    shown(page, None, revoked=True)
    expect(page.get_by_role("link", name="Add to LinkedIn")).to_have_count(0)


def test_without_a_script_it_says_all_and_asks_to_compare_the_day(open_page: OpenPage) -> None:
    page = open_page("award", java_script_enabled=False)
    shown(page, None, revoked=False)
    expect(page.get_by_text("Compare that date with today’s.")).to_be_visible()
    for heading in ("What was shown", "How to check this", "What it proves", "What the badge asks for"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "colour"), [("slate", DARK), ("default", LIGHT)])
def test_colours_are_the_ones_chosen_in_the_catalogue(open_page: OpenPage, scheme: str, colour: str) -> None:
    page = open_page("award", color_scheme="light" if scheme == "slate" else "dark")
    assert page.evaluate(INK) != colour
    chosen = f'{{"index":1,"color":{{"media":"(prefers-color-scheme: x)","scheme":"{scheme}"}}}}'
    page.evaluate("chosen => localStorage.setItem('/.__palette', chosen)", chosen)
    page.reload()
    assert page.evaluate(INK) == colour
    page.evaluate("chosen => localStorage.setItem('/.__palette', chosen)", chosen.replace(": x)", ")"))
    page.reload()
    assert page.evaluate(INK) != colour


def test_colours_chosen_here_are_those_of_the_catalogue(open_page: OpenPage) -> None:
    page = open_page("award", color_scheme="light")
    page.get_by_role("button", name="Colors: as on this device").click()
    page.get_by_role("button", name="Colors: light").click()
    expect(page.get_by_role("button", name="Colors: dark")).to_be_visible()
    assert page.evaluate(INK) == DARK
    page.goto("/")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.go_back()
    page.get_by_role("button", name="Colors: dark").click()
    assert page.evaluate(INK) == LIGHT


@pytest.mark.parametrize(("revoked", "preview"), [(False, False), (True, False), (False, True)])
def test_the_longest_award_prints_on_one_sheet(open_page: OpenPage, revoked: bool, preview: bool) -> None:
    levels = tuple(Level(id=Slug(f"level-{at}"), name=LONG[: 20 * (at + 1)], description=LONG) for at in range(9))
    rows = tuple(Row(id=Slug(f"row-{at}"), name=LONG[:90], required=Slug("level-2"), levels=levels) for at in range(20))
    badge = replace(catalogue(LONG).badges[Slug("one")][0], rubric=rows)
    page = open_page("award", **ENGLISH)
    results = {row.id: Slug("level-8") for row in rows}
    shown(page, replace_badge(badge, LONG), LONG, revoked=revoked, preview=preview, results=results)
    assert {paper: sheets(page, *paper) for paper in PAPERS} == dict.fromkeys(PAPERS, 1)
    page.emulate_media(media="print")
    expect(page.get_by_text("Not a certificate", exact=True)).to_be_visible(visible=revoked)
    foot, sheet = page.locator(".code").bounding_box(), page.locator("body").bounding_box()
    assert foot
    assert sheet
    assert foot["y"] + foot["height"] <= sheet["y"] + sheet["height"], "address and code are on the sheet"


def replace_badge(badge: Achievement, text: str = "A text") -> Catalogue:
    whole = catalogue(text)
    return replace(whole, badges={**whole.badges, Slug("one"): (badge, *whole.badges[Slug("one")][1:])})


def shown(
    page: Page, whole: Catalogue | None, text: str = "A text", *, revoked: bool, preview: bool = False, **changes: Any
) -> Page:
    """The page, which now shows the award of our own making where it stood."""
    ended = Revocation(date(2026, 8, 1), text) if revoked else None
    of = replace(award(text), revoked=ended, **changes)
    html = award_page(whole or catalogue(), of, PARTS, preview=preview)

    def answer(route: Route) -> None:
        kind = route.request.resource_type
        if kind == "document":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        elif kind == "image" or route.request.url.endswith(".svg"):  # the icon is no image to the browser
            route.fulfill(body='<svg xmlns="http://www.w3.org/2000/svg"/>', content_type="image/svg+xml")
        else:
            route.continue_()

    page.route("**/*", answer)
    page.goto(page.url, wait_until="load")
    return page
