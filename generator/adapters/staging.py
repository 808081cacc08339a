"""Staging a site beside the one that is there, and swapping them in one step.

Beside `site/` stands `.site.staged/` while a build works, and in it a folder of a name that no build had before: its
`site/` is what is being made, its `aside/` what is kept for later in the same build. A worker that outlives its build
finds its own folder gone and can't write into another's. The swap is one exchange where the system has it; elsewhere
the old site is first moved to `.site.previous`, from where the next build brings it back if this one was killed in
between. A folder is ours to replace if it is empty or its `.nojekyll` says so, a file that GitHub Pages needs anyway
to serve `.well-known`.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import fcntl
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from generator.errors import BuildFailed, OutputRefused

MARK: Final = ".nojekyll"
MARK_TEXT: Final = b"Written by badge-registry. The whole folder is replaced at each build.\n"

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """A site being made; may be handed to other processes, each of which writes files of its own."""

    root: Path

    @property
    def site(self) -> Path:
        """The folder of what will be the site."""
        return self.root / "site"

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the site, each once. Raises OSError."""
        _write_new(self.site, self.site / path, data)

    def set_aside(self, number: int, data: bytes) -> None:
        """Keep data for later in this build."""
        _write_new(self.root, self.root / "aside" / str(number), data)

    def aside(self, number: int) -> bytes:
        """What was set aside under that number."""
        return (self.root / "aside" / str(number)).read_bytes()


def _write_new(base: Path, place: Path, data: bytes) -> None:
    """Write a new file below `base`, which is there or the build is over."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        descriptor = os.open(place, flags, 0o666)
    except FileNotFoundError:
        _make_folders(base, place.parent)
        descriptor = os.open(place, flags, 0o666)
    with open(descriptor, "wb") as file:
        file.write(data)


def _make_folders(base: Path, folder: Path) -> None:
    """Make the folders below `base` that are missing, never `base` itself."""
    if folder != base:
        _make_folders(base, folder.parent)
        folder.mkdir(exist_ok=True)


@contextlib.contextmanager
def staged(out: Path) -> Iterator[Stage]:
    """A stage whose site replaces `out` when the block ends, and vanishes with `out` untouched when it raises.

    Raises `OutputRefused` where `out` is not ours to replace, or another build is at work on it.
    """
    out = Path(os.path.realpath(out))
    root, previous = out.with_name(f".{out.name}.staged"), out.with_name(f".{out.name}.previous")
    out.parent.mkdir(parents=True, exist_ok=True)
    root.mkdir(exist_ok=True)
    with _locked(root, out):
        _recover(out, previous)
        try:
            refuse_unless_ours(out)
            for leftover in root.iterdir():
                _remove(leftover)
            stage = Stage(root / secrets.token_hex(8))
            stage.root.mkdir()
            stage.site.mkdir()
            stage.write(MARK, MARK_TEXT)
            yield stage
            _settle(stage.root)
            _swap(stage.site, out, previous)
        finally:
            _remove(root)
            _remove(previous) if out.exists() else None


def refuse_unless_ours(out: Path) -> None:
    """Raise `OutputRefused` unless `out` is not there, empty, or a site that was built here before."""
    if out.is_dir():
        mark = out / MARK
        ours = mark.is_file() and not mark.is_symlink() and mark.read_bytes() == MARK_TEXT
        if not ours and any(out.iterdir()):
            raise OutputRefused(out, "this folder holds something else; name an empty one, or one that is not there")
    elif os.path.lexists(out):
        raise OutputRefused(out, "this is not a folder")


@contextlib.contextmanager
def _locked(root: Path, out: Path) -> Iterator[None]:
    """Hold the staging folder against other builds; the system lets go of it when the process ends, however it ends."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OutputRefused(out, "another build is writing there") from None
        yield
    finally:
        os.close(descriptor)


def _recover(out: Path, previous: Path) -> None:
    """Bring back the site that a build left aside when it was killed between its two steps."""
    if not os.path.lexists(previous):
        return
    if os.path.lexists(out):
        _remove(previous)
    else:
        previous.rename(out)


def _settle(root: Path) -> None:
    """Have all that is staged on the disk before it takes the old site's place, lest a pulled plug leave neither."""
    os.sync()
    if not root.exists():
        raise BuildFailed(f"{root} vanished while the site was being made")


def _swap(new: Path, out: Path, previous: Path) -> None:
    if not os.path.lexists(out):
        new.rename(out)
    elif not _exchange(new, out):
        out.rename(previous)
        new.rename(out)
    _sync_folder(out.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system can't."""
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(one), os.fsencode(other)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, first, _AT_FDCWD, second, _RENAME_EXCHANGE)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(first, second, _RENAME_EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remove(place: Path) -> None:
    """Remove a file or folder of ours as far as it can be; what stays, the next build removes."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)
