"""Building a site: catalogue pages, records mapped, summaries reduced, and all read back before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from functools import partial

from generator.addresses import STATUS_LIST_LENGTH
from generator.diagnostics import Problem, arrange
from generator.encodings import json_text
from generator.model.award import Part
from generator.model.catalogue import Catalogue
from generator.model.profile import Profile
from generator.names import AwardId
from generator.openbadges import v2
from generator.openbadges.status_lists import moment, status_list
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.publishing.catalogue import catalogue_files
from generator.publishing.checking import Link, Map, across, batches
from generator.publishing.reading_back import read_back
from generator.publishing.records import Candidate, Stage, Summary, Work, map_aside, map_batch, narrow
from generator.sources import catalogue as catalogues
from generator.sources.index import Index, RowCodec
from generator.sources.layout import Source, record_files
from generator.verification import Fetch


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to build: `as_of` is the build's only date, None: the newest date in the registry."""

    source: Source
    loaded: catalogues.Loaded
    catalogue: Catalogue
    key: SigningKey
    preview: bool
    as_of: datetime | None


@dataclass(frozen=True)
class World:
    """What a build needs of the machine: a stage, a reader of what was staged, a map, and ears."""

    stage: Stage
    fetch: Fetch
    run: Map
    progress: Callable[[str, int], None]


@dataclass(frozen=True)
class Built:
    """What came of a build; with Problems, nothing that may be published. `warnings` are of hand-written pages."""

    problems: tuple[Problem, ...]
    awards: int = 0
    revoked: int = 0
    lists: int = 0
    read_back: int = 0
    warnings: tuple[str, ...] = ()


@dataclass
class _Gathered:
    """The summaries so far."""

    rows: list[bytes]
    problems: list[Problem]
    links: dict[int, tuple[Link, ...]]
    candidates: list[Candidate]
    revoked: list[tuple[AwardId, str]]

    def add(self, summary: Summary) -> None:
        self.rows.append(summary.rows)
        self.problems += summary.problems
        if summary.links:
            self.links[summary.number] = summary.links
        self.candidates = narrow([*self.candidates, *summary.candidates])
        self.revoked += summary.revoked


def build(order: Order, world: World) -> Built:
    """Write the whole site into the stage and read it back; the caller swaps it in if there are no Problems.

    Raises `ReadBackFailed` where a stranger would refuse what was written: that is never the registry's fault.
    """
    for path, data in catalogue_files(order.catalogue):
        world.stage.write(path, data)
    work = _work(order, world)
    gathered, listed = _map(order, work, world)
    index = Index(work.codec, gathered.rows)
    problems = [*gathered.problems, *listed]
    links = [link for found in gathered.links.values() for link in found]
    problems += across(order.source, order.loaded, index, links)
    if problems:
        return Built(tuple(arrange(problems)), len(index))
    _compose_aside(work, index, gathered, world)
    as_of = order.as_of or _newest(order.catalogue, index)
    lists = _write_lists(order, work, world, index, as_of)
    _write(order, world, work.catalogue.issuer.addresses.ob2_revocations,
           v2.revocation_list(work.catalogue.issuer, sorted(gathered.revoked)))  # fmt: skip
    newest = max(as_of, _newest(order.catalogue, index))
    count = read_back(work.catalogue, gathered.candidates, lists, world.fetch, newest, world.progress)
    return Built((), len(index), len(gathered.revoked), len(lists), count)


def _work(order: Order, world: World) -> Work:
    """What workers are given; images stay here."""
    return Work(
        source=order.source,
        stage=world.stage,
        known=order.loaded.known,
        codec=RowCodec.of(order.loaded.known),
        catalogue=replace(order.catalogue, images={}),
        key=order.key,
        preview=order.preview,
    )


def _map(order: Order, work: Work, world: World) -> tuple[_Gathered, list[Problem]]:
    gathered = _Gathered([], [], {}, [], [])
    listed: list[Problem] = []
    files = record_files(order.source, order.loaded.folders, listed)
    for summary in world.run(partial(map_batch, work), enumerate(batches(files))):
        gathered.add(summary)
        world.progress("awards", summary.awards)
    return gathered, listed


def _compose_aside(work: Work, index: Index, gathered: _Gathered, world: World) -> None:
    """Compose the awards that build on others, now that the index knows those."""
    tasks = ((number, _parts(index, links)) for number, links in sorted(gathered.links.items()))
    for done in world.run(partial(map_aside, work), tasks):
        world.progress("awards that build on others", done)


def _parts(index: Index, links: Iterable[Link]) -> dict[AwardId, Part]:
    rows = (index.find(part) for link in links for part in link.parts)
    parts = (row.part() for row in rows if row)
    return {part.id: part for part in parts if part}


def _newest(catalogue: Catalogue, index: Index) -> datetime:
    """The newest date of an award, revocation or amendment, at midnight UTC; of an empty registry, the newest key's."""
    days = [index.newest_day() or max(key.since for key in catalogue.issuer.keys)]
    days += [amended.date for amended in catalogue.issuer.amended]
    days += [amended.date for badge in catalogue.achievements() for amended in badge.amended]
    return datetime.combine(max(days), time(), UTC)


def _write_lists(order: Order, work: Work, world: World, index: Index, as_of: datetime) -> list[int]:
    """Write each status list that some award has its place in; their numbers."""
    revoked: dict[int, list[int]] = {}
    for status, is_revoked in _statuses(order.catalogue, index):
        ones = revoked.setdefault(status // STATUS_LIST_LENGTH, [])
        if is_revoked:
            ones.append(status % STATUS_LIST_LENGTH)
    issuer = work.catalogue.issuer
    for number, ones in sorted(revoked.items()):
        document = status_list(issuer, number, ones, as_of)
        method = issuer.addresses.key(order.key.public_multikey)
        secured = secure(document, key=order.key, verification_method=method, created=moment(as_of))
        _write(order, world, issuer.addresses.status_list(number), secured)
    return sorted(revoked)


def _statuses(catalogue: Catalogue, index: Index) -> Iterator[tuple[int, bool]]:
    yield from index.statuses()
    yield from ((entry.status, entry.revoked) for entry in catalogue.reserved)


def _write(order: Order, world: World, address: str, document: dict[str, object]) -> None:
    path = order.catalogue.issuer.addresses.site_path(address)
    assert path is not None
    world.stage.write(path, json_text.dump(document))


def preview_of(issuer: Profile, url: str, public: str, since: date) -> Profile:
    """The issuer as a preview shows it: at an address of this machine, with a key that nobody trusts."""
    return replace(issuer, url=url, keys=(replace(issuer.keys[0], public=public, since=since, revoked=None),))
