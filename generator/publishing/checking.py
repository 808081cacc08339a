"""Checking a whole registry: the catalogue, then records in batches, then what records need of one another."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Protocol, TypeVar

from generator.diagnostics import Problem, arrange
from generator.names import AwardId
from generator.publishing.memory import DIGEST, Forgetful, Kept, Learnt, Link, Links, Memory, digest_of
from generator.publishing.progress import Hear, deaf
from generator.sources import catalogue, records
from generator.sources.index import Index, RowCodec, clashes, part_faults
from generator.sources.known import Known
from generator.sources.layout import RecordFile, Source, record_files
from generator.sources.personal import conceal, unnamed
from generator.sources.yaml_nodes import Document, read

A = TypeVar("A")
B = TypeVar("B")

BATCH: Final = 1000


class Map(Protocol):
    """Whatever has the shape of the built-in `map` with one input."""

    def __call__(self, function: Callable[[A], B], items: Iterable[A], /) -> Iterable[B]:
        """The function's values in the order of the items."""


@dataclass(frozen=True)
class Checked:
    """What was found: the catalogue with what belongs to it, the index of awards, and all Problems.

    `between`: some are between awards. `links`: which award builds on which, without those that had Problems before.
    """

    loaded: catalogue.Loaded
    index: Index
    problems: list[Problem]
    between: bool = False
    links: tuple[Links, ...] = ()

    @property
    def awards(self) -> int:
        """How many award files there are."""
        return len(self.index)


def batches(files: Iterable[RecordFile]) -> Iterator[tuple[RecordFile, ...]]:
    """The files in batches, in order."""
    stream = iter(files)
    return iter(lambda: tuple(itertools.islice(stream, BATCH)), ())


def check(
    source: Source,
    today: date,
    run: Map = map,
    hear: Hear = deaf,
    recall: Callable[[catalogue.Loaded], Memory] = lambda loaded: Forgetful(),
    expected: int | None = None,
) -> Checked:
    """Everything that is wrong with a registry; `recall` gives what is remembered of it, once its catalogue is loaded.

    `expected` is how many records will be read, as far as is known.
    """
    loaded = catalogue.load(source, today)
    memory = recall(loaded)
    problems = list(loaded.problems)
    codec = RowCodec.of(loaded.known)
    listed: list[Problem] = []
    links: list[Links] = []

    def rows_of(learnt: Learnt, found: tuple[Problem, ...]) -> bytes:
        links.append(Links.of(learnt.links))
        problems.extend(found)
        memory.learn(learnt)
        hear("awards", len(learnt.digests) // DIGEST, expected)
        return learnt.rows

    files = record_files(memory.sieve(source), loaded.folders, listed)
    checked = run(partial(_check_batch, source, loaded.known, codec), batches(files))
    index = Index(codec, itertools.starmap(rows_of, checked))
    kept = memory.kept()
    again = take_kept(kept, index)
    problems += (unnamed(problem, loaded.known.personal) for problem in listed)
    between = list(across(source, loaded, index, itertools.chain(*links, again)))
    return Checked(loaded, index, arrange([*problems, *between]), bool(between), (*links, *kept.links))


def take_kept(kept: Kept, index: Index) -> list[Link]:
    """Add the kept rows to an index of the others; those kept that build on one of them, or on none that is there.

    One that had Problems is among the others while it is there, and when it is gone nobody remembers it.
    """
    news = {row.id for row in index} if kept.links else set()
    index.add(kept.rows)
    links = itertools.chain.from_iterable(kept.links)
    known = index.find
    return [link for link in links if any(part in news or not known(AwardId(part)) for part in link.parts)]


def across(source: Source, loaded: catalogue.Loaded, index: Index, links: Iterable[Link]) -> Iterator[Problem]:
    """What is wrong between awards; only for these are files opened again, to find the places."""
    locate = partial(_locate, source, loaded.known)
    yield from clashes(index, loaded.taken, locate)
    for link in links:
        yield from part_faults(link.file, link.parts, index, loaded.known, locate)


def _locate(source: Source, known: Known, file: RecordFile) -> Document:
    document = read(file.path, source.read(file.path))
    conceal(document, known.personal)
    document.problems.clear()
    return document


def _check_batch(
    source: Source, known: Known, codec: RowCodec, files: tuple[RecordFile, ...]
) -> tuple[Learnt, tuple[Problem, ...]]:
    rows, digests, problems, links = bytearray(), bytearray(), [], []
    revoked: list[tuple[AwardId, str]] = []
    for file in files:
        data = source.read(file.path)
        record = records.parse(file, data, known)
        problems += record.problems
        rows += codec.pack(record.row)
        digests += digest_of(data)
        if record.builds_on:
            links.append(Link(file, record.builds_on))
        if record.award and record.award.revoked:
            revoked.append((file.id, record.award.revoked.reason))
    return Learnt(bytes(rows), bytes(digests), tuple(links), tuple(revoked), unclean(problems)), tuple(problems)


def unclean(problems: Iterable[Problem]) -> frozenset[str]:
    """The files that have Problems."""
    return frozenset(problem.position.path for problem in problems)
