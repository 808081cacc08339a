"""`badges pages` as people run it: what it says and ends with."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from generator.cli.pages import pages
from tests.builds import REGISTRY, badges


def run(*arguments: object) -> Result:
    return CliRunner().invoke(pages, [*map(str, arguments)])


def test_it_says_how_many_pages_are_where(tmp_path: Path) -> None:
    done = run("--source", REGISTRY, "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    assert done.stderr == f"badges: 8 pages and what they need are in {tmp_path / 'out'}\n"
    assert done.stdout == ""
    assert (tmp_path / "out/docs/badges/index.md").is_file()


def test_mistakes_are_shown_and_nothing_is_written(tmp_path: Path) -> None:
    shutil.copytree(REGISTRY, tmp_path / "registry")
    issuer = tmp_path / "registry/badges/issuer.yml"
    issuer.write_text(issuer.read_text().replace("language: en", "language: !!"))
    done = run("--source", tmp_path / "registry", "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "badges/issuer.yml:" in done.stdout
    assert "nothing was written" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_of_something_else_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = badges("pages", "--source", REGISTRY, "--out", tmp_path)
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert "this folder holds something else" in done.stderr


def test_help_names_the_builders_that_take_the_pages() -> None:
    told = run("--help").output
    assert "mkdocs build" in told
    assert "zensical build" in told


def test_it_does_not_run_without_a_folder() -> None:
    assert run("--source", REGISTRY).exit_code == 2
