"""What a pull request is told: every step of validate.yml as it stands."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.workflows.conftest import commit
from tests.workflows.runner import Job, Machine, git

Make = Callable[..., Machine]
ANNOTATION = re.compile(r"::(error|warning) file=[^\s:,]+,line=\d+,col=\d+,endColumn=\d+,title=[a-z-]+::.+")
AWARD = "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml"
# Nothing builds on this one.
FREE = "recipients/lincoln-high/circuit-design/ef0aqs1f2ye055gxke4z9w47aj.yml"
ISSUER = "badges/issuer.yml"


class PullRequest:
    """A branch of a fork, made of a copy of `main`, and what GitHub keeps of its run.

    `base` is the commit that the event names: `main` as it was when the pull request was opened.
    """

    def __init__(self, machine: Make, origin: Path, folder: Path) -> None:
        self.origin, self.artifact = origin, folder / "artifact"
        self.base = git(origin, "rev-parse", "HEAD")
        self.given: Mapping[str, object] = {}
        self._machine = machine
        git(origin, "switch", "--quiet", "--create", "change")

    def run(self, cause: str = "pull_request", **given: object) -> Job:
        """Commit what was changed, and judge it as GitHub does: merged into `main` as it is now."""
        commit(self.origin)
        git(self.origin, "switch", "--quiet", "--detach", "main")
        git(self.origin, "merge", "--quiet", "--no-ff", "--message", "Merge pull request #1", "change")
        git(self.origin, "update-ref", "refs/pull/1/merge", "HEAD")
        event = {
            "pull_request": {"base": {"sha": self.base, "ref": "main"}},
            "merge_group": {"base_sha": git(self.origin, "rev-parse", "main")},
        }
        given = {"cause": cause, "event": {cause: event[cause]}, "ref": "refs/pull/1/merge", **given}
        runner = self._machine(self.origin, **given)
        runner.actions["actions/upload-artifact"] = self._upload
        self._work, self.summary_file = runner.work, runner.folder / "summary"
        return runner.run("validate.yml")["check"]

    @property
    def summary(self) -> str:
        return self.summary_file.read_text("utf-8")

    def _upload(self, given: Mapping[str, object]) -> dict[str, str]:
        self.given = given
        shutil.copytree(self._work / str(given["path"]), self.artifact)
        return {}

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.origin / path).read_text("utf-8")
        assert old in text
        (self.origin / path).write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def pull(machine: Make, origin: Path, tmp_path: Path) -> PullRequest:
    return PullRequest(machine, origin, tmp_path)


def needed(page: Path) -> list[Path]:
    """The scripts and styles of a page."""
    found = re.findall(r'(?:<script|<link rel="stylesheet")[^>]+(?:src|href)="([^":]+)"', page.read_text("utf-8"))
    return [page.parent / name.partition("?")[0] for name in found]


def shown(summary: str) -> str:
    """The summary as GitHub shows it, without markup."""
    return html.unescape(re.sub("<[^>]+>", "", summary))


@pytest.mark.parametrize("cause", ["pull_request", "merge_group"])
def test_a_change_without_mistakes_passes_and_is_told(pull: PullRequest, cause: str) -> None:
    with (pull.origin / FREE).open("a", encoding="utf-8") as file:
        file.write("revoked: {date: 2026-06-01, reason: Awarded to the wrong learner}\n")
    job = pull.run(cause)
    assert job.result == "success", job.log
    assert "badges: no mistakes in 5 badges and 8 awards" in job.log
    assert job.commands == []
    assert "revokes 1" in shown(pull.summary)
    assert "Nothing in it breaks a promise." in pull.summary


def test_a_change_of_nothing_that_the_world_sees_passes(pull: PullRequest) -> None:
    (pull.origin / "notes.txt").write_text("Nothing of the registry\n", "utf-8")
    job = pull.run()
    assert job.result == "success", job.log
    assert not pull.artifact.exists()


def test_the_pages_that_change_are_there_to_look_at_and_say_that_they_are_no_badges(pull: PullRequest) -> None:
    pull.edit("docs/index.md", "Badges for", "Newer badges for")
    with (pull.origin / FREE).open("a", encoding="utf-8") as file:
        file.write("revoked: {date: 2026-06-01, reason: Awarded to the wrong learner}\n")
    job = pull.run()
    assert job.result == "success", job.log
    pages = {file.relative_to(pull.artifact).as_posix() for file in pull.artifact.rglob("*.html")}
    award = f"awards/ef/{Path(FREE).stem}.html"
    assert {"index.html", award} <= pages
    assert "badges/basic-coding/index.html" not in pages
    for page in pages:
        text = (pull.artifact / page).read_text("utf-8")
        assert "Preview." in text
        assert "Do not share it." in text
    assert (pull.artifact / award).with_suffix(".json").is_file()
    assert (
        b"z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"
        not in (pull.artifact / ".well-known" / "did.json").read_bytes()
    ), "the issuer's key has signed nothing here"
    assert "test key" in (pull.artifact / "README.txt").read_text("utf-8")
    assert (pull.given["name"], pull.given["include-hidden-files"]) == ("preview", True)
    missing = [f"{page}: {name}" for page in pages for name in needed(pull.artifact / page) if not name.is_file()]
    assert missing == []


def test_a_mistake_is_shown_where_it_stands(pull: PullRequest) -> None:
    pull.edit(AWARD, "assessor: engineering-lab", "assessor: enginering-lab")
    job = pull.run()
    assert job.result == "failure"
    [told] = job.commands
    assert told.startswith(f"::error file={AWARD},line=")
    assert "title=unknown-assessor::" in told
    assert 'there is no assessor "enginering-lab"' in shown(pull.summary)


def test_of_many_mistakes_ten_are_annotations_and_all_are_in_the_summary(pull: PullRequest) -> None:
    for number in range(15):
        (pull.origin / f"badges/stray{number:02}.txt").write_text("x\n", "utf-8")
    job = pull.run()
    assert job.result == "failure"
    assert len(job.commands) == 10
    assert [f"badges/stray{number:02}.txt:1:1" in shown(pull.summary) for number in range(15)] == [True] * 15


def test_a_file_gives_github_no_command_and_the_summary_no_markup(pull: PullRequest) -> None:
    """Whatever stands in a file or its name: each line is an annotation of ours, or talk."""
    orders = (
        '"x\\n::set-output name=a::b\\r\\n##[add-mask]c\\n::stop-commands::d <img src=x> [a](https://evil.example)"'
    )
    pull.edit(AWARD, "assessor: engineering-lab", f"assessor: {orders}")
    award = pull.origin / AWARD
    award.write_text(f"{award.read_text('utf-8')}{orders}: {orders}\n", "utf-8")
    (pull.origin / "badges" / "a%0A::error::b\n::add-path::c").mkdir()
    (pull.origin / "badges" / "a%0A::error::b\n::add-path::c" / "##[warning]v1.yml").write_text("name: x\n", "utf-8")
    job = pull.run()
    assert job.result == "failure"
    assert len(job.commands) >= 3
    assert [line for line in job.commands if not ANNOTATION.fullmatch(line)] == []
    lines = [line for line in job.step("Check the registry").log.splitlines() if line not in job.commands]
    assert [line for line in lines if not line.startswith("badges: ")] == []
    assert [part for part in ("<img", "](http", "\n::", "##[") if part in pull.summary] == []


def test_texts_that_reach_the_summary_of_a_good_change_make_no_markup(pull: PullRequest) -> None:
    reason = "::error::x `</code><img src=x> [a](https://evil.example) @everyone ##[error]y"
    with (pull.origin / FREE).open("a", encoding="utf-8") as file:
        file.write(f"revoked: {{date: 2026-06-01, reason: '{reason}'}}\n")
    job = pull.run()
    assert job.commands == [], job.log
    assert [part for part in ("<img", "](http", "@everyone", "\n::", "##[") if part in pull.summary] == []


def assessor(pull: PullRequest, name: str) -> None:
    """Let somebody else award the badge as well."""
    rights = f"assessors:\n  {name}:\n    name: Somebody\n    github: {name}\n    badges: [circuit-design] "
    pull.edit(ISSUER, "assessors: ", rights)


def award(pull: PullRequest, by: str, status: int = 77, name: str = "0123456789abcdefghjkmnpqrs") -> None:
    """Let them award it."""
    text = (pull.origin / AWARD).read_text("utf-8")
    text = re.sub("assessor: .*", f"assessor: {by}", text)
    text = re.sub("status: .*", f"status: {status}", text)
    text = re.sub(r"sha256\$[0-9a-f]{4}", f"sha256${status:04}", text)
    (pull.origin / AWARD).with_name(f"{name}.yml").write_text(text, "utf-8")


def test_what_others_merged_since_it_was_opened_is_not_this_change(pull: PullRequest) -> None:
    """GitHub's event names `main` as it was: who was allowed to award since then may, and only this award is told."""
    git(pull.origin, "switch", "--quiet", "main")
    assessor(pull, "newcomer")
    commit(pull.origin)
    git(pull.origin, "switch", "--quiet", "--force-create", "change")
    award(pull, "newcomer")
    job = pull.run()
    assert job.result == "success", job.log
    assert "issues 1, revokes 0" in shown(pull.summary)
    assert "issuer/index.html" not in shown(pull.summary)


def test_nobody_gets_a_right_by_the_same_change_that_uses_it(pull: PullRequest) -> None:
    """A fork writes itself into the list of assessors, and awards."""
    assessor(pull, "myself")
    award(pull, "myself")
    job = pull.run()
    assert job.step("Check the registry").code == 0, "by itself the registry is in order"
    assert job.result == "failure", job.log
    assert [command for command in job.commands if "title=authority-not-in-base::" in command]
    assert "authority-not-in-base" in shown(pull.summary)
    assert not pull.artifact.exists()


def test_of_a_fork_that_spoils_more_than_rights_both_is_told_and_nothing_twice(pull: PullRequest) -> None:
    """Its list of code owners is wrong besides: that is not all that it hears."""
    assessor(pull, "myself")
    award(pull, "myself")
    (pull.origin / ".github" / "CODEOWNERS").write_text("* @myself\n", "utf-8")
    pull.edit(ISSUER, "repository:", "administrators: [myself]\nrepository:")
    text = (pull.origin / FREE).read_text("utf-8")
    (pull.origin / FREE).write_text(re.sub("assessor: .*", "assessor: nobody", text), "utf-8")
    job = pull.run()
    assert job.result == "failure"
    titles = sorted(re.findall("title=([a-z-]+)::", "".join(job.commands)))
    assert titles == ["authority-not-in-base", "codeowners-differ", "unknown-assessor"]
    assert not pull.artifact.exists()


def test_what_can_not_be_compared_is_told_once(pull: PullRequest) -> None:
    (pull.origin / ISSUER).write_text("name: [\n", "utf-8")
    job = pull.run()
    assert job.result == "failure"
    assert len(job.commands) == 1
    assert [step.code for step in job.steps if "Find" not in step.name] == [1, 1]


@pytest.mark.parametrize("path", ["roster.csv", "receipts/letters.html", "signing.key"])
def test_a_private_file_is_found_even_if_a_later_commit_takes_it_away(pull: PullRequest, path: str) -> None:
    (pull.origin / path).parent.mkdir(exist_ok=True)
    (pull.origin / path).write_text("x\n", "utf-8")
    git(pull.origin, "add", "--force", path)
    commit(pull.origin)
    (pull.origin / path).unlink()
    job = pull.run()
    assert job.result == "failure"
    [told] = job.commands
    assert told.startswith(f"::error file={path},")
    assert "title=private-file::" in told


def test_a_key_in_the_machine_is_of_no_use(pull: PullRequest) -> None:
    """The job asks for none, so that a pull request finds none."""
    pull.edit("docs/index.md", "Badges for", "Newer badges for")
    job = pull.run(secrets={"BADGES_SIGNING_KEY": "not-to-be-seen"})
    assert [step.name for step in job.steps if "not-to-be-seen" in str(step.env)] == []
    assert [step.name for step in job.steps if "the-token-of-this-run" in str(step.env)] == []
