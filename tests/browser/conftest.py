"""One browser a worker, one site for all: each test gets pages of its own, which must not fail or ask another host."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserType, ConsoleMessage, Dialog, Page, sync_playwright

from tests.browser import bring, sample
from tests.browser.serving import Host, hosted

OpenPage = Callable[..., Page]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# Two frames, and what moves has come to rest; what never rests is not waited for.
AT_REST = """() => new Promise((rested) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < 2000);
  Promise.allSettled(ending.map((one) => one.finished)).then(rested);
})))"""


@dataclass
class Watched:
    """What pages asked for and complained of, while a test ran."""

    origin: str
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> Page:
        page.on("request", lambda request: self._asked(request.url))
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.errors.append(f"{page.url}: {error}"))
        page.on("dialog", self._opened)
        return page

    def _asked(self, url: str) -> None:
        if not url.startswith((f"{self.origin}/", "data:", "blob:", "about:")):
            self.foreign.append(url)

    def _opened(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _said(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        # The page for what isn't there says by its status that it isn't there.
        if message.type == "error" and where != self.origin + sample.CATALOGUE["not found"]:
            self.errors.append(f"{where}: {message.text}")


def switch(page: Page, scheme: Scheme) -> None:
    """The system now asks for light or dark; returns when the page looks so."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate(AT_REST)


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "browser"
    folder.mkdir(exist_ok=True)
    return folder


def once(folder: Path, make: Callable[[Path], object]) -> Path:
    """The folder, made by the first worker that asks; the others wait for it."""
    done = folder.with_suffix(".done")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            make(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def site(shared: Path) -> Path:
    """The folder of the sample's site."""
    return once(shared / "sample", sample.build)


@pytest.fixture(scope="session")
def addresses(site: Path) -> dict[str, str]:
    """One address of each kind of page."""
    return sample.addresses(site)


@pytest.fixture(scope="session")
def host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with hosted(site, sample.host_name(), tmp_path_factory.mktemp("certificate")) as made:
        yield made


@pytest.fixture(scope="session")
def engine() -> Iterator[BrowserType]:
    """What starts browsers."""
    with sync_playwright() as playwright:
        yield playwright.chromium


@pytest.fixture(scope="session")
def start(engine: BrowserType) -> Iterator[Callable[[Host], Browser]]:
    """Starts the browser that `make browser` has chosen, for one host."""
    try:
        chromium = bring.chosen()
    except FileNotFoundError:
        pytest.fail("There is no browser for the tests yet. `make browser` finds or brings one", pytrace=False)
    started: list[Browser] = []

    def started_for(host: Host) -> Browser:
        started.append(chromium.start(engine, *host.switches))
        return started[-1]

    yield started_for
    for browser in started:
        browser.close()


@pytest.fixture(scope="session")
def browser(start: Callable[[Host], Browser], host: Host) -> Browser:
    """The browser that knows the sample's site, and no other."""
    return start(host)


@pytest.fixture
def watched() -> Iterator[Watched]:
    """What pages do; a test fails whose pages asked another host, reported an error or opened a dialog."""
    seen = Watched(f"https://{sample.host_name()}")
    yield seen
    assert seen.foreign == [], "requests that leave the site"
    assert seen.errors == [], "errors on the page's console"
    assert seen.dialogs == [], "dialogs"


@pytest.fixture
def open_page(browser: Browser, watched: Watched, addresses: dict[str, str]) -> Iterator[OpenPage]:
    """Opens the page of a kind, in a context of its own whose options are given."""
    contexts = []

    def opened(kind: str, **options: Any) -> Page:
        if kind not in addresses:
            pytest.fail(f"the sample has no page of the kind “{kind}”", pytrace=False)
        contexts.append(browser.new_context(base_url=watched.origin, reduced_motion="reduce", **options))
        page = watched.watch(contexts[-1].new_page())
        page.goto(addresses[kind], wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
