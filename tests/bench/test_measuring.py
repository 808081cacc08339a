"""What is measured of a process, and what is said when it ends badly."""

from __future__ import annotations

import sys

import pytest

from bench.measuring import Failed, run


def test_what_a_command_printed_and_the_memory_of_its_largest_child() -> None:
    child = "x = b'x' * 90_000_000; import time; time.sleep(.3)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}]); print('done')"
    took = run([sys.executable, "-c", parent], cores=1)
    assert took.printed == "done\n"
    assert 90_000_000 < took.peak < 180_000_000
    assert took.wall > 0
    assert took.cpu > 0


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(Failed, match="no such thing"):
        run([sys.executable, "-c", "raise SystemExit('no such thing')"], cores=1)


def test_the_program_gets_the_samples_key_and_a_date() -> None:
    names = "BADGES_SIGNING_KEY", "SOURCE_DATE_EPOCH"
    took = run([sys.executable, "-c", f"import os; print(*map(os.environ.get, {names!r}))"], cores=1)
    assert took.printed == f"{'01' * 32} 1782864000\n"
