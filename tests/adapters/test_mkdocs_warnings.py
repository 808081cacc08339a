"""What builds and is told all the same: a link that leads to no page, a menu without the badges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.adapters.mkdocs_build import build_catalogue
from generator.adapters.mkdocs_nav import hides_badges
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


def test_a_menu_of_the_registry_s_own_without_the_badges_is_told(tmp_path: Path) -> None:
    warnings = build_catalogue(
        settings={"site_name": "Badges", "theme": {"name": "material"}, "nav": ["index.md", "about.md"]},
        docs={"about.md": b"# About\n"},
        pages=catalogue_pages(catalogue()),
        url="https://badges.example",
        preview=False,
        out=tmp_path / "site",
    )
    assert warnings == (
        "the nav of mkdocs.yml does not lead to badges/index.md, so no menu of the site leads to the badges",
    )


@pytest.mark.parametrize(
    ("nav", "hidden"),
    [
        (["badges/index.md"], False),
        ([{"Badges": "badges/index.md"}], False),
        ([{"Badges": [{"All": "badges/index.md"}, "badges/one.md"]}], False),
        (["badges.md"], False),
        ([{"One": "badges/one.md"}], True),
        ([{"Elsewhere": "https://example.org/badges/index.md"}], True),
        ([], True),
    ],
)
def test_a_menu_leads_to_the_badges_wherever_it_lists_them(nav: list[Any], hidden: bool) -> None:
    assert hides_badges(nav, catalogue_pages(catalogue()).texts) is hidden
