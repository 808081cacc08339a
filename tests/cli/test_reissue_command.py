"""`badges reissue`: a mistake in an award is answered by a new one, to which the old one leads."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from generator.adapters.private_folder import private_folder
from generator.awarding.roster import Roster
from generator.encodings import sealing
from generator.names import AwardId
from tests.cli.deeds import _KILLED as KILLED
from tests.cli.deeds import ALONE, CIRCUITS, PART, STACK, District

FILE = f"{CIRCUITS}/{ALONE}.yml"
ONE = ("Sample Learner One", "learner.one@pupils.example")
Done = subprocess.CompletedProcess[str]


@pytest.fixture
def district(tmp_path: Path) -> District:
    made = District.at(tmp_path)
    private_folder(made.clone).make_sealing_key()
    made.write_roster(ALONE, PART, STACK)
    return made


def reissue(district: District, award: str, changes: str, *options: str) -> Done:
    return district.badges("reissue", award, *options, stdin=changes)


def new_file(done: Done, old: str) -> Path:
    """The file of the new award, as stdout tells it."""
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.findall(r"^wrote (recipients/\S+)$", done.stdout, re.MULTILINE)
    (path,) = (path for path in found if old not in path)
    return Path(path)


def content(district: District, path: str | Path) -> dict[str, object]:
    found: dict[str, object] = yaml.load((district.clone / path).read_text("utf-8"), yaml.BaseLoader)
    return found


def test_the_old_award_ends_and_leads_to_a_new_one_that_is_right(district: District) -> None:
    before = content(district, FILE)
    old_text = (district.clone / FILE).read_text("utf-8")
    done = reissue(district, ALONE, "results: {wiring: exemplary}\n")
    path = new_file(done, ALONE)
    made, id = content(district, path), AwardId(path.stem)
    assert made["results"] == {**before["results"], "wiring": "exemplary"}  # type: ignore[dict-item]
    assert {name: made[name] for name in ("badge", "awarded", "assessor")} == {
        name: before[name] for name in ("badge", "awarded", "assessor")
    }
    assert made["status"] != before["status"]
    sealed = sealing.seal(private_folder(district.clone).sealing_key(), id, name=ONE[0], email=ONE[1])
    assert made["identity"] == {"name": sealed.name, "emailAddress": sealed.email_address}
    ended = (district.clone / FILE).read_text("utf-8")
    assert ended.startswith(old_text)
    page = f"https://badges.riverbend.example/awards/{id[:2]}/{id}.html"
    assert content(district, FILE)["revoked"]["reason"] == f"Corrected, and issued anew: {page}"  # type: ignore[index]
    assert district.badges("check").returncode == 0
    (table,) = (district.clone / "receipts").glob("*.csv")
    assert f"{page}#receipt=1." in table.read_text("utf-8-sig")
    assert "?? receipts" not in "".join(district.changed())
    roster = Roster.read((district.private / "roster.csv").read_bytes())
    assert [entry.award for entry in roster.entries] == [ALONE, PART, STACK, id]
    assert (roster.entries[-1].name, dict(roster.entries[-1].results)) == (ONE[0], made["results"])


def test_nothing_of_the_learner_is_told_or_written_into_the_registry(district: District) -> None:
    changes = "name: Sample Learner Renamed\nemailAddress: renamed@pupils.example\n"
    done = reissue(district, ALONE, changes)
    everything = done.stdout + done.stderr + (district.clone / new_file(done, ALONE)).read_text("utf-8")
    everything += district.git("diff")
    assert not re.search("renamed|pupils|Sample Learner", everything, re.IGNORECASE)


def test_a_learner_whom_the_roster_does_not_know_is_asked_for(district: District) -> None:
    district.write_roster(PART)
    done = reissue(district, ALONE, "results: {wiring: exemplary}\n")
    assert done.returncode == 1
    assert "give name and emailAddress as well" in done.stderr
    whole = f"results: {{wiring: exemplary}}\nname: {ONE[0]}\nemailAddress: {ONE[1]}\n"
    done = reissue(district, ALONE, whole)
    assert done.returncode == 0
    assert "sealed to another name or address" in done.stderr
    id = AwardId(new_file(done, ALONE).stem)
    again = reissue(district, id, "narrative: Neat work\n")
    assert "sealed to another" not in again.stderr


def test_a_dry_run_shows_the_files_and_writes_nothing(district: District) -> None:
    before = district.state()
    done = reissue(district, ALONE, "narrative: Neat work\nname: Sample Learner Renamed\n", "--dry-run")
    assert done.returncode == 0
    assert "+narrative: Neat work\n" in done.stdout
    assert "+  reason: " in done.stdout
    assert "Renamed" not in done.stdout + done.stderr
    assert district.state() == before


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ("results: {}\n", 1, "nothing would be different"),
        (f"name: {ONE[0]}\n", 1, "nothing would be different"),
        ("result: {wiring: exemplary}\n", 1, 'did you mean "results"?'),
        ("emailAddress: nobody\n", 1, "is not an e-mail address"),
        ("name: Sample Learner Ten\nawarded: someday\n", 1, "<stdin>:2:10"),
        ("results: {wiring: emerging}\n", 1, "nothing was written"),
        ("results: {wiring: superb}\n", 1, "superb"),
        ("badge: circuit-design@9\n", 1, "there is no version 9"),
        ("assessor: computing\n", 1, 'may not award "circuit-design"'),
        ("campus: nowhere\n", 1, "nowhere"),
        ("awarded: 2099-01-01\n", 1, "yet to come"),
        ("narrative: What One, Sample Learner made.\n", 1, "the learner's name stands in it"),
        ("narrative: Learner's own work.\n", 1, "the learner's name stands in it"),
        ("", 1, "write what is different"),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_written(district: District, changes: str, code: int, said: str) -> None:
    before = district.state()
    done = reissue(district, ALONE, changes)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
    assert "Ten" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert district.state() == before


def test_a_revoked_award_is_not_issued_anew(district: District) -> None:
    district.badges("revoke", ALONE, "--reason", "Withdrawn")
    done = reissue(district, ALONE, "narrative: x\n")
    assert done.returncode == 1
    assert f"{ALONE} was revoked on " in done.stderr


def test_what_builds_on_it_is_told_and_when_issued_anew_builds_on_the_new_one(district: District) -> None:
    done = reissue(district, PART, "results: {wiring: exemplary}\nnarrative: Neat\n")
    new_part = new_file(done, PART).stem
    assert f"warning: {STACK} (engineering-foundations) builds on {PART}, and stays good" in done.stderr
    assert f"run badges reissue {STACK} as well" in done.stderr
    again = reissue(district, STACK, "{}\n")
    made = content(district, new_file(again, STACK))
    assert new_part in made["builds_on"]  # type: ignore[operator]
    assert PART not in made["builds_on"]  # type: ignore[operator]
    assert district.badges("check").returncode == 0


def test_on_the_day_of_the_award_that_builds_on_it_one_waits(district: District) -> None:
    (file,) = (district.clone / "recipients").rglob(f"{STACK}.yml")
    text = re.sub("^awarded: .*", f"awarded: {date.today()}", file.read_text("utf-8"), flags=re.MULTILINE)
    file.write_text(text, "utf-8")
    before = district.state()
    done = reissue(district, PART, "narrative: Neat\n")
    assert done.returncode == 1
    assert f"reissue {PART} tomorrow: {STACK} was awarded today and builds on it" in done.stderr
    revoked = district.badges("revoke", PART, "--reason", "Withdrawn")
    assert "builds on it: do it tomorrow, or erase both" in revoked.stderr
    assert district.state() == before


def test_a_campus_and_a_badge_are_where_the_new_file_stands(district: District) -> None:
    done = reissue(district, ALONE, "campus: summit-high\nassessor: engineering-lab\n")
    assert done.returncode == 1
    assert "lincoln-high" in done.stdout + done.stderr


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_killed_change_is_whole_or_none(district: District, step: int) -> None:
    before = district.state()
    changes = district.top / "changes.yml"
    changes.write_text("narrative: Neat work\n", "utf-8")
    with changes.open() as stdin:
        subprocess.run(
            [sys.executable, "-c", KILLED, str(step), "reissue", ALONE],
            cwd=district.clone, env=district.environment, stdin=stdin, capture_output=True, check=False,
        )  # fmt: skip
    changes.unlink()
    assert district.badges("check").returncode == 0
    district.badges("revoke", PART, "--reason", "x", "--dry-run")
    after = district.state()
    wrote = {path for path in after.keys() | before.keys() if after.get(path) != before.get(path)}
    assert len(wrote) in (0, 6)


def at_terminal(district: District, *typed: str) -> str:
    """What a terminal shows while these lines are typed at the command."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(district.clone)
        os.execve(sys.executable, [sys.executable, "-m", "generator", "reissue", ALONE], {**district.environment})
    os.write(terminal, "".join(f"{line}\n" for line in typed).encode())
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other side has ended
        while piece := os.read(terminal, 4096):
            shown += piece
    _, status = os.waitpid(child, 0)
    assert status == 0, shown.decode()
    return shown.decode()


def test_a_person_at_a_terminal_keeps_by_enter_what_was_right(district: District) -> None:
    before = content(district, FILE)
    # Name, address, badge, narrative, day, campus, assessor; then two rows, and whether to tell the evidence anew.
    shown = at_terminal(district, "", "", "", "Neat work", "2026-14-05", "", "", "", "9", "3", "", "no idea", "n")
    assert "Press Enter to keep what stands in brackets" in shown
    assert "that is not a date" in shown
    assert "type a number from 1 to 3" in shown
    assert "type y or n" in shown
    (path,) = re.findall(r"wrote (recipients\S+)", shown.replace(FILE, ""))
    made = content(district, path)
    assert (made["narrative"], made["awarded"]) == ("Neat work", before["awarded"])
    assert made["results"] == {**before["results"], "wiring": "exemplary"}  # type: ignore[dict-item]
    assert made["evidence"] == before["evidence"]
