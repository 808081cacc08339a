"""A link of a hand-written page that leads to no page is told, and builds."""

from __future__ import annotations

from pathlib import Path

from generator.adapters.mkdocs_build import build_catalogue
from generator.site.catalogue_pages import catalogue_pages
from tests.site.page_parts import catalogue

DOCS = {
    "about.md": b"# About\n\n[gone](gone.md) [good](badges/one/index.md#v1) [bad](badges/one/index.md#v99)\n",
}


def test_links_that_lead_nowhere_are_told_and_no_others(tmp_path: Path) -> None:
    warnings = build_catalogue(
        settings={"site_name": "Badges", "theme": {"name": "material"}},
        docs=DOCS,
        pages=catalogue_pages(catalogue()),
        url="https://badges.example",
        preview=False,
        out=tmp_path / "site",
    )
    assert warnings == (
        "Doc file 'about.md' contains a link 'badges/one/index.md#v99', "
        "but the doc 'badges/one/index.md' does not contain an anchor '#v99'.",
        "Doc file 'about.md' contains a link 'gone.md', but the target is not found among documentation files.",
    )
