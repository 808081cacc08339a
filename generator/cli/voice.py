"""How the program talks, and its exit codes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, TextIO

import click

from generator.cli.bar import Bar, Face, Line, Log

GOOD: Final = 0
AT_FAULT: Final = 1
WRONG_CALL: Final = 2
WORLD: Final = 3

# The bar that is on the screen, which other words must not run into.
_bars: list[Bar] = []


def say(text: str) -> None:
    """Talk to the person: one or more lines on stderr."""
    for shown in _bars:
        shown.clear()
    click.echo(f"badges: {text}", err=True)


def count(number: int, one: str, many: str = "") -> str:
    """`1 award`, `2 awards`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@contextmanager
def bar(
    quiet: bool = False,
    *,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Bar]:
    """What shows how far long work is, and is gone when the work is over.

    It is a line with a bar where `stream`, else stderr, is a terminal; a line every ten seconds where it is a log, or
    the terminal of a robot; nothing if `quiet`.
    """
    shown = Bar(None if quiet else _face(stream or sys.stderr, clock, environment), clock)
    _bars.append(shown)
    try:
        yield shown
    finally:
        _bars.remove(shown)
        shown.clear()


def _face(stream: TextIO, clock: Callable[[], float], environment: Mapping[str, str]) -> Face:
    robot = environment.get("CI", "") not in ("", "0", "false") or environment.get("TERM") == "dumb"
    return Line(stream) if stream.isatty() and not robot else Log(stream, clock())
