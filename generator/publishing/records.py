"""The map: a batch of record files becomes documents and pages for the outlet, and a small summary.

Each file is read once. An award that builds on others needs the index to be composed: its bytes are set aside, and a
second map takes them from there when the index is whole.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from generator.diagnostics import Problem
from generator.encodings import json_text
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId, SitePath, Slug
from generator.openbadges import v2, v3
from generator.publishing.checking import Link
from generator.publishing.findings import Finding
from generator.publishing.outlet import Outlet
from generator.site.award_page import award_page
from generator.sources import records
from generator.sources.index import RowCodec
from generator.sources.known import Known
from generator.sources.layout import RecordFile, Source

# How many awards a build reads back as a stranger, beside one of each combination of optional parts.
SAMPLE: Final = 200


class Drawer(Protocol):
    """Where data is kept for later in the same work."""

    def set_aside(self, number: int, data: bytes) -> None:
        """Keep data under that number."""

    def aside(self, number: int) -> bytes:
        """What was set aside under that number."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a worker is given, once for all batches; `chosen` are the awards to write, None: all."""

    source: Source
    outlet: Outlet
    drawer: Drawer
    known: Known
    codec: RowCodec
    catalogue: Catalogue
    preview: bool
    chosen: Set[AwardId] | None


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """An award that may be read back: the SHA-256 of its id decides, the same on every machine."""

    digest: bytes
    award: AwardId
    parts: frozenset[str]


@dataclass(frozen=True)
class Summary:
    """What a batch leaves behind; `links` say which awards were set aside under the batch's number."""

    number: int
    rows: bytes
    problems: tuple[Problem, ...]
    links: tuple[Link, ...]
    candidates: tuple[Candidate, ...]
    revoked: tuple[tuple[AwardId, str], ...]
    awards: int
    findings: tuple[Finding, ...]


def map_batch(work: Work, batch: tuple[int, tuple[RecordFile, ...]]) -> Summary:
    """Read, check, compose, render and hand over a batch of awards, setting aside those that build on others."""
    number, files = batch
    rows, problems, links, awards = bytearray(), [], [], []
    aside: list[tuple[RecordFile, bytes]] = []
    for file in files:
        data = work.source.read(file.path)
        record = records.parse(file, data, work.known)
        problems += record.problems
        rows += work.codec.pack(record.row)
        if record.builds_on:
            links.append(Link(file, record.builds_on))
            aside.append((file, data))
        elif record.award:
            write_award(work, record.award, ())
        if record.award:
            awards.append(record.award)
    if aside:
        work.drawer.set_aside(number, _pack(aside))
    revoked = tuple((award.id, award.revoked.reason) for award in awards if award.revoked)
    candidates = tuple(narrow(map(_candidate, awards)))
    findings = work.outlet.findings()
    return Summary(number, bytes(rows), tuple(problems), tuple(links), candidates, revoked, len(files), findings)


def map_aside(work: Work, batch: tuple[int, Mapping[AwardId, Part]]) -> tuple[int, tuple[Finding, ...]]:
    """Compose what was set aside under a number, given what is known of the parts; how many, and what was found."""
    number, parts = batch
    done = 0
    for file, data in _unpack(work.drawer.aside(number)):
        record = records.parse(file, data, work.known)
        assert record.award is not None, "it was right when it was set aside, and the same bytes are right again"
        write_award(work, record.award, [parts[part] for part in record.award.builds_on])
        done += 1
    return done, work.outlet.findings()


def write_award(work: Work, award: Award, parts: Sequence[Part]) -> None:
    """Hand over the three files of an award, if it is one of those chosen: credential, assertion, page."""
    if work.chosen is not None and award.id not in work.chosen:
        return
    catalogue, outlet = work.catalogue, work.outlet
    credential, assertion, page = award_paths(catalogue, award.id)
    document = v3.credential(catalogue, award, parts)
    outlet.write_secured(credential, document, document["validFrom"])
    outlet.write(assertion, json_text.dump(v2.assertion(catalogue, award, parts)))
    outlet.write(page, award_page(catalogue, award, parts, preview=work.preview))


def award_paths(catalogue: Catalogue, award: AwardId) -> tuple[SitePath, SitePath, SitePath]:
    """The paths of the three files of an award: credential, assertion, page."""
    at = catalogue.issuer.addresses
    credential, assertion, page = at.credential(award), at.assertion(award), at.award_page(award)
    return path_of(catalogue, credential), path_of(catalogue, assertion), path_of(catalogue, page)


def path_of(catalogue: Catalogue, address: str) -> SitePath:
    """The path of one of the site's own addresses."""
    path = catalogue.issuer.addresses.site_path(address)
    assert path is not None
    return path


def narrow(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The `SAMPLE` lowest and the lowest of each combination of optional parts."""
    listed = sorted(candidates)
    first: dict[frozenset[str], Candidate] = {}
    for candidate in listed:
        first.setdefault(candidate.parts, candidate)
    return sorted({*heapq.nsmallest(SAMPLE, listed), *first.values()})


def _candidate(award: Award) -> Candidate:
    """The award with the names of what is optional and there."""
    parts = {name for name in ("results", "evidence", "builds_on", "narrative", "revoked") if getattr(award, name)}
    parts |= {"did"} if award.identity.id else set()
    parts |= {f"evidence {name}" for item in award.evidence for name in _optional(item)}
    return Candidate(sha256(award.id.encode()).digest(), award.id, frozenset(parts | {str(award.badge)}))


def _optional(item: object) -> Iterator[str]:
    return (name for name in ("url", "description", "narrative", "genre") if getattr(item, name))


def _pack(files: Iterable[tuple[RecordFile, bytes]]) -> bytes:
    """Files as lines of JSON."""
    lines = ([file.path, file.campus, file.badge, file.id, data.decode()] for file, data in files)
    return "\n".join(json.dumps(line) for line in lines).encode()


def _unpack(data: bytes) -> Iterator[tuple[RecordFile, bytes]]:
    for line in data.splitlines():
        path, campus, badge, award, text = json.loads(line)
        yield RecordFile(path, Slug(campus), Slug(badge), AwardId(award)), text.encode()
