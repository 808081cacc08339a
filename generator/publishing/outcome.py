"""What came of a build, for whoever tells of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from generator.diagnostics import Problem
from generator.publishing.sizes import Sizes


class Word(StrEnum):
    """What another program says of a signature: that it holds, that it doesn't, or nothing."""

    HOLDS = "holds"
    DIFFERS = "differs"
    SILENT = "silent"


@dataclass(frozen=True)
class ReadBack:
    """What was read back, and accepted: awards, the site's own documents, and what others said, by name and word."""

    awards: int
    documents: int
    opinions: Mapping[str, Mapping[Word, int]]


NOTHING_READ: Final = ReadBack(0, 0, {})


@dataclass(frozen=True)
class Built:
    """What came of a build; with errors among the Problems, nothing that may be published.

    `warnings` are of the key, the language and hand-written pages. `unchanged`: the site was there, and is as it was.
    """

    problems: tuple[Problem, ...]
    awards: int = 0
    revoked: int = 0
    lists: int = 0
    read_back: ReadBack = NOTHING_READ
    warnings: tuple[str, ...] = ()
    sizes: Sizes = field(default_factory=Sizes)
    unchanged: bool = False
