"""What a change does as Markdown, for the summary of a workflow or a comment.

Whatever comes from a file stands in a code element, with every sign of Markdown and HTML written by its number: it can
make no markup, link or mention, whoever shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from generator.cli.changes_words import headline, listed
from generator.diagnostics import Problem, errors_of, visible
from generator.publishing.changes.summary import Changes

# GitHub takes a mebibyte of a step, and drops the whole summary of one that tells more ("Adding a job summary"): the
# bytes of a table that stands alone, of one with lists under it, and of each of seven lists.
MOST_ALONE: Final = 1_000_000
_MOST_OF_TABLE: Final = 400_000
_MOST_OF_LIST: Final = 70_000
_MOST_LISTED: Final = 200
_MOST_CHARACTERS: Final = 400
# What stays as it is: nothing that begins or ends any markup. `www.` would begin a link.
_OTHERS: Final = re.compile(r"[^0-9A-Za-z ,./()-]|(?<=www)\.", re.IGNORECASE)


def markdown(base: str, against: str, changes: Changes) -> str:
    """The whole: a heading, what is wrong as a table, and each list folded up."""
    lines = ["## What this change does", "", f"Compared with {code(against or base)}.", ""]
    if changes.complete:
        lines += [f"**{headline(changes)}**", ""]
    else:
        lines += ["**Not compared: the registry has mistakes, which come first.**", ""]
    lines += _problems(changes.problems)
    for _, title, entries in listed(changes) if changes.complete else ():
        lines += _folded(title, entries)
    return "\n".join(lines)


def _problems(problems: Sequence[Problem]) -> Iterator[str]:
    errors = errors_of(problems)
    if not errors:
        yield "Nothing in it breaks a promise."
        yield ""
        return
    yield f"### {len(errors):,} {'mistake' if len(errors) == 1 else 'mistakes'}: not to be merged as it is"
    yield ""
    yield from table(errors, _MOST_OF_TABLE)
    yield ""


def table(problems: Sequence[Problem], most: int) -> Iterator[str]:
    """A row for each Problem, as many as `most` bytes hold; then how many there are more."""
    yield "| where | what is wrong | what to do | code |"
    yield "| --- | --- | --- | --- |"
    shown = list(_fitting(map(_row, problems), most))
    yield from shown
    if more := len(problems) - len(shown):
        yield ""
        yield f"… and {more:,} more: `badges check` and `badges changes` show them all."


def _row(problem: Problem) -> str:
    cells = (str(problem.position), problem.message, problem.hint, problem.code)
    return f"| {' | '.join(code(cell) if cell else ' ' for cell in cells)} |"


def _fitting(lines: Iterable[str], most: int) -> Iterator[str]:
    """The lines, as long as all of them together have at most so many bytes."""
    for line in lines:
        most -= len(line.encode()) + 1
        if most < 0:
            return
        yield line


def _folded(title: str, entries: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    shown = list(_fitting((f"- {code(entry)}" for entry in entries[:_MOST_LISTED]), _MOST_OF_LIST))
    yield from shown
    if more := len(entries) - len(shown):
        yield f"- … and {more:,} more"
    yield ""
    yield "</details>"
    yield ""


def code(text: str) -> str:
    """The text as it stands, in a code element."""
    shown = visible(text)
    if len(shown) > _MOST_CHARACTERS:
        shown = shown[:_MOST_CHARACTERS] + "…"
    return f"<code>{_OTHERS.sub(lambda found: f'&#{ord(found[0])};', shown)}</code>"
