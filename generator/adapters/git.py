"""Asking Git, whose settings and hooks may be anybody's: objects are read, and no program of a repository runs."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from generator.errors import BadgesError

_SECONDS = 30


class GitFailed(BadgesError):
    """Git can't be asked, or fails where it should have an answer."""


def answer(folder: Path, *arguments: str, seconds: int = _SECONDS) -> str | None:
    """What Git answers in one line or more, or None where it has nothing to say. Raises `GitFailed`."""
    try:
        done = subprocess.run(
            command(folder, *arguments), capture_output=True, timeout=seconds, check=False, env=environment()
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed("") from error
    if done.returncode > 1:
        raise GitFailed((done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it failed"])[0])
    return done.stdout.decode("ascii", "replace").strip() if done.returncode == 0 else None


def fields(folder: Path, *arguments: str, seconds: int = _SECONDS) -> list[bytes]:
    """What Git answers between its NUL bytes. Raises `GitFailed`."""
    try:
        done = subprocess.run(
            command(folder, *arguments),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=environment(),
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitFailed("") from error
    if done.returncode:
        raise GitFailed((done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it failed"])[0])
    return done.stdout.split(b"\0")[:-1]


def command(folder: Path, *arguments: str) -> list[str]:
    """The command line. A repository that somebody else owns is trusted this far."""
    settings = ("safe.directory=*", "core.fsmonitor=false", "log.showSignature=false")
    return ["git", *(part for setting in settings for part in ("-c", setting)), "-C", str(folder), *arguments]


def environment() -> dict[str, str]:
    """The environment of Git without what would point it elsewhere, and without the key."""
    kept = ("PATH", "HOME", "SYSTEMROOT", "XDG_CONFIG_HOME")
    # Objects are what the commit says, and those that are not here are not fetched.
    fixed = {"LC_ALL": "C", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0"}
    return {name: os.environ[name] for name in kept if name in os.environ} | fixed
