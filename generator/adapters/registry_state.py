"""A registry of this machine as it is now, awards included: what decisions are made upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.adapters import registry
from generator.adapters.pool import available, processes
from generator.adapters.registry_folder import RegistryFolder
from generator.diagnostics import Problem, errors_of, render
from generator.errors import RegistryRefused
from generator.model.catalogue import Catalogue
from generator.publishing.checking import check
from generator.publishing.progress import Hear, deaf
from generator.sources.catalogue import Loaded
from generator.sources.index import Index
from generator.sources.overlay import Overlay


@dataclass(frozen=True)
class State:
    """The catalogue with what belongs to it, the index of awards, and all Problems, sorted by place."""

    folder: RegistryFolder
    loaded: Loaded
    index: Index
    problems: list[Problem]

    @property
    def catalogue(self) -> Catalogue:
        """Issuer and badges. Raises `RegistryRefused` where their files have mistakes."""
        if self.loaded.catalogue is None:
            told = "\n".join(render(problem) for problem in errors_of(self.problems))
            raise RegistryRefused(f"the registry has mistakes that must be mended first\n{told}")
        return self.loaded.catalogue

    @cached_property
    def taken(self) -> frozenset[int]:
        """Every status number that an award has or had."""
        used = {status for status, _ in self.index.statuses()}
        return frozenset(used | {entry.status for entry in self.loaded.taken})


def look(source: Path, hear: Hear = deaf, files: Mapping[str, bytes | None] | None = None) -> State:
    """The registry in a folder, or as it would be with other bytes in some files. Raises OSError."""
    folder = RegistryFolder(source)
    seen = Overlay(folder, files) if files else folder
    expected = folder.count()
    # What begins processes is worth its time from a few thousand records on.
    with processes(available() if expected > 5_000 else 1) as run:
        checked = check(seen, registry.today(), run, hear, expected=expected)
    return State(folder, checked.loaded, checked.index, checked.problems)
