"""`docs/reference/`, as it follows from the packaged codes: an index, and a page for each code."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from generator.cli.explain import LISTS, Entry
from generator.diagnostics import visible


def pages(entries: Sequence[Entry]) -> dict[str, str]:
    """Each page as Markdown, by its path below `docs/reference/`."""
    return {"README.md": _index(entries)} | {f"{entry.listed}/{entry.code}.md": _page(entry) for entry in entries}


def _index(entries: Sequence[Entry]) -> str:
    lines = [
        "# What every code means",
        "",
        "`badges check`, `badges changes` and `badges verify` end what they say with a code in brackets, such as",
        "`[unknown-assessor]`; `badges audit` begins with one. A code never changes its meaning. Each page here shows",
        "an input that brings the code about and what is really said of it. `badges explain CODE` tells the same in a",
        "terminal.",
        "",
        "These pages are made by running those inputs: `make reference` writes them anew.",
    ]
    for listed, of_list in groupby(entries, key=lambda entry: entry.listed):
        command, about = LISTS[listed]
        lines += ["", f"## What `{command}` says of {about}"]
        for topic, of_topic in groupby(of_list, key=lambda entry: entry.topic):
            lines += ["", f"### {topic}", "", "| code | meaning |", "| --- | --- |"]
            lines += [f"| [{entry.code}]({listed}/{entry.code}.md) | {_plain(entry.title)} |" for entry in of_topic]
    return "\n".join(lines) + "\n"


def _page(entry: Entry) -> str:
    lines = [f"# {entry.code}", "", f"**{_plain(entry.title)}.** {entry.told}", "", _plain(entry.meaning), ""]
    lines += ["## What to do", "", _plain(entry.what_to_do), ""]
    if entry.example:
        lines += ["## Example", "", _plain(entry.example.title), "", *_fenced(entry.example.input), ""]
        lines += [f"What `{entry.command}` says of it:", "", *_fenced(entry.example.output), ""]
    return "\n".join([*lines, "[All codes](../README.md)"]) + "\n"


def _fenced(text: str) -> Iterator[str]:
    longest = max((len(run) for run in re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    yield f"{fence}text"
    yield from (visible(line) for line in text.split("\n"))
    yield fence


def _plain(text: str) -> str:
    """A text as Markdown shows it to the letter, but for what stands between backquotes."""
    parts = re.split("(`[^`]*`)", text)
    return "".join(part if part.startswith("`") else re.sub(r"([\\*_<>\[\]|#~])", r"\\\1", part) for part in parts)
