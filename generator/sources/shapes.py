"""Shapes: what a YAML value may be, said once, for the decoder and for the JSON Schemas alike.

A shape's `decode` turns a node into a value (`str`, `int`, `bool`, `Decimal`, `date`, tuple, dict) or notes Problems
on the document and returns `INVALID`; its `schema` says the same as JSON Schema 2020-12. Nothing is typed by how it
looks: `no`, `1.10` and `2026-05-14` are what the shape reads. The schemas admit what an editor makes of such a text.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Protocol

from generator.diagnostics import Related
from generator.names import RESERVED, SLUG
from generator.sources import text_rules
from generator.sources.yaml_nodes import Broken, Document, Node, Scalar, Sequence
from generator.sources.yaml_nodes import Mapping as MappingNode


class _Invalid:
    """The value of a node of which a Problem was noted."""

    def __repr__(self) -> str:
        return "INVALID"


INVALID: Final = _Invalid()
Fields = dict[str, Any]


class Shape(Protocol):
    """What a value may be."""

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Any:
        """The value, or INVALID with Problems noted on the document; `key` is the nearest key that names the node."""

    def schema(self) -> Fields:
        """The same as JSON Schema."""


def _scalar(node: Node, document: Document, what: str) -> Scalar | None:
    """The node as a scalar with something in it, or None with a Problem noted."""
    if isinstance(node, Broken):
        return None
    if not isinstance(node, Scalar):
        kind = "a list" if isinstance(node, Sequence) else "a mapping"
        document.report("wrong-kind", f"{what} belongs here, not {kind}", node)
        return None
    if node.plain and node.text == "":
        document.report("no-value", f"{what} belongs here, and there is nothing", node)
        return None
    return node


@dataclass(frozen=True)
class Text:
    """A text of people: not blank, NFC, without control characters but line feed, bidi overrides or non-characters."""

    what: str = "a text"

    def decode(self, node: Node, document: Document, key: Node | None = None) -> str | _Invalid:
        """The text."""
        scalar = _scalar(node, document, self.what)
        if scalar is None:
            return INVALID
        if not scalar.text.strip():
            document.report("no-value", f"{self.what} belongs here, and it is blank", node)
            return INVALID
        if (fault := text_rules.fault(scalar.text)) is not None:
            document.report(fault.code, fault.message, node, fault.hint)
            return INVALID
        return scalar.text

    def schema(self) -> Fields:
        """An editor reads a plain `11.0902` as a number and `true` as a boolean; here both are texts."""
        return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


@dataclass(frozen=True)
class Form:
    """A text of one form; `pattern` is ASCII, means the same in Python and ECMAScript, and needs no anchors."""

    what: str
    pattern: str
    hint: str = ""
    longest: int = 2048
    admits: Callable[[str], bool] = field(default=lambda _: True)
    also: Mapping[str, Any] = field(default_factory=dict)

    def decode(self, node: Node, document: Document, key: Node | None = None) -> str | _Invalid:
        """The text."""
        scalar = _scalar(node, document, self.what)
        if scalar is None:
            return INVALID
        text = scalar.text
        if len(text) > self.longest or not re.fullmatch(self.pattern, text, re.ASCII) or not self.admits(text):
            document.report("wrong-form", f'"{shorten(text)}" is not {self.what}', node, self.hint)
            return INVALID
        return text

    def schema(self) -> Fields:
        """The form as an anchored pattern."""
        return {"type": "string", "maxLength": self.longest, "pattern": f"^(?:{self.pattern})$", **self.also}


def slug(what: str) -> Form:
    """The shape of a slug, which may look like a number or boolean to an editor."""
    hint = "write lower-case letters and digits in words joined by single hyphens, 64 characters at the most"
    kinds = {"type": ["string", "integer", "boolean"], "minimum": 0, "not": {"enum": sorted(RESERVED)}}
    return Form(what, SLUG, hint, longest=64, admits=lambda text: text not in RESERVED, also=kinds)


@dataclass(frozen=True)
class Choice:
    """One of some texts, or one of the form `ext:…` where that is open."""

    what: str
    values: tuple[str, ...]
    extensible: bool = False

    def decode(self, node: Node, document: Document, key: Node | None = None) -> str | _Invalid:
        """The text."""
        scalar = _scalar(node, document, self.what)
        if scalar is None:
            return INVALID
        if scalar.text in self.values or (self.extensible and re.fullmatch(_EXTENSION, scalar.text)):
            return scalar.text
        near = nearest(scalar.text, self.values)
        listed = ", ".join(self.values) + (" or ext: and a name" if self.extensible else "")
        hint = f'did you mean "{near}"?' if near else f"write one of {listed}"
        document.report("wrong-choice", f'"{shorten(scalar.text)}" is not {self.what}', node, hint)
        return INVALID

    def schema(self) -> Fields:
        """An enumeration, with the open form beside it."""
        listed: Fields = {"enum": list(self.values)}
        return {"anyOf": [listed, {"type": "string", "pattern": f"^{_EXTENSION}$"}]} if self.extensible else listed


_EXTENSION: Final = r"ext:[a-zA-Z0-9._-]+"


@dataclass(frozen=True)
class Day:
    """A date, `YYYY-MM-DD`, from 1900 on."""

    what: str = "a date"

    def decode(self, node: Node, document: Document, key: Node | None = None) -> date | _Invalid:
        """The date."""
        scalar = _scalar(node, document, f"{self.what} as YYYY-MM-DD")
        if scalar is None:
            return INVALID
        hint = "write year, month and day as YYYY-MM-DD"
        try:
            day = date.fromisoformat(scalar.text) if re.fullmatch(_DATE, scalar.text, re.ASCII) else None
        except ValueError:
            day, hint = None, "there is no such day in the calendar"
        if day is None:
            document.report("not-a-date", f'"{shorten(scalar.text)}" is not a date', node, hint)
            return INVALID
        if day.year < 1900:
            document.report("date-too-early", f"{day} is before 1900", node)
            return INVALID
        return day

    def schema(self) -> Fields:
        """A string of the standard format `date`."""
        return {"type": "string", "format": "date", "pattern": "^(?:19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"}


_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


@dataclass(frozen=True)
class Number:
    """A number ≥ 0 without quotes, sign, exponent or leading zeros; `places`: how many decimals it may have."""

    what: str
    most: int
    places: int = 0
    least: int = 0

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Decimal | _Invalid:
        """The number as written."""
        scalar = _scalar(node, document, self.what)
        if scalar is None:
            return INVALID
        if not scalar.plain:
            document.report("quoted", f"{self.what} is written without quotes", node, "take the quotes away")
            return INVALID
        decimals = rf"(?:\.[0-9]{{1,{self.places}}})?" if self.places else ""
        if not re.fullmatch(rf"(?:0|[1-9][0-9]{{0,15}}){decimals}", scalar.text, re.ASCII):
            document.report("not-a-number", f'"{shorten(scalar.text)}" is not {self.what}', node, self._hint())
            return INVALID
        value = Decimal(scalar.text)
        if not self.least <= value <= self.most:
            message = f"{scalar.text} is not between {self.least:,} and {self.most:,}"
            document.report("out-of-range", message, node)
            return INVALID
        return value

    def _hint(self) -> str:
        decimals = f", with at most {self.places} decimals" if self.places else ""
        return f"write digits only, without leading zeros{decimals}"

    def schema(self) -> Fields:
        """A number with bounds."""
        bounds: Fields = {"minimum": self.least, "maximum": self.most}
        kind: Fields = {"type": "number", "multipleOf": 0.001} if self.places else {"type": "integer"}
        return {**kind, **bounds}


@dataclass(frozen=True)
class Flag:
    """`true` or `false`."""

    def decode(self, node: Node, document: Document, key: Node | None = None) -> bool | _Invalid:
        """The boolean."""
        scalar = _scalar(node, document, "true or false")
        if scalar is None:
            return INVALID
        if scalar.text not in ("true", "false"):
            document.report("not-a-boolean", f'"{shorten(scalar.text)}" is neither true nor false', node)
            return INVALID
        if not scalar.plain:
            document.report("quoted", "true and false are written without quotes", node, "take the quotes away")
            return INVALID
        return scalar.text == "true"

    def schema(self) -> Fields:
        """A boolean."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Items:
    """A list; `unique` where no two may be equal."""

    of: Shape
    least: int = 0
    unique: bool = False
    what: str = "a list"

    def decode(self, node: Node, document: Document, key: Node | None = None) -> tuple[Any, ...] | _Invalid:
        """The values, INVALID among them where an item is wrong."""
        if not isinstance(node, Sequence):
            if not isinstance(node, Broken):
                document.report("wrong-kind", f"{self.what} belongs here", node, "begin each item with a hyphen")
            return INVALID
        if len(node.items) < self.least:
            document.report("too-few", f"{self.what} of at least {self.least} belongs here", node)
            return INVALID
        values = tuple(self.of.decode(item, document, key) for item in node.items)
        if self.unique:
            self._repeated(node, values, document)
        return values

    def _repeated(self, node: Sequence, values: tuple[Any, ...], document: Document) -> None:
        seen: dict[Any, Node] = {}
        for item, value in zip(node.items, values, strict=True):
            if value is INVALID:
                continue
            if value in seen:
                related = (Related(document.position(seen[value]), "it stands here first"),)
                document.report("repeated", f'"{shorten(str(value))}" stands here twice', item, "keep one", related)
            seen.setdefault(value, item)

    def schema(self) -> Fields:
        """An array."""
        schema: Fields = {"type": "array", "items": self.of.schema()}
        if self.least:
            schema["minItems"] = self.least
        return {**schema, "uniqueItems": True} if self.unique else schema


@dataclass(frozen=True)
class Entries:
    """A mapping whose keys people choose."""

    key: Form
    of: Shape
    least: int = 0
    what: str = "a mapping"

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Fields | _Invalid:
        """The values by key, INVALID among them where an entry is wrong."""
        if not isinstance(node, MappingNode):
            if not isinstance(node, Broken):
                document.report("wrong-kind", f"{self.what} belongs here", node)
            return INVALID
        if len(node.members) < self.least:
            document.report("too-few", f"{self.what} of at least {self.least} belongs here", node)
            return INVALID
        values: Fields = {}
        for name, (at, value) in node.members.items():
            if self.key.decode(at, document) is not INVALID:
                values[name] = self.of.decode(value, document, at)
        return values

    def schema(self) -> Fields:
        """An object with its keys' form."""
        names = {"maxLength": self.key.longest, "pattern": f"^(?:{self.key.pattern})$"}
        if "not" in self.key.also:
            names["not"] = self.key.also["not"]
        schema: Fields = {"type": "object", "propertyNames": names, "additionalProperties": self.of.schema()}
        return {**schema, "minProperties": self.least} if self.least else schema


@dataclass(frozen=True)
class Member:
    """A member of a table: its shape, what it is for (editors show it), and whether it must be there."""

    of: Shape
    help: str
    required: bool = False


@dataclass(frozen=True)
class Table:
    """A mapping with known members; any other is a Problem. `needs_one_of`: of these members at least one must be there."""

    what: str
    members: Mapping[str, Member]
    needs_one_of: tuple[str, ...] = ()
    extra_schema: Mapping[str, Any] = field(default_factory=dict)

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Fields | _Invalid:
        """The members that are there, INVALID among them where one is wrong; INVALID itself where one is missing."""
        if not isinstance(node, MappingNode):
            if not isinstance(node, Broken):
                names = ", ".join(name for name, member in self.members.items() if member.required)
                document.report("wrong-kind", f"{self.what} belongs here", node, f"it has the members {names}")
            return INVALID
        values = self.partial(node, document)
        return INVALID if self._missing(node, key, document) else values

    def partial(self, node: Node, document: Document) -> Fields:
        """The members that are there, whether all that must be are or not."""
        values: Fields = {}
        for name, (at, value) in node.members.items() if isinstance(node, MappingNode) else ():
            if name in self.members:
                values[name] = self.members[name].of.decode(value, document, at)
            else:
                self._unknown(name, at, document)
        return values

    def _unknown(self, name: str, at: Scalar, document: Document) -> None:
        near = nearest(name, self.members)
        hint = f'did you mean "{near}"?' if near else f"its members are {', '.join(self.members)}"
        document.report("unknown-member", f'{self.what} has no member "{shorten(name)}"', at, hint)

    def _missing(self, node: MappingNode, key: Node | None, document: Document) -> bool:
        """Whether a required member is not there; each is told at the key that names the table."""
        missing = [name for name, member in self.members.items() if member.required and name not in node.members]
        for name in missing:
            hint = f"{name}: {self.members[name].help}"
            document.report("missing-member", f'{self.what} lacks "{name}"', key, hint, _here(node, key, document))
        alternatives = self.needs_one_of
        if alternatives and not any(name in node.members for name in alternatives):
            listed = " or ".join(f'"{name}"' for name in alternatives)
            document.report("missing-member", f"{self.what} lacks {listed}", key, related=_here(node, key, document))
            return True
        return bool(missing)

    def schema(self) -> Fields:
        """An object with exactly these members."""
        schema: Fields = {
            "type": "object",
            "properties": {n: {**m.of.schema(), "description": m.help} for n, m in self.members.items()},
            "required": [name for name, member in self.members.items() if member.required],
            "additionalProperties": False,
            **self.extra_schema,
        }
        if self.needs_one_of:
            schema["anyOf"] = [{"required": [name]} for name in self.needs_one_of]
        return schema


def _here(node: MappingNode, key: Node | None, document: Document) -> tuple[Related, ...]:
    """A pointer to the mapping itself where its name stands on another line, as in a list."""
    place = document.position(node)
    if key is None or place.line == document.position(key).line:
        return ()
    return (Related(document.place(node.start, node.start + 1), "it would belong here"),)


@dataclass(frozen=True)
class Either:
    """A short form or a long one, told apart by the kind of node: scalar, list or mapping."""

    short: Shape
    long: Shape

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Any:
        """The value of whichever form it is."""
        long_kind = Sequence if isinstance(self.long, Items) else MappingNode
        return (self.long if isinstance(node, long_kind) else self.short).decode(node, document, key)

    def schema(self) -> Fields:
        """Either schema."""
        return {"anyOf": [self.short.schema(), self.long.schema()]}


def nearest(text: str, known: Iterable[str]) -> str | None:
    """The known text that was probably meant, or None."""
    found = difflib.get_close_matches(text[:80].lower(), list(known), n=1, cutoff=0.6)
    return found[0] if found else None


def shorten(text: str, most: int = 60) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
