"""Asking Git whether it holds what must never be in a repository: what is staged, and what its history has names of.

Git is asked for what it tracks, so nothing hides a file: no ignore file, no name with a dot, no work tree without it.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple

from generator.adapters import git
from generator.awarding import private_files as rules
from generator.diagnostics import Problem

# Awards have names of their own, and their texts are looked through as records.
_AWARDS: Final = ":(exclude,glob)recipients/*/*/*.yml"
# Where this program itself lies beside a registry, its own tests and examples are no registry's.
_PROGRAM: Final = ("bench", "generator", "sample", "tests")
# Never what a repository's settings say: other paths, colours, a program that looks at signatures.
_PLAINLY: Final = ("-c", "grep.fullName=false", "-c", "color.grep=false", "-c", "log.showSignature=false")
_SECONDS: Final = 120


class _Asked(NamedTuple):
    """A question to Git that is being answered; `kind`: what the files are in whose contents it was found."""

    process: subprocess.Popen[bytes]
    answer: IO[bytes]
    kind: str = ""


class Looking:
    """What Git was asked of a registry's folder; the answers are there when `problems` asks for them.

    Nothing is found where there is no repository, or no Git. `base`: a commit since which a change has been made.
    """

    def __init__(self, registry: Path, base: str | None = None) -> None:
        self._registry = registry
        self._base = base
        self._asked: list[_Asked] = []
        if _is_in_work_tree(registry):
            try:
                self._ask()
            except OSError:  # there is no Git
                self.close()

    def __enter__(self) -> Looking:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def problems(self) -> list[Problem]:
        """The files that Git holds and must not, each once, and those of which its history has the name."""
        if not self._asked:
            return []
        tracked, past, between, *contents = [_answer(asked) for asked in self._asked]
        kinds = {path: kind for path in tracked if (kind := rules.named(path))}
        told = {path: rules.held(path, kind, by_name=True) for path, kind in kinds.items()}
        for asked, paths in zip(self._asked[3:], contents, strict=True):
            for path in paths:
                told.setdefault(path, rules.held(path, asked.kind, by_name=False))
        for path, kind in _named(between if self._base else []):
            told.setdefault(path, rules.held_between(path, kind))
        for path, kind in _named(past):
            told.setdefault(path, rules.held_once(path, kind))
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
        own = [f":(exclude){name}" for name in self._program()]
        history = ("log", "-m", "--diff-filter=A", "--no-renames", "--format=", "--name-only", "-z", "--relative")
        self._begin("ls-files", "--cached", "-z", "--", ".", _AWARDS, *own)
        self._begin(*history, "HEAD", "--", ".", _AWARDS, *own)
        self._begin(*history, f"{self._base}..HEAD" if self._base else "--max-count=0", "--", ".", _AWARDS, *own)
        search = ("grep", "--cached", "--text", "--files-with-matches", "-z", "--extended-regexp")
        for kind, patterns in rules.CONTENTS.items():
            self._begin(*search, *_each("-e", patterns), "--", ".", _AWARDS, *own, kind=kind)
        tables = (f":(icase){name}" for name in rules.TABLES)
        self._begin(*search, *_each("-e", rules.IN_TABLES), "--", *tables, *own, kind=rules.CLASS_LIST)

    def _program(self) -> tuple[str, ...]:
        return _PROGRAM if (self._registry / "generator" / "__init__.py").is_file() else ()

    def _begin(self, *arguments: str, kind: str = "") -> None:
        answer = tempfile.TemporaryFile()  # noqa: SIM115  it is closed with the others
        command = git.command(self._registry, *_PLAINLY, *arguments)
        nowhere = subprocess.DEVNULL
        try:
            process = subprocess.Popen(command, stdin=nowhere, stdout=answer, stderr=nowhere, env=git.environment())
        except OSError:
            answer.close()
            raise
        self._asked.append(_Asked(process, answer, kind))


def _is_in_work_tree(registry: Path) -> bool:
    real = Path(os.path.realpath(registry))
    return any((folder / ".git").exists() for folder in (real, *real.parents))


def _each(option: str, values: Iterable[str]) -> list[str]:
    return [part for value in values for part in (option, value)]


def _named(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    return ((path, kind) for path in paths if (kind := rules.named(path)))


def _answer(asked: _Asked) -> list[str]:
    """The paths of an answer. Where Git ends badly, as in a repository without a commit, there are none."""
    asked.process.wait(_SECONDS)
    asked.answer.seek(0)
    return [os.fsdecode(path) for path in asked.answer.read().split(b"\0") if path]
