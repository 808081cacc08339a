"""A tag becomes a release: every step of release.yml as it stands, pip's included; only GitHub is stood in for."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from tests.workflows.conftest import ROOT, commit, copy
from tests.workflows.runner import Job, Machine, workflow

Make = Callable[..., Machine]
GH = """#!/bin/sh
printf '%s\\n' "$@" >"$ASKED"
"""
STEP = "Release"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gh") / "asked"


@pytest.fixture(scope="module")
def program(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's repository, with the guides that are part of a release."""
    folder = shutil.copytree(sample, tmp_path_factory.mktemp("program") / "program", symlinks=True)
    for guide in (ROOT / "docs").glob("*.md"):
        copy(guide, folder / "docs" / guide.name)
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def runner(machine: Make, program: Path, asked: Path) -> Machine:
    """With a `gh` that only notes what it is asked for."""
    gh = asked.parent / "bin" / "gh"
    gh.parent.mkdir()
    gh.write_text(GH)
    gh.chmod(0o755)
    made = machine(program, repository="example/program", ref="refs/tags/v0.1.0")
    path = f"{gh.parent}:{made.venv / 'bin'}:/usr/bin:/bin"
    made.overrides[STEP] = {"PATH": path, "ASKED": str(asked)}
    return made


@pytest.fixture(scope="module")
def job(runner: Machine) -> Job:
    return runner.run("release.yml")["release"]


def test_a_tag_is_released_with_wheel_requirements_and_digests(job: Job, runner: Machine, asked: Path) -> None:
    assert job.result == "success", job.log
    assert asked.read_text("utf-8").splitlines()[:4] == ["release", "create", "v0.1.0", "--repo"]
    dist = runner.work / "dist"
    wheel = dist / "badge_registry-0.1.0-py3-none-any.whl"
    assert asked.read_text("utf-8").splitlines()[-3:] == [wheel.name, "requirements.txt", "SHA256SUMS"]
    digest = sha256(wheel.read_bytes()).hexdigest()
    assert f"{digest}  {wheel.name}\n" in (dist / "SHA256SUMS").read_text("utf-8")
    address = f"https://github.com/example/program/releases/download/v0.1.0/{wheel.name}"
    text = (dist / "requirements.txt").read_text("utf-8")
    assert f"\nbadge-registry @ {address} \\\n    --hash=sha256:{digest}\n" in text
    assert text.count("://") == 1


def test_the_release_was_tried_as_a_new_registry_does(job: Job) -> None:
    """pip installed the wheel and each library by its hash, from the registry's requirements.txt as it stands."""
    log = job.step("Try it as a new registry does").log
    assert "badges, version 0.1.0" in log
    assert "badges: no mistakes in 0 badges and 0 awards" in log
    assert "a preview that the issuer did not sign" in log


def test_another_tag_than_the_version_is_not_released(machine: Make, program: Path) -> None:
    job = machine(program, ref="refs/tags/v9.9.9").run("release.yml")["release"]
    assert job.result == "failure"
    assert job.commands == ["::error title=another version::the tag is v9.9.9, and pyproject.toml says 0.1.0"]


def test_only_the_last_step_has_a_token() -> None:
    [job] = workflow("release.yml")["jobs"].values()
    holders = [step["name"] for step in job["steps"] if re.search(r"secrets\.|github\.token", str(step))]
    assert holders == [job["steps"][-1]["name"]] == [STEP]
