"""Builds through the command itself, in a process of its own, as people run it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from tests import starting

REGISTRY = Path(__file__).parent / "registry"
SEED = "01" * 32


def badges(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `badges`; without a key and a date in the environment unless they are given."""
    unset = ("BADGES_SIGNING_KEY", "SOURCE_DATE_EPOCH")
    kept = {name: value for name, value in os.environ.items() if name not in unset}
    return starting.badges(*arguments, env=kept | environment)


def built(source: Path, out: Path, *arguments: object, **environment: str) -> Path:
    """Build a registry with the sample's key; the site's folder."""
    done = badges("build", "--source", source, "--out", out, *arguments, **({"BADGES_SIGNING_KEY": SEED} | environment))
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def registry_to_award_in(folder: Path) -> Path:
    """A copy of the small registry, whose badges need no review on any day on which these tests may run; its folder."""
    shutil.copytree(REGISTRY, folder, ignore=shutil.ignore_patterns(".badges", "published", "*.json"))
    for file in folder.glob("badges/*/v*.yml"):
        file.write_text(re.sub(r"next: \d{4}", "next: 2099", file.read_text("utf-8")), "utf-8")
    return folder


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below the folder by its path."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest() for file in files}


def build_wheel(folder: Path) -> Path:
    """Build the release of the code as it lies here, offline; the wheel's file in the folder."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, check=True)
    [wheel] = folder.iterdir()
    return wheel
