"""The ledger: what an earlier build or check found of each record, and how the site looked when it was complete.

It lies in the person's own cache, outside the registry: nothing that a pull request could bring along is ever believed.
One file: a line of JSON, the header, then blocks, each of some records of one folder: entries of a fixed size, and JSON
of what few records have. They are read one by one when they are asked for, as those of a million awards are 140 MB.
Whatever is wrong with it, it is as if there were none; deleted, it costs time.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import struct
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, NamedTuple

from platformdirs import user_cache_path

from generator.adapters.scan import Signature
from generator.publishing.memory import DIGEST, Links
from generator.sources.row_bytes import PLACE, ROW_BYTES

_FORMAT: Final = 2
# An award's id; size, times of content and of state, and number of its file; digest of its bytes; row of the index.
_ENTRY: Final = struct.Struct(f">26s4Q{DIGEST}s{ROW_BYTES}s")
_ROWS: Final = struct.Struct(f"{_ENTRY.size - ROW_BYTES}x{ROW_BYTES}s")
FileStat = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one record that was right: its file, the digest of its bytes, its row of the index."""

    id: str
    file: FileStat
    digest: bytes
    row: bytes


def packed(award: str, file: FileStat, digest: bytes, row: bytes) -> bytes:
    """The bytes of an entry."""
    return _ENTRY.pack(award.encode(), *file, digest, row)


@dataclass(frozen=True)
class Notes:
    """What is known of some records of one folder: packed entries, which build on which, and who was revoked, by id."""

    entries: bytes = b""
    links: Links = field(default_factory=Links)
    revoked: Mapping[str, str] = field(default_factory=dict)

    def each(self) -> Iterator[Entry]:
        """The entries."""
        for award, size, written, changed, number, digest, row in _ENTRY.iter_unpack(self.entries):
            yield Entry(award.decode(), (size, written, changed, number), digest, row)

    def rows(self, place: bytes) -> bytes:
        """The rows of the index, for a folder that has this place in it."""
        return b"".join(row[: PLACE.start] + place + row[PLACE.stop :] for (row,) in _ROWS.iter_unpack(self.entries))


class Block(NamedTuple):
    """Where notes are written down: their first byte, the bytes of their entries, those of all, and a digest."""

    at: int
    entries: int
    length: int
    digest: str


class Folder(NamedTuple):
    """What is written down of a folder of records.

    `signature` is of the folder when it was listed, () where not all in it was right; `stands_for` tells what these
    records depend on beside their own bytes.
    """

    signature: Signature
    stands_for: str
    blocks: tuple[Block, ...]


def _packed(notes: Notes) -> bytes:
    return notes.entries + json.dumps([notes.links.text, notes.revoked], separators=(",", ":")).encode()


def _read(file: IO[bytes], start: int, blocks: Iterable[Block]) -> Notes | None:
    """The notes in all of these blocks; None where one is damaged."""
    entries, links, revoked = b"", "", dict[str, str]()
    for block in blocks:
        file.seek(start + block.at)
        data = file.read(block.length)
        if sha256(data).hexdigest() != block.digest:
            return None
        text, others = json.loads(data[block.entries :])
        entries, links = entries + data[: block.entries], links + text
        revoked |= others
    return Notes(entries, Links(links), revoked)


class Ledger:
    """What was written down; `header` is what concerns all of it, and notes are read when they are asked for."""

    def __init__(self, file: BinaryIO, header: Mapping[str, Any], start: int) -> None:
        self._file = file
        self._start = start
        self.header = header

    def folders(self) -> Iterator[str]:
        """The folders of records that it knows."""
        yield from self.header["folders"]

    def folder(self, path: str) -> Folder | None:
        """What is written down of a folder of records, if anything is."""
        told = self.header["folders"].get(path)
        if told is None:
            return None
        signature, stands_for, blocks = told
        return Folder(tuple(signature), stands_for, tuple(Block(*block) for block in blocks))

    def notes(self, path: str) -> Notes | None:
        """What is known of a folder's records; None: nothing, or what is written there is damaged."""
        folder = self.folder(path)
        return _read(self._file, self._start, folder.blocks) if folder else None

    def data(self, block: Block) -> bytes:
        """What is written in a block."""
        self._file.seek(self._start + block.at)
        return self._file.read(block.length)

    def is_whole(self) -> bool:
        """Whether what is written down of each folder is as it was written."""
        return all(self.notes(folder) is not None for folder in self.folders())

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


def whole(notes: Notes | None) -> Notes:
    """Notes that were right before. Raises OSError where they are no more."""
    if notes is None:
        raise OSError(errno.EIO, "what was remembered of the registry was changed meanwhile")
    return notes


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
    """A ledger being written: block by block, folder by folder, and in the end the header before them."""

    def __init__(self, place: Path, program: str) -> None:
        self._place = place
        self._blocks = tempfile.TemporaryFile(dir=place.parent)  # noqa: SIM115
        self._header: dict[str, Any] = {"format": [_FORMAT, program], "folders": {}}

    def put(self, notes: Notes) -> Block:
        """Write down what is known of some records."""
        data = _packed(notes)
        return Block(self._append(data), len(notes.entries), len(data), sha256(data).hexdigest())

    def _append(self, data: bytes) -> int:
        at = self._blocks.seek(0, os.SEEK_END)
        self._blocks.write(data)
        return at

    def notes(self, block: Block) -> Notes:
        """What was written down there. Raises OSError where it is not as it was written."""
        return whole(_read(self._blocks, 0, [block]))

    def add(self, path: str, folder: Folder) -> None:
        """Write down where the notes of a folder are."""
        self._header["folders"][path] = folder

    def copy(self, path: str, folder: Folder, ledger: Ledger) -> None:
        """Write down of a folder what another ledger says of it."""
        blocks = (block._replace(at=self._append(ledger.data(block))) for block in folder.blocks)
        self.add(path, folder._replace(blocks=tuple(blocks)))

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
                shutil.copyfileobj(self._blocks, file, 1 << 20)
            os.replace(name, self._place)
            dropped.pop_all()
        self.drop()
