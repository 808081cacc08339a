"""Dates, numbers and lengths of time as people read them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.model.dated import Duration
from generator.site import words


def test_a_day_reads_the_same_on_both_sides_of_the_atlantic() -> None:
    assert words.day(date(2026, 5, 4)) == "4 May 2026"
    assert words.day(date(1900, 12, 31)) == "31 December 1900"


@pytest.mark.parametrize(
    ("written", "read"),
    [("0.5", "0.5"), ("12.50", "12.5"), ("100", "100"), ("1E+2", "100"), ("0.000", "0"), ("1.10", "1.1"), ("0", "0")],
)
def test_a_number_has_no_needless_zeros(written: str, read: str) -> None:
    assert words.number(Decimal(written)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("P1Y", "1 year"),
        ("P2Y6M", "2 years and 6 months"),
        ("P1Y2M3D", "1 year, 2 months and 3 days"),
        ("P2W", "14 days"),
        ("P1M", "1 month"),
    ],
)
def test_a_length_of_time_is_told_in_its_units(written: str, read: str) -> None:
    length = Duration.parse(written)
    assert length is not None
    assert words.duration(length) == read
