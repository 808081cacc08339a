"""`docs/performance.md`: the table, how it was measured, and notes that people wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bench.results import Result, Results

NOTES: Final = Path(__file__).parent / "notes.md"
_HEADING: Final = re.compile(r"^## (\S+)\n", re.MULTILINE)


def table(results: Results) -> str:
    """The table in Markdown, a line a row."""
    lines = ["| work | mark | measured | |", "| --- | --- | --- | --- |"]
    lines += [f"| {row.work} | {row.mark} | {row.measured} | {_met(row)} |" for row in results.rows]
    return "\n".join(lines)


def _met(row: Result) -> str:
    return {True: "met", False: "**not met**", None: "left out"}[row.met]


def page(results: Results, notes: str) -> str:
    """The whole page; `notes` has a section for each row that needs one, and `about` for the beginning."""
    said = sections(notes)
    return "\n".join(_page(results, said)).rstrip("\n") + "\n"


def _page(results: Results, said: dict[str, str]) -> Iterator[str]:
    yield "# Performance\n"
    yield said.get("about", "")
    yield table(results) + "\n"
    yield "(`make bench` wrote this page; its words on single rows are from `bench/notes.md`.)\n"
    yield "## Machine and versions\n"
    yield from (f"- {name}: {words}" for name, words in results.machine.items())
    yield "\n## Row by row\n"
    for row in results.rows:
        if row.told or row.key in said:
            yield f"**{row.work[:1].upper()}{row.work[1:]}**: {row.measured}.\n"
            yield from (f"- {words}" for words in row.told)
            yield ""
            if row.key in said:
                yield said[row.key]


def sections(notes: str) -> dict[str, str]:
    """The notes by the row that they are of."""
    parts = _HEADING.split(notes)
    return {key: text.strip("\n") + "\n" for key, text in zip(parts[1::2], parts[2::2], strict=True)}
