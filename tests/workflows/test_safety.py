"""What the workflows may do: judged by zizmor, a checker of workflows, and by what only this project can know."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.workflows.runner import WORKFLOWS, workflow

OURS = ("publish.yml", "release.yml", "steward.yml", "test.yml", "validate.yml")
OWN_ACTION = "uses: $/.github/actions/badges"
PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
ACTION = WORKFLOWS.parent / "actions" / "badges" / "action.yml"
SPOILT = {
    "template-injection": ('exit "$ended"', "echo ${{ github.event.pull_request.title }}"),
    "unpinned-uses": ("@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", "@main"),
    "artipacked": ("persist-credentials: false", "persist-credentials: true"),
    "excessive-permissions": ("permissions: {}", "permissions: write-all"),
    "dangerous-triggers": ("  pull_request:\n", "  pull_request_target:\n"),
    "undocumented-permissions": ("contents: read # to check out", "contents: write"),
}


def zizmor(folder: Path) -> subprocess.CompletedProcess[str]:
    """Its verdict, as strict as it can be, without asking anybody."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    program = shutil.which("zizmor", path=path)
    assert program is not None, "it is in requirements/dev.txt"
    command = [program, "--offline", "--no-progress", "--no-config", "--color=never"]
    command += ["--persona=auditor", "--format=plain", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def steps(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for job, content in workflow(name)["jobs"].items():
        yield from ((job, step) for step in content["steps"])


def test_zizmor_finds_nothing() -> None:
    found = zizmor(WORKFLOWS.parent)
    assert (found.returncode, found.stdout.strip()) == (0, "No findings to report. Good job!"), found.stderr
    assert "zizmor: ignore" not in "".join((WORKFLOWS / name).read_text("utf-8") for name in OURS)


@pytest.mark.parametrize("audit", SPOILT)
def test_zizmor_finds_what_is_spoilt(audit: str, tmp_path: Path) -> None:
    good, bad = SPOILT[audit]
    text = (WORKFLOWS / "validate.yml").read_text("utf-8")
    assert good in text
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    (folder / "validate.yml").write_text(text.replace(good, bad), "utf-8")
    found = zizmor(folder)
    assert found.returncode > 10, found.stdout + found.stderr
    assert f"[{audit}]" in found.stdout


def test_these_are_all_workflows() -> None:
    assert sorted(path.name for path in WORKFLOWS.iterdir()) == sorted(OURS)


@pytest.mark.parametrize("name", OURS)
def test_nothing_is_allowed_that_a_job_does_not_ask_for(name: str) -> None:
    loaded = workflow(name)
    assert loaded["permissions"] == {}
    allowed = {job: content["permissions"] for job, content in loaded["jobs"].items()}
    writes = {
        "publish.yml": {"deploy": {"pages": "write", "id-token": "write"}},
        "release.yml": {"release": {"contents": "write"}},
        "steward.yml": {"tell": {"issues": "write"}, "renew": {"actions": "write"}},
    }
    assert allowed == {job: {"contents": "read"} for job in allowed} | writes.get(name, {})


@pytest.mark.parametrize("name", OURS)
def test_every_action_is_named_by_its_commit(name: str) -> None:
    used = [line.strip("- ") for line in (WORKFLOWS / name).read_text("utf-8").splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if line != OWN_ACTION and not PINNED.fullmatch(line)] == []


@pytest.mark.parametrize("name", OURS)
def test_no_token_stays_in_the_checkout_and_every_job_ends(name: str) -> None:
    checkouts = [step["with"] for _, step in steps(name) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert [given for given in checkouts if given["persist-credentials"] is not False] == []
    assert [job for job, content in workflow(name)["jobs"].items() if not 0 < content["timeout-minutes"] <= 60] == []


@pytest.mark.parametrize("name", OURS)
def test_no_expression_is_part_of_a_script(name: str) -> None:
    assert [step["name"] for _, step in steps(name) if "${{" in step.get("run", "")] == []


def test_libraries_come_from_the_lock_and_by_their_hashes() -> None:
    [step] = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    assert step["run"] == (
        "python -m pip install --quiet --require-hashes --only-binary :all: -r requirements/runtime.txt\n"
        "python -m pip install --quiet --no-deps --no-build-isolation -e .\n"
    )
    installs = [line for name in OURS for _, each in steps(name) for line in each.get("run", "").splitlines()]
    installs = [line for line in installs if "-m pip install" in line]
    assert [line for line in installs if "--require-hashes --only-binary :all:" not in line] == []


def test_every_pull_request_is_checked_whatever_it_changes() -> None:
    """A required check that is skipped, by a path or a condition, would keep a pull request waiting for ever."""
    loaded = workflow("validate.yml")
    # Without `edited`, an answer for one branch would count for another that the request is turned to.
    assert loaded[True] == {
        "pull_request": {"types": ["opened", "synchronize", "reopened", "edited"]},
        "merge_group": None,
    }
    [job] = loaded["jobs"].values()
    assert job["name"] == "badges check"
    assert "if" not in job
    scripts = [step for step in job["steps"] if "run" in step]
    assert [step["name"] for step in scripts][1] == "Check the registry"
    # What it changes is told of a registry with mistakes as well.
    assert [(step["name"], step["if"]) for step in scripts if "if" in step] == [
        ("Tell what it changes", "${{ !cancelled() && steps.base.outcome == 'success' }}")
    ]
    assert loaded["concurrency"]["cancel-in-progress"] is True
    assert "github.event.pull_request.number" in loaded["concurrency"]["group"]


def test_validation_has_no_secret_and_no_environment() -> None:
    assert "secrets." not in (WORKFLOWS / "validate.yml").read_text("utf-8")
    assert [job for job in workflow("validate.yml")["jobs"].values() if "environment" in job] == []


def test_only_main_is_published_one_at_a_time_and_never_cancelled() -> None:
    loaded = workflow("publish.yml")
    [renew] = loaded[True]["workflow_dispatch"]["inputs"].values()
    assert loaded[True]["push"] == {"branches": ["main"]}
    assert (renew["type"], renew["default"]) == ("boolean", False)
    assert loaded["concurrency"] == {"group": "publish", "cancel-in-progress": False}
    assert loaded["jobs"]["home"]["if"] == "github.ref == 'refs/heads/main'"
    assert [loaded["jobs"][job].get("needs") for job in ("build", "deploy", "verify")] == [
        "home",
        "build",
        ["build", "deploy"],
    ]


def test_the_key_is_given_to_one_step_of_a_protected_job() -> None:
    loaded = workflow("publish.yml")
    text = (WORKFLOWS / "publish.yml").read_text("utf-8")
    assert text.count("secrets.") == 1
    holders = [(job, step["name"]) for job, step in steps("publish.yml") if "secrets." in str(step)]
    assert holders == [("build", "Build and sign")]
    assert loaded["jobs"]["build"]["environment"] == "signing"
    assert loaded["jobs"]["deploy"]["environment"]["name"] == "github-pages"
    assert [job for job in ("home", "verify") if "environment" in loaded["jobs"][job]] == []


def test_whoever_opens_issues_or_publishes_anew_runs_nothing_of_the_repository() -> None:
    for job in ("tell", "renew"):
        [step] = workflow("steward.yml")["jobs"][job]["steps"]
        assert "badges " not in step["run"].replace("badges: ", "")


def test_the_steward_comes_once_a_week_at_an_odd_minute() -> None:
    [when] = workflow("steward.yml")[True]["schedule"]
    minute, hour, day, month, weekday = when["cron"].split()
    assert int(minute) % 2 == 1
    assert (day, month) == ("*", "*")
    assert hour.isdigit()
    assert weekday.isdigit()


def test_whoever_deploys_runs_nothing_of_the_repository() -> None:
    [step] = workflow("publish.yml")["jobs"]["deploy"]["steps"]
    assert step["uses"].startswith("actions/deploy-pages@")


def test_dot_files_are_uploaded() -> None:
    [given] = [step["with"] for _, step in steps("publish.yml") if "upload-pages" in step.get("uses", "")]
    assert given == {"path": "site", "include-hidden-files": True}
