"""What is still to be filled in is told once, at its place, with what to write."""

from __future__ import annotations

import pytest

from generator.sources.unfinished import report_unfinished
from generator.sources.yaml_nodes import read


def told(text: str) -> list[tuple[str, int, int, str]]:
    """Code, line, column and hint of each Problem."""
    document = read("badges/one/v1.yml", text.encode())
    report_unfinished(document)
    return [(p.code, p.position.line, p.position.column, p.hint) for p in document.problems]


def test_every_mark_in_a_text_of_several_lines_is_told_at_its_line() -> None:
    text = "criteria: |\n  The learner\n\n  1. TODO: the first thing;\n  2. TODO: the second.\n"
    assert told(text) == [
        ("unfinished", 4, 6, "write the first thing"),
        ("unfinished", 5, 6, "write the second."),
    ]


def test_a_mark_in_a_comment_or_a_name_is_none() -> None:
    assert told('# TODO: one day\nname: Robots   # TODO: think of it\n"TODO: a": 1\n') == []


@pytest.mark.parametrize("text", ["name: TODO list\n", "name: todo: no\n", "name: Todo lo que cuenta\n"])
def test_the_word_alone_is_a_word(text: str) -> None:
    assert all(code != "unfinished" for code, *_ in told(text))


def test_a_mark_that_asks_for_nothing_is_told_as_well() -> None:
    assert told("name: 'TODO:'\n") == [("unfinished", 1, 8, "write it, or delete the member")]


def test_what_else_is_wrong_with_a_mark_is_not_told() -> None:
    document = read("badges/one/v1.yml", b'level: "TODO: a level"\nname: 1\n')
    document.report("wrong-form", "no level", document.find("level"))
    document.report("wrong-form", "no name", document.find("name"))
    report_unfinished(document)
    assert [(p.code, p.position.line) for p in document.problems] == [("wrong-form", 2), ("unfinished", 1)]
