"""A registry with some files changed, before anything is written: what would be checked if it were."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from generator.sources.layout import Entry, Source


@dataclass(frozen=True)
class Overlay:
    """A registry in which some files, by path, have other bytes; None: they are gone."""

    below: Source
    files: Mapping[str, bytes | None]

    def list(self, folder: str) -> list[Entry]:
        """What is in the folder, sorted by name; a folder that only new files make is there."""
        prefix = f"{folder}/" if folder else ""
        found = {entry.path: entry for entry in self.below.list(folder) if self._stays(entry)}
        for path, data in self.files.items():
            if data is not None and path.startswith(prefix):
                name, deeper, _ = path.removeprefix(prefix).partition("/")
                found.setdefault(prefix + name, Entry(prefix + name, "folder" if deeper else "file"))
        return sorted(found.values(), key=lambda entry: os.fsencode(entry.path))

    def read(self, path: str) -> bytes:
        """The file's bytes as they would be; OSError where it would be gone."""
        if path not in self.files:
            return self.below.read(path)
        data = self.files[path]
        if data is None:
            raise FileNotFoundError(path)
        return data

    def _stays(self, entry: Entry) -> bool:
        return entry.kind != "file" or self.files.get(entry.path, b"") is not None
