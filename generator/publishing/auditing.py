"""Auditing a site: everything composed as for a build, without the key, and compared with what the site holds."""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Set
from dataclasses import dataclass, field
from hashlib import sha256

from generator.diagnostics import Problem, errors_of
from generator.encodings.json_text import JsonObject
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.publishing import composing
from generator.publishing.checking import Map
from generator.publishing.composing import Order, compose, write_catalogue
from generator.publishing.findings import Finding, arrange
from generator.publishing.outlet import Delivered, Outlet, PlainAwards, award_paths
from generator.publishing.progress import Hear
from generator.publishing.records import Drawer
from generator.sources.index import Index
from generator.sources.layout import Folders, Source, record_files

# What stands at an unexpected place, in words; of a file nothing more need be said.
_KINDS = {
    "file": "the registry makes no such file",
    "link": "a symbolic link, which no site has",
    "other": "neither a file nor a folder",
    "empty": "an empty folder",
    "git": "a Git repository's own files, which no site has; its files are not listed",
    "unreadable": "it cannot be read",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a site's folder by its path: a `file`, a `link`, … (the keys of `_KINDS`)."""

    path: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class World:
    """What an audit needs of the machine; `pages` are the files that the site builder makes, asked for last.

    `outlet` and `awards` compare; `entries` are all that the site holds, None where that can't be known. `written` are
    the hand-written files that a site shows, by their path below `docs/`.
    """

    outlet: Outlet
    awards: Outlet
    drawer: Drawer
    pages: Iterable[tuple[str, bytes]]
    entries: Iterable[Entry] | None
    run: Map
    hear: Hear
    written: Collection[str] = ()


@dataclass(frozen=True, kw_only=True)
class Audited:
    """What came of an audit; with errors among the Problems, no findings, as there is nothing to compare with.

    `awards` there are, `compared` of them, and `files` in all; `lists` is the number of status lists.
    """

    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...] = ()
    awards: int = 0
    compared: int = 0
    files: int = 0
    lists: int = 0


@dataclass
class _Noting:
    """An outlet that knows what it was given, for the files whose number does not grow with the awards."""

    outlet: Outlet
    paths: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes) -> None:
        self.paths.add(path)
        self.outlet.write(path, data)

    def write_secured(self, path: str, document: JsonObject, created: str) -> None:
        self.paths.add(path)
        self.outlet.write_secured(path, document, created)

    def deliver(self, name: str, wanted: Collection[str] | None = None) -> Delivered:
        return self.outlet.deliver(name, wanted)


def audit(order: Order, world: World) -> Audited:
    """Every file of the site that is not as the registry says, by path."""
    noting = _Noting(world.outlet)
    awards = PlainAwards(order.catalogue, order.preview, world.awards)
    hands = composing.World(outlet=noting, awards=awards, drawer=world.drawer, run=world.run, hear=world.hear)
    write_catalogue(order.catalogue, noting, world.run, world.written)
    made = compose(order, hands)
    if errors_of(made.problems):
        return Audited(problems=tuple(made.problems))
    for path, data in world.pages:
        noting.write(path, data)
    found = [*made.findings, *noting.deliver("pages").findings]
    if world.entries is not None:
        world.hear("files that should not be there", 0)
        found += _added(order.catalogue, world.entries, noting.paths, made.index)
    compared = len(made.index) if order.chosen is None else len(order.chosen)
    return Audited(
        problems=tuple(made.problems),
        findings=arrange(found),
        awards=len(made.index),
        compared=compared,
        files=len(noting.paths) + 3 * compared,
        lists=len(made.lists),
    )


def drawn(source: Source, folders: Folders, number: int, seed: str) -> frozenset[AwardId]:
    """So many of a registry's awards, drawn by lot: the seed decides, and the same one draws the same awards."""
    awards = (file.id for file in record_files(source, folders, []))
    lots = heapq.nsmallest(
        number, ((sha256(f"{seed} {award}".encode("utf-8", "surrogateescape")).digest(), award) for award in awards)
    )
    return frozenset(award for _, award in lots)


def _added(catalogue: Catalogue, entries: Iterable[Entry], paths: Set[str], index: Index) -> Iterator[Finding]:
    """What the site holds and the registry does not make; award files are asked of the index, not held."""
    folded = {_folded(path): path for path in paths}
    forms = _award_forms(catalogue)
    for entry in entries:
        if entry.kind == "file" and (entry.path in paths or _is_award_file(entry.path, forms, index)):
            continue
        words = _KINDS[entry.kind]
        near = folded.get(_folded(entry.path))
        if near and near != entry.path:
            words = f"its name differs from that of {near}, and only in capital letters or the form of letters"
        yield Finding(entry.path, "unreadable" if entry.kind == "unreadable" else "added", words)


def _award_forms(catalogue: Catalogue) -> frozenset[str]:
    """The paths of an award's files, its shard and id left out."""
    award = AwardId("0" * 26)
    return frozenset(_form(path, award) for path in award_paths(catalogue, award))


def _is_award_file(path: str, forms: Set[str], index: Index) -> bool:
    award = path.rpartition("/")[2].partition(".")[0]
    if not AwardId.admits(award) or _form(path, AwardId(award)) not in forms:
        return False
    return index.find(award) is not None


def _form(path: str, award: AwardId) -> str:
    return path.replace(f"/{award.shard}/{award}.", "/*/*.", 1)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()
