"""The roster's report as one HTML file for one computer: a table, lists and bars; nothing is loaded or run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from babel.numbers import format_percent

from generator.awarding.roster_report import HELD, NOT_YET, BadgeCount, Decision, Learner, LevelCount, Report, RowCount
from generator.model.achievement import Achievement
from generator.model.profile import Profile
from generator.site import words
from generator.site.templates import render
from generator.site.words import Words

# What tells such a page from any other file; it stands near the page's beginning.
MARK: Final = "badges roster show"
_SIGNS: Final = {HELD: "✓", NOT_YET: "…"}


@dataclass(frozen=True)
class Cell:
    """What became of one badge of one learner."""

    state: str
    sign: str
    words: str
    more: str


@dataclass(frozen=True)
class Bar:
    """A level's part of a bar; `colour` is the name of a class."""

    colour: str
    count: int
    words: str


@dataclass(frozen=True)
class RowView:
    """A rubric row with its bar."""

    name: str
    words: str
    levels: tuple[Bar, ...]


@dataclass(frozen=True)
class BadgeView:
    """A badge version with its rows."""

    name: str
    words: str
    rows: tuple[RowView, ...]


def page(report: Report, issuer: Profile, today: date, chosen: Sequence[str] = ()) -> bytes:
    """The file; `chosen` says what was chosen to be shown, in words."""
    said, columns = words.of(issuer.language), report.columns
    return render(
        "roster.html",
        mark=MARK,
        t=said.text,
        language=issuer.language,
        issuer=issuer.name.latest,
        today=said.day(today),
        chosen=chosen,
        figures=_figures(report, said),
        columns=columns,
        learners=[(each, [_cell(each, badge, said) for badge in columns]) for each in report.learners],
        near=[(stack, list(listed)) for stack, listed in groupby(report.near, key=lambda each: each.stack)],
        badges=[_badge(each, said) for each in report.badges],
    ).encode()


def _figures(report: Report, said: Words) -> list[tuple[int, str]]:
    held = sum(each.state == HELD for learner in report.learners for each in learner.decisions)
    due = sum(each.missing is None for each in report.near)
    return [
        (len(report.learners), said.text("roster.learners", n=len(report.learners))),
        (held, said.text("roster.held", n=held)),
        (len(report.near) - due, said.text("roster.near_count")),
        (due, said.text("roster.due_count", n=due)),
    ]


def _cell(learner: Learner, badge: Achievement, said: Words) -> Cell | None:
    decision = learner.of(badge.of.badge)
    if decision is None:
        return None
    state, day = said.text(f"roster.states.{decision.state}"), said.day(decision.awarded)
    shown, more = (day, decision.campus) if decision.state == HELD else (state, _more(decision, day, said))
    return Cell(decision.state, _SIGNS.get(decision.state, "✕"), shown, more)


def _more(decision: Decision, day: str, said: Words) -> str:
    rows = said.listed(list(decision.below)) if decision.below else ""
    return f"{day}, {said.text('roster.below', rows=rows)}" if rows else day


def _badge(counted: BadgeCount, said: Words) -> BadgeView:
    name = said.text("feed.version", name=counted.badge.name, n=counted.badge.of.version)
    told = said.text("roster.judged", n=counted.judged, below=counted.below)
    return BadgeView(name, told, tuple(_row(row, said) for row in counted.rows))


def _row(row: RowCount, said: Words) -> RowView:
    below = [level for level in row.levels if level.below]
    above = [level for level in row.levels if not level.below]
    colours = ["lower"] * (len(below) - 1) + ["low"] * bool(below) + ["met", "high"][: len(above)]
    colours += ["top"] * (len(above) - 2)
    told = said.text("roster.row_below", share=share(row.share, said), level=row.required)
    bars = [_bar(level, colour, said) for level, colour in zip(row.levels, colours, strict=True)]
    return RowView(row.name, told, tuple(bars))


def _bar(level: LevelCount, colour: str, said: Words) -> Bar:
    return Bar(
        colour, level.count, said.text("roster.level", level=level.name, n=level.count, share=share(level.share, said))
    )


def share(value: float, said: Words) -> str:
    """A share as a percentage without decimals."""
    return format_percent(value, format="#,##0%", locale=said.locale.replace("-", "_"))
