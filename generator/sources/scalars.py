"""Shapes of single values: texts, forms, choices, days, numbers, booleans."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, Final

from generator.names import RESERVED, SLUG, Slug
from generator.sources import text_rules
from generator.sources.shapes import INVALID, Doubt, Fields, Invalid, nearest, shorten
from generator.sources.yaml_lines import Written
from generator.sources.yaml_nodes import Document, Node, Scalar, Sequence

_NOTHING: Final = "write it, or delete the line"
DEVICE: Final = "Windows keeps this name for a device: choose another"


def _scalar(node: Node, document: Document, what: str) -> Scalar | None:
    """The node as a scalar with something in it, or None with a Problem noted."""
    if not isinstance(node, Scalar):
        kind = "a list" if isinstance(node, Sequence) else "a mapping"
        document.report("wrong-kind", f"{what} belongs here, not {kind}", node)
        return None
    if node.plain and node.text == "":
        document.report("no-value", f"{what} belongs here, and there is nothing", node, _NOTHING)
        return None
    return node


_MARKUP: Final = re.compile('[<>"]')


@dataclass(frozen=True)
class Text:
    """A text of people: not blank, NFC, without control characters but line feed, bidi overrides or non-characters.

    `markup`: whether it may hold `<`, `>` and `"`, which the theme of the site would take for HTML.
    """

    what: str = "a text"
    markup: bool = True

    def decode(self, node: Node, document: Document, key: Node | None = None) -> str | Invalid:
        """The text."""
        scalar = _scalar(node, document, self.what)
        if scalar is None:
            return INVALID
        if not scalar.text.strip():
            document.report("no-value", f"{self.what} belongs here, and it is blank", node, _NOTHING)
            return INVALID
        if (fault := text_rules.fault(scalar.text)) is not None:
            document.report(fault.code, fault.message, node, fault.hint)
            return INVALID
        if not self.markup and (found := _MARKUP.search(scalar.text)):
            hint = "leave it out: the theme would take it for HTML"
            document.report("raw-html", f"{self.what} holds no {found[0]}", node, hint)
            return INVALID
        return scalar.text

    def accept(self, written: Written) -> str:
        """The text, where it is certainly right. Raises Doubt."""
        if type(written) is not str or not written or written.isspace():
            raise Doubt
        # Most are of these characters, which are at no fault.
        if not (written.isascii() and written.isprintable()) and text_rules.fault(written):
            raise Doubt
        if not self.markup and _MARKUP.search(written):
            raise Doubt
        return written

    def schema(self) -> Fields:
        """An editor reads a plain `11.0902` as a number and `true` as a boolean; here both are texts."""
        return {"type": ["string", "number", "boolean"], "pattern": r"\S"}


@dataclass(frozen=True)
class Form:
    """A text of one form; `pattern` is ASCII, means the same in Python and ECMAScript, and needs no anchors.

    `make`: what is made of a text of that form. `recurs`: whether many files have the same texts, so that what was made
    of each is worth remembering.
    """

    what: str
    pattern: str
    hint: str = ""
    longest: int = 2048
    admits: Callable[[str], bool] | None = None
    make: Callable[[str], str] = str
    recurs: bool = False
    also: Mapping[str, Any] = field(default_factory=dict)

    def decode(self, node: Node, document: Document, key: Node | None = None) -> str | Invalid:
        """The text."""
        text = node.text if isinstance(node, Scalar) else ""
        try:
            return self.accept(text)
        except Doubt:
            self._tell(text, node, document)
            return INVALID

    def _tell(self, text: str, node: Node, document: Document) -> None:
        if _scalar(node, document, self.what) is not None:
            hint = DEVICE if text.partition("@")[0] in RESERVED else self.hint
            document.report("wrong-form", f'"{shorten(text)}" is not {self.what}', node, hint)

    def accept(self, written: Written) -> str:
        """The text, where it has the form. Raises Doubt."""
        made = self._made(written) if type(written) is str else None
        if made is None:
            raise Doubt
        return made

    @cached_property
    def _made(self) -> Callable[[str], str | None]:
        """What is made of a text, or None where it has another form; every record asks this some times."""
        matches = re.compile(self.pattern, re.ASCII).fullmatch
        longest, admits, make = self.longest, self.admits, self.make

        def made(text: str) -> str | None:
            right = len(text) <= longest and matches(text) and (admits is None or admits(text))
            return (text if make is str else make(text)) if right and text else None

        return lru_cache(maxsize=4096)(made) if self.recurs else made

    def schema(self) -> Fields:
        """The form as an anchored pattern."""
        return {"type": "string", "maxLength": self.longest, "pattern": f"^(?:{self.pattern})$", **self.also}


def slug(what: str) -> Form:
    """The shape of a slug, which may look like a number or boolean to an editor."""
    hint = "write lower-case letters and digits in words joined by single hyphens, 64 characters at the most"
    kinds = {"type": ["string", "integer", "boolean"], "minimum": 0, "not": {"enum": sorted(RESERVED)}}
    return Form(what, SLUG, hint, longest=64, admits=Slug.admits, make=Slug, recurs=True, also=kinds)


@dataclass(frozen=True)
class Choice:
    """One of some texts, or one of the form `ext:…` where that is open."""

    what: str
    values: tuple[str, ...]
    extensible: bool = False

    def decode(self, node: Node, document: Document, key: Node | None = None) -> str | Invalid:
        """The text."""
        scalar = _scalar(node, document, self.what)
        if scalar is None:
            return INVALID
        try:
            return self.accept(scalar.text)
        except Doubt:
            self._tell(scalar, document)
            return INVALID

    def _tell(self, scalar: Scalar, document: Document) -> None:
        near = nearest(scalar.text, self.values)
        listed = ", ".join(self.values) + (", or ext: and a name" if self.extensible else "")
        hint = f'did you mean "{near}"?' if near else f"write one of {listed}"
        document.report("wrong-choice", f'"{shorten(scalar.text)}" is not {self.what}', scalar, hint)

    def accept(self, written: Written) -> str:
        """The text, where it is one of them. Raises Doubt."""
        if isinstance(written, str) and written in self.values:
            return written
        if isinstance(written, str) and self.extensible and re.fullmatch(_EXTENSION, written):
            return written
        raise Doubt

    def schema(self) -> Fields:
        """An enumeration, with the open form beside it."""
        listed: Fields = {"enum": list(self.values)}
        return {"anyOf": [listed, {"type": "string", "pattern": f"^{_EXTENSION}$"}]} if self.extensible else listed


# Not `ext:-…`, which the class `[a-z|A-Z|0-9|.|-|_]` of the standard's own schema leaves out.
_EXTENSION: Final = r"ext:[a-zA-Z0-9._][a-zA-Z0-9._-]*"


@dataclass(frozen=True)
class Day:
    """A date, `YYYY-MM-DD`, from 1900 on."""

    what: str = "a date"

    def decode(self, node: Node, document: Document, key: Node | None = None) -> date | Invalid:
        """The date."""
        scalar = node if isinstance(node, Scalar) and node.text else None
        if scalar is None and (scalar := _scalar(node, document, f"{self.what} as YYYY-MM-DD")) is None:
            return INVALID
        hint = "write year, month and day as YYYY-MM-DD"
        try:
            day = _day(scalar.text)
        except ValueError:
            day, hint = None, "there is no such day in the calendar"
        if day is None:
            document.report("not-a-date", f'"{shorten(scalar.text)}" is not a date', node, hint)
            return INVALID
        if day.year < 1900:
            document.report("date-too-early", f"{day} is before 1900", node, "write the year with its four digits")
            return INVALID
        return day

    def accept(self, written: Written) -> date:
        """The date, where it is certainly right. Raises Doubt."""
        try:
            day = _day(written) if type(written) is str else None
        except ValueError:
            day = None
        if day is None or day.year < 1900:
            raise Doubt
        return day

    def schema(self) -> Fields:
        """A string of the standard format `date`."""
        return {"type": "string", "format": "date", "pattern": "^(?:19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"}


_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@lru_cache(maxsize=4096)
def _day(text: str) -> date | None:
    """The date so written; None where the text has another form. Raises ValueError where there is no such day."""
    return date.fromisoformat(text) if _DATE.fullmatch(text) else None


@dataclass(frozen=True)
class Number:
    """A number ≥ 0 without quotes, sign, exponent or leading zeros; `places`: how many decimals it may have."""

    what: str
    most: int
    places: int = 0
    least: int = 0

    def decode(self, node: Node, document: Document, key: Node | None = None) -> Decimal | Invalid:
        """The number as written."""
        scalar = _scalar(node, document, self.what)
        if scalar is None:
            return INVALID
        if not scalar.plain:
            document.report("quoted", f"{self.what} is written without quotes", node, "take the quotes away")
            return INVALID
        if not self._matches(scalar.text):
            document.report("not-a-number", f'"{shorten(scalar.text)}" is not {self.what}', node, self._hint())
            return INVALID
        value = Decimal(scalar.text)
        if not self.least <= value <= self.most:
            message = f"{scalar.text} is not between {self.least:,} and {self.most:,}"
            document.report("out-of-range", message, node, f"write a number from {self.least} to {self.most}")
            return INVALID
        return value

    def accept(self, written: Written) -> Decimal:
        """The number, where it is certainly right. Raises Doubt."""
        if type(written) is str and self._matches(written):
            value = Decimal(written)
            if self.least <= value <= self.most:
                return value
        raise Doubt

    @cached_property
    def _matches(self) -> Callable[[str], re.Match[str] | None]:
        decimals = rf"(?:\.[0-9]{{1,{self.places}}})?" if self.places else ""
        return re.compile(rf"(?:0|[1-9][0-9]{{0,15}}){decimals}", re.ASCII).fullmatch

    def _hint(self) -> str:
        decimals = f", with at most {self.places} decimals" if self.places else ""
        return f"write digits only, without leading zeros{decimals}"

    def schema(self) -> Fields:
        """A number with bounds."""
        bounds: Fields = {"minimum": self.least, "maximum": self.most}
        # How many decimals it has is not said: `multipleOf: 0.001` refuses 1.001 wherever numbers are binary.
        return {"type": "number" if self.places else "integer", **bounds}


@dataclass(frozen=True)
class Flag:
    """`true` or `false`."""

    def decode(self, node: Node, document: Document, key: Node | None = None) -> bool | Invalid:
        """The boolean."""
        scalar = _scalar(node, document, "true or false")
        if scalar is None:
            return INVALID
        if scalar.text not in ("true", "false"):
            message = f'"{shorten(scalar.text)}" is neither true nor false'
            document.report("not-a-boolean", message, node, "write true or false")
            return INVALID
        if not scalar.plain:
            document.report("quoted", "true and false are written without quotes", node, "take the quotes away")
            return INVALID
        return scalar.text == "true"

    def accept(self, written: Written) -> bool:
        """The boolean, where it is one. Raises Doubt."""
        if written not in ("true", "false"):
            raise Doubt
        return written == "true"

    def schema(self) -> Fields:
        """A boolean."""
        return {"type": "boolean"}
