"""What Git remembers of a file: whether words that were in it can still be found there, and by whom."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import Final, NamedTuple

from generator.adapters import git

_MOST_COMMITS: Final = 100


class Reach(Enum):
    """How far words have got."""

    STAGED = "staged"
    COMMITTED = "committed"
    PUSHED = "pushed"


class Trace(NamedTuple):
    """How far words have got, and the oldest commit that holds them, empty where none does."""

    reach: Reach
    commit: str = ""


def trace(folder: Path, path: str, words: Sequence[str], named: bool = False) -> Trace | None:
    """How far any of the words got by a file of the folder; None where Git has none.

    `named`: what the file is called is as telling as they are.
    """
    try:
        options = ("--all", "--full-history", "--format=%H", f"--max-count={_MOST_COMMITS}")
        listed = _asked(folder, "log", *options, "--", path)
        commits = (listed or "").split()
        holding = [commit for commit in commits if named or _holds(folder, f"{commit}:./{path}", words)]
        if holding:
            oldest = holding[-1]
            pushed = _asked(folder, "branch", "--remotes", "--contains", oldest)
            return Trace(Reach.PUSHED if pushed else Reach.COMMITTED, oldest[:10])
        staged = (named and _asked(folder, "ls-files", "--", path)) or _holds(folder, f":./{path}", words)
        return Trace(Reach.STAGED) if staged else None
    except git.GitFailed:
        return None


def _asked(folder: Path, *arguments: str) -> str | None:
    return git.answer(folder, "--literal-pathspecs", *arguments)


def _holds(folder: Path, blob: str, words: Sequence[str]) -> bool:
    """Whether one of the words is in what Git has there, which it gives out in ASCII."""
    try:
        text = (git.answer(folder, "cat-file", "-p", blob) or "").casefold()
    except git.GitFailed:  # the commit has no such file: it took it away
        return False
    return any(word.casefold().encode().decode("ascii", "replace") in text for word in words if word)
