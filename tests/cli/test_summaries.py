"""What is told as Markdown stays below what GitHub takes of a step, and whole: as much as fits, and how much more."""

from __future__ import annotations

import pytest

from generator.cli.changes_markdown import markdown
from generator.cli.problems import tell
from generator.diagnostics import Position, Problem
from generator.names import AwardId, Slug
from generator.publishing.changes.summary import Changes, Page, Told
from generator.sources.layout import RecordFile

MEBIBYTE = 1 << 20
LONG = "`|<" * 100


def problems(number: int, text: str) -> list[Problem]:
    return [Problem("wrong-form", text, Position(f"badges/{i:05}{text}"), hint=text) for i in range(number)]


def test_all_mistakes_stand_in_the_table_where_they_fit(capsys: pytest.CaptureFixture[str]) -> None:
    tell(problems(2000, "a mistake of the usual length, of some eighty characters, as most of them have"), "markdown")
    told = capsys.readouterr().out
    assert len(told.encode()) < MEBIBYTE
    assert sum(line.startswith("| <code>badges/") for line in told.splitlines()) == 2000


def test_of_more_than_github_takes_the_rest_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    tell(problems(3000, LONG), "markdown")
    told = capsys.readouterr().out
    assert 900_000 < len(told.encode()) < MEBIBYTE
    shown = sum(line.startswith("| <code>badges/") for line in told.splitlines())
    assert told.splitlines()[-1].startswith(f"… and {3000 - shown:,} more")


def test_lists_of_a_change_are_cut_and_closed() -> None:
    campus, badge = Slug("lincoln-high"), Slug("circuit-design")
    awards = [RecordFile(f"recipients/{number}", campus, badge, AwardId(f"{number:026}")) for number in range(300)]
    told = [Told(award, LONG) for award in awards]
    pages = [Page(f"badges/{number}{LONG}", "added") for number in range(300)]
    changes = Changes(
        issues=told,
        revokes=told,
        erases=told,
        renews=told,
        alters=told,
        pages=pages,
        completes=told,
        problems=problems(3000, LONG),
    )
    summary = markdown("base", LONG, changes)
    assert len(summary.encode()) < MEBIBYTE
    assert summary.count("<details>") == summary.count("</details>") == 7
    assert summary.count("\n- … and ") == 7
