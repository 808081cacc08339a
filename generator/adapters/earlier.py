"""The site as the last build left it, and what has changed since: in the registry, in the site, in what was asked for.

Everything is told by the signatures of folders (`scan`) and the ledger. A site that somebody else touched is mended: a
folder of it that is not as the build left it is made anew.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from generator.adapters import program
from generator.adapters.ledger import Ledger, Writing, open_ledger, place_of
from generator.adapters.scan import NEWEST, OWN, Scan, Signature, signature
from generator.diagnostics import Position, Problem, Related
from generator.names import Slug
from generator.publishing.sizes import Sizes

if TYPE_CHECKING:
    from generator.sources.known import Known
    from generator.sources.layout import Source

# Where awards lie in a site, each in a folder named by the first two characters of its id.
SHARDS: Final = ("awards", "ob2/awards")
# Of a folder of the site: its own two times and number, and the newest time of state that is believed in it.
Left = tuple[int, int, int, int]
_CATALOGUE: Final = ("badges", "docs")
# Times of state are believed once they are this old, in nanoseconds, as the clocks of some file systems are coarse.
COARSE: Final = 2_000_000_000
_SETTINGS: Final = "mkdocs.yml"


@dataclass(frozen=True, kw_only=True)
class Look:
    """What was begun to look at: a registry and, where there may be something to keep, the site of the last build."""

    source: Path
    out: Path
    started: int
    program: str
    place: Path | None
    ledger: Ledger | None
    scans: tuple[Scan, ...]
    _ends: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @cached_property
    def signatures(self) -> Mapping[str, Signature]:
        """The signature of each folder of both, by path, when all are looked at; mkdocs.yml counts as a folder."""
        return {**self._registry, **self._site}

    @cached_property
    def _registry(self) -> Mapping[str, Signature]:
        """Those of the registry, which are known before those of a site, as it has fewer files."""
        found = _results(self.scans[:1])
        with contextlib.suppress(OSError):
            settings = os.lstat(self.source / _SETTINGS)
            own = settings.st_size, settings.st_mtime_ns, settings.st_ctime_ns, settings.st_ino
            found[str(self.source / _SETTINGS)] = (1, own[0], 0, 0, own[1], own[2], own[3], own[2], 0, 0, 0)
        return found

    @cached_property
    def _site(self) -> Mapping[str, Signature]:
        return _results(self.scans[1:])

    def __enter__(self) -> Look:
        return self

    def __exit__(self, *raised: object) -> None:
        self._ends.close()
        for scan in self.scans:
            scan.close()
        if self.ledger:
            self.ledger.close()

    def begin_writing(self) -> Writing | None:
        """A new ledger, where there is a place for one; it is dropped with the block unless it was completed."""
        return self._writing

    @cached_property
    def _writing(self) -> Writing | None:
        if self.place is None:
            return None
        with contextlib.suppress(OSError):
            writing = Writing(self.place, self.program)
            self._ends.callback(writing.drop)
            return writing
        return None

    def of_registry(self) -> dict[str, Signature]:
        """The signatures of the registry's folders, by their path in it."""
        return dict(_below(self._registry, self.source))

    def of_site(self) -> dict[str, Signature]:
        """The signatures of the site's folders, by their path in it."""
        return dict(_below(self._site, self.out))


def look(source: Path, out: Path, *, purpose: str = "build", remember: bool = True) -> Look:
    """Begin to look at a registry and at the site in `out`; without `remember` there is no earlier one.

    What was begun ends with the `with` block of what is returned.
    """
    source, out = Path(os.path.realpath(source)), Path(os.path.realpath(out))
    place = place_of(purpose, source, out) if remember else None
    known = program.fingerprint() if place else ""
    ledger = open_ledger(place, known)
    started = time.time_ns()
    registry = [str(source / name) for name in (*_CATALOGUE, "recipients")]
    scans = [Scan(registry)] if place else []
    if ledger is not None and purpose == "build":
        scans += [Scan([str(out)], without=str(out / SHARDS[1])), Scan([str(out / SHARDS[1])])]
    return Look(source=source, out=out, started=started, program=known, place=place, ledger=ledger, scans=tuple(scans))


@dataclass(frozen=True)
class Changes:
    """What has changed since the last build, by its ledger."""

    look: Look
    ledger: Ledger

    @cached_property
    def nothing(self) -> bool:
        """Whether neither registry nor site were touched."""
        now = self.look.of_registry()
        return now == self._registry and not self._touched and self._is_settled(now)

    @cached_property
    def catalogue(self) -> bool:
        """Whether something of the catalogue, its pages or what is made of them was touched."""
        now, before = (_but_records(each) for each in (self.look.of_registry(), self._registry))
        return now != before or not self._is_settled(now) or any(not is_shard(path) for path in self._touched)

    @cached_property
    def spoilt(self) -> frozenset[str]:
        """The shards that are not as the build left them."""
        return frozenset(path.rpartition("/")[2] for path in self._touched if is_shard(path))

    @cached_property
    def _touched(self) -> frozenset[str]:
        """The folders of the site that are not as the build left them."""
        now, left = self.look.of_site(), self.ledger.header["site"]
        return frozenset(path for path in now.keys() | left.keys() if not _is_as_left(now.get(path), left.get(path)))

    @cached_property
    def _registry(self) -> dict[str, Signature]:
        return {path: tuple(numbers) for path, numbers in self.ledger.header["registry"].items()}

    def _is_settled(self, folders: Mapping[str, Signature]) -> bool:
        """Whether nothing was changed so shortly before it was looked at that a further change could hide."""
        settled = int(self.ledger.header["started"]) - COARSE
        return all(numbers[NEWEST] < settled for numbers in folders.values() if numbers)

    def keeps(self, stands_for: Mapping[Slug, str]) -> bool:
        """Whether there are badges of whose records something may be kept."""
        if not self.look.begin_writing() or self.look.of_site().keys() != self.ledger.header["site"].keys():
            return False
        folders = [folder for path in self.ledger.folders() if (folder := self.ledger.folder(path))]
        told = {folder.stands_for for folder in folders}
        return not told.isdisjoint(stands_for.values()) and self.ledger.is_whole()


def is_shard(path: str) -> bool:
    """Whether a path in the site is that of a folder of awards."""
    return path.rpartition("/")[0] in SHARDS


def stands_for(source: Source, known: Known, stamp: str) -> dict[Slug, str]:
    """For each badge what its records become depends on, beside their own bytes and those they build on.

    That is `stamp`, the issuer's files, the badge's own and those of the badges that it requires, as a digest.
    """
    issuer = _digest(source, "badges")
    badges = {badge: _digest(source, f"badges/{badge}") for badge in known.versions}
    made = {}
    for badge, versions in known.versions.items():
        required = {need.badge for version in versions if version for need in version.requires}
        listed = [stamp, issuer, badge, badges[badge], *(f"{need} {badges.get(need)}" for need in sorted(required))]
        made[badge] = sha256("\n".join(listed).encode()).hexdigest()
    return made


def _digest(source: Source, folder: str) -> str:
    """A digest of the files in a folder, not of those below."""
    digest = sha256()
    for entry in source.list(folder):
        digest.update(f"{entry.path}\0{entry.kind}\0".encode("utf-8", "surrogateescape"))
        if entry.kind == "file":
            digest.update(sha256(source.read(entry.path)).digest())
    return digest.hexdigest()


def as_left(site: Path, now: Mapping[str, Signature] | None = None) -> dict[str, Left]:
    """How a site's folders are left: each one's own two times and number, and when its newest file was last changed.

    That is told by what was found `now`; of folders that were made just now, all was written before this moment on the
    clock of their own file system.
    """
    with tempfile.TemporaryFile(dir=site.parent) as stamp:
        moment = os.fstat(stamp.fileno()).st_ctime_ns
    left = {}
    for folder, folders, _ in os.walk(site):
        inside = os.path.relpath(folder, site)
        path = "" if inside == "." else inside
        left[path] = _left(folder, moment if now is None else _newest(now, path))
        if path in SHARDS:
            for name in folders:
                shard = f"{path}/{name}"
                left[shard] = _left(f"{folder}/{name}", moment if now is None else _newest(now, shard))
            folders.clear()
    return left


def _left(folder: str, newest: int) -> Left:
    own = os.stat(folder)
    return own.st_mtime_ns, own.st_ctime_ns, own.st_ino, newest


def _newest(signatures: Mapping[str, Signature], path: str) -> int:
    """The newest time in a folder; 0, which nothing is as old as, where nothing is known of it."""
    found = signatures.get(path)
    return found[NEWEST] if found else 0


def _is_as_left(now: Signature | None, left: Left | None) -> bool:
    """Whether a folder is as it was left. Whatever is written into a file moves its time of state past all before."""
    return bool(now and left and now[OWN] == tuple(left[:3]) and now[NEWEST] <= left[3])


def again(site: Path, before: Mapping[str, Signature], touched: Iterable[str]) -> dict[str, Signature]:
    """The signatures of a site's folders in which some files were touched, the others as they were before."""
    found = dict(before)
    folders = {folder for path in touched for folder in _folders_of(path)}
    for folder in folders:
        place = site / folder
        if place.is_dir():
            found[folder] = signature(str(place))
        else:
            found.pop(folder, None)
    return found


def _folders_of(path: str) -> Iterator[str]:
    while path:
        path = path.rpartition("/")[0]
        yield path


def sizes_of(site: Path, signatures: Mapping[str, Signature]) -> Sizes:
    """The sizes of a site by kind; of awards by the signatures of their folders."""
    sizes = Sizes()
    for path, numbers in signatures.items():
        if is_shard(path) and numbers:
            count, size, pages, page_bytes = numbers[:4]
            sizes.add_all(f"{path}/x.html", page_bytes, pages)
            sizes.add_all(f"{path}/x.json", size - page_bytes, count - pages)
    for folder, folders, names in os.walk(site):
        inside = os.path.relpath(folder, site)
        if inside in SHARDS:
            folders.clear()
        for name in names:
            with contextlib.suppress(OSError):
                sizes.add(os.path.normpath(os.path.join(inside, name)), os.lstat(os.path.join(folder, name)).st_size)
    return sizes


def _results(scans: Iterable[Scan]) -> dict[str, Signature]:
    return {path: numbers for scan in scans for path, numbers in scan.result().items()}


def _below(signatures: Mapping[str, Signature], top: Path) -> Iterator[tuple[str, Signature]]:
    for path, numbers in signatures.items():
        if path == str(top):
            yield "", numbers
        elif path.startswith(f"{top}/"):
            yield path[len(str(top)) + 1 :], numbers


def _but_records(folders: Mapping[str, Signature]) -> dict[str, Signature]:
    return {path: numbers for path, numbers in folders.items() if not path.startswith("recipients")}


def problem_of(told: Mapping[str, Any]) -> Problem:
    """A Problem that was written down."""
    told = dict(told)
    related = tuple(Related(Position(**each["position"]), each["message"]) for each in told.pop("related"))
    return Problem(**told | {"position": Position(**told["position"])}, related=related)
