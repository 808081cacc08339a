"""Where the benchmark works: a folder that is removed in the end, with room enough; and what machine it is."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bench.registry import Plan, write

# Of an award: its record, its three files in folder or tar, and what the cache keeps, in blocks of 4 KiB.
_BYTES: Final = 32_768
_FILES: Final = 5
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
    _made: dict[Plan, Path] = field(default_factory=dict)

    def registry(self, plan: Plan) -> Path:
        """The registry of that plan, made if it isn't there. Raises `NoRoom`."""
        if plan not in self._made:
            self._demand_room(plan.awards)
            tell(f"makes a registry of {plan.awards:,} awards of {plan.badges} badges")
            place = self.folder / f"registry-{len(self._made)}-{plan.awards}"
            write(plan, place, self.cores)
            self._made[plan] = place
        return self._made[plan]

    def forget(self, plan: Plan) -> None:
        """Remove a registry that nobody needs any more."""
        remove(self._made.pop(plan))

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
        remove(folder)


def remove(place: Path) -> None:
    """Remove a folder or file, if it is there."""
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


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


def _file_system(folder: Path) -> str:
    """The kind of file system that holds a folder, as Linux tells it."""
    found = ("", "unknown")
    with contextlib.suppress(OSError):
        for line in Path("/proc/mounts").read_text("utf-8").split("\n"):
            parts = line.split(" ")
            if len(parts) > 2 and folder.resolve().is_relative_to(parts[1]):
                found = max(found, (parts[1], parts[2]), key=lambda each: len(each[0]))
    return found[1]
