"""What is looked after each week: every step of steward.yml as it stands, against a stand-in for GitHub."""

from __future__ import annotations

import base64
import gzip
import json
import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from generator.awarding.upkeep.due import Due
from tests.builds import badges, built
from tests.workflows.conftest import commit
from tests.workflows.gh import BOT
from tests.workflows.live import Live
from tests.workflows.runner import TOKEN, Job, Machine

Make = Callable[..., Machine]
TODAY = datetime.now(UTC).date()
AUDIT = "Compare the live site with the repository"
TELL, RENEW = "Open each issue that is not there yet", "Date the status lists today"
MOST = "3"  # issues of one run, of which steward.yml allows 200
BADGE = "badges/circuit-design/v1.yml"


class GitHub:
    """The side of GitHub: its issues, and the workflows that were started."""

    def __init__(self, folder: Path, venv: Path, web: Live) -> None:
        self.world, self.site, self.web = folder / "world.json", folder / "site", web
        self.programs = folder / "programs"
        self.programs.mkdir()
        program = self.programs / "gh"
        program.write_text(
            f'#!/bin/sh\nPYTHONPATH= exec "{sys.executable}" "{Path(__file__).with_name("gh.py")}" "$@"\n'
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        self.path = os.pathsep.join([str(self.programs), str(venv / "bin"), os.environ["PATH"]])
        self._write({"token": TOKEN, "repository": "riverbend/badges", "issues": [], "started": []})
        web.forget()

    def _write(self, world: dict[str, Any]) -> None:
        self.world.write_text(json.dumps(world), "utf-8")

    @property
    def issues(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads(self.world.read_text("utf-8"))["issues"]
        return found

    @property
    def tasks(self) -> list[dict[str, Any]]:
        """The issues but that of a live site, of tests that have none."""
        return [issue for issue in self.issues if not issue["title"].startswith("The live site")]

    @property
    def started(self) -> list[list[str]]:
        found: list[list[str]] = json.loads(self.world.read_text("utf-8"))["started"]
        return found

    def change(self, number: int, **members: object) -> None:
        world = json.loads(self.world.read_text("utf-8"))
        world["issues"][number].update(members)
        self._write(world)

    def open(self, **members: object) -> None:
        world = json.loads(self.world.read_text("utf-8"))
        world["issues"].append({"state": "open", "creator": "stranger", "title": "x", **members})
        self._write(world)

    def publish(self, origin: Path, **environment: str) -> None:
        """Build the registry as it is, and put it on the web."""
        shutil.rmtree(self.site, ignore_errors=True)
        self.web.deploy(built(origin, self.site, **environment))

    def on(self, machine: Machine) -> Machine:
        machine.overrides[AUDIT] = self.web.way
        for step in (TELL, RENEW):
            machine.overrides[step] = {"PATH": self.path, "GH_WORLD": str(self.world), "PAUSE": "0", "MOST": MOST}
        return machine


@pytest.fixture
def github(tmp_path: Path, venv: Path, web: Live) -> GitHub:
    (tmp_path / "github").mkdir()
    return GitHub(tmp_path / "github", venv, web)


@pytest.fixture(scope="module")
def sample_site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample, of which `origin` is a copy until a test changes it."""
    return built(sample, tmp_path_factory.mktemp("live") / "site")


def edit(origin: Path, path: str, old: str, new: str) -> None:
    text = (origin / path).read_text("utf-8")
    assert old in text
    (origin / path).write_text(text.replace(old, new), "utf-8")


def is_due(origin: Path, days: int, name: str = "Circuit Design") -> str:
    """Let a badge's review be due in so many days; the day."""
    by = f"{TODAY + timedelta(days=days)}"
    text = (origin / BADGE).read_text("utf-8")
    before = next(line for line in text.splitlines() if "next:" in line)
    (origin / BADGE).write_text(text.replace(before, f"  next: {by}").replace("Circuit Design", name), "utf-8")
    return by


def looked(github: GitHub, machine: Make, origin: Path, **given: object) -> dict[str, Job]:
    return github.on(machine(origin, **given)).run("steward.yml")


def told_again(github: GitHub, machine: Make, origin: Path, before: dict[str, Job]) -> None:
    """The next week, in which the same was found."""
    assert github.on(machine(origin)).run("steward.yml", {"look": before["look"]})["tell"].result == "success"


def log(jobs: dict[str, Job]) -> str:
    return "".join(job.log for job in jobs.values())


def test_nothing_is_told_where_nothing_is_due(github: GitHub, machine: Make, origin: Path, sample_site: Path) -> None:
    github.web.deploy(sample_site)
    jobs = looked(github, machine, origin)
    assert {name: job.result for name, job in jobs.items()} == {
        "look": "success",
        "tell": "success",
        "renew": "skipped",
    }, log(jobs)
    assert "no differences in the sample" in jobs["look"].log
    assert (github.issues, github.started) == ([], [])
    assert [command for job in jobs.values() for command in job.commands] == []


def test_a_review_that_is_due_becomes_one_issue_and_no_second(github: GitHub, machine: Make, origin: Path) -> None:
    by = is_due(origin, 59)
    commit(origin)
    jobs = looked(github, machine, origin)
    told_again(github, machine, origin, jobs)
    [issue] = github.tasks
    assert issue["title"] == f"Review the badge Circuit Design by {by}"
    assert f"`{BADGE}`" in issue["body"]
    github.change(0, state="closed")
    told_again(github, machine, origin, jobs)
    assert len(github.tasks) == 1, "who closed it has answered"
    is_due(origin, 58)
    commit(origin)
    looked(github, machine, origin)
    assert len(github.tasks) == 2


def test_a_review_of_later_is_not_told(github: GitHub, machine: Make, origin: Path) -> None:
    is_due(origin, 61)
    commit(origin)
    looked(github, machine, origin)
    assert github.tasks == []


def test_a_stranger_with_the_same_words_keeps_no_issue_away(github: GitHub, machine: Make, origin: Path) -> None:
    by = is_due(origin, 1)
    commit(origin)
    for number in range(3):
        github.open(body=f"<!-- badges: review circuit-design {by} -->")
        github.open(body=None, creator=BOT, title=f"{number}")
    looked(github, machine, origin)
    assert [issue["title"] for issue in github.issues if issue["title"].startswith("Review")] == [
        f"Review the badge Circuit Design by {by}"
    ]


def test_whatever_a_badge_is_called_it_stays_a_title(github: GitHub, machine: Make, origin: Path) -> None:
    is_due(origin, 1, """'`@everyone` $(touch hacked) ::error::x "; \\ ##[error]y'""")
    commit(origin)
    jobs = looked(github, machine, origin)
    [issue] = github.tasks
    assert issue["title"].startswith('Review the badge `@everyone` $(touch hacked) ::error::x "; \\ ##[error]y by ')
    assert "`'@everyone' $(touch hacked)" in issue["body"]
    assert not list(origin.parent.rglob("hacked"))
    [told] = [command for job in jobs.values() for command in job.commands]
    assert told.startswith("::warning title=live site differs::"), "nothing is live in this test"


def test_status_lists_that_lapse_are_published_anew(github: GitHub, machine: Make, origin: Path) -> None:
    issuer = origin / "badges" / "issuer.yml"
    issuer.write_text(issuer.read_text("utf-8") + "\nstatus_valid_for: P1Y\n", "utf-8")
    commit(origin)
    # As it was renewed yesterday, though the newest commit is another moment's.
    moment = int((datetime.now(UTC) - timedelta(days=1)).timestamp())
    github.publish(origin, SOURCE_DATE_EPOCH=str(moment))
    jobs = looked(github, machine, origin)
    assert jobs["renew"].result == "success", log(jobs)
    assert github.started == [["publish.yml", "renew=true"]]
    assert github.issues == [], jobs["look"].log


def test_a_live_site_that_differs_is_told_once_and_again_after_it_was_answered(
    github: GitHub, machine: Make, origin: Path, sample_site: Path
) -> None:
    github.web.deploy(sample_site)
    github.web.alter("/badges/index.html", lambda page: page.replace(b"badges", b"hacked"))
    jobs = looked(github, machine, origin)
    assert jobs["look"].commands[0].startswith("::warning title=live site differs::")
    told_again(github, machine, origin, jobs)
    [issue] = github.issues
    assert issue["title"] == "The live site is not what the repository says"
    assert "badges/index.html" in issue["body"]
    github.change(0, state="closed")
    told_again(github, machine, origin, jobs)
    assert len(github.issues) == 2


def test_what_was_merged_this_week_may_wait_for_its_approval(
    github: GitHub, machine: Make, origin: Path, sample_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    github.web.deploy(sample_site)
    edit(origin, "docs/index.md", "#", "# Newer:")
    commit(origin)
    looked(github, machine, origin)
    assert github.issues == []
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{TODAY - timedelta(days=8)}T12:00:00Z")
    edit(origin, "docs/index.md", "Newer", "Older")
    commit(origin)
    looked(github, machine, origin)
    assert [issue["title"] for issue in github.issues] == ["The live site is not what the repository says"]


def test_a_live_site_that_is_away_is_a_warning(github: GitHub, machine: Make, origin: Path) -> None:
    jobs = looked(github, machine, origin)
    assert jobs["look"].result == "success", log(jobs)
    assert jobs["look"].commands[0].startswith("::warning title=live site")


def test_before_github_ends_the_schedule_it_is_told(
    github: GitHub, machine: Make, origin: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{TODAY - timedelta(days=46)}T12:00:00Z")
    edit(origin, "docs/index.md", "#", "# Quiet:")
    commit(origin)
    jobs = looked(github, machine, origin)
    assert any(command.startswith("::warning title=schedules end soon::") for command in jobs["look"].commands)
    [issue] = github.tasks
    assert issue["title"] == "GitHub is about to stop looking after this registry"
    assert f"{TODAY + timedelta(days=14)}" in issue["body"]
    github.change(len(github.issues) - 1, state="closed")
    told_again(github, machine, origin, jobs)
    assert len(github.tasks) == 1, "who closed it has answered"
    monkeypatch.setenv("GIT_COMMITTER_DATE", f"{TODAY - timedelta(days=45)}T12:00:00Z")
    edit(origin, "docs/index.md", "Quiet:", "Quiet again:")
    commit(origin)
    looked(github, machine, origin)
    assert len(github.tasks) == 2, "another silence is told again"


def things(number: int) -> Job:
    """What `look` hands on where a whole catalogue is due at once."""
    due = (
        Due(f"review badge-{each} 2027-06-30", f"Review the badge {each}", "Words. " * 100) for each in range(number)
    )
    packed = gzip.compress("".join(f"{each.request}\n" for each in due).encode())
    return Job(outputs={"home": "true", "renew": "false", "requests": base64.b64encode(packed).decode()})


def test_a_whole_catalogue_becomes_as_many_issues_a_week_as_github_takes(
    github: GitHub, machine: Make, origin: Path
) -> None:
    """More than the 128 KiB that Linux lets a variable hold."""
    look = things(1000)
    for week in (1, 2):
        tell = github.on(machine(origin)).run("steward.yml", {"look": look})["tell"]
        assert tell.result == "success", tell.log
        assert tell.commands[0].startswith("::notice title=more next week::3 issues were opened")
        assert len(github.issues) == 3 * week
    assert len({issue["title"] for issue in github.issues}) == 6


def test_where_issues_are_off_it_says_where_they_are_switched_on(github: GitHub, machine: Make, origin: Path) -> None:
    runner = github.on(machine(origin))
    (github.programs / "gh").write_text('#!/bin/sh\ncase "$*" in *POST*) exit 1;; esac\n', "utf-8")
    tell = runner.run("steward.yml", {"look": things(1)})["tell"]
    assert tell.result == "failure"
    assert tell.commands == [
        "::error title=no issue opened::GitHub did not take it: are issues switched on, "
        "under Settings, General, Features?"
    ]


def test_a_registry_with_mistakes_says_so(github: GitHub, machine: Make, origin: Path) -> None:
    edit(origin, BADGE, "name: Circuit Design", 'name: Circuit Design\n"##[error]x": 1')
    commit(origin)
    jobs = looked(github, machine, origin)
    assert {name: job.result for name, job in jobs.items()} == {
        "look": "failure",
        "tell": "skipped",
        "renew": "skipped",
    }
    assert jobs["look"].commands == [
        "::error title=nothing looked after::the registry has mistakes, which the log tells"
    ]
    assert f"{BADGE}:" in jobs["look"].log


def test_a_copy_looks_after_nothing(github: GitHub, machine: Make, origin: Path) -> None:
    is_due(origin, 1)
    commit(origin)
    jobs = looked(github, machine, origin, repository="somebody/badges")
    assert (jobs["tell"].result, github.issues) == ("skipped", [])
    [told] = jobs["look"].commands
    assert told.startswith("::notice title=nothing to look after::")


def test_another_branch_looks_after_nothing(github: GitHub, machine: Make, origin: Path) -> None:
    jobs = looked(github, machine, origin, ref="refs/heads/other")
    assert {job.result for job in jobs.values()} == {"skipped"}


def test_people_can_ask_themselves(origin: Path) -> None:
    by = is_due(origin, -1)
    assert badges("due", "--source", origin).stdout == f"Review the badge Circuit Design, which was due on {by}\n"
    asked = json.loads(badges("due", "--source", origin, "--format", "json").stdout)
    assert (asked["repository"], asked["renew"], len(asked["due"])) == ("riverbend/badges", False, 1)
    edit(origin, BADGE, "name: Circuit Design", "retired: 2026-01-01\nname: Circuit Design")
    assert "nothing is due" in badges("due", "--source", origin).stderr


def test_the_stand_in_asks_for_a_token(tmp_path: Path) -> None:
    (tmp_path / "world").write_text('{"token": "x"}')
    program = [sys.executable, str(Path(__file__).with_name("gh.py")), "api"]
    env = {"GH_WORLD": str(tmp_path / "world"), "GH_TOKEN": "y"}
    assert subprocess.run(program, env=env, capture_output=True, check=False).returncode != 0
