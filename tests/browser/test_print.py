"""On paper an award is a certificate: one page, whichever the paper. And what its page weighs."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from playwright.sync_api import PdfMargins

from tests.browser.conftest import OpenPage
from tests.browser.sample import AWARDS

HTML_AT_MOST, CSS_AT_MOST = 6 * 1024, 8 * 1024
PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
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


@pytest.mark.parametrize("kind", AWARDS)
def test_an_award_page_weighs_next_to_nothing(kind: str, site: Path, addresses: dict[str, str]) -> None:
    address = addresses[kind]
    text = (site / address.lstrip("/")).read_text("utf-8")
    assert len(gzip.compress(text.encode(), 9, mtime=0)) <= HTML_AT_MOST
    sheets = re.findall(r'<link[^>]*rel="?stylesheet"?[^>]*href="([^"]+)"', text)
    paths = [urljoin(f"https://x.example{address}", sheet).removeprefix("https://x.example/") for sheet in sheets]
    assert sum(len(gzip.compress((site / path).read_bytes(), 9, mtime=0)) for path in paths) <= CSS_AT_MOST
