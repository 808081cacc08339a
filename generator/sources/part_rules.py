"""The rules of an award about those that it builds on: each required badge once, earlier, and not revoked by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.model.achievement import Achievement, Requirement
from generator.model.award import Part
from generator.sources.shapes import listing


@dataclass(frozen=True, slots=True)
class PartFault:
    """What is wrong with one of the awards that another builds on, or, `part` being empty, with all of them."""

    part: str
    code: str
    message: str
    hint: str


def part_faults_of(
    own: Part, achievement: Achievement, held: Iterable[tuple[str, bool, Part | None]]
) -> Iterator[PartFault]:
    """What is wrong with the awards that `own` builds on.

    `held`: the id of each, whether there is such an award, and what is known of it, None where its file has Problems.
    """
    missing: list[Requirement] = list(achievement.requires)
    strangers = 0  # each may stand where one of the missing belongs, and is the one to be told of
    for text, exists, part in held:
        if not exists:
            strangers += 1
            hint = "write the name of the other award's file, without .yml"
            yield PartFault(text, "unknown-award", f'there is no award "{text}"', hint)
        elif part is None:
            strangers += 1  # its file has Problems of its own
        elif met := next((need for need in missing if need.met_by(part.badge)), None):
            missing.remove(met)
            yield from _time_faults(own, part)
        else:
            strangers += 1
            needed = listing(map(str, achievement.requires))
            message = f"this is an award of {part.badge}, which is not required, or is here already"
            yield PartFault(text, "needless-part", message, f"required, each once: {needed}")
    if len(missing) > strangers:
        message = f"there is no award of {listing(map(str, missing))} among these"
        yield PartFault("", "missing-part", message, "add that award's id")


def _time_faults(own: Part, part: Part) -> Iterator[PartFault]:
    if part.awarded > own.awarded:
        message = f"this was awarded later, on {part.awarded}"
        yield PartFault(part.id, "part-later", message, "a badge builds on what was held before")
    elif part.revoked and part.revoked <= own.awarded:
        message = f"this had been revoked by then, on {part.revoked}"
        yield PartFault(part.id, "part-revoked", message, "name an award that still held")
