# ruff: noqa: TID251 -- a benchmark reads the clock, the machine and its environment
"""Whole processes, measured: wall, processor time of all of them together, and the memory of the largest of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.catalogue import SEED_OF_KEY

ROOT: Final = Path(__file__).resolve().parents[1]
# What every site is told for, so that two builds of a registry are the same: 2026-07-01 00:00 UTC.
AS_OF: Final = 1_782_864_000
_EVERY: Final = 0.05


class Failed(Exception):
    """A command ended badly; the message is what it said."""


@dataclass(frozen=True)
class Took:
    """What a command took: seconds of wall and of all processors, bytes of its largest process; and what it printed.

    `system` are those of the processors' seconds that the system took for itself, as for making files.
    """

    wall: float
    cpu: float
    system: float
    peak: int
    printed: str


def run(command: Sequence[str | os.PathLike[str]], *, cores: int, cwd: Path = ROOT, cache: Path | None = None) -> Took:
    """Run a command on so many cores, with the sample's key in its environment. Raises `Failed`.

    What it remembers from one run to the next is in `cache`; None: where this person's programs keep such.
    """
    surroundings = os.environ | {"BADGES_SIGNING_KEY": SEED_OF_KEY, "SOURCE_DATE_EPOCH": str(AS_OF)}
    if cache is not None:
        surroundings["XDG_CACHE_HOME"] = str(cache)
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [os.fspath(part) for part in command],
            stdout=printed,
            stderr=said,
            cwd=cwd,
            env=surroundings,
            preexec_fn=_on(cores),
        )
        watch = _Watch(process.pid)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # it is waited for
        peak = watch.end() or used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        printed.seek(0)
        said.seek(0)
        if process.returncode:
            raise Failed(f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said.read().decode()}")
        return Took(wall, used.ru_utime + used.ru_stime, used.ru_stime, peak, printed.read().decode())


def badges(*arguments: object, cores: int, cache: Path) -> Took:
    """Run the program itself in a process of its own, as people do. Raises `Failed`."""
    return run([sys.executable, "-m", "generator", *map(str, arguments)], cores=cores, cache=cache)


def _on(cores: int) -> Callable[[], None] | None:
    """What a new process does first, so that it and its children stay on so many cores, where the system has it."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    chosen = sorted(os.sched_getaffinity(0))[:cores]
    return lambda: os.sched_setaffinity(0, chosen)


class _Watch:
    """Watches a process and its descendants, on Linux: what a system tells of children who ended is less exact.

    There the memory of a child counts from before it became another program, when it still was a copy of its parent.
    """

    def __init__(self, root: int) -> None:
        self._root = root
        self._peaks: dict[int, int] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """The most bytes that one of them held; 0 where that can't be seen."""
        self._ended.set()
        self._thread.join()
        return max(self._peaks.values(), default=0)

    def _watch(self) -> None:
        while not self._ended.wait(_EVERY):
            self._look(self._root)

    def _look(self, process: int) -> None:
        with suppress(OSError):
            status = Path(f"/proc/{process}/status").read_text("utf-8")
            for line in status.split("\n"):
                if line.startswith("VmHWM:"):
                    self._peaks[process] = max(self._peaks.get(process, 0), int(line.split()[1]) * 1024)
            for task in os.listdir(f"/proc/{process}/task"):
                for child in Path(f"/proc/{process}/task/{task}/children").read_text("utf-8").split():
                    self._look(int(child))
