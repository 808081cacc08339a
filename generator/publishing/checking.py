"""Checking a whole registry: the catalogue, then records in batches, then what records need of one another."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Protocol, TypeVar

from generator.diagnostics import Problem, arrange
from generator.sources import catalogue, records
from generator.sources.index import Index, RowCodec, clashes, part_faults
from generator.sources.known import Known
from generator.sources.layout import RecordFile, Source, record_files
from generator.sources.personal import conceal, unnamed
from generator.sources.yaml_nodes import Document, read

A = TypeVar("A")
B = TypeVar("B")

BATCH: Final = 250


class Map(Protocol):
    """Whatever has the shape of the built-in `map` with one input."""

    def __call__(self, function: Callable[[A], B], items: Iterable[A], /) -> Iterable[B]:
        """The function's values in the order of the items."""


Progress = Callable[[int], None]


@dataclass(frozen=True)
class Checked:
    """What was found: the catalogue with what belongs to it, the index of awards, and all Problems."""

    loaded: catalogue.Loaded
    index: Index
    problems: list[Problem]

    @property
    def awards(self) -> int:
        """How many award files there are."""
        return len(self.index)


@dataclass(frozen=True)
class BatchChecked:
    """What a batch leaves behind: packed rows, Problems, and the awards that build on others."""

    rows: bytes
    problems: tuple[Problem, ...]
    links: tuple[Link, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Link:
    """An award that builds on others."""

    file: RecordFile
    parts: tuple[str, ...]


def batches(files: Iterable[RecordFile]) -> Iterator[tuple[RecordFile, ...]]:
    """The files in batches, in order."""
    stream = iter(files)
    return iter(lambda: tuple(itertools.islice(stream, BATCH)), ())


def check(source: Source, today: date, run: Map = map, progress: Progress = lambda done: None) -> Checked:
    """Everything that is wrong with a registry; `progress` hears of each number of records done."""
    loaded = catalogue.load(source, today)
    problems = list(loaded.problems)
    codec = RowCodec.of(loaded.known)
    listed: list[Problem] = []
    work = partial(_check_batch, source, loaded.known, codec)
    packed: list[bytes] = []
    links: list[Link] = []
    for batch in run(work, batches(record_files(source, loaded.folders, listed))):
        packed.append(batch.rows)
        problems += batch.problems
        links += batch.links
        progress(batch.count)
    index = Index(codec, packed)
    problems += (unnamed(problem, loaded.known.personal) for problem in listed)
    problems += across(source, loaded, index, links)
    return Checked(loaded, index, arrange(problems))


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


def _check_batch(source: Source, known: Known, codec: RowCodec, files: tuple[RecordFile, ...]) -> BatchChecked:
    rows, problems, links = bytearray(), [], []
    for file in files:
        record = records.parse(file, source.read(file.path), known)
        problems += record.problems
        rows += codec.pack(record.row)
        if record.builds_on:
            links.append(Link(file, record.builds_on))
    return BatchChecked(bytes(rows), tuple(problems), tuple(links), len(files))
