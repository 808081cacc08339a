"""The files of a commit are those that were committed, wherever the registry lies and whatever else the tree holds."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from generator.adapters.commit_files import CommitUnreadable, commit_of, write_files
from generator.adapters.registry_folder import RegistryFolder


def git(folder: Path, *arguments: str, data: bytes = b"") -> str:
    env = os.environ | {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    who = ["-c", "user.name=Sample", "-c", "user.email=sample@example.org"]
    done = subprocess.run(["git", *who, *arguments], cwd=folder, env=env, check=True, capture_output=True, input=data)
    return done.stdout.decode().strip()


def put(place: Path, data: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(data)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a registry in a folder of its own, and attributes that change what a checkout writes."""
    top = tmp_path / "repository"
    put(top / "our/badges/issuer.yml", b"one: 1\n")
    put(top / "our/recipients/a b/é\n.yml", b"two\n\0\r\n")
    put(top / "our/docs/deep/er/x.md", b"")
    put(top / "our/mkdocs.yml", b"site_name: x\n")
    put(top / "our/notes/left-out.md", b"no\n")
    put(top / "badges/issuer.yml", b"another's\n")
    put(top / ".gitattributes", b"* text eol=crlf export-subst\nour/docs export-ignore\nbadges filter=evil\n")
    (top / "our/docs/link.md").symlink_to("/etc/hostname")
    git(top, "init", "-q")
    git(top, "add", "-A")
    git(top, "commit", "-q", "-m", "one")
    return top


def written(registry: Path, target: Path, revision: str = "HEAD") -> dict[str, bytes]:
    target.mkdir()
    write_files(registry, commit_of(registry, revision), target)
    files = (file for file in target.rglob("*") if file.is_file() and not file.is_symlink())
    return {file.relative_to(target).as_posix(): file.read_bytes() for file in files}


def test_a_registry_in_a_folder_is_written_as_it_was_committed(repository: Path, tmp_path: Path) -> None:
    put(repository / "our/badges/issuer.yml", b"not committed\n")
    files = written(repository / "our", tmp_path / "out")
    assert sorted(files) == ["badges/issuer.yml", "docs/deep/er/x.md", "mkdocs.yml", "recipients/a b/é\n.yml"]
    assert files["badges/issuer.yml"] == b"one: 1\n"


def test_a_link_stays_a_link_that_is_not_followed(repository: Path, tmp_path: Path) -> None:
    written(repository / "our", tmp_path / "out")
    entries = {entry.path: entry.kind for entry in RegistryFolder(tmp_path / "out").list("docs")}
    assert entries["docs/link.md"] == "link"
    assert not (tmp_path / "out/docs/link.md").exists()


def test_no_file_is_written_outside(repository: Path, tmp_path: Path) -> None:
    blob = git(repository, "hash-object", "-w", "--stdin", data=b"evil\n")
    for name in ("..", ".git"):
        entry = f"100644 blob {blob}\tevil.yml\n".encode()
        inner = git(repository, "mktree", data=entry)
        outer = literal_tree(repository, name, inner)
        top = git(repository, "mktree", data=f"040000 tree {outer}\tbadges\n".encode())
        commit = git(repository, "commit-tree", top, "-m", "evil")
        with pytest.raises(CommitUnreadable, match="no file can have"):
            written(repository, tmp_path / f"out{len(name)}", commit)
    assert not list(tmp_path.rglob("evil.yml"))


def literal_tree(repository: Path, name: str, tree: str) -> str:
    """A tree with an entry of a name that Git itself would not write."""
    data = b"40000 " + name.encode() + b"\0" + bytes.fromhex(tree)
    return git(repository, "hash-object", "-w", "-t", "tree", "--literally", "--stdin", data=data)


def test_an_object_that_is_missing_is_told(repository: Path, tmp_path: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:our/mkdocs.yml")
    (repository / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(CommitUnreadable, match=blob):
        written(repository / "our", tmp_path / "out")


@pytest.mark.parametrize(
    "revision", ["no-such", "--help", "-h", "--all", "HEAD; rm", "", " ", "HEAD:our", "HEAD^{tree}", "@{u}", "\x1b[2J"]
)
def test_what_names_no_commit_is_told(repository: Path, revision: str) -> None:
    with pytest.raises(CommitUnreadable):
        commit_of(repository, revision)


@pytest.mark.parametrize("revision", ["HEAD", "@", "-odd", "main@{0}"])
def test_a_commit_has_many_names(repository: Path, revision: str) -> None:
    git(repository, "branch", "-M", "main")
    git(repository, "update-ref", "refs/tags/-odd", "HEAD")
    assert commit_of(repository, revision).hash == git(repository, "rev-parse", "HEAD")


def test_a_folder_without_a_repository_has_no_commits(tmp_path: Path) -> None:
    with pytest.raises(CommitUnreadable):
        commit_of(tmp_path, "HEAD")
