"""The rows of a table that a spreadsheet exported as CSV, whichever program made it and however it is encoded.

Excel writes Windows-1252 or UTF-8 with a byte order mark, semicolons where the comma is the decimal sign, or "Unicode
text": UTF-16 with tabs. Google writes UTF-8 with commas. What is no such table is named, with how to make one of it.
"""

from __future__ import annotations

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.awarding.request import Fault

MOST_BYTES: Final = 10_000_000
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 500
MOST_CHARACTERS: Final = 10_000  # of a cell
_DELIMITERS: Final = ",;\t|"
_SAVE_AS: Final = "in Excel: File, Save As, “CSV UTF-8”; in Google Sheets: File, Download, “Comma-separated values”"
_NUMBERS: Final = "in Numbers: File, Export To, CSV…"
_CALC: Final = "in LibreOffice Calc: File, Save As, “Text CSV”"
# How files of other kinds begin; of a ZIP archive, what it holds near its beginning or end.
_KINDS: Final = (
    (b"\xd0\xcf\x11\xe0", "an Excel workbook (.xls)", _SAVE_AS),
    (b"%PDF", "a PDF", f"open the spreadsheet that it was made from; {_SAVE_AS}"),
    (b"{\\rtf", "a text document (RTF)", _SAVE_AS),
    (b"\x1f\x8b", "a compressed file (gzip)", "unpack it first"),
)
_ARCHIVES: Final = (
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", _CALC),
    (b".iwa", "a Numbers spreadsheet (.numbers)", _NUMBERS),
    (b"xl/", "an Excel workbook (.xlsx)", _SAVE_AS),
)
_HTML: Final = re.compile(rb"\s*<(?:!doctype|html|\?xml|head|table)", re.IGNORECASE)
# Letters as Excel for the Mac may write them, read as Windows-1252: Mar’a, Jos‡, A–o. Apostrophes and œuvres are left.
_OF_THE_MAC: Final = re.compile(
    r"[^\W\d_](?:[‘‚„†‡ˆ‰‹˜›]|[–—](?=[a-z])|œ(?=[^\W\d_])(?![iu]))|[A-Za-z](?:ƒ|[ŠŽŸ](?=[a-z]))|[a-z][ŠŒŽŸ]"
    r"|[a-z]{2}’(?=[a-z])(?!(?:s|t|d|m|ll|re|ve|am|er)\b)"
)
# Excel writes which separator it used in a line of its own, and shows no such row.
_SEPARATOR_LINE: Final = re.compile(r"\"?sep=(?P<sign>[^\r\n])\"?(?:\r\n|\r|\n)", re.IGNORECASE)


@dataclass(frozen=True)
class Sheet:
    """Rows of cells with their numbers as the spreadsheet shows them, from 1; blank rows are left out."""

    rows: tuple[tuple[int, tuple[str, ...]], ...] = ()
    faults: tuple[Fault, ...] = ()


class _Unreadable(Exception):
    """The bytes are no table; holds the fault."""


def read(data: bytes) -> Sheet:
    """The table in the bytes; what keeps it from being read, and what may be misread, is among its faults."""
    try:
        _refuse_other_kinds(data)
        text, warnings = _decode(data)
        return Sheet(tuple(_rows(text)), tuple(warnings))
    except _Unreadable as error:
        return Sheet((), (error.args[0],))


def _unreadable(message: str, hint: str, place: str = "the file") -> _Unreadable:
    return _Unreadable(Fault(place, message, hint))


def _refuse_other_kinds(data: bytes) -> None:
    if len(data) > MOST_BYTES:
        raise _unreadable(f"it is larger than {MOST_BYTES // 1_000_000} MB", "a class list is far smaller: is it one?")
    for start, what, hint in _KINDS:
        if data.startswith(start):
            raise _unreadable(f"it is {what}, not CSV", hint)
    if data.startswith(b"PK"):
        ends = data[:4096] + data[-65536:]
        found = (kind[1:] for kind in _ARCHIVES if kind[0] in ends)
        what, hint = next(found, ("a ZIP archive", f"unpack it, or save as CSV; {_SAVE_AS}"))
        raise _unreadable(f"it is {what}, not CSV", hint)
    if _HTML.match(data[:1000].removeprefix(b"\xef\xbb\xbf")):
        raise _unreadable("it is a web page, not CSV", f"download the table itself; {_SAVE_AS}")


def _decode(data: bytes) -> tuple[str, list[Fault]]:
    """The text, and a warning where its encoding had to be guessed."""
    if not data.strip():
        raise _unreadable("it is empty", "badges award BADGE --template shows what belongs into it")
    encoding = _wide(data) or "utf-8-sig"
    warnings: list[Fault] = []
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text, warnings = _fallback(data, encoding)
    if "\0" in text:
        raise _unreadable("it holds characters that no text has (U+0000)", f"save it anew as CSV; {_SAVE_AS}")
    return text, warnings


def _wide(data: bytes) -> str | None:
    """UTF-16, by its byte order mark or by the zeros beside Latin letters; None: it is something else."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = data[:200]
    if len(start) >= 4 and start.count(0) * 3 > len(start):
        return "utf-16-le" if start[1] == 0 else "utf-16-be"
    return None


def _fallback(data: bytes, encoding: str) -> tuple[str, list[Fault]]:
    if encoding == "utf-8-sig":
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode("cp1252")
            if _OF_THE_MAC.search(text):
                raise _unreadable("its accented letters are written in an old way of the Mac", _SAVE_AS)
            hint = f"if accented letters came out wrong, save it as UTF-8; {_SAVE_AS}"
            return text, [Fault("the file", "it was read as Windows-1252", hint, warning=True)]
    raise _unreadable("its letters can't be read: it is neither UTF-8 nor Windows-1252 nor UTF-16", _SAVE_AS)


def _rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    separator = _SEPARATOR_LINE.match(text)
    if separator:
        text = text[separator.end() :]
    sign = separator["sign"] if separator else _delimiter(text)
    # The spreadsheet counts records; one may have several lines.
    number, records = 0, csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    while True:
        number += 1
        try:
            cells = tuple(next(records))
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(number, error) from None
        if any(cell and not cell.isspace() for cell in cells):
            _bounded(number, cells)
            yield number, cells


def _bounded(number: int, cells: tuple[str, ...]) -> None:
    place = f"row {number}"
    if number > MOST_ROWS:
        raise _unreadable(f"it has more than {MOST_ROWS:,} rows", "split it")
    if len(cells) > MOST_COLUMNS:
        raise _unreadable(f"it has more than {MOST_COLUMNS:,} columns", "is it a class list?", place)
    if max(map(len, cells)) > MOST_CHARACTERS:
        raise _unreadable(
            f"a cell has more than {MOST_CHARACTERS:,} characters", "is a quotation mark too many?", place
        )


def _broken(number: int, error: csv.Error) -> _Unreadable:
    hint = 'a quotation mark in a cell is written twice (""), and the cell stands in quotation marks'
    why = "a quotation mark is not closed" if "end of data" in str(error) or "limit" in str(error) else (
        "a quotation mark stands where none may"
    )  # fmt: skip
    return _unreadable(f"{why}, so the rest can't be read", hint, f"row {number}")


def _delimiter(text: str) -> str:
    """The sign that cuts the first row with anything in it into most cells."""
    sample = text[:65_536].lstrip("\r\n \u00a0,;\t|")
    return max(_DELIMITERS, key=lambda sign: _cells(sample, sign))


def _cells(sample: str, sign: str) -> int:
    try:
        return len(next(csv.reader(io.StringIO(sample, newline=""), delimiter=sign), ()))
    except csv.Error:
        return 0
