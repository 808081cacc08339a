"""`badges receipts`: made again from sealing key and class list, with a roster or without one."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.adapters.private_folder import private_folder
from tests import starting
from tests.builds import badges as run
from tests.builds import built, registry_to_award_in

Done = subprocess.CompletedProcess[str]
HEAD = "name,email,wiring,explanation,evidence description"
CLASS = "\n".join(
    [HEAD, *(f"Sample Learner {n},learner.{n}@learners.example,{2 if n != 3 else 1},2,A lamp" for n in range(1, 5)), ""]
)


@pytest.fixture
def registry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry in which learners 1, 2 and 4 hold a badge, and learner 3 is below what it requires."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("BADGES_PRIVATE", raising=False)
    folder = registry_to_award_in(tmp_path / "badges")
    private_folder(folder).make_sealing_key()
    (tmp_path / "class.csv").write_text(CLASS, "utf-8")
    done = run("award", "circuit-design", "--from", tmp_path / "class.csv", "--source", folder)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(folder / "receipts", ignore_errors=True)
    return folder


@pytest.fixture
def receipts(registry: Path) -> Callable[..., Done]:
    def made(*arguments: object, code: int = 0) -> Done:
        done = run("receipts", *arguments, "--source", registry)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return made


def table(registry: Path) -> list[dict[str, str]]:
    [file] = registry.glob("receipts/*.csv")
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return [*csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))]


def test_what_was_lost_is_made_again_without_a_roster(
    receipts: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    (tmp_path / "badges-private/roster.csv").unlink()
    done = receipts("circuit-design", "--from", tmp_path / "class.csv")
    assert "3 learners of 4 have awards here: 3 in all" in done.stderr
    assert "no award was found for row 4: " in done.stderr
    assert [row["name"] for row in table(registry)] == ["Sample Learner 1", "Sample Learner 2", "Sample Learner 4"]
    assert "Sample" not in done.stdout + done.stderr
    assert "@" not in done.stdout + done.stderr


def test_link_and_receipt_open_the_award_for_whoever_verifies_it(
    receipts: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    receipts("--from", tmp_path / "class.csv")
    site = built(registry, tmp_path / "site")
    row = table(registry)[0]
    for shown, opened in ((row["link"], "Sample Learner 1"), (row["receipt"], "learner.1@learners.example")):
        done = starting.badges("verify", "--site", site, "--recipient", row["page"], stdin=shown)
        assert f"It was earned by {opened}" in done.stdout or f", {opened}" in done.stdout
    assert "learners.example" not in row["link"]


def test_receipts_are_kept_out_of_git_and_readable_for_their_owner_only(
    receipts: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    receipts("--from", tmp_path / "class.csv")
    files = sorted(path.name for path in (registry / "receipts").iterdir())
    assert files[0] == ".gitignore"
    assert (registry / "receipts/.gitignore").read_text() == "*\n"
    assert all(re.fullmatch(r"circuit-design-v1-lincoln-high-\d{4}-\d\d-\d\d\.(csv|html)", name) for name in files[1:])
    assert all(stat.S_IMODE(os.stat(registry / "receipts" / name).st_mode) == 0o600 for name in files)
    # The same again changes nothing; what is another table gets a name of its own.
    receipts("--from", tmp_path / "class.csv")
    assert sorted(path.name for path in (registry / "receipts").iterdir()) == files
    (tmp_path / "one.csv").write_text("name,email\nSample Learner 1,learner.1@learners.example\n", "utf-8")
    receipts("--from", tmp_path / "one.csv")
    assert len([*registry.glob("receipts/*-2.csv")]) == 1


def test_a_dry_run_tells_which_files_would_be_made_and_makes_none(
    receipts: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    asked = ("--from", tmp_path / "class.csv", "--roster")
    (tmp_path / "badges-private/roster.csv").unlink()
    told = receipts(*asked, "--dry-run")
    assert "nothing was written, as this was a dry run: 3 receipts" in told.stderr
    assert not (registry / "receipts").exists()
    assert not (tmp_path / "badges-private/roster.csv").exists()
    assert receipts(*asked).stdout == told.stdout.replace("would write", "wrote")


def test_a_lost_roster_is_made_again(receipts: Callable[..., Done], registry: Path, tmp_path: Path) -> None:
    roster = tmp_path / "badges-private/roster.csv"
    before = roster.read_text("utf-8-sig").splitlines()
    roster.unlink()
    done = receipts("--from", tmp_path / "class.csv", "--roster")
    assert "the roster had 0 awards, and now has 3 more" in done.stderr
    # Work that isn't there yet stands in no award.
    assert sorted(roster.read_text("utf-8-sig").splitlines()) == sorted(row for row in before if row[0] != ",")
    assert "now has 0 more" in receipts("--from", tmp_path / "class.csv", "--roster").stderr


def test_without_a_list_they_are_made_for_everybody_in_the_roster(
    receipts: Callable[..., Done], registry: Path
) -> None:
    receipts()
    assert len(table(registry)) == 3
    receipts("basic-coding", code=1)


def test_a_roster_in_which_names_were_changed_is_told_by_its_line(
    receipts: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    roster = tmp_path / "badges-private/roster.csv"
    roster.write_text(roster.read_text("utf-8").replace("Learner 2", "Lerner 2"), "utf-8")
    assert "line 3 of the roster" in receipts().stderr
    assert [row["name"] for row in table(registry)] == ["Sample Learner 1", "Sample Learner 4"]


def test_another_spelling_of_a_name_is_told_by_its_row(
    receipts: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    (tmp_path / "class.csv").write_text(CLASS.replace("Learner 2", "Lerner 2"), "utf-8")
    done = receipts("--from", tmp_path / "class.csv")
    assert "the name was spelled otherwise in an award of row 3" in done.stderr
    assert [row["name"] for row in table(registry)] == ["Sample Learner 1", "Sample Learner 4"]


def test_of_a_revoked_award_there_is_no_receipt(receipts: Callable[..., Done], registry: Path, tmp_path: Path) -> None:
    receipts()
    award = table(registry)[0]["page"].rpartition("/")[2].removesuffix(".html")
    done = run("revoke", award, "--reason", "Awarded by mistake.", "--source", registry)
    assert done.returncode == 0, done.stderr
    shutil.rmtree(registry / "receipts")
    done = receipts("--from", tmp_path / "class.csv")
    assert "1 award revoked since" in done.stderr
    assert len(table(registry)) == 2


def test_bad_rows_and_unknown_badges_are_told_and_nothing_is_made(
    receipts: Callable[..., Done], registry: Path, tmp_path: Path
) -> None:
    (tmp_path / "class.csv").write_text("name,email\nSample Learner 1,nobody\n", "utf-8")
    assert (
        'row 2: error: "email": this is no e-mail address' in receipts("--from", tmp_path / "class.csv", code=1).stderr
    )
    assert "did you mean circuit-design?" in receipts("circuit-desing", code=2).stderr
    assert "needs a class list" in receipts("--roster", code=2).stderr
    assert not (registry / "receipts").exists()
