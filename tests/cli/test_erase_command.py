"""`badges erase`: what was awarded goes, its number stays taken, and what remains elsewhere is told."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from generator.encodings.sealing import receipt
from tests.cli.deeds import ALONE, CIRCUITS, PART, STACK, District, commands_of

FILE = f"{CIRCUITS}/{ALONE}.yml"
RESERVED = "recipients/reserved.yml"
STATUS = 34692


@pytest.fixture
def district(tmp_path: Path) -> District:
    return District.at(tmp_path)


def test_the_file_goes_and_its_number_is_kept_and_comments_stay(district: District) -> None:
    before = (district.clone / RESERVED).read_text()
    done = district.badges("erase", ALONE)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"removed {FILE}\nwrote {RESERVED}\n"
    assert (district.clone / RESERVED).read_text() == before + f"- {{status: {STATUS}, revoked: false}}\n"
    assert district.changed() == [f" D {FILE}", f" M {RESERVED}"]
    assert district.badges("check").returncode == 0


def test_what_remains_is_told_with_what_to_do_about_each(district: District) -> None:
    told = district.badges("erase", ALONE).stderr
    for place in (
        "published site",
        "learner's copy",
        "Git history",
        "pull requests",
        "logs, artefacts",
        "forks, clones",
    ):
        assert f"\n  {place}" in told
    # In whatever folder the file may have been.
    assert f"--path-glob '*{ALONE}.yml'" in told
    assert "it is still told to be verified: erasing isn't revoking" in told
    assert "refs/pull/" in told


@pytest.mark.parametrize("before", ["", "revoked:\n  date: 2026-06-30\n  reason: Withdrawn\n"])
def test_an_erased_award_stays_revoked_if_it_was_or_if_that_is_asked(district: District, before: str) -> None:
    (district.clone / RESERVED).unlink()
    with (district.clone / FILE).open("a") as file:
        file.write(before)
    done = district.badges("erase", ALONE, *([] if before else ["--revoke"]))
    assert done.returncode == 0, done.stderr
    assert (district.clone / RESERVED).read_text() == (
        "# Status numbers of erased awards. They are never used again, and a revoked one stays revoked.\n"
        f"- status: {STATUS}\n  revoked: true\n"
    )
    assert "checked, it is told to be revoked" in done.stderr
    assert district.badges("check").returncode == 0


def test_what_others_build_on_goes_only_with_them(district: District) -> None:
    done = district.badges("erase", PART)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"{STACK} builds on what would be erased" in done.stderr
    assert f"badges erase {PART} {STACK}" in done.stderr
    assert district.changed() == []
    assert district.badges("erase", PART, STACK).returncode == 0
    assert district.badges("check").returncode == 0


def test_roster_and_receipts_lose_it_and_nobody_else(district: District) -> None:
    roster = district.write_roster(ALONE, PART)
    receipts = district.clone / "receipts"
    receipts.mkdir()
    (receipts / ".gitignore").write_text("*\n")
    opened = receipt(bytes(32), ALONE, name="Sample Learner One", email="learner.one@pupils.example")
    other = receipt(bytes(32), PART, name="Sample Learner One", email="learner.one@pupils.example")
    (receipts / "mail.csv").write_text(f"email,receipt\nlearner.one@pupils.example,{opened}\nx,{other}\n", "utf-8-sig")
    (receipts / "only.csv").write_text(f"email,receipt\nlearner.one@pupils.example,{opened}\n")
    (receipts / f"{ALONE}.html").write_text("A letter")
    (receipts / "letters.html").write_text("Award EF0A-QS1F-2YE0-55GX-KE4Z-9W47-AJ")
    (receipts / "others.html").write_text("Award BHP5-N40B-AQPA-AQSP-P7FT-4Y5M-95")
    shown = district.badges("erase", ALONE, "--dry-run")
    assert "roster.csv would be written anew, without what is erased" in shown.stderr
    assert "letters.html would be deleted" in shown.stderr
    assert (receipts / "letters.html").exists()
    done = district.badges("erase", ALONE)
    assert done.returncode == 0, done.stderr
    assert ALONE not in roster.read_text()
    assert PART in roster.read_text()
    assert sorted(file.name for file in receipts.iterdir()) == [".gitignore", "mail.csv", "others.html"]
    rows = list(csv.reader(io.StringIO((receipts / "mail.csv").read_text("utf-8-sig"))))
    assert rows == [["email", "receipt"], ["x", other]]
    assert "Sample Learner" not in done.stdout + done.stderr


def test_a_number_that_cannot_be_read_is_mended_first(district: District) -> None:
    file = district.clone / FILE
    file.write_text(file.read_text().replace(f"status: {STATUS}", "status: many"))
    done = district.badges("erase", ALONE)
    assert done.returncode == 1
    assert f"the status number in {FILE} can't be read" in done.stderr
    assert file.exists()


def test_killed_on_the_way_file_number_and_roster_change_together_or_not_at_all(district: District) -> None:
    roster = district.write_roster(ALONE, PART)
    before = district.state()
    assert district.killed(1, "erase", ALONE).returncode == -9
    assert district.badges("erase", "nothing").returncode == 2
    assert district.state() == before
    assert district.killed(2, "erase", ALONE).returncode == -9
    assert district.badges("erase", "nothing").returncode == 2
    assert district.changed() == [f" D {FILE}", f" M {RESERVED}"]
    assert ALONE not in roster.read_text()
    assert str(STATUS) in (district.clone / RESERVED).read_text()


def test_without_room_nothing_has_happened(district: District) -> None:
    district.write_roster(ALONE, PART)
    before = district.state()
    done = district.without_room("erase", ALONE)
    assert (done.returncode, done.stdout) == (3, "")
    assert district.badges("erase", "nothing").returncode == 2
    assert district.state() == before


def test_a_file_of_reserved_numbers_that_has_none_yet_gets_its_first(district: District) -> None:
    (district.clone / RESERVED).write_text("# Kept by the office.\r\n")
    assert district.badges("erase", ALONE).returncode == 0
    text = (district.clone / RESERVED).read_bytes()
    assert text == f"# Kept by the office.\r\n- status: {STATUS}\r\n  revoked: false\r\n".encode()


def test_the_commands_of_the_page_do_what_it_says(district: District) -> None:
    commands = [command for command, _ in commands_of("erasing.md") if command.startswith("badges ")]
    assert len(commands) == 2
    for command in commands:
        done = district.typed(command)
        assert done.returncode == 0, done.stderr
    assert f" D {CIRCUITS}/{PART}.yml" in district.changed()
    assert district.badges("check").returncode == 0


LEARNER = """\
name: Sample Learner Nine
emailAddress: nine@learners.example
results: {wiring: proficient, explanation: proficient}
evidence: [{name: Circuit, description: A circuit that works.}]
"""


def test_of_a_learner_who_is_erased_nothing_is_left_on_this_computer(district: District) -> None:
    assert district.badges("key", "sealing", "--old-key-lost").returncode == 0
    assert district.badges("award", "circuit-design", "--campus", "lincoln-high", stdin=LEARNER).returncode == 0
    (path,) = [line[3:] for line in district.changed()]
    first = Path(path).stem
    corrected = district.badges("reissue", first, stdin="results: {wiring: exemplary}\n")
    assert corrected.returncode == 0, corrected.stderr
    (second,) = {Path(line[3:]).stem for line in district.changed()} - {first}
    done = district.badges("erase", second)
    assert f"warning: {first} was corrected by what is erased, and still leads there" in done.stderr
    assert "if other learners' receipts were in these, badges receipts makes them again" in done.stderr
    assert district.badges("erase", first).returncode == 0
    files = [file for file in district.top.rglob("*") if file.is_file() and ".git/" not in str(file)]
    assert not [file for file in files if b"Learner Nine" in (data := file.read_bytes()) or b"nine@" in data]
    assert district.badges("check").returncode == 0
