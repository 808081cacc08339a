"""Pictures of the sample's pages, small enough to be kept: `python -m tests.browser.screenshots [FOLDER]`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tests.browser.conftest import Scheme, switch
from tests.browser.live import Live, live
from tests.browser.sample import ROOT
from tests.browser.small_png import small_png

FOLDER = ROOT / "docs" / "screenshots"
AT_MOST = 60_000
PHONE, DESK, PAPER = (390, 780), (1280, 800), (794, 1123)  # CSS px; A4 at 96 to the inch


@dataclass(frozen=True)
class Shot:
    """A picture of the top of one kind of page."""

    name: str
    kind: str
    window: tuple[int, int]
    scheme: Scheme = "light"
    media: Literal["screen", "print"] = "screen"


SHOTS = (
    Shot("home", "home", DESK),
    Shot("catalogue", "catalogue", DESK),
    Shot("catalogue-phone", "catalogue", PHONE, "dark"),
    Shot("badge", "badge", DESK),
    Shot("stack", "stack", DESK, "dark"),
    Shot("issuer", "issuer", DESK),
    Shot("not-found-phone", "not found", PHONE),
    Shot("award", "award", DESK, "dark"),
    Shot("award-phone", "award", PHONE),
    Shot("award-revoked-phone", "award revoked", PHONE),
    Shot("award-on-paper", "award", PAPER, media="print"),
)


def shoot(shot: Shot, site: Live) -> bytes:
    """The picture, in a browser that has seen nothing yet."""
    width, height = shot.window
    context = site.browser.new_context(
        base_url=site.origin,
        viewport={"width": width, "height": height},
        device_scale_factor=1.5 if shot.window == PHONE else 1,
        color_scheme=shot.scheme,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(site.addresses[shot.kind], wait_until="networkidle")
    page.emulate_media(media=shot.media)
    switch(page, shot.scheme)
    # Of paper, as much as is printed on.
    ends = page.evaluate("Math.ceil(document.body.getBoundingClientRect().bottom) + 16")
    shown = min(height, ends) if shot.media == "print" else height
    picture = page.screenshot(clip={"x": 0, "y": 0, "width": width, "height": shown})
    page.goto("about:blank")
    small = small_png(picture, page, AT_MOST)
    context.close()
    return small


def main() -> None:
    """Make all pictures anew; those that no shot makes any more are removed."""
    folder = Path(sys.argv[1]) if sys.argv[1:] else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    with live() as site:
        for shot in SHOTS:
            picture = shoot(shot, site)
            (folder / f"{shot.name}.png").write_bytes(picture)
            print(f"{len(picture):7,} bytes  {shot.name}.png")


if __name__ == "__main__":
    main()
