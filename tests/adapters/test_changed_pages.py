"""Pages are taken out of a preview with what they need, and nothing from elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.adapters import changed_pages
from generator.adapters.changed_pages import take_out
from generator.errors import OutputRefused
from tests.builds import REGISTRY, badges
from tests.workflows.runner import git


def put(site: Path, path: str, text: str = "x") -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_text(text, "utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    put(folder, "index.html", '<link href="assets/a%20b.css?v=1"><a href="badges/one/">')
    put(folder, "assets/a b.css")
    put(folder, ".well-known/did.json")
    put(folder, "status/0.json")
    put(folder, "badges/one/index.html", '<img src="v1.png"><a href="../two/index.html"><img src=/badges/two/v1.png>')
    put(folder, "badges/one/v1.png")
    put(folder, "badges/two/index.html")
    put(folder, "badges/two/v1.png")
    put(folder, "badges/two/v2.png")
    put(folder, "awards/aa/a.html", '<img src="../../../secret"><script src="//elsewhere.example/x.js"></script>')
    put(folder, "awards/aa/a.json")
    put(folder, "awards/bb/b.html")
    put(folder, "awards/bb/b.json")
    put(tmp_path, "secret")
    return folder


def taken(out: Path) -> set[str]:
    return {file.relative_to(out).as_posix() for file in out.rglob("*") if file.is_file()}


AROUND = {"assets/a b.css", ".well-known/did.json", "status/0.json", "README.txt"}


def test_a_page_comes_with_what_it_needs_and_no_other_page(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert take_out(site, ["badges/one/index.html"], out) == ["badges/one/index.html"]
    assert taken(out) == AROUND | {"badges/one/index.html", "badges/one/v1.png", "badges/two/v1.png"}


def test_an_award_comes_with_its_credential_and_nothing_from_outside(site: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    (site / "awards" / "aa" / "link.png").symlink_to(tmp_path / "secret")
    put(site, "awards/aa/a.html", (site / "awards/aa/a.html").read_text("utf-8") + '<img src="link.png">')
    take_out(site, ["awards/aa/a.html", "../secret", "awards/cc/gone.html"], out)
    assert taken(out) == AROUND | {"awards/aa/a.html", "awards/aa/a.json"}


def test_there_is_an_end_to_the_pages(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changed_pages, "MOST", 1)
    assert take_out(site, ["index.html", "badges/one/index.html"], tmp_path / "out") == ["index.html"]


def test_of_very_many_pages_those_of_awards_are_left_out_first(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changed_pages, "MOST", 2)
    pages = ["awards/aa/a.html", "awards/bb/b.html", "badges/one/index.html"]
    assert take_out(site, pages, tmp_path / "out") == ["badges/one/index.html", "awards/aa/a.html"]


def test_a_folder_that_is_there_is_left_alone(site: Path, tmp_path: Path) -> None:
    put(tmp_path, "out/mine")
    with pytest.raises(OutputRefused):
        take_out(site, ["index.html"], tmp_path / "out")
    assert taken(tmp_path / "out") == {"mine"}


def test_the_command_says_when_nothing_would_change(tmp_path: Path) -> None:
    top = shutil.copytree(REGISTRY, tmp_path / "registry")
    git(top, "init", "--quiet", "--initial-branch=main")
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "All there is")
    done = badges("preview", "HEAD", "--source", top, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "badges: no page would change\n")
    (top / "mkdocs.yml").write_text("site_name: [", "utf-8")
    done = badges("preview", "HEAD", "--source", top, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "mkdocs.yml:" in done.stdout
    assert not (tmp_path / "out").exists()
