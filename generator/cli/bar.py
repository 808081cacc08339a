"""How far long work is: one line that is painted over on a terminal, a line now and then in a log."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TextIO

REPAINT: Final = 0.1
LOG: Final = 10.0

_WIDEST: Final = 30
_NARROWEST: Final = 8
# Of a step that has only begun, nothing can be foretold.
_SETTLED: Final = 1.0


@dataclass
class Work:
    """A step of the work as far as it was heard of; times are seconds on the clock of whoever listens."""

    step: str
    done: int
    of: int | None
    began: float
    # What was done before the first word of it, of which nobody knows how long it took.
    first: int

    @property
    def amount(self) -> str:
        """`68,000 of 100,000`, `68,000`, or nothing."""
        if not self.of or self.done > self.of:
            return f"{self.done:,}" if self.done else ""
        return f"{self.done:,} of {self.of:,}"

    def rate(self, now: float) -> float:
        """How many a second were done; 0 while that can't be told."""
        span, counted = now - self.began, self.done - self.first
        return counted / span if span >= _SETTLED else 0.0

    def left(self, now: float) -> tuple[int, str] | None:
        """How long the rest takes at the rate until now, rounded up, as a number of second, minute or hour."""
        rate = self.rate(now)
        if not self.of or not rate or self.done >= self.of:
            return None
        seconds = (self.of - self.done) / rate
        for unit, length in (("hour", 3600), ("minute", 60)):
            if seconds > 2 * length:
                return math.ceil(seconds / length), unit
        return math.ceil(seconds), "second"


class Face(Protocol):
    """Where the work is shown."""

    def due(self, now: float, begun: bool) -> bool:
        """Whether to show it now; `begun`: a step of another name has begun."""

    def show(self, work: Work, now: float) -> None:
        """Show it."""

    def clear(self) -> None:
        """Make room for other words."""


class Bar:
    """Hears how far the work is and shows it on its face, if it has one.

    It shows nothing on its own between two words of the work: a thread that did would live on in forked processes.
    """

    def __init__(self, face: Face | None, clock: Callable[[], float]) -> None:
        self._face = face
        self._clock = clock
        self._work = Work("", 0, None, clock(), 0)

    def hear(self, step: str, done: int, of: int | None = None) -> None:
        """So many more of the step are done, of so many in all."""
        if self._face is None:
            return
        now, work = self._clock(), self._work
        begun = step != work.step
        if begun:
            work = self._work = Work(step, done, of, now, done)
        else:
            work.done += done
            work.of = work.of if of is None else of
        if self._face.due(now, begun):
            self._face.show(work, now)

    def stage(self, step: str) -> None:
        """The step begins."""
        self.hear(step, 0)

    def advance(self, done: int) -> None:
        """So many more of the step that was heard of last are done."""
        self.hear(self._work.step, done)

    def clear(self) -> None:
        """Make room for other words."""
        if self._face is not None:
            self._face.clear()


class Log:
    """A line every ten seconds; of shorter work, none."""

    def __init__(self, stream: TextIO, start: float) -> None:
        self._stream = stream
        self._next = start + LOG

    def due(self, now: float, begun: bool) -> bool:
        """Whether ten seconds have gone by."""
        return now >= self._next

    def show(self, work: Work, now: float) -> None:
        """`badges: awards: 68,000 of 100,000 (68 %), 8,400 a second, 4 seconds left`."""
        self._next = now + LOG
        share = f" ({100 * work.done // work.of} %)" if work.of and work.done <= work.of else ""
        parts = [work.amount + share] if work.amount else []
        if rate := work.rate(now):
            parts.append(f"{_rounded(rate)} a second")
        if left := work.left(now):
            parts.append(f"{left[0]} {left[1]}{'' if left[0] == 1 else 's'} left")
        self._stream.write(f"badges: {': '.join(filter(None, (work.step, ', '.join(parts))))}\n")
        self._stream.flush()

    def clear(self) -> None:
        """Nothing: each line is whole."""


class Line:
    """The last line of a terminal: painted over at most ten times a second, and whenever another step begins.

    It is wiped with blanks, so that no terminal needs to know more than the return to a line's beginning.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._next = 0.0
        self._shown = 0
        self._plain = not _can_write(stream, "▕█░▏·")

    def due(self, now: float, begun: bool) -> bool:
        """Whether the last painting is old enough, or of another step."""
        return begun or now >= self._next

    def show(self, work: Work, now: float) -> None:
        """`badges: awards ▕███████░░░▏ 68,000 of 100,000 · 8,400/s · 4 s left`, as much as it has room for."""
        self._next = now + REPAINT
        text = self._text(work, now, _columns(self._stream) - 1)
        self._stream.write("\r" + text.ljust(self._shown))
        self._stream.flush()
        self._shown = len(text)

    def clear(self) -> None:
        """Wipe the line."""
        if self._shown:
            self._stream.write("\r" + " " * self._shown + "\r")
            self._stream.flush()
            self._shown = 0

    def _text(self, work: Work, now: float, width: int) -> str:
        name, figures = f"badges: {work.step}", self._figures(work, now)
        while figures and len(self._joined(name, "", figures)) > width:
            figures.pop()
        room = min(_WIDEST, width - len(self._joined(name, "", figures)) - 3)
        bar = self._bar(work, room) if room >= _NARROWEST else ""
        return self._joined(name, bar, figures)[: max(width, 0)]

    def _joined(self, name: str, bar: str, figures: list[str]) -> str:
        return " ".join(filter(None, (name, bar, (", " if self._plain else " · ").join(figures))))

    def _figures(self, work: Work, now: float) -> list[str]:
        """The most telling first."""
        rate, left = work.rate(now), work.left(now)
        short = {"second": "s", "minute": "min", "hour": "h"}
        figures = [
            work.amount,
            f"{_rounded(rate)}/s" if rate else "",
            f"{left[0]} {short[left[1]]} left" if left else "",
        ]
        return [figure for figure in figures if figure]

    def _bar(self, work: Work, cells: int) -> str:
        if not work.of or work.done > work.of:
            return ""
        full = cells * work.done // work.of
        begin, done, todo, end = "[#.]" if self._plain else "▕█░▏"
        return begin + done * full + todo * (cells - full) + end


def _rounded(rate: float) -> str:
    """Two digits are as much as a rate is good for: `8,400`, `0.31`."""
    return f"{float(f'{rate:.2g}'):,.10g}"


def _can_write(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _columns(stream: TextIO) -> int:
    """How wide the terminal is now, as people change that; 80 where it doesn't say."""
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except OSError:
        return 80
