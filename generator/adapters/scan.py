"""What can be told of many files without reading them: run as a program of its own, so that it works beside others.

`python scan.py WITHOUT FOLDER…` writes one JSON object: for each folder in those, by its path, numbers that stay as
they are while nothing in it is changed, added, renamed or removed: how many files there are, and the sums of their
sizes, times of change and numbers. It needs nothing but the standard library's smallest part, and so begins at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

# Of a folder: entries, bytes of its files, files and bytes of those that end in .html, sums of the files' times of
# content and of state and of their numbers, the newest time of state, and the folder's own two times and number.
Signature = tuple[int, ...]
NEWEST: Final = 7
OWN: Final = slice(8, 11)


def signature(folder: str) -> Signature:
    """The numbers of a folder and the files in it; no folder has none."""
    count = size = pages = page_bytes = written = changed = numbers = newest = 0
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        own = os.stat(descriptor)
        with os.scandir(descriptor) as entries:
            for entry in entries:
                count += 1
                if entry.is_dir(follow_symlinks=False):
                    continue
                found = entry.stat(follow_symlinks=False)
                size += found.st_size
                written += found.st_mtime_ns
                numbers += found.st_ino * found.st_mode
                time = found.st_ctime_ns
                changed += time
                if time > newest:
                    newest = time
                if entry.name.endswith(".html"):
                    pages += 1
                    page_bytes += found.st_size
    finally:
        os.close(descriptor)
    return (
        count, size, pages, page_bytes, written, changed, numbers, max(newest, own.st_ctime_ns),
        own.st_mtime_ns, own.st_ctime_ns, own.st_ino,
    )  # fmt: skip


def signatures(tops: list[str], without: str = "") -> dict[str, Signature]:
    """The signature of each of these folders and of each one below, but for those below one of them."""
    found = {}
    for top in tops:
        for folder, folders, _ in os.walk(top):
            folders[:] = [name for name in folders if f"{folder}/{name}" != without]
            try:
                found[folder] = signature(folder)
            except OSError:
                found[folder] = ()
    return found


class Scan:
    """A scan that has begun in a process of its own."""

    def __init__(self, tops: list[str], without: str = "") -> None:
        command = [sys.executable, "-I", "-S", __file__, without, *tops]
        self._process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def result(self) -> dict[str, Signature]:
        """What was found, when the scan is over. Raises OSError where it failed."""
        import json

        output, _ = self._process.communicate()
        if self._process.returncode:
            raise OSError(f"the scan ended with exit code {self._process.returncode}")
        return {folder: tuple(numbers) for folder, numbers in json.loads(output).items()}

    def close(self) -> None:
        """End it, if nobody waits for it any more."""
        if self._process.returncode is None:
            self._process.kill()
            self._process.communicate()


if __name__ == "__main__":
    import json

    sys.stdout.write(json.dumps(signatures(sys.argv[2:], sys.argv[1])))
