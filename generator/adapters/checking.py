"""A check on this machine: a registry in a folder, and what is remembered of the last time."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from generator.adapters import code_owners, earlier, registry
from generator.adapters.earlier import Changes, Look
from generator.adapters.pool import processes
from generator.adapters.private_files import Looking
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.remembered import Before, Remembering
from generator.awarding.upkeep.private_files import unshown
from generator.diagnostics import Problem
from generator.publishing.checking import Checked, check
from generator.publishing.memory import Forgetful, Memory
from generator.publishing.progress import Hear
from generator.sources.catalogue import Loaded
from generator.sources.index import RowCodec

# Of a registry with more Problems the ledger keeps none, and they are looked for again.
_MOST: Final = 1000


@dataclass(frozen=True)
class Outcome:
    """What a check came to: all Problems, sorted by place, and how many badges and awards there are."""

    problems: list[Problem]
    badges: int
    awards: int


def check_folder(source: Path, jobs: int, hear: Hear, *, remember: bool = True, base: str | None = None) -> Outcome:
    """Everything that is wrong with the registry in a folder; `base`: the commit that a change begins at.

    Raises OSError.
    """
    private = Looking(source, base, remember=remember)
    with private, earlier.look(source, source, purpose="check", remember=remember) as seen:
        outcome = _check(seen, RegistryFolder(seen.source), jobs, hear)
        held = private.problems()
        return replace(outcome, problems=_sorted([*unshown(outcome.problems, held), *held]))


def checked_folder(source: Path, jobs: int, hear: Hear) -> Checked:
    """The registry in a folder with its index of awards, found with the help of what is remembered. Raises OSError."""
    with earlier.look(source, source, purpose="check", remember=True) as seen:
        return _checked(seen, _changes(seen), registry.today(), jobs, hear)[0]


def _check(seen: Look, folder: RegistryFolder, jobs: int, hear: Hear) -> Outcome:
    today, owners, changes = registry.today(), code_owners.stamp(folder), _changes(seen)
    if changes and changes.ledger.header["today"] == today.isoformat() and changes.nothing:
        told = changes.ledger.header["outcome"]
        if told is not None and told["owners"] == owners:
            return Outcome([earlier.problem_of(each) for each in told["problems"]], told["badges"], told["awards"])
    checked, memory = _checked(seen, changes, today, jobs, hear)
    problems = _sorted([*checked.problems, *_of_owners(folder, checked, today)])
    outcome = Outcome(problems, len(checked.loaded.known.versions), checked.awards)
    if memory.made and not checked.between:
        with contextlib.suppress(OSError):  # without a ledger the next check takes longer, and that is all
            memory.made.complete(
                started=seen.started, registry=seen.of_registry(), site={}, **_told(outcome, today, owners)
            )
    return outcome


def _changes(seen: Look) -> Changes | None:
    """What has changed since the last time, where there was one; clocks may be put back."""
    known = seen.ledger and str(seen.ledger.header["today"]) <= registry.today().isoformat()
    return Changes(seen, seen.ledger) if seen.ledger and known else None


def _checked(seen: Look, changes: Changes | None, today: date, jobs: int, hear: Hear) -> tuple[Checked, _Memory]:
    folder, memory = RegistryFolder(seen.source), _Memory(seen, changes)
    expected = None if changes else folder.count()
    with processes(jobs) as run:
        return check(folder, today, run, hear, memory.recall, expected), memory


class _Memory:
    """What is remembered of a registry, once its catalogue is known."""

    def __init__(self, seen: Look, changes: Changes | None) -> None:
        self._seen = seen
        self._changes = changes
        self.made: Remembering | None = None

    def recall(self, loaded: Loaded) -> Memory:
        """The memory of a registry; of one whose catalogue has errors, nothing."""
        if self._seen.place is None or loaded.catalogue is None:
            return Forgetful()
        stands_for = earlier.stands_for(RegistryFolder(self._seen.source), loaded.known, self._seen.program)
        before, writing = None, self._seen.begin_writing()
        if self._changes and writing:
            before = Before(ledger=self._changes.ledger, signatures=self._seen.signatures)
        self.made = Remembering(RowCodec.of(loaded.known), stands_for, before, writing)
        return self.made


def _of_owners(folder: RegistryFolder, checked: Checked, today: date) -> list[Problem]:
    """What is wrong with the file that says who approves what; nothing while the catalogue has errors."""
    catalogue = checked.loaded.catalogue
    return code_owners.problems(folder, catalogue.issuer, catalogue.badges, today) if catalogue else []


def _sorted(problems: list[Problem]) -> list[Problem]:
    """The problems by their files; those of one file were in order before."""
    return sorted(problems, key=lambda problem: problem.position.path)


def _told(outcome: Outcome, today: date, owners: str) -> dict[str, object]:
    few = len(outcome.problems) <= _MOST
    return {"today": today.isoformat(), "outcome": asdict(outcome) | {"owners": owners} if few else None}
