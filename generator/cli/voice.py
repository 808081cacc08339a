"""How the program talks, and its exit codes."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from rich.progress import Progress

GOOD: Final = 0
AT_FAULT: Final = 1
WRONG_CALL: Final = 2
WORLD: Final = 3


def say(text: str) -> None:
    """Talk to the person: one or more lines on stderr."""
    click.echo(f"badges: {text}", err=True)


def count(number: int, one: str, many: str = "") -> str:
    """`1 award`, `2 awards`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


class Bar:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=None) if progress else None
        self._stage = ""

    def stage(self, words: str, total: int | None = None) -> None:
        """Begin another stretch of work."""
        if self._progress and self._task is not None:
            self._progress.reset(self._task, description=words, total=total)

    def hear(self, words: str, done: int) -> None:
        """So many more things are done of the stretch that is called so."""
        if words != self._stage:
            self._stage = words
            self.stage(words)
        self.advance(done)

    def advance(self, done: int) -> None:
        """So many more things are done."""
        if self._progress and self._task is not None:
            self._progress.advance(self._task, done)


@contextmanager
def bar() -> Iterator[Bar]:
    """A bar for long work, shown where stderr is a terminal and gone when the work is over."""
    if not sys.stderr.isatty():
        yield Bar(None)
        return
    with _progress() as progress:
        yield Bar(progress)


def _progress() -> Progress:
    # Imported here, as most runs have no terminal and should not wait for it.
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    words = TextColumn("{task.description}")
    columns = (words, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)
