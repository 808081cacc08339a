"""What GitHub does with a workflow, as far as ours need it: jobs in their order, and each `run:` as it stands.

Not covered: GitHub's own part. Its environments, protection rules and tokens, its queue of runs, the Pages service and
the actions themselves are stand-ins here, of which only the inputs and outputs that we rely on are like the real ones.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

WORKFLOWS: Final = Path(__file__).parents[2] / ".github" / "workflows"
EXPRESSION: Final = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
CONDITION: Final = re.compile(r"([\w.-]+) == '([^']*)'")
# A condition of this form holds after a step that failed as well; any other means `success() && …`.
ALSO_AFTER: Final = re.compile(r"\$\{\{ !cancelled\(\) && (.+) \}\}")
# GitHub's words for `shell: bash`.
BASH: Final = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
KEPT: Final = ("PATH", "HOME", "LANG", "TMPDIR", "PIP_")
# Each a new file in each step (GitHub Docs, "Variables reference" and "Workflow commands").
FILES: Final = ("ENV", "OUTPUT", "PATH", "STATE", "STEP_SUMMARY")
MOST_SUMMARY: Final = 1024 * 1024  # bytes a step
DROPPED: Final = b"$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k\n"
INSTALL: Final = "Install the locked libraries"

Action = Callable[[Mapping[str, Any]], Mapping[str, str]]
TOKEN: Final = "the-token-of-this-run"
OWN: Final = "$/"  # the repository of the workflow, at the commit that runs


def workflow(name: str) -> dict[Any, Any]:
    """A workflow of this repository; YAML 1.1 reads its key `on` as True."""
    loaded: dict[Any, Any] = yaml.safe_load((WORKFLOWS / name).read_text("utf-8"))
    return loaded


@dataclass(frozen=True)
class Step:
    """A `run:` that was run."""

    name: str
    code: int
    log: str
    env: Mapping[str, str]

    @property
    def commands(self) -> list[str]:
        """The lines that GitHub takes for commands: `::…` at the start, or `##[…` anywhere, while it listens."""
        found, token = [], ""
        for line in map(str.lstrip, self.log.splitlines()):
            if token:
                token = "" if line == f"::{token}::" else token
            elif line.startswith("::stop-commands::"):
                token = line.removeprefix("::stop-commands::")
            elif line.startswith("::") or "##[" in line:
                found.append(line)
        return found


@dataclass
class Job:
    """A job that was run; `result` in GitHub's words: success, failure or skipped."""

    result: str = "success"
    outputs: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)

    @property
    def log(self) -> str:
        return "".join(step.log for step in self.steps)

    @property
    def commands(self) -> list[str]:
        return [command for step in self.steps for command in step.commands]

    def step(self, name: str) -> Step:
        return next(step for step in self.steps if step.name == name)


@dataclass
class Machine:
    """A runner with Python on its path.

    `folder/work` is its workspace; actions of others are stood in for by `actions`, by their names without versions;
    those of the repository itself run as they stand. `overrides` are variables that a step finds besides its own, by
    the step's name; `inputs` are those of whoever started the workflow, and `event` is what GitHub says of its cause.
    The locked libraries are installed once.
    """

    folder: Path
    venv: Path
    origin: Path
    repository: str = "riverbend/badges"
    secrets: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    event: Mapping[str, Any] = field(default_factory=dict)
    actions: dict[str, Action] = field(default_factory=dict)
    overrides: dict[str, Mapping[str, str]] = field(default_factory=dict)
    sha: str = ""
    ref: str = "refs/heads/main"
    cause: str = "push"

    def __post_init__(self) -> None:
        self.work = self.folder / "work"
        self.work.mkdir(parents=True, exist_ok=True)
        self.sha = self.sha or git(self.origin, "rev-parse", "HEAD")
        self.actions |= {"actions/checkout": self._checkout, "actions/setup-python": lambda _: {}}

    def run(self, name: str, needs: Mapping[str, Job] | None = None) -> dict[str, Job]:
        """All jobs of the workflow by name; those in `needs` are taken as run."""
        loaded = workflow(name)
        assert loaded["defaults"] == {"run": {"shell": "bash"}}, "steps are run here as that shell runs them"
        jobs = dict(needs or {})
        for name, job in loaded["jobs"].items():
            if name not in jobs:
                jobs[name] = self._job(job, jobs)
        return jobs

    def _job(self, job: Mapping[str, Any], jobs: Mapping[str, Job]) -> Job:
        asked = job.get("needs", [])
        needs = {name: jobs[name] for name in ([asked] if isinstance(asked, str) else asked)}
        contexts: dict[str, Any] = {
            "github": {
                "ref": self.ref,
                "sha": self.sha,
                "repository": self.repository,
                "event": self.event,
                "token": TOKEN,
            },
            # Secrets of an environment are there in its jobs alone.
            "secrets": self.secrets if "environment" in job else {},
            "inputs": self.inputs,
            "needs": {name: {"outputs": need.outputs} for name, need in needs.items()},
            "steps": {},
        }
        done = Job()
        if any(need.result != "success" for need in needs.values()) or not holds(job.get("if"), contexts):
            done.result = "skipped"
            return done
        if not self._steps(job["steps"], contexts, done):
            done.result = "failure"
            return done
        done.outputs = {name: filled(text, contexts) for name, text in job.get("outputs", {}).items()}
        return done

    def _steps(self, steps: Sequence[Mapping[str, Any]], contexts: dict[str, Any], done: Job) -> bool:
        """Whether all steps ended well that are to run."""
        well = True
        for step in steps:
            anyway = ALSO_AFTER.fullmatch(step.get("if", ""))
            if not holds(anyway[1] if anyway else step.get("if"), contexts) or not (well or anyway):
                continue
            before = len(done.steps)
            outputs = self._run(step, contexts, done) if "run" in step else self._use(step, done)
            ended = not any(ran.code for ran in done.steps[before:])
            contexts["steps"][step.get("id", "")] = {"outputs": outputs, "outcome": "success" if ended else "failure"}
            well = well and ended
        return well

    def _use(self, step: Mapping[str, Any], done: Job) -> Mapping[str, str]:
        if not step["uses"].startswith(OWN):
            return self.actions[step["uses"].partition("@")[0]](step.get("with", {}))
        action = yaml.safe_load((self.work / step["uses"].removeprefix(OWN) / "action.yml").read_text("utf-8"))
        assert action["runs"]["using"] == "composite"
        assert {each["shell"] for each in action["runs"]["steps"]} == {"bash"}, "steps are run here as that shell runs"
        # Of what the workflow knows, an action knows only what it is given.
        self._steps(action["runs"]["steps"], {"inputs": step.get("with", {}), "steps": {}}, done)
        return {}

    def _run(self, step: Mapping[str, Any], contexts: Mapping[str, Any], done: Job) -> Mapping[str, str]:
        if step["name"] == INSTALL and (self.venv / "installed").exists():
            assert (self.venv / "installed").read_text("utf-8") == step["run"], "installed in another way before"
            return {}
        own = {name: filled(text, contexts) for name, text in step.get("env", {}).items()}
        script, said = self.folder / "step.sh", self.folder / "step-output"
        script.write_text(step["run"], "utf-8")
        given = self._environment() | own | dict(self.overrides.get(step["name"], {}))
        ran = subprocess.run(
            [*BASH, str(script)], cwd=self.work, env=given, text=True, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        done.steps.append(Step(step["name"], ran.returncode, ran.stdout, given))
        self._summarize((self.folder / "step-summary").read_bytes())
        if step["name"] == INSTALL and ran.returncode == 0:
            (self.venv / "installed").write_text(step["run"], "utf-8")
        return outputs_of(said.read_text("utf-8"))

    def _environment(self) -> dict[str, str]:
        """The variables that GitHub sets for each step, with new files for what the step has to say."""
        files = {name: self.folder / f"step-{name.lower().removeprefix('step_')}" for name in FILES}
        for file in files.values():
            file.write_text("", "utf-8")
        (self.folder / "event.json").write_text(json.dumps(self.event), "utf-8")
        env = {name: value for name, value in os.environ.items() if name.startswith(KEPT)}
        return env | {f"GITHUB_{name}": str(file) for name, file in files.items()} | {
            "PATH": f"{self.venv / 'bin'}{os.pathsep}{env['PATH']}",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": self.cause,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_REF": self.ref,
            "GITHUB_REPOSITORY": self.repository,
            "GITHUB_SHA": self.sha,
            "GITHUB_WORKSPACE": str(self.work),
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.folder),
        }  # fmt: skip

    def _summarize(self, told: bytes) -> None:
        """Put what a step told under what the steps before it did. GitHub drops what is longer than it takes."""
        with (self.folder / "summary").open("ab") as summary:
            summary.write(told if len(told) <= MOST_SUMMARY else DROPPED)

    def _checkout(self, given: Mapping[str, Any]) -> Mapping[str, str]:
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        git(self.work, "init", "--quiet")
        git(self.work, "remote", "add", "origin", self.origin.as_uri())
        everything = given.get("fetch-depth") == 0
        wanted = ["+refs/heads/*:refs/remotes/origin/*", self.sha] if everything else ["--depth=1", self.sha]
        git(self.work, "fetch", "--quiet", "origin", *wanted)
        git(self.work, "checkout", "--quiet", "--detach", self.sha)
        return {}


def git(folder: Path, *arguments: str) -> str:
    """What Git says of the repository in the folder."""
    told = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    names = {
        f"GIT_{who}_{what}": "ci@riverbend.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    ran = subprocess.run(
        ["git", "-C", str(folder), *arguments],
        env=os.environ | told | names,
        capture_output=True,
        text=True,
        check=True,
    )
    return ran.stdout.strip()


def holds(condition: str | None, contexts: Mapping[str, Any]) -> bool:
    """Whether an `if:` is true; ours are of one form."""
    if condition is None:
        return True
    match = CONDITION.fullmatch(condition)
    assert match is not None, condition
    return value(match[1], contexts) == match[2]


def filled(text: str, contexts: Mapping[str, Any]) -> str:
    """The text with its expressions put in."""
    return EXPRESSION.sub(lambda match: value(match[1], contexts), text)


def value(name: str, contexts: Mapping[str, Any]) -> str:
    """What an expression such as `needs.build.outputs.award` stands for; what is not there is empty, as on GitHub."""
    found: Any = contexts
    for part in name.split("."):
        found = found.get(part, {})
    return found if isinstance(found, str) else ""


def outputs_of(text: str) -> dict[str, str]:
    """What a step has written to GITHUB_OUTPUT: `name=value`, or `name<<END`, lines, `END`."""
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        name, sign, rest = re.split("(=|<<)", line, maxsplit=1)
        found[name] = rest if sign == "=" else "\n".join(until(rest, lines))
    return found


def until(end: str, lines: Iterator[str]) -> Iterator[str]:
    """The lines before the one that ends them."""
    for line in lines:
        if line == end:
            return
        yield line
    raise AssertionError(f"no line {end}")
