"""The page is written from what was measured and what people say of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench.page import NOTES, page, sections, table
from bench.results import FILE, NEW_FILE, Result, Results, merged, read
from bench.rows import ROWS
from bench.workplace import machine

ROW = Result("cold", "100,000 awards, cold", "≤ 12 s", "11.0 s", True, ("Told.",), {"wall": [11.0]})
SHORT = Result("one", "one award added", "≤ 1.5 s", "2.00 s", False)
OUT = Result("sign-node", "sign", "≥ 60 ×", "left out: no Node", None)
RESULTS = Results({"Python": "CPython 3.12"}, (ROW, SHORT, OUT))


def test_the_table_says_what_was_met_and_what_was_not() -> None:
    assert table(RESULTS).split("\n")[2:] == [
        "| 100,000 awards, cold | ≤ 12 s | 11.0 s | met |",
        "| one award added | ≤ 1.5 s | 2.00 s | **not met** |",
        "| sign | ≥ 60 × | left out: no Node | left out |",
    ]


def test_the_page_has_the_notes_where_they_belong() -> None:
    text = page(RESULTS, "## about\n\nBegins.\n\n## one\nTried this.\n")
    assert text.index("Begins.") < text.index("| work |") < text.index("CPython 3.12") < text.index("Told.")
    assert text.index("**One award added**: 2.00 s.") < text.index("Tried this.")
    assert text.endswith("Tried this.\n")


def test_the_notes_that_are_there_belong_to_rows_or_the_beginning() -> None:
    keys = {"about", "same", "sign-node", "sign-pyld", "path", "cold", "check-cold", "check-warm", "nothing", "one"}
    keys |= {"million", "growth", "memory", "pages", "sizes"}
    assert set(sections(NOTES.read_text("utf-8"))) <= keys


def test_the_page_that_is_there_is_what_was_measured_last() -> None:
    assert bench.PAGE.exists() == FILE.exists()
    if FILE.exists():
        assert bench.PAGE.read_text("utf-8") == page(read(FILE), NOTES.read_text("utf-8"))


def test_what_is_kept_can_be_read_again(tmp_path: Path) -> None:
    RESULTS.write(tmp_path / "results.json")
    assert read(tmp_path / "results.json") == RESULTS
    assert json.loads((tmp_path / "results.json").read_text())["rows"][0]["measured"] == "11.0 s"


def test_rows_measured_anew_take_the_place_of_the_old_on_the_same_machine_only() -> None:
    better = Result("one", "one award added", "≤ 1.5 s", "1.00 s", True)
    assert merged(RESULTS, Results(RESULTS.machine, (better,))).rows == (ROW, better, OUT)
    later = Results({**RESULTS.machine, NEW_FILE: "31 µs"}, (better,))
    assert merged(RESULTS, later).rows == (ROW, better, OUT)
    assert merged(RESULTS, Results({"Python": "CPython 3.13"}, (better,))).rows == (better,)


def test_sameness_comes_first_whatever_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench._rows("cold") == ["same", "cold"]
    assert next(iter(ROWS)) == "same"
    with pytest.raises(SystemExit):
        bench.main(["--rows", "warm"])
    assert "there is no row warm" in capsys.readouterr().err


def test_the_machine_is_told_in_words(tmp_path: Path) -> None:
    told = machine(tmp_path)
    assert "cores" in told["processor"]
    assert "PyLD" in told["libraries"]
