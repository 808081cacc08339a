"""Secrets and names stay outside of Git, in a folder that is told about."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest

from generator.adapters.drawing import award_id, status_numbers
from generator.adapters.private_folder import private_folder
from generator.awarding.roster import Entry, Roster
from generator.errors import ChangedMeanwhile, PrivateProblem
from generator.model.achievement import BadgeVersion
from generator.names import AwardId, Slug


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("BADGES_PRIVATE", raising=False)


def test_it_stands_beside_the_registry_unless_somebody_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert private_folder(tmp_path / "badges").path == tmp_path / "badges-private"
    monkeypatch.setenv("BADGES_PRIVATE", str(tmp_path / "drive"))
    assert private_folder(tmp_path / "badges").path == tmp_path / "drive"
    assert private_folder(tmp_path / "badges", tmp_path / "given").path == tmp_path / "given"


def test_a_sealing_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    private = private_folder(tmp_path / "badges")
    file = private.make_sealing_key()
    assert len(private.sealing_key()) == 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert private.path.stat().st_mode & 0o777 == 0o700
    with pytest.raises(PrivateProblem, match="never overwritten"):
        private.make_sealing_key()


def test_without_a_sealing_key_it_is_said_where_one_belongs(tmp_path: Path) -> None:
    (tmp_path / "badges/badges").mkdir(parents=True)
    (tmp_path / "badges/badges/issuer.yml").touch()
    with pytest.raises(PrivateProblem, match=r"badges-private.sealing\.key"):
        private_folder(tmp_path / "badges").sealing_key()


def test_where_there_is_no_registry_nobody_is_sent_for_a_key(tmp_path: Path) -> None:
    with pytest.raises(PrivateProblem, match="there is no registry in"):
        private_folder(tmp_path).sealing_key()


def test_in_a_folder_of_a_registry_it_is_said_where_the_registry_begins(tmp_path: Path) -> None:
    (tmp_path / "our badges/badges").mkdir(parents=True)
    (tmp_path / "our badges/recipients").mkdir()
    (tmp_path / "our badges/badges/issuer.yml").touch()
    with pytest.raises(PrivateProblem, match=r"type  cd '.*/our badges'$"):
        private_folder(tmp_path / "our badges/recipients").sealing_key()


@pytest.mark.parametrize("text", ["", "badges-sealing-key-1:short", "z3u2abc", "\xff"])
def test_another_file_is_no_sealing_key_and_is_not_shown(tmp_path: Path, text: str) -> None:
    private = private_folder(tmp_path / "badges")
    private.make()
    (private.path / "sealing.key").write_text(text, "latin-1")
    with pytest.raises(PrivateProblem, match="holds no sealing key") as told:
        private.sealing_key()
    assert not text or text not in str(told.value)


def test_before_the_first_award_the_roster_is_empty(tmp_path: Path) -> None:
    assert private_folder(tmp_path / "badges").roster() == Roster()


def test_within_a_repository_it_is_ignored_or_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    private_folder(tmp_path / "x", tmp_path / "own").make()  # made here, and ignored from the start
    (tmp_path / "mine").mkdir()
    with pytest.raises(PrivateProblem, match="would be committed"):
        private_folder(tmp_path / "x", tmp_path / "mine").make()
    told = subprocess.run(["git", "-C", str(tmp_path), "status", "--porcelain"], capture_output=True, check=True)
    assert told.stdout == b""


def test_numbers_are_drawn_that_nobody_has() -> None:
    taken = set(range(0, 131_072, 2))
    drawn = status_numbers(taken, 1000)
    assert len({*drawn}) == 1000
    assert not taken & {*drawn}
    assert max(drawn) < 2 * 131_072
    assert len({award_id() for _ in range(1000)}) == 1000


def test_what_another_clone_wrote_into_the_roster_is_not_lost(tmp_path: Path) -> None:
    private = private_folder(tmp_path / "badges")
    read = private.roster()
    private.make_for(read)
    entry = Entry(
        award=AwardId("bhp5n40baqpaaqspp7ft4y5m95"),
        name="Sample Learner One",
        email="one@learners.example",
        badge=BadgeVersion(Slug("circuit-design"), 1),
        campus=Slug("lincoln-high"),
        awarded=date(2026, 5, 14),
    )
    private.roster_file.write_bytes(read.with_entries([entry]).write())
    with pytest.raises(ChangedMeanwhile, match="changed in the meantime"):
        private.make_for(read)
    private.make_for(private.roster())
