"""The ledger: what an earlier build or check found of each record, and how the site looked when it was complete.

It lies in the person's own cache, outside the registry: nothing that a pull request could bring along is ever believed.
One file: a line of JSON, the header, then for each folder of records a block of fixed-size entries. Whatever is wrong
with it, it is as if there were none; deleted, it costs time.
"""

from __future__ import annotations

import contextlib
import json
import os
import struct
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO, ClassVar, Final

from platformdirs import user_cache_path

from generator.adapters.scan import Signature
from generator.publishing.memory import DIGEST
from generator.sources.index import PLACE, ROW_BYTES

_FORMAT: Final = 1
# An award's id; size, times of content and of state, and number of its file; digest of its bytes; row of the index.
_ENTRY: Final = struct.Struct(f">26s4Q{DIGEST}s{ROW_BYTES}s")
_ROWS: Final = struct.Struct(f"{_ENTRY.size - ROW_BYTES}x{ROW_BYTES}s")
FileStat = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one record that was right: its file, the digest of its bytes, its row of the index."""

    SIZE: ClassVar[int] = _ENTRY.size

    id: str
    file: FileStat
    digest: bytes
    row: bytes


def packed(award: str, file: FileStat, digest: bytes, row: bytes) -> bytes:
    """The bytes of an entry."""
    return _ENTRY.pack(award.encode(), *file, digest, row)


@dataclass
class FolderNote:
    """What is known of the records of one folder.

    `signature` is of the folder when it was listed, () where not all in it was right; `stands_for` tells what these
    records depend on beside their own bytes. `links` and `revoked` are told by id.
    """

    signature: Signature
    stands_for: str
    entries: bytes
    links: dict[str, list[str]] = field(default_factory=dict)
    revoked: dict[str, str] = field(default_factory=dict)

    def each(self) -> Iterator[Entry]:
        """The entries."""
        for award, size, written, changed, number, digest, row in _ENTRY.iter_unpack(self.entries):
            yield Entry(award.decode(), (size, written, changed, number), digest, row)

    def rows(self, place: bytes) -> bytes:
        """The rows of the index, for a folder that has this place in it."""
        return b"".join(row[: PLACE.start] + place + row[PLACE.stop :] for (row,) in _ROWS.iter_unpack(self.entries))

    def __len__(self) -> int:
        return len(self.entries) // _ENTRY.size


class Ledger:
    """What was written down; `header` is what concerns all of it, and the folders are read when they are asked for."""

    def __init__(self, file: BinaryIO, header: Mapping[str, Any], start: int) -> None:
        self._file = file
        self._start = start
        self.header = header

    def folders(self) -> Iterator[str]:
        """The folders of records that it knows."""
        yield from self.header["folders"]

    def note(self, folder: str) -> FolderNote | None:
        """What is known of a folder's records; None: nothing, or what is written there is damaged."""
        told = self.header["folders"].get(folder)
        if told is None:
            return None
        self._file.seek(self._start + told["at"])
        entries = self._file.read(told["length"])
        if sha256(entries).hexdigest() != told["digest"]:
            return None
        return FolderNote(tuple(told["signature"]), told["stands_for"], entries, told["links"], told["revoked"])

    def is_whole(self) -> bool:
        """Whether what is written down of each folder is as it was written."""
        return all(self.note(folder) is not None for folder in self.folders())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def place_of(purpose: str, *paths: Path) -> Path | None:
    """Where the ledger for some folders of this machine lies; None where there is no place for it."""
    name = sha256("\0".join([purpose, *(os.path.realpath(path) for path in paths)]).encode()).hexdigest()[:32]
    with contextlib.suppress(OSError, RuntimeError):
        folder = user_cache_path("badge-registry")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / f"{name}.{purpose}"
    return None


def open_ledger(place: Path | None, program: str) -> Ledger | None:
    """The ledger there; None where there is none, it is another program's, or it can't be read."""
    if place is None:
        return None
    with contextlib.ExitStack() as stack, contextlib.suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
        file = stack.enter_context(place.open("rb"))
        line = file.readline()
        digest, _, text = line.partition(b" ")
        if digest == sha256(text).hexdigest().encode():
            header = json.loads(text)
            if header["format"] == [_FORMAT, program]:
                stack.pop_all()
                return Ledger(file, header, len(line))
    return None


class Writing:
    """A ledger being written: folder by folder, and in the end the header before them."""

    def __init__(self, place: Path, program: str) -> None:
        self._place = place
        self._blocks = tempfile.TemporaryFile(dir=place.parent)  # noqa: SIM115
        self._header: dict[str, Any] = {"format": [_FORMAT, program], "folders": {}}

    def add(self, folder: str, note: FolderNote) -> None:
        """Write down what is known of a folder's records."""
        self._header["folders"][folder] = {
            "signature": note.signature,
            "stands_for": note.stands_for,
            "at": self._blocks.tell(),
            "length": len(note.entries),
            "digest": sha256(note.entries).hexdigest(),
            "links": note.links,
            "revoked": note.revoked,
        }
        self._blocks.write(note.entries)

    def has(self, folder: str) -> bool:
        """Whether the folder was written down."""
        return folder in self._header["folders"]

    def drop(self) -> None:
        """Let go of what was written, if it was not put in its place."""
        self._blocks.close()

    def close(self, **header: Any) -> None:
        """Put the ledger in its place, in one step. Raises OSError."""
        text = json.dumps(self._header | header, separators=(",", ":")).encode() + b"\n"
        descriptor, name = tempfile.mkstemp(dir=self._place.parent, prefix=f".{self._place.name}.")
        with contextlib.ExitStack() as dropped:
            dropped.callback(os.unlink, name)
            with open(descriptor, "wb") as file:
                file.write(sha256(text).hexdigest().encode() + b" " + text)
                self._blocks.seek(0)
                while block := self._blocks.read(1 << 20):
                    file.write(block)
            os.replace(name, self._place)
            dropped.pop_all()
        self.drop()
