"""`badges roster show`: for the person at this computer, and never for a log, a repository or the web."""

from __future__ import annotations

import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.adapters.private_folder import private_folder
from tests.builds import badges as run
from tests.builds import registry_to_award_in

Done = subprocess.CompletedProcess[str]
LISTED = """\
name,email,wiring,explanation,evidence description
Sample Learner One,one@learners.example,1,2,A lamp
Sample Learner Two,two@learners.example,2,2,A lamp
"""


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry in Git, with a class of two: one holds a badge, one is below what it requires."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("BADGES_PRIVATE", raising=False)
    monkeypatch.delenv("CI", raising=False)
    folder = registry_to_award_in(tmp_path / "badges")
    subprocess.run(["git", "init", "--quiet", folder], check=True)
    private_folder(folder).make_sealing_key()
    (tmp_path / "class.csv").write_text(LISTED, "utf-8")
    done = run("award", "circuit-design", "--from", tmp_path / "class.csv", "--source", folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def show(registry: Path) -> Callable[..., Done]:
    def shown(*arguments: object, code: int = 0, **environment: str) -> Done:
        done = run("roster", "show", *arguments, "--source", registry, **environment)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return shown


def test_it_says_who_holds_what_and_what_is_hard(show: Callable[..., Done]) -> None:
    text = show().stdout
    assert "  Sample Learner One <one@learners.example>\n    not yet  Circuit Design, version 1" in text
    assert "  Sample Learner Two <two@learners.example>\n    holds    Circuit Design, version 1" in text
    assert "50% below Proficient: Wiring and assembly (Emerging 1, Proficient 1, Exemplary 0)" in text


def test_who_was_not_there_and_is_now_is_told_as_a_holder(show: Callable[..., Done], registry: Path) -> None:
    better = registry.parent / "better.csv"
    better.write_text(LISTED.replace("example,1,2", "example,2,2"), "utf-8")
    assert run("award", "circuit-design", "--from", better, "--source", registry).returncode == 0
    text = show().stdout
    assert "  Sample Learner One <one@learners.example>\n    earlier  Circuit Design, version 1" in text
    assert "not yet" not in text


def test_campus_and_badge_choose_what_is_shown(show: Callable[..., Done]) -> None:
    assert "Sample Learner" in show("--badge", "circuit-design@1", "--campus", "lincoln-high").stdout
    assert "Sample Learner" not in show("--campus", "Harbor Middle School").stdout
    assert "Sample Learner" not in show("--badge", "basic-coding").stdout
    assert 'did you mean "lincoln-high"?' in show("--campus", "lincoln-hihg", code=2).stderr
    assert "did you mean basic-coding?" in show("--badge", "basic-codin", code=2).stderr


def test_names_are_not_printed_into_the_log_of_another_computer(show: Callable[..., Done]) -> None:
    done = show(code=2, CI="true")
    assert "Sample" not in done.stdout + done.stderr


def test_the_page_is_for_its_owner_and_outside_of_git(
    show: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    file = tmp_path / "roster.html"
    done = show("--html", file)
    assert "Sample Learner Two" in file.read_text("utf-8")
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert "Sample" not in done.stdout + done.stderr
    done = show("--html", registry / "roster.html", code=3)
    assert "would name learners in the Git repository" in done.stderr
    assert not (registry / "roster.html").exists()
    # Where Git ignores it, it may lie in the work tree.
    show("--html", registry / "receipts" / "roster.html")


def test_a_page_takes_the_place_of_an_older_one_and_of_nothing_else(show: Callable[..., Done], tmp_path: Path) -> None:
    page, pipe, link = tmp_path / "roster.html", tmp_path / "pipe", tmp_path / "link"
    show("--html", page)
    before = page.read_text("utf-8")
    show("--html", page, "--badge", "basic-coding")
    assert page.read_text("utf-8") != before
    done = show("--html", tmp_path / "class.csv", code=3)
    assert "is there already, and no roster's page" in done.stderr
    assert (tmp_path / "class.csv").read_text("utf-8") == LISTED
    os.mkfifo(pipe)
    link.symlink_to(page)
    for other in (pipe, link):
        assert "is no ordinary file" in show("--html", other, code=3).stderr
    assert stat.S_ISFIFO(pipe.lstat().st_mode)
    assert link.is_symlink()
