"""The flow that a build and an audit share: catalogue files, records mapped, summaries reduced into lists.

Where all of it goes, the outlet says: a build signs and writes, an audit compares.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
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
from generator.publishing.checking import Map, across, batches, take_kept, unclean
from generator.publishing.figures import figures
from generator.publishing.findings import Finding
from generator.publishing.memory import Forgetful, Learnt, Link, Links, Memory
from generator.publishing.outlet import Awards, Delivered, Outlet, path_of
from generator.publishing.progress import Hear
from generator.publishing.records import (
    Candidate,
    Drawer,
    Summary,
    Work,
    aside_name_of,
    map_aside,
    map_batch,
    name_of,
    narrow,
    pack,
)
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
    """What the flow needs of the machine: an outlet for the site's own files, one for awards, a drawer, a map, ears.

    `expected` is how many records there are to be read, None: that is not known before.
    """

    outlet: Outlet
    awards: Awards
    drawer: Drawer
    run: Map
    hear: Hear
    memory: Memory = field(default_factory=Forgetful)
    expected: int | None = None
    collect: Callable[[str, Delivered], None] = lambda name, delivered: None


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
    """The summaries so far, but for the rows."""

    problems: list[Problem] = field(default_factory=list)
    links: dict[int, Links] = field(default_factory=dict)
    candidates: list[Candidate] = field(default_factory=list)
    revoked: list[tuple[AwardId, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, summary: Summary) -> None:
        self.problems += summary.problems
        if summary.links:
            self.links[summary.number] = Links.of(summary.links)
        self.candidates = narrow([*self.candidates, *summary.candidates])
        self.revoked += summary.revoked
        self.findings += summary.delivered.findings

    def wanted(self, delivered: Delivered) -> Delivered:
        """What was delivered, with the places of those files alone that may still be read back."""
        awards = {each.award for each in self.candidates}
        places = {path: place for path, place in delivered.places.items() if _award_of(path) in awards}
        return replace(delivered, places=places)


def _award_of(path: str) -> str:
    """The id of the award whose file has that path."""
    return path.rpartition("/")[2].partition(".")[0]


def write_catalogue(catalogue: Catalogue, outlet: Outlet, run: Map, written: Collection[str]) -> None:
    """Hand over the files that don't grow with the number of awards, but for the catalogue's pages.

    `written` are the hand-written files that the site shows, by their path below `docs/`.
    """
    for path, data in catalogue_files(catalogue, run, written):
        outlet.write(path, data)


def compose(order: Order, world: World) -> Composed:
    """Hand over all awards and what is made of all of them; where the registry has errors, not all of it."""
    work = _work(order, world)
    gathered, listed = _Gathered(), list[Problem]()
    index = Index(work.codec, _map(order, work, world, gathered, listed))
    kept = world.memory.kept()
    again = take_kept(kept, index)
    problems = [*gathered.problems, *(unnamed(problem, order.loaded.known.personal) for problem in listed)]
    problems += across(order.source, order.loaded, index, itertools.chain(again, *gathered.links.values()))
    problems = arrange(problems)
    if errors_of(problems):
        return Composed(index, problems)
    _compose_aside(work, index, gathered, again, world)
    as_of = order.as_of or _newest(order.catalogue, index)
    lists = _write_lists(order, world, index, as_of)
    _write_figures(order, world, index, as_of)
    revoked = sorted([*kept.revoked, *gathered.revoked])
    issuer = order.catalogue.issuer
    revocations = v2.revocation_list(issuer, revoked)
    world.outlet.write(path_of(order.catalogue, issuer.addresses.ob2_revocations), json_text.dump(revocations))
    delivered = world.outlet.deliver("lists")
    world.collect("lists", delivered)
    gathered.findings += delivered.findings
    newest = max(as_of, _newest(order.catalogue, index))
    return Composed(index, problems, gathered.findings, gathered.candidates, len(revoked), lists, newest)


def _work(order: Order, world: World) -> Work:
    """What workers are given."""
    return Work(
        source=order.source,
        awards=world.awards,
        drawer=world.drawer,
        known=order.loaded.known,
        codec=RowCodec.of(order.loaded.known),
        chosen=order.chosen,
    )


def _map(order: Order, work: Work, world: World, gathered: _Gathered, listed: list[Problem]) -> Iterator[bytes]:
    """The rows of each batch that was handed over."""
    files = record_files(world.memory.sieve(order.source), order.loaded.folders, listed)
    for summary in world.run(partial(map_batch, work), enumerate(batches(files))):
        gathered.add(summary)
        world.memory.learn(_learnt(summary))
        world.collect(name_of(summary.number), gathered.wanted(summary.delivered))
        world.hear("awards", summary.awards, world.expected)
        yield summary.rows


def _learnt(summary: Summary) -> Learnt:
    return Learnt(summary.rows, summary.digests, summary.links, summary.revoked, unclean(summary.problems))


def _compose_aside(work: Work, index: Index, gathered: _Gathered, again: Sequence[Link], world: World) -> None:
    """Hand over the awards that build on others, now that the index knows those, and some of them `again`."""
    tasks: dict[int, Iterable[Link]] = {**gathered.links}
    if again:
        number = max(tasks, default=0) + 1
        work.drawer.set_aside(number, pack((link.file, work.source.read(link.file.path)) for link in again))
        tasks[number] = again
    batches = ((number, _parts(index, links)) for number, links in sorted(tasks.items()))
    for number, done, delivered in world.run(partial(map_aside, work), batches):
        world.hear("awards that build on others", done)
        world.collect(aside_name_of(number), gathered.wanted(delivered))
        gathered.findings += delivered.findings


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
