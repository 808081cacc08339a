"""How long work shows how far it is: on a terminal, in a log, and not at all."""

from __future__ import annotations

import io
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

from generator.cli.voice import bar, say
from tests.builds import REGISTRY, badges

pty = pytest.importorskip("pty", reason="this system has no pseudo-terminals")
fcntl = pytest.importorskip("fcntl")
termios = pytest.importorskip("termios")

ROBOTS = [{"CI": "true"}, {"TERM": "dumb"}, {"CI": "1", "TERM": "xterm"}]
PERSON = {"TERM": "xterm"}


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 5_000.0

    def __call__(self) -> float:
        return self.now


class Terminal:
    """A pseudo-terminal, and what a person sees on it."""

    def __init__(self, columns: int, encoding: str) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.stream: TextIO = os.fdopen(slave, "w", encoding=encoding)
        self.encoding = encoding
        self.columns = columns
        self.line = ""
        self.paintings = 0

    def look(self) -> str:
        """The last line as it stands, after all that was written since the last look."""
        # What is written comes through in its own time, and this last.
        self.stream.write("\x05")
        self.stream.flush()
        raw = b""
        while not raw.endswith(b"\x05"):
            raw += os.read(self._master, 100_000)
        written = raw[:-1].decode(self.encoding)
        assert re.fullmatch(r"[^\x00-\x09\x0b-\x0c\x0e-\x1f\x7f]*", written), "no terminal needs to know escapes"
        for part in re.findall(r"\r\n|\r[^\r]*|[^\r]+", written):
            text = "" if part == "\r\n" else part.removeprefix("\r")
            assert len(text) < self.columns, "it would run over into the next line"
            self.paintings += bool(text.strip())
            self.line = "" if part == "\r\n" else text + self.line[len(text) :]
        return self.line.rstrip()

    def close(self) -> None:
        self.stream.close()
        os.close(self._master)


@contextmanager
def terminal(columns: int = 100, encoding: str = "utf-8") -> Iterator[Terminal]:
    opened = Terminal(columns, encoding)
    try:
        yield opened
    finally:
        opened.close()


class Robots(io.StringIO):
    """A terminal that nobody looks at."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_bar_and_what_is_left() -> None:
    clock = Clock()
    with terminal() as seen:
        with bar(stream=seen.stream, clock=clock, environment=PERSON) as shown:
            shown.hear("catalogue", 0)
            assert seen.look() == "badges: catalogue"
            shown.hear("awards", 0, 100_000)
            assert seen.look() == f"badges: awards ▕{'░' * 30}▏ 0 of 100,000"
            clock.now += 8
            shown.hear("awards", 67_200)
            assert seen.look() == f"badges: awards ▕{'█' * 20}{'░' * 10}▏ 67,200 of 100,000 · 8,400/s · 4 s left"
            clock.now += 1
            shown.hear("awards", 32_800)
            assert seen.look() == f"badges: awards ▕{'█' * 30}▏ 100,000 of 100,000 · 11,000/s"
            shown.hear("swapping in", 0)
            assert seen.look() == "badges: swapping in"
        assert seen.look() == "", "the bar is gone when the work is over"


def test_how_much_there_is_may_be_learned_late_or_wrongly() -> None:
    clock = Clock()
    with terminal() as seen, bar(stream=seen.stream, clock=clock, environment=PERSON) as shown:
        shown.hear("awards", 2_000)
        clock.now += 2
        shown.hear("awards", 2_000)
        assert seen.look() == "badges: awards 4,000 · 1,000/s", "nobody knows how long the first ones took"
        clock.now += 2
        shown.hear("awards", 2_000, 10_000)
        assert seen.look() == f"badges: awards ▕{'█' * 18}{'░' * 12}▏ 6,000 of 10,000 · 1,000/s · 4 s left"
        clock.now += 2
        shown.hear("awards", 5_000)
        assert seen.look() == "badges: awards 11,000 · 1,500/s"


@pytest.mark.parametrize(
    ("left", "words"),
    [(1, "1 s"), (120, "120 s"), (121, "3 min"), (7_200, "120 min"), (7_201, "3 h"), (86_400, "24 h")],
)
def test_time_left_is_rounded_up_in_a_unit_that_fits(left: int, words: str) -> None:
    clock = Clock()
    with terminal() as seen, bar(stream=seen.stream, clock=clock, environment=PERSON) as shown:
        shown.hear("awards", 0, 10 + left)
        clock.now += 10
        shown.hear("awards", 10)
        assert seen.look().endswith(f" · 1/s · {words} left")


def test_it_is_painted_ten_times_a_second_at_most() -> None:
    clock = Clock()
    with terminal() as seen, bar(stream=seen.stream, clock=clock, environment=PERSON) as shown:
        for _ in range(2_000):
            clock.now += 0.001
            shown.hear("awards", 1, 2_000)
        seen.look()
        assert 19 <= seen.paintings <= 21


@pytest.mark.parametrize("columns", [10, 20, 40, 60, 80, 200])
def test_it_fits_the_terminal(columns: int) -> None:
    clock = Clock()
    with terminal(columns) as seen, bar(stream=seen.stream, clock=clock, environment=PERSON) as shown:
        for step in ("awards", "a step of many words that nobody can read on a small terminal"):
            shown.hear(step, 0, 1_000_000)
            clock.now += 90
            shown.hear(step, 123_456)
            assert seen.look().startswith(f"badges: {step}"[: columns - 1])


def test_a_narrow_terminal_keeps_what_tells_most() -> None:
    clock = Clock()
    with terminal(40) as seen, bar(stream=seen.stream, clock=clock, environment=PERSON) as shown:
        shown.hear("awards", 0, 100_000)
        clock.now += 8
        shown.hear("awards", 67_200)
        assert seen.look() == "badges: awards 67,200 of 100,000"


def test_a_terminal_without_the_signs_gets_ascii() -> None:
    clock = Clock()
    with (
        terminal(encoding="ascii") as seen,
        bar(stream=seen.stream, clock=clock, environment=PERSON) as shown,
    ):
        shown.hear("awards", 0, 100_000)
        clock.now += 8
        shown.hear("awards", 67_200)
        assert seen.look() == f"badges: awards [{'#' * 20}{'.' * 10}] 67,200 of 100,000, 8,400/s, 4 s left"


def test_other_words_get_a_line_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with terminal() as seen:
        monkeypatch.setattr("sys.stderr", seen.stream)
        with bar(clock=Clock(), environment=PERSON) as shown:
            shown.hear("verifying", 0, 2)
            assert seen.look()
            say("x: there is no such file")
            assert seen.look() == ""
            shown.hear("signing", 0)
            assert seen.look() == "badges: signing"


def test_a_bar_is_gone_when_the_work_fails() -> None:
    def work(seen: Terminal) -> None:
        with bar(stream=seen.stream, clock=Clock(), environment=PERSON) as shown:
            shown.hear("awards", 0)
            raise InterruptedError

    with terminal() as seen:
        with pytest.raises(InterruptedError):
            work(seen)
        assert seen.paintings == 0
        assert seen.look() == ""
        assert seen.paintings == 1


def test_a_log_has_a_line_every_ten_seconds() -> None:
    clock, log = Clock(), io.StringIO()
    with bar(stream=log, clock=clock, environment=PERSON) as shown:
        shown.hear("awards", 0, 100_000)
        for _ in range(25):
            clock.now += 1
            shown.hear("awards", 3_400)
        shown.hear("swapping in", 0)
        clock.now += 10
        shown.hear("swapping in", 0)
    assert log.getvalue().splitlines() == [
        "badges: awards: 34,000 of 100,000 (34 %), 3,400 a second, 20 seconds left",
        "badges: awards: 68,000 of 100,000 (68 %), 3,400 a second, 10 seconds left",
        "badges: swapping in",
    ]


def test_a_log_has_nothing_of_short_work() -> None:
    clock, log = Clock(), io.StringIO()
    with bar(stream=log, clock=clock, environment={}) as shown:
        for _ in range(9):
            clock.now += 1
            shown.hear("awards", 100_000)
    assert log.getvalue() == ""


@pytest.mark.parametrize("environment", ROBOTS)
def test_the_terminal_of_a_robot_is_a_log(environment: dict[str, str]) -> None:
    clock, log = Clock(), Robots()
    with bar(stream=log, clock=clock, environment=environment) as shown:
        shown.hear("awards", 0)
        assert log.getvalue() == ""
        clock.now += 10
        shown.hear("awards", 5)
    assert log.getvalue() == "badges: awards: 5, 0.5 a second\n"


def test_the_quiet_get_nothing_and_still_hear_other_words(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with terminal() as seen, bar(quiet=True, stream=seen.stream, clock=clock, environment=PERSON) as shown:
        shown.hear("awards", 0)
        clock.now += 60
        shown.hear("awards", 60)
        assert seen.look() == ""
        say("no mistakes")
    assert capsys.readouterr().err == "badges: no mistakes\n"


def test_a_quiet_command_says_its_result(tmp_path: Path) -> None:
    done = badges("pages", "--quiet", "--source", REGISTRY, "--out", tmp_path / "out")
    assert done.returncode == 0
    assert done.stderr.startswith("badges: 8 pages and what they need are in")
