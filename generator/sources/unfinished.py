"""What a drafted file leaves to people: values that hold `TODO:` and say what belongs in their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from generator.diagnostics import Position
from generator.sources.shapes import shorten
from generator.sources.yaml_nodes import Document, Mapping, Node, Scalar

# What stands where a person has to write, so that nothing unfinished is published.
MARK: Final = "TODO:"
_MARKED: Final = re.compile(rf"{MARK}[ \t]*(?P<asked>[^\n]*)")
_CLOSING: Final = "\"' ;,"


def report_unfinished(document: Document) -> None:
    """A Problem at each mark in a value of the file, in place of what else is wrong there; the hint is what it asks."""
    if MARK not in document.text:
        return
    for scalar in _scalars(document.root):
        if MARK in scalar.text:
            _drop_others(document, document.position(scalar))
            for found in _MARKED.finditer(document.text, scalar.start, scalar.end):
                asked = shorten(found["asked"].rstrip(_CLOSING), 110)
                place = document.place(found.start(), found.start() + len(found[0].rstrip(_CLOSING)))
                hint = f"write {asked}" if asked else "write it, or delete the member"
                document.report("unfinished", "this is still to be filled in", place, hint)


def _drop_others(document: Document, place: Position) -> None:
    """A mark is no date or number either: that it has another form is no news."""
    document.problems[:] = [problem for problem in document.problems if problem.position != place]


def _scalars(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif node is not None:
        children = [value for _, value in node.members.values()] if isinstance(node, Mapping) else node.items
        for child in children:
            yield from _scalars(child)
