"""Strict YAML with the place of every value.

One document of mappings, sequences and scalars; a scalar is its text and whether it was quoted, and means what the
shape that decodes it says: nothing is typed here. Anchors, aliases, tags, merge keys, directives, duplicate keys and
anything past `MOST_BYTES`, `MOST_LEVELS` or `MOST_NODES` are Problems. Everything is counted on parser events,
before a tree is built: libyaml's own composer recurses and crashes on deep nesting.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Protocol, TypeAlias

import yaml

from generator.diagnostics import MOST_COUNTED, Position, Problem, Related, Severity, excerpt

MOST_BYTES: Final = 1 << 20
MOST_LEVELS: Final = 32
MOST_NODES: Final = 100_000

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# The Multikey of an Ed25519 secret key, as `badges keygen` writes it into a file that stays out of the registry.
_SECRET = re.compile("z3u2[1-9A-HJ-NP-Za-km-z]{44}")
# YAML takes these for line breaks, and no editor shows them.
_SEPARATOR: Final = re.compile("[\u2028\u2029]")
# What stands for a character that no Problem shows.
HIDDEN: Final = "•"
_PLAIN_STYLES: Final = (None, "")
_CUT_SHORT: Final = re.compile('".*…"', re.DOTALL)
_QUOTED: Final = re.compile('".*"', re.DOTALL)
_HINTS: Final = (
    ("cannot start any token", "indent with spaces, never with tabs; put a value that begins with @, ` or % in quotes"),
    (
        "mapping values are not allowed",
        "put a text that holds a colon and a space in quotes, and check the indentation",
    ),
    ("expected ':'", "each line of a mapping is a name, a colon, a space and a value"),
    ("expected <block end>", "check that the lines of one mapping or list begin in the same column"),
    ("expected key", "check that the lines of one mapping begin in the same column"),
    ("unexpected end of stream", "a quote or bracket is opened here and never closed"),
    ("expected ',' or", "a bracket is opened here and never closed, or a comma is missing"),
    ("unknown escape character", "write a backslash in double quotes twice, or use single quotes"),
)


@dataclass(slots=True, eq=False)
class Scalar:
    """A text; `plain`: written without quotes and not as a block. `start` and `end` count characters of the file."""

    start: int
    end: int
    text: str
    plain: bool


@dataclass(slots=True, eq=False)
class Sequence:
    """A list of nodes."""

    start: int
    end: int
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Mapping:
    """Names and their nodes in the order of the file, each name once."""

    start: int
    end: int
    members: dict[str, tuple[Scalar, Node]] = field(default_factory=dict)


Node: TypeAlias = Scalar | Sequence | Mapping


@dataclass(eq=False)
class Document:
    """One YAML file: its text, its tree (None where it could not be read), and the Problems found so far.

    `hidden` are the stretches of the text that no Problem shows, apart and in order; `hide` takes such out of words.
    """

    path: str
    text: str
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    hidden: tuple[tuple[int, int], ...] = ()
    hide: Callable[[str], str] = field(default=str)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\r\n|\r|\n", self.text))]

    def place(self, start: int, end: int | None = None) -> Position:
        """The position of a stretch of characters; its length ends with its line."""
        line = bisect_right(self._line_starts, start) - 1
        column = start - self._line_starts[line]
        left = len(self.line(line + 1)) - column
        return Position(self.path, line + 1, column + 1, max(1, min((end or start) - start, left)))

    def position(self, node: Node | None) -> Position:
        """The position of a node; of None, the top of the file."""
        return Position(self.path) if node is None else self.place(node.start, node.end)

    def find(self, *path: str | int) -> Node | None:
        """The node that a path of names and list places leads to, or None."""
        node: Node | None = self.root
        for step in path:
            if isinstance(node, Mapping) and step in node.members:
                node = node.members[str(step)][1]
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None
        return node

    def find_key(self, *path: str | int) -> Node | None:
        """The key whose value a path leads to, or None."""
        parent = self.find(*path[:-1])
        found = parent.members.get(str(path[-1])) if isinstance(parent, Mapping) else None
        return found[0] if found else None

    def line(self, number: int) -> str:
        """The text of a line, counted from 1, without its end."""
        starts = self._line_starts
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def report(
        self,
        code: str,
        message: str,
        at: Node | Position | None,
        hint: str = "",
        related: tuple[Related, ...] = (),
        severity: Severity = "error",
    ) -> None:
        """Note a Problem at a node or position of this file; None: the file as a whole."""
        if self.full:
            return
        position = at if isinstance(at, Position) else self.position(at)
        source = self.line(position.line) if at is not None else ""
        problem = Problem(code, message, position, hint, related, source, severity=severity)
        self.problems.append(self.presentable(problem))

    def presentable(self, problem: Problem) -> Problem:
        """A Problem of this file with what of its line is worth showing, and nothing of what is hidden."""
        source, cut, at = "", 0, problem.position
        if problem.source:
            source, cut = excerpt(self.line(at.line), at.column)
            start = self._line_starts[at.line - 1] + cut
            for begin, end in self._hidden_between(start, start + len(source)):
                first, last = max(0, begin - start), min(len(source), end - start)
                source = source[:first] + HIDDEN * (last - first) + source[last:]
        related = tuple(Related(each.position, self._words(each.message, at)) for each in problem.related)
        message, hint = self._words(problem.message, at), self._words(problem.hint, at)
        return replace(problem, message=message, hint=hint, related=related, source=source, cut=cut)

    def _hidden_between(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        first = bisect_right(self.hidden, start, key=lambda span: span[1])
        return self.hidden[first : bisect_left(self.hidden, end, key=lambda span: span[0])]

    def _words(self, text: str, at: Position) -> str:
        """The words of a Problem as they may be shown; a quotation that was cut short might not tell what it holds.

        Nothing is quoted from a line that is hidden as a whole.
        """
        if '"' in text and self.hidden and at.line <= len(self._line_starts):
            start = self._line_starts[at.line - 1]
            end = start + len(self.line(at.line))
            inside = self._hidden_between(start, end)
            if any(first <= start and end <= last for first, last in inside):
                text = without_quotations(text)
            elif inside:
                text = _CUT_SHORT.sub(f'"{HIDDEN * 3}"', text)
        return self.hide(text)

    @property
    def full(self) -> bool:
        """Whether there are so many Problems that no more are noted."""
        return len(self.problems) >= MOST_COUNTED


def without_quotations(text: str) -> str:
    """Words of a Problem without anything that they may quote."""
    return _QUOTED.sub(f'"{HIDDEN * 3}"', text)


def read(path: str, data: bytes, if_empty: str = "delete it, or write what belongs in it") -> Document:
    """The document that the bytes of a file write; on a Problem that spoils everything its `root` is None.

    `if_empty` is the hint where the file is empty.
    """
    document = read_text(path, data)
    if not document.problems:
        if document.text.strip():
            _parse(document)
        if document.root is None and not document.problems:
            document.report("file-empty", "the file is empty", None, if_empty)
    return document


def read_text(path: str, data: bytes) -> Document:
    """The file's text, from UTF-8 with or without a byte order mark, and no tree; Problems where it is none."""
    if len(data) > MOST_BYTES:
        document = Document(path, "")
        document.report(
            "file-too-large", f"the file has more than {MOST_BYTES:,} bytes", None, "split it, or shorten it"
        )
        return document
    try:
        document = Document(path, data.decode("utf-8").removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        good = Document(path, data[: error.start].decode("utf-8").removeprefix("\ufeff"))
        start = len(good.text)
        document = Document(path, good.text + "\ufffd")
        hint = "save the file as UTF-8"
        if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
            hint += "; it is now UTF-16 (in Notepad: Save as, Encoding: UTF-8)"
        document.report("not-utf8", "the file is not UTF-8 text", document.place(start, start + 1), hint)
        return document
    if found := _CONTROL.search(document.text):
        place = document.place(found.start(), found.end())
        message = f"the file holds the invisible character U+{ord(found[0]):04X}"
        document.report("control-character", message, place, "delete it")
    elif found := _SECRET.search(document.text):
        _no_secret(document, document.place(found.start(), found.end()))
    return document


def _no_secret(document: Document, place: Position) -> None:
    """Tell of a secret key without showing it."""
    message = "a secret key stands here: whoever can read this file can sign"
    hint = "take it out, and make a new key with `badges key new`: this one is no secret any more"
    document.problems.append(Problem("secret-key", message, place, hint))


def _parse(document: Document) -> None:
    """Build the document's tree, or note what is wrong with its YAML."""
    try:
        document.root = _Composer(document).compose(iter(yaml.CLoader(document.text).get_event, None))
    except yaml.MarkedYAMLError as error:
        problem = error.problem or "the YAML cannot be read"
        unclosed = "end of stream" in problem or "',' or" in problem
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        place = document.place(min(_index(mark), max(0, len(document.text.rstrip()) - 1)))
        hint = next((hint for part, hint in _HINTS if part in problem), "")
        if found := _SEPARATOR.search(document.text):
            hint = f"the file holds the invisible line break U+{ord(found[0]):04X}: delete it, or quote the text"
        document.report("yaml-syntax", f"this is not YAML: {problem}", place, hint)
    except yaml.YAMLError as error:
        document.report("yaml-syntax", f"this is not YAML: {str(error).splitlines()[0]}", None)
    except _Stop:
        pass


def _index(mark: _Mark | None) -> int:
    """How many characters stand before a mark."""
    return 0 if mark is None else mark.index


class _Mark(Protocol):
    """A place in a text, of either of PyYAML's parsers."""

    index: int


class _Stop(Exception):
    """Reading ends here."""


class _Open:
    """A list or mapping whose end is to come; `key` is the name whose value is next."""

    __slots__ = ("items", "key", "members", "node")

    def __init__(self, node: Sequence | Mapping) -> None:
        self.node = node
        self.key: Scalar | None = None
        self.items = node.items if isinstance(node, Sequence) else None
        self.members = node.members if isinstance(node, Mapping) else None


class _Composer:
    """Builds a tree from parser events with a stack of its own: nothing recurses, everything is counted."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.nodes = 0

    def compose(self, events: Iterable[Any]) -> Node | None:
        """The tree of the events' one document; every file is read here, so that calls are saved."""
        root: Node | None = None
        stack: list[_Open] = []
        top: _Open | None = None
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self.nodes += 1
                if event.tag is not None or event.anchor is not None or self.nodes > MOST_NODES:
                    self._refuse(event)
                node: Node = Scalar(
                    event.start_mark.index, event.end_mark.index, event.value, event.style in _PLAIN_STYLES
                )
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                stack.pop().node.end = event.end_mark.index
                top = stack[-1] if stack else None
                continue
            elif isinstance(event, yaml.NodeEvent):
                node = self._collection(event)
            else:
                if kind is yaml.DocumentStartEvent:
                    self._document(event, root)
                continue
            if top is None:
                root = node
            elif top.items is not None:
                top.items.append(node)
            elif top.key is None:
                top.key = self._key(node, top)
            else:
                # Of a name that stands here twice the first is kept.
                assert top.members is not None
                top.members.setdefault(top.key.text, (top.key, node))
                top.key = None
            if kind is not yaml.ScalarEvent:
                assert not isinstance(node, Scalar)
                top = _Open(node)
                stack.append(top)
                if len(stack) > MOST_LEVELS:
                    self._stop("too-deep", f"values are nested more than {MOST_LEVELS} levels deep", event)
        return root

    def _document(self, event: yaml.DocumentStartEvent, root: Node | None) -> None:
        if root is not None:
            self._stop("yaml-documents", "the file holds a second document", event, "one file holds one document")
        if event.version or event.tags:
            self._stop("yaml-directive", "a directive is not admitted", event, "delete the line that begins with %")

    def _collection(self, event: Any) -> Sequence | Mapping:
        self.nodes += 1
        self._refuse(event)
        start = event.start_mark.index
        kind = Sequence if isinstance(event, yaml.SequenceStartEvent) else Mapping
        return kind(start, start + 1)

    def _refuse(self, event: Any) -> None:
        """Stop at a node that is not admitted."""
        if self.nodes > MOST_NODES:
            self._stop("too-many-values", f"the file holds more than {MOST_NODES:,} values", event)
        if isinstance(event, yaml.AliasEvent):
            self._stop("yaml-alias", f"the alias *{event.anchor} is not admitted", event, "write the value out")
        if event.anchor is not None:
            self._stop("yaml-anchor", f"the anchor &{event.anchor} is not admitted", event, "delete it")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._stop("yaml-tag", f"the tag {tag} is not admitted", event, "delete it; put a text in quotes")

    def _key(self, node: Node, of: _Open) -> Scalar:
        """The node as a name of the open mapping; one that stands there already is told."""
        document = self.document
        if not isinstance(node, Scalar):
            hint = "put a text that holds brackets or braces in quotes"
            document.report("key-not-text", "a list or mapping stands where a name belongs", node, hint)
            raise _Stop
        assert of.members is not None
        if node.text == "<<" and node.plain:
            document.report("merge-key", "a merge key is not admitted", node, "write the members out")
            raise _Stop
        if node.text in of.members:
            first = of.members[node.text][0]
            related = (Related(document.position(first), "it stands here first"),)
            document.report("duplicate-key", f'"{_short(node.text)}" stands here twice', node, "keep one", related)
            if document.full:
                raise _Stop
        return node

    def _stop(self, code: str, message: str, event: yaml.Event, hint: str = "") -> None:
        start, end = _index(event.start_mark), _index(event.end_mark)
        self.document.report(code, message, self.document.place(start, max(end, start + 1)), hint)
        raise _Stop


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "…"
