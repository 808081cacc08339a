"""The catalogue's pages as MkDocs makes them: what is told to it, what comes back, and what never reaches it."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.adapters import mkdocs_build
from generator.adapters.mkdocs_build import build_catalogue, configuration, sources
from generator.adapters.mkdocs_nav import MOST_LISTED, navigation, with_pages_found
from generator.adapters.registry import load_catalogue_of_folder
from generator.errors import SiteBuilderFailed
from generator.model.catalogue import Catalogue
from generator.site import words
from generator.site.catalogue_pages import catalogue_pages
from tests import odd_registry
from tests.builds import SEED, digests
from tests.site.page_parts import Page, catalogue, one_line

URL = "https://badges.example"
SETTINGS = {"site_name": "Our badges", "theme": {"name": "material"}}
PNG = b"\x89PNG\r\n\x1a\nnot looked at"
DOCS = {
    "index.md": b"# Welcome to us\n\n![](img/logo.png) [About](about.md)\n",
    "about.md": b"# About us\n",
    "how-to/index.md": b"# How to earn one\n",
    "how-to/more.md": b"# More of it\n",
    "hidden/draft.md": b"# A draft\n",
    "img/logo.png": PNG,
    "css/colours.css": b"body{color:black}",
}
HOSTILE = '"><img src=x onerror=alert(1)></title><script>alert(1)</script> & {{ 7*7 }}'
TITLES = words.of("en").texts["catalogue"]["site"]


def build(
    out: Path,
    whole: Catalogue | None = None,
    *,
    docs: Mapping[str, bytes] | None = None,
    preview: bool = False,
    **settings: Any,
) -> Path:
    """The site of a catalogue's pages."""
    build_catalogue(
        settings=SETTINGS | settings,
        docs=docs or {},
        pages=catalogue_pages(whole or catalogue(), preview=preview),
        url=URL,
        preview=preview,
        out=out,
    )
    return out


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with hand-written pages, as a preview."""
    out = tmp_path_factory.mktemp("written") / "site"
    return build(
        out,
        docs=DOCS,
        preview=True,
        exclude_docs="hidden/\n*.md\n!/index.md\n!/about.md\n!/how-to/*.md",
        extra_css=["css/colours.css"],
    )


@pytest.fixture(scope="module", params=["every field", "odd registry"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Catalogue, Path]:
    """A catalogue of hostile texts, and its site."""
    folder = tmp_path_factory.mktemp("hostile")
    odd = request.param == "odd registry"
    whole = load_catalogue_of_folder(odd_registry.write(folder / "registry", 3)) if odd else catalogue(HOSTILE)
    return whole, build(folder / "site", whole)


def pages_of(site: Path) -> dict[str, Page]:
    return {
        file.relative_to(site).as_posix(): Page(file.read_text(), ours=False) for file in sorted(site.rglob("*.html"))
    }


def sidebar(site: Path, page: str = "badges/index.html") -> list[str]:
    """What the sidebar reads, from top to bottom."""
    html = (site / page).read_text()
    nav = html[html.index("md-nav--primary") : html.index('<div class="md-content"')]
    return [one_line(found) for found in re.findall(r'<span class="md-ellipsis">(.*?)</span>', nav, re.DOTALL)]


# -- what stands in the pages ---------------------------------------------------------------------------------


def test_hostile_texts_are_seen_as_they_were_written(hostile: tuple[Catalogue, Path]) -> None:
    whole, site = hostile
    pages = pages_of(site)
    for slug, versions in whole.badges.items():
        page = one_line(pages[f"badges/{slug}/index.html"].text)
        for version in versions:
            rubric = [name for row in version.rubric for name in (row.name, *(level.name for level in row.levels))]
            partners = [said for partner in version.review.partners for said in (partner.name, partner.statement)]
            for text in (version.name, version.summary, version.description, *version.skills, *rubric, *partners):
                assert one_line(text) in page
    for text in (whole.issuer.name.latest, whole.issuer.description):
        assert one_line(text) in one_line(pages["issuer/index.html"].text)


def test_no_text_acts_in_a_page(hostile: tuple[Catalogue, Path]) -> None:
    calm = build(hostile[1].parent / "calm", catalogue("plain"))
    scripts = {len(page.of("script")) for page in pages_of(calm).values()}
    for path, page in pages_of(hostile[1]).items():
        assert {len(page.of("script"))} <= scripts, path
        for tag, attrs in page.elements:
            assert not [name for name in attrs if name.startswith("on")], (path, tag, attrs)
        assert not [
            link for link in page.values("href") if re.match(r"\s*(?:javascript|data|vbscript):", link, re.IGNORECASE)
        ]
        assert "x" not in page.values("src")
        assert len(page.of("title")) == len(page.of("body")) == 1


def test_the_search_index_holds_text_and_few_elements(hostile: tuple[Catalogue, Path]) -> None:
    entries = json.loads((hostile[1] / "search/search_index.json").read_text())["docs"]
    assert len(entries) > 3
    for entry in entries:
        assert "<" not in entry["title"]
        assert {tag for tag, attrs in Page(entry["text"]).elements if not attrs} <= {
            "p",
            "li",
            "ul",
            "ol",
            "code",
            "pre",
        }
        assert not any(attrs for _, attrs in Page(entry["text"]).elements)


def test_nothing_is_fetched_from_elsewhere(hostile: tuple[Catalogue, Path], written: Path) -> None:
    for site in (hostile[1], written):
        for path, page in pages_of(site).items():
            assert not [address for address in page.loads() if re.match(r"(?:https?:)?//", address)], path
        for sheet in site.rglob("*.css"):
            assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", sheet.read_text()), sheet


# -- hand-written pages and what is left out ------------------------------------------------------------------


def test_hand_written_pages_and_images_are_there(written: Path) -> None:
    pages = pages_of(written)
    assert "Welcome to us" in pages["index.html"].text
    assert "Badges for what learners can do" not in pages["index.html"].text
    assert {"about/index.html", "how-to/index.html", "how-to/more/index.html"} <= set(pages)
    assert (written / "img/logo.png").read_bytes() == PNG
    assert "css/colours.css" in pages["index.html"].values("href")


def test_excluded_pages_are_not_there_and_no_pattern_hides_a_badge(written: Path) -> None:
    assert not (written / "hidden").exists()
    assert {"badges/index.html", "badges/one/index.html", "issuer/index.html"} <= set(pages_of(written))


def test_a_pattern_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(SiteBuilderFailed, match=r"exclude_docs of mkdocs\.yml"):
        build(tmp_path / "site", exclude_docs="!")


def test_a_readme_is_a_front_page(tmp_path: Path) -> None:
    site = build(tmp_path / "site", docs={"README.md": b"# Read me\n"})
    assert "Read me" in Page((site / "index.html").read_text(), ours=False).text
    assert "Badges for what learners can do" not in (site / "index.html").read_text()


def test_signs_of_every_kind_may_stand_in_the_settings(tmp_path: Path) -> None:
    odd = "Ñandú 学区 😀 𠮷 \U0010fffd \x7f\x85\u2028\ufeff \\ud83d\\ude00 \\U0001f600"
    made = sources(SETTINGS | {"site_name": odd}, {}, catalogue_pages(catalogue()), URL, preview=False)
    assert yaml.safe_load(made["mkdocs.yml"])["site_name"] == json.loads(made["mkdocs.yml"])["site_name"] == odd
    site = build(tmp_path / "site", site_name="Badges 😀", site_description="𠮷 and 👩‍🔧")
    assert "- Badges 😀</title>" in (site / "badges/index.html").read_text()


def test_a_preview_is_announced_on_every_page(written: Path) -> None:
    pages = pages_of(written)
    assert "404.html" in pages
    for path, page in pages.items():
        assert "not signed by the issuer" in one_line(page.text), path


def test_only_pages_and_what_they_need_are_taken(written: Path) -> None:
    kinds = {(path.split("/")[0] if "/" in path else path, path.rpartition(".")[2]) for path in digests(written)}
    tops = {top for top, _ in kinds}
    assert tops == {"404.html", "index.html", "about", "how-to", "badges", "issuer", "assets", "search", "img", "css"}
    assert {kind for top, kind in kinds if top not in ("assets", "img", "css", "search")} == {"html"}
    assert [file.name for file in (written / "search").iterdir()] == ["search_index.json"]


# -- the sidebar ----------------------------------------------------------------------------------------------


def test_the_sidebar_reads_by_names(written: Path) -> None:
    assert sidebar(written) == [
        "Home",
        "Badges",
        *("A text", "A text 2"),
        "Who awards these badges",
        *("About us", "How to", "More of it"),
    ]


def test_a_navigation_of_ones_own_is_kept_and_finds_the_pages(tmp_path: Path) -> None:
    nav = [{"Start": "index.md"}, {"Learn": ["badges/one.md", {"All": "badges/index.md"}]}, "badges/all/index.md"]
    site = build(tmp_path / "site", nav=nav)
    assert sidebar(site) == ["Start", "Learn", "A text 2", "All", "A text"]
    assert 'href="one/"' in (site / "badges/index.html").read_text()
    assert ".md" not in "".join(Page((site / "index.html").read_text(), ours=False).values("href"))


def test_a_sidebar_does_not_grow_without_end() -> None:
    pages = ["badges/index.md", *(f"badges/b{number}/index.md" for number in range(MOST_LISTED))]
    assert navigation(pages, [], TITLES)[1] == {"Badges": pages}
    assert navigation([*pages, "badges/c/index.md"], [], TITLES)[1] == {"Badges": ["badges/index.md"]}


def test_folders_are_sections_that_begin_with_their_own_page() -> None:
    paths = ["z.md", "a/b_c/x.md", "a/b.md", "a/README.md", "README.md", "img/x.png"]
    assert navigation([], paths, TITLES) == [
        {"Home": "README.md"},
        {"Badges": []},
        {"Who awards these badges": "issuer/index.md"},
        "z.md",
        {"A": ["a/README.md", "a/b.md", {"B c": ["a/b_c/x.md"]}]},
    ]
    assert with_pages_found(["x.md", {"T": "badges/b.md"}], {"badges/b/index.md"}) == [
        "x.md",
        {"T": "badges/b/index.md"},
    ]


# -- what MkDocs is told, and what it is not ------------------------------------------------------------------


def test_settings_cannot_choose_what_is_not_theirs() -> None:
    asked = {
        **SETTINGS,
        "theme": {"name": "other", "custom_dir": "/", "font": {"text": "Roboto"}, "palette": {"primary": "teal"}},
        "plugins": ["badges", "other"],
        "site_url": "https://elsewhere.example",
    }
    told = configuration(asked, URL, preview=False, frame=catalogue_pages(catalogue()).frame)
    assert told["plugins"] == ["search"]
    assert told["site_url"] == f"{URL}/"
    assert told["theme"]["palette"] == {"primary": "teal"}
    assert (told["theme"]["name"], told["theme"]["custom_dir"], told["theme"]["font"]) == ("material", "theme", False)


def test_the_key_never_reaches_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for Python writes down all that it is given."""
    python, seen = tmp_path / "python", tmp_path / "seen"
    python.write_text(f'#!/bin/sh\n{{ env; echo "$@"; cat; }} > {seen}\nexit 3\n')
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    for name in ("BADGES_SIGNING_KEY", "GITHUB_TOKEN", "PYTHONPATH", "PYTHONSTARTUP", "MKDOCS_CONFIG"):
        monkeypatch.setenv(name, SEED)
    with pytest.raises(SiteBuilderFailed, match="exit code 3"):
        build(tmp_path / "site")
    assert SEED in os.environ.values()
    given = seen.read_text()
    assert SEED not in given
    names = {line.partition("=")[0] for line in given.splitlines() if "=" in line}
    fixed = {"HOME", "LC_ALL", "TZ", "PYTHONHASHSEED", "PYTHONUTF8", "SOURCE_DATE_EPOCH", "NO_MKDOCS_2_WARNING"}
    assert fixed <= names <= fixed | {"PATH", "TMPDIR", "SYSTEMROOT", "PWD", "OLDPWD", "SHLVL", "_"}


def test_a_failure_is_told_in_the_words_of_mkdocs(tmp_path: Path) -> None:
    with pytest.raises(SiteBuilderFailed) as failed:
        build(tmp_path / "site", theme={"name": "material", "icon": {"logo": "no/such/icon"}})
    assert "no/such/icon" in failed.value.log
    assert tempfile.gettempdir() + "/badges-" not in failed.value.log
    assert not (tmp_path / "site").exists()


def test_a_child_that_never_ends_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexec sleep 30\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(mkdocs_build, "_SECONDS", 0.2)
    with pytest.raises(SiteBuilderFailed, match="did not end within"):
        build(tmp_path / "site")


def test_the_same_pages_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: Path) -> None:
    elsewhere = tmp_path / "another folder"
    elsewhere.mkdir()
    for name, value in {
        "TMPDIR": str(elsewhere),
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "7",
        "LC_ALL": "C",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    monkeypatch.chdir(elsewhere)
    docs = dict(sorted(DOCS.items(), reverse=True))
    exclude = "hidden/\n*.md\n!/index.md\n!/about.md\n!/how-to/*.md"
    again = build(tmp_path / "again", docs=docs, preview=True, exclude_docs=exclude, extra_css=["css/colours.css"])
    assert digests(again) == digests(written)
    assert list(elsewhere.iterdir()) == []


# -- the frame ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Spanish registry's site below a path."""
    out = tmp_path_factory.mktemp("spanish") / "site"
    whole = catalogue("Texto", language="es", url=f"{URL}/insignias")
    build_catalogue(
        settings=SETTINGS, docs={}, pages=catalogue_pages(whole), url=whole.issuer.url, preview=False, out=out
    )
    return out


def test_every_page_keeps_to_its_own_site(hostile: tuple[Catalogue, Path], written: Path, spanish: Path) -> None:
    for site in (hostile[1], written, spanish):
        for path, page in pages_of(site).items():
            policy = [str(meta["content"]) for meta in page.of("meta") if "http-equiv" in meta]
            assert len(policy) == 1, path
            assert policy[0].startswith("default-src 'self'; "), path
            assert {"object-src 'none'", "base-uri 'self'", "form-action 'self'"} <= set(policy[0].split("; ")), path


def test_pages_speak_the_language_of_the_issuer(spanish: Path) -> None:
    assert sidebar(spanish)[0] == "Inicio"
    for path, page in pages_of(spanish).items():
        assert page.of("html")[0]["lang"] == "es", path
        assert "Búsqueda" in page.values("placeholder"), path
        assert "Privacidad de los estudiantes" in page.text, path
        for english in ("Skip to", "Home", "Who awards", "Search", "Learners", "Table of contents"):
            assert english not in page.text, (path, english)
    assert json.loads((spanish / "search/search_index.json").read_text())["config"]["lang"] == ["es"]


def test_a_dead_link_leads_on_from_any_depth(spanish: Path) -> None:
    page = Page((spanish / "404.html").read_text(), ours=False)
    assert {"name": "robots", "content": "noindex"} in page.of("meta")
    assert {"/insignias/badges/", "/insignias/issuer/"} <= set(page.values("href"))
    for address in (*page.values("href"), *page.values("src")):
        assert address.startswith(("/insignias/", "#", "https://", "mailto:")), address
    assert not [link for link in page.of("link") if link.get("rel") == "canonical"]


def test_a_shared_page_has_title_words_and_picture(spanish: Path) -> None:
    page = pages_of(spanish)["badges/one/index.html"]
    told = {str(meta["property"]): str(meta["content"]) for meta in page.of("meta") if "property" in meta}
    assert told == {
        "og:type": "website",
        "og:site_name": "Our badges",
        "og:title": "Texto 2",
        "og:url": f"{URL}/insignias/badges/one/",
        "og:description": "Texto",
        "og:image": f"{URL}/insignias/badges/one/v2.png",
    }


def test_the_feed_is_told_and_nothing_of_the_builder_is_asked_for(written: Path) -> None:
    for path, page in pages_of(written).items():
        (feed,) = [link for link in page.of("link") if link.get("type") == "application/atom+xml"]
        assert str(feed["href"]).endswith("api/badges.atom"), path
        # The theme would take it for the site in another language, and ask for that one's sitemap.
        assert feed["rel"] != "alternate"
        assert "Made with" not in page.text


def test_colours_and_logo_of_ones_own_win_and_the_language_is_that_of_the_words(tmp_path: Path) -> None:
    theme = {"name": "material", "palette": {"primary": "teal"}, "language": "en", "icon": {"logo": "material/school"}}
    whole = catalogue(language="es")
    page = Page((build(tmp_path / "site", whole, theme=theme) / "index.html").read_text(), ours=False)
    assert page.of("html")[0]["lang"] == "es"
    assert page.of("body")[0]["data-md-color-primary"] == "teal"
    assert not [label for label in page.of("label") if "__palette" in str(label.get("for"))]


def test_colours_are_by_the_device_until_somebody_chooses(written: Path) -> None:
    page = pages_of(written)["index.html"]
    choices = [str(found["data-md-color-media"]) for found in page.of("input") if "data-md-color-media" in found]
    schemes = ["(prefers-color-scheme)", "(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"]
    assert choices == schemes
