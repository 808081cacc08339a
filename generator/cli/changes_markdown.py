"""What a change does as Markdown, for the summary of a workflow or a comment.

Whatever comes from a file stands in a code element, with every sign of Markdown and HTML written by its number: it can
make no markup, link or mention, whoever shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from generator.cli.changes_words import headline, listed
from generator.diagnostics import Problem, errors_of, visible
from generator.publishing.changes.summary import Changes

_MOST_LISTED: Final = 200
_MOST_PROBLEMS: Final = 100
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
    yield "| where | what is wrong | what to do | code |"
    yield "| --- | --- | --- | --- |"
    for problem in errors[:_MOST_PROBLEMS]:
        cells = (str(problem.position), problem.message, problem.hint, problem.code)
        yield f"| {' | '.join(code(cell) if cell else ' ' for cell in cells)} |"
    if len(errors) > _MOST_PROBLEMS:
        yield ""
        yield f"… and {len(errors) - _MOST_PROBLEMS:,} more."
    yield ""


def _folded(title: str, entries: Sequence[str]) -> Iterator[str]:
    yield f"<details><summary>{title}</summary>"
    yield ""
    yield from (f"- {code(entry)}" for entry in entries[:_MOST_LISTED])
    if len(entries) > _MOST_LISTED:
        yield f"- … and {len(entries) - _MOST_LISTED:,} more"
    yield ""
    yield "</details>"
    yield ""


def code(text: str) -> str:
    """The text as it stands, in a code element."""
    shown = visible(text)
    if len(shown) > _MOST_CHARACTERS:
        shown = shown[:_MOST_CHARACTERS] + "…"
    return f"<code>{_OTHERS.sub(lambda found: f'&#{ord(found[0])};', shown)}</code>"
