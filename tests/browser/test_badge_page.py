"""What a badge page does in a browser: old versions unfold, dates become words, counts come from one file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import OpenPage, Watched

PAGE = "/badges/basic-coding/"
COUNTS = "**/api/registry.json"
REGISTRY: Mapping[str, Any] = {
    "as_of": "2026-11-20T23:30:00Z",
    "fewest_shown": 10,
    "badges": [
        {
            "badge": "basic-coding",
            "awards": 1045,
            "campuses": [{"campus": "lincoln-high", "awards": 1030}, {"campus": "summit-high", "awards": None}],
        }
    ],
    "campuses": [
        {"campus": "lincoln-high", "name": "<b>Lincoln</b> High"},
        {"campus": "summit-high", "name": "Summit High"},
    ],
}


def told(page: Page, registry: object, status: int = 200) -> None:
    """Answer the page's question for counts with this, and ask it anew."""

    def answer(route: Route) -> None:
        route.fulfill(status=status, content_type="application/json", body=json.dumps(registry))

    page.route(COUNTS, answer)
    page.goto(PAGE)


def test_counts_are_a_list_in_which_small_ones_are_not_shown(open_page: OpenPage) -> None:
    page = open_page("badge of two versions")
    told(page, REGISTRY)
    lines = page.locator(".badge-counts li")
    expect(lines).to_have_count(3)
    assert [line.split() for line in lines.all_inner_texts()] == [
        ["All", "campuses", "1,045"],
        ["<b>Lincoln</b>", "High", "1,030"],
        ["Summit", "High", "kept", "private"],
    ]
    expect(page.locator(".badge-note")).to_have_text(
        "Awards as of November 20, 2026. "
        "Numbers under 10, and any that would reveal one, are hidden to protect learners."
    )


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (None, "numbers are kept private while they are small."),
        (
            12,
            "numbers by campus are kept private while they are small.",
        ),
    ],
)
def test_where_no_count_of_a_campus_is_shown_a_sentence_says_where(
    total: int | None, words: str, open_page: OpenPage
) -> None:
    page = open_page("badge of two versions")
    hidden = [{"campus": campus, "awards": None} for campus in ("lincoln-high", "summit-high")]
    told(page, {**REGISTRY, "badges": [{"badge": "basic-coding", "awards": total, "campuses": hidden}]})
    sentence = page.get_by_text(f"Awarded at <b>Lincoln</b> High and Summit High; {words}", exact=True)
    expect(sentence).to_be_visible()
    lines = page.locator(".badge-counts li")
    expect(lines).to_have_count(0 if total is None else 1)


def test_a_badge_that_was_never_awarded_says_so(open_page: OpenPage) -> None:
    page = open_page("badge of two versions")
    told(page, {**REGISTRY, "badges": []})
    expect(page.locator(".badge-counts")).to_have_text("No awards yet.")


@pytest.mark.parametrize("registry", [None, [], {"badges": [{"badge": "basic-coding"}]}, "<html>"])
def test_counts_that_make_no_sense_are_not_shown(registry: object, open_page: OpenPage) -> None:
    page = open_page("badge of two versions")
    told(page, registry)
    expect(page.locator(".badge-counts-failed")).to_be_visible()
    expect(page.locator(".badge-counts p:visible")).to_have_count(1)


def test_where_there_are_no_counts_one_sentence_says_so_and_leads_nowhere(
    open_page: OpenPage, watched: Watched
) -> None:
    page = open_page("badge of two versions")
    told(page, {}, status=404)
    expect(page.locator(".badge-counts p:visible")).to_have_text("The figures can’t be shown here at the moment.")
    expect(page.locator(".badge-counts a:visible")).to_have_count(0)
    # The console says on its own what was not found.
    assert [error for error in watched.errors if "404" in error] == watched.errors
    watched.errors.clear()


def test_the_real_counts_are_shown(open_page: OpenPage) -> None:
    page = open_page("badge of two versions")
    expect(page.locator(".badge-counts li").first).to_contain_text("All campuses")


@pytest.mark.parametrize("script", [True, False], ids=["with scripts", "without"])
def test_an_address_of_an_old_version_unfolds_it(script: bool, open_page: OpenPage) -> None:
    page = open_page("badge of two versions", java_script_enabled=script)
    folded = page.locator("details.badge-version")
    expect(folded).not_to_have_attribute("open", "")
    page.goto(f"{PAGE}#v1")
    expect(folded).to_have_attribute("open", "")
    expect(page.locator("#v1")).to_be_in_viewport()


def test_a_link_on_the_page_unfolds_an_old_version_too(open_page: OpenPage) -> None:
    page = open_page("badge of two versions")
    page.evaluate("location.hash = 'v1'")
    expect(page.locator("#v1")).to_be_in_viewport()


def test_an_overdue_review_and_an_assessor_whose_time_is_over_are_told_by_the_reader_s_day(open_page: OpenPage) -> None:
    page = open_page("badge of two versions")
    expect(page.locator(".badge-overdue")).to_have_count(1)
    page.clock.set_fixed_time("2026-10-01T12:00:00Z")
    page.goto(PAGE)
    expect(page.locator(".badge-overdue")).to_be_hidden()
    expect(page.locator(".badge-assessors li")).not_to_have_count(0)
    page.clock.set_fixed_time("2099-01-01T12:00:00Z")
    page.goto(PAGE)
    expect(page.locator(".badge-overdue")).to_be_visible()


def test_the_rubric_is_a_table_on_a_desk_and_blocks_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("badge of two versions", viewport={"width": 1280, "height": 800})
    table = page.get_by_role("table").first
    expect(table.get_by_role("columnheader").first).to_be_visible()
    page.set_viewport_size({"width": 320, "height": 800})
    expect(table.get_by_role("row").last).to_be_visible()
    cells = table.get_by_role("cell")
    assert len({cell["x"] for cell in (one.bounding_box() for one in cells.all()) if cell}) == 1
    expect(table.locator(".level-is").first).to_be_visible()


@pytest.mark.parametrize("width", [320, 640, 800, 1024, 1280, 1366, 1920])
@pytest.mark.parametrize("slug", ["robot-arm", "workplace-safety", "basic-coding"])
def test_no_word_of_a_rubric_is_broken(slug: str, width: int, open_page: OpenPage) -> None:
    page = open_page("badge", viewport={"width": width, "height": 800})
    page.goto(f"/badges/{slug}/")
    broken = page.locator("table.rubric").first.evaluate(
        """(table) => {
          table.caption.remove();
          const found = [], walker = document.createTreeWalker(table, NodeFilter.SHOW_TEXT), range = new Range();
          for (let text = walker.nextNode(); text; text = walker.nextNode())
            for (const word of text.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
              range.setStart(text, word.index);
              range.setEnd(text, word.index + word[0].length);
              const lines = [...range.getClientRects()].filter((box) => box.width > 0).map((box) => box.top);
              if (new Set(lines).size > 1) found.push(word[0]);
            }
          return found;
        }"""
    )
    assert broken == []


def test_the_drawing_fits_the_width_and_its_letters_stay_large_enough(open_page: OpenPage) -> None:
    for width in (320, 1280):
        page = open_page("stack", viewport={"width": width, "height": 800})
        drawing = page.locator(".requirement-graph:visible")
        expect(drawing).to_have_count(1)
        scale = drawing.evaluate("(one) => one.getBoundingClientRect().width / one.viewBox.baseVal.width")
        assert 14 * scale >= 11
