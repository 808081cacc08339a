"""Whether a file with learners' names may be written where somebody asks: not where Git would take it, nor in the place
of anything else.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from generator.adapters import git, keys
from generator.errors import PrivateProblem

# As much of a file as is looked at.
_HEAD: Final = 1024


def take_nothing_else(file: Path, mark: str) -> None:
    """Raises `PrivateProblem` where something is there that lacks the mark at its head, or is no regular file."""
    try:
        kind = file.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(kind):
        raise PrivateProblem(f"{file} is no ordinary file, and is left as it is: name another")
    with file.open("rb") as stream:
        if mark.encode() not in stream.read(_HEAD):
            raise PrivateProblem(f"{file} is there already, and no roster's page: it is left as it is; name another")


def keep_out_of_git(file: Path) -> None:
    """Raises `PrivateProblem` where the file lies in a Git work tree that doesn't ignore it."""
    tree = keys.work_tree_of(file)
    if tree is None:
        return
    try:
        ignored = git.answer(tree, "check-ignore", "--quiet", "--", os.path.realpath(file))
    except git.GitFailed as error:
        raise PrivateProblem(f"{file} lies in the Git repository {tree}, and git can't be asked") from error
    if ignored is None:
        raise PrivateProblem(
            f"{file} would name learners in the Git repository {tree}: write it outside of it, or into receipts/"
        )
