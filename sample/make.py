"""Writes the awards of the sample registry: `python -m sample.make`, at the top of the repository.

Every run writes the same files: chance comes of a seed, dates of a table, and nothing of the clock.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from generator.adapters.registry_folder import RegistryFolder
from generator.diagnostics import render
from generator.sources import catalogue as sources
from sample.awards import MadeAward, made, text
from sample.classes import AS_OF, classes

TOP: Final = Path(__file__).resolve().parents[1]
# Written by hand, for guides and tests that name them. The script leaves them alone.
BY_HAND: Final = frozenset(
    """
    9563jd2r81ctkgssva1k72cyn7 bhp5n40baqpaaqspp7ft4y5m95 ef0aqs1f2ye055gxke4z9w47aj hb57yhmdwecgv6e0bfjemhdrq3
    pfc4thgjfr0t9mwtby231sgan2 q5xcx3p8dawbb271ayt5v59k0r xnk6bkcg0sqykm1y8t8yez6p4r 6vj6m7sj3p0gjzfycpsjzypwbe
    """.split()
)
_STATUS: Final = re.compile(r"^(?:- \{)?status: (\d+)", re.MULTILINE)


class CatalogueRefused(Exception):
    """The sample's badges have Problems, told in the message."""


def awards(top: Path) -> list[MadeAward]:
    """Every award that the script makes for the registry in a folder. Raises `CatalogueRefused`, and OSError."""
    loaded = sources.load(RegistryFolder(top), AS_OF)
    if loaded.catalogue is None:
        raise CatalogueRefused("\n".join(map(render, loaded.problems)))
    return made(loaded.catalogue, classes(), _taken(top))


def files(top: Path) -> dict[str, str]:
    """The text of each file that the script writes, by its path in the registry. Raises as `awards` does."""
    return {award.path: text(award) for award in awards(top)}


def _taken(top: Path) -> Iterator[int]:
    """The status numbers of what was written by hand."""
    records = (file for file in records_of(top) if file.stem in BY_HAND)
    for file in [*records, top / "recipients" / "reserved.yml"]:
        yield from map(int, _STATUS.findall(file.read_text("utf-8")))


def records_of(top: Path) -> list[Path]:
    """The files of all awards that lie in the registry, whoever wrote them."""
    return sorted((top / "recipients").glob("*/*/*.yml"))


def write(top: Path) -> tuple[int, list[str]]:
    """Write what differs; how many files did, and the paths of award files that the script knows nothing of."""
    expected, written = files(top), 0
    for path, content in expected.items():
        file = top / path
        if not file.exists() or file.read_bytes() != content.encode():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode())
            written += 1
    found = (file for file in records_of(top) if file.stem not in BY_HAND)
    return written, [path for file in found if (path := file.relative_to(top).as_posix()) not in expected]


def _receipts(made_awards: Iterable[MadeAward]) -> Iterator[str]:
    for award in made_awards:
        yield f"{award.path}\t{award.learner.name}\t{award.receipt}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; its exit code: 0 good, 1 the badges or a stray file are at fault."""
    parser = argparse.ArgumentParser(prog="python -m sample.make", description="Write the awards of the sample.")
    parser.add_argument("--top", type=Path, default=TOP, help="the registry's folder; this repository if left out")
    parser.add_argument(
        "--receipts", action="store_true", help="print each award's file, learner and receipt, and write nothing"
    )
    chosen = parser.parse_args(arguments)
    try:
        if chosen.receipts:
            print("\n".join(_receipts(awards(chosen.top))))
            return 0
        written, strays = write(chosen.top)
    except CatalogueRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"sample: {written} files written", file=sys.stderr)
    for path in strays:
        print(f"sample: {path} is not of this sample: delete it", file=sys.stderr)
    return 1 if strays else 0


if __name__ == "__main__":
    sys.exit(main())
