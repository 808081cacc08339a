"""Titles of hand-written pages: the theme writes them into `<title>`, and what was escaped must stay so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.adapters.mkdocs_build import build_catalogue
from generator.site.catalogue_pages import Pages, catalogue_pages
from tests.site.page_parts import Page, catalogue

CLOSING = "</title><script>alert(1)</script>"
ESCAPED = "&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
DOCS = {
    "index.md": f"# Home `{CLOSING}`\n".encode(),
    "heading.md": f"# Heading `{CLOSING}`\n".encode(),
    "entity.md": f"# Entity {ESCAPED}\n".encode(),
    "head.md": f'---\ntitle: "Head {ESCAPED}"\n---\n\nText\n'.encode(),
    "nav.md": b"# Nav\n",
    "plain.md": b"# Ours & theirs\n",
}
COPYRIGHT = "&copy; 2026 &lt;b&gt;Plain"
NAV = [*(path for path in DOCS if path != "nav.md"), {f"Nav {ESCAPED}": "nav.md"}]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("titles") / "site"
    settings = {"site_name": f"Site {ESCAPED}", "theme": {"name": "material"}, "nav": NAV, "copyright": COPYRIGHT}
    pages = Pages({}, catalogue_pages(catalogue()).frame)
    build_catalogue(settings=settings, docs=DOCS, pages=pages, url="https://badges.example", preview=False, out=out)
    return out


@pytest.mark.parametrize("name", ["", "heading/", "entity/", "head/", "nav/"])
def test_a_title_is_text(site: Path, name: str) -> None:
    html = (site / name / "index.html").read_text()
    assert "<script>alert" not in html
    title = html[html.index("<title>") + len("<title>") : html.index("</title>")]
    assert title.endswith(f"Site {ESCAPED}")
    assert title == f"Site {ESCAPED}" if name == "" else title.startswith(f"{name[:-1].capitalize()} {ESCAPED} - ")


def test_the_copyright_is_text_that_may_name_a_character(site: Path) -> None:
    assert "<p>© 2026 &lt;b&gt;Plain</p>" in (site / "plain/index.html").read_text()


def test_the_page_of_what_is_not_there_has_a_title(site: Path) -> None:
    assert len(Page((site / "404.html").read_text(), ours=False).of("title")) == 1


def test_a_plain_title_is_written_as_it_is_meant(site: Path) -> None:
    assert "<title>Ours &amp; theirs - Site " in (site / "plain/index.html").read_text()


def test_search_finds_titles_without_elements_of_theirs(site: Path) -> None:
    for entry in json.loads((site / "search/search_index.json").read_text())["docs"]:
        assert {tag for tag, _ in Page(entry["title"]).elements} <= {"code"}
