"""The folder of receipts, which Git is told to ignore: tables and letters that name learners."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Final

from generator.adapters import git, keys
from generator.adapters.private_output import keep_out_of_git
from generator.errors import PrivateProblem

FOLDER: Final = "receipts"
_IGNORE: Final = ".gitignore"
_OTHERS: Final = (("badges",), ("recipients",), ("docs",), (".git",))


def receipts_folder(registry: Path, given: Path | None = None) -> Path:
    """Where receipts go: the folder given, else `receipts/` in the registry's top.

    Raises `PrivateProblem` for a folder that holds something else: all that is in it is hidden from Git, and searched
    for what is to be erased.
    """
    if given is None:
        return registry / FOLDER
    real, top = Path(os.path.realpath(given)), Path(os.path.realpath(registry))
    inside = real.relative_to(top).parts if real.is_relative_to(top) else ()
    if top.is_relative_to(real) or inside[:1] in _OTHERS or _is_in_git(given):
        raise PrivateProblem(f"{given} is for other things than receipts: name a folder that is for these alone")
    return given


def _is_in_git(folder: Path) -> bool:
    """Whether Git has a file of the folder."""
    tree = keys.work_tree_of(folder / _IGNORE)
    if tree is None or not folder.is_dir():
        return False
    try:
        return bool(git.answer(folder, "ls-files", "--", "."))
    except git.GitFailed as error:
        raise PrivateProblem(f"{folder} lies in the Git repository {tree}, and git can't be asked") from error


def targets(folder: Path, files: Mapping[str, bytes]) -> dict[Path, bytes]:
    """Where these files go, with the one that keeps the folder out of Git first.

    What is there already is never overwritten by something else: the new file gets a number. Raises `PrivateProblem`
    where the folder tells Git something else, so that Git would take them, and OSError.
    """
    places: dict[Path, bytes] = {}
    if (folder / _IGNORE).exists():
        keep_out_of_git(folder / "receipts.csv")
    else:
        places[folder / _IGNORE] = b"*\n"
    for stem in sorted({Path(name).stem for name in files}):
        alike = {Path(name).suffix: data for name, data in files.items() if Path(name).stem == stem}
        numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        free = next(each for each in numbered if all(_is_free(folder / (each + s), d) for s, d in alike.items()))
        places |= {folder / (free + suffix): data for suffix, data in sorted(alike.items())}
    return places


def write(places: Mapping[Path, bytes]) -> None:
    """Write the files, which only their owner can read, each whole or not at all. Raises OSError."""
    for place, data in places.items():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        staged = place.with_name(f".{secrets.token_hex(8)}")
        try:
            with open(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(data)
            os.replace(staged, place)
        finally:
            staged.unlink(missing_ok=True)


def _is_free(place: Path, data: bytes) -> bool:
    """Whether nothing is there, or just this."""
    try:
        return place.read_bytes() == data
    except FileNotFoundError:
        return True
