"""The private folder of a registry: sealing key, signing key and roster, which never go to Git or GitHub.

It stands beside the registry's folder, so that whoever deletes a clone and clones anew loses nothing.
"""

from __future__ import annotations

import os
import re
import secrets
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.adapters import git, keys
from generator.awarding.roster import Roster
from generator.encodings.multibase import base64url, from_base64url
from generator.errors import ChangedMeanwhile, PrivateProblem

VARIABLE: Final = "BADGES_PRIVATE"
SEALING_KEY: Final = "sealing.key"
SIGNING_KEY: Final = "signing.key"
ROSTER: Final = "roster.csv"
# Says what the file is to whoever finds it, and lets `badges check` find it where it must not be.
MARK: Final = "badges-sealing-key-1:"
_KEY: Final = re.compile(re.escape(MARK) + "([A-Za-z0-9_-]{43})")
_KEY_BYTES: Final = 32
_MOST: Final = 256 << 20
_README: Final = """\
What is in this folder is secret, or names learners. Never put it into Git, and never send it by mail.

sealing.key  seals names and addresses in awards, and opens them again. Back it up in two places.
roster.csv   who holds which award. Back it up as well.
signing.key  signs the site, where it is here. GitHub holds a copy as a secret; back it up, then delete it here.
"""


@dataclass(frozen=True)
class PrivateFolder:
    """The folder of a registry's secrets, whether it is there yet or not."""

    path: Path
    registry: Path | None = None

    @property
    def roster_file(self) -> Path:
        """Where the roster is."""
        return self.path / ROSTER

    @property
    def signing_key_file(self) -> Path:
        """Where a new signing key goes."""
        return self.path / SIGNING_KEY

    @property
    def sealing_key_file(self) -> Path:
        """Where the sealing key is."""
        return self.path / SEALING_KEY

    def sealing_key(self) -> bytes:
        """The 32 bytes of the sealing key. Raises `PrivateProblem` where there is none, or something else."""
        file = self.sealing_key_file
        try:
            with file.open("rb") as stream:
                text = stream.read(4096).decode("ascii", "replace").strip()
        except FileNotFoundError:
            if self.registry is not None and not (self.registry / "badges" / "issuer.yml").exists():
                raise PrivateProblem(
                    f"there is no registry in {self.registry}: badges/issuer.yml is not there; "
                    + _where_one_is(self.registry)
                ) from None
            raise PrivateProblem(
                f"there is no sealing key at {file}: copy your district's there, or name its folder with --private; "
                "a registry that has none yet gets one by badges key sealing"
            ) from None
        found = _KEY.fullmatch(text)
        if found is None:
            raise PrivateProblem(f"{file} holds no sealing key: one line that begins with {MARK}")
        return from_base64url(found[1])

    def make_sealing_key(self) -> Path:
        """Make a new sealing key, which only its owner can read. Raises `PrivateProblem` where there is one."""
        self.make()
        file = self.sealing_key_file
        text = MARK + base64url(secrets.token_bytes(_KEY_BYTES))
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise PrivateProblem(f"{file} is there already, and a sealing key is never overwritten") from None
        with open(descriptor, "w", encoding="ascii") as stream:
            stream.write(text + "\n")
            stream.flush()
            os.fsync(descriptor)
        return file

    def roster(self) -> Roster:
        """The roster; an empty one where there is none yet. Raises `RosterUnreadable`, OSError."""
        try:
            with self.roster_file.open("rb") as stream:
                return Roster.read(stream.read(_MOST))
        except FileNotFoundError:
            return Roster()

    def make_for(self, roster: Roster) -> None:
        """Make the folder for a roster that was read from it, and now has more in it.

        Raises `ChangedMeanwhile` where that is another by now: other clones, on other computers too, may share the
        folder, and what they wrote would be lost. Raises as `make`.
        """
        self.make()
        if self.roster() != roster:
            raise ChangedMeanwhile(f"{self.roster_file} was changed in the meantime: run the command again")

    def make(self) -> None:
        """Make the folder, where it isn't there, for its owner alone. Raises `PrivateProblem`, OSError."""
        if not self.path.exists():
            self.path.mkdir(mode=0o700, parents=True)
            (self.path / "README.txt").write_text(_README, "utf-8")
            (self.path / ".gitignore").write_text("*\n", "ascii")
        self._keep_out_of_git()

    def _keep_out_of_git(self) -> None:
        tree = keys.work_tree_of(self.path / ROSTER)
        if tree is None:
            return
        try:
            ignored = git.answer(tree, "check-ignore", "--quiet", "--", str((self.path / ROSTER).resolve()))
        except git.GitFailed as error:
            raise PrivateProblem(f"{self.path} lies in the Git repository {tree}, and git can't be asked") from error
        if ignored is None:
            raise PrivateProblem(
                f"{self.path} lies in the Git repository {tree}, and would be committed: choose a folder outside of it"
            )


def private_folder(registry: Path, given: Path | None = None) -> PrivateFolder:
    """The private folder of a registry: the one given, else BADGES_PRIVATE, else `<registry>-private` beside it."""
    named = given or (Path(text) if (text := os.environ.get(VARIABLE, "")) else None)
    if named is None:
        top = Path(os.path.realpath(registry))
        named = top.parent / ((top.name or "badges") + "-private")
    return PrivateFolder(named, registry)


def _where_one_is(folder: Path) -> str:
    """What to type where a registry was looked for in a folder that is none: one above it may be."""
    above = (parent for parent in folder.absolute().parents if (parent / "badges" / "issuer.yml").is_file())
    if found := next(above, None):
        return f"it is in {found}: type  cd {shlex.quote(str(found))}"
    return "go to the registry's folder, or name it with --source"
