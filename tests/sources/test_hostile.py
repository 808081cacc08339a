"""Hostile input is ordinary input: one clear Problem with its place, within a second and 200 MB."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sources.hostile import HOSTILE

SAMPLE = Path(__file__).parents[1] / "registry"


@dataclass(frozen=True)
class Ended:
    """How a command ended: exit code, words, seconds of work, mebibytes of memory."""

    code: int
    out: str
    err: str
    seconds: float
    memory: float


# Says at its end how much memory it took. What the system tells the parent would begin with the parent's own size.
MEASURED = """
import atexit, pathlib, resource, sys
def told():
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        kibibytes = int(line.split()[1])
    else:
        kibibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pathlib.Path(sys.argv[0]).write_text(str(kibibytes / 1024))
sys.argv = sys.argv[1:]
atexit.register(told)
from generator.cli.main import main
main()
"""


def run(top: Path, *options: str) -> Ended:
    """`badges check` in a process of its own."""
    memory = top.parent / "memory"
    check = ["check", "--jobs", "1", "--source", str(top), *options]
    command = [sys.executable, "-c", MEASURED, str(memory), *check]
    with (top.parent / "out").open("wb") as out, (top.parent / "err").open("wb") as err:
        child = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    said, told = ((top.parent / name).read_text("utf-8") for name in ("out", "err"))
    return Ended(child.returncode, said, told, used.ru_utime + used.ru_stime, float(memory.read_text()))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_told_at_its_place_at_once(name: str, tmp_path: Path) -> None:
    spoil, code, place = HOSTILE[name]
    top = shutil.copytree(SAMPLE, tmp_path / "registry")
    spoil(top)
    ended = run(top)
    first = next((line for line in ended.out.splitlines() if f"[{code}]" in line), ended.out + ended.err)
    assert first.startswith(place), first
    assert ended.code == 1
    assert "Traceback" not in ended.out + ended.err
    assert (ended.out + ended.err).replace("\n", "").isprintable()
    assert ended.seconds < 1.5  # a second, on a slow machine more
    assert ended.memory < 200


def test_nothing_of_a_file_becomes_a_workflow_command(tmp_path: Path) -> None:
    top = shutil.copytree(SAMPLE, tmp_path / "registry")
    HOSTILE["name with a line end"][0](top)
    for line in run(top, "--format", "github").out.splitlines():
        assert line.startswith("::error file=")
        assert line.count("::error ") == 1 or "%3A%3Aerror" in line
