"""What `badges init` puts into a new registry's `.github` is what stands here in ours."""

from __future__ import annotations

from tests.workflows.runner import WORKFLOWS
from tests.workflows.test_safety import zizmor

OURS = WORKFLOWS.parent
THEIRS = OURS.parent / "generator" / "data" / "registry" / ".github"
# Of the program itself, and of no registry.
OURS_ALONE = {"CODEOWNERS", "workflows/test.yml", "workflows/release.yml"}
THE_DIFFERENCE = "actions/badges/action.yml"


def names() -> set[str]:
    return {file.relative_to(OURS).as_posix() for file in OURS.rglob("*") if file.is_file()} - OURS_ALONE


def test_a_new_registry_has_the_very_workflows_and_forms_that_are_tested_here(bless: bool) -> None:
    shared = names() - {THE_DIFFERENCE}
    if bless:
        for name in shared:
            (THEIRS / name).parent.mkdir(parents=True, exist_ok=True)
            (THEIRS / name).write_bytes((OURS / name).read_bytes())
    theirs = {file.relative_to(THEIRS).as_posix(): file for file in THEIRS.rglob("*") if file.is_file()}
    assert set(theirs) == names(), "make template"
    assert [name for name in shared if theirs[name].read_bytes() != (OURS / name).read_bytes()] == [], "make template"


def test_zizmor_finds_nothing_in_them() -> None:
    found = zizmor(THEIRS)
    assert (found.returncode, found.stdout.strip()) == (0, "No findings to report. Good job!"), found.stderr
