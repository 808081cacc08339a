"""Whether a file with learners' names may be written where somebody asks: never where Git would take it."""

from __future__ import annotations

import os
from pathlib import Path

from generator.adapters import git, keys
from generator.errors import PrivateProblem


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
