"""A registry as a district has it: a clone of a bare remote, and its private folder beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.awarding.roster import Entry, Roster
from generator.model.achievement import BadgeVersion
from generator.names import AwardId, Slug
from tests import starting
from tests.builds import digests, registry_to_award_in

PART = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
STACK = AwardId("q5xcx3p8dawbb271ayt5v59k0r")
ALONE = AwardId("ef0aqs1f2ye055gxke4z9w47aj")
CIRCUITS = "recipients/lincoln-high/circuit-design"
_WHO = ("-c", "user.name=Sample Committer", "-c", "user.email=sample@riverbend.example", "-c", "commit.gpgsign=false")
# Ends the program at the n-th file that is moved to its place: the first move decides the change.
_KILLED = """
import os, signal, sys
step, moves = int(sys.argv.pop(1)), 0
def watched(event, arguments):
    global moves
    if event == "os.rename":
        moves += 1
        if moves == step:
            os.kill(os.getpid(), signal.SIGKILL)
from generator.cli import main
sys.addaudithook(watched)
main.main()
"""

_NO_ROOM = """
import resource
from generator.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
main.main()
"""


def commands_of(page: str) -> list[tuple[str, str]]:
    """Each command that a page of `docs/` shows, and what a comment behind it says of its end."""
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    lines = (line.partition("#") for line in re.findall(r"^    (\S.*)$", text, re.MULTILINE))
    return [(command.strip(), end.strip()) for command, _, end in lines]


@dataclass(frozen=True)
class District:
    """A clone, its private folder and the environment that commands run in."""

    top: Path

    @classmethod
    def at(cls, top: Path) -> District:
        """A new one, with its registry committed and pushed."""
        found = cls(top)
        (top / "remote.git").mkdir(parents=True)
        found.git("init", "-q", "--bare", "-b", "main", at=top / "remote.git")
        registry_to_award_in(found.clone)
        found.git("init", "-q", "-b", "main")
        found.git("add", "-A")
        found.git("commit", "-q", "-m", "The registry")
        found.git("remote", "add", "origin", str(top / "remote.git"))
        found.git("push", "-q", "-u", "origin", "main")
        return found

    @property
    def clone(self) -> Path:
        """The registry's folder."""
        return self.top / "badges"

    @property
    def private(self) -> Path:
        """Where the commands look for secrets if nothing else is said."""
        return self.top / "badges-private"

    @property
    def environment(self) -> Mapping[str, str]:
        """What the commands run in: nothing of the computer's own state."""
        unset = ("BADGES_SIGNING_KEY", "BADGES_PRIVATE", "SOURCE_DATE_EPOCH")
        kept = {name: value for name, value in os.environ.items() if name not in unset}
        root = str(Path(__file__).parents[2])
        return kept | {"XDG_STATE_HOME": str(self.top / "state"), "PYTHONPATH": root, "HOME": str(self.top)}

    def git(self, *arguments: str, at: Path | None = None) -> str:
        """Run Git; what it says."""
        done = subprocess.run(
            ["git", *_WHO, *arguments],
            cwd=at or self.clone,
            env=os.environ | {"HOME": str(self.top), "GIT_CONFIG_NOSYSTEM": "1"},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout

    def badges(self, *arguments: object, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
        """Run `badges` in the clone."""
        return starting.badges(*arguments, env={**self.environment, **environment}, cwd=self.clone, stdin=stdin)

    def killed(self, step: int, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run `badges`, ended without warning just before it moves a file to its place for the `step`-th time."""
        return self._run([sys.executable, "-c", _KILLED, str(step), *map(str, arguments)], {})

    def without_room(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        """Run `badges` where no file may have more than a few bytes, as on a disk that is full."""
        return self._run([sys.executable, "-c", _NO_ROOM, *map(str, arguments)], {"PYTHONDONTWRITEBYTECODE": "1"})

    def typed(self, line: str) -> subprocess.CompletedProcess[str]:
        """Run a line as somebody types it into a shell in the clone."""
        program = self.top / "bin/badges"
        if not program.exists():
            program.parent.mkdir()
            program.write_text(f'#!/bin/sh\nexec {sys.executable} -m generator "$@"\n')
            program.chmod(0o755)
        return self._run(["sh", "-c", line], {"PATH": f"{program.parent}:{os.environ['PATH']}"})

    def _run(self, command: list[str], more: Mapping[str, str], stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.clone,
            env={**self.environment, **more},
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )

    def changed(self) -> list[str]:
        """What Git says has changed in the clone: a letter and a path a line."""
        return self.git("status", "--porcelain", "--untracked-files=all").splitlines()

    def state(self) -> dict[str, str]:
        """The digests of all that belongs to the district, without Git's own files."""
        kept = ("badges/.git/", "badges/.badges/", "state/", "remote.git/", ".cache/", "bin/")
        return {path: digest for path, digest in digests(self.top).items() if not path.startswith(kept)}

    def write_roster(self, *awards: AwardId) -> Path:
        """A roster of these awards, all of one learner."""
        entries = [
            Entry(
                award=award,
                name="Sample Learner One",
                email="learner.one@pupils.example",
                badge=BadgeVersion(Slug("circuit-design"), 1),
                campus=Slug("lincoln-high"),
                awarded=date(2026, 5, 14),
            )
            for award in awards
        ]
        self.private.mkdir(exist_ok=True)
        file = self.private / "roster.csv"
        file.write_bytes(Roster(tuple(entries)).write())
        return file
