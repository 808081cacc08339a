"""`badges stamp`: what was written by hand gets status, seals and a name, and no learner is named anywhere."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from generator.adapters.private_folder import private_folder
from generator.awarding.roster import Roster
from generator.encodings import sealing
from generator.names import AwardId, Slug
from tests.cli.deeds import CIRCUITS, District

Done = subprocess.CompletedProcess[str]
NAME, EMAIL = "Sample Learner Nine", "nine@learners.example"
BARE = """\
# Of the spring class
badge: circuit-design@1
awarded: 2026-06-01      # the day of the fair
assessor: engineering-lab
results: {wiring: exemplary, explanation: proficient}
evidence:
  - name: Circuit
    description: A circuit that works.
# seen by the office
"""
CLEAR = BARE + f'identity:\n  name: {NAME}   # as on the list\n  emailAddress: "{EMAIL}"\n'
DID = "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH"
ID = AwardId("0123456789abcdefghjkmnpqrs")


@pytest.fixture
def district(tmp_path: Path) -> District:
    made = District.at(tmp_path)
    private_folder(made.clone).make_sealing_key()
    return made


def write(district: District, text: str, name: str = "first.yml") -> Path:
    file = district.clone / CIRCUITS / name
    file.write_text(text, "utf-8")
    return file


def stamp(district: District, *arguments: str, told: str = "") -> Done:
    return district.badges("stamp", *arguments, stdin=told)


def people(*files: str) -> str:
    listed = [{"file": file, "name": NAME, "emailAddress": EMAIL} for file in files]
    return yaml.safe_dump(listed)


def stamped(district: District, done: Done) -> Path:
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = re.findall(r"^wrote (recipients/\S+)$", done.stdout, re.MULTILINE)
    return district.clone / str(path)


def test_a_file_of_any_name_gets_an_id_a_status_and_seals_and_keeps_its_notes(district: District) -> None:
    first = write(district, BARE)
    file = stamped(district, stamp(district, told=people("first.yml")))
    assert not first.exists()
    id = AwardId(file.stem)
    text = file.read_text("utf-8")
    lines = text.splitlines()
    assert [line for line in lines if line in BARE.splitlines()] == BARE.splitlines()
    content = yaml.load(text, yaml.BaseLoader)
    key = private_folder(district.clone).sealing_key()
    sealed = sealing.seal(key, id, name=NAME, email=EMAIL)
    assert content["identity"] == {"name": sealed.name, "emailAddress": sealed.email_address}
    assert district.badges("check").returncode == 0
    (entry,) = Roster.read((district.private / "roster.csv").read_bytes()).entries
    assert (entry.award, entry.name, entry.email, entry.results[Slug("wiring")]) == (id, NAME, EMAIL, "exemplary")
    (table,) = (district.clone / "receipts").glob("*.csv")
    assert id in table.read_text("utf-8-sig")
    assert [line for line in district.changed() if "receipts" in line] == []


def test_the_learner_of_one_file_needs_no_list(district: District) -> None:
    write(district, BARE)
    file = stamped(district, stamp(district, told=f"file: first.yml\nname: {NAME}\nemailAddress: {EMAIL}\n"))
    assert file.read_text("utf-8").count("sha256$") == 2


def test_an_identity_in_clear_is_sealed_where_it_stands(district: District) -> None:
    write(district, CLEAR, f"{ID}.yml")
    done = stamp(district)
    text = stamped(district, done).read_text("utf-8")
    assert re.search(r"^  name: sha256\$[0-9a-f]{64}   # as on the list$", text, re.MULTILINE)
    assert not re.search("Nine", done.stdout + done.stderr + text, re.IGNORECASE)
    assert "warning" not in done.stderr
    assert district.badges("check").returncode == 0


@pytest.mark.parametrize(
    "written",
    [
        "identity:\n",
        "identity: {}\n",
        "identity: {name: Sample Learner Nine, emailAddress: nine@learners.example}   # one\n",
        "identity:\n  name: Sample Learner Nine\n",
        f"identity:\n  emailAddress: Nine@learners.example\n  id: {DID}\n",
        "status:\nidentity:   # to come\n",
    ],
)
def test_an_identity_is_sealed_however_it_was_begun(district: District, written: str) -> None:
    write(district, BARE + written)
    done = stamp(district, told=people("first.yml"))
    text = stamped(district, done).read_text("utf-8")
    assert not re.search("Nine", done.stdout + done.stderr + text, re.IGNORECASE)
    assert text.count("#") == (BARE + written).count("#")
    assert district.badges("check").returncode == 0


def test_only_the_status_is_filled_in_where_only_that_is_missing(district: District) -> None:
    sealed = sealing.seal(private_folder(district.clone).sealing_key(), ID, name=NAME, email=EMAIL)
    text = f"{BARE}identity: {{name: {sealed.name}, emailAddress: {sealed.email_address}}}\n"
    file = write(district, text, f"{ID}.yml")
    stamped(district, stamp(district))
    assert [line for line in file.read_text("utf-8").splitlines() if line not in text] == [
        line for line in file.read_text("utf-8").splitlines() if line.startswith("status: ")
    ]
    assert not (district.private / "roster.csv").exists()


def test_files_that_lack_nothing_stay_as_they_are(district: District) -> None:
    before = district.state()
    done = stamp(district)
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing lacks a status or an identity" in done.stderr
    assert district.state() == before


def test_a_dry_run_shows_what_would_change_and_no_learner(district: District) -> None:
    write(district, CLEAR)
    before = district.state()
    done = stamp(district, "--dry-run")
    assert done.returncode == 0
    assert "-  name: •••   # as on the list\n" in done.stdout
    assert "+  name: sha256$" in done.stdout
    assert not re.search("Nine", done.stdout + done.stderr, re.IGNORECASE)
    assert district.state() == before


def test_only_the_files_named_are_stamped(district: District) -> None:
    first, second = write(district, CLEAR), write(district, BARE + "status: 77\n", "second.yml")
    assert "status: 77\n" in stamped(district, stamp(district, str(second), told=people("second.yml"))).read_text()
    assert first.exists()
    assert not second.exists()
    done = stamp(district, "badges/issuer.yml")
    assert done.returncode == 2
    assert "is no award's file" in done.stderr


@pytest.mark.parametrize(
    ("text", "told", "code", "said"),
    [
        (BARE, "", 1, "write a list of file, name and emailAddress"),
        (BARE, "[]", 2, "nobody said whose these awards are: recipients/lincoln-high/circuit-design/first.yml"),
        (BARE, people("first.yml", "second.yml"), 1, "no file that lacks an identity is called so"),
        (BARE, f"file: second.yml\nname: {NAME}\nemailAddress: {EMAIL}\n", 1, "no file that lacks an identity"),
        (BARE, people("first.yml").replace(EMAIL, "nine"), 1, "is not an e-mail address"),
        (BARE + f"# by {NAME.upper()}\n", people("first.yml"), 1, "first.yml:10: the learner's name or address stands"),
        (CLEAR.replace("A circuit", f"{NAME}'s circuit"), "", 1, "first.yml:8: the learner's name or address stands"),
        (CLEAR.replace("# seen", "# NINE, Sample Leárner:"), "", 1, "first.yml:9: the learner's name or address"),
        (CLEAR.replace("# seen", "# Sample\n# Learner-Nine, seen"), "", 1, "first.yml:10: the learner's name or"),
        (BARE + f"identity: {NAME}\n", people("first.yml"), 1, "first.yml:10: this is no identity; take this out, or"),
        (BARE + f"identity: [{NAME}]\n", people("first.yml"), 1, "first.yml:10: this is no identity"),
        ("- badge\n", people("first.yml"), 1, "first.yml:1: this is no award; write badge:, awarded: and so on"),
        (CLEAR.replace("exemplary", "superb"), "", 1, "first.yml:5:19: error:"),
        (CLEAR.replace("2026-06-01 ", "2099-06-01 "), "", 1, "first.yml:3:10: error: 2099-06-01 is yet to come"),
        (CLEAR.replace("badge:", "badge", 1), "", 1, "first.yml:"),
        (CLEAR.replace("  name:", "name:"), "", 1, "first.yml:"),
        ("", people("first.yml"), 1, "first.yml:1: the file is empty"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands_and_nothing_is_written(
    district: District, text: str, told: str, code: int, said: str
) -> None:
    write(district, text)
    before = district.state()
    done = stamp(district, told=told)
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not re.search("Nine", done.stdout + done.stderr, re.IGNORECASE)
    assert district.state() == before


def test_a_name_of_one_word_may_stand_within_another(district: District) -> None:
    write(district, CLEAR.replace(NAME, "Irc").replace("A circuit", "A circuit of Irc"))
    assert "first.yml:8: the learner's name" in stamp(district).stderr
    write(district, CLEAR.replace(NAME, "Irc"))
    stamped(district, stamp(district))


def test_of_several_files_all_are_stamped_or_none(district: District) -> None:
    write(district, CLEAR)
    write(district, CLEAR.replace("Nine", "Ten").replace("nine", "ten").replace("superb", ""), "second.yml")
    bad = write(district, BARE.replace("exemplary", "superb"), "third.yml")
    before = district.state()
    assert stamp(district, told=people("third.yml").replace("nine", "six").replace("Nine", "Six")).returncode == 1
    assert district.state() == before
    bad.unlink()
    done = stamp(district)
    assert done.returncode == 0, done.stderr
    assert "2 files stamped" in done.stderr
    assert len(Roster.read((district.private / "roster.csv").read_bytes()).entries) == 2


@pytest.mark.parametrize("reach", ["new", "staged", "committed", "pushed"])
def test_a_name_that_git_remembers_is_warned_of_with_what_to_do(district: District, reach: str) -> None:
    write(district, CLEAR)
    steps = ["new", "staged", "committed", "pushed"].index(reach)
    for step in (["add", "-A"], ["commit", "-q", "-m", "An award"], ["push", "-q"])[:steps]:
        district.git(*step)
    done = stamp(district)
    stamped(district, done)
    warned = {
        "new": "stamped; next",
        "staged": "was staged: git add the stamped file before you commit",
        "committed": "which isn't pushed yet. Take it out before you push",
        "pushed": "which was PUSHED: others may have it",
    }
    assert warned[reach] in done.stderr
    assert ("warning" in done.stderr) == (reach != "new")
    assert not re.search("Nine", done.stdout + done.stderr, re.IGNORECASE)


def test_a_person_at_a_terminal_is_asked_whose_each_file_is(district: District) -> None:
    write(district, BARE)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(district.clone)
        os.execve(sys.executable, [sys.executable, "-m", "generator", "stamp"], {**district.environment})
    os.write(terminal, f"{NAME}\nno address\n{EMAIL}\n".encode())
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other side has ended
        while piece := os.read(terminal, 4096):
            shown += piece
    _, status = os.waitpid(child, 0)
    assert status == 0, shown.decode()
    assert "that is not an e-mail address" in shown.decode()
    (entry,) = Roster.read((district.private / "roster.csv").read_bytes()).entries
    assert (entry.name, entry.email) == (NAME, EMAIL)


def test_a_file_that_is_called_as_its_learner_is_warned_of_as_well(district: District) -> None:
    write(district, BARE, "nine.yml")
    district.git("add", "-A")
    district.git("commit", "-q", "-m", "An award")
    done = stamp(district, told=people("nine.yml"))
    stamped(district, done)
    assert "which isn't pushed yet" in done.stderr
