"""A script in every text that people write stays text, wherever a browser takes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import hostile, sample
from tests.browser.conftest import Watched, once
from tests.browser.serving import hosted
from tests.browser.test_layout import too_wide

PARTS = (
    '<script>window.pwned=1</script>"><img src=x onerror="window.pwned=1">',
    "{{7*7}}",
    "javascript:window.pwned=1",
)
ACTING = """() => [...document.querySelectorAll(
  "[onerror], [onload], [onfocus], [autofocus], [href^='javascript:' i], [src='x'], [src$='/x']")]
  .map((one) => one.outerHTML.slice(0, 160))"""
# What only scripts show: answers to a search, cards that a filter leaves.
USED = """() => {
  for (const choice of document.querySelectorAll("main select")) {
    choice.selectedIndex = choice.options.length - 1;
    choice.dispatchEvent(new Event("change", {bubbles: true}));
  }
  for (const box of document.querySelectorAll("main input[type=checkbox]")) box.click();
  for (const more of document.querySelectorAll("details")) more.open = true;
}"""


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    """The site of the hostile registry."""

    def make(folder: Path) -> None:
        hostile.write(folder / "registry")
        sample.build(folder / "site", folder / "registry")

    return once(shared / "hostile", make)


@pytest.fixture(scope="module")
def alone(folder: Path, start: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser that knows the hostile registry's site, and no other."""
    with hosted(folder / "site", sample.host_name(folder / "registry"), tmp_path_factory.mktemp("certificate")) as host:
        yield start(host)


@pytest.fixture
def page(alone: Browser, watched: Watched) -> Iterator[Page]:
    context = alone.new_context(base_url=watched.origin, viewport={"width": 320, "height": 800})
    yield watched.watch(context.new_page())
    context.close()


def spoilt(page: Page) -> list[str]:
    """What the payload has become, other than text."""
    wrong: list[str] = page.evaluate(ACTING)
    if page.evaluate("typeof window.pwned") != "undefined":
        wrong.append("a script ran")
    text = " ".join(page.evaluate("document.body.textContent").split())
    wrong += [f"no text: {part}" for part in PARTS if part not in text]
    return [f"{page.url}: {each}" for each in wrong]


def test_every_text_of_a_badge_an_issuer_and_an_award_holds_the_payload(tmp_path: Path) -> None:
    """Lest the tests below look for nothing; what else the schemas admit is filled in as they grow."""
    assert hostile.write(tmp_path / "registry") >= {
        *("award.evidence.description", "award.evidence.name", "award.narrative", "award.revoked.reason"),
        *("badge.alignments.code", "badge.criteria", "badge.name", "badge.review.partners.statement", "badge.skills"),
        *("badge.rubric.levels.description", "badge.rubric.name", "badge.summary", "badge.evidence.asks_for"),
        *("issuer.assessors.*.name", "issuer.campuses.*.name", "issuer.description", "issuer.name"),
    }


def visited(page: Page, folder: Path, pages: str) -> Iterator[Page]:
    """Each page of that part of the site, with all that only scripts show."""
    files = sorted((folder / "site" / pages).rglob("*.html"))
    assert files
    for file in files:
        page.goto(f"/{file.relative_to(folder / 'site').as_posix().removesuffix('index.html')}")
        page.evaluate(USED)
        yield page


@pytest.mark.parametrize("pages", ["badges", "awards", "issuer"])
def test_a_script_in_any_text_stays_text(pages: str, page: Page, folder: Path) -> None:
    wrong = [fault for each in visited(page, folder, pages) for fault in spoilt(each)]
    assert not wrong, "\n".join(["", *wrong])


@pytest.mark.parametrize("pages", ["badges", "awards", "issuer"])
def test_a_word_longer_than_the_window_is_broken(pages: str, page: Page, folder: Path) -> None:
    wide = [f"{each.url}: {seen}" for each in visited(page, folder, pages) if (seen := too_wide(each))]
    assert not wide, "\n".join(["", *wide])


def test_what_a_search_finds_is_text(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/badges/")
    field = page.get_by_role("textbox", name=re.compile("search", re.IGNORECASE)).first
    field.click()
    field.press_sequentially("widewide")
    found = page.locator("[data-md-component=search-result] article")
    found.first.wait_for(timeout=10_000)
    assert "<script>" in " ".join(found.all_inner_texts())
    assert page.evaluate(ACTING) == []
    assert page.evaluate("typeof window.pwned") == "undefined"
