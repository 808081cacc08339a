"""A YAML text with what an edit must know of its lines: where a value ends, and which comments are whose.

An edit proposes texts; `Page.proven` gives back the first that writes what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

from generator.errors import EditRefused
from generator.sources import yaml_nodes
from generator.sources.yaml_nodes import Node, Scalar

# Names and places in lists, from the root to a value.
Path: TypeAlias = tuple[str | int, ...]
# What a text is meant to write: old scalars as they stand there, new values as they were given.
Meant: TypeAlias = "Mapping[str, Meant] | Sequence[Meant] | Scalar | str | bool | int | Decimal | date"

_BREAK: Final = re.compile("\r\n|\r|\n")
_EMPTY: Final = ("[]", "{}", "")


class Page:
    """A text to be edited, with its tree. Raises `EditRefused` where it is no YAML."""

    def __init__(self, text: str, file: str, *, may_be_empty: bool = False) -> None:
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""
        self.text = text.removeprefix("\ufeff")
        self.file = file
        self.document = yaml_nodes.read(file, self.text.encode())
        found = _BREAK.search(self.text)
        self.eol = found[0] if found else "\n"
        problems = [p for p in self.document.problems if not (may_be_empty and p.code == "file-empty")]
        if problems:
            raise EditRefused(file, problems[0].position.line, problems[0].message, problems[0].hint)

    # What stands where

    def find(self, path: Path) -> Node | None:
        """The node that a path leads to, or None."""
        return self.document.find(*path)

    def is_flow(self, node: Node) -> bool:
        """Whether the list or mapping stands between brackets."""
        return not isinstance(node, Scalar) and self.text[node.start] in "[{"

    def is_nothing(self, node: Node | None) -> bool:
        """Whether nothing stands where a value belongs: `keys:` alone, or a file of comments."""
        if node is None:
            return self.document.root is None
        return isinstance(node, Scalar) and node.plain and not node.text

    def column(self, at: int) -> int:
        """How many characters stand before a place on its line."""
        return at - self.line_start(at)

    def line_start(self, at: int) -> int:
        """Where the line of a place begins."""
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def line_end(self, at: int) -> int:
        """Where the next line begins."""
        found = _BREAK.search(self.text, at)
        return found.end() if found else len(self.text)

    def starts_line(self, at: int) -> bool:
        """Whether nothing stands before a place on its line."""
        return not self.text[self.line_start(at) : at].strip()

    def end(self, node: Node) -> int:
        """Where a node's own text ends; a block's mark stands behind the comments that follow it."""
        while not isinstance(node, Scalar) and not self.is_flow(node):
            node = node.items[-1] if isinstance(node, yaml_nodes.Sequence) else [*node.members.values()][-1][1]
        if isinstance(node, Scalar) and not node.plain and self.text[node.start] in "|>":
            header = self.text[node.start : self.line_end(node.start)].partition("#")[0]
            # With a + the empty lines that follow are part of the value.
            return node.end if "+" in header else node.start + len(self.text[node.start : node.end].rstrip())
        return node.end

    def behind(self, node: Node, column: int, *, last: bool) -> int:
        """The line on which something may follow a node: behind the comments that belong to it.

        These are deeper than `column`, or as deep where the block ends with them (`last`).
        """
        end = self.end(node)
        at = best = beside = end if end and self.text[end - 1] in "\r\n" else self.line_end(end)
        while at < len(self.text):
            line = self.text[at : self.line_end(at)]
            depth = len(line) - len(line.lstrip())
            if line.strip() and not line.lstrip().startswith("#"):
                return beside if last and depth < column else best
            at += len(line)
            if line.strip():
                best = at if depth > column and best == beside else best
                beside = at if depth >= column else beside
        return beside if last else best

    def above(self, at: int, column: int, deepest: int | None = None) -> int:
        """Where the comments that stand right above a block's first line begin, none of them deeper than `deepest`."""
        if not self.starts_line(at):
            return at
        start = self.line_start(at)
        while start:
            line = self.text[self.line_start(start - 1 - (self.text[start - 2 : start] == "\r\n")) : start]
            depth = len(line) - len(line.lstrip())
            if not line.lstrip().startswith("#") or not column <= depth <= (depth if deepest is None else deepest):
                break
            start -= len(line)
        return start

    def chunks(self, node: yaml_nodes.Sequence) -> list[tuple[int, int]]:
        """The lines of each item of a block list, with its comments; none where two share a line."""
        column = self.column(node.start)
        dashes = [self.text.rfind("-", 0, max(1, item.start)) for item in node.items]
        dashes[0] = node.start
        if any(not self.starts_line(at) or self.column(at) != column for at in dashes):
            return []
        # A comment as deep as an item's members, above the next dash, is still that item's.
        starts = [self.above(node.start, column), *(self.above(at, column, column) for at in dashes[1:])]
        return [*zip(starts, [*starts[1:], self.behind(node, column, last=True)], strict=True)]

    def has_comment(self, node: Node) -> bool:
        """Whether a # stands within a node, and in none of its texts."""
        spans: list[tuple[int, int]] = []
        waiting = [node]
        while waiting:
            each = waiting.pop()
            if isinstance(each, Scalar):
                block = not each.plain and self.text[each.start] in "|>"
                spans.append((self.line_end(each.start) if block else each.start, each.end))
            elif isinstance(each, yaml_nodes.Sequence):
                waiting += each.items
            else:
                waiting += [part for pair in each.members.values() for part in pair]
        left, at = "", node.start
        for start, end in sorted(spans):
            left, at = left + self.text[at:start], max(at, end)
        return "#" in left + self.text[at : self.end(node)]

    # New texts

    def spliced(self, at: int, own: str) -> str:
        """The text with something put at a place."""
        return self.text[:at] + own + self.text[at:]

    def shifted(self, written: str, column: int) -> str:
        """Lines as they are written at a column, with the file's own line breaks."""
        lines = written.removesuffix("\n").split("\n")
        return "".join(f"{' ' * column if line else ''}{line}{self.eol}" for line in lines)

    def with_lines(self, at: int, written: str, column: int) -> str:
        """The text with lines put at a place: where a line begins, within one, or behind the last."""
        lines = self.shifted(written, column)
        if at and at == len(self.text) and self.text[at - 1] not in "\r\n":
            return self.text + self.eol + lines
        if self.column(at):
            return self.spliced(at, lines[column:] + " " * column)
        return self.spliced(at, lines)

    def into_empty(self, path: Path, written: str, flow: str) -> Iterator[str]:
        """Texts with something put where nothing, `[]` or `{}` stands: as a block below, or between the brackets."""
        node, parent = self.find(path), self.find(path[:-1])
        if node is None or (not path and self.text[node.start : node.end] == ""):
            yield self.with_lines(len(self.text), written, 0)
            return
        start, end = node.start, self.end(node)
        block = isinstance(parent, yaml_nodes.Mapping) and not self.is_flow(parent)
        if (block or not path) and self.text[start:end] in _EMPTY:
            line = self.line_end(end)
            own = self.text[:start].rstrip(" ") if not self.text[end:line].strip() else self.text[:start]
            kept = (own + self.text[end:line]).removesuffix(self.eol)
            margin = self.column(parent.start) + 2 if path and parent else 0
            yield f"{kept}{self.eol if kept else ''}{self.shifted(written, margin)}{self.text[line:]}"
        if self.is_flow(node):
            yield self.spliced(start + 1, flow)

    # Proof

    def meant(self, path: Path, change: Callable[[Meant | None], Meant]) -> Meant:
        """What the text writes, with one change at a path."""
        return _changed(_shape(self.document.root) if self.document.root else None, path, change)

    def proven(self, texts: Iterator[str], meant: Meant, node: Node | None, by_hand: str) -> str:
        """The first of some texts that writes what is meant. Raises `EditRefused` where none does."""
        for text in texts:
            document = yaml_nodes.read(self.file, text.encode())
            if not document.problems and document.root is not None and _agrees(document.root, meant):
                return self.mark + text
        raise self.refusal(node, "this can't be edited safely as it is written", by_hand)

    def refusal(self, node: Node | None, reason: str, by_hand: str) -> EditRefused:
        """Why an edit at a node can't be made, and what to type instead."""
        return EditRefused(self.file, self.document.position(node).line, reason, f"type it there by hand:\n\n{by_hand}")


def _shape(node: Node) -> Meant:
    if isinstance(node, Scalar):
        return node
    if isinstance(node, yaml_nodes.Sequence):
        return [_shape(item) for item in node.items]
    return {name: _shape(value) for name, (_, value) in node.members.items()}


def _changed(meant: Meant | None, path: Path, change: Callable[[Meant | None], Meant]) -> Meant:
    if not path:
        return change(meant)
    step, rest = path[0], path[1:]
    if isinstance(meant, dict):
        return {name: _changed(own, rest, change) if name == step else own for name, own in meant.items()}
    return [_changed(own, rest, change) if place == step else own for place, own in enumerate(list_of(meant))]


def _agrees(node: Node, meant: Meant) -> bool:
    """Whether a node writes what is meant; whether an old text stands in quotes must not change either."""
    if isinstance(meant, dict):
        return (
            isinstance(node, yaml_nodes.Mapping)
            and node.members.keys() == meant.keys()
            and all(_agrees(value, meant[name]) for name, (_, value) in node.members.items())
        )
    if isinstance(meant, list):
        return (
            isinstance(node, yaml_nodes.Sequence)
            and len(node.items) == len(meant)
            and all(map(_agrees, node.items, meant))
        )
    if not isinstance(node, Scalar):
        return False
    if isinstance(meant, Scalar):
        return (node.text, node.plain) == (meant.text, meant.plain)
    if isinstance(meant, str):
        return node.text == meant
    return node.plain and node.text == (str(meant).lower() if isinstance(meant, bool) else str(meant))


def mapping_of(meant: Meant | None) -> dict[str, Meant]:
    """The members meant; none of what is no mapping."""
    return meant if isinstance(meant, dict) else {}


def list_of(meant: Meant | None) -> list[Meant]:
    """The items meant; none of what is no list."""
    return meant if isinstance(meant, list) else []
