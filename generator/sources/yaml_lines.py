"""YAML as it is mostly written, read by its lines: one name and one short value on each, in quotes or without.

`read` takes a file that is certainly right, and says what `yaml_nodes.read` says of it, in a fifth of the time and
without places, as nobody asks for them where there is no mistake. Whatever is unusual, right or wrong, it leaves to
`yaml_nodes`: rare escapes, values of several lines, flow style but of one short mapping, comments beside values, deep
nesting, and quotes around what means something else without them.
"""

from __future__ import annotations

import json
import re
from typing import Final, NamedTuple

# A mapping of names, a list, or a value without its quotes.
Written = dict[str, "Written"] | list["Written"] | str

# Longer files are read with care, so that no list of lines grows large.
MOST_BYTES: Final = 1 << 15

# What is a line break, or nothing, to some reader of YAML; a tab is a matter of its own.
_STRANGE: Final = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
# A name: so short that it stands on one line and within the 1,024 characters that a simple key may have.
_NAME: Final = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
# Plain scalars of YAML 1.1 (9.1.3 there): no indicator first, no colon before a space, no space before a #.
PLAIN: Final = (
    rf"[^{_STRANGE} :?,\[\]{{}}#&*!|>'\"%@`-][^{_STRANGE}:#]*+"
    rf"(?>(?:(?::(?![ \n])|(?<! )#)[^{_STRANGE}:#]*+)*)(?<! )"
)
# Of the escapes those that JSON has as well and that mean one character; no halves of surrogate pairs.
_ESCAPE: Final = r"\\(?:[\"\\nt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})"
QUOTED: Final = (
    rf"'[^{_STRANGE}']*+(?>(?:''[^{_STRANGE}']*+)*)'"
    rf"|\"[^{_STRANGE}\"\\]*+(?>(?:{_ESCAPE}[^{_STRANGE}\"\\]*+)*)\""
)
# A mapping in flow style, on one line: of quoted values, and of plain ones without colons.
_FLOW_PLAIN: Final = rf"[^{_STRANGE} :?,\[\]{{}}#&*!|>'\"%@`-][^{_STRANGE}:#?,\[\]{{}}]*+(?<! )"
_PAIR: Final = rf"{_NAME}: (?:{_FLOW_PLAIN}|{QUOTED})"
_FLOW: Final = rf"\{{{_PAIR}(?>(?:, {_PAIR})*)\}}"
_PAIRS: Final = re.compile(rf"({_NAME}): (?:({_FLOW_PLAIN})|({QUOTED}))")
_LINE: Final = re.compile(
    rf"^(?:( *)(- )?(?:({_NAME}):(?: |(?=\n)))?(?:({PLAIN})|({QUOTED}|{_FLOW})|)| *#[^{_STRANGE}]*+)\n",
    re.MULTILINE,
)


class Lines(NamedTuple):
    """A file's text, what it writes, and those of its values that are not written as they read."""

    text: str
    root: dict[str, Written]
    rewritten: list[str]


def read(data: bytes) -> Lines | None:
    """What the bytes of a file write; None where only `yaml_nodes.read` can tell."""
    text = text_of(data)
    if text is None:
        return None
    rewritten: list[str] = []
    root = tree(text if text.endswith("\n") else text + "\n", rewritten)
    return Lines(text, root, rewritten) if root else None


def text_of(data: bytes) -> str | None:
    """The text of a file that may be read by its lines."""
    if len(data) > MOST_BYTES:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "z3u2" in text else text  # as secret keys begin


def tree(text: str, rewritten: list[str]) -> dict[str, Written] | None:
    """The mapping of values, lists and mappings of values that the lines write, or None where one is unusual."""
    lines = _LINE.findall(text)
    if len(lines) != text.count("\n"):
        return None
    root: dict[str, Written] = {}
    waiting = ""  # the name whose mapping or list begins on the next line
    items: list[Written] | None = None
    inner: dict[str, Written] | None = None
    margin = hyphens = ""  # of the mapping's lines, and of the list's
    value: Written | None
    for indent, dash, name, value, marked in lines:
        if marked:
            value = _pairs(marked, rewritten) if marked[0] == "{" else unquoted(marked, rewritten)
            if not value:
                return None
        if dash:
            if waiting:
                root[waiting] = items = []
                waiting, hyphens = "", indent
            if items is None or indent != hyphens or not value:
                return None
            if name:
                inner, margin = {name: value}, indent + "  "
                items.append(inner)
            else:
                inner = None
                items.append(value)
        elif not name:
            if value:
                return None
        elif not indent:
            if waiting or name in root:
                return None
            items = inner = None
            if value:
                root[name] = value
            else:
                waiting = name
        else:
            if waiting:
                root[waiting] = inner = {}
                margin, waiting = indent, ""
            if inner is None or indent != margin or not value or name in inner:
                return None
            inner[name] = value
    return None if waiting else root


def _pairs(marked: str, rewritten: list[str]) -> dict[str, Written] | None:
    """The mapping between braces, or None."""
    found = _PAIRS.findall(marked)
    values: dict[str, Written] = {name: plain or unquoted(quoted, rewritten) or "" for name, plain, quoted in found}
    return values if len(values) == len(found) and "" not in values.values() else None


def unquoted(quoted: str, rewritten: list[str]) -> str | None:
    """The text that the quotes hold, or None where it would be a number, a boolean or nothing without them."""
    text = written = quoted[1:-1]
    if quoted[0] == "'":
        text = text.replace("''", "'")
    elif "\\" in text:
        text = json.loads(quoted)
    if text != written:
        rewritten.append(text)
    return None if _MEANS_MORE.fullmatch(text) else text


_MEANS_MORE: Final = re.compile(r"[-+.0-9]*|true|false")
