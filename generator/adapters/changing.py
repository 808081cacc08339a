"""Changing a registry: checked before a file is touched, and then the whole change or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from generator.adapters.all_or_none import exclusive, finish, write
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.registry_state import State, look
from generator.awarding.edits import Edits
from generator.diagnostics import render
from generator.errors import ChangedMeanwhile, ChangeRefused, PrivateProblem
from generator.publishing.progress import Hear, deaf

__all__ = ["apply", "exclusive", "finish", "refuse_mistakes"]


def refuse_mistakes(registry: Path, edits: Edits, before: State | None = None, hear: Hear = deaf) -> None:
    """Raise `ChangeRefused` with the mistakes that only the edits bring, if there are any.

    `before` is the registry as it is, where that is known.
    """
    found = (before or look(registry, hear)).changed(edits.files, hear)
    # A draft is unfinished, and meant to be; it is not published before it is finished.
    problems = [problem for problem in found if problem.code != "unfinished"]
    if problems:
        told = "\n".join(render(problem) for problem in problems)
        raise ChangeRefused(tuple(problems), f"nothing was written, as there would be mistakes\n{told}")


def apply(
    registry: Path,
    edits: Edits,
    private: Mapping[Path, bytes | None] | None = None,
    *,
    before: State | None = None,
    hear: Hear = deaf,
) -> None:
    """Check and write the edits, and the files outside of the registry that belong to them (None: they go).

    Raises `ChangeRefused`, `ChangedMeanwhile`, `OSError`; then nothing was written.
    """
    with exclusive(registry):
        refuse_mistakes(registry, edits, before, hear)
        _unchanged(registry, edits)
        for path in edits.files:
            _no_link(registry, path)
        write(registry, {registry / path: data for path, data in edits.files.items()}, private or {})


def _unchanged(registry: Path, edits: Edits) -> None:
    now = Edits.of(RegistryFolder(registry), edits.files)
    for path in edits.files:
        if now.before.get(path, edits.files[path]) != edits.before[path]:
            raise ChangedMeanwhile(f"{path} was changed in the meantime: run the command again")


def _no_link(registry: Path, path: str) -> None:
    """A folder that is a link would lead the change out of the registry."""
    place = registry
    for part in path.split("/"):
        place = place / part
        if place.is_symlink():
            raise PrivateProblem(f"{place} is a symbolic link, and links are not followed")
