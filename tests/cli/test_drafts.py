"""While one badge is still being written, every other can be awarded, corrected and ended."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.adapters.private_folder import private_folder
from generator.cli.main import badges
from generator.errors import RegistryRefused
from tests.builds import registry_to_award_in
from tests.cli.deeds import ALONE, CIRCUITS, PART

LEARNER = """\
name: Sample Learner Nine
emailAddress: nine@learners.example
results: {wiring: proficient, explanation: proficient}
evidence:
  - {name: Circuit, description: A circuit that works.}
"""
WHOSE = "name: Sample Learner One\nemailAddress: one@learners.example\n"
BY_HAND = """\
badge: soldering@1
awarded: 2026-06-01
assessor: engineering-lab
results: {first-thing: proficient}
evidence:
  - {name: Board, description: A board that works.}
"""


@pytest.fixture
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry in which a badge and another version of one are drafts."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("BADGES_PRIVATE", raising=False)
    monkeypatch.delenv("CI", raising=False)
    folder = registry_to_award_in(tmp_path / "badges")
    private_folder(folder).make_sealing_key()
    run(folder, "new", "badge", "soldering")
    run(folder, "new", "version", "circuit-design")
    new = folder / "badges/circuit-design/v2.yml"
    new.write_text(re.sub(r"^name: .*", 'name: "TODO: the new name"', new.read_text("utf-8"), flags=re.M), "utf-8")
    return folder


def run(top: Path, *arguments: object, told: str = "", code: int = 0) -> Result:
    command = [*map(str, arguments), "--source", str(top)]
    done = CliRunner().invoke(badges, command, input=told, catch_exceptions=False)
    assert done.exit_code == code, done.output
    return done


def refused(top: Path, *arguments: object, told: str = "") -> str:
    """What is said when nothing is done, nor written."""
    before = {file: file.read_bytes() for file in sorted(top.parent.rglob("*.yml"))}
    command = [*map(str, arguments), "--source", str(top)]
    done = CliRunner().invoke(badges, command, input=told)
    assert done.exit_code == 1
    assert {file: file.read_bytes() for file in sorted(top.parent.rglob("*.yml"))} == before
    return str(done.exception) if isinstance(done.exception, RegistryRefused) else done.stderr


def test_other_badges_and_finished_versions_are_awarded(top: Path) -> None:
    done = run(top, "award", "circuit-design@1", told=LEARNER)
    [file] = re.findall(r"wrote (recipients/\S+)", done.stdout)
    assert "badge: circuit-design@1\n" in (top / file).read_text("utf-8")
    assert "Circuit Design, version 1" in run(top, "roster", "show").stdout
    assert "1 receipt made" in run(top, "receipts").stderr
    assert run(top, "award", "circuit-design@1", "--template").stdout.startswith("\ufeffname,email,")


def test_awards_are_corrected_ended_erased_and_stamped(top: Path) -> None:
    assert "+  reason: Wrong class\n" in run(top, "revoke", PART, "--reason", "Wrong class", "--dry-run").stdout
    assert f"--- a/{CIRCUITS}/{ALONE}.yml\n" in run(top, "erase", ALONE, "--dry-run").stdout
    assert "its page will lead to" in run(top, "reissue", ALONE, told=WHOSE).stderr
    by_hand = BY_HAND.replace("soldering", "circuit-design").replace(
        "{first-thing:", "{wiring: proficient, explanation:"
    )
    (top / CIRCUITS / "first.yml").write_text(by_hand, "utf-8")
    assert "1 file stamped" in run(top, "stamp", told=f"file: first.yml\n{WHOSE}").stderr


def test_nothing_of_a_draft_is_awarded_and_its_first_gap_is_told(top: Path) -> None:
    told = refused(top, "award", "soldering", told=LEARNER)
    assert "soldering@1 is a draft: first write what each TODO: asks for; badges check lists all" in told
    assert "\nbadges/soldering/v1.yml:12:11: error: this is still to be filled in [unfinished]\n" in told
    assert told.count("[unfinished]") == 1
    assert "soldering@1 is a draft" in refused(top, "award", "soldering", "--template")
    assert "soldering@1 is a draft" in refused(top, "reissue", ALONE, told=f"{WHOSE}badge: soldering@1\n")


def test_a_draft_of_another_version_is_not_taken_for_the_badge(top: Path) -> None:
    for badge in ("circuit-design", "circuit-design@2"):
        told = refused(top, "award", badge, told=LEARNER)
        assert "circuit-design@2 is a draft: first write what each TODO: asks for, or take circuit-design@1" in told
        assert "\nbadges/circuit-design/v2.yml:1:8: error" in told


def test_a_file_written_by_hand_for_a_draft_is_not_stamped(top: Path) -> None:
    issuer = top / "badges/issuer.yml"
    issuer.write_text(issuer.read_text("utf-8").replace("badges: [", "badges: [soldering, ", 1), "utf-8")
    file = top / "recipients/lincoln-high/soldering/first.yml"
    file.parent.mkdir()
    file.write_text(BY_HAND, "utf-8")
    assert "soldering@1 is a draft" in refused(top, "stamp", told=f"file: first.yml\n{WHOSE}")


def test_nothing_of_a_draft_is_published(top: Path) -> None:
    for verb in (("check", "--no-cache"), ("build", "--preview"), ("due",)):
        assert "[unfinished]" in run(top, *verb, code=1).stdout
    assert not (top / "site").exists()


def test_mistakes_in_a_file_that_has_nothing_to_do_with_it_keep_nobody_from_awarding(top: Path) -> None:
    (top / "badges/soldering/v1.yml").write_text("name: [\n", "utf-8")
    run(top, "award", "circuit-design@1", told=LEARNER)
    told = refused(top, "award", "soldering", told=LEARNER)
    assert "soldering@1 has mistakes: mend these first" in told
    assert "\nbadges/soldering/v1.yml:" in told


def test_awards_of_a_badge_with_mistakes_are_left_out_of_what_is_shown_and_said_so(top: Path) -> None:
    run(top, "award", "circuit-design@1", told=LEARNER)
    (top / "badges/circuit-design/v1.yml").write_text("name: [\n", "utf-8")
    done = run(top, "roster", "show")
    assert "Nine" not in done.stdout
    assert "not shown, as there is no such badge here or it has mistakes: circuit-design@1" in done.stderr
    assert "circuit-design@1 has mistakes" in refused(top, "receipts")


def test_a_stack_that_lacks_a_draft_is_shown_with_the_badge_that_it_lacks(top: Path) -> None:
    for file in top.glob("badges/engineering-foundations/v*.yml"):
        file.write_text(re.sub(r"all: \[.*\]", "all: [circuit-design, soldering]", file.read_text("utf-8")), "utf-8")
    run(top, "award", "circuit-design@1", told=LEARNER)
    assert "    Sample Learner Nine: lacks soldering\n" in run(top, "roster", "show").stdout


def test_what_everything_depends_on_must_be_right_and_is_told_first(top: Path) -> None:
    (top / "recipients/reserved.yml").write_text("- {status: x, revoked: false}\n", "utf-8")
    told = refused(top, "award", "circuit-design@1", told=LEARNER)
    first, place, *_ = told.splitlines()
    assert first.endswith("the registry has mistakes that must be mended first")
    assert place.startswith("recipients/reserved.yml:1:")
    assert "soldering" not in told


def test_who_approves_what_is_written_as_it_is_without_the_draft(top: Path) -> None:
    issuer = top / "badges/issuer.yml"
    issuer.write_text(issuer.read_text("utf-8") + "administrators: [riverbend/coordinators]\n", "utf-8")
    run(top, "codeowners")
    written = (top / ".github/CODEOWNERS").read_text("utf-8")
    assert "/badges/circuit-design/" in written
    assert "soldering" not in written
    for file in top.glob("badges/*/v*.yml"):
        if "TODO:" in file.read_text("utf-8"):
            file.unlink()
    assert "is current" in run(top, "codeowners", "--check").stderr


def test_stacks_that_are_due_are_awarded_and_one_that_is_a_draft_waits(top: Path) -> None:
    for file in top.glob("badges/engineering-foundations/v*.yml"):
        file.write_text(re.sub(r"all: \[.*\]", "all: [circuit-design]", file.read_text("utf-8")), "utf-8")
    draft = re.sub(r"^name: .*", 'name: "TODO: a name"', file.read_text("utf-8"), flags=re.MULTILINE)
    (top / "badges/all-of-it").mkdir()
    (top / "badges/all-of-it/v1.yml").write_text(draft, "utf-8")
    run(top, "award", "circuit-design@1", told=LEARNER)
    told = run(top, "award", "--due", "--assessor", "engineering-lab", "--dry-run")
    assert "+badge: engineering-foundations@1" in told.stdout
    assert "all-of-it" not in told.stdout
    assert "all-of-it@1 is a draft" in refused(top, "award", "all-of-it", "--due")
