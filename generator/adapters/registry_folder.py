"""A registry in a folder of this machine: listing and reading its files without following anything that leads out."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from generator.sources.layout import Entry
from generator.sources.yaml_nodes import MOST_BYTES


@dataclass(frozen=True)
class RegistryFolder:
    """The registry whose top is `root`."""

    root: Path

    @cached_property
    def _top(self) -> str:
        return str(self.root)

    def list(self, folder: str) -> list[Entry]:
        """What is in the folder, sorted by name; nothing where there is no such folder, or a link in its place."""
        place = self.root / folder
        if not place.is_dir() or (folder and place.is_symlink()):
            return []
        prefix = f"{folder}/" if folder else ""
        with os.scandir(place) as entries:
            return sorted((Entry(prefix + e.name, _kind(e)) for e in entries), key=lambda e: os.fsencode(e.path))

    def count(self) -> int:
        """About how many records there are: how many files, two folders below `recipients/`, end in .yml."""
        count = 0
        for folder in (self.root / "recipients").glob("*/*/"):
            with contextlib.suppress(OSError):
                count += sum(name.endswith(".yml") for name in os.listdir(folder))
        return count

    def read(self, path: str) -> bytes:
        """The file's bytes, at most one more than a file may have. Raises OSError, also where it is a link."""
        # A registry has a million files, so no Path and no file object is made of any.
        descriptor = os.open(f"{self._top}/{path}", os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode):
                raise OSError(errno.EINVAL, "not a regular file", path)
            data = os.read(descriptor, min(found.st_size, MOST_BYTES) + 1)
            if len(data) != found.st_size:
                while len(data) <= MOST_BYTES and (more := os.read(descriptor, MOST_BYTES + 1 - len(data))):
                    data += more
            return data
        finally:
            os.close(descriptor)


def _kind(entry: os.DirEntry[str]) -> Literal["file", "folder", "link", "other"]:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "file" if entry.is_file(follow_symlinks=False) else "other"
