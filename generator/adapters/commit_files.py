"""The registry's files as a commit has them, written into a folder: blobs as they are, without a checkout's filters."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from generator.adapters import git
from generator.diagnostics import visible
from generator.errors import BadgesError
from generator.sources.layout import SITE

_FOLDERS: Final = ("badges", "recipients", "docs")
_LINK: Final = b"120000"
_MODULE: Final = b"160000"


class CommitUnreadable(BadgesError):
    """A commit is not there, or its files can't be had."""


@dataclass(frozen=True)
class Commit:
    """A commit by its full hash, and the registry's folder in its tree: empty, or with a closing slash."""

    hash: str
    prefix: str


def commit_of(registry: Path, revision: str) -> Commit:
    """The commit that a revision names, such as `HEAD~2` or a tag. Raises `CommitUnreadable`."""
    try:
        found = git.answer(
            registry, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )  # fmt: skip
        prefix = git.answer(registry, "rev-parse", "--show-prefix")
    except git.GitFailed as error:
        raise CommitUnreadable(f"git can't be asked for {visible(revision)!r}: {error or 'it is not there'}") from error
    if not found:
        raise CommitUnreadable(f"there is no commit {visible(revision)!r} in the repository of {registry}")
    return Commit(found, prefix or "")


def write_files(registry: Path, commit: Commit, target: Path) -> None:
    """Write the registry's files of the commit below `target`, an empty folder. Raises `CommitUnreadable`, OSError."""
    with tempfile.TemporaryFile() as errors:
        tree = f"{commit.hash}:{commit.prefix}"
        listing = started(registry, errors, "ls-tree", "-r", "-z", "--full-tree", tree, "--", *_FOLDERS, SITE)
        blobs = started(registry, errors, "cat-file", "--batch", stdin=subprocess.PIPE)
        try:
            for mode, name, path in _entries(listing):
                _write(target, path, mode, b"" if mode == _MODULE else blob(blobs, name))
        finally:
            for process in (listing, blobs):
                ended(process)
        errors.seek(0)
        said = errors.read(4096).decode("utf-8", "replace").strip().splitlines()
    if listing.returncode or blobs.returncode:
        raise CommitUnreadable(f"git can't read commit {commit.hash}: {visible((said or ['it failed'])[0])}")


def started(
    registry: Path, errors: IO[bytes], *arguments: str, stdin: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """Git at work on something. Raises `CommitUnreadable`."""
    try:
        return subprocess.Popen(
            git.command(registry, *arguments),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=git.environment(),
        )
    except OSError as error:
        raise CommitUnreadable("git can't be asked: it is not installed") from error


def ended(process: subprocess.Popen[bytes]) -> None:
    """Close what leads to and from the process and wait for its end, which that brings about."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    process.wait()


def _entries(listing: subprocess.Popen[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Mode, object and path of each file, read as Git writes them."""
    rest = b""
    assert listing.stdout is not None
    while piece := listing.stdout.read(1 << 16):
        *lines, rest = (rest + piece).split(b"\0")
        for line in lines:
            head, _, path = line.partition(b"\t")
            mode, _, name = head.split(b" ")
            yield mode, name, path


def blob(blobs: subprocess.Popen[bytes], name: bytes) -> bytes:
    """An object's bytes, by `git cat-file --batch`. Raises `CommitUnreadable`."""
    assert blobs.stdin is not None
    assert blobs.stdout is not None
    blobs.stdin.write(name + b"\n")
    blobs.stdin.flush()
    head = blobs.stdout.readline().split()
    if len(head) != 3 or head[1] != b"blob":
        raise CommitUnreadable(f"git has no object {name.decode('ascii', 'replace')}, which the commit needs")
    return blobs.stdout.read(int(head[2]) + 1)[:-1]


def _write(target: Path, path: bytes, mode: bytes, data: bytes) -> None:
    """Write one file as a checkout would, never outside of `target`; a link leads nowhere, as none is followed."""
    if any(part in (b"", b".", b"..", b".git") for part in path.lower().split(b"/")):
        raise CommitUnreadable(f"the commit holds a path that no file can have: {visible(os.fsdecode(path))}")
    place = target / os.fsdecode(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    if mode == _MODULE:
        place.mkdir()
    elif mode == _LINK:
        place.symlink_to("a-link-of-the-commit")
    else:
        with place.open("xb") as file:
            file.write(data)
