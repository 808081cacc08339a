"""Founding a registry in a folder: its files, its keys, and a Git repository for it."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.adapters import changing, git, keys
from generator.adapters.private_folder import MARK, SEALING_KEY, SIGNING_KEY, PrivateFolder, private_folder
from generator.awarding.edits import Edits
from generator.encodings.multibase import base64url
from generator.errors import OutputRefused, PrivateProblem

_KEY_BYTES: Final = 32
_MAY_BE_THERE: Final = frozenset({".git", ".DS_Store"})


@dataclass(frozen=True)
class Founded:
    """Where the secrets are, and whether the folder is a Git repository now, and has a remote one already."""

    private: PrivateFolder
    in_git: bool
    has_remote: bool


def place(folder: Path, private: Path | None) -> PrivateFolder:
    """The private folder of a registry that is to be in the folder.

    Raises `OutputRefused` where the folder is no place for a registry, and `PrivateProblem` where keys are there.
    """
    if changing.finish(folder):
        raise OutputRefused(folder, "the registry that was cut off while it was made is whole now: look into it")
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputRefused(folder, "this is a file or a link: name a new folder")
    if folder.exists() and (there := _held(folder)):
        raise OutputRefused(folder, f"a new registry needs a new or empty folder, and {there!a} is in this one")
    if not folder.exists() and not folder.absolute().parent.is_dir():
        raise OutputRefused(folder, f"there is no folder {folder.absolute().parent} to make it in")
    if tree := keys.work_tree_of(folder):
        raise OutputRefused(folder, f"this lies in the Git repository {tree}: choose a folder outside of it")
    secret = private_folder(folder, private)
    if secret.path.resolve().is_relative_to(folder.resolve()):
        raise PrivateProblem(f"{secret.path} would lie in the registry, which the world reads: choose another folder")
    for name in (SIGNING_KEY, SEALING_KEY):
        if (secret.path / name).exists():
            raise PrivateProblem(
                f"{secret.path / name} is there already, and a key is never overwritten: "
                "name another folder with --private, or put that one aside"
            )
    return secret


def _held(folder: Path) -> str:
    """The first in the folder that holds anything; what is left of an attempt that was cut off goes before."""
    with changing.exclusive(folder):
        entries = sorted(entry for entry in folder.iterdir() if entry.name not in _MAY_BE_THERE)
    return next((each.name for each in entries if any(map(_is_no_folder, (each, *each.rglob("*"))))), "")


def _is_no_folder(path: Path) -> bool:
    return path.is_symlink() or not path.is_dir()


def edits_of(files: Mapping[str, bytes]) -> Edits:
    """The edits that make a registry of these files. Raises `ChangeRefused` with the mistakes that it would have."""
    edits = Edits({**files}, dict.fromkeys(files))
    with tempfile.TemporaryDirectory(prefix="badges-") as empty:
        changing.refuse_mistakes(Path(empty), edits)
    return edits


def found(folder: Path, secret: PrivateFolder, files: Callable[[str], Mapping[str, bytes]]) -> Founded:
    """Write the registry and its keys, all of it or nothing; `files` makes its files from the public key.

    Raises `ChangeRefused` with the mistakes that it would have, `PrivateProblem`, OSError.
    """
    key = keys.new_key()
    sealing = f"{MARK}{base64url(secrets.token_bytes(_KEY_BYTES))}\n"
    with _new(folder), _new(secret.path):
        folder.mkdir(exist_ok=True)
        secret.make()
        written: dict[str, bytes | None] = {**files(key.public_multikey)}
        kept = {
            secret.signing_key_file: f"{key.secret_multikey}\n".encode(),
            secret.path / SEALING_KEY: sealing.encode(),
        }
        changing.apply(folder, Edits(written, dict.fromkeys(written)), kept)
    in_git = _in_git(folder)
    return Founded(secret, in_git, in_git and bool(git.answer(folder, "remote")))


@contextlib.contextmanager
def _new(folder: Path) -> Iterator[None]:
    """A folder that was not there before goes again where the block fails."""
    with contextlib.ExitStack() as undo:
        if not os.path.lexists(folder):
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
        yield
        undo.pop_all()


def _in_git(folder: Path) -> bool:
    """Make the folder a Git repository, unless it is one, on the branch `main`; whether it is one then."""
    try:
        if not (folder / ".git").exists():
            git.answer(folder, "init", "--quiet")
        if not git.answer(folder, "rev-list", "--max-count=1", "--all"):
            git.answer(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    except git.GitFailed:
        return False
    return True
