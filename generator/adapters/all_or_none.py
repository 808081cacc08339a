"""Some files written all or none, whatever happens meanwhile.

All new bytes are staged beside what they will replace and are on the disk before a journal says so. From then on the
change is decided: should the power fail while the files are moved, the next command moves the rest. Before that
moment nothing has happened, and the next command throws away what was staged. Lock and journal lie in the person's own
folder for state, not in the registry: what lies there may have come with it, and a journal is obeyed.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from platformdirs import user_state_path

from generator.errors import ChangedMeanwhile

_STAGED: Final = ".badges-staged-"
_held: set[Path] = set()


@dataclass(frozen=True)
class _Move:
    """A staged file that takes its place; `staged` None: what is at the place goes."""

    staged: str | None
    target: str


@dataclass(frozen=True)
class _Journal:
    """Where a registry's changes are noted: `plan` while they are staged, `decided` once they are."""

    base: Path

    @classmethod
    def of(cls, registry: Path) -> _Journal:
        name = sha256(os.path.realpath(registry).encode()).hexdigest()[:32]
        return cls(user_state_path("badge-registry") / name)

    @property
    def lock(self) -> Path:
        return self.base.with_suffix(".lock")

    @property
    def plan(self) -> Path:
        return self.base.with_suffix(".plan")

    @property
    def decided(self) -> Path:
        return self.base.with_suffix(".change")


@contextlib.contextmanager
def exclusive(registry: Path) -> Iterator[None]:
    """While the block runs, nobody else changes the registry by a command. Raises `ChangedMeanwhile` if somebody is.

    A change that was cut off before is finished first, or what is left of it thrown away.
    """
    journal = _Journal.of(registry)
    if journal.base in _held:
        yield
        return
    journal.base.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(journal.lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise ChangedMeanwhile("another badges command is changing this registry: wait for its end") from None
        _held.add(journal.base)
        _finish(journal)
        yield
    finally:
        _held.discard(journal.base)
        os.close(descriptor)


def finish(registry: Path) -> bool:
    """Finish a change that was cut off after it was decided; whether there was one."""
    if not _Journal.of(registry).decided.is_file():
        return False
    with exclusive(registry):
        return True


def write(registry: Path, public: Mapping[Path, bytes | None], private: Mapping[Path, bytes | None]) -> None:
    """Stage all, decide, and move; what is private can be read by its owner alone."""
    journal, name = _Journal.of(registry), _STAGED + secrets.token_hex(8)
    places = {Path(os.path.abspath(target)): data for target, data in {**public, **private}.items()}
    secret = {Path(os.path.abspath(target)) for target in private}
    moves = [
        _Move(None if data is None else str(_staged_at(place, f"{name}-{number}", secret)), str(place))
        for number, (place, data) in enumerate(sorted(places.items()))
    ]
    made: list[Path] = []
    with contextlib.ExitStack() as undo:
        undo.callback(_drop_undecided, journal, made)
        text = json.dumps([[move.staged, move.target] for move in moves])
        journal.plan.unlink(missing_ok=True)
        _stage(journal.plan, text.encode(), private=True)
        for move in moves:
            place, data = Path(move.target), places[Path(move.target)]
            if move.staged and data is not None:
                made += _make_folders(place.parent)
                _stage(Path(move.staged), data, private=place in secret)
        for folder in {Path(move.target).parent for move in moves if move.staged}:
            _sync_folder(folder)
        os.replace(journal.plan, journal.decided)
        _sync_folder(journal.base.parent)
        undo.pop_all()
    _finish(journal)


def _staged_at(place: Path, name: str, secret: set[Path]) -> Path:
    """Where a file is staged: beside its place. What keeps a private folder out of Git is there before all else."""
    first = place in secret and place.name == ".gitignore" and not os.path.lexists(place)
    return place if first else place.with_name(name)


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder with those above it; those that were not there, the deepest first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        each.mkdir()
    return missing


def _stage(file: Path, data: bytes, *, private: bool) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600 if private else 0o666)
    with open(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(descriptor)


def _moves(file: Path) -> list[_Move]:
    return [_Move(*pair) for pair in json.loads(file.read_bytes())]


def _drop_undecided(journal: _Journal, made: list[Path]) -> None:
    """Throw away what was staged, unless the change was decided before the world failed."""
    if not journal.decided.exists():
        _drop(journal, made)


def _drop(journal: _Journal, made: list[Path]) -> None:
    """Throw away what a plan staged, and the folders that were made for it, the deepest first."""
    with contextlib.suppress(OSError, ValueError, TypeError):  # a plan that was cut off had nothing staged yet
        for move in _moves(journal.plan):
            if move.staged:
                Path(move.staged).unlink(missing_ok=True)
    journal.plan.unlink(missing_ok=True)
    for folder in sorted(made, key=lambda place: -len(place.parts)):
        with contextlib.suppress(OSError):
            folder.rmdir()


def _finish(journal: _Journal) -> None:
    """Move what was decided; without that, nothing has happened, and what is left of a plan goes."""
    try:
        moves = _moves(journal.decided)
    except FileNotFoundError:
        _drop(journal, [])
        return
    for move in moves:
        if move.staged is None:
            Path(move.target).unlink(missing_ok=True)
        elif Path(move.staged).exists():
            os.replace(move.staged, move.target)
    for folder in {Path(move.target).parent for move in moves}:
        if folder.is_dir():
            _sync_folder(folder)
    journal.decided.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
