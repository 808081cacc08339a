"""What the other tests look with: it finds faults that are there, and none on a page without."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserType, Page

from tests.browser import bring
from tests.browser.conftest import Watched
from tests.browser.serving import hosted
from tests.browser.small_png import small_png
from tests.browser.test_accessibility import MOVING, violations, walked
from tests.browser.test_layout import too_wide

NAME = "rig.example"
GOOD = """<!doctype html><html lang="en"><title>Good</title><link rel="icon" href="data:,"><main><h1>Good</h1>
<p><a href="/">one</a> <button>two</button></p></main></html>"""
BAD = """<!doctype html><html lang="en"><title>Bad</title><link rel="icon" href="data:,">
<style>@keyframes turn {to {rotate: 1turn}} b {animation: turn 9s infinite; display: inline-block}
a:focus {outline: none} .under {position: absolute; top: 0} .over {position: fixed; inset: 0 0 auto; height: 200px}
</style><main><h1>Bad</h1><p style="width: 2000px">wide</p><b>turning</b>
<p style="margin-top: 300px"><a href="/">dull</a> <button tabindex="2">first</button></p>
<button class="under">covered</button><p style="color: #999">pale</p><div class="over">over</div></main></html>"""
ODD = """<!doctype html><title>Odd</title><link rel="icon" href="data:,"><img src="https://elsewhere.example/x.png">
<script>console.error("complaint"); alert("hello"); throw new Error("broken")</script>"""


@pytest.fixture(scope="module")
def rig(start: Callable[..., Browser], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    site = tmp_path_factory.mktemp("rig")
    for name, text in {"good": GOOD, "bad": BAD, "odd": ODD, "404": GOOD}.items():
        (site / f"{name}.html").write_text(text, "utf-8")
    (site / "folder").mkdir()
    (site / "folder" / "index.html").write_text(GOOD, "utf-8")
    with hosted(site, NAME, tmp_path_factory.mktemp("certificate")) as host:
        yield start(host)


@pytest.fixture
def page(rig: Browser) -> Iterator[Page]:
    context = rig.new_context(base_url=f"https://{NAME}", viewport={"width": 390, "height": 600})
    yield context.new_page()
    context.close()


def test_a_good_page_has_no_faults(page: Page) -> None:
    seen = Watched(f"https://{NAME}")
    seen.watch(page).goto("/good.html")
    assert (too_wide(page), violations(page), walked(page)) == ("", [], [])
    assert page.evaluate(MOVING) == []
    assert (seen.foreign, seen.errors, seen.dialogs) == ([], [], [])


def test_faults_of_a_page_are_found(page: Page) -> None:
    page.goto("/bad.html")
    assert "p.: 8…2008" in too_wide(page)
    assert [each.split(":")[0] for each in violations(page)] == ["color-contrast", "tabindex"]
    assert [each.split()[0] for each in page.evaluate(MOVING)] == ["<b>turning</b>"]
    found = " ".join(walked(page))
    assert 'focus doesn\'t show: <a href="/"' in found
    assert 'over</div> lies over <button class="under"' in found
    assert "out of order" in found


def test_requests_elsewhere_errors_and_dialogs_are_noticed(page: Page) -> None:
    seen = Watched(f"https://{NAME}")
    seen.watch(page).goto("/odd.html")
    assert seen.foreign == ["https://elsewhere.example/x.png"]
    assert seen.dialogs == ["hello"]
    said = " ".join(seen.errors)
    assert "complaint" in said
    assert "broken" in said


@pytest.mark.parametrize(
    ("path", "status"), [("/folder/", 200), ("/folder", 200), ("/none", 404), ("/..%2f..%2fx", 404)]
)
def test_the_host_answers_as_public_ones_do(path: str, status: int, page: Page) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == status
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-encoding"] == "gzip"
    assert page.url.endswith("/folder/") or status == 404


def test_a_small_png_shows_the_same(page: Page) -> None:
    page.goto("/good.html")
    picture = page.screenshot()
    page.goto("about:blank")
    small = small_png(picture, page, at_most=60_000)
    assert len(small) < len(picture)
    size = """async (bytes) => {
      const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
      return [bitmap.width, bitmap.height];
    }"""
    assert page.evaluate(size, list(small)) == [390, 600]


def test_a_program_that_is_no_browser_is_passed_over(engine: BrowserType) -> None:
    """Some systems have one that only says where to get a browser."""
    assert not bring.starts(engine, bring.Chromium(sys.executable))
    assert not bring.starts(engine, bring.Chromium("/nowhere/chromium"))


@pytest.mark.parametrize("folder", [".", "lighthouse"])
def test_every_package_of_npm_is_locked_by_its_hash(folder: str) -> None:
    lock = json.loads((Path(__file__).parent / folder / "package-lock.json").read_text("utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    assert {name for name, entry in packages.items() if not entry.get("integrity", "").startswith("sha512-")} == set()
