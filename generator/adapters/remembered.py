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
from generator.adapters.ledger import Entry, FileStat, FolderNote, Ledger, Writing, packed
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.scan import NEWEST, Signature
from generator.names import AwardId, Slug
from generator.publishing.memory import DIGEST, Kept, Learnt, Link, digest_of
from generator.sources.index import PLACE, ROW_BYTES, RowCodec, ids
from generator.sources.layout import Entry as FolderEntry
from generator.sources.layout import RecordFile, Source


@dataclass
class _Listed:
    """A folder that was listed: what was kept of it, the files that are being read, and what was learnt of others."""

    signature: Signature
    stands_for: str
    files: dict[str, FileStat] = field(default_factory=dict)
    kept: bytearray = field(default_factory=bytearray)
    fresh: bytearray = field(default_factory=bytearray)
    links: dict[str, list[str]] = field(default_factory=dict)
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
    """The memory of a registry: of what was `before`, and for the next time in `writing`.

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
        self._whole: dict[str, FolderNote] = {}
        self._listed: dict[str, _Listed] = {}
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
        note = self._note(path, stands_for)
        if note and self._is_whole(str(folder.root / path), note):
            self._whole[path] = note
            return []
        signature, files, others = _stats(folder.root / path)
        listed = self._listed[path] = _Listed(signature, stands_for, files)
        if others or not all(map(AwardId.admits, files)):
            # Something is wrong here, and told of with all that is around it.
            listed.signature, listed.stands_for = (), ""
            self._gone.update(AwardId(entry.id) for entry in (note.each() if note else ()))
            return folder.list(path)
        if note:
            self._keep(folder, path, note, listed)
        return [FolderEntry(f"{path}/{award}.yml", "file") for award in sorted(listed.files)]

    def _note(self, path: str, stands_for: str) -> FolderNote | None:
        """What is known of a folder's records, if it still holds."""
        note = self._before.ledger.note(path) if self._before else None
        if note and stands_for and note.stands_for == stands_for:
            return note
        self._gone.update(AwardId(entry.id) for entry in (note.each() if note else ()))
        return None

    def _is_whole(self, path: str, note: FolderNote) -> bool:
        """Whether nothing in the folder was touched, and nothing of the site is spoilt."""
        assert self._before is not None
        now = self._before.signatures.get(path, ())
        return bool(now) and now == note.signature and now[NEWEST] < self._before.settled and not self._before.spoilt

    def _keep(self, folder: RegistryFolder, path: str, note: FolderNote, listed: _Listed) -> None:
        """Keep what is known of files that are the same, and leave the others to be read."""
        for before in note.each():
            award, now = before.id, listed.files.get(before.id)
            if now is None:
                self._gone.add(AwardId(award))
            elif self._is_same(folder, f"{path}/{award}.yml", before, now):
                del listed.files[award]
                listed.kept += packed(award, now, before.digest, before.row)
                if award in note.links:
                    listed.links[award] = note.links[award]
                if award in note.revoked:
                    listed.revoked[award] = note.revoked[award]

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
        links: list[Link] = []
        revoked: list[tuple[AwardId, str]] = []
        for path, note in self._kept_notes():
            campus, badge = map(Slug, path.split("/")[1:])
            revoked += ((AwardId(award), why) for award, why in note.revoked.items())
            for award, parts in note.links.items():
                file = RecordFile(f"{path}/{award}.yml", campus, badge, AwardId(award))
                links.append(Link(file, tuple(parts)))
        rows = (note.rows(self._place(path)) for path, note in self._kept_notes())
        self.gone = frozenset(self._gone | self._left())
        return Kept(rows, tuple(links), tuple(revoked), self.gone)

    def _kept_notes(self) -> Iterator[tuple[str, FolderNote]]:
        yield from self._whole.items()
        for path, listed in self._listed.items():
            if listed.kept:
                ids = {listed.kept[at : at + 26].decode() for at in range(0, len(listed.kept), Entry.SIZE)}
                links = {award: parts for award, parts in listed.links.items() if award in ids}
                revoked = {award: why for award, why in listed.revoked.items() if award in ids}
                yield path, FolderNote((), "", bytes(listed.kept), links, revoked)

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
        return {AwardId(entry.id) for note in map(ledger.note, paths) if note for entry in note.each()}

    def learn(self, learnt: Learnt) -> None:
        """Take note of a batch."""
        if self._writing is None:
            return
        links = {link.file.id: list(link.parts) for link in learnt.links}
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
                listed.fresh += packed(award, file, learnt.digests[number * DIGEST : (number + 1) * DIGEST], row)
                if award in links:
                    listed.links[award] = links[award]
                if award in revoked:
                    listed.revoked[award] = revoked[award]
            if not listed.files:
                self._write(path, listed)

    def _write(self, path: str, listed: _Listed) -> None:
        """Write down a folder of which all is known."""
        if self._writing is not None and listed.stands_for:
            entries = bytes(listed.kept + listed.fresh)
            note = FolderNote(listed.signature, listed.stands_for, entries, listed.links, listed.revoked)
            self._writing.add(path, note)
        listed.fresh = bytearray()

    def complete(self, **header: object) -> None:
        """Write down what was kept, and put the ledger in its place. Raises OSError."""
        if self._writing is None:
            return
        for path, note in self._whole.items():
            self._writing.add(path, note)
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
