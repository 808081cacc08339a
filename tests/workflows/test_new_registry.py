"""What `badges init` makes, where it will live: its workflows on GitHub and its jobs on GitLab, as they stand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.builds import badges
from tests.workflows.conftest import commit
from tests.workflows.live import Live
from tests.workflows.runner import BASH, KEPT, Machine, git
from tests.workflows.test_publish import ADDRESS, DID, Pages

ANSWERS: Final = {
    "url": ADDRESS,
    "name": "Riverbend",
    "email": "badges@riverbend.example",
    "campus": "Lincoln High School",
    "assessor": "Computing Department",
    "team": "riverbend/computing",
    "repository": "riverbend/badges",
    "administrators": "riverbend/badges",
}
VARIABLE: Final = "BADGES_SIGNING_KEY"


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    folder = tmp_path_factory.mktemp("district") / "badges"
    options = [part for name, text in ANSWERS.items() for part in (f"--{name}", text)]
    done = badges("init", folder, "--package", wheel, *options)
    assert done.returncode == 0, done.stderr
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def key(district: Path) -> str:
    return (district.with_name("badges-private") / "signing.key").read_text("ascii").strip()


@pytest.fixture(scope="module")
def runner(
    district: Path, key: str, tmp_path_factory: pytest.TempPathFactory, new_python: Callable[[Path], Path]
) -> Machine:
    """With a Python in which nothing is installed: pip gets all from the registry's requirements.txt as it stands."""
    folder = tmp_path_factory.mktemp("runner")
    return Machine(folder=folder, venv=new_python(folder / "python"), origin=district, secrets={VARIABLE: key})


def test_its_pull_requests_are_checked_and_told(runner: Machine, district: Path, tmp_path: Path) -> None:
    origin = shutil.copytree(district, tmp_path / "origin", symlinks=True)
    base = git(origin, "rev-parse", "HEAD")
    (origin / "docs" / "about.md").write_text("# About\n\nWho we are.\n", "utf-8")
    (runner.folder / "summary").write_text("", "utf-8")
    event = {"pull_request": {"base": {"sha": base, "ref": "main"}}}
    asked = replace(runner, origin=origin, sha=commit(origin), event=event, secrets={})
    asked.actions["actions/upload-artifact"] = lambda _: {}
    job = asked.run("validate.yml")["check"]
    assert job.result == "success", job.log
    assert job.commands == []
    assert "changes 1 page" in (runner.folder / "summary").read_text("utf-8")


def test_it_is_published_before_its_first_badge(runner: Machine, web: Live, tmp_path: Path, key: str) -> None:
    jobs = Pages(web, tmp_path).on(runner).run("publish.yml")
    assert {job.result for job in jobs.values()} == {"success"}, "".join(job.log for job in jobs.values())
    assert web.asked == [DID]
    assert key not in "".join(job.log for job in jobs.values())


# ----------------------------------------------------------------------------------------------- GitLab


class GitLab:
    """A runner of GitLab, as far as this file needs it: a clone, the variables, and the lines of a job in one shell."""

    def __init__(self, origin: Path, venv: Path, folder: Path) -> None:
        self.origin, self.venv, self.work = origin, venv, folder / "work"
        git(folder, "clone", "--quiet", str(origin), str(self.work))
        self.jobs: Mapping[str, Any] = yaml.safe_load((self.work / ".gitlab-ci.yml").read_text("utf-8"))

    def run(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        # Once is enough for one Python.
        before = self.jobs["default"]["before_script"] if name == "check" else []
        lines = [*before, *self.jobs[name]["script"]]
        env = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
        env |= {"CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": git(self.work, "rev-parse", "HEAD")}
        env |= self.jobs["variables"] | variables | {"PATH": f"{self.venv / 'bin'}{os.pathsep}{env['PATH']}"}
        return subprocess.run(
            [*BASH, "-c", "\n".join(lines)], cwd=self.work, env=env, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip


@pytest.fixture
def gitlab(district: Path, runner: Machine, tmp_path: Path) -> GitLab:
    origin = shutil.copytree(district, tmp_path / "origin", symlinks=True)
    return GitLab(origin, runner.venv, tmp_path)


def test_a_merge_request_is_checked_on_gitlab(gitlab: GitLab) -> None:
    base = git(gitlab.work, "rev-parse", "HEAD")
    page = gitlab.work / "docs" / "about.md"
    page.write_text("# About\n\nWho we are.\n", "utf-8")
    commit(gitlab.work)
    checked = gitlab.run("check", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert checked.returncode == 0, checked.stdout
    changed = gitlab.run("changes", CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert changed.returncode == 0, changed.stdout
    assert "changes 1 page" in changed.stdout
    (gitlab.work / "badges" / "issuer.yml").write_text("name: x\n", "utf-8")
    commit(gitlab.work)
    for name in ("check", "changes"):
        assert gitlab.run(name, CI_MERGE_REQUEST_DIFF_BASE_SHA=base).returncode == 1


def test_the_default_branch_is_published_and_audited_on_gitlab(gitlab: GitLab, key: str, web: Live) -> None:
    done = gitlab.run("pages", BADGES_SIGNING_KEY=key)
    assert done.returncode == 0, done.stdout
    assert key not in done.stdout
    assert (gitlab.work / "public" / ".well-known" / "did.json").is_file()
    web.deploy(gitlab.work / "public")
    audited = gitlab.run("audit", **web.way)
    assert audited.returncode == 0, audited.stdout
    web.alter("/index.html", lambda page: page.replace(b"Riverbend", b"Riverbent"))
    assert gitlab.run("audit", **web.way).returncode == 1


def test_status_lists_are_dated_anew_by_a_schedule_on_gitlab(gitlab: GitLab, key: str) -> None:
    assert gitlab.run("pages", BADGES_SIGNING_KEY=key, RENEW="true").returncode == 0
    rules = gitlab.jobs["pages"]["rules"]
    assert rules[0]["if"].startswith('$CI_PIPELINE_SOURCE == "schedule" && $RENEW == "true"')
    assert rules[1] == {"if": '$CI_PIPELINE_SOURCE == "schedule"', "when": "never"}


def test_badges_to_be_reviewed_are_told_by_a_schedule_on_gitlab(gitlab: GitLab) -> None:
    done = gitlab.run("due")
    assert done.returncode == 0, done.stdout
    badge = Path(__file__).parents[1] / "registry" / "badges" / "circuit-design"
    shutil.copytree(badge, gitlab.work / "badges" / "circuit-design")
    draft = gitlab.work / "badges" / "circuit-design" / "v1.yml"
    reviewed = re.sub("^  next: .*", "  next: 2026-07-01", draft.read_text("utf-8"), flags=re.MULTILINE)
    draft.write_text(re.sub("^requires:.*\n", "", reviewed, flags=re.MULTILINE), "utf-8")
    due = gitlab.run("due")
    assert due.returncode == 1
    assert "Review the badge Circuit Design, which was due on 2026-07-01\n" in due.stdout
    assert gitlab.jobs["due"]["rules"] == gitlab.jobs["audit"]["rules"]
    (gitlab.work / "badges" / "issuer.yml").write_text("name: x\n", "utf-8")
    spoilt = gitlab.run("due")
    assert (spoilt.returncode, "badges/issuer.yml:" in spoilt.stdout) == (1, True)


def test_without_a_key_nothing_is_published_on_gitlab(gitlab: GitLab) -> None:
    done = gitlab.run("pages")
    assert done.returncode == 1
    assert "there is no variable BADGES_SIGNING_KEY here" in done.stdout
    assert not (gitlab.work / "public").exists()


def test_an_old_pipeline_publishes_nothing_on_gitlab(gitlab: GitLab, key: str) -> None:
    (gitlab.origin / "docs" / "about.md").write_text("# Newer\n", "utf-8")
    commit(gitlab.origin)
    done = gitlab.run("pages", BADGES_SIGNING_KEY=key)
    assert done.returncode == 1
    assert "the branch has moved on" in done.stdout


def test_only_the_job_that_publishes_is_given_the_key_on_gitlab(gitlab: GitLab) -> None:
    jobs = {name: job for name, job in gitlab.jobs.items() if isinstance(job, dict) and "script" in job}
    assert [name for name, job in jobs.items() if job.get("environment") == "signing"] == ["pages"]
    assert [name for name, job in jobs.items() if VARIABLE in str(job)] == ["pages"]
    page = (Path(__file__).parents[2] / "docs" / "gitlab.md").read_text("utf-8")
    assert f"**`{VARIABLE}`**" in page
    assert "| Environments | `signing` |" in page
