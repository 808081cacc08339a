from __future__ import annotations

from generator.diagnostics import (
    MOST_PER_FILE,
    Position,
    Problem,
    Related,
    arrange,
    errors_of,
    excerpt,
    render,
    visible,
)


def problem(line: int, path: str = "a.yml", code: str = "x-y") -> Problem:
    return Problem(code, f"line {line}", Position(path, line))


def test_problems_come_in_the_order_of_their_places_and_once() -> None:
    listed = arrange([problem(3), problem(1), problem(2, "A.yml"), problem(3)])
    assert [str(each.position) for each in listed] == ["A.yml:2:1", "a.yml:1:1", "a.yml:3:1"]


def test_of_a_file_full_of_mistakes_the_first_are_told() -> None:
    listed = arrange([problem(line) for line in range(1, 100)] + [problem(1, "b.yml")])
    assert [each.code for each in listed[MOST_PER_FILE - 1 :]] == ["x-y", "many-problems", "x-y"]
    assert listed[MOST_PER_FILE].message == "49 more problems in this file are not shown"


def test_a_warning_is_no_mistake_and_says_so() -> None:
    warning = Problem("x-y", "odd", Position("a.yml"), severity="warning")
    assert errors_of([warning, problem(2)]) == [problem(2)]
    assert render(warning) == "a.yml:1:1: warning: odd [x-y]"


def test_what_is_not_shown_counts_as_a_mistake_if_one_is_among_it() -> None:
    warnings = [
        Problem("x-y", "odd", Position("a.yml", line), severity="warning") for line in range(1, 2 * MOST_PER_FILE)
    ]
    assert errors_of(arrange(warnings)) == []
    assert [each.code for each in errors_of(arrange([*warnings, problem(900)]))] == ["many-problems"]


def test_the_caret_stands_under_what_is_wrong_however_wide_letters_are() -> None:
    shown = Problem("x-y", "no", Position("a.yml", 7, 10, 2), source="name: 機械 éx: y")
    assert render(shown).splitlines()[1:] == ["    7 | name: 機械 éx: y", "      |            ^~"]


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    line = "a" * 5000 + "HERE" + "b" * 5000
    source, cut = excerpt(line, 5001)
    assert len(source) <= 200
    text, caret = render(Problem("x-y", "no", Position("a.yml", 1, 5001, 4), source=source, cut=cut)).splitlines()[1:]
    assert text[caret.index("^") :].startswith("HERE")
    assert caret.endswith("^~~~")
    assert len(text) <= 130


def test_nothing_that_a_terminal_would_obey_is_printed() -> None:
    assert visible("a\x1b[2J\n\u202e\udcff\U000e0001é🚗") == r"a\x1b[2J\x0a\u202e\xff\U000e0001é🚗"
    evil = "\x1b]0;x\x07"
    shown = render(Problem("x-y", evil, Position(evil), evil, (Related(Position(evil), evil),), evil))
    assert shown.replace("\n", "").isprintable()
