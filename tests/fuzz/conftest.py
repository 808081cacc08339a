"""No reader here may take much memory, whatever it is given."""

from __future__ import annotations

import resource
import sys
from collections.abc import Iterator

import pytest

# Beyond the most that the process had before: what the longest documents take, and the fuzzer itself.
MOST_MEBIBYTES = 400


def peak() -> float:
    """The most memory that the process has had, in mebibytes; Linux counts in kibibytes, macOS in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


@pytest.fixture(autouse=True)
def _little_memory() -> Iterator[None]:
    before = peak()
    yield
    assert peak() - before < MOST_MEBIBYTES
