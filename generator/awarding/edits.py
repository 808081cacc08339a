"""Files of a registry that shall change: the whole of one decision, which is carried out or not."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.diagnostics import visible
from generator.sources.layout import Source


@dataclass(frozen=True)
class Edits:
    """The bytes of each file that changes, by its path in the registry (None: it goes), and what they were before."""

    files: Mapping[str, bytes | None]
    before: Mapping[str, bytes | None]

    @classmethod
    def of(cls, source: Source, files: Mapping[str, bytes | None]) -> Edits:
        """The edits that give those files these bytes; files that have them already are left out. Raises OSError."""
        before = {path: _present(source, path) for path in files}
        changed = {path: data for path, data in files.items() if before[path] != data}
        return cls(changed, {path: before[path] for path in changed})

    def difference(self) -> str:
        """What changes, as a unified diff in Git's form."""
        return "".join(line for path in sorted(self.files) for line in self._of(path))

    def _of(self, path: str) -> Iterator[str]:
        before, after = self.before[path], self.files[path]
        names = ("/dev/null" if before is None else f"a/{path}", "/dev/null" if after is None else f"b/{path}")
        for line in difflib.unified_diff(_lines(before), _lines(after), *names):
            yield visible(line.rstrip("\r\n")) + "\n"
            if line[:1] in "+- " and not line.endswith("\n"):
                yield "\\ No newline at end of file\n"


def _present(source: Source, path: str) -> bytes | None:
    try:
        return source.read(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines(keepends=True)
