"""YAML as it is mostly written, read by its lines: one name and one short value on each, in quotes or without.

`read` takes a file that is certainly right, and makes of it what `yaml_nodes.read` makes, in a fifth of the time; the
places of nodes alone are left out, as nobody asks for them where there is no mistake. Whatever is unusual, right or
wrong, it leaves to `yaml_nodes`: rare escapes, values of several lines, flow style, comments beside values, deep
nesting.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from generator.sources.yaml_nodes import Document, Mapping, Node, Scalar, Sequence

# Longer files are read with care, so that no list of lines grows large.
MOST_BYTES: Final = 1 << 15

# What is a line break, or nothing, to some reader of YAML; a tab is a matter of its own.
_STRANGE: Final = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
# A name: so short that it stands on one line and within the 1,024 characters that a simple key may have.
_NAME: Final = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
# Plain scalars of YAML 1.1 (9.1.3 there): no indicator first, no colon before a space, no space before a #.
_PLAIN: Final = (
    rf"[^{_STRANGE} :?,\[\]{{}}#&*!|>'\"%@`-][^{_STRANGE}:#]*+"
    rf"(?:(?::(?![ \n])|(?<! )#)[^{_STRANGE}:#]*+)*+(?<! )"
)
# Of the escapes those that JSON has as well and that mean one character; no halves of surrogate pairs.
_ESCAPE: Final = r"\\(?:[\"\\nt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})"
_QUOTED: Final = (
    rf"'[^{_STRANGE}']*+(?:''[^{_STRANGE}']*+)*+'|\"[^{_STRANGE}\"\\]*+(?:{_ESCAPE}[^{_STRANGE}\"\\]*+)*+\""
)
_LINE: Final = re.compile(
    rf"^(?:( *)(- )?(?:({_NAME}):(?: |(?=\n)))?({_PLAIN}|{_QUOTED}|)| *#[^{_STRANGE}]*+)\n", re.MULTILINE
)


def read(path: str, data: bytes) -> Document | None:
    """The document that the bytes write, its nodes without places; None where only `yaml_nodes.read` can tell."""
    if len(data) > MOST_BYTES:
        return None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "z3u2" in text:  # as secret keys begin
        return None
    root = _tree(text if text.endswith("\n") else text + "\n")
    return None if root is None else Document(path, text, root)


def _tree(text: str) -> Mapping | None:
    """The mapping of values, lists and mappings of values that the lines write, or None where one is unusual."""
    lines = _LINE.findall(text)
    if len(lines) != text.count("\n"):
        return None
    root = Mapping(0, 0)
    waiting = ""  # the name whose mapping or list begins on the next line
    items: list[Node] | None = None
    inner: dict[str, tuple[Scalar, Node]] | None = None
    margin = hyphens = ""  # of the mapping's lines, and of the list's
    for indent, dash, name, written in lines:
        value = _quoted(written) if written[:1] in _QUOTES else Scalar(0, 0, written, True)
        if dash:
            if waiting:
                node = Sequence(0, 0)
                root.members[waiting] = _name(waiting), node
                items, waiting, hyphens = node.items, "", indent
            if items is None or indent != hyphens or not written:
                return None
            if name:
                inner, margin = {name: (_name(name), value)}, indent + "  "
                items.append(Mapping(0, 0, inner))
            else:
                inner = None
                items.append(value)
        elif not name:
            if written:
                return None
        elif not indent:
            if waiting or name in root.members:
                return None
            items = inner = None
            if written:
                root.members[name] = _name(name), value
            else:
                waiting = name
        else:
            if waiting:
                inner, margin = {}, indent
                root.members[waiting] = _name(waiting), Mapping(0, 0, inner)
                waiting = ""
            if inner is None or indent != margin or not written or name in inner:
                return None
            inner[name] = _name(name), value
    return None if waiting or not root.members else root


def _quoted(written: str) -> Scalar:
    text = written[1:-1]
    if written[0] == "'":
        return Scalar(0, 0, text.replace("''", "'"), False)
    return Scalar(0, 0, _ESCAPED.sub(_meant, text) if "\\" in text else text, False)


_QUOTES: Final = frozenset("'\"")
_ESCAPED: Final = re.compile(_ESCAPE)
_MEANT: Final = {'\\"': '"', "\\\\": "\\", "\\n": "\n", "\\t": "\t"}


def _meant(escape: re.Match[str]) -> str:
    return _MEANT.get(escape[0]) or chr(int(escape[0][2:], 16))


@lru_cache(maxsize=1024)
def _name(text: str) -> Scalar:
    """The node of a name; a registry has few of them, each in many files."""
    return Scalar(0, 0, text, True)
