"""The text of an award's file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from generator.model.award import Award, Evidence
from generator.sources.editing import write


def path_of(award: Award) -> str:
    """The award's file in the registry."""
    return f"recipients/{award.campus}/{award.badge.badge}/{award.id}.yml"


def text_of(award: Award) -> str:
    """The text of the award's file, as a person would write it."""
    return write(dict(_members(award)))


def _members(award: Award) -> Iterator[tuple[str, Any]]:
    yield from (("badge", str(award.badge)), ("awarded", award.awarded), ("assessor", str(award.assessor)))
    yield "status", award.status
    identity = {"name": award.identity.name, "emailAddress": award.identity.email_address}
    yield "identity", identity | ({"id": str(award.identity.id)} if award.identity.id else {})
    if award.results:
        yield "results", {str(row): str(level) for row, level in award.results.items()}
    if award.evidence:
        yield "evidence", [*map(_item, award.evidence)]
    if award.builds_on:
        yield "builds_on", [*map(str, award.builds_on)]
    if award.narrative:
        yield "narrative", award.narrative
    if award.revoked:
        yield "revoked", {"date": award.revoked.date, "reason": award.revoked.reason}


def _item(evidence: Evidence) -> dict[str, str]:
    values = {each.name: getattr(evidence, each.name) for each in fields(evidence)}
    return {name: value for name, value in values.items() if value is not None}
