"""Places are told so that people find them in a spreadsheet."""

from __future__ import annotations

import pytest

from generator.cli.faults import few, rows


@pytest.mark.parametrize(
    ("places", "told"),
    [
        (["row 2"], "row 2"),
        (["row 2", "row 3", "row 4", "row 9"], "rows 2-4, 9"),
        (["row 9", "row 2"], "rows 2, 9"),
        (["the file", "row 2"], "the file, row 2"),
        (["line 3", "line 4"], "lines 3-4"),
        (["line 2 of the roster", "line 4 of the roster", "line 3 of the roster"], "lines 2-4 of the roster"),
        (["line 3", "row 4"], "line 3, row 4"),
        (["learner 1", "learner 2"], "learner 1, learner 2"),
    ],
)
def test_rows_in_a_row_are_told_together(places: list[str], told: str) -> None:
    assert rows(places) == told


def test_of_many_places_the_first_are_told() -> None:
    assert few([f"row {n}" for n in range(12)]).endswith("row 9 and 2 more")
