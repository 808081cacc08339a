"""A stand-in for GitHub's side of a district: a repository, pull requests checked by its workflows, merges, Pages.

The workflows are those of the registry, and every `run:` of them is run as it stands (`tests.workflows.runner`). Made
up are: who may push, the merge commits that GitHub makes, and what carries a site from one job to the next.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.workflows.runner import Job, Machine, git
from tests.workflows.test_publish import Pages

PREVIEW: Final = "actions/upload-artifact"


@dataclass
class PullRequest:
    """A pull request: its number, the merge commit that GitHub made of it, and what its check came to and summed up."""

    number: int
    branch: str
    sha: str
    check: Job
    summary: str


@dataclass
class GitHub:
    """GitHub's side. `logs` is everything that its machines have said; `artifacts` what they have left behind."""

    folder: Path
    python: Path
    pages: Pages
    logs: list[str] = field(default_factory=list)
    number: int = 0

    def __post_init__(self) -> None:
        self.remote = self.folder / "remote.git"
        self.artifacts = self.folder / "artifacts"
        self._summary = self.folder / "runner" / "summary"
        subprocess.run(["git", "init", "--quiet", "--bare", "--initial-branch=main", str(self.remote)], check=True)
        git(self.remote, "config", "uploadpack.allowAnySHA1InWant", "true")

    def open(self, branch: str, source: Path | None = None) -> PullRequest:
        """Open a pull request from a branch of the repository, or of a fork of it, and run its check."""
        self.number += 1
        with self._work() as work:
            git(work, "fetch", "--quiet", str(source or self.remote), branch)
            base = git(work, "rev-parse", "HEAD")
            git(work, "merge", "--quiet", "--no-ff", "--message", f"Merge pull request #{self.number}", "FETCH_HEAD")
            ref, sha = f"refs/pull/{self.number}/merge", git(work, "rev-parse", "HEAD")
            git(work, "push", "--quiet", "origin", f"HEAD:{ref}", f"FETCH_HEAD:refs/pull/{self.number}/head")
        event = {"pull_request": {"number": str(self.number), "base": {"sha": base, "ref": "main"}}}
        checked = self._run("validate.yml", sha, ref, event=event)["check"]
        return PullRequest(self.number, branch, sha, checked, self._summary.read_text("utf-8"))

    def merge(self, request: PullRequest) -> str:
        """Merge what was green; `main` as it is then."""
        assert request.check.result == "success", request.check.log
        with self._work() as work:
            git(work, "fetch", "--quiet", "origin", f"refs/pull/{request.number}/head")
            git(work, "merge", "--quiet", "--no-ff", "--message", f"Merge #{request.number}", "FETCH_HEAD")
            git(work, "push", "--quiet", "origin", "HEAD:main")
            return git(work, "rev-parse", "HEAD")

    def publish(self, key: str) -> dict[str, Job]:
        """Run publish.yml on `main`, with this key in the environment `signing`."""
        secrets = {"BADGES_SIGNING_KEY": key}
        jobs = self._run("publish.yml", git(self.remote, "rev-parse", "main"), secrets=secrets)
        assert {name: job.result for name, job in jobs.items()} == dict.fromkeys(jobs, "success"), self.logs[-1]
        return jobs

    def said(self) -> Iterator[tuple[str, bytes]]:
        """All that is to be seen on GitHub, and what its machines left: where, and the bytes."""
        yield from ((f"log {number}", text.encode()) for number, text in enumerate(self.logs))
        folders = {"artifact": self.artifacts, "pages": self.pages.artifact}
        for what, folder in folders.items():
            for file in sorted(folder.rglob("*")):
                yield f"{what} {file.relative_to(folder)}", b"" if file.is_dir() else file.read_bytes()
        yield from objects(self.remote)

    def _run(self, name: str, sha: str, ref: str = "refs/heads/main", **given: Any) -> dict[str, Job]:
        self._summary.parent.mkdir(exist_ok=True)
        self._summary.write_text("", "utf-8")
        machine = Machine(folder=self._summary.parent, venv=self.python, origin=self.remote, sha=sha, ref=ref, **given)
        self.pages.on(machine).actions[PREVIEW] = lambda uploaded: self._keep(machine.work / uploaded["path"])
        jobs = machine.run(name)
        self.logs.append("".join(job.log for job in jobs.values()) + self._summary.read_text("utf-8"))
        return jobs

    def _keep(self, folder: Path) -> dict[str, str]:
        if folder.exists():
            shutil.copytree(folder, self.artifacts / f"{len(self.logs)}", dirs_exist_ok=True)
        return {}

    def _work(self) -> _Clone:
        return _Clone(self.remote)


class _Clone:
    """A passing clone of the repository, on `main`."""

    def __init__(self, remote: Path) -> None:
        self._remote = remote

    def __enter__(self) -> Path:
        self._folder = Path(tempfile.mkdtemp())
        git(self._folder, "clone", "--quiet", str(self._remote), "work")
        return self._folder / "work"

    def __exit__(self, *raised: object) -> None:
        shutil.rmtree(self._folder)


def objects(repository: Path) -> Iterator[tuple[str, bytes]]:
    """Every object of a repository, reachable or not: blobs, trees, commits with their messages; and all refs."""
    yield "refs", git(repository, "for-each-ref").encode()
    names = git(repository, "cat-file", "--batch-all-objects", "--batch-check").splitlines()
    for name, kind, _ in (line.split(" ") for line in names):
        done = subprocess.run(
            ["git", "-C", str(repository), "cat-file", kind, name], capture_output=True, check=True
        )  # fmt: skip
        yield f"{kind} {name}", done.stdout
