"""What no text may show again, once it stands in a file: secret keys, receipts, and the lines of lists of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

KEY: Final = "a secret key"
RECEIPT: Final = "a receipt"

# Cut short, or with a line's end within, each is still as good as whole for whoever guesses the rest.
_KEY: Final = re.compile(
    r"badges-sealing-key-1:\s*[\w-]{8,}|z3u2[1-9A-HJ-NP-Za-km-z]{16,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\w+/=:,-]*"
)
_RECEIPT: Final = re.compile(r"(?<![\w.-])1\.eyJ[\w-]{8,}(?:=?\r?\n[ \t>]*[\w-]{24,})*")
# What each of them has when capital letters are small, digits 9, and points and spaces hyphens.
_SHAPES: Final = (b"key-9:", b"z9u9", b"private-key---", b"9-eyj")
# What a cell of a table has before it and behind it: a sign, or the line's beginning or end.
_BEFORE: Final = re.compile(r"(\A|[,;|\t])[ \"'<(]{0,4}\Z")
_AFTER: Final = re.compile(r"[ \"'>)]{0,4}([,;|\t]|\Z)")
_REACH: Final = 6
_LINE: Final = re.compile(r"[^\r\n]*")


def secrets_in(text: str, shape: bytes) -> Iterator[tuple[int, int, str]]:
    """Where secret keys and receipts stand in a text, and which it is; `shape` is as `_SHAPES` tells."""
    if any(map(shape.__contains__, _SHAPES)):
        yield from ((*match.span(), KEY) for match in _KEY.finditer(text))
        yield from ((*match.span(), RECEIPT) for match in _RECEIPT.finditer(text))


def rows(text: str, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The lines of the tables that something personal is a cell of, as stretches of the text; they hold names too."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            continue
        first, last = _line(text, start)
        before = _BEFORE.search(text[max(first, start - _REACH) : start])
        after = _AFTER.match(text[end : min(last, end + _REACH)])
        sign = before and after and (before[1] or after[1])
        if sign:
            found.append((_above(text, first, sign), _below(text, last, sign)))
    return found


def _line(text: str, at: int) -> tuple[int, int]:
    """Where the line begins and ends that a character stands on."""
    first = max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1
    match = _LINE.match(text, at)
    return first, match.end() if match else at


def _above(text: str, first: int, sign: str) -> int:
    """Where the lines with the sign begin that end at a line's beginning."""
    while first:
        end = first - 2 if text[first - 2 : first] == "\r\n" else first - 1
        begin, _ = _line(text, end)
        if sign not in text[begin:end]:
            break
        first = begin
    return first


def _below(text: str, last: int, sign: str) -> int:
    """Where the lines with the sign end that begin after a line's end."""
    while last < len(text):
        begin = last + 2 if text[last : last + 2] == "\r\n" else last + 1
        _, end = _line(text, begin)
        if sign not in text[begin:end]:
            break
        last = end
    return last
