from __future__ import annotations

from datetime import date

import pytest

from generator.model.dated import Duration, Names, NameSpan, Term


@pytest.mark.parametrize(
    ("start", "length", "end"),
    [
        (date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
        (date(2026, 1, 31), "P1M", date(2026, 2, 28)),
        (date(2024, 1, 31), "P1M", date(2024, 2, 29)),
        (date(2026, 11, 30), "P3M", date(2027, 2, 28)),
        (date(2026, 1, 31), "P1M1D", date(2026, 3, 1)),
        (date(2026, 5, 14), "P2W", date(2026, 5, 28)),
        (date(2026, 5, 14), "P1Y2M3D", date(2027, 7, 17)),
        (date(9999, 1, 1), "P1Y", date(9999, 12, 31)),
        (date(9999, 12, 30), "P90D", date(9999, 12, 31)),
    ],
)
def test_month_ends_clamp(start: date, length: str, end: date) -> None:
    duration = Duration.parse(length)
    assert duration is not None
    assert duration.after(start) == end


@pytest.mark.parametrize(
    "text", ["", "P", "P0D", "P0Y0M0D", "P0W", "1Y", "P1", "PT1H", "P1D1Y", "P1W1D", "P-1D", "P1.5Y", "P1Y\n"]
)
def test_what_is_no_duration(text: str) -> None:
    assert Duration.parse(text) is None


def test_a_name_of_the_day() -> None:
    names = Names((NameSpan("Hillside", date(2026, 7, 31)), NameSpan("Summit")))
    assert names.on(date(2026, 7, 31)) == "Hillside"
    assert names.on(date(2026, 8, 1)) == names.latest == "Summit"


def test_a_term_has_its_first_and_last_day() -> None:
    term = Term(date(2026, 1, 1), date(2026, 1, 31))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 31), date(2026, 2, 1)]
    assert [day in term for day in days] == [False, True, True, False]
    assert date.min in Term()
    assert date.max in Term()
