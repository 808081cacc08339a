"""`badges award` as teachers use it: at a terminal, for a class, for another program's answers, for stacks."""

from __future__ import annotations

import csv
import io
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.adapters.private_folder import private_folder
from generator.encodings import sealing
from generator.encodings.identity_hash import matches
from generator.names import AwardId
from tests import starting

Done = subprocess.CompletedProcess[str]
Badges = Callable[..., Done]
LEARNER = """\
name: Sample Learner Nine
emailAddress: Nine@learners.example
results: {wiring: proficient, explanation: proficient}
evidence:
  - {name: Circuit, description: A circuit that works.}
"""
HEADER = ["name", "email", "wiring", "explanation", "evidence", "evidence description"]


@pytest.fixture
def badges(registry: Path) -> Badges:
    def run(*arguments: object, stdin: str = "", code: int = 0) -> Done:
        done = starting.badges(*arguments, "--source", registry, stdin=stdin)
        assert done.returncode == code, done.stdout + done.stderr
        return done

    return run


def awards(registry: Path, badge: str = "circuit-design") -> set[Path]:
    return {*(registry / "recipients").glob(f"*/{badge}/*.yml")}


def class_list(file: Path, *rows: list[str]) -> Path:
    text = io.StringIO()
    csv.writer(text).writerows([HEADER, *rows])
    file.write_text(text.getvalue(), "utf-8")
    return file


def learner(number: int, wiring: str = "proficient") -> list[str]:
    who = [f"Sample Learner {number}", f"learner.{number}@learners.example"]
    return [*who, wiring, "proficient", "Circuit", "A circuit that works."]


def roster(registry: Path) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO((registry.parent / "badges-private/roster.csv").read_text("utf-8-sig")))]


def test_answers_of_another_program_become_one_file(badges: Badges, registry: Path) -> None:
    before = awards(registry)
    done = badges("award", "circuit-design", stdin=LEARNER)
    [file] = awards(registry) - before
    assert done.stdout == f"wrote {file.relative_to(registry).as_posix()}\n"
    record = yaml.safe_load(file.read_text("utf-8"))
    assert (record["badge"], record["assessor"], file.parts[-3]) == (
        "circuit-design@1",
        "engineering-lab",
        "lincoln-high",
    )
    badges("check")


def test_who_it_is_stands_in_no_file_that_git_takes_and_opens_with_the_sealing_key(
    badges: Badges, registry: Path
) -> None:
    before = awards(registry)
    done = badges("award", "circuit-design", stdin=LEARNER)
    [file] = awards(registry) - before
    award, key = AwardId(file.stem), private_folder(registry).sealing_key()
    identity = yaml.safe_load(file.read_text("utf-8"))["identity"]
    assert matches(identity["name"], "Sample Learner Nine", sealing.salt(key, award, "name"))
    assert matches(identity["emailAddress"], "nine@learners.example", sealing.salt(key, award, "emailAddress"))
    assert "Nine" not in done.stdout + done.stderr
    subprocess.run(["git", "-C", str(registry), "init", "-q"], check=True)
    taken = subprocess.run(
        ["git", "-C", str(registry), "ls-files", "-z", "--others", "--exclude-standard"],
        check=True,
        capture_output=True,
    )
    paths = [registry / name.decode() for name in taken.stdout.split(b"\0") if name]
    assert file in paths
    everything = b"".join(path.read_bytes() for path in paths)
    assert b"Learner Nine" not in everything
    assert b"nine@" not in everything.lower()


def test_a_class_is_awarded_and_run_twice_it_awards_nothing_twice(
    badges: Badges, registry: Path, tmp_path: Path
) -> None:
    before, file = awards(registry), class_list(tmp_path / "class.csv", *map(learner, range(1, 31)))
    badges("award", "circuit-design", "--from", file)
    new = awards(registry) - before
    assert len(new) == 30
    assert len([*csv.DictReader(io.StringIO(_receipts(registry)))]) == 30
    statuses = [yaml.safe_load(path.read_text("utf-8"))["status"] for path in awards(registry)]
    assert len({*statuses}) == len(statuses)
    again = badges("award", "circuit-design", "--from", file)
    assert "30 learners held this badge already" in again.stderr
    assert awards(registry) - before == new
    assert len(roster(registry)) == 30


def test_run_twice_without_the_roster_it_awards_nothing_twice_either(
    badges: Badges, registry: Path, tmp_path: Path
) -> None:
    """The sealing key alone tells whose an award is."""
    file = class_list(tmp_path / "class.csv", learner(1), learner(2))
    badges("award", "circuit-design", "--from", file)
    (registry.parent / "badges-private/roster.csv").unlink()
    before = awards(registry)
    assert "2 learners held this badge already" in badges("award", "circuit-design", "--from", file).stderr
    assert awards(registry) == before


def _receipts(registry: Path) -> str:
    [table] = (registry / "receipts").glob("*.csv")
    return table.read_text("utf-8-sig")


def test_every_bad_row_is_told_by_its_number_and_nothing_is_written(
    badges: Badges, registry: Path, tmp_path: Path
) -> None:
    before = awards(registry)
    bad = [learner(1), learner(2, "splendid"), learner(3), [*learner(4)[:4], "", ""], learner(1)]
    done = badges("award", "circuit-design", "--from", class_list(tmp_path / "class.csv", *bad), code=1)
    assert {*re.findall(r"^row (\d+): error", done.stderr, re.MULTILINE)} == {"3", "5", "6"}
    assert "nothing was written" in done.stderr
    assert "learner.2" not in done.stderr
    assert awards(registry) == before
    assert not (registry.parent / "badges-private/roster.csv").exists()


def test_who_is_not_there_yet_is_noted_in_the_roster_once_and_not_awarded(
    badges: Badges, registry: Path, tmp_path: Path
) -> None:
    before, file = awards(registry), class_list(tmp_path / "class.csv", learner(1), learner(2, "emerging"))
    done = badges("award", "circuit-design", "--from", file)
    assert "not yet at the required level of Wiring and assembly: row 3" in done.stderr
    assert len(awards(registry) - before) == 1
    badges("award", "circuit-design", "--from", file)
    assert [(row["award"] == "", row["results"]) for row in roster(registry)] == [
        (False, "wiring=proficient explanation=proficient"),
        (True, "wiring=emerging explanation=proficient"),
    ]
    better = class_list(tmp_path / "class.csv", learner(2))
    badges("award", "circuit-design", "--from", better)
    assert len(awards(registry) - before) == 2


def test_who_was_revoked_is_not_awarded_again_by_running_the_list_once_more(badges: Badges, registry: Path) -> None:
    before = awards(registry)
    badges("award", "circuit-design", stdin=LEARNER)
    [file] = awards(registry) - before
    day = yaml.safe_load(file.read_text("utf-8"))["awarded"]
    file.write_text(file.read_text("utf-8") + f"revoked:\n  date: {day}\n  reason: Given in error.\n", "utf-8")
    said = badges("award", "circuit-design", stdin=LEARNER).stderr
    assert "which was revoked; badges award --again awards it anew" in said
    badges("award", "circuit-design", "--again", stdin=LEARNER)
    assert len(awards(registry) - before) == 2


def test_who_was_awarded_on_another_branch_is_not_awarded_twice(badges: Badges, registry: Path) -> None:
    """The roster knows of it, the files of this branch don't."""
    before = awards(registry)
    badges("award", "circuit-design", stdin=LEARNER)
    [file] = awards(registry) - before
    file.unlink()
    said = badges("award", "circuit-design", stdin=LEARNER).stderr
    assert "was awarded this badge on another branch" in said
    assert file.stem in said
    assert awards(registry) == before


def test_what_many_rows_lack_is_told_once_and_all_that_is_wrong_at_once(
    badges: Badges, registry: Path, tmp_path: Path
) -> None:
    """Basic coding may be awarded at either campus, and the list says at none."""
    rows = [["name", "email", "program", "evidence", "evidence description"]]
    rows += [[f"Sample Learner {n}", f"learner.{n}@learners.example", "proficient", "x", "y"] for n in range(1, 6)]
    rows[3][1] = "no address"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (tmp_path / "class.csv").write_text(text.getvalue(), "utf-8")
    said = badges("award", "basic-coding@1", "--from", tmp_path / "class.csv", code=1).stderr
    assert said.count("it is not said at which campus") == 1
    assert "rows 2-3, 5-6: error: it is not said at which campus" in said
    assert "row 4: error:" in said


def test_the_template_asks_what_this_registry_needs(badges: Badges) -> None:
    assert "campus" in badges("award", "basic-coding", "--template").stdout.splitlines()[0]
    assert "campus" not in badges("award", "circuit-design", "--template").stdout.splitlines()[0]


def test_without_a_roster_it_is_said_how_to_make_it_again(badges: Badges) -> None:
    assert "badges receipts --roster" in badges("award", "--due").stderr


def test_a_badge_that_builds_on_another_finds_it_in_the_roster(badges: Badges, registry: Path) -> None:
    requires = yaml.safe_load((registry / "badges/engineering-foundations/v1.yml").read_text("utf-8"))["requires"][
        "all"
    ]
    stack = "campus: lincoln-high\nname: Sample Learner Nine\nemailAddress: nine@learners.example\n"
    done = badges("award", "engineering-foundations", stdin=stack, code=1)
    assert "this learner holds no award of" in done.stderr
    assert all(badge in done.stderr for badge in requires)


def test_a_stack_is_due_when_its_parts_are_there(badges: Badges, registry: Path) -> None:
    for badge in ("circuit-design", "3d-modeling"):
        _award_whatever_it_asks(badges, registry, badge)
    _award_whatever_it_asks(badges, registry, "self-driving-car")
    before = awards(registry, "engineering-foundations")
    badges("award", "--due")
    [file] = awards(registry, "engineering-foundations") - before
    record = yaml.safe_load(file.read_text("utf-8"))
    assert {AwardId(part) for part in record["builds_on"]} <= {AwardId(row["award"]) for row in roster(registry)}
    assert "nobody in the roster has completed a stack without holding it" in badges("award", "--due").stderr
    assert "circuit-design@1 is no stack" in badges("award", "circuit-design", "--due", code=2).stderr
    badges("check")


def _award_whatever_it_asks(badges: Badges, registry: Path, badge: str) -> None:
    """Award a badge to the learner, after those that it requires."""
    versions = sorted((registry / "badges" / badge).glob("v*.yml"), key=lambda file: int(file.stem[1:]))
    version = yaml.safe_load(versions[-1].read_text("utf-8"))
    for need in version.get("requires", {}).get("all", []):
        _award_whatever_it_asks(badges, registry, need.partition("@")[0])
    answers = {
        "name": "Sample Learner Nine",
        "emailAddress": "nine@learners.example",
        "campus": "lincoln-high",
        "assessor": "computing" if badge in ("basic-coding", "self-driving-car") else "engineering-lab",
        "results": {row["id"]: row["required"] for row in version["rubric"]},
        "evidence": [{"name": f"Work {n}", "description": "It does."} for n in range(version["evidence"]["minimum"])],
    }
    badges("award", badge, stdin=yaml.safe_dump(answers))


def test_answers_with_mistakes_are_told_by_line_and_show_nobody(badges: Badges) -> None:
    wrong = LEARNER.replace("Nine@learners.example", "nine-at-learners").replace("wiring: pro", "wirring: pro")
    done = badges("award", "circuit-design", stdin=wrong, code=1)
    assert '<stdin>:2:15: error: "•••" is not an e-mail address' in done.stdout
    assert "nine-at" not in done.stdout + done.stderr


def test_all_that_is_wrong_with_an_answer_is_told_at_once(badges: Badges) -> None:
    wrong = LEARNER.replace("A circuit that", "Sample Learner Nine's circuit").replace(
        "wiring: proficient", "wiring: x"
    )
    said = badges("award", "circuit-design", stdin=wrong, code=1).stderr
    assert "the answers: error: evidence: the name of a learner stands in it" in said
    assert "no level" in said
    assert "2 mistakes found; nothing was written" in said


def test_a_dry_run_shows_the_file_and_writes_nothing(badges: Badges, registry: Path) -> None:
    before = awards(registry)
    done = badges("award", "circuit-design", "--dry-run", stdin=LEARNER)
    assert "+badge: circuit-design@1\n" in done.stdout
    assert "Nine" not in done.stdout
    assert "without --dry-run, 1 award would be written" in done.stderr
    assert awards(registry) == before
    assert not (registry.parent / "badges-private/roster.csv").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing-such"], "there is no badge 'nothing-such'"),
        (["circut-design"], "did you mean circuit-design?"),
        (["circuit-design@9"], "has the versions 1 to 1"),
        ([], "name the badge"),
        (["circuit-design", "--campus", "Lincon High"], "there is no such campus: did you mean"),
        (["circuit-design", "--assessor", "nobody"], "there is no such assessor: one of"),
        (["circuit-design", "--awarded", "20.11.2026"], "write year, month and day, such as 2026-11-20"),
    ],
)
def test_what_is_typed_wrongly_is_answered(badges: Badges, arguments: list[str], said: str) -> None:
    assert said in badges("award", *arguments, stdin=LEARNER, code=2).stderr


def test_without_a_sealing_key_nothing_is_awarded_and_it_is_said_where_one_belongs(
    badges: Badges, registry: Path
) -> None:
    (registry.parent / "badges-private/sealing.key").unlink()
    assert "there is no sealing key at" in badges("award", "circuit-design", stdin=LEARNER, code=3).stderr


def test_a_second_sealing_key_is_not_taken_for_the_one_of_earlier_awards(
    badges: Badges, registry: Path, tmp_path: Path
) -> None:
    badges("award", "circuit-design", stdin=LEARNER)
    before, own = awards(registry), private_folder(registry).path / "sealing.key"
    own.unlink()
    private_folder(registry).make_sealing_key()
    file = class_list(tmp_path / "class.csv", *map(learner, range(1, 3)))
    done = badges("award", "circuit-design", "--from", file, code=3)
    assert "opens none of the newest awards of the roster" in done.stderr
    assert awards(registry) == before
    badges("award", "circuit-design", "--from", file, "--old-key-lost")
    badges("award", "circuit-design", "--from", file)
    assert len(awards(registry)) == len(before) + 2


@pytest.mark.parametrize("folder", [".", "docs", "recipients/lincoln-high", "..", "badges"])
def test_receipts_go_into_no_folder_that_is_for_something_else(badges: Badges, registry: Path, folder: str) -> None:
    subprocess.run(["git", "-C", str(registry), "init", "-q"], check=True)
    ignore = registry / ".gitignore"
    ignore.write_text("*.key\n")
    done = badges("award", "circuit-design", "--receipts", registry / folder, stdin=LEARNER, code=3)
    assert "is for other things than receipts" in done.stderr
    assert ignore.read_text() == "*.key\n"
    assert not (registry / folder / ".gitignore").exists() or folder == "."


def test_a_folder_for_receipts_that_git_would_take_all_the_same_gets_none(badges: Badges, registry: Path) -> None:
    subprocess.run(["git", "-C", str(registry), "init", "-q"], check=True)
    letters = registry / "letters-home"
    letters.mkdir()
    (letters / ".gitignore").write_text("*.tmp\n")
    done = badges("award", "circuit-design", "--receipts", letters, stdin=LEARNER, code=3)
    assert "would name learners in the Git repository" in done.stderr
    assert (letters / ".gitignore").read_text() == "*.tmp\n"
    assert [each.name for each in letters.iterdir()] == [".gitignore"]
