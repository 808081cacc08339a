"""Which of a registry's files differ from those of a commit, and the registry as it was then.

Git tells which: not all files are read. What isn't committed yet, and what Git ignores and a registry reads, counts.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from generator.adapters import git
from generator.adapters.build_commit import Held, calmly, converted
from generator.adapters.commit_files import Commit, CommitUnreadable, blob, commit_of, ended, started
from generator.diagnostics import visible
from generator.sources.layout import SITE, Entry, Source

_FILES: Final = ("badges", "recipients", "docs", SITE)
# A million files are looked at.
_SECONDS: Final = 600
_REGULAR: Final = (b"100644", b"100755")
_RAW: Final = ("--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", "--no-textconv", "--relative",
               "--ignore-submodules=all")  # fmt: skip
# No setting may have signatures checked, which would run a program.
_DELETED: Final = (
    *("--diff-filter=D", "--no-renames", "--name-only", "--format=", "-z", "--relative", "--no-follow"),
    *("--no-show-signature", "--no-ext-diff", "--no-textconv"),
)


@dataclass(frozen=True)
class Before:
    """A registry as it was: the folder of today, and the files that had other bytes; None: they were not there."""

    today: Source
    files: Mapping[str, bytes | None]
    _entries: dict[str, dict[str, Entry]] = field(default_factory=dict, compare=False)
    _emptied: set[str] = field(default_factory=set, compare=False)

    def __post_init__(self) -> None:
        for path, data in self.files.items():
            folder, name, kind = path.rpartition("/")[0], path, "file"
            while name:
                if data is not None:
                    self._entries.setdefault(folder, {})[name] = Entry(name, "file" if kind == "file" else "folder")
                else:
                    self._emptied.add(folder)
                folder, name, kind = folder.rpartition("/")[0], folder, "folder"

    def list(self, folder: str) -> list[Entry]:
        """What was in the folder, sorted by name; a folder that only newer files make was not there."""
        there = {entry.path: entry for entry in self.today.list(folder) if self._was(entry)}
        return sorted((there | self._entries.get(folder, {})).values(), key=lambda entry: os.fsencode(entry.path))

    def read(self, path: str) -> bytes:
        """The file's bytes as they were. Raises OSError."""
        if path not in self.files:
            return self.today.read(path)
        data = self.files[path]
        if data is None:
            raise FileNotFoundError(path)
        return data

    def _was(self, entry: Entry) -> bool:
        if entry.kind == "folder" and entry.path in self._emptied:
            return bool(self.list(entry.path))
        return entry.path not in self.files


def fork_of(registry: Path, revision: str) -> Commit:
    """The commit where the history of HEAD left that of a revision: its merge base. Raises `CommitUnreadable`."""
    commit = commit_of(registry, revision)
    try:
        fork = git.answer(registry, "merge-base", commit.hash, "HEAD", seconds=_SECONDS)
    except git.GitFailed as error:
        raise CommitUnreadable(f"git can't be asked where this branch left {visible(revision)!r}: {error}") from error
    if not fork:
        hint = "fetch its whole history (git fetch --unshallow; in a workflow, fetch-depth: 0)"
        more = "or, if there never was one, compare with --exact"
        raise CommitUnreadable(f"this branch and {visible(revision)!r} have no commit in common: {hint}, {more}")
    return Commit(fork.split()[0], commit.prefix)


def before(registry: Path, commit: Commit, today: Source) -> Before:
    """The registry as it was at a commit. Raises `CommitUnreadable`."""
    listed = dict(_differing(registry, commit))
    if not any(listed.values()):
        return Before(today, dict.fromkeys(listed))
    with tempfile.TemporaryFile() as errors:
        blobs = started(registry, errors, "cat-file", "--batch", stdin=subprocess.PIPE)
        try:
            return Before(today, {path: blob(blobs, name) if name else None for path, name in listed.items()})
        finally:
            ended(blobs)


def erased_before(registry: Path, commit: Commit, awards: Set[str]) -> Set[str]:
    """Those of the awards whose file was taken away in the history of a commit, as far as it was fetched."""
    named = ("log", *_DELETED, commit.hash)
    told = _asked(registry, *calmly(registry), *named, "--", "recipients")
    ids = (path.rpartition(b"/")[2].removesuffix(b".yml").decode("ascii", "replace") for path in told)
    return awards & set(ids)


def _differing(registry: Path, commit: Commit) -> Iterator[tuple[str, bytes]]:
    """The path of each file that may differ, and the object that it was, or nothing."""
    options, seen = calmly(registry), set[str]()
    fields = _asked(registry, *options, "diff", *_RAW, commit.hash, "--", *_FILES)
    for head in fields:
        path = os.fsdecode(next(fields))
        mode, _, name, *_ = head.removeprefix(b":").split(b" ")
        if _counts(path):
            yield path, name if mode in _REGULAR and name.strip(b"0") else b""
            seen.add(path)
    yield from ((held.path, held.object.encode()) for held in _converted(registry) if held.path not in seen)
    for told in _asked(registry, *options, "ls-files", "--others", "-z", "--", *_FILES):
        path = os.fsdecode(told)
        if _counts(path):
            yield path, b""


def _converted(registry: Path) -> list[Held]:
    """The files that Git may write otherwise than it holds them: what is read may be different."""
    try:
        return converted(registry)
    except git.GitFailed as error:
        raise _unreadable(error) from error


def _counts(path: str) -> bool:
    """Whether a registry may read the file: none that begins with a dot, or lies in such a folder."""
    return not any(part.startswith(".") for part in path.split("/"))


def _asked(registry: Path, *arguments: str) -> Iterator[bytes]:
    """What Git answers, part for part. Raises `CommitUnreadable`."""
    try:
        return iter(git.fields(registry, *arguments, seconds=_SECONDS))
    except git.GitFailed as error:
        raise _unreadable(error) from error


def _unreadable(error: git.GitFailed) -> CommitUnreadable:
    return CommitUnreadable(f"git can't tell what has changed: {visible(str(error)) or 'it gives no answer'}")
