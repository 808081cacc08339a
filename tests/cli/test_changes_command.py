"""`badges changes` in real Git repositories: what it compares with, how it tells it, and what it leaves alone."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.adapters import registry
from generator.adapters.registry_folder import RegistryFolder
from generator.cli.main import badges
from tests import odd_registry
from tests.cli.git_registry import commit, git, repository

CIRCUIT = "recipients/lincoln-high/circuit-design"
OLD = "ef0aqs1f2ye055gxke4z9w47aj"
NEW = "0aaaaaaaaaaaaaaaaaaaaaaaaa"
OTHER = "0bbbbbbbbbbbbbbbbbbbbbbbbb"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: date(2026, 11, 22))


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("published"))


@pytest.fixture
def clone(published: Path, tmp_path: Path) -> Path:
    """A clone on a branch of its own, with a remote of its own."""
    shutil.copytree(published.parent, tmp_path / "world")
    top = tmp_path / "world" / "clone"
    git(top, "remote", "set-url", "origin", str(tmp_path / "world" / "remote.git"))
    git(top, "switch", "-q", "-c", "change")
    return top


def run(source: Path, base: str, *options: str) -> Result:
    return CliRunner().invoke(badges, ["changes", base, "--source", str(source), "--jobs", "1", *options])


def told(source: Path, base: str, *options: str) -> dict[str, Any]:
    done = run(source, base, "--format", "json", *options)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["mayBeMerged"] == (done.exit_code == 0)
    return found


def award(top: Path, id: str, status: int, seal: str = "a", assessor: str = "engineering-lab") -> Path:
    """Write an award as the assessor would."""
    file = top / CIRCUIT / f"{id}.yml"
    text = (top / CIRCUIT / f"{OLD}.yml").read_text()
    text = text.replace("status: 34692", f"status: {status}").replace("engineering-lab", assessor)
    file.write_text(re.sub(r"sha256\$[0-9a-f]{62}", f"sha256${seal * 62}", text))
    return file


def merge(clone: Path, branch: str) -> None:
    """What GitHub's button does."""
    git(clone, "switch", "-q", "main")
    git(clone, "pull", "-q", "origin", "main")
    git(clone, "merge", "-q", "--no-ff", "-m", "Merge", branch)
    git(clone, "push", "-q", "origin", "main")


def test_what_others_merged_meanwhile_is_not_counted_as_erased(clone: Path) -> None:
    git(clone, "switch", "-q", "-c", "other", "main")
    award(clone, OTHER, 501, "b")
    commit(clone)
    merge(clone, "other")
    git(clone, "switch", "-q", "change")
    award(clone, NEW, 500)
    commit(clone)
    found = told(clone, "origin/main")
    assert (found["counts"]["issues"], found["counts"]["erases"]) == (1, 0)
    assert "where this branch left origin/main" in found["comparedWith"]
    assert told(clone, found["commit"])["comparedWith"] == f"commit {found['commit']}"
    exact = told(clone, "origin/main", "--exact")
    assert (exact["counts"]["issues"], exact["counts"]["erases"]) == (1, 1)


def test_a_folder_named_like_a_commit_is_not_taken_for_it(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A change may bring it along, and of a site it is not known who may award."""
    name = git(clone, "rev-parse", "main")
    award(clone, NEW, 500)
    (clone / name / "issuer").mkdir(parents=True)
    (clone / name / "issuer" / "profile.json").write_text("{}")
    commit(clone)
    monkeypatch.chdir(clone)
    assert told(clone, name)["comparedWith"] == f"commit {name}"
    assert "names no address" in str(run(clone, f"./{name}").exception), "so a site is named"


@pytest.mark.parametrize("order", [("first", "second"), ("second", "first")])
def test_two_pull_requests_each_say_what_is_theirs_in_either_order(clone: Path, order: tuple[str, str]) -> None:
    for name, id, status in (("first", NEW, 500), ("second", OTHER, 501)):
        git(clone, "switch", "-q", "-c", name, "main")
        award(clone, id, status, "a" if name == "first" else "b")
        commit(clone)
    awards = {"first": NEW, "second": OTHER}
    for name in order:
        git(clone, "switch", "-q", name)
        git(clone, "fetch", "-q")
        assert [entry["award"] for entry in told(clone, "origin/main")["issues"]] == [awards[name]]
        merge(clone, name)
        # As the workflow on main sees the merge.
        assert [entry["award"] for entry in told(clone, "HEAD^1")["issues"]] == [awards[name]]


def test_what_is_not_committed_or_not_known_to_git_counts(clone: Path) -> None:
    (clone / ".gitignore").write_text("*.yml\n")
    award(clone, NEW, 500)
    with (clone / CIRCUIT / f"{OLD}.yml").open("a") as file:
        file.write("revoked:\n  date: 2026-11-20\n  reason: Awarded in error\n")
    found = told(clone, "HEAD")
    assert [entry["award"] for entry in found["issues"]] == [NEW]
    assert [entry["note"] for entry in found["revokes"]] == ["Awarded in error"]
    assert {entry["path"]: entry["change"] for entry in found["pages"]} == {
        f"awards/0a/{NEW}.html": "added",
        f"awards/ef/{OLD}.html": "changed",
    }


def test_a_change_cannot_authorise_itself_even_in_an_earlier_commit(clone: Path) -> None:
    issuer = clone / "badges/issuer.yml"
    fork = "  fork-owner:\n    name: Fork Owner\n    github: fork-owner\n    badges: [circuit-design]\n"
    issuer.write_text(issuer.read_text().replace("  maker-club:\n", f"{fork}  maker-club:\n"))
    commit(clone)
    award(clone, NEW, 500, assessor="fork-owner")
    commit(clone)
    found = told(clone, "origin/main")
    assert [problem["code"] for problem in found["problems"]] == ["authority-not-in-base"]
    assert found["problems"][0]["path"] == f"{CIRCUIT}/{NEW}.yml"
    git(clone, "push", "-q", "origin", "HEAD~1:main")
    git(clone, "fetch", "-q")
    assert told(clone, "origin/main")["problems"] == []


def test_a_first_import_is_free(tmp_path: Path, published: Path) -> None:
    top = tmp_path / "new"
    top.mkdir()
    (top / "README.md").write_text("A registry will stand here.\n")
    git(top, "init", "-q", "-b", "main")
    commit(top)
    for name in ("badges", "recipients", "docs", "mkdocs.yml"):
        source = published / name
        shutil.copytree(source, top / name) if source.is_dir() else shutil.copy(source, top / name)
    found = told(top, "HEAD")
    assert found["counts"] == {
        "issues": 8, "revokes": 0, "erases": 0, "renews": 0, "alters": 0, "pages": 16, "completes": 1,
    }  # fmt: skip
    assert {entry["change"] for entry in found["pages"]} == {"added"}


def test_a_registry_may_lie_in_a_folder_of_a_repository(tmp_path: Path, published: Path) -> None:
    top = tmp_path / "repository"
    shutil.copytree(published, top / "our", ignore=shutil.ignore_patterns(".git"))
    git(top, "init", "-q", "-b", "main")
    commit(top)
    (top / "badges").mkdir()
    (top / "badges/issuer.yml").write_text("another's\n")
    award(top / "our", NEW, 500)
    assert [entry["award"] for entry in told(top / "our", "HEAD")["issues"]] == [NEW]


def test_a_folder_that_is_new_or_gone_is_no_mistake_of_the_earlier_state(clone: Path) -> None:
    shutil.copytree(clone / "badges/3d-modeling", clone / "badges/new-badge")
    found = told(clone, "HEAD")
    assert found["problems"] == []
    assert {"path": "badges/new-badge/index.html", "change": "added"} in found["pages"]
    commit(clone)
    shutil.rmtree(clone / "badges/new-badge")
    gone = told(clone, "HEAD")
    assert [problem["code"] for problem in gone["problems"]] == ["version-removed"]
    assert {"path": "badges/new-badge/index.html", "change": "removed"} in gone["pages"]


@pytest.mark.parametrize(
    ("base", "says"),
    [
        ("no-such-branch", "there is no commit 'no-such-branch'"),
        ("--upload-pack=x", ""),
        ("origin/main:badges", "there is no commit"),
        ("nothing here", "there is no commit 'nothing here'"),
    ],
)
def test_a_base_that_is_none_is_told(clone: Path, base: str, says: str) -> None:
    done = CliRunner().invoke(badges, ["changes", "--source", str(clone), "--", base])
    assert done.exit_code in (1, 3)
    assert done.stdout == ""
    assert says in str(done.exception)


def test_a_shallow_clone_is_told_what_it_lacks(clone: Path, tmp_path: Path) -> None:
    award(clone, NEW, 500)
    commit(clone)
    git(clone, "push", "-q", "origin", "change")
    shallow = tmp_path / "shallow"
    git(
        tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{clone.parent}/remote.git", str(shallow)
    )
    git(shallow, "switch", "-q", "change")
    done = run(shallow, "origin/main")
    assert "fetch-depth: 0" in str(done.exception)


def test_a_base_with_mistakes_lets_nothing_pass(clone: Path) -> None:
    issuer = clone / "badges/issuer.yml"
    right = issuer.read_text()
    issuer.write_text(right.replace("language: en", "langage: en"))
    commit(clone)
    issuer.write_text(right)
    done = run(clone, "HEAD")
    assert done.exit_code != 0
    assert "so what it published is not known" in str(done.exception)
    assert "badges/issuer.yml:8:1" in str(done.exception)


def signed(clone: Path) -> None:
    """Put a commit below HEAD that says it is signed, as Git would ask a program about."""
    head, _, message = git(clone, "cat-file", "commit", "HEAD").partition("\n\n")
    seal = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    (clone.parent / "commit").write_text(f"{head}\n{seal}\n\n{message}\n")
    made = git(clone, "hash-object", "-t", "commit", "-w", str(clone.parent / "commit"))
    git(clone, "reset", "-q", "--soft", made)


def test_no_program_of_a_repository_runs(clone: Path, tmp_path: Path) -> None:
    signed(clone)
    mark = tmp_path / "ran"
    evil = f"touch {mark}; cat"
    for name in ("filter.evil.clean", "filter.evil.smudge", "diff.external", "diff.evil.textconv", "core.fsmonitor"):
        git(clone, "config", name, evil)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    for name, value in (("log.showSignature", "true"), ("gpg.program", str(program)), ("log.follow", "true")):
        git(clone, "config", name, value)
    hooks = clone / ".git/hooks/post-index-change"
    hooks.write_text(f"#!/bin/sh\ntouch {mark}\n")
    hooks.chmod(0o755)
    (clone / ".gitattributes").write_text("* filter=evil diff=evil\n")
    award(clone, NEW, 500)
    (clone / "docs/index.md").touch()
    assert told(clone, "HEAD")["counts"]["issues"] == 1
    assert not mark.exists()


HOSTILE = (
    "](https://evil.example) <img src=x onerror=alert(1)> </details> @everyone #1 www.evil.example "
    "`x` **bold** ::error::x ##[error]y | cell |"
)


def test_a_text_of_the_registry_stays_text_in_markdown(clone: Path) -> None:
    with (clone / CIRCUIT / f"{OLD}.yml").open("a") as file:
        file.write(f"revoked:\n  date: 2026-11-20\n  reason: {json.dumps(HOSTILE)}\n")
    (clone / "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml").write_text(
        f"badge: {json.dumps(HOSTILE)}\n"
    )
    done = run(clone, "HEAD", "--format", "markdown")
    assert done.exit_code == 1
    said = done.stdout
    for text in ("https:", "<img", "@everyone", "#1 ", "www.evil", "`x`", "**bold**", "::error", "##[", "](", "cell |"):
        assert text not in said, text
    # What is markup is ours alone.
    assert set(re.findall(r"</?[a-z]+>", said)) == {
        "<details>", "<summary>", "</summary>", "</details>", "<code>", "</code>",
    }  # fmt: skip
    assert said.count("<details>") == said.count("</details>") == 2
    assert all(line.count(" | ") == 3 for line in said.splitlines() if line.startswith("| <code>"))


def test_nothing_of_a_registry_is_a_command_to_a_runner_in_text(clone: Path) -> None:
    with (clone / CIRCUIT / f"{OLD}.yml").open("a") as file:
        file.write(f"revoked:\n  date: 2026-11-20\n  reason: {json.dumps('::error::x' + chr(10) + '::add-mask::e')}\n")
    done = run(clone, "HEAD")
    assert not any(line.lstrip().startswith("::") for line in done.stdout.splitlines())


def test_markdown_begins_with_a_heading_and_folds_long_lists(tmp_path: Path) -> None:
    top = repository(tmp_path / "world", odd_registry.write(tmp_path / "registry", 600))
    version = top / "badges/one/v1.yml"
    version.write_text(version.read_text().replace("type: ", "hours: 3\ntype: ").replace("hours: 2\n", ""))
    done = run(top, "HEAD", "--format", "markdown")
    lines = done.stdout.splitlines()
    assert lines[0] == "## What this change does"
    assert any(line.startswith("- … and ") for line in lines)
    assert len(done.stdout) < 200_000
    assert "**issues 0, revokes 0, " in done.stdout


def test_annotations_are_ten_at_most(clone: Path) -> None:
    for number in range(12):
        award(clone, f"0{number:025}", 600 + number, f"{number:x}")
        file = clone / CIRCUIT / f"0{number:025}.yml"
        file.write_text(file.read_text().replace("circuit-design@1", "circuit-design@9"))
    done = run(clone, "HEAD", "--format", "github")
    assert done.exit_code == 1
    assert len(done.stdout.splitlines()) == 10
    assert all(line.startswith("::error file=recipients/") for line in done.stdout.splitlines())
    assert "12 mistakes" in done.stderr


def test_records_that_did_not_change_are_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = repository(tmp_path / "world", odd_registry.write(tmp_path / "registry", 3000))
    files = sorted((top / "recipients").rglob("*.yml"))
    changed = [file for file in files if "revoked:" not in file.read_text() and file.parent.name == "one"][:3]
    for file in changed:
        file.write_text(file.read_text() + "revoked:\n  date: 2026-11-20\n  reason: Awarded in error\n")
    read: list[str] = []
    reading = RegistryFolder.read

    def noting(self: RegistryFolder, path: str) -> bytes:
        read.append(path)
        return reading(self, path)

    monkeypatch.setattr(RegistryFolder, "read", noting)
    found = told(top, "HEAD")
    assert found["counts"]["revokes"] == 3
    assert found["problems"] == []
    # Those of stacks are looked through, as their pages show what they build on.
    others = {path for path in read if path.startswith("recipients/") and "/both/" not in path}
    assert {f"recipients/{file.parent.parent.name}/one/{file.name}" for file in changed} <= others
    assert len(others) < 50


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_changed_badge_is_compared_in_all_its_awards(tmp_path: Path, jobs: str) -> None:
    top = repository(tmp_path / "world", odd_registry.write(tmp_path / "registry", 2100))
    version = top / "badges/one/v1.yml"
    version.write_text(re.sub(r"credits: 0.125", "credits: 0.5", version.read_text()))
    found = told(top, "HEAD", "--jobs", jobs)
    awarded = len(list((top / "recipients").glob("*/one/*.yml")))
    assert found["counts"]["alters"] == awarded
    assert [(problem["code"], problem["path"]) for problem in found["problems"]] == [
        ("altered-undeclared", "badges/one/v1.yml")
    ]
    assert f"what {awarded:,} published credentials say" in found["problems"][0]["message"]


def test_a_link_in_the_place_of_a_published_award_is_its_erasure(clone: Path) -> None:
    file = clone / CIRCUIT / f"{OLD}.yml"
    file.unlink()
    file.symlink_to("bhp5n40baqpaaqspp7ft4y5m95.yml")
    found = told(clone, "HEAD")
    assert [entry["award"] for entry in found["erases"]] == [OLD]
    assert [problem["code"] for problem in found["problems"]] == ["erased-not-reserved"]


def test_an_award_that_is_moved_to_another_badge_is_altered_and_not_issued(clone: Path) -> None:
    target = clone / "recipients/lincoln-high/basic-coding" / f"{OLD}.yml"
    target.write_text((clone / CIRCUIT / f"{OLD}.yml").read_text().replace("circuit-design@1", "basic-coding@1"))
    (clone / CIRCUIT / f"{OLD}.yml").unlink()
    found = told(clone, "HEAD")
    assert (found["counts"]["issues"], found["counts"]["erases"], found["counts"]["alters"]) == (0, 0, 1)
    assert "altered-record" in [problem["code"] for problem in found["problems"]]


def test_a_version_that_nobody_holds_may_be_mended(clone: Path) -> None:
    second = clone / "badges/circuit-design/v2.yml"
    shutil.copy(clone / "badges/circuit-design/v1.yml", second)
    commit(clone)
    second.write_text(second.read_text().replace("a working low-voltage", "a safe low-voltage"))
    assert told(clone, "HEAD")["problems"] == []


def test_names_of_files_do_nothing_to_a_terminal_or_a_log(clone: Path) -> None:
    odd = clone / "recipients" / "a\n::error::x\x1b[2J"
    odd.mkdir()
    (odd / "b\r.yml").write_text("x: 1\n")
    (clone / "docs" / "x\n##[error]y.md").write_text("# Page\n")
    for form in ("text", "json", "markdown", "github"):
        said = run(clone, "HEAD", "--format", form).stdout
        assert "\x1b" not in said
        assert not any(line.lstrip().startswith("::error::") for line in said.splitlines())


def test_an_award_that_was_erased_comes_back_by_no_revert(clone: Path) -> None:
    award(clone, NEW, 500)
    commit(clone)
    (clone / CIRCUIT / f"{NEW}.yml").unlink()
    with (clone / "recipients/reserved.yml").open("a") as file:
        file.write("- {status: 500, revoked: false}\n")
    commit(clone)
    git(clone, "revert", "--no-edit", "HEAD")
    assert sorted(problem["code"] for problem in told(clone, "HEAD~1")["problems"]) == [
        "id-reused", "reserved-changed", "status-reused",
    ]  # fmt: skip
