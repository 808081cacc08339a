"""A class being awarded when the power fails, and a class of three thousand."""

from __future__ import annotations

import csv
import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import starting

HEADER = ["Name", "E-mail", "wiring", "explanation", "evidence", "evidence description"]
# Killed at the so-manieth file that is opened to be written, or moved to its place.
KILLED = """
import os, signal, sys
counted, event, number = 0, sys.argv[1], int(sys.argv[2])
def watched(name, arguments):
    global counted
    staged = ".badges-staged-" in str(arguments[0]) if arguments else False
    if name == event and staged:
        counted += 1
        if counted == number:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watched)
sys.argv = ["badges", *sys.argv[3:]]
from generator.cli.main import main
main()
"""


def class_of(number: int, file: Path) -> Path:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for each in range(1, number + 1):
        who = [f"Sample Learner {each}", f"learner.{each}@learners.example"]
        writer.writerow([*who, "proficient", "proficient", "Circuit", "A circuit that works."])
    file.write_text(text.getvalue(), "utf-8")
    return file


def badges(*arguments: object, program: list[str] | None = None) -> subprocess.CompletedProcess[str]:
    if program is None:
        return starting.badges(*arguments)
    command = [sys.executable, *program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)


def awards(registry: Path) -> int:
    return len([*registry.glob("recipients/*/circuit-design/*.yml")])


def in_roster(registry: Path) -> int:
    file = registry.with_name("badges-private") / "roster.csv"
    return len(file.read_text("utf-8").splitlines()) - 1 if file.exists() else 0


@pytest.mark.parametrize(("event", "number"), [("open", 1), ("open", 17), ("os.rename", 1), ("os.rename", 20)])
def test_a_killed_award_is_whole_or_never_was(registry: Path, tmp_path: Path, event: str, number: int) -> None:
    before, file = awards(registry), class_of(30, tmp_path / "class.csv")
    award = ["award", "circuit-design", "--from", file, "--source", registry]
    killed = badges(event, number, *award, program=["-c", KILLED])
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    checked = badges("check", "--source", registry)
    assert checked.returncode == 0, checked.stdout
    whole = event == "os.rename"
    assert ("was finished" in checked.stderr) is whole
    assert (awards(registry) - before, in_roster(registry)) == ((30, 30) if whole else (0, 0))
    assert badges(*award).returncode == 0
    assert (awards(registry) - before, in_roster(registry)) == (30, 30)
    assert [*registry.rglob("*staged*")] == []


def test_three_thousand_are_awarded_at_once_and_once(registry: Path, tmp_path: Path) -> None:
    before, file = awards(registry), class_of(3000, tmp_path / "class.csv")
    award = ["award", "circuit-design", "--from", file, "--source", registry]
    done = badges(*award)
    assert done.returncode == 0, done.stderr
    assert (awards(registry) - before, in_roster(registry)) == (3000, 3000)
    assert badges("check", "--source", registry).returncode == 0
    assert "3,000 learners held this badge already" in badges(*award).stderr
    assert awards(registry) - before == 3000


def test_a_killed_award_leaves_nothing_of_learners_for_git_to_take(registry: Path, tmp_path: Path) -> None:
    file = class_of(2, tmp_path / "class.csv")
    subprocess.run(["git", "-C", str(registry), "init", "-q"], check=True)
    (registry / ".gitignore").unlink(missing_ok=True)
    # Names and addresses are staged last, so it ends when all of it is.
    badges("os.rename", 1, "award", "circuit-design", "--from", file, "--source", registry, program=["-c", KILLED])
    assert [*registry.glob("receipts/.badges-staged-*")]
    listed = ["git", "-C", str(registry), "ls-files", "-z", "--others", "--exclude-standard"]
    taken = subprocess.run(listed, check=True, capture_output=True).stdout.decode().split("\0")
    texts = b"".join((registry / name).read_bytes() for name in taken if name)
    assert b"learners.example" not in texts
    assert b"Learner 1" not in texts
