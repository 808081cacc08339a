"""Dates as spreadsheets and people write them, in English and Spanish.

Which of two numbers is the month is told by the whole column, else by where the issuer is; where neither tells, the
date is refused. A year of two digits is taken at the end, of this century, as Excel and the Mac shorten dates; between
hyphens it is refused, since those who write hyphens may begin with the year. Excel's day numbers count from 1900, or
from 1904 in old files of the Mac: a number is taken only if the other way of counting would lead into the future.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from generator.awarding.class_lists.plain_text import plain

_MONTHS: Final = (
    ("jan", "january", "ene", "enero"),
    ("feb", "february", "febrero"),
    ("mar", "march", "marzo"),
    ("apr", "april", "abr", "abril"),
    ("may", "mayo"),
    ("jun", "june", "junio"),
    ("jul", "july", "julio"),
    ("aug", "august", "ago", "agosto"),
    ("sep", "sept", "september", "set", "septiembre", "setiembre"),
    ("oct", "october", "octubre"),
    ("nov", "november", "noviembre"),
    ("dec", "december", "dic", "diciembre"),
)
_MONTH: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_BESIDE: Final = frozenset(
    "de del of the st nd rd th mon monday tue tues tuesday wed wednesday thu thur thurs thursday fri friday sat "
    "saturday sun sunday lunes martes miercoles jueves viernes sabado domingo".split()
)
_TIME: Final = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.? ?m\.?)?(?: ?[A-Z]{1,4})?(?: ?[+-]\d{1,2}(?::?\d\d)?)?\Z",
    re.IGNORECASE,
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|(?<!-)\d{2})", re.ASCII)
_SHORT_YEAR: Final = re.compile(r"\d{1,2}-\d{1,2}-\d{2}", re.ASCII)
_CENTURY: Final = 2000
_SERIAL: Final = re.compile(r"(\d{4,6})(?:[.,]\d+)?", re.ASCII)
# Day 60 was the 29th of February 1900, which never was; day numbers of our time count from here.
_SERIALS_FROM: Final = date(1899, 12, 30)
_OTHER_SERIALS: Final = timedelta(days=1462)
_EARLIEST: Final = date(1900, 1, 1)
ISO: Final = "write it as year-month-day, such as 2026-11-20"
MONTH_FIRST: Final = ("US",)
_OR_REGION: Final = f"{ISO}; in the United States, a line such as region: US-PA in badges/issuer.yml tells it"


@dataclass(frozen=True)
class Unclear:
    """Why a text is not taken for a date, and what to type."""

    message: str
    hint: str = ISO


@dataclass(frozen=True)
class Days:
    """How the dates of one column are read; `month_first` None: nobody knows. `today` is the last day there is."""

    month_first: bool | None
    today: date

    @classmethod
    def of(cls, column: Iterable[str], region: str | None, today: date) -> Days:
        """How to read a column with these texts, of an issuer in that region (ISO 3166-2)."""
        found = [match for match in map(_NUMBERS.fullmatch, map(_bare, column)) if match]
        days_first = any(int(match[1]) > 12 for match in found)
        months_first = any(int(match[3]) > 12 for match in found)
        if days_first != months_first:
            return cls(months_first, today)
        # A column that has both leaves what could be either to nobody.
        told = not days_first and (region or "").partition("-")[0] in MONTH_FIRST
        return cls(True if told else None, today)

    def read(self, text: str) -> date | Unclear:
        """The day that a text of the column writes."""
        bare = _bare(text)
        try:
            found = self._of_numbers(bare) or _of_words(bare)
        except (ValueError, OverflowError):
            return Unclear("there is no such day in the calendar")
        if found is None:
            return Unclear("the year has two digits" if _SHORT_YEAR.fullmatch(bare) else "this is not a date")
        if isinstance(found, date):
            if found < _EARLIEST:
                return Unclear("the day is before 1900")
            if found > self.today:
                return Unclear("the day is yet to come", "an award is dated when it is decided")
        return found

    def _of_numbers(self, text: str) -> date | Unclear | None:
        if match := _YEAR_FIRST.fullmatch(text):
            return date(int(match[1]), int(match[3]), int(match[4]))
        if match := _NUMBERS.fullmatch(text):
            return self._ordered(int(match[1]), int(match[3]), _year(match[4]), match[2])
        if match := _SERIAL.fullmatch(text):
            return self._serial(int(match[1]))
        return None

    def _ordered(self, first: int, second: int, year: int, sign: str) -> date | Unclear:
        if first == second or second > 12:
            return date(year, first, second)
        # With points the day comes first, wherever dates are written so.
        if first > 12 or sign == ".":
            return date(year, second, first)
        if self.month_first is None:
            return Unclear("nobody can tell which number is the month", _OR_REGION)
        return date(year, first, second) if self.month_first else date(year, second, first)

    def _serial(self, number: int) -> date | Unclear:
        """A day number of a spreadsheet. Were it counted from 1904, it would be four years and a day later."""
        day = _SERIALS_FROM + timedelta(days=number)
        if number < 10_000:
            return Unclear("this is not a date")
        if day + _OTHER_SERIALS <= self.today:
            message = "this is the number of a day, counted from 1900 or from 1904"
            return Unclear(message, f"set the column's format to Date, or {ISO}")
        return day


def _bare(text: str) -> str:
    """The text without a time of day behind the date."""
    return _TIME.sub("", text.strip()).strip()


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else _CENTURY + int(text)


def _of_words(text: str) -> date | Unclear | None:
    """A date with the name of its month; None where it is none."""
    words = [word for word in re.findall(r"\d+|[^\W\d_]+", plain(text)) if word not in _BESIDE]
    months = [_MONTH[word] for word in words if word in _MONTH]
    numbers = [word for word in words if word.isdecimal() and word.isascii()]
    if len(months) != 1 or len(months) + len(numbers) != len(words):
        return None
    lengths = [len(number) for number in numbers]
    if lengths in ([1], [2]):
        return Unclear("the day or the year is missing")
    if lengths in ([4, 1], [4, 2]):
        numbers.reverse()
    elif lengths not in ([1, 4], [2, 4], [1, 2], [2, 2]):
        return None
    return date(_year(numbers[1]), months[0], int(numbers[0]))
