"""Staging a site beside the one that is there, and swapping them in one step.

Beside `site/` stands `.site.staged/` while a build works, and in it a folder of a name that no build had before: its
`site/` is what is being made, its `aside/` what is kept for later in the same build. A worker that outlives its build
finds its own folder gone and can't write into another's. The swap is one exchange where the system has it; elsewhere
the old site is first moved to `.site.previous`, from where the next build brings it back if this one was killed in
between. A folder is ours to replace if it is empty or its `.nojekyll` says so, a file that GitHub Pages needs anyway
to serve `.well-known`.

A build that changes little stages only what differs, and moves that into the site when all of it is on the disk. So a
site that is there is the old one or the new one, but for the moment in which some files are moved; cut off just then,
it is mended by the next build, to which its folders are not as they were left. Nothing that lies in a staging folder
when a build begins is ever believed: it may have come with the registry.
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
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.errors import BuildFailed, OutputRefused, SiteChangedInPart
from generator.publishing.sizes import Sizes

if TYPE_CHECKING:
    from generator.publishing.outlet import Delivered

MARK: Final = ".nojekyll"
MARK_TEXT: Final = b"Written by badge-registry. The whole folder is replaced at each build.\n"

_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
# Between two times of writing to the disk what is staged so far.
_SECONDS: Final = 1.0


@dataclass(eq=False)
class Stage:
    """A site being made; may be handed to other processes, each of which writes files of its own.

    `onto` is the site that is to be changed: only files that differ from its own are staged, and those `removed` go
    with the change. None: a whole new one.
    """

    root: Path
    onto: Path | None = None
    removed: list[str] = field(default_factory=list)
    _sizes: Sizes = field(default_factory=Sizes)

    def __reduce__(self) -> tuple[type[Stage], tuple[Path, Path | None]]:
        return Stage, (self.root, self.onto)

    @property
    def site(self) -> Path:
        """The folder of what will be the site, or goes into it."""
        return self.root / "site"

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the site, each once. Raises OSError."""
        self._sizes.add(path, len(data))
        if self.onto is None or _differs(self.onto / path, data):
            _write_new(f"{self.root}/site", path, data)

    def deliver(self, name: str, wanted: Collection[str] | None) -> Delivered:
        """The sizes of what was written since the last time; each file is where it will be."""
        # Imported here: whoever only asks whose a folder is need not wait for what composes sites.
        from generator.publishing.outlet import Delivered

        sizes, self._sizes = self._sizes, Sizes()
        return Delivered(sizes=sizes)

    def set_aside(self, number: int, data: bytes) -> None:
        """Keep data for later in this build."""
        _write_new(str(self.root), f"aside/{number}", data)

    def aside(self, number: int) -> bytes:
        """What was set aside under that number."""
        return (self.root / "aside" / str(number)).read_bytes()

    def written(self) -> list[str]:
        """The paths of all that is staged, sorted."""
        top = str(self.site)
        return sorted(os.path.join(folder, name)[len(top) + 1 :] for folder, _, names in os.walk(top) for name in names)


def _differs(place: Path, data: bytes) -> bool:
    """Whether a file is not one of just these bytes."""
    try:
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return True
    with open(descriptor, "rb") as file:
        return file.read(len(data) + 1) != data


def _write_new(base: str, path: str, data: bytes) -> None:
    """Write a new file below `base`, which is there or the build is over."""
    place, flags = f"{base}/{path}", os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        descriptor = os.open(place, flags, 0o666)
    except FileNotFoundError:
        _make_folders(base, os.path.dirname(place))
        descriptor = os.open(place, flags, 0o666)
    try:
        written = os.write(descriptor, data)
        while written < len(data):
            written += os.write(descriptor, memoryview(data)[written:])
    finally:
        os.close(descriptor)


def _make_folders(base: str, folder: str) -> None:
    """Make the folders below `base` that are missing, never `base` itself."""
    if folder != base:
        _make_folders(base, os.path.dirname(folder))
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder)


@contextlib.contextmanager
def staged(out: Path, *, change: bool = False) -> Iterator[Stage]:
    """A stage whose site replaces `out` when the block ends, and vanishes with `out` untouched when it raises.

    `change`: what is staged goes into the site that is there. Raises `OutputRefused` where `out` is not ours to
    replace, or another build is at work on it.
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
            stage = Stage(root / secrets.token_hex(8), out if change else None)
            stage.root.mkdir()
            stage.site.mkdir()
            stage.write(MARK, MARK_TEXT)
            yield stage
            if change:
                _change(stage, out)
            else:
                _settle(stage.root)
                _swap(stage.site, out, previous)
        finally:
            _remove(root)
            _remove(previous) if out.exists() else None


@contextlib.contextmanager
def settling(root: Path) -> Iterator[None]:
    """Have what is staged on the disk bit by bit while the block runs: writing all of it in the end takes as long.

    Raises OSError where something could not be written.
    """
    # Imported here, as who only asks whose a folder is need not wait for it.
    from concurrent.futures import ThreadPoolExecutor

    over = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        settled = beside.submit(_sync_often, root, over)
        try:
            yield
        finally:
            over.set()
        settled.result()


def _sync_often(root: Path, over: threading.Event) -> None:
    while not over.wait(_SECONDS) and root.exists():
        _sync(root)


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
        if not root.exists() or os.fstat(descriptor).st_ino != root.stat().st_ino:
            raise OutputRefused(out, "another build was just writing there; try again")
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
    if root.exists():
        _sync(root)
    if not root.exists():
        raise BuildFailed(f"{root} vanished while the site was being made")


def _change(stage: Stage, out: Path) -> None:
    """Move what is staged into the site, and remove what goes. Raises `SiteChangedInPart` where that fails."""
    moved = stage.written()
    if not moved and not stage.removed:
        return
    _settle(stage.root)
    try:
        for path in moved:
            _move(stage.site / path, out / path)
        for path in stage.removed:
            with contextlib.suppress(FileNotFoundError):
                (out / path).unlink()
                _remove_empty(out, (out / path).parent)
        _sync(out)
    except OSError as error:
        raise SiteChangedInPart(out, error.strerror or str(error)) from error


def _move(file: Path, place: Path) -> None:
    try:
        file.rename(place)
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        file.rename(place)


def _remove_empty(top: Path, folder: Path) -> None:
    """Remove a folder of the site that holds nothing any more, and those around it that then hold nothing."""
    while folder != top:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


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


def _sync(folder: Path) -> None:
    """Have all of a folder's file system on the disk. Raises OSError where something could not be written."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        os.sync()
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if libc.syncfs(descriptor):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(descriptor)


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
