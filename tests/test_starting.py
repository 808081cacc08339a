"""A forked `badges` is told from a started one by nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import starting
from tests.builds import REGISTRY


@pytest.mark.parametrize(
    ("arguments", "stdin"),
    [
        (("--version",), ""),
        (("no-such-verb",), ""),
        (("explain", "unknown-assessor"), ""),
        (("check", "--source", str(REGISTRY), "--format", "json"), ""),
        (("award", "no-such-badge", "--source", str(REGISTRY)), "name: Sample Learner One\n"),
        (("verify", "-"), "é no badge"),
    ],
)
def test_it_says_and_ends_the_same(tmp_path: Path, arguments: tuple[str, ...], stdin: str) -> None:
    command = [sys.executable, "-m", "generator", *arguments]
    real = subprocess.run(
        command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(starting.ROOT)}, input=stdin,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    forked = starting.badges(*arguments, cwd=tmp_path, stdin=stdin)
    assert (forked.returncode, forked.stdout, forked.stderr) == (real.returncode, real.stdout, real.stderr)
    assert real.stdout + real.stderr


def test_it_knows_the_folder_and_the_environment_that_it_is_given_and_leaves_nothing(tmp_path: Path) -> None:
    first = starting.badges("build", cwd=REGISTRY, env=os.environ | {"BADGES_SIGNING_KEY": "no key"})
    assert first.returncode == 3
    assert "BADGES_SIGNING_KEY" in first.stderr
    second = starting.badges("check", cwd=tmp_path)
    assert second.returncode == 1
    assert "there is no registry in" in second.stdout


def test_settings_of_python_itself_are_heeded() -> None:
    done = starting.badges("--version", env=os.environ | {"PYTHONPATH": str(starting.ROOT), "PYTHONVERBOSE": "1"})
    assert done.returncode == 0
    assert "import" in done.stderr
