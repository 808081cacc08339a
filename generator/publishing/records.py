"""The map: a batch of record files becomes documents and pages for those who take awards, and a small summary.

Each file is read once. An award that builds on others needs the index to be composed: its bytes are set aside, and a
second map takes them from there when the index is whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from operator import itemgetter
from typing import Final, Protocol, TypeVar

from generator.diagnostics import Problem
from generator.model.award import Award, Part
from generator.names import AwardId, Slug
from generator.publishing.award_kinds import Shape, kinds, shape
from generator.publishing.memory import Link, digest_of
from generator.publishing.outlet import Awards, Delivered, Taken
from generator.sources import records
from generator.sources.index import RowCodec
from generator.sources.known import Known
from generator.sources.layout import RecordFile, Source

# How many awards a build reads back as a stranger, beside one of each kind.
SAMPLE: Final = 100
# How many go through one step after another together: a processor is faster at the same step again than at the next.
_PORTION: Final = 50
T = TypeVar("T")


class Drawer(Protocol):
    """Where data is kept for later in the same work."""

    def set_aside(self, number: int, data: bytes) -> None:
        """Keep data under that number."""

    def aside(self, number: int) -> bytes:
        """What was set aside under that number."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a worker is given, once for all batches; `chosen` are the awards to hand over, None: all."""

    source: Source
    awards: Awards
    drawer: Drawer
    known: Known
    codec: RowCodec
    chosen: Set[AwardId] | None


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """An award that may be read back: the SHA-256 of its id decides, the same on every machine.

    `kinds` are what it is one of: its badge version, and each optional part that it has.
    """

    digest: bytes
    award: AwardId
    kinds: frozenset[str]


@dataclass(frozen=True)
class Summary:
    """What a batch leaves behind; `links` say which awards were set aside under the batch's number.

    `rows` and `digests`, of the files' bytes, are in the order of the batch.
    """

    number: int
    rows: bytes
    digests: bytes
    problems: tuple[Problem, ...]
    links: tuple[Link, ...]
    candidates: tuple[Candidate, ...]
    revoked: tuple[tuple[AwardId, str], ...]
    awards: int
    delivered: Delivered


def map_batch(work: Work, batch: tuple[int, tuple[RecordFile, ...]]) -> Summary:
    """Read, check and hand over a batch of awards, setting aside those that build on others."""
    number, files = batch
    rows, digests, problems, links, awards = bytearray(), bytearray(), [], [], []
    aside: list[tuple[RecordFile, bytes]] = []
    for portion in _portions(files):
        data = [work.source.read(file.path) for file in portion]
        found = [records.parse(file, each, work.known) for file, each in zip(portion, data, strict=True)]
        for file, each, record in zip(portion, data, found, strict=True):
            problems += record.problems
            rows += work.codec.pack(record.row)
            digests += digest_of(each)
            if record.builds_on:
                links.append(Link(file, record.builds_on))
                aside.append((file, each))
        made = [record.award for record in found if record.award]
        _hand_over(work, [(award, ()) for award in made if not award.builds_on])
        awards += made
    if aside:
        work.drawer.set_aside(number, pack(aside))
    revoked = tuple((award.id, award.revoked.reason) for award in awards if award.revoked)
    candidates = tuple(candidates_of(awards))
    delivered = work.awards.deliver(name_of(number), [each.award for each in candidates])
    return Summary(
        number, bytes(rows), bytes(digests), tuple(problems), tuple(links), candidates, revoked, len(files), delivered
    )


def map_aside(work: Work, batch: tuple[int, Mapping[AwardId, Part]]) -> tuple[int, int, Delivered]:
    """Hand over what was set aside under a number, given what is known of the parts; the number and how many."""
    number, parts = batch
    done = []
    for portion in _portions(list(_unpack(work.drawer.aside(number)))):
        awards = [records.parse(file, data, work.known).award for file, data in portion]
        made = [award for award in awards if award]
        assert len(made) == len(portion), "all were right when they were set aside, and the same bytes are right again"
        _hand_over(work, [(award, [parts[part] for part in award.builds_on]) for award in made])
        done += made
    candidates = candidates_of(done)
    return number, len(done), work.awards.deliver(aside_name_of(number), [each.award for each in candidates])


def _portions(files: Sequence[T]) -> Iterator[Sequence[T]]:
    """The files, so many at a time as go through each step together."""
    return (files[start : start + _PORTION] for start in range(0, len(files), _PORTION))


def name_of(number: int) -> str:
    """What a batch is called."""
    return f"awards-{number}"


def aside_name_of(number: int) -> str:
    """What the batch of the awards that were set aside under a number is called."""
    return f"aside-{number}"


def _hand_over(work: Work, awards: Iterable[Taken]) -> None:
    """Hand over those that are chosen; none of a campus that the issuer hasn't, which is an error."""
    chosen, campuses = work.chosen, work.known.campuses or {}
    there = [each for each in awards if each[0].campus in campuses]
    work.awards.take(there if chosen is None else [each for each in there if each[0].id in chosen])


def narrow(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The `SAMPLE` lowest, and the lowest of each kind."""
    listed = sorted(candidates)
    first: dict[str, Candidate] = {}
    for candidate in listed:
        for kind in candidate.kinds:
            first.setdefault(kind, candidate)
    return sorted({*listed[:SAMPLE], *first.values()})


def candidates_of(awards: Iterable[Award]) -> list[Candidate]:
    """Those of the awards that may be read back."""
    ordered = sorted([(sha256(award.id.encode()).digest(), award.id, award) for award in awards], key=itemgetter(0, 1))
    of_shape: dict[Shape, tuple[bytes, AwardId, Award]] = {}
    for each in ordered:
        of_shape.setdefault(shape(each[2]), each)
    # Which kinds an award is of is asked of few: of the others, one of the same shape comes first.
    few = [*ordered[:SAMPLE], *of_shape.values()]
    return narrow({Candidate(digest, id, kinds(award)) for digest, id, award in few})


def pack(files: Iterable[tuple[RecordFile, bytes]]) -> bytes:
    """Files as lines of JSON."""
    lines = ([file.path, file.campus, file.badge, file.id, data.decode()] for file, data in files)
    return "\n".join(json.dumps(line) for line in lines).encode()


def _unpack(data: bytes) -> Iterator[tuple[RecordFile, bytes]]:
    for line in data.splitlines():
        path, campus, badge, award, text = json.loads(line)
        yield RecordFile(path, Slug(campus), Slug(badge), AwardId(award)), text.encode()
