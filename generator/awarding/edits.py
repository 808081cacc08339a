"""Files of a registry that shall change: the whole of one decision, which is carried out or not."""

from __future__ import annotations

import difflib
import io
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

    def difference(self) -> bytes:
        """What changes, as a unified diff that `git apply` takes: every byte as it stands in the files.

        Of a file that is no text, only that it changes.
        """
        return b"".join(line for path in sorted(self.files) for line in self._of(path))

    def _of(self, path: str) -> Iterator[bytes]:
        before, after, named = self.before[path], self.files[path], visible(path)
        old = b"/dev/null" if before is None else f"a/{named}".encode()
        new = b"/dev/null" if after is None else f"b/{named}".encode()
        if any(b"\0" in data for data in (before, after) if data):
            yield b"Binary files %s and %s differ\n" % (old, new)
            return
        for line in difflib.diff_bytes(difflib.unified_diff, _lines(before), _lines(after), old, new):
            yield line if line.endswith(b"\n") else line + b"\n\\ No newline at end of file\n"


def _present(source: Source, path: str) -> bytes | None:
    try:
        return source.read(path)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _lines(data: bytes | None) -> list[bytes]:
    """The lines as Git counts them: nothing but a line feed ends one."""
    return io.BytesIO(data or b"").readlines()
