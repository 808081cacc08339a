"""`as_of` comes from SOURCE_DATE_EPOCH or from Git, never from the clock."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters import git
from generator.adapters.build_date import as_of
from generator.errors import BuildFailed

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


def commit(folder: Path, when: str) -> None:
    env = os.environ | {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": "2001-01-01T00:00:00Z", "HOME": str(folder)}
    who = ["-c", "user.name=Sample", "-c", "user.email=sample@example.org"]
    for command in (["init", "-q"], ["add", "-A"], [*who, "commit", "-q", "--allow-empty", "-m", "one"]):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)


def test_the_environment_is_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, "2026-03-04T05:06:07Z")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert as_of(tmp_path, NOW) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize("text", ["yesterday", "1e9", "99999999999999999999"])
def test_nonsense_in_the_environment_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(BuildFailed, match="SOURCE_DATE_EPOCH"):
        as_of(tmp_path, NOW)


def test_then_the_time_of_the_last_commit_in_utc(tmp_path: Path) -> None:
    commit(tmp_path, "2026-03-04T05:06:07+02:00")
    assert as_of(tmp_path, NOW) == datetime(2026, 3, 4, 3, 6, 7, tzinfo=UTC)


def test_a_registry_that_is_not_the_top_of_a_work_tree_has_none(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    commit(tmp_path, "2026-03-04T05:06:07Z")
    assert as_of(tmp_path / "registry", NOW) is None


def test_a_repository_without_a_commit_has_none(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    assert as_of(tmp_path, NOW) is None


def test_a_date_of_the_future_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, "2027-03-04T05:06:07Z")
    with pytest.raises(BuildFailed, match="the last commit is of the future"):
        as_of(tmp_path, NOW)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "4102444800")
    with pytest.raises(BuildFailed, match="SOURCE_DATE_EPOCH is of the future"):
        as_of(tmp_path, NOW)


def test_where_git_cannot_be_asked_the_build_does_not_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, "2026-03-04T05:06:07Z")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BuildFailed, match="install git or mend the repository"):
        as_of(tmp_path, NOW)
    monkeypatch.undo()
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    (tmp_path / ".git" / "HEAD").write_text("nonsense")
    with pytest.raises(BuildFailed, match="mend the repository"):
        as_of(tmp_path, NOW)


def test_a_repository_that_somebody_else_owns_can_be_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(tmp_path, "2026-03-04T05:06:07Z")
    environment = git.environment() | {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    monkeypatch.setattr(git, "environment", lambda: environment)
    assert as_of(tmp_path, NOW) == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
