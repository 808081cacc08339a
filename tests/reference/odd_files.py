"""Files that no case can hold, as a case is a text: named `odd:NAME` as `shown_by` in the table of codes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from tests.workflows.runner import git

AWARD: Final = "recipients/lincoln-high/circuit-design/ef0aqs1f2ye055gxke4z9w47aj.yml"
_PAGE: Final = "docs/about.md"
_MANY: Final = 100_001
_STARS: Final = 300


class OddFile(NamedTuple):
    """What is odd about it in a sentence, the file in words, and how the registry is spoilt with it."""

    title: str
    words: str
    spoil: Callable[[Path], None]


def _appended(data: bytes, path: str = AWARD) -> Callable[[Path], None]:
    def spoil(top: Path) -> None:
        with (top / path).open("ab") as stream:
            stream.write(data)

    return spoil


def _pipe(top: Path) -> None:
    (top / AWARD).unlink()
    os.mkfifo(top / AWARD)


def _committed(path: str, text: str, *, then_removed: bool = False) -> Callable[[Path], None]:
    def spoil(top: Path) -> None:
        git(top, "init", "--quiet", "--initial-branch=main")
        (top / path).write_text(text, "utf-8")
        git(top, "add", "--all")
        git(top, "commit", "--quiet", "--message", "All there is")
        if then_removed:
            git(top, "rm", "--quiet", path)
            git(top, "commit", "--quiet", "--message", "Without it")

    return spoil


_LATIN: Final = "narrative: Très soigné\n".encode("latin-1")
_LIST: Final = ("narrative: [" + "1," * _MANY + "1]\n").encode()

ODD_FILES: Final = {
    "odd:not-utf8": OddFile(
        "A file that an old editor saved in the encoding Latin-1.",
        f"In {AWARD} the letter è is the one byte \\xe8, and é the one byte \\xe9:\n\n  narrative: Tr\\xe8s soign\\xe9",
        _appended(_LATIN),
    ),
    "odd:too-many-values": OddFile(
        "A list without end.",
        f"In {AWARD} stands a list of {_MANY + 1:,} numbers:\n\n  narrative: [1,1,1,1,1,1,1,1 …",
        _appended(_LIST),
    ),
    "odd:too-many-marks": OddFile(
        "A key that was held down too long, to part two sections.",
        f"{_PAGE} is a line of {_STARS} stars:\n\n  ********************************* …",
        _appended(b"*" * _STARS + b"\n", _PAGE),
    ),
    "odd:not-a-file": OddFile(
        "Something that only the system uses, under the name of an award.",
        f"{AWARD} is a named pipe",
        _pipe,
    ),
    "odd:private-file": OddFile(
        "A sealing key in a page of notes.",
        "docs/notes.md was added to Git, and in it stands a line that begins with\n\n  badges-sealing-key-1:",
        _committed("docs/notes.md", "badges-sealing-key-1:" + "0" * 43 + "\n"),
    ),
    "odd:private-file-once": OddFile(
        "A roster that was committed by mistake, and deleted by the next commit.",
        "git log --name-only tells of roster.csv.",
        _committed("roster.csv", "nobody\n", then_removed=True),
    ),
}
