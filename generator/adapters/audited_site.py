"""The site that is audited: a folder, in which no link is followed, or an address on the web."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar
from urllib.parse import quote

from generator.errors import UnknownDocument
from generator.publishing.auditing import Entry
from generator.publishing.findings import Finding
from generator.verification import Fetch

A = TypeVar("A")
B = TypeVar("B")

# So many documents are asked for at a time.
_AT_A_TIME: Final = 8
_GONE: Final = ("it is not there", "it was there once")


@dataclass(frozen=True)
class FolderSite:
    """The site in the folder `root`; what is known of its folders is not asked again."""

    root: Path
    _links: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def read(self, path: str, most: int) -> bytes | Finding:
        """The file's bytes, cut where there are more than `most`, or what is wrong in its place."""
        folder = path.rpartition("/")[0]
        if link := self._link_on_the_way(folder):
            return Finding(path, "missing", f"its folder {link} is a symbolic link, and links are not followed")
        flags = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(self.root / path, flags)
        except OSError as error:
            return _fault(path, error)
        try:
            return _whole(path, descriptor, most)
        except OSError as error:
            return _fault(path, error)
        finally:
            os.close(descriptor)

    def _link_on_the_way(self, folder: str) -> str:
        """The first of the folders on the way that is a symbolic link; empty: none is."""
        if not folder:
            return ""
        if folder not in self._links:
            above = self._link_on_the_way(folder.rpartition("/")[0])
            self._links[folder] = above or (folder if (self.root / folder).is_symlink() else "")
        return self._links[folder]

    def entries(self) -> Iterator[Entry]:
        """All that the folder holds, but folders that hold something, in no order."""
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                with os.scandir(self.root / folder) as found:
                    empty = True
                    for entry in found:
                        empty = False
                        path = f"{folder}/{entry.name}" if folder else entry.name
                        kind = _kind(entry, path)
                        if kind == "folder":
                            waiting.append(path)
                        else:
                            yield Entry(path, kind)
            except OSError:
                yield Entry(folder or ".", "unreadable")
            else:
                if empty and folder:
                    yield Entry(folder, "empty")


def _whole(path: str, descriptor: int, most: int) -> bytes | Finding:
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        kind = "a folder" if stat.S_ISDIR(found.st_mode) else "neither a file nor a folder"
        return Finding(path, "changed", f"{kind} stands in its place")
    size = min(found.st_size, most + 1)
    data = os.read(descriptor, size)
    while len(data) < size and (piece := os.read(descriptor, size - len(data))):
        data += piece
    return data


def _fault(path: str, error: OSError) -> Finding:
    if error.errno in (errno.ENOENT, errno.ENOTDIR):
        return Finding(path, "missing", "it is not there")
    if error.errno in (errno.ELOOP, errno.EMLINK):
        return Finding(path, "changed", "a symbolic link stands in its place")
    return Finding(path, "unreadable", (error.strerror or "it cannot be read").lower())


def _kind(entry: os.DirEntry[str], path: str) -> str:
    if entry.is_symlink():
        return "link"
    if path == ".git":
        return "git"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "other"


@dataclass(frozen=True)
class WebSite:
    """The site at an address without a closing slash."""

    url: str
    fetch: Fetch

    def read(self, path: str, most: int) -> bytes | Finding:
        """The document's bytes, or what is wrong in its place; what is not answered is asked for once more."""
        url = f"{self.url}/{quote(path)}"
        try:
            return self.fetch(url)
        except UnknownDocument as unknown:
            if unknown.reason.startswith(_GONE):
                return Finding(path, "missing", unknown.reason)
        try:
            return self.fetch(url)
        except UnknownDocument as unknown:
            return Finding(path, "unreadable", unknown.reason)


def several_at_once(function: Callable[[A], B], items: Iterable[A], /) -> Iterable[B]:
    """The function's values in the order of the items, worked out by threads, which wait for the network."""
    with ThreadPoolExecutor(_AT_A_TIME) as pool:
        return list(pool.map(function, items))
