"""Plain values as YAML in the registry's manner: blocks of two spaces, numbers and dates bare, texts quoted if need be.

A text is quoted wherever any reader might take it for something else (`no`, `1.10`, `2026-05-14`, `1e3`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

import yaml

# What may be written: texts, numbers, booleans and dates, in lists and mappings.
Value: TypeAlias = "str | bool | int | Decimal | date | Sequence[Value] | Mapping[str, Value]"
_Plain: TypeAlias = "str | bool | int | Decimal | date | list[_Plain] | dict[str, _Plain]"

# How long a line of text is at the most.
WIDTH: Final = 110
_ENDLESS: Final = 1 << 30


def write(value: Value) -> str:
    """A list or mapping as a block of YAML that ends with a line break."""
    return _dump(value, flow=False, width=WIDTH)


def members(value: Value) -> str:
    """A value as it follows the colon of its name: ` text`, or a line break and a block two spaces deep."""
    return write({"k": value}).removeprefix("k:")


def write_flow(value: Value) -> str:
    """A value on one line, as it may stand between brackets."""
    return _dump([value], flow=True, width=_ENDLESS).removesuffix("\n")[1:-1]


def plain(value: Value) -> _Plain:
    """The value made of Python's own types alone."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(own) for name, own in value.items()}
    if isinstance(value, Sequence):
        return [plain(own) for own in value]
    return value


def _dump(value: Value, *, flow: bool, width: int) -> str:
    made: str = yaml.dump(
        plain(value), Dumper=_Writer, default_flow_style=flow, width=width, allow_unicode=True, sort_keys=False
    )
    return made


class _Writer(yaml.SafeDumper):
    """Writes lists deeper than their names, and no aliases."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """One level deeper, lists as well."""
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        """Always: a value that comes twice is written twice."""
        return True


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    """A text of several lines as a block; where that would need marks such as |2+, in quotes."""
    odd = text[:1].isspace() or text.endswith("\n\n")
    style = ('"' if odd else "|") if "\n" in text else None
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number(writer: yaml.SafeDumper, number: Decimal) -> yaml.ScalarNode:
    kind = "float" if "." in str(number) else "int"
    return writer.represent_scalar(f"tag:yaml.org,2002:{kind}", str(number))


_Writer.add_representer(str, _text)
_Writer.add_representer(Decimal, _number)
# What YAML 1.2 (10.3.2) takes for a number and YAML 1.1, by which PyYAML decides on quotes, does not.
_Writer.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
    [*"-+.0123456789"],
)
_Writer.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^0(?:o[0-7]+|x[0-9a-fA-F]+)$"), ["0"])
