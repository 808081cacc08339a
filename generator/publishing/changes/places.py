"""Where in a file stands what a change is about: the first member that says something else than before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from generator.diagnostics import Problem, Related
from generator.model.achievement import Achievement
from generator.model.award import Award
from generator.model.profile import Profile
from generator.publishing.changes.sides import Side, document_of

# Members that are embedded in credentials, by what they are called in YAML; in the model the names are the same.
_OF_VERSIONS: Final = (
    "name", "type", "summary", "description", "criteria", "language", "skills", "credits", "valid_for", "rubric",
    "alignments", "image", "stack",
)  # fmt: skip
_OF_AWARDS: Final = ("badge", "awarded", "status", "identity", "results", "evidence", "builds_on", "narrative")

Path = tuple[str, ...]


def of_version(before: Achievement, now: Achievement) -> Path:
    """The first member of a badge version that is embedded and differs; of none, what declares amendments."""
    return next(_different(_OF_VERSIONS, before, now), ("amended",))


def of_issuer(before: Profile, now: Profile) -> Path:
    """The first member of the issuer that is embedded and differs."""
    if before.name != now.name:
        return ("name",)
    for slug, campus in before.campuses.items():
        other = now.campuses.get(slug)
        if other and other.name != campus.name:
            return ("campuses", slug, "name")
    return ("amended",)


def of_award(before: Award, now: Award) -> Path:
    """The first member of an award that differs."""
    return next(_different(_OF_AWARDS, before, now), ())


def _different(names: tuple[str, ...], before: Any, now: Any) -> Iterator[Path]:
    return ((name,) for name in names if getattr(before, name) != getattr(now, name))


def problem(
    side: Side, path: str, member: tuple[str | int, ...], code: str, message: str, hint: str, *related: Related
) -> Problem:
    """The Problem at a member of a file; at the key above it, or the file's top, where it isn't there.

    A member that ends in an empty name is what a mapping or list lacks: the Problem is at the key of that.
    """
    document = document_of(side, path)
    node = document.find(*member) if member else None
    while node is None and member:
        member = member[:-1]
        node = document.find_key(*member) if member else None
    document.report(code, message, node, hint, related)
    return document.problems[-1]
