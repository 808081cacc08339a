"""A registry of this machine as it is now, awards included: what decisions are made upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.adapters import registry
from generator.adapters.checking import checked_folder
from generator.adapters.pool import available, processes
from generator.adapters.registry_folder import RegistryFolder
from generator.diagnostics import Problem, errors_of
from generator.model.catalogue import Catalogue
from generator.publishing.changed import AsBefore, are_records
from generator.publishing.checking import Checked, check
from generator.publishing.memory import Forgetful, Memory
from generator.publishing.progress import Hear, deaf
from generator.sources.catalogue import Loaded
from generator.sources.index import Index
from generator.sources.overlay import Overlay

# Beginning processes is worth its time from so many records on.
_MANY = 5_000


@dataclass(frozen=True)
class State:
    """What a check of the registry in a folder found."""

    folder: RegistryFolder
    checked: Checked

    @property
    def loaded(self) -> Loaded:
        """The catalogue with what belongs to it."""
        return self.checked.loaded

    @property
    def index(self) -> Index:
        """A row for each award."""
        return self.checked.index

    @property
    def problems(self) -> list[Problem]:
        """All Problems, sorted by place."""
        return self.checked.problems

    @property
    def catalogue(self) -> Catalogue:
        """Issuer and finished badges. Raises `RegistryRefused` where the files that all depends on have mistakes."""
        return self.loaded.finished_part()

    @cached_property
    def taken(self) -> frozenset[int]:
        """Every status number that an award has or had."""
        used = {status for status, _ in self.index.statuses()}
        return frozenset(used | {entry.status for entry in self.loaded.taken})

    def changed(self, files: Mapping[str, bytes | None], hear: Hear = deaf) -> list[Problem]:
        """The mistakes that the registry would have with other bytes in some files, and has not now. Raises OSError."""
        seen, known = Overlay(self.folder, files), {_same(problem) for problem in self.problems}

        def recall(loaded: Loaded) -> Memory:
            # Rows are packed by the folders that there are: where one is new, all are read again.
            same = self.loaded.finished and loaded.known.folders == self.loaded.known.folders
            return AsBefore(self.checked, files.keys()) if same and are_records(files) else Forgetful()

        with processes(_jobs(len(self.index))) as run:
            after = check(seen, registry.today(), run, hear, recall, len(self.index))
        return [problem for problem in errors_of(after.problems) if _same(problem) not in known]


def look(source: Path, hear: Hear = deaf) -> State:
    """The registry in a folder. Raises OSError."""
    folder = RegistryFolder(source)
    return State(folder, checked_folder(source, _jobs(folder.count()), hear))


def _jobs(records: int) -> int:
    return available() if records > _MANY else 1


def _same(problem: Problem) -> tuple[str, str, str]:
    """What makes a mistake the same as one that was there before: not its line, which a change may move."""
    return problem.position.path, problem.code, problem.message
