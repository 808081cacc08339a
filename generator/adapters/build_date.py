"""`as_of`, the only date of a build: never the clock."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from generator.errors import BuildFailed


def as_of(registry: Path) -> datetime | None:
    """`SOURCE_DATE_EPOCH`, else the time of HEAD where the registry is the top of a work tree; None: neither."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if epoch:
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError):
            raise BuildFailed(f"SOURCE_DATE_EPOCH is not a number of seconds since 1970: {epoch[:40]!r}") from None
    return _committed(registry)


def _committed(registry: Path) -> datetime | None:
    if not (registry / ".git").exists():
        return None
    # Nothing of the repository's own settings may run a program: no hooks, no pager, no fsmonitor.
    git = ["git", "-c", "core.fsmonitor=false", "-C", str(registry)]
    command = [*git, "show", "-s", "--format=%ct", "--no-show-signature", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=30, check=False, env=_environment())
    except (OSError, subprocess.TimeoutExpired):
        return None
    text = done.stdout.decode("ascii", "replace").strip()
    return datetime.fromtimestamp(int(text), UTC) if done.returncode == 0 and text.isdigit() else None


def _environment() -> dict[str, str]:
    """The environment of Git without what would point it elsewhere, and without the key."""
    kept = ("PATH", "HOME", "SYSTEMROOT", "XDG_CONFIG_HOME")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}
