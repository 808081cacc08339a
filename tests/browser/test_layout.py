"""Nothing breaks on a phone, on a desk, or enlarged."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import SCHEMES, OpenPage, switch
from tests.browser.sample import KINDS

# CSS px. 1280 enlarged to 200 % is 640, to 400 % it is 320: what WCAG 2.2, 1.4.10 asks for.
WIDTHS = (320, 390, 640, 1280)
# Of what can be seen: what sticks out of the window at a side, unless it scrolls by itself or is cut off on purpose.
STICKING_OUT = """() => {
  const wide = document.documentElement.clientWidth, found = [];
  const held = (element) => {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement)
      if (getComputedStyle(outer).overflowX !== "visible" || getComputedStyle(outer).position === "fixed") return true;
    return false;
  };
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    const drawn = element.checkVisibility({checkOpacity: true, checkVisibilityCSS: true});
    const seen = drawn && box.width > 1 && box.height > 1;
    if (seen && (box.right > wide + 1 || box.left < -1) && box.bottom > 0 && !held(element)
        && getComputedStyle(element).position !== "fixed")
      found.push(`${element.tagName.toLowerCase()}.${element.className}: ${box.left}…${box.right}`);
  }
  return {scrolls: document.documentElement.scrollWidth - innerWidth, found: found.slice(0, 5)};
}"""


def too_wide(page: Page) -> str:
    """How far the page scrolls sideways, and what sticks out; empty where all is well."""
    seen = page.evaluate(STICKING_OUT)
    return f"scrolls by {seen['scrolls']}: {seen['found']}" if seen["scrolls"] > 0 or seen["found"] else ""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_window(kind: str, open_page: OpenPage) -> None:
    page, broken = open_page(kind, viewport={"width": WIDTHS[0], "height": 800}), []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme in SCHEMES:
            switch(page, scheme)
            if seen := too_wide(page):
                broken.append(f"{width} {scheme}: {seen}")
    assert not broken, "\n".join(["", *broken])


@pytest.mark.parametrize("kind", KINDS)
def test_the_schemes_differ_and_each_is_one_of_its_kind(kind: str, open_page: OpenPage) -> None:
    """Dark letters on light ground, and the other way round, as the system asks."""
    page = open_page(kind)
    luminance = """() => {
      const of = (colour) => colour.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((sum, one) => sum + one) / 3;
      let ground = document.body;
      while (ground && /rgba\\(.*, 0\\)|transparent/.test(getComputedStyle(ground).backgroundColor))
        ground = ground.parentElement;
      return [of(ground ? getComputedStyle(ground).backgroundColor : "rgb(255, 255, 255)"),
              of(getComputedStyle(document.querySelector("h1")).color)];
    }"""
    for scheme in SCHEMES:
        switch(page, scheme)
        ground, letters = page.evaluate(luminance)
        assert (ground > letters) == (scheme == "light"), (scheme, ground, letters)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_jumps_while_a_page_loads(kind: str, open_page: OpenPage) -> None:
    """Cumulative layout shift, of which 0.1 counts as good; with what moved."""
    page = open_page(kind, viewport={"width": 390, "height": 800})
    shifts = page.evaluate(
        """() => new Promise((told) => {
          new PerformanceObserver((list) => told(list.getEntries().map((one) =>
            [one.value, one.sources.map((source) => source.node?.outerHTML?.slice(0, 100))])))
            .observe({type: "layout-shift", buffered: true});
          setTimeout(() => told([]), 300);
        })"""
    )
    assert sum(value for value, _ in shifts) < 0.1, shifts


@pytest.mark.parametrize("kind", KINDS)
def test_letters_may_be_spaced_wider(kind: str, open_page: OpenPage) -> None:
    """WCAG 2.2, 1.4.12: a reader's own spacing loses nothing."""
    page = open_page(kind, viewport={"width": 390, "height": 800}, bypass_csp=True)
    page.add_style_tag(
        content="* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
        " p {margin-bottom: 2em !important}"
    )
    assert too_wide(page) == ""
