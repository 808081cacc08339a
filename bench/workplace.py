# ruff: noqa: TID251 -- a benchmark reads the clock
"""Where the benchmark works: a folder that is removed in the end, with room enough; and what machine it is.

Nothing is removed before all is measured: where many files were removed, ext4 makes new ones slowly for some minutes,
as it passes over each place that has been free for so short a time.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.registry import Plan, write
from bench.results import NEW_FILE

# Of an award: its record and its three files, in folder or tar, in blocks of 4 KiB, and what the cache keeps.
_BYTES: Final = 32_768
_FILES: Final = 4
_PROBES: Final = 500
# Seconds, more than those for which a file's time is not believed, as clocks of file systems are coarse.
SETTLED: Final = 3
_SLOW: Final = 1e-4
_LIBRARIES: Final = ("PyLD", "pynacl", "pyyaml", "jinja2", "jsonschema", "mkdocs", "mkdocs-material")


class NoRoom(Exception):
    """The disk has not the space or the files that a registry needs."""


@dataclass
class Workplace:
    """The folder, what is asked for, and the registries that were made in it."""

    folder: Path
    awards: int
    most: int
    runs: int
    cores: int
    cache: Path = field(init=False)
    _made: dict[Plan, Path] = field(default_factory=dict)
    _named: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.forget()

    def place(self, name: str) -> Path:
        """A place for something new of that name, where nothing was before."""
        self._named[name] += 1
        folder = self.folder / str(self._named[name])
        folder.mkdir(exist_ok=True)
        return folder / name

    def forget(self) -> None:
        """Have the next build or check find nothing that an earlier one remembered."""
        self.cache = self.place("cache")

    def registry(self, plan: Plan) -> Path:
        """The registry of that plan, made if it isn't there. Raises `NoRoom`."""
        if plan not in self._made:
            self._demand_room(plan.awards)
            tell(f"makes a registry of {plan.awards:,} awards of {plan.badges} badges")
            place = self.place(f"registry-{plan.awards}")
            write(plan, place, self.cores)
            self._made[plan] = place
        return self._made[plan]

    def give_up(self, plan: Plan) -> None:
        """Make another registry when it is asked for again, as this one was changed."""
        del self._made[plan]

    def _demand_room(self, awards: int) -> None:
        room = os.statvfs(self.folder)
        bytes_free, files_free = room.f_bavail * room.f_frsize, room.f_favail
        wanted = (500_000_000 + awards * _BYTES, 20_000 + awards * _FILES)
        # Some file systems make files as they are needed, and then tell of none or of any number.
        if bytes_free < wanted[0] or 0 < files_free < wanted[1]:
            raise NoRoom(
                f"{awards:,} awards may need {wanted[0] / 1e9:.1f} GB and {wanted[1]:,} files, and {self.folder} has "
                f"{bytes_free / 1e9:.1f} GB and {files_free:,} files free: name another with --folder"
            )


def settle() -> None:
    """Wait until the times of all that was touched are believed, as they are when people build."""
    time.sleep(SETTLED)


def tell(words: str) -> None:
    """Say how far it is."""
    print(f"bench: {words}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def workplace(parent: Path | None, *, awards: int, most: int, runs: int) -> Iterator[Workplace]:
    """A new folder in `parent`, or where the system keeps such; gone when the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="badges-bench-", dir=parent))
    try:
        yield Workplace(folder, awards, most, runs, min(2, cores()))
    finally:
        tell("removes what it made")
        shutil.rmtree(folder)


def cores() -> int:
    """How many processors there are to be used."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def machine(folder: Path) -> dict[str, str]:
    """The machine and the versions, in words."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    libraries = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES)
    return {
        "processor": f"{_processor()}, {cores()} cores",
        "memory": f"{memory / 2**30:.0f} GiB",
        "file system": _file_system(folder),
        NEW_FILE: f"{_new_file(folder) * 1e6:.0f} µs",
        "system": f"{platform.system()} {platform.release().partition('-')[0]}, {platform.machine()}",
        "Python": f"{platform.python_implementation()} {platform.python_version()}",
        "libraries": libraries,
    }


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text("utf-8").split("\n"):
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    if sys.platform == "darwin":
        command = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return platform.processor() or platform.machine()


def _new_file(folder: Path) -> float:
    """The seconds of processor time that a new file takes there; says so where they are many."""
    probes = folder / "probes"
    probes.mkdir()
    used = time.process_time()
    for number in range(_PROBES):
        (probes / str(number)).write_bytes(b"x" * 3_000)
    seconds = (time.process_time() - used) / _PROBES
    if seconds > _SLOW:
        tell(f"new files are slow in {folder}, as where many were removed of late: wait, or name another with --folder")
    return seconds


def _file_system(folder: Path) -> str:
    """The kind of file system that holds a folder, as Linux tells it."""
    found = ("", "unknown")
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text("utf-8").split("\n"):
            parts = line.split(" ")
            if len(parts) > 2 and folder.resolve().is_relative_to(parts[1]):
                found = max(found, (parts[1], parts[2]), key=lambda each: len(each[0]))
    return found[1]
