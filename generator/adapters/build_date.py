"""`as_of`, the only date of a build: never the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from generator.adapters import git
from generator.errors import BuildFailed

# Not the newest award's date in its stead: the same commit would give other bytes on another machine.
_INSTEAD: Final = "install git or mend the repository"


def as_of(registry: Path, now: datetime, commit: str = "HEAD") -> datetime | None:
    """`SOURCE_DATE_EPOCH`, else the time of the commit where the registry is the top of a work tree; None: neither."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return _past(_committed(registry, commit), now, "the last commit" if commit == "HEAD" else "the commit")
    try:
        return _past(datetime.fromtimestamp(int(epoch), UTC), now, "SOURCE_DATE_EPOCH")
    except (ValueError, OverflowError, OSError):
        raise BuildFailed(f"SOURCE_DATE_EPOCH is not a number of seconds since 1970: {epoch[:40]!r}") from None


def _past(moment: datetime | None, now: datetime, what: str) -> datetime | None:
    """The moment, which is not more than a day ahead: lists that begin in the future would fail every badge."""
    if moment is not None and moment > now + timedelta(days=1):
        raise BuildFailed(
            f"{what} is of the future, {moment:%Y-%m-%d}: nothing signed with that date would verify today"
        )
    return moment


def _committed(registry: Path, commit: str) -> datetime | None:
    if not (registry / ".git").exists():
        return None
    if _git(registry, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}") is None:
        return None  # a repository without a commit
    text = _git(registry, "cat-file", "commit", commit) or ""
    found = re.search(r"^committer .*> ([0-9]+) [+-][0-9]{4}$", text, re.MULTILINE)
    if found is None:
        raise BuildFailed(f"git does not say when the last commit was made: {_INSTEAD}")
    return datetime.fromtimestamp(int(found[1]), UTC)


def _git(registry: Path, *arguments: str) -> str | None:
    """What Git answers, or None where it has nothing to say. Raises `BuildFailed` where it can't be asked."""
    try:
        return git.answer(registry, *arguments)
    except git.GitFailed as error:
        why = f" ({error})" if str(error) else ""
        raise BuildFailed(f"git can't be asked when the last commit was made{why}: {_INSTEAD}") from error
