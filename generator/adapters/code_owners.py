"""`.github/CODEOWNERS` of a registry: whether it is there, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256

from generator.awarding.upkeep import code_owners
from generator.diagnostics import Problem
from generator.model.profile import Profile
from generator.names import Slug
from generator.sources.layout import Entry, Source


def stamp(source: Source) -> str:
    """What tells the file, as it is now, from any other; empty where there is none."""
    found = _entry(source)
    if found is None:
        return ""
    return sha256(source.read(found.path)).hexdigest() if found.kind == "file" else found.kind


def problems(source: Source, issuer: Profile, badges: Iterable[Slug], today: date) -> list[Problem]:
    """What is wrong with the file, or with there being none. Raises OSError."""
    found = _entry(source)
    if found is None:
        return code_owners.missing(issuer)
    if found.kind != "file":
        return [code_owners.not_a_file()]
    return code_owners.problems(issuer, badges, today, source.read(found.path))


def replaceable(source: Source) -> bool:
    """Whether a file may be written there: there is none, or just a file."""
    found = _entry(source)
    return found is None or found.kind == "file"


def _entry(source: Source) -> Entry | None:
    folder = code_owners.PATH.rpartition("/")[0]
    return next((entry for entry in source.list(folder) if entry.path == code_owners.PATH), None)
