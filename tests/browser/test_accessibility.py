"""For everyone: by rule (axe-core), by keyboard, without scripts, without motion."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import bring
from tests.browser.conftest import AT_REST, SCHEMES, OpenPage, switch
from tests.browser.sample import AWARDS, KINDS

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = """async (tags) => {
  const found = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
  return found.violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) =>
    `${rule.id}: ${node.target}: ${[...node.any, ...node.all, ...node.none].map((one) => one.message).join("; ")}`));
}"""
# Each control gets a number, in the order of the document: what a pointer could use must be reached by keys.
NUMBERED = """() => {
  const radios = new Set();
  const controls = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, area[href], [contenteditable], [tabindex]")];
  return controls.filter((one) => {
    if (one.disabled || one.tabIndex < 0 || one.type === "hidden" || one.closest("[inert]")) return false;
    if (!one.checkVisibility({checkVisibilityCSS: true})) return false;
    if (one.type !== "radio") return true;
    const group = `${one.form?.id}/${one.name}`;
    if (radios.has(group)) return false;
    radios.add(group);
    return true;
  }).map((one, number) => {
    one.dataset.control = one.type === "radio" ? `radio ${one.name}` : number;
    for (const other of one.type === "radio" ? document.getElementsByName(one.name) : [])
      other.dataset.control = one.dataset.control;
    return [one.dataset.control, one.outerHTML.slice(0, 160)];
  });
}"""
LEFT = """() => [...document.querySelectorAll("[data-control]")].filter((one) =>
  one.checkVisibility({checkVisibilityCSS: true})).map((one) => [one.dataset.control, one.tagName])"""
# The control that has the focus: its number, whether it looks otherwise than without it, and what lies over it.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const around = [one, one.parentElement, one.nextElementSibling, ...(one.labels ?? [])].filter(Boolean);
  const look = () => around.map((each) => {
    const style = getComputedStyle(each);
    const ring = style.outlineStyle === "none" ? "none" : style.outline;
    return [ring, style.boxShadow, style.border, style.backgroundColor, style.color, style.textDecoration,
            style.opacity].join("|");
  }).join("/");
  const focused = look(), box = one.getClientRects()[0] ?? one.getBoundingClientRect();   // a link may be in two lines
  const x = box.left + box.width / 2, y = box.top + Math.min(box.height, innerHeight) / 2;
  const top = box.width > 1 ? document.elementFromPoint(x, y) : one;
  const near = top && (top.contains(one) || [one, ...(one.labels ?? [])].some((each) => each.contains(top)));
  one.blur();
  const written = one.matches("textarea, input:not([type=radio]):not([type=checkbox]):not([type=submit])");
  const differs = written || look() !== focused;   // a field has a caret
  one.focus({preventScroll: true, focusVisible: true});
  return {control: one.dataset.control ?? null, html: one.outerHTML.slice(0, 160), differs,
          covered: near ? null : (top?.outerHTML ?? "outside of the window").slice(0, 160)};
}"""
MOVING = """() => [
  ...document.getAnimations()
    .filter((one) => one.playState === "running" && one.effect.getComputedTiming().duration > 10)
    .map((one) => one.effect.target.outerHTML),
  ...[...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).scrollBehavior === "smooth")
    .map((one) => `smooth: ${one.tagName}`),
].map((one) => one.slice(0, 120))"""
STATUS = re.compile(r"\b(?:valid|revoked|expired|ended)\b", re.IGNORECASE)


def violations(page: Page) -> list[str]:
    """What axe-core finds: each rule that is broken with the first elements that break it and why."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(bring.axe())
    found: list[str] = page.evaluate(AXE, TAGS)
    return found


def walked(page: Page) -> list[str]:
    """What goes wrong when the page is walked through by the Tab key alone."""
    controls: list[tuple[str, str]] = [(str(name), html) for name, html in page.evaluate(NUMBERED)]
    reached: list[dict[str, Any]] = []
    for _ in range(2 * len(controls) + 10):
        page.keyboard.press("Tab")
        focused = page.evaluate(FOCUSED)
        if focused and focused["covered"]:
            page.evaluate(AT_REST)  # the page has scrolled, and what stays in place follows
            focused = page.evaluate(FOCUSED)
        if focused is None or (reached and focused["control"] == reached[0]["control"]):
            break
        reached.append(focused)
    # What a script has taken away meanwhile, as it does with what stands for figures until they are there, is gone.
    left = dict(page.evaluate(LEFT))
    controls = [(name, html) for name, html in controls if name in left]
    order = [each["control"] for each in reached]
    known = [name for name in order if name in dict(controls)]
    wrong = [] if controls else ["the page leads nowhere"]
    wrong += [f"not reached: {html}" for name, html in controls if name not in order]
    wrong += [f"the focus doesn't show: {each['html']}" for each in reached if not each["differs"]]
    wrong += [f"{each['covered']} lies over {each['html']}" for each in reached if each["covered"]]
    return wrong if known == [name for name, _ in controls if name in known] else [*wrong, f"out of order: {known}"]


def listed(found: list[str]) -> str:
    """One a line, for whoever must mend it."""
    return "\n".join(["", *found])


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(kind: str, width: int, open_page: OpenPage) -> None:
    page = open_page(kind, viewport={"width": width, "height": 900})
    found = []
    for scheme in SCHEMES:
        switch(page, scheme)
        found += [f"{scheme}: {broken}" for broken in violations(page)]
    assert not found, listed(found)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", KINDS)
def test_the_tab_key_reaches_every_control_in_order_and_shows_where_it_is(
    kind: str, width: int, open_page: OpenPage
) -> None:
    page = open_page(kind, viewport={"width": width, "height": 900})
    wrong = walked(page)
    assert not wrong, listed(wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts_a_page_says_the_same(kind: str, open_page: OpenPage) -> None:
    plain = open_page(kind, java_script_enabled=False, viewport={"width": 390, "height": 800})
    assert plain.locator("h1").first.is_visible()
    assert plain.locator("h1").first.inner_text().strip()
    said = plain.locator("main").first.inner_text()
    if kind in AWARDS:
        assert STATUS.search(said), said
    if kind == "catalogue":
        links = plain.locator('main a[href*="circuit-design"], main a[href*="engineering-foundations"]')
        assert links.count() >= 2
        assert all(link.is_visible() for link in links.all())


@pytest.mark.parametrize("kind", ["award revoked", "award expired"])
def test_an_award_that_no_longer_holds_says_so_at_once_in_words(kind: str, open_page: OpenPage) -> None:
    """On a phone, in the first window's height; that a day has passed only the reader's clock knows, and a script."""
    page = open_page(kind, java_script_enabled=kind == "award expired", viewport={"width": 390, "height": 800})
    word = re.compile(kind.removeprefix("award "), re.IGNORECASE)
    seen = [each for each in page.locator("main").get_by_text(word).all() if each.is_visible()]
    assert seen
    box = seen[0].bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 800
    assert kind == "award revoked" or word.search(page.title())


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_moves_for_those_who_ask_for_that(kind: str, open_page: OpenPage) -> None:
    page = open_page(kind, viewport={"width": 1280, "height": 800})
    assert page.evaluate(MOVING) == []
    page.keyboard.press("Tab")
    page.mouse.move(640, 300)
    assert page.evaluate(MOVING) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_a_language_a_title_and_one_main_heading(kind: str, open_page: OpenPage) -> None:
    page = open_page(kind)
    assert page.locator("html").get_attribute("lang")
    assert page.title().strip()
    assert page.locator("h1").count() == 1
    hidden = page.locator('meta[name="robots"][content*="noindex"]').count() == 1
    assert kind == "not found" or hidden == (kind in AWARDS)
