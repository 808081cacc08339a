"""A registry in a real Git repository, with a remote, for tests of what changes do."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

REGISTRY = Path(__file__).parents[1] / "registry"
_WHO = ("-c", "user.name=Sample Committer", "-c", "user.email=sample@riverbend.example", "-c", "commit.gpgsign=false")


def git(folder: Path, *arguments: str) -> str:
    """Run Git; what it says."""
    moment = {"GIT_AUTHOR_DATE": "2026-11-01T00:00:00Z", "GIT_COMMITTER_DATE": "2026-11-01T00:00:00Z"}
    env = {**os.environ, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", **moment}
    done = subprocess.run(["git", *_WHO, *arguments], cwd=folder, env=env, check=True, capture_output=True)
    return done.stdout.decode().strip()


def repository(top: Path, source: Path = REGISTRY) -> Path:
    """A clone of a bare remote that holds a registry as its `main`; the clone's folder."""
    remote, clone = top / "remote.git", top / "clone"
    remote.mkdir(parents=True)
    git(remote, "init", "-q", "--bare", "-b", "main")
    shutil.copytree(source, clone)
    git(clone, "init", "-q", "-b", "main")
    commit(clone)
    git(clone, "remote", "add", "origin", str(remote))
    git(clone, "push", "-q", "-u", "origin", "main")
    return clone


def commit(clone: Path) -> None:
    """Commit all that the folder holds."""
    git(clone, "add", "-A")
    git(clone, "commit", "-q", "--allow-empty", "-m", "A change")


# An award that was erased before the sample registry was what it is.
ERASED = "recipients/lincoln-high/circuit-design/0eeeeeeeeeeeeeeeeeeeeeeeee.yml"


def publish(top: Path) -> None:
    """Make a folder with a registry a repository, in whose history an award was erased."""
    git(top, "init", "-q", "-b", "main")
    there = (top / ERASED).parent / "ef0aqs1f2ye055gxke4z9w47aj.yml"
    shutil.copy(there, top / ERASED)
    commit(top)
    (top / ERASED).unlink()
    commit(top)
