"""A site names the commit that it was built from, if its files are just those of one."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.adapters.build_commit import commit_of_folder
from generator.errors import BuildFailed


def git(folder: Path, *arguments: str) -> str:
    env = os.environ | {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=Sample", "-c", "user.email=sample@example.org"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, env=env, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def put(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text)


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    """A registry that was committed as it is, with other things beside it."""
    top = tmp_path / "registry"
    for path in ("badges/issuer.yml", "recipients/a/b/c.yml", "docs/index.md", "mkdocs.yml", "README.md"):
        put(top / path, f"{path}\n")
    put(top / ".gitignore", "*.swp\n.DS_Store\n")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "one")
    return top


def test_clean_files_are_those_of_head(registry: Path) -> None:
    assert commit_of_folder(registry) == git(registry, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    "path",
    [
        "README.md",
        "site/index.html",
        "notes.txt",
        "badges/.DS_Store",
        "badges/x/.DS_Store",
        "badges/.new",
        "docs/y/.new",
    ],
)
def test_what_the_registry_does_not_read_changes_nothing(registry: Path, path: str) -> None:
    put(registry / path, "else")
    assert commit_of_folder(registry) == git(registry, "rev-parse", "HEAD")


CHANGES: list[Callable[[Path], object]] = [
    lambda top: put(top / "badges/issuer.yml", "changed\n"),
    lambda top: put(top / "mkdocs.yml", "changed\n"),
    lambda top: (top / "recipients/a/b/c.yml").unlink(),
    lambda top: put(top / "recipients/a/b/d.yml", "new\n"),
    lambda top: put(top / "recipients/é/b/d.yml", "new\n"),
    lambda top: put(top / "docs/new/page.md", "new\n"),
    lambda top: put(top / "badges/x/ignored.swp", "ignored by Git, and read by the registry\n"),
    lambda top: (top / "badges/issuer.yml").write_text("staged\n") and git(top, "add", "badges"),
    lambda top: git(top, "mv", "docs/index.md", "docs/other.md"),
    lambda top: (top / "docs/index.md").rename(top / "other.md"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_files_that_differ_are_of_no_commit(registry: Path, change: Callable[[Path], object]) -> None:
    change(registry)
    assert commit_of_folder(registry) is None


def checked_out(registry: Path, attributes: str, files: dict[str, bytes]) -> None:
    """Commit files with attributes, and have Git write them anew, as a clone has them."""
    for path, data in files.items():
        (registry / path).parent.mkdir(parents=True, exist_ok=True)
        (registry / path).write_bytes(data)
    git(registry, "add", "-A")
    put(registry / ".gitattributes", attributes)
    git(registry, "add", ".gitattributes")
    git(registry, "commit", "-q", "-m", "two")
    for path in files:
        (registry / path).unlink()
    git(registry, "checkout", "--", ".")
    assert git(registry, "status", "--porcelain") == ""


IMAGES = {"badges/x/x.svg": b"<svg>\n</svg>\n", "badges/x/x.png": b"\x89PNG\r\n\x1a\n\x00", "docs/x.css": b"a {}\n"}
PAGE = {"docs/x.md": "$Id$ Ñandú\n".encode()}


@pytest.mark.parametrize(
    ("attributes", "files"),
    [
        ("*.md ident", PAGE),
        ("docs/x.md working-tree-encoding=UTF-16LE", PAGE),
        ("*.svg text eol=crlf", IMAGES),
        ("*.css text=auto eol=crlf", IMAGES),
    ],
)
def test_what_git_writes_otherwise_than_it_holds_is_of_no_commit(
    registry: Path, attributes: str, files: dict[str, bytes]
) -> None:
    checked_out(registry, f"{attributes}\n", files)
    assert commit_of_folder(registry) is None


@pytest.mark.parametrize(
    "attributes",
    [
        "* text=auto",
        "* text=auto eol=lf",
        "* text=auto\n*.svg -text\n*.css -text\n*.yml eol=crlf\n*.md eol=crlf",
        "*.png binary\n* -ident -filter",
        "*.svg linguist-generated\n*.png diff=none",
        "* filter=nobodys",
    ],
)
def test_attributes_that_change_nothing_of_a_site_are_no_matter(registry: Path, attributes: str) -> None:
    checked_out(registry, f"{attributes}\n", IMAGES | PAGE)
    assert commit_of_folder(registry) == git(registry, "rev-parse", "HEAD")


def test_line_ends_of_a_picture_are_its_bytes(registry: Path) -> None:
    checked_out(registry, "* text=auto\n", IMAGES)
    (registry / "badges/x/x.svg").write_bytes(b"<svg>\r\n</svg>\r\n")
    git(registry, "add", "-A")
    assert git(registry, "status", "--porcelain") == ""
    assert commit_of_folder(registry) is None


def test_objects_may_be_named_by_longer_digests(registry: Path, tmp_path: Path) -> None:
    top = tmp_path / "longer"
    put(top / "badges/x.svg", "<svg/>\n")
    git(top, "init", "-q", "--object-format=sha256")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "one")
    assert commit_of_folder(top) == git(top, "rev-parse", "HEAD")


def test_a_registry_that_is_not_the_top_of_a_work_tree_names_none(registry: Path) -> None:
    put(registry / "our/badges/issuer.yml", "one\n")
    git(registry, "add", "-A")
    git(registry, "commit", "-q", "-m", "two")
    assert commit_of_folder(registry / "our") is None


def test_a_repository_without_a_commit_names_none(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert commit_of_folder(tmp_path) is None


def test_where_git_cannot_be_asked_the_build_does_not_guess(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(registry))
    with pytest.raises(BuildFailed, match="install git"):
        commit_of_folder(registry)
    monkeypatch.undo()
    (registry / ".git/index").write_text("nonsense")
    with pytest.raises(BuildFailed, match="which commit this is"):
        commit_of_folder(registry)


def test_no_program_of_the_repository_runs(registry: Path, tmp_path: Path) -> None:
    """Neither a filter nor a hook nor a monitor; and what only a filter makes equal is not the commit's."""
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    put(registry / ".git/info/attributes", "* filter=evil\n")
    for name in ("filter.evil.clean", "filter.evil.process", "filter.evil.smudge", "core.fsmonitor"):
        git(registry, "config", name, str(program))
    git(registry, "config", "filter.evil.required", "true")
    put(registry / ".git/hooks/post-index-change", program.read_text())
    (registry / ".git/hooks/post-index-change").chmod(0o755)
    issuer = registry / "badges/issuer.yml"
    os.utime(issuer, (1, 1))
    assert commit_of_folder(registry) is not None
    put(issuer, "changed\n")
    assert commit_of_folder(registry) is None
    assert not ran.exists()
