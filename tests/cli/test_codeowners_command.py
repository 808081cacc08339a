"""`badges codeowners`: what it writes, and what it says where it can't."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.builds import REGISTRY, badges

OWNED = "repository: riverbend/badges"
LINE = "/recipients/lincoln-high/circuit-design/ @riverbend/engineering\n"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A registry that names who administers it."""
    folder = shutil.copytree(REGISTRY, tmp_path / "registry")
    edit(folder, OWNED, f"administrators: [riverbend/badges]\n{OWNED}")
    return folder


def edit(top: Path, old: str, new: str) -> None:
    file = top / "badges" / "issuer.yml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_it_writes_the_file_once(top: Path) -> None:
    done = badges("codeowners", "--source", top)
    assert (done.returncode, done.stdout) == (0, "")
    text = (top / ".github" / "CODEOWNERS").read_text("utf-8")
    assert "* @riverbend/badges\n" in text
    assert LINE in text
    assert [path.name for path in (top / ".github").iterdir()] == ["CODEOWNERS"]
    assert "is current" in badges("codeowners", "--source", top).stderr
    assert badges("codeowners", "--check", "--source", top).returncode == 0
    assert badges("check", "--source", top).returncode == 0


def test_a_dry_run_shows_the_difference_and_writes_nothing(top: Path) -> None:
    done = badges("codeowners", "--dry-run", "--source", top)
    assert done.returncode == 0
    assert f"\n+{LINE}" in done.stdout
    assert not (top / ".github").exists()


def test_check_finds_each_change_and_the_next_check_as_well(top: Path) -> None:
    badges("codeowners", "--source", top)
    assert badges("check", "--source", top).stdout == ""
    owners = top / ".github" / "CODEOWNERS"
    owners.write_text(owners.read_text("utf-8").replace("@riverbend/computing", "@stranger"), "utf-8")
    for _ in range(2):
        done = badges("check", "--source", top)
        assert done.returncode == 1
        assert "[codeowners-differ]" in done.stdout
    assert badges("codeowners", "--check", "--source", top).returncode == 1
    assert badges("codeowners", "--source", top).returncode == 0
    assert badges("check", "--source", top).stdout == ""
    edit(top, "github: riverbend/engineering", "github: riverbend/stranger")
    assert "[codeowners-differ]" in badges("check", "--source", top).stdout


def test_check_misses_the_file_where_somebody_is_to_approve(top: Path) -> None:
    done = badges("check", "--source", top)
    assert (done.returncode, done.stdout.count("[codeowners-differ]")) == (1, 1)
    assert ".github/CODEOWNERS:1:1: error: there is no such file" in done.stdout
    badges("codeowners", "--source", top)
    assert badges("check", "--source", top).stdout == ""
    (top / ".github" / "CODEOWNERS").unlink()
    assert "[codeowners-differ]" in badges("check", "--source", top).stdout
    edit(top, OWNED, f"sole_approver: true\n{OWNED}")
    assert badges("check", "--source", top).returncode == 0, "nobody else could approve"


def test_without_administrators_it_says_what_to_add(top: Path) -> None:
    edit(top, "administrators: [riverbend/badges]\n", "")
    done = badges("codeowners", "--source", top)
    assert done.returncode == 1
    assert "administrators: [your-organization/badges]" in done.stderr
    assert not (top / ".github").exists()


@pytest.mark.parametrize("name", ["riverbend/badges @stranger", "a/b\\n* @stranger", "@@x", "x y", "a/b/c", "#x", ""])
def test_nothing_but_logins_and_teams_gets_into_the_file(top: Path, name: str) -> None:
    edit(top, "administrators: [riverbend/badges]", f'administrators: ["{name}"]')
    done = badges("codeowners", "--source", top)
    assert done.returncode == 1
    assert "badges/issuer.yml:" in done.stdout
    assert not (top / ".github").exists()


def test_no_link_is_written_through(top: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("kept\n", "utf-8")
    (top / ".github").mkdir()
    (top / ".github" / "CODEOWNERS").symlink_to(outside)
    done = badges("codeowners", "--source", top)
    assert done.returncode == 1
    assert "[codeowners-differ]" in done.stdout
    assert outside.read_text("utf-8") == "kept\n"


def test_one_person_who_does_it_all_is_told_that_the_page_says_so(top: Path) -> None:
    edit(top, OWNED, f"sole_approver: true\n{OWNED}")
    assert "the page about the issuer says so" in badges("codeowners", "--source", top).stderr
