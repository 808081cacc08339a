"""`badges new`: what is drafted is well-formed, is told to be unfinished, and is right once it is filled in."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.adapters import registry
from generator.cli import asking
from generator.cli.main import badges
from generator.errors import BadgeNotCopied

SAMPLE = Path(__file__).parents[1] / "registry"
TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: TODAY)


@pytest.fixture
def top(tmp_path: Path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "registry")


def run(top: Path, *arguments: str, answers: str = "") -> Result:
    return CliRunner().invoke(badges, [*arguments, "--source", str(top)], input=answers, catch_exceptions=False)


def codes(top: Path) -> set[str]:
    told = run(top, "check", "--format", "json", "--no-cache", "--jobs", "1")
    return {problem["code"] for problem in json.loads(told.stdout)["problems"]}


def filled_in(file: Path) -> None:
    """Write what the marks ask for, as a person would who takes them literally."""
    text = file.read_text("utf-8")
    text = re.sub(r'level: "TODO: .*"', "level: advanced", text)
    text = re.sub(r'language: "TODO: .*"', "language: en", text)
    file.write_text(re.sub("TODO: ", "", text), "utf-8")


def test_a_drafted_badge_is_unfinished_until_all_is_written_and_then_right(top: Path) -> None:
    done = run(top, "new", "badge", "soldering")
    assert (done.exit_code, done.stdout) == (0, "wrote badges/soldering/v1.yml\n")
    assert "write what each TODO: asks for (10 places)" in done.stderr
    assert codes(top) == {"unfinished"}
    text = (top / "badges/soldering/v1.yml").read_text("utf-8")
    assert "name: Soldering\n" in text
    assert "language: en\n" in text
    assert "last: 2026-11-22\n  next: 2027-11-22\n" in text
    filled_in(top / "badges/soldering/v1.yml")
    assert codes(top) == set()


def test_every_member_that_a_badge_may_have_is_explained(top: Path) -> None:
    run(top, "new", "badge", "soldering")
    text = (top / "badges/soldering/v1.yml").read_text("utf-8")
    told = set(re.findall(r"^(?:# )?([a-z_]+):", text, re.MULTILINE))
    schema = json.loads((Path(__file__).parents[2] / "generator/data/schemas/badge.json").read_text("utf-8"))
    assert told >= set(schema["properties"]) - {"stack", "copied_from", "amended", "retired"}


def test_each_example_is_right_when_it_is_used(top: Path) -> None:
    run(top, "new", "badge", "soldering", "--level", "advanced")
    file = top / "badges/soldering/v1.yml"
    filled_in(file)
    text = file.read_text("utf-8")
    head, rest = text.split("\n\n", 1)
    used = re.sub(r"^# (?=[a-z_]+:| )", "", rest, flags=re.MULTILINE)
    used = used.replace("image: my-badge.svg\n", "").replace("my-badge", "circuit-design")
    file.write_text(f"{head}\n\n{used}", "utf-8")
    assert "\nskills: [" in used
    assert "\n  partners:\n" in used
    assert codes(top) == set()


def test_a_stack_is_drafted_with_what_it_is_made_of_and_no_rubric(top: Path) -> None:
    done = run(top, "new", "badge", "electronics", "--stack", "--requires", "circuit-design@1,basic-coding")
    assert done.exit_code == 0
    text = (top / "badges/electronics/v1.yml").read_text("utf-8")
    assert "stack: true\n" in text
    assert "rubric" not in text
    filled_in(top / "badges/electronics/v1.yml")
    assert codes(top) == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["circuit-design"], "badges new version circuit-design"),
        (["Circuit_Design"], "lower-case letters and digits"),
        (["one", "--stack"], "--requires is missing"),
        (["one", "--requires", "circuit-desing"], 'did you mean "circuit-design"?'),
        (["one", "--requires", "circuit-design@9"], "circuit-design@1"),
        (["one", "--language", "English"], "write a language"),
        ([], "SLUG is missing"),
        (["--from", "http://badges.example/badges/one/"], "begins with https://"),
    ],
)
def test_a_wrong_call_is_answered_and_writes_nothing(top: Path, arguments: list[str], said: str) -> None:
    done = run(top, "new", "badge", *arguments)
    assert done.exit_code == 2
    assert said in " ".join(done.stderr.split())
    assert not (top / "badges/one").exists()


def test_a_dry_run_shows_the_file_and_writes_nothing(top: Path) -> None:
    done = run(top, "new", "badge", "soldering", "--dry-run")
    assert done.stdout.startswith("--- /dev/null\n+++ b/badges/soldering/v1.yml\n")
    assert not (top / "badges/soldering").exists()


def test_a_person_at_a_terminal_is_asked_for_what_was_not_told(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "somebody_is_there", lambda: True)
    done = run(top, "new", "badge", answers="Not a slug\nsoldering\nSoldering by hand\nhard\nadvanced\n")
    assert done.exit_code == 0, done.stderr
    assert '"Not a slug" is not a name for a file' in done.stderr
    text = (top / "badges/soldering/v1.yml").read_text("utf-8")
    assert "name: Soldering by hand\n" in text
    assert "level: advanced\n" in text


def test_a_new_version_is_the_old_one_without_what_ended_or_corrected_it(top: Path) -> None:
    old = top / "badges/circuit-design/v1.yml"
    ended = "retired: {date: 2026-09-30, reason: Old}   # no more\n"
    amended = "amended:   # see the minutes\n  - {date: 2026-06-20, reason: A typing error}\n"
    text = old.read_text("utf-8")
    old.write_text(f"{text}{ended}{amended}# the end\n", "utf-8")
    done = run(top, "new", "version", "circuit-design")
    assert (done.exit_code, done.stdout) == (0, "wrote badges/circuit-design/v2.yml\n")
    assert (top / "badges/circuit-design/v2.yml").read_text("utf-8") == f"{text}# the end\n"
    assert "without amended and retired" in done.stderr
    assert "all versions show circuit-design.svg" in done.stderr
    assert codes(top) == set()


def test_the_note_at_the_head_of_a_draft_tells_its_version(top: Path) -> None:
    for command in ("badge", "version", "version"):
        assert run(top, "new", command, "soldering").exit_code == 0
    drafts = [top / f"badges/soldering/v{number}.yml" for number in (1, 2, 3)]
    heads = [draft.read_text("utf-8").splitlines()[0] for draft in drafts]
    assert heads == [f"# Soldering, version {number}: a draft" for number in (1, 2, 3)]


def test_what_a_first_badge_requires_is_to_be_drafted_first(top: Path) -> None:
    for kind in ("badges", "recipients"):
        for folder in (top / kind).iterdir():
            shutil.rmtree(folder) if folder.is_dir() else None
    done = run(top, "new", "badge", "one", "--stack", "--requires", "nope")
    assert done.exit_code == 2
    assert 'there is no badge "nope": draft it first: badges new badge nope' in " ".join(done.stderr.split())


def test_whoever_requires_the_old_version_alone_is_named(top: Path) -> None:
    run(top, "new", "badge", "electronics", "--stack", "--requires", "circuit-design@1")
    filled_in(top / "badges/electronics/v1.yml")
    done = run(top, "new", "version", "circuit-design")
    assert "electronics require version 1 alone: see whether version 2 is to count" in done.stderr


def test_no_version_of_what_is_no_badge(top: Path) -> None:
    done = run(top, "new", "version", "circuit-desing")
    assert done.exit_code == 2
    assert 'did you mean "circuit-design"?' in done.stderr


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"name: \xff\n", "the file is not UTF-8 text"),
        (b"name: [\n", "badges/circuit-design/v1.yml:1: this is not YAML"),
    ],
)
def test_what_can_not_be_read_is_not_copied(top: Path, data: bytes, said: str) -> None:
    (top / "badges/circuit-design/v1.yml").write_bytes(data)
    done = run(top, "new", "version", "circuit-design")
    assert (done.exit_code, said in done.stderr) == (1, True), done.stderr
    assert not (top / "badges/circuit-design/v2.yml").exists()


def test_line_breaks_of_windows_stay(top: Path) -> None:
    file = top / "badges/circuit-design/v1.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n") + b"retired: 2026-09-30\r\n")
    run(top, "new", "version", "circuit-design")
    made = (top / "badges/circuit-design/v2.yml").read_bytes()
    assert made == file.read_bytes().replace(b"retired: 2026-09-30\r\n", b"")


def test_campuses_and_assessors_come_last_and_all_else_stays(top: Path) -> None:
    issuer = top / "badges/issuer.yml"
    before = issuer.read_text("utf-8")
    assert run(top, "new", "campus", "north-high", "--name", "North High", "--under-16").exit_code == 0
    done = run(
        top, "new", "assessor", "north-lab", "--name", "North Lab", "--github", "riverbend/north",
        "--badge", "circuit-design", "--campus", "north-high",
    )  # fmt: skip
    assert done.exit_code == 0, done.stderr
    assert "badges codeowners" in done.stderr
    after = issuer.read_text("utf-8")
    assert [line for line in before.splitlines() if line not in after.splitlines()] == []
    assert "\n  north-high:\n    name: North High\n    under_16: true\n" in after
    assert after.endswith("    badges:\n      - circuit-design\n    since: 2026-11-22\n")
    assert codes(top) == set()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["campus", "lincoln-high", "--name", "Another"], 2, 'there is a "lincoln-high" under campuses already'),
        (["campus", "north-high"], 2, "--name is missing"),
        (["assessor", "lab", "--name", "Lab", "--github", "a b", "--badge", "circuit-design"], 1, "login"),
        (["assessor", "lab", "--name", "Lab", "--github", "lab", "--badge", "no-badge"], 1, "no-badge"),
    ],
)
def test_an_entry_that_would_be_wrong_is_not_written(top: Path, arguments: list[str], code: int, said: str) -> None:
    before = (top / "badges/issuer.yml").read_bytes()
    done = run(top, "new", *arguments)
    assert done.exit_code == code
    assert said in done.stderr
    assert (top / "badges/issuer.yml").read_bytes() == before


def test_assessors_are_asked_for_with_a_word_on_private_persons(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "somebody_is_there", lambda: True)
    answers = "north-lab\n\nNorth Lab\nriverbend/north\ncircuit-design, basic-coding\n"
    done = run(top, "new", "assessor", answers=answers)
    assert done.exit_code == 0, done.stderr
    assert "type something, or press Ctrl-C to stop" in done.stderr
    assert "it may award from today on" in done.stderr
    assert "never a private person without their consent" in done.stderr


ELSEWHERE = "https://badges.lakeside.example"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The site of another district, as far as a badge of it needs one."""
    folder = tmp_path / "site"
    text = (SAMPLE / "published/achievement.json").read_text("utf-8").replace("riverbend.example", "lakeside.example")
    for path, content in {
        "issuer/profile.json": json.dumps({"url": ELSEWHERE}),
        "badges/soldering/v1.json": text.replace("/circuit-design/", "/soldering/"),
        "badges/odd/v1.json": json.dumps({"type": ["Achievement"], "name": "Odd\u0007", "criteria": {"narrative": 7}}),
        "badges/page/v1.json": "<!doctype html>",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content, "utf-8")
    return folder


def test_a_badge_of_another_district_is_copied_with_its_source_named(top: Path, site: Path) -> None:
    done = run(top, "new", "badge", "--from", f"{ELSEWHERE}/badges/soldering/", "--site", str(site))
    assert (done.exit_code, done.stdout) == (0, "wrote badges/soldering/v1.yml\n")
    assert "its picture was not copied" in done.stderr
    text = (top / "badges/soldering/v1.yml").read_text("utf-8")
    source = f"{ELSEWHERE}/badges/soldering/#v1"
    assert text.startswith("# Circuit Design, version 1: a draft adapted from a badge by Riverbend STEM District, ")
    assert source in text.splitlines()[0]
    assert f"copied_from: {source}\n" in text
    assert codes(top) == {"unfinished"}
    told = json.loads(run(top, "check", "--format", "json", "--no-cache", "--jobs", "1").stdout)["problems"]
    lines = [text.splitlines()[problem["line"] - 1].split(":")[0].strip() for problem in told]
    assert lines == ["summary", "level", "asks_for", "last", "next"]
    day = re.compile("\"?'?TODO: the day (on|by) which .*")
    text = day.sub(lambda found: "2026-11-20" if found[1] == "on" else "2027-11-20", text)
    (top / "badges/soldering/v1.yml").write_text(text, "utf-8")
    filled_in(top / "badges/soldering/v1.yml")
    assert codes(top) == set()


def test_of_a_hostile_badge_nothing_stays_but_places_to_fill_in(top: Path, site: Path) -> None:
    done = run(top, "new", "badge", "odd", "--from", f"{ELSEWHERE}/badges/odd/", "--site", str(site))
    assert done.exit_code == 0, done.stderr
    assert "left out, name: the text holds the control character U+0007" in done.stderr
    assert "left out, criteria: it is no text" in done.stderr
    assert codes(top) == {"unfinished"}


def test_a_page_that_describes_no_badge_is_told_and_nothing_is_written(top: Path, site: Path) -> None:
    address = f"{ELSEWHERE}/badges/page/"
    command = ["new", "badge", "one", "--from", address, "--site", str(site), "--source", str(top)]
    done = CliRunner().invoke(badges, command)
    assert isinstance(done.exception, BadgeNotCopied)
    assert "this is a web page" in str(done.exception)
    assert not (top / "badges/one").exists()
