"""What an earlier build or check found of a registry's records, kept for those that have not changed since.

A file is taken for unchanged if its size, both times and number are those written down, or else if its bytes are. What
was changed within two seconds before it was written down is looked into, as the times of some file systems are coarse.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from generator.adapters.earlier import COARSE
from generator.adapters.ledger import Block, Entry, FileStat, Folder, Ledger, Notes, Writing, packed, whole
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.scan import NEWEST, Signature
from generator.names import AwardId, Slug
from generator.publishing.memory import DIGEST, Kept, Learnt, Link, Links, digest_of
from generator.sources.index import RowCodec, ids
from generator.sources.layout import Entry as FolderEntry
from generator.sources.layout import Source
from generator.sources.row_bytes import PLACE, ROW_BYTES


@dataclass
class _Listed:
    """A folder that was listed: where what was kept of it is, the files that are being read, what was learnt so far."""

    signature: Signature
    stands_for: str
    files: dict[str, FileStat] = field(default_factory=dict)
    kept: Block | None = None
    entries: bytearray = field(default_factory=bytearray)
    links: list[Link] = field(default_factory=list)
    revoked: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Before:
    """What is known from the last time: the ledger, the registry's folders as they were found now, by path.

    Of awards in `spoilt` shards of the site nothing is kept.
    """

    ledger: Ledger
    signatures: Mapping[str, Signature]
    spoilt: Set[str] = frozenset()

    @property
    def settled(self) -> int:
        """What was last changed before this moment, in nanoseconds, was not changed again unnoticed."""
        return int(self.ledger.header["started"]) - COARSE


class Remembering:
    """The memory of a registry: of what was `before`, and for the next time in `writing`; the former needs the latter.

    What is kept lies on the disk, in the one ledger or the other, and is read folder by folder.

    `stands_for` tells for each badge what its records depend on beside their own bytes; without it nothing of that
    badge is kept.
    """

    def __init__(
        self, codec: RowCodec, stands_for: Mapping[Slug, str], before: Before | None, writing: Writing | None
    ) -> None:
        self._codec = codec
        self._stands_for = stands_for
        self._before = before
        self._writing = writing
        self._whole: dict[str, Folder] = {}
        self._listed: dict[str, _Listed] = {}
        self._links: list[Links] = []
        self._revoked: list[tuple[AwardId, str]] = []
        self._gone: set[AwardId] = set()
        self.gone: frozenset[AwardId] = frozenset()

    @property
    def remembers(self) -> bool:
        """Whether there is something from the last time."""
        return self._before is not None

    def sieve(self, source: Source) -> Source:
        """The registry, listing only records that are new or have changed."""
        return _Sieve(source, self) if isinstance(source, RegistryFolder) else source

    # -- listing ----------------------------------------------------------------------------------------------

    def news(self, folder: RegistryFolder, path: str) -> list[FolderEntry]:
        """What is in a folder of records and not known to be as it was."""
        badge = path.rpartition("/")[2]
        stands_for = self._stands_for.get(Slug(badge), "") if Slug.admits(badge) else ""
        known = self._before.ledger.folder(path) if self._before else None
        notes = self._notes(path, known, stands_for)
        if known and notes and self._is_whole(str(folder.root / path), known):
            self._whole[path] = known
            self._take(notes)
            return []
        signature, files, others = _stats(folder.root / path)
        listed = self._listed[path] = _Listed(signature, stands_for, files)
        if others or not all(map(AwardId.admits, files)):
            # Something is wrong here, and told of with all that is around it.
            listed.signature, listed.stands_for = (), ""
            self._gone.update(AwardId(entry.id) for entry in (notes.each() if notes else ()))
            return folder.list(path)
        if notes:
            self._keep(folder, path, notes, listed)
        return [FolderEntry(f"{path}/{award}.yml", "file") for award in sorted(listed.files)]

    def _notes(self, path: str, known: Folder | None, stands_for: str) -> Notes | None:
        """What is known of a folder's records, if it still holds."""
        notes = self._before.ledger.notes(path) if self._before else None
        if known and notes and stands_for and known.stands_for == stands_for:
            return notes
        self._gone.update(AwardId(entry.id) for entry in (notes.each() if notes else ()))
        return None

    def _is_whole(self, path: str, known: Folder) -> bool:
        """Whether nothing in the folder was touched, and nothing of the site is spoilt."""
        assert self._before is not None
        now = self._before.signatures.get(path, ())
        unchanged = bool(now) and now == known.signature
        return unchanged and now[NEWEST] < self._before.settled and not self._before.spoilt

    def _keep(self, folder: RegistryFolder, path: str, notes: Notes, listed: _Listed) -> None:
        """Keep what is known of files that are the same, and leave the others to be read."""
        assert self._writing is not None
        entries, kept = bytearray(), set()
        for before in notes.each():
            award, now = before.id, listed.files.get(before.id)
            if now is None:
                self._gone.add(AwardId(award))
            elif self._is_same(folder, f"{path}/{award}.yml", before, now):
                del listed.files[award]
                entries += packed(award, now, before.digest, before.row)
                kept.add(award)
        links = Links.of(link for link in notes.links if link.file.id in kept)
        revoked = {award: why for award, why in notes.revoked.items() if award in kept}
        same = Notes(bytes(entries), links, revoked)
        listed.kept = self._writing.put(same)
        self._take(same)

    def _take(self, notes: Notes) -> None:
        """Take note of what is to be told of all that is kept, but for the rows."""
        if notes.links:
            self._links.append(notes.links)
        self._revoked += ((AwardId(award), why) for award, why in notes.revoked.items())

    def _is_same(self, folder: RegistryFolder, path: str, before: Entry, now: FileStat) -> bool:
        assert self._before is not None
        if before.id[:2] in self._before.spoilt:
            return False
        if before.file == now and now[2] < self._before.settled:
            return True
        with contextlib.suppress(OSError):
            return digest_of(folder.read(path)) == before.digest
        return False

    # -- as a Memory ------------------------------------------------------------------------------------------

    def kept(self) -> Kept:
        """What is known of the records that were not listed; asked once, when all are listed."""
        self.gone = frozenset(self._gone | self._left())
        return Kept(self._rows(), self._links, tuple(self._revoked))

    def _rows(self) -> Iterator[bytes]:
        if self._before is None or self._writing is None:
            return
        for path in self._whole:
            yield whole(self._before.ledger.notes(path)).rows(self._place(path))
        for path, listed in self._listed.items():
            if listed.kept:
                yield self._writing.notes(listed.kept).rows(self._place(path))

    def _place(self, path: str) -> bytes:
        """The folders of a path as a row of the index has them."""
        _, campus, badge = path.split("/")
        return self._codec.place(Slug(campus), Slug(badge))

    def _left(self) -> set[AwardId]:
        """The awards of folders that are there no more."""
        if self._before is None:
            return set()
        ledger = self._before.ledger
        paths = [path for path in ledger.folders() if path not in self._whole and path not in self._listed]
        return {AwardId(entry.id) for notes in map(ledger.notes, paths) if notes for entry in notes.each()}

    def learn(self, learnt: Learnt) -> None:
        """Take note of a batch."""
        if self._writing is None:
            return
        links: dict[str, Link] = {link.file.id: link for link in learnt.links}
        revoked = dict(learnt.revoked)
        place, path = b"", ""
        for number, award in enumerate(ids(learnt.rows)):
            row = learnt.rows[number * ROW_BYTES : (number + 1) * ROW_BYTES]
            if row[PLACE] != place:
                place = row[PLACE]
                path = "recipients/" + "/".join(self._codec.folders(row))
            listed = self._listed[path]
            file = listed.files.pop(award)
            if learnt.unclean and f"{path}/{award}.yml" in learnt.unclean:
                listed.signature = ()
            else:
                listed.entries += packed(award, file, learnt.digests[number * DIGEST : (number + 1) * DIGEST], row)
                if award in links:
                    listed.links.append(links[award])
                if award in revoked:
                    listed.revoked[award] = revoked[award]
            if not listed.files:
                self._write(path, listed)

    def _write(self, path: str, listed: _Listed) -> None:
        """Write down a folder of which all is known."""
        if self._writing is not None and listed.stands_for:
            blocks = [listed.kept] if listed.kept else []
            if listed.entries:
                new = Notes(bytes(listed.entries), Links.of(listed.links), listed.revoked)
                blocks.append(self._writing.put(new))
            self._writing.add(path, Folder(listed.signature, listed.stands_for, tuple(blocks)))
        listed.files, listed.entries, listed.links, listed.revoked = {}, bytearray(), [], {}

    def complete(self, **header: object) -> None:
        """Write down what was kept, and put the ledger in its place. Raises OSError."""
        if self._writing is None:
            return
        for path, folder in self._whole.items():
            assert self._before is not None
            self._writing.copy(path, folder, self._before.ledger)
        for path, listed in self._listed.items():
            if not self._writing.has(path):
                # Of what is left over, nothing was learnt.
                listed.signature = () if listed.files else listed.signature
                self._write(path, listed)
        self._writing.close(**header)


@dataclass(frozen=True, slots=True)
class _Sieve:
    """A registry's folder, seen through a memory."""

    folder: RegistryFolder
    memory: Remembering

    def list(self, folder: str) -> list[FolderEntry]:
        """What is in the folder; of records only what is new or has changed."""
        if folder.startswith("recipients/") and folder.count("/") == 2:
            return self.memory.news(self.folder, folder)
        return self.folder.list(folder)

    def read(self, path: str) -> bytes:
        """The file's bytes."""
        return self.folder.read(path)


def _stats(folder: Path) -> tuple[Signature, dict[str, FileStat], bool]:
    """The signature of a folder, as `scan.signature` tells it; each file in it that ends in .yml, without that.

    And whether there is anything else, but for what begins with a dot and counts nowhere.
    """
    files: dict[str, FileStat] = {}
    count = size = written = changed = numbers = newest = 0
    others = False
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        own = os.stat(descriptor)
        with os.scandir(descriptor) as entries:
            for entry in entries:
                count += 1
                name = entry.name
                if not entry.is_dir(follow_symlinks=False):
                    found = entry.stat(follow_symlinks=False)
                    file = found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino
                    size, written, changed = size + file[0], written + file[1], changed + file[2]
                    numbers += file[3] * found.st_mode
                    newest = max(newest, file[2])
                    if name.endswith(".yml") and name[0] != "." and entry.is_file(follow_symlinks=False):
                        files[name[:-4]] = file
                        continue
                readme = name == "README.md" and entry.is_file(follow_symlinks=False)
                others = others or not (name.startswith(".") or readme)
    finally:
        os.close(descriptor)
    newest = max(newest, own.st_ctime_ns)
    signature = count, size, 0, 0, written, changed, numbers, newest, own.st_mtime_ns, own.st_ctime_ns, own.st_ino
    return signature, files, others
