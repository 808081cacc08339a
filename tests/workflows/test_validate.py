"""What a pull request is told: every step of validate.yml as it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.workflows.conftest import commit
from tests.workflows.runner import Machine

Make = Callable[..., Machine]
ANNOTATION = re.compile(r"::(error|warning) file=[^\s:,]+,line=\d+,col=\d+,endColumn=\d+,title=[a-z-]+::.+")
AWARD = "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml"


def test_a_registry_without_mistakes_passes(machine: Make, sample: Path) -> None:
    job = machine(sample).run("validate.yml")["check"]
    assert job.result == "success"
    assert "badges: no mistakes in 5 badges and 8 awards" in job.log
    assert job.commands == []


def test_a_mistake_is_shown_where_it_stands(machine: Make, origin: Path) -> None:
    award = origin / AWARD
    award.write_text(award.read_text("utf-8").replace("assessor: engineering-lab", "assessor: enginering-lab"), "utf-8")
    commit(origin)
    job = machine(origin).run("validate.yml")["check"]
    assert job.result == "failure"
    [told] = job.commands
    assert told.startswith(f"::error file={AWARD},line=")
    assert "title=unknown-assessor::" in told


def test_a_file_gives_github_no_command(machine: Make, origin: Path) -> None:
    """Whatever stands in a file or its name: each line is an annotation of ours, or talk."""
    orders = '"x\\n::set-output name=a::b\\r\\n##[add-mask]c\\n::stop-commands::d"'
    award = origin / AWARD
    text = award.read_text("utf-8").replace("assessor: engineering-lab", f"assessor: {orders}")
    award.write_text(f"{text}{orders}: {orders}\n", "utf-8")
    (origin / "badges" / "a%0A::error::b\n::add-path::c").mkdir()
    (origin / "badges" / "a%0A::error::b\n::add-path::c" / "##[warning]v1.yml").write_text("name: x\n", "utf-8")
    commit(origin)
    job = machine(origin).run("validate.yml")["check"]
    assert job.result == "failure"
    assert len(job.commands) >= 3
    assert [line for line in job.commands if not ANNOTATION.fullmatch(line)] == []
    lines = [line for line in job.step("Check the registry").log.splitlines() if line not in job.commands]
    assert [line for line in lines if not line.startswith("badges: ")] == []


def test_a_key_in_the_machine_is_of_no_use(machine: Make, sample: Path) -> None:
    """The job asks for none, so that a pull request finds none."""
    job = machine(sample, secrets={"BADGES_SIGNING_KEY": "not-to-be-seen"}).run("validate.yml")["check"]
    assert [step.name for step in job.steps if "not-to-be-seen" in str(step.env)] == []
