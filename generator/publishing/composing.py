"""The flow that a build and an audit share: catalogue files, records mapped, summaries reduced into lists.

Where all of it goes, the outlet says: a build signs and writes, an audit compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from functools import partial

from generator.addresses import STATUS_LIST_LENGTH
from generator.diagnostics import Problem, arrange, errors_of
from generator.encodings import json_text
from generator.model.award import Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.openbadges import v2
from generator.openbadges.status_lists import moment, status_list
from generator.publishing.catalogue import catalogue_files
from generator.publishing.checking import Link, Map, across, batches
from generator.publishing.figures import figures
from generator.publishing.findings import Finding
from generator.publishing.outlet import Outlet
from generator.publishing.records import Candidate, Drawer, Summary, Work, map_aside, map_batch, narrow, path_of
from generator.site.machines import api
from generator.sources import catalogue as catalogues
from generator.sources.index import Index, RowCodec
from generator.sources.layout import Source, record_files
from generator.sources.personal import unnamed


@dataclass(frozen=True, kw_only=True)
class Order:
    """What to compose: `as_of` is the only date, None: the newest date in the registry; `chosen` awards, None: all.

    `version` is this program's; `commit` is named where the registry's files are those of one, None: they may not be.
    """

    source: Source
    loaded: catalogues.Loaded
    catalogue: Catalogue
    as_of: datetime | None
    version: str
    commit: str | None = None
    preview: bool = False
    chosen: Set[AwardId] | None = None


@dataclass(frozen=True, kw_only=True)
class World:
    """What the flow needs of the machine: outlets for files of the catalogue and of awards, a drawer, a map, ears."""

    outlet: Outlet
    awards: Outlet
    drawer: Drawer
    run: Map
    progress: Callable[[str, int], None]


@dataclass
class Composed:
    """What came of it, and what is known now of all awards; with errors among the Problems, only the index is whole."""

    index: Index
    problems: list[Problem]
    findings: list[Finding] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    revoked: int = 0
    lists: list[int] = field(default_factory=list)
    newest: datetime = datetime.min


@dataclass
class _Gathered:
    """The summaries so far."""

    rows: list[bytes]
    problems: list[Problem]
    links: dict[int, tuple[Link, ...]]
    candidates: list[Candidate]
    revoked: list[tuple[AwardId, str]]
    findings: list[Finding]

    def add(self, summary: Summary) -> None:
        self.rows.append(summary.rows)
        self.problems += summary.problems
        if summary.links:
            self.links[summary.number] = summary.links
        self.candidates = narrow([*self.candidates, *summary.candidates])
        self.revoked += summary.revoked
        self.findings += summary.findings


def compose(order: Order, world: World) -> Composed:
    """Hand the whole site but its catalogue pages to the outlets; where the registry has errors, not all of it."""
    for path, data in catalogue_files(order.catalogue):
        world.outlet.write(path, data)
    work = _work(order, world)
    gathered, listed = _map(order, work, world)
    index = Index(work.codec, gathered.rows)
    problems = [*gathered.problems, *(unnamed(problem, order.loaded.known.personal) for problem in listed)]
    links = [link for found in gathered.links.values() for link in found]
    problems += across(order.source, order.loaded, index, links)
    problems = arrange(problems)
    if errors_of(problems):
        return Composed(index, problems)
    gathered.findings += _compose_aside(work, index, gathered, world)
    as_of = order.as_of or _newest(order.catalogue, index)
    lists = _write_lists(order, world, index, as_of)
    _write_figures(order, world, index, as_of)
    issuer = order.catalogue.issuer
    revocations = v2.revocation_list(issuer, sorted(gathered.revoked))
    world.outlet.write(path_of(order.catalogue, issuer.addresses.ob2_revocations), json_text.dump(revocations))
    gathered.findings += world.outlet.findings()
    newest = max(as_of, _newest(order.catalogue, index))
    return Composed(index, problems, gathered.findings, gathered.candidates, len(gathered.revoked), lists, newest)


def _work(order: Order, world: World) -> Work:
    """What workers are given; images stay here."""
    return Work(
        source=order.source,
        outlet=world.awards,
        drawer=world.drawer,
        known=order.loaded.known,
        codec=RowCodec.of(order.loaded.known),
        catalogue=replace(order.catalogue, images={}),
        preview=order.preview,
        chosen=order.chosen,
    )


def _map(order: Order, work: Work, world: World) -> tuple[_Gathered, list[Problem]]:
    gathered = _Gathered([], [], {}, [], [], [])
    listed: list[Problem] = []
    files = record_files(order.source, order.loaded.folders, listed)
    for summary in world.run(partial(map_batch, work), enumerate(batches(files))):
        gathered.add(summary)
        world.progress("awards", summary.awards)
    return gathered, listed


def _compose_aside(work: Work, index: Index, gathered: _Gathered, world: World) -> list[Finding]:
    """Compose the awards that build on others, now that the index knows those; what was found."""
    findings: list[Finding] = []
    tasks = ((number, _parts(index, links)) for number, links in sorted(gathered.links.items()))
    for done, found in world.run(partial(map_aside, work), tasks):
        world.progress("awards that build on others", done)
        findings += found
    return findings


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


def _write_lists(order: Order, world: World, index: Index, as_of: datetime) -> list[int]:
    """Write each status list that some award has its place in; their numbers."""
    revoked: dict[int, list[int]] = {}
    for status, is_revoked in _statuses(order.catalogue, index):
        ones = revoked.setdefault(status // STATUS_LIST_LENGTH, [])
        if is_revoked:
            ones.append(status % STATUS_LIST_LENGTH)
    issuer = order.catalogue.issuer
    for number, ones in sorted(revoked.items()):
        path = path_of(order.catalogue, issuer.addresses.status_list(number))
        world.outlet.write_secured(path, status_list(issuer, number, ones, as_of), moment(as_of))
    return sorted(revoked)


def _write_figures(order: Order, world: World, index: Index, as_of: datetime) -> None:
    shown = figures(index.counts(), order.catalogue.badges)
    document = api.registry(order.catalogue, shown, api.Making(as_of, order.commit, order.version))
    world.outlet.write(
        path_of(order.catalogue, order.catalogue.issuer.addresses.api_registry), json_text.dump(document)
    )


def _statuses(catalogue: Catalogue, index: Index) -> Iterator[tuple[int, bool]]:
    yield from index.statuses()
    yield from ((entry.status, entry.revoked) for entry in catalogue.reserved)
