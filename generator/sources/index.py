"""The index: a row of 60 bytes for each award, for what awards need of one another.

Unique ids, unique status numbers, identities sealed once only, and `builds_on`. Rows come packed from wherever records
are read; `Index` sorts their numbers and answers by binary search, so a million awards take 64 MB and no dictionary.
"""

from __future__ import annotations

import itertools
import operator
import struct
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple
from zlib import crc32

from generator.addresses import STATUS_LIST_LENGTH
from generator.diagnostics import Position, Problem, Related
from generator.model.achievement import BadgeVersion
from generator.model.award import Part
from generator.names import AwardId, Slug
from generator.sources.forms import STATUS_NUMBERS
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.part_rules import part_faults_of
from generator.sources.row_bytes import PLACE, ROW, ROW_BYTES
from generator.sources.yaml_nodes import Document, Scalar

UNKNOWN_STATUS: Final = 0xFFFF_FFFF
_PLACE: Final = struct.Struct(">HH")
# Some members of a row each.
_IDS: Final = struct.Struct(">26s34x")
_COUNTED: Final = struct.Struct(">26xHH10xI16x")  # campus, badge, revoked
_STATUSES: Final = struct.Struct(">32xI24x")
_ENDED: Final = struct.Struct(">32xI4xI16x")  # status, revoked
_DAYS: Final = struct.Struct(">36xII16x")  # awarded, revoked
_SEALS: Final = struct.Struct(">44xQQ")


def day_number(day: date | None) -> int:
    """A day as the number of days since the year 0, and 0 where there is none."""
    return 0 if day is None else day.toordinal()


def _day(number: int) -> date | None:
    return date.fromordinal(number) if number else None


class Row(NamedTuple):
    """What the index keeps of an award; `version` and what follows `status` are 0 where unknown or absent.

    `name_seal` and `address_seal` are the first 8 bytes of the two hashes of the sealed identity.
    """

    id: AwardId
    campus: Slug
    badge: Slug
    version: int
    status: int
    awarded: int
    revoked: int
    name_seal: int = 0
    address_seal: int = 0

    @property
    def path(self) -> str:
        """The award's file."""
        return f"recipients/{self.campus}/{self.badge}/{self.id}.yml"

    @property
    def file(self) -> RecordFile:
        """What the file's path says."""
        return RecordFile(self.path, self.campus, self.badge, self.id)

    def seals(self) -> tuple[tuple[str, int], ...]:
        """The members of the identity with their seals."""
        return ("name", self.name_seal), ("emailAddress", self.address_seal)

    def part(self) -> Part | None:
        """What another award may need of this one; None where the file has Problems there."""
        awarded = _day(self.awarded)
        if not self.version or awarded is None:
            return None
        return Part(self.id, BadgeVersion(self.badge, self.version), awarded, _day(self.revoked))


@dataclass(frozen=True)
class RowCodec:
    """Rows to bytes and back; folders are written as their places in sorted lists of names."""

    campuses: tuple[Slug, ...]
    badges: tuple[Slug, ...]

    @classmethod
    def of(cls, known: Known) -> RowCodec:
        """The codec for the folders of a registry."""
        campuses, badges = known.folders
        return cls(tuple(sorted(campuses)), tuple(sorted(badges)))

    def pack(self, row: Row) -> bytes:
        """The row's bytes, beginning with its id, so that they sort by it."""
        campuses, badges = self._places
        award, campus, badge, *rest = row
        return ROW.pack(award.encode(), campuses[campus], badges[badge], *rest)

    @cached_property
    def _places(self) -> tuple[dict[Slug, int], dict[Slug, int]]:
        campuses = {campus: place for place, campus in enumerate(self.campuses)}
        return campuses, {badge: place for place, badge in enumerate(self.badges)}

    def unpack(self, data: bytes) -> Row:
        """The row that the bytes hold."""
        award, campus, badge, *rest = ROW.unpack(data)
        return Row(AwardId(award.decode()), self.campuses[campus], self.badges[badge], *rest)

    def place(self, campus: Slug, badge: Slug) -> bytes:
        """The folders of a row as its bytes `PLACE` have them."""
        campuses, badges = self._places
        return _PLACE.pack(campuses[campus], badges[badge])

    def folders(self, data: bytes) -> tuple[Slug, Slug]:
        """The campus and badge of a row's bytes."""
        campus, badge = _PLACE.unpack_from(data, PLACE.start)
        return self.campuses[campus], self.badges[badge]


def ids(rows: bytes) -> Iterator[AwardId]:
    """The ids of packed rows."""
    return (AwardId(award.decode()) for (award,) in _IDS.iter_unpack(rows))


class Index:
    """All rows, found by id. They stay where they came, and an array of their numbers is sorted by id and path."""

    def __init__(self, codec: RowCodec, batches: Iterable[bytes] = ()) -> None:
        self._codec = codec
        self._rows = bytearray()
        self._order = array("I")
        self.add(batches)

    def add(self, batches: Iterable[bytes]) -> None:
        """Take more rows."""
        before = len(self._rows)
        for batch in batches:
            self._rows += batch
        if len(self._rows) > before:
            self._order = self._sorted()

    def _sorted(self) -> array[int]:
        firsts = self._rows[::ROW_BYTES]
        # By the first character of the id, so that never all rows are objects at once.
        parts = {first: array("I") for first in sorted({*firsts})}
        for number, first in enumerate(firsts):
            parts[first].append(number)
        order = array("I")
        for part in parts.values():
            order.extend(sorted(part, key=self._at))
        return order

    def __len__(self) -> int:
        return len(self._order)

    def _at(self, number: int) -> bytes:
        return bytes(self._rows[number * ROW_BYTES : (number + 1) * ROW_BYTES])

    def _id_at(self, number: int) -> bytes:
        return bytes(self._rows[number * ROW_BYTES : number * ROW_BYTES + 26])

    def _row(self, number: int) -> Row:
        return self._codec.unpack(self._at(number))

    def __iter__(self) -> Iterator[Row]:
        return map(self._row, self._order)

    def find(self, award: str) -> Row | None:
        """The row of an award's id, or None."""
        key = award.encode()
        place = bisect_left(self._order, key, key=self._id_at)
        found = place < len(self) and self._id_at(self._order[place]) == key
        return self._row(self._order[place]) if found else None

    def packed_without(self, paths: Set[str]) -> bytes:
        """The rows of all awards but those in the files of these paths, packed."""
        named = {path[-30:-4].encode() for path in paths}
        gone = [number for number in self._order if self._id_at(number) in named and self._row(number).path in paths]
        rows = bytearray(self._rows)
        for number in sorted(gone, reverse=True):
            del rows[number * ROW_BYTES : (number + 1) * ROW_BYTES]
        return bytes(rows)

    def counts(self) -> dict[tuple[Slug, Slug], int]:
        """How many awards that are not revoked each badge and campus have, where they have any."""
        counted = Counter(_COUNTED.iter_unpack(self._rows))
        found: Counter[tuple[Slug, Slug]] = Counter()
        for (campus, badge, revoked), count in counted.items():
            if not revoked:
                found[self._codec.badges[badge], self._codec.campuses[campus]] += count
        return dict(sorted(found.items()))

    def statuses(self) -> Iterator[tuple[int, bool]]:
        """Each known status number, and whether that award is revoked."""
        for status, revoked in _ENDED.iter_unpack(self._rows):
            if status != UNKNOWN_STATUS:
                yield status, revoked != 0

    def repeated_statuses(self, taken: Iterable[int] = ()) -> set[int]:
        """The status numbers that are used twice, counting those that are taken otherwise."""
        statuses = itertools.chain.from_iterable(_STATUSES.iter_unpack(self._rows))
        return _repeated(itertools.chain(taken, statuses)) - {UNKNOWN_STATUS}

    def newest_day(self) -> date | None:
        """The newest date of an award or revocation."""
        return _day(max(itertools.chain.from_iterable(_DAYS.iter_unpack(self._rows)), default=0))

    def repeated_ids(self) -> Iterator[tuple[Row, Row]]:
        """Pairs of rows with one id, the later path second."""
        same = itertools.starmap(operator.eq, itertools.pairwise(map(self._id_at, self._order)))
        for place in itertools.compress(itertools.count(), same):
            first, second = sorted(map(self._row, self._order[place : place + 2]), key=lambda row: row.path)
            yield first, second

    def repeated_seals(self) -> set[int]:
        """The seals that stand in more than one place."""
        return _repeated(itertools.chain.from_iterable(_SEALS.iter_unpack(self._rows))) - {0}

    def with_seals(self, wanted: set[int]) -> Iterator[Row]:
        """The rows with one of these seals."""
        for number, pair in enumerate(_SEALS.iter_unpack(self._rows)):
            if not wanted.isdisjoint(pair):
                yield self._row(number)

    def with_statuses(self, wanted: set[int]) -> Iterator[Row]:
        """The rows with one of these status numbers."""
        for number, (status,) in enumerate(_STATUSES.iter_unpack(self._rows)):
            if status in wanted:
                yield self._row(number)


def _repeated(numbers: Iterable[int]) -> set[int]:
    """The numbers that are there twice: sorted in parts, as all at once would take memory."""
    parts = [array("Q") for _ in range(64)]
    appends = [part.append for part in parts]
    for number in numbers:
        appends[number & 63](number)
    found: set[int] = set()
    for ordered in map(sorted, parts):
        found.update(itertools.compress(ordered, map(operator.eq, ordered, itertools.islice(ordered, 1, None))))
    return found


@dataclass(frozen=True)
class Taken:
    """A status number of an erased award, and where it is written down."""

    status: int
    revoked: bool
    position: Position


Locate = Callable[[RecordFile], Document]


def clashes(index: Index, taken: Sequence[Taken], locate: Locate) -> Iterator[Problem]:
    """Ids in two folders, identities sealed alike in two awards, and status numbers used twice or reserved.

    Files are opened again to find the places.
    """
    copies: set[RecordFile] = set()  # a copied file is one mistake
    repeated: set[RecordFile] = set()
    for first, second in index.repeated_ids():
        repeated.add(second.file)
        if first.status == second.status:
            copies.add(second.file)
        related = (Related(Position(first.path), "the other award"),)
        message = f'the award id "{second.id}" is used twice'
        hint = "an id is drawn at random and never copied: delete one file, or award anew"
        yield Problem("repeated-id", message, Position(second.path), hint, related)
    for problem, row, origin in _seal_clashes(index, repeated, locate):
        if origin.status == row.status:
            copies.add(row.file)
        yield problem
    twice = index.repeated_statuses(entry.status for entry in taken)
    if twice:
        yield from _status_clashes(index, {entry.status: entry for entry in taken}, twice, copies, locate)


def _seal_clashes(index: Index, repeated: Set[RecordFile], locate: Locate) -> Iterator[tuple[Problem, Row, Row]]:
    """Each award with a seal of an earlier path, and that one: told once of two awards, and not where the id is one."""
    twice = index.repeated_seals()
    origins: dict[int, tuple[Row, str]] = {}
    for row in sorted(index.with_seals(twice) if twice else (), key=lambda row: row.path):
        if row.file in repeated:
            continue
        told = {row.path}  # name and address of one award: a rule of that file alone
        for member, seal in row.seals():
            if seal not in twice:
                continue
            origin, there = origins.setdefault(seal, (row, member))
            if origin.path not in told and (problem := _seal_clash(row, member, origin, there, locate)):
                told.add(origin.path)
                yield problem, row, origin


def _seal_clash(row: Row, member: str, origin: Row, there: str, locate: Locate) -> Problem | None:
    """The Problem of one member, if the whole hashes are the same and not their beginnings only."""
    document, other = locate(row.file), locate(origin.file)
    node, first = document.find("identity", member), other.find("identity", there)
    if not (isinstance(node, Scalar) and isinstance(first, Scalar) and node.text == first.text):
        return None
    what = "name" if member == "name" else "e-mail address"
    hint = "each award is sealed anew: award it again instead of copying the file"
    related = (Related(other.position(first), "it stands here first"),)
    document.report("seal-repeated", f"the {what} is sealed just as in another award", node, hint, related)
    return document.problems[-1]


class _Used:
    """Which status numbers are used or reserved: a bit each."""

    def __init__(self, index: Index, taken: Collection[int]) -> None:
        self._bits = bytearray(STATUS_NUMBERS // 8)
        self._span = STATUS_LIST_LENGTH * -(-2 * (len(index) + len(taken) + 1) // STATUS_LIST_LENGTH)
        for status in itertools.chain(taken, (status for status, _ in index.statuses())):
            self._add(status)

    def _has(self, status: int) -> bool:
        return bool(self._bits[status >> 3] & 1 << (status & 7))

    def _add(self, status: int) -> None:
        self._bits[status >> 3] |= 1 << (status & 7)

    def free_for(self, award: AwardId) -> int:
        """A number that nobody has, now given to this award: the id being random, others are given others."""
        start = crc32(award.encode())
        # 79,943 is prime, so these steps visit every number below the span before one comes back.
        number = next(n for k in itertools.count() if not self._has(n := (start + k * 79_943) % self._span))
        self._add(number)
        return number


def _status_clashes(
    index: Index, reserved: Mapping[int, Taken], twice: set[int], copies: Set[RecordFile], locate: Locate
) -> Iterator[Problem]:
    used = _Used(index, reserved)
    by_status: dict[int, list[Row]] = {}
    for row in sorted(index.with_statuses(twice), key=lambda row: row.path):
        if row.file not in copies:
            by_status.setdefault(row.status, []).append(row)
    for status, rows in sorted(by_status.items()):
        if status in reserved:
            code, owner = "status-reserved", "an erased"
            related = Related(reserved[status].position, "it is reserved here")
        else:
            code, owner = "status-taken", "another"
            first, *rows = rows
            document = locate(first.file)
            related = Related(document.position(document.find("status")), "it stands here first")
        for row in rows:
            document = locate(row.file)
            message = f"the status number {status} belongs to {owner} award"
            hint = f"{used.free_for(row.id)} is free"
            document.report(code, message, document.find("status"), hint, (related,))
            yield document.problems[-1]


def part_faults(
    award: RecordFile, parts: Sequence[str], index: Index, known: Known, locate: Locate
) -> Iterator[Problem]:
    """What is wrong with the awards that one builds on: each required badge once, earlier, and not revoked by then."""
    row = index.find(award.id)
    own = row.part() if row else None
    achievement = known.achievement(own.badge) if own else None
    if own is None or achievement is None or not achievement.requires:
        return
    document: Document | None = None
    found = {part: index.find(part) for part in parts}
    held = ((part, row is not None, row.part() if row else None) for part, row in found.items())
    for fault in part_faults_of(own, achievement, held):
        document = document or locate(award)
        items = document.find("builds_on")
        nodes = {item.text: item for item in getattr(items, "items", ()) if isinstance(item, Scalar)}
        document.report(fault.code, fault.message, nodes.get(fault.part, items), fault.hint)
        yield document.problems[-1]
