"""Stacks that learners of the roster have completed, and those from which one badge is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from generator.awarding.deciding import Desk, part_for
from generator.awarding.request import Request
from generator.awarding.roster import Entry
from generator.model.achievement import Achievement, Requirement
from generator.model.catalogue import Catalogue
from generator.sources.index import Row


@dataclass(frozen=True)
class Progress:
    """How far a learner is with a stack: what is held, and what is still missing. `line` is the learner's first."""

    stack: Achievement
    learner: Entry
    line: int
    held: tuple[Row, ...]
    missing: tuple[Requirement, ...]


def stacks(catalogue: Catalogue, day: date) -> list[Achievement]:
    """The newest version of each stack that may be awarded on that day."""
    newest = [versions[-1] for versions in catalogue.badges.values()]
    return [badge for badge in newest if badge.stack and (badge.retired is None or day <= badge.retired)]


def progress(desk: Desk) -> Iterator[Progress]:
    """How far each learner of the roster is with each stack that she holds not yet, and a part of which she does."""
    learners: dict[str, tuple[int, Entry]] = {}
    for line, entry in enumerate(desk.holdings.roster.entries, start=2):
        first, _ = learners.get(entry.email, (line, entry))
        learners[entry.email] = first, entry
    for stack in stacks(desk.catalogue, desk.today):
        for line, learner in learners.values():
            if not any(row.revoked == 0 for row in desk.holdings.of(learner.email, stack.of.badge)):
                found = [(need, part_for(desk.holdings, learner.email, need, desk.today)) for need in stack.requires]
                held = tuple(part for _, part in found if part is not None)
                missing = tuple(need for need, part in found if part is None)
                if held:
                    yield Progress(stack, learner, line, held, missing)


def due(desk: Desk) -> Iterator[tuple[Achievement, Request]]:
    """The stack awards that are due, each at the campus of its newest part."""
    for each in progress(desk):
        if not each.missing:
            newest = max(each.held, key=lambda row: (row.awarded, row.id))
            place = f"line {each.line} of the roster"
            parts = tuple(row.id for row in each.held)
            learner = each.learner
            campus = newest.campus
            yield (
                each.stack,
                Request(place=place, name=learner.name, email=learner.email, campus=campus, builds_on=parts),
            )
