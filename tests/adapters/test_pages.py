"""The staged pages: what is in the folder, what two builders make of it, and which folders are never replaced."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.adapters.pages import stage_pages
from generator.errors import OutputRefused
from tests.builds import REGISTRY, digests
from tests.site.page_parts import Page, one_line

BUILDERS = {"mkdocs": ["mkdocs", "build", "--strict"], "zensical": ["zensical", "build", "--strict"]}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample registry with no front page of its own, and a page about it."""
    folder = tmp_path_factory.mktemp("pages") / "registry"
    shutil.copytree(REGISTRY, folder)
    (folder / "docs/index.md").unlink()
    (folder / "docs/about.md").write_text("# About us\n\nSee [the badges](badges/index.md).\n")
    return folder


@pytest.fixture(scope="module")
def staged(registry: Path) -> Path:
    """Its pages, staged."""
    out = registry.parent / "staged"
    done = stage_pages(registry, out)
    assert done.problems == ()
    assert done.pages == len(list(out.rglob("*.md"))) == 9
    return out


@pytest.fixture(scope="module", params=list(BUILDERS))
def site(request: pytest.FixtureRequest, staged: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a builder makes of a copy of them, on its own."""
    folder = tmp_path_factory.mktemp(request.param) / "pages"
    shutil.copytree(staged, folder)
    command = [sys.executable, "-P", "-m", *BUILDERS[request.param]]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def page(site: Path, path: str) -> Page:
    return Page((site / path).read_text(), ours=False)


def test_no_keys_are_staged_wherever_the_site_stands(registry: Path, tmp_path: Path) -> None:
    shutil.copytree(registry, tmp_path / "registry")
    files = [tmp_path / "registry" / path for path in ("badges/issuer.yml", "mkdocs.yml")]
    for path in ("", "/below"):
        for file in files:
            told = re.sub(r"(?m)^((?:site_)?url: https://[^/\s]+).*$", rf"\1{path}", file.read_text())
            file.write_text(told)
        assert stage_pages(tmp_path / "registry", tmp_path / "staged").problems == ()
        assert not [*(tmp_path / "staged").rglob("did.json")]


# -- what both builders make of it ----------------------------------------------------------------------------


def test_the_front_page_says_why_and_has_the_box(site: Path) -> None:
    home = page(site, "index.html")
    for text in ("Badges for what learners can do", "Riverbend STEM District", "badges.riverbend.example"):
        assert text in home.text
    assert "Check a badge" in home.text
    assert {"badges/circuit-design/", "issuer/"} <= set(home.values("href"))


def test_the_catalogue_lists_every_badge_with_its_image(site: Path) -> None:
    listed = page(site, "badges/index.html")
    assert len([card for card in listed.values("data-facets") if card]) == 5
    for image in (name for name in listed.values("src") if "/v" in name):
        assert (site / "badges" / image).is_file()


def test_a_badge_has_its_rubric_its_graph_and_its_files_beside_it(site: Path, staged: Path) -> None:
    badge = page(site, "badges/circuit-design/index.html")
    assert "Works after own debugging." in badge.text
    assert badge.of("table")
    assert [drawing for drawing in badge.of("svg") if "requirement-graph" in (drawing.get("class") or "")]
    for name in ("v1.json", "v1.png"):
        made = (site / "badges/circuit-design" / name).read_bytes()
        assert made == (staged / "docs/badges/circuit-design" / name).read_bytes()


def test_the_issuer_page_has_keys_and_campuses(site: Path) -> None:
    issuer = page(site, "issuer/index.html")
    assert "z6Mk on3N ecd6" in issuer.text
    assert {"lincoln-high", "harbor-middle"} <= set(issuer.values("id"))
    assert "called Hillside High School until July 31, 2026" in one_line(issuer.text)


def test_a_dead_link_is_told_in_our_words(site: Path) -> None:
    missing = page(site, "404.html")
    assert "There is no such page" in missing.text
    assert {"name": "robots", "content": "noindex"} in missing.of("meta")
    assert "https://badges.riverbend.example/badges/" in missing.values("href") or "/badges/" in missing.values("href")


def test_nothing_is_fetched_from_elsewhere(site: Path) -> None:
    for file in site.rglob("*.html"):
        found = Page(file.read_text(), ours=False)
        assert not [address for address in found.loads() if re.match(r"(?:https?:)?//", address)], file
        assert "default-src 'self'" in " ".join(found.values("content")), file


def test_hand_written_pages_are_there(site: Path) -> None:
    assert "About us" in page(site, "about/index.html").text


# -- the folder -----------------------------------------------------------------------------------------------


def test_the_settings_are_plain_and_name_no_plugin_of_ours(staged: Path) -> None:
    told = yaml.safe_load((staged / "mkdocs.yml").read_text())
    assert told["plugins"] == ["search"]
    assert told["theme"]["name"] == "material"
    assert (staged / told["theme"]["custom_dir"] / "main.html").is_file()


def test_it_is_made_anew_in_the_place_of_what_was_staged_before(registry: Path, tmp_path: Path) -> None:
    stage_pages(registry, tmp_path / "out")
    first = digests(tmp_path / "out")
    (tmp_path / "out/docs/stale.md").write_text("# Stale\n")
    stage_pages(registry, tmp_path / "out")
    assert digests(tmp_path / "out") == first
    assert [place.name for place in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_left_alone(registry: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/mkdocs.yml").write_text("site_name: Mine\n")
    with pytest.raises(OutputRefused, match="holds something else"):
        stage_pages(registry, tmp_path / "mine")
    assert (tmp_path / "mine/mkdocs.yml").read_text() == "site_name: Mine\n"


def test_a_built_site_is_left_alone(registry: Path, staged: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    shutil.copyfile(staged / ".nojekyll", site / ".nojekyll")
    (site / "index.html").write_text("built")
    with pytest.raises(OutputRefused, match="a built site is there"):
        stage_pages(registry, site)
    assert (site / "index.html").read_text() == "built"


@pytest.mark.parametrize("place", ["docs", "docs/pages", "badges/pages", ".", ".."])
def test_pages_never_go_among_the_registrys_own_files(registry: Path, place: str) -> None:
    before = digests(registry)
    with pytest.raises(OutputRefused, match="registry's own files"):
        stage_pages(registry, registry / place)
    assert digests(registry) == before


def test_a_registry_with_mistakes_leaves_what_was_there(registry: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "registry"
    shutil.copytree(registry, spoilt)
    stage_pages(spoilt, tmp_path / "out")
    before = digests(tmp_path / "out")
    badge = spoilt / "badges/3d-modeling/v1.yml"
    badge.write_text(badge.read_text().replace("level: introductory", "level: easy"))
    done = stage_pages(spoilt, tmp_path / "out")
    assert done.pages == 0
    assert [problem.code for problem in done.problems] == ["wrong-choice"]
    assert digests(tmp_path / "out") == before
