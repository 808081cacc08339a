"""Asking Git whether it holds what must never be in a repository: what is staged, and what its history has names of.

Git is asked for what it tracks, so nothing hides a file: no ignore file, no name with a dot, no work tree without it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import IO, Final, NamedTuple

from generator.adapters import git
from generator.adapters.ledger import place_of
from generator.awarding.upkeep import private_files as rules
from generator.diagnostics import Problem

# Awards have names of their own, and their texts are looked through as records. To leave out the whole of a history's
# records takes no time, to look at each name in them minutes.
_AWARDS: Final = ":(exclude,glob)recipients/*/*/*.yml"
_RECORDS: Final = ":(exclude)recipients"
# Where this program itself lies beside a registry, its own tests and examples are no registry's.
_PROGRAM: Final = ("bench", "generator", "sample", "tests")
# Never what a repository's settings say: other paths, colours.
_PLAINLY: Final = ("-c", "grep.fullName=false", "-c", "color.grep=false")
_NAMES: Final = ("log", "-m", "--diff-filter=A", "--no-renames", "--format=", "--name-only", "-z", "--relative")
_SEARCH: Final = ("grep", "--cached", "--text", "--files-with-matches", "-z", "--extended-regexp")
_SEARCH_THEN: Final = tuple(option for option in _SEARCH if option != "--cached")
# Files into which a commit wrote, or from which it took, lines that fit `-G`.
_WRITTEN: Final = ("log", "-m", "--diff-filter=AM", "--no-renames", "--no-textconv", "--no-ext-diff", "--text",
                   "--format=", "--name-only", "-z", "--relative")  # fmt: skip
_SECONDS: Final = 120
_DIGEST: Final = 20


class _Asked(NamedTuple):
    """A question to Git that is being answered."""

    process: subprocess.Popen[bytes]
    answer: IO[bytes]


class Looking:
    """What Git is asked of a registry's folder; it answers while other work is done.

    Nothing is found where there is no repository, or no Git. `base`: a commit since which a change has been made.
    `remember`: a state of the repository in which nothing was found is not looked through again.
    """

    def __init__(self, registry: Path, base: str | None = None, *, remember: bool = False) -> None:
        self._registry = registry
        self._base = base
        self._asked: list[_Asked] = []
        self._memory = _Memory(registry) if remember and base is None else None
        if _is_in_work_tree(registry) and not (self._memory and self._memory.knows):
            try:
                self._ask()
            except OSError:  # there is no Git
                self.close()

    def __enter__(self) -> Looking:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def problems(self) -> list[Problem]:
        """The files that Git holds and must not, each once, and those of which its history has the name.

        Raises `GitFailed` where Git does not answer in time.
        """
        if not self._asked:
            return []
        tracked, held, past, between = [_answer(asked) for asked in self._asked]
        told = {path: rules.held(path, kind, by_name=True) for path, kind in _named(tracked)}
        for kind, paths in self._by_content(tracked, held):
            for path in paths:
                told.setdefault(path, rules.held(path, kind, by_name=False))
        for path, kind in _named(between):
            told.setdefault(path, rules.held_between(path, kind, by_name=True))
        for kind, paths in self._between() if self._base else ():
            for path in paths:
                told.setdefault(path, rules.held_between(path, kind, by_name=False))
        for path, kind in _named(past):
            told.setdefault(path, rules.held_once(path, kind))
        if self._memory and not told:
            self._memory.keep()
        return list(told.values())

    def close(self) -> None:
        """End what Git is still doing."""
        for asked in self._asked:
            if asked.process.poll() is None:
                asked.process.kill()
            asked.process.wait()
            asked.answer.close()
        self._asked = []

    def _ask(self) -> None:
        own = self._own
        everything = _each("-e", (pattern for patterns in rules.CONTENTS.values() for pattern in patterns))
        self._begin("ls-files", "--cached", "-z", "--", ".", _AWARDS, *own)
        self._begin(*_SEARCH, *everything, "--", ".", _AWARDS, *own)
        self._begin(*_NAMES, "HEAD", "--", ".", _RECORDS, *own)
        self._begin(*_NAMES, f"{self._base}..HEAD" if self._base else "--max-count=0", "--", ".", _RECORDS, *own)

    def _by_content(self, tracked: list[str], held: list[str]) -> Iterator[tuple[str, list[str]]]:
        """By the kind of what stands in them, files; which of the kinds it is, is asked only where something is."""
        for kind, patterns in rules.CONTENTS.items() if held else ():
            yield kind, self._find(patterns, ".", _AWARDS)
        if any(path.lower().endswith(rules.TABLES) for path in tracked):
            yield rules.CLASS_LIST, self._find(rules.IN_TABLES, *(f":(icase)*{ending}" for ending in rules.TABLES))

    def _between(self) -> Iterator[tuple[str, list[str]]]:
        """By the kind of what a commit of the change wrote into them, files that had nothing of it before."""
        base = f"{self._base}^{{commit}}"
        tables = [f":(icase)*{ending}" for ending in rules.TABLES]
        of_all = ((kind, patterns, ["."]) for kind, patterns in rules.CONTENTS.items())
        for kind, patterns, where in (*of_all, (rules.CLASS_LIST, rules.IN_TABLES, tables)):
            self._begin(*_WRITTEN, "-G", "|".join(patterns), f"{self._base}..HEAD", "--", *where, _RECORDS, *self._own)
            if paths := {*_answer(self._asked[-1])}:
                wanted = _each("-e", patterns)
                self._begin("--literal-pathspecs", *_SEARCH_THEN, *wanted, base, "--", *paths)
                yield kind, sorted(paths - {path.removeprefix(f"{base}:") for path in _answer(self._asked[-1])})

    def _find(self, patterns: Iterable[str], *where: str) -> list[str]:
        self._begin(*_SEARCH, *_each("-e", patterns), "--", *where, *self._own)
        return _answer(self._asked[-1])

    @property
    def _own(self) -> list[str]:
        """What leaves out this program itself."""
        here = (self._registry / "generator" / "__init__.py").is_file()
        return [f":(exclude){name}" for name in _PROGRAM] if here else []

    def _begin(self, *arguments: str) -> None:
        answer = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with the others
        command = git.command(self._registry, *_PLAINLY, *arguments)
        nowhere = subprocess.DEVNULL
        try:
            process = subprocess.Popen(command, stdin=nowhere, stdout=answer, stderr=nowhere, env=git.environment())
        except OSError:
            answer.close()
            raise
        self._asked.append(_Asked(process, answer))


class _Memory:
    """The state of a repository in which nothing was found, kept in the person's own cache."""

    def __init__(self, registry: Path) -> None:
        self._place = place_of("private", registry)
        self._state = _state(registry)

    @property
    def knows(self) -> bool:
        """Whether nothing has changed since nothing was found."""
        if not self._place or not self._state:
            return False
        with contextlib.suppress(OSError):
            return self._place.read_bytes() == self._state
        return False

    def keep(self) -> None:
        """Keep the state as it was when the looking began."""
        if self._place and self._state:
            with contextlib.suppress(OSError):  # without it the next time takes longer, and that is all
                self._place.write_bytes(self._state)


def _state(registry: Path) -> bytes:
    """What tells the staged files and the newest commit from any others; nothing where that is not known.

    Git's index ends with a digest of itself (git-scm.com/docs/index-format), unless somebody has switched that off.
    """
    top = registry / ".git"
    try:
        with (top / "index").open("rb") as index:
            index.seek(-_DIGEST, os.SEEK_END)
            digest = index.read(_DIGEST)
        head = (top / "HEAD").read_bytes()
        if head.startswith(b"ref: "):
            head += (top / os.fsdecode(head[5:].strip())).read_bytes()
    except OSError:
        return b""
    known = sha256(repr((rules.CONTENTS, rules.NAMES, rules.TABLES, rules.IN_TABLES)).encode()).digest()
    return known + digest + head if any(digest) else b""


def _is_in_work_tree(registry: Path) -> bool:
    real = Path(os.path.realpath(registry))
    return any((folder / ".git").exists() for folder in (real, *real.parents))


def _each(option: str, values: Iterable[str]) -> list[str]:
    return [part for value in values for part in (option, value)]


def _named(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((path, kind) for path in paths if (kind := rules.named(path)))


def _answer(asked: _Asked) -> list[str]:
    """The paths of an answer. Where Git ends badly, as in a repository without a commit, there are none."""
    try:
        asked.process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise git.GitFailed("git takes too long to tell what it holds") from error
    asked.answer.seek(0)
    return [os.fsdecode(path) for path in asked.answer.read().split(b"\0") if path]
