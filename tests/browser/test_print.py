"""On paper an award is a certificate: one page, whichever the paper; a badge is a few. And what a page weighs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import PdfMargins

from tests.browser.conftest import OpenPage
from tests.browser.sample import AWARDS, CATALOGUE

HTML_AT_MOST, CSS_AT_MOST = 6_000, 8_000
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
# Pages of paper, with room for a registry that grows.
AT_MOST = {"home": 2, "catalogue": 3, "badge": 5, "badge of two versions": 5, "stack": 4, "issuer": 4}
MARGIN: PdfMargins = {"top": "10mm", "right": "10mm", "bottom": "10mm", "left": "10mm"}


@pytest.mark.parametrize("paper", ["Letter", "A4"])
@pytest.mark.parametrize("kind", AWARDS)
def test_an_award_fills_one_page_of_paper(kind: str, paper: str, open_page: OpenPage) -> None:
    page = open_page(kind)
    for margin in (MARGIN, None):
        pages = len(PAGE.findall(page.pdf(format=paper, margin=margin)))
        assert pages == 1, f"{pages} pages, margin: {margin}"


@pytest.mark.parametrize("kind", AWARDS)
def test_a_printed_award_shows_its_code_and_its_qr_code_in_black_on_white(kind: str, open_page: OpenPage) -> None:
    """Also for who reads at night: paper is white."""
    page = open_page(kind, viewport={"width": 760, "height": 1000}, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    code = Path(page.url).stem
    assert code in re.sub(r"[^0-9a-z]", "", page.locator("body").inner_text().lower())
    assert page.get_by_role("img", name=re.compile(f"qr|{code}", re.IGNORECASE)).first.is_visible()
    letters, ground = page.evaluate(
        """() => ["color", "backgroundColor"].map((one) => getComputedStyle(document.body)[one].match(/[\\d.]+/g))"""
    )
    assert max(map(float, letters[:3])) < 64
    assert ground[3:] == ["0"] or min(map(float, ground[:3])) == 255


@pytest.mark.parametrize("kind", AT_MOST)
def test_a_page_of_the_catalogue_fills_few_pages_of_paper(kind: str, open_page: OpenPage) -> None:
    page = open_page(kind)
    for margin in (MARGIN, None):
        pages = len(PAGE.findall(page.pdf(format="Letter", margin=margin)))
        assert pages <= AT_MOST[kind], f"{pages} pages, margin: {margin}"


@pytest.mark.parametrize("kind", AT_MOST)
def test_a_page_of_the_catalogue_is_printed_without_what_only_a_screen_needs(kind: str, open_page: OpenPage) -> None:
    """Black on white for who reads at night as well, to the edge of the paper."""
    page = open_page(kind, viewport={"width": 710, "height": 1000}, color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for part in (".md-header", ".md-tabs", ".md-search", ".site-foot", ".badge-check", ".badge-machines", ".md-button"):
        assert [one for one in page.locator(part).all() if one.is_visible()] == [], part
    scheme, paper, ground, letters = page.evaluate(
        """() => [getComputedStyle(document.documentElement).colorScheme,
          getComputedStyle(document.documentElement).backgroundColor,
          getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.querySelector("h1")).color]"""
    )
    assert (scheme, paper, ground) == ("light", "rgb(255, 255, 255)", "rgb(255, 255, 255)")
    assert max(map(int, re.findall(r"\d+", letters))) < 64


def test_a_printed_rubric_stays_a_table_and_cards_stand_three_in_a_row(open_page: OpenPage) -> None:
    page = open_page("badge", viewport={"width": 710, "height": 1000})
    page.emulate_media(media="print")
    table = page.locator("table.rubric").first
    assert table.get_by_role("columnheader").first.is_visible()
    assert table.evaluate("(one) => getComputedStyle(one).display") == "table"
    page.goto(CATALOGUE["catalogue"])
    tops = [box["y"] for box in (card.bounding_box() for card in page.locator(".badge-list > li").all()[:6]) if box]
    assert [tops.count(top) for top in sorted(set(tops))] == [3, 3]


@pytest.mark.parametrize("kind", AWARDS)
def test_an_award_page_weighs_next_to_nothing(kind: str, site: Path, addresses: dict[str, str]) -> None:
    address = addresses[kind]
    text = (site / address.lstrip("/")).read_text("utf-8")
    assert len(gzip.compress(text.encode(), 9, mtime=0)) <= HTML_AT_MOST
    sheets = re.findall(r'<link[^>]*rel="?stylesheet"?[^>]*href="([^"]+)"', text)
    paths = [urljoin(f"https://x.example{address}", sheet).removeprefix("https://x.example/") for sheet in sheets]
    assert sum(len(gzip.compress((site / path).read_bytes(), 9, mtime=0)) for path in paths) <= CSS_AT_MOST
