"""Dates of class lists: which day is meant, and when nobody can know."""

from __future__ import annotations

from datetime import date
from typing import Final

import pytest

from generator.awarding.class_lists.days import Days, Unclear

TODAY: Final = date(2026, 11, 22)
THE_DAY: Final = date(2026, 11, 20)


def days(*column: str, region: str | None = None) -> Days:
    return Days.of(column, region, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-20", "2026/11/20", "2026-11-20T10:15:00Z", "11/20/2026", "20/11/2026", "20.11.2026", "20-11-2026",
        "11/20/2026 10:22:33", "11/20/2026 1:05 PM", "2026/11/20 10:22:33 AM GMT+3", "2026-11-20 00:00:00 -0500",
        "Nov 20 2026", "Nov. 20, 2026", "November 20th, 2026", "20 November 2026", "20-nov-2026",
        "Friday, November 20, 2026", "20 de noviembre de 2026", "viernes, 20 de noviembre de 2026", "20 NOV 2026",
        "46346", "46346.5", " 2026-11-20 ", "11/20/26", "20/11/26 0:00", "20.11.26", "20-Nov-26", "Nov 20, 26",
        "2026 Nov 20",
    ],
)  # fmt: skip
def test_a_day_is_known_however_it_is_written(text: str) -> None:
    assert days(text).read(text) == THE_DAY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("26-11-20", "the year has two digits"),
        ("20-11-26", "the year has two digits"),
        ("3/4/26", "nobody can tell which number is the month"),
        ("11/20/98", "the day is yet to come"),
        ("20-Nov", "the day or the year is missing"),
        ("Nov-26", "the day or the year is missing"),
        ("31/11/26", "there is no such day in the calendar"),
        ("1 2 Nov 2026", "this is not a date"),
        ("Nov Nov 2026", "this is not a date"),
        ("2026-02-30", "there is no such day in the calendar"),
        ("31/11/2026", "there is no such day in the calendar"),
        ("30 February 2026", "there is no such day in the calendar"),
        ("2026-11-23", "the day is yet to come"),
        ("1899-12-31", "the day is before 1900"),
        ("soon", "this is not a date"),
        ("Nov 2026", "this is not a date"),
        ("7", "this is not a date"),
        ("2026", "this is not a date"),
        ("November 20 2026 or so", "this is not a date"),
        ("٢٠/١١/٢٠٢٦", "this is not a date"),
        ("3/4/2026", "nobody can tell which number is the month"),
        ("40000", "this is the number of a day, counted from 1900 or from 1904"),
    ],
)
def test_what_may_be_another_day_or_none_is_refused(text: str, reason: str) -> None:
    found = days(text).read(text)
    assert isinstance(found, Unclear)
    assert found.message == reason
    assert found.hint


def test_which_number_is_the_month_is_told_by_the_column_before_the_region() -> None:
    march, april = date(2026, 3, 4), date(2026, 4, 3)
    assert days("3/4/2026", region="US-PA").read("3/4/2026") == march
    assert days("3/4/2026", "20/11/2026", region="US-PA").read("3/4/2026") == april
    assert days("3/4/2026", "11/20/2026").read("3/4/2026") == march
    assert days("3.4.2026", region="US-PA").read("3.4.2026") == april
    assert days("4/4/2026").read("4/4/2026") == date(2026, 4, 4)
    unclear = days("3/4/2026").read("3/4/2026")
    assert isinstance(unclear, Unclear)
    assert "region: US-PA in badges/issuer.yml" in unclear.hint
    assert days("3/4/26", "11/20/26").read("3/4/26") == march
    assert days("3/4/26", "20/11/2026").read("3/4/26") == april


def test_a_column_in_both_orders_tells_nothing_even_where_the_month_comes_first() -> None:
    column = ("3/4/2026", "20/11/2026", "11/20/2026")
    assert isinstance(days(*column, region="US-PA").read("3/4/2026"), Unclear)
    assert days(*column, region="US-PA").read("20/11/2026") == THE_DAY
