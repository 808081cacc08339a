"""The sample's site, hosted for a browser that is running: for the commands that look at pages without testing them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.browser import bring, sample
from tests.browser.serving import hosted


@dataclass(frozen=True)
class Live:
    """A browser that knows the site alone, and one address of each kind of page."""

    browser: Browser
    origin: str
    addresses: dict[str, str]


@contextlib.contextmanager
def live(*switches: str) -> Iterator[Live]:
    """The signed site of this repository's sample, for as long as the `with` lasts."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site, name = sample.build(Path(folder) / "site"), sample.host_name()
        with hosted(site, name, Path(folder)) as host:
            browser = bring.chosen().start(playwright.chromium, *host.switches, *switches)
            yield Live(browser, f"https://{name}", sample.addresses(site))
            browser.close()
