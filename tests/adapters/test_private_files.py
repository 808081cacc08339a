"""Keys, rosters and receipts that got into Git are found, however they are hidden, and never shown."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.adapters import private_folder
from generator.adapters.checking import check_folder
from generator.adapters.private_files import Looking
from generator.awarding.roster import Entry, Roster
from generator.awarding.upkeep import private_files
from generator.cli.main import badges as main
from generator.diagnostics import render
from generator.encodings.sealing import receipt
from generator.model.achievement import BadgeVersion
from generator.names import AwardId, Slug
from generator.proofs.keys import SigningKey
from generator.publishing.progress import deaf
from tests.builds import REGISTRY, badges
from tests.workflows.runner import git

SEALING = b"\x07" * 32
AWARD = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
RECEIPT = receipt(SEALING, AWARD, name="Sample Learner One", email="one@learners.example")
ROSTER = Roster().with_entries(
    [
        Entry(
            award=AWARD,
            name="Sample Learner One",
            email="one@learners.example",
            badge=BadgeVersion(Slug("circuit-design"), 1),
            campus=Slug("lincoln-high"),
            awarded=date(2026, 5, 14),
        )
    ]
)
LINK = f"https://badges.riverbend.example/awards/bh/{AWARD}.html#receipt={RECEIPT}"
SECRET = SigningKey.from_seed(b"\x09" * 32).secret_multikey
SEALING_KEY = private_folder.MARK + "Bw" * 21 + "A"


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A registry in a repository, with nothing private in it."""
    folder = shutil.copytree(REGISTRY, tmp_path / "registry", ignore=shutil.ignore_patterns(".badges"))
    git(folder, "init", "--quiet", "--initial-branch=main")
    (folder / ".gitignore").write_text("*.key\n/receipts/\nroster.csv\n", "utf-8")
    commit(folder)
    assert found(folder) == []
    return folder


def commit(folder: Path) -> None:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--message", "As it is now")


def put(folder: Path, path: str, data: str | bytes = "x\n") -> None:
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data.encode() if isinstance(data, str) else data)


def found(folder: Path, base: str | None = None) -> list[tuple[str, str]]:
    with Looking(folder, base) as looking:
        return sorted((problem.code, problem.position.path) for problem in looking.problems())


@pytest.mark.parametrize(
    "path",
    [
        "signing.key",
        "sealing.key",
        "deep/in/it/Old.KEY",
        ".hidden/backup.pem",
        "key.seed",
        "receipts/lincoln-high.csv",
        "receipts/letters/1.html",
        "roster.csv",
        "docs/Roster 2026.xlsx",
        "rosters/a.txt",
        "class.csv",
        "class-9b.csv",
        "students.xlsx",
        "letters.pdf",
        "recipients/.old/roster.csv",
        "recipients/lincoln-high/circuit-design/sealing.key",
    ],
)
def test_a_private_file_is_known_by_its_name_committed_or_staged(top: Path, path: str) -> None:
    put(top, path)
    assert found(top) == [], "what Git does not hold is nobody's business"
    git(top, "add", "--force", path)
    assert found(top) == [("private-file", path)]
    commit(top)
    assert found(top) == [("private-file", path)]


@pytest.mark.parametrize(
    ("path", "text", "kind"),
    [
        ("notes.txt", f"the key is {SEALING_KEY}\n", private_files.KEY),
        ("docs/setup.md", f"`{SECRET}`", private_files.KEY),
        ("x", f"a\n-----BEGIN OPENSSH {'PRIVATE'} KEY-----\n", private_files.KEY),
        ("mail.html", f'<a href="{LINK}">', private_files.RECEIPTS),
        ("docs/how.md", f"type `{RECEIPT}`", private_files.RECEIPTS),
        ("notes", ROSTER.write(), private_files.ROSTER),
        ("marks.csv", "name,email\nSample Learner One,one@learners.example\n", private_files.CLASS_LIST),
    ],
)  # fmt: skip
def test_a_private_file_is_known_by_what_stands_in_it_and_not_shown(
    top: Path, path: str, text: str | bytes, kind: str
) -> None:
    put(top, path, text)
    git(top, "add", path)
    put(top, path, "nothing any more\n")
    with Looking(top) as looking:
        [problem] = looking.problems()
    assert (problem.code, problem.position.path) == ("private-file", path)
    assert kind in problem.message
    said = render(problem)
    assert [each for each in (SEALING_KEY, SECRET, RECEIPT, "one@learners", "Sample Learner") if each in said] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/receipts.md", "A receipt begins with `#receipt=1.eyJ…`, a signing key with z3u2…\n"),
        ("docs/keys.md", "It holds one line: badges-sealing-key-1:…\n"),
        ("docs/classification.csv", "a,b\n"),
        ("docs/numbers.csv", "badge,count\ncircuit-design,12\n"),
        ("badges/receipts/v1.yml", "no badge\n"),
    ],
)
def test_what_only_speaks_of_secrets_may_be_there(top: Path, path: str, text: str) -> None:
    put(top, path, text)
    commit(top)
    assert found(top) == []


def test_what_was_taken_out_again_is_a_warning(top: Path) -> None:
    put(top, "roster.csv")
    commit(top)
    git(top, "rm", "--quiet", "roster.csv")
    git(top, "commit", "--quiet", "--message", "Without it")
    with Looking(top, base="HEAD~1") as looking:
        [problem] = looking.problems()
    assert (problem.code, problem.severity, problem.position.path) == ("private-file-once", "warning", "roster.csv")


def test_what_a_change_adds_and_takes_away_again_is_a_mistake(top: Path) -> None:
    base = git(top, "rev-parse", "HEAD")
    put(top, "deep/signing.key")
    commit(top)
    git(top, "rm", "--quiet", "deep/signing.key")
    git(top, "commit", "--quiet", "--message", "Without it")
    assert found(top, base) == [("private-file", "deep/signing.key")]
    done = badges("check", "--source", top, "--base", base)
    assert done.returncode == 1
    assert "a later commit takes it away" in done.stdout
    assert badges("check", "--source", top).returncode == 0


@pytest.mark.parametrize("text", [SEALING_KEY, SECRET, LINK])
def test_what_a_change_writes_into_a_file_and_takes_out_again_is_a_mistake(top: Path, text: str) -> None:
    put(top, "docs/notes.md", "# Notes\n")
    put(top, ".gitattributes", "*.md -diff\n")
    commit(top)
    base = git(top, "rev-parse", "HEAD")
    put(top, "docs/notes.md", f"# Notes\n\n{text}\n")
    put(top, "docs/list [1].csv", "a,b\nSample Learner One,one@learners.example\n")
    commit(top)
    put(top, "docs/notes.md", "# Notes\n")
    git(top, "rm", "--quiet", "--force", "docs/list [1].csv")
    commit(top)
    both = [("private-file", "docs/list [1].csv"), ("private-file", "docs/notes.md")]
    assert found(top, base) == both
    with Looking(top, base) as looking:
        assert all("a later commit takes it away" in problem.message for problem in looking.problems())
    assert found(top, git(top, "rev-parse", "HEAD~1")) == []  # who takes it out is not blamed for it


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("docs/notes.md", f"# Notes\n\n## The key\n\n{SEALING_KEY}\n"),
        ("notes.csv", ROSTER.write().decode()),
        ("notes.txt", ROSTER.write().decode()),
        ("docs/notes.md", f"# Notes\n\n{RECEIPT}\n"),
    ],
)
def test_a_whole_file_that_a_change_adds_and_takes_away_is_known_by_what_stood_in_it(
    top: Path, path: str, text: str
) -> None:
    base = git(top, "rev-parse", "HEAD")
    put(top, path, text)
    commit(top)
    git(top, "rm", "--quiet", path)
    git(top, "commit", "--quiet", "--message", "Without it")
    assert found(top) == []
    told = CliRunner().invoke(main, ["check", "--source", str(top), "--jobs", "1", "--base", base])
    assert told.exit_code == 1
    assert f"{path}:1:1: error: a commit of this change writes" in told.output


def test_a_registry_below_the_top_of_a_repository_is_looked_through_alone(tmp_path: Path) -> None:
    shutil.copytree(REGISTRY, tmp_path / "a" / "registry", ignore=shutil.ignore_patterns(".badges"))
    git(tmp_path, "init", "--quiet")
    put(tmp_path, "signing.key")
    put(tmp_path, "a/registry/x/signing.key")
    commit(tmp_path)
    assert found(tmp_path / "a" / "registry") == [("private-file", "x/signing.key")]


def test_without_a_repository_or_without_git_nothing_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(REGISTRY, tmp_path / "registry", ignore=shutil.ignore_patterns(".badges"))
    put(tmp_path, "registry/roster.csv")
    assert found(tmp_path / "registry") == []
    git(tmp_path / "registry", "init", "--quiet")
    git(tmp_path / "registry", "add", "roster.csv")
    assert found(tmp_path / "registry") == [("private-file", "roster.csv")]
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found(tmp_path / "registry") == []


def test_settings_of_the_repository_hide_nothing(top: Path) -> None:
    put(top, "roster.csv")
    put(top, "notes.txt", SEALING_KEY)
    put(top, ".gitattributes", "*.txt binary diff=none\n")
    commit(top)
    for name, value in (("grep.fullName", "true"), ("grep.patternType", "fixed"), ("color.grep", "always")):
        git(top, "config", name, value)
    git(top, "update-index", "--skip-worktree", "roster.csv", "notes.txt")
    assert found(top) == [("private-file", "notes.txt"), ("private-file", "roster.csv")]


def test_a_check_that_remembers_finds_it_all_the_same(top: Path) -> None:
    def told() -> list[str]:
        return [problem.code for problem in check_folder(top, 1, deaf).problems]

    assert told() == []
    put(top, "roster.csv")
    git(top, "add", "--force", "roster.csv")
    assert told() == ["private-file"]
    git(top, "rm", "--quiet", "--cached", "roster.csv")
    assert told() == []


def test_a_sealing_key_is_looked_for_by_the_mark_that_it_is_written_with() -> None:
    assert any(pattern.startswith(private_folder.MARK) for pattern in private_files.CONTENTS[private_files.KEY])


@pytest.mark.parametrize("form", ["text", "json", "github", "markdown"])
@pytest.mark.parametrize(
    "text",
    [
        SEALING_KEY,
        SECRET,
        LINK,
        f"title: Notes\nowner: {SEALING_KEY}",
        f"---\n{SEALING_KEY}: {LINK}\n---\n<b>{RECEIPT}</b>",
        f"<b>{SECRET}</b> <i>{SEALING_KEY}</i>",
        ROSTER.write().decode(),
        f"---\n{ROSTER.write().decode()}\n---\n",
        "name;email\nSample Learner One;one@learners.example\n<b>",
        "<b>Sample Learner One</b>, one@learners.example\n",
    ],
)
def test_no_form_of_the_check_shows_what_is_private(top: Path, text: str, form: str) -> None:
    put(top, "docs/notes.md", text)
    git(top, "add", "docs/notes.md")
    said = CliRunner().invoke(main, ["check", "--source", str(top), "--jobs", "1", "--format", form]).output
    assert "docs/notes.md" in said
    private = (SEALING_KEY, SECRET, RECEIPT, "one@learners", "Sample Learner", "BwBwBw", "SFJpFJ", "eyJhd2")
    assert [each for each in private if each in said] == []


def test_of_a_private_file_no_line_is_shown(top: Path) -> None:
    put(top, "docs/notes.md", f"<b>Sample Learner One</b>\n\n<b>{SEALING_KEY}</b>\n")
    git(top, "add", "docs/notes.md")
    told = [each for each in check_folder(top, 1, deaf).problems if each.position.path == "docs/notes.md"]
    assert {"private-file", "secret-key"} <= {problem.code for problem in told}
    assert not any(problem.source for problem in told)
