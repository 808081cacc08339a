"""What a change does, in words: one line of all, and each list with its title."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.diagnostics import visible
from generator.publishing.changes.summary import LISTS, Changes, Page, Told

# More entries of a list are only counted: the JSON has all.
MOST_LISTED: Final = 200
# For each list what is counted: of one, and of another number.
_COUNTED: Final = {
    "issues": ("issues {}", "issues {}"),
    "revokes": ("revokes {}", "revokes {}"),
    "erases": ("erases {}", "erases {}"),
    "renews": ("renews {} proof", "renews {} proofs"),
    "alters": ("alters {} published credential", "alters {} published credentials"),
    "pages": ("changes {} page", "changes {} pages"),
    "completes": ("completes {} stack", "completes {} stacks"),
}


def headline(changes: Changes) -> str:
    """All lists in one line: `issues 3, revokes 1, …`."""
    return ", ".join(counted(name, len(getattr(changes, name))) for name in LISTS)


def counted(name: str, number: int) -> str:
    """How many a list has, as in `renews 1 proof`."""
    return _COUNTED[name][number != 1].format(f"{number:,}")


def listed(changes: Changes) -> Iterator[tuple[str, str, list[str]]]:
    """Each list that has entries: its name, its title, and a line for each entry."""
    for name in LISTS:
        entries = getattr(changes, name)
        if entries:
            yield name, counted(name, len(entries)), [line(name, entry) for entry in entries]


def line(name: str, entry: Told | Page) -> str:
    """An entry on one line, in which nothing acts on a terminal or a log."""
    if isinstance(entry, Page):
        return visible(f"{entry.path} ({entry.how})")
    words = entry.note
    if name == "alters":
        words = "; ".join(filter(None, ["declared" if entry.declared else "NOT declared", entry.note]))
    return harmless(visible(f"{entry.file.path}{f': {words}' if words else ''}"))


def harmless(text: str) -> str:
    """The text without what a runner of workflows takes for a command wherever it stands in a line."""
    return text.replace("##[", "## [")
