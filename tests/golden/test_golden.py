"""The whole site of a small registry, byte for byte.

`site/` beside this file holds what this package composes; `digests.txt` the SHA-256 of every file, also of those
that MkDocs and the renderer of images make. `--bless` takes the site of today for both: read the difference before
you commit it, since what is published is frozen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builds import REGISTRY, built, digests

HERE = Path(__file__).parent
KEPT = (".json", ".svg", ".nojekyll", ".atom", "robots.txt", "sitemap.xml")


def is_ours(path: str) -> bool:
    """Whether a file of the site is one that this package writes itself."""
    elsewhere = ("assets/", "search/")  # the builder's, and those that stand in the package as they are
    return path.startswith("awards/") or (path.endswith(KEPT) and not path.startswith(elsewhere))


def test_the_site_is_the_golden_one(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    site = built(REGISTRY, tmp_path / "site")
    found = digests(site)
    listing = "".join(f"{digest}  {path}\n" for path, digest in found.items())
    if pytestconfig.getoption("--bless"):
        bless(site, found, listing)
    for path in filter(is_ours, found):
        assert (site / path).read_text() == (HERE / "site" / path).read_text(), path
    assert {path for path in found if is_ours(path)} == set(digests(HERE / "site"))
    assert listing.splitlines() == (HERE / "digests.txt").read_text().splitlines()


def bless(site: Path, found: dict[str, str], listing: str) -> None:
    """Take the site for the golden one."""
    shutil.rmtree(HERE / "site", ignore_errors=True)
    for path in filter(is_ours, found):
        target = HERE / "site" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, target)
    (HERE / "digests.txt").write_text(listing)
