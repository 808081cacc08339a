"""The index: a row of 40 bytes for each award, for what awards need of one another.

Unique ids, unique status numbers, and `builds_on`. Rows come packed from wherever records are read; `Index` sorts
them once and answers by binary search, so a million awards take 40 MB and no dictionary.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from generator.addresses import STATUS_LIST_LENGTH
from generator.diagnostics import Position, Problem, Related
from generator.model.achievement import Achievement, BadgeVersion, Requirement
from generator.model.award import Part
from generator.names import AwardId, Slug
from generator.sources.kinds import STATUS_NUMBERS
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.yaml_nodes import Document

UNKNOWN_STATUS: Final = 0xFFFF_FFFF
_ROW: Final = struct.Struct(">26sHHHIHH")


def day_number(day: date | None) -> int:
    """A day as its number from 1899-12-31 on, 0 where there is none; past 2079 every day is the last that fits."""
    return 0 if day is None else max(0, min(0xFFFF, day.toordinal() - _BEFORE))


def _day(number: int) -> date | None:
    return date.fromordinal(number + _BEFORE) if number else None


_BEFORE: Final = date(1899, 12, 31).toordinal()


@dataclass(frozen=True, slots=True)
class Row:
    """What the index keeps of an award; `version`, `awarded` and `revoked` are 0 where unknown or absent."""

    id: AwardId
    campus: Slug
    badge: Slug
    version: int
    status: int
    awarded: int
    revoked: int

    @property
    def path(self) -> str:
        """The award's file."""
        return f"recipients/{self.campus}/{self.badge}/{self.id}.yml"

    @property
    def file(self) -> RecordFile:
        """What the file's path says."""
        return RecordFile(self.path, self.campus, self.badge, self.id)

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
        """The codec for the names that are known; of a broken issuer, rows can't be kept."""
        return cls(tuple(sorted(known.campuses or ())), tuple(sorted(known.versions)))

    def pack(self, row: Row) -> bytes:
        """The row's bytes, beginning with its id, so that they sort by it."""
        campus, badge = self.campuses.index(row.campus), self.badges.index(row.badge)
        return _ROW.pack(row.id.encode(), campus, badge, row.version, row.status, row.awarded, row.revoked)

    def unpack(self, data: bytes) -> Row:
        """The row that the bytes hold."""
        award, campus, badge, version, status, awarded, revoked = _ROW.unpack(data)
        id_ = AwardId(award.decode())
        return Row(id_, self.campuses[campus], self.badges[badge], version, status, awarded, revoked)


class Index:
    """All rows, sorted by id and path."""

    def __init__(self, codec: RowCodec, batches: Iterable[bytes]) -> None:
        rows: list[bytes] = []
        size = _ROW.size
        for batch in batches:
            rows.extend(batch[at : at + size] for at in range(0, len(batch), size))
        rows.sort()
        self._codec = codec
        self._rows = b"".join(rows)
        self._count = len(rows)

    def __len__(self) -> int:
        return self._count

    def _at(self, place: int) -> bytes:
        return self._rows[place * _ROW.size : (place + 1) * _ROW.size]

    def __iter__(self) -> Iterator[Row]:
        return (self._codec.unpack(self._at(place)) for place in range(self._count))

    def find(self, award: str) -> Row | None:
        """The row of an award's id, or None."""
        key, low, high = award.encode(), 0, self._count
        while low < high:
            middle = (low + high) // 2
            if self._at(middle)[:26] < key:
                low = middle + 1
            else:
                high = middle
        found = self._at(low) if low < self._count else b""
        return self._codec.unpack(found) if found[:26] == key else None

    def statuses(self) -> Iterator[tuple[int, bool]]:
        """Each known status number, and whether that award is revoked."""
        for place in range(self._count):
            *_, status, _awarded, revoked = _ROW.unpack(self._at(place))
            if status != UNKNOWN_STATUS:
                yield status, revoked != 0

    def newest_day(self) -> date | None:
        """The newest date of an award or revocation."""
        days = (max(_ROW.unpack(self._at(place))[5:]) for place in range(self._count))
        return _day(max(days, default=0))

    def repeated_ids(self) -> Iterator[tuple[Row, Row]]:
        """Pairs of rows with one id, the later path second."""
        for place in range(1, self._count):
            if self._at(place)[:26] == self._at(place - 1)[:26]:
                pair = self._codec.unpack(self._at(place - 1)), self._codec.unpack(self._at(place))
                first, second = sorted(pair, key=lambda row: row.path)
                yield first, second

    def with_statuses(self, wanted: set[int]) -> Iterator[Row]:
        """The rows with one of these status numbers."""
        return (row for row in self if row.status in wanted)


@dataclass(frozen=True)
class Taken:
    """A status number of an erased award, and where it is written down."""

    status: int
    revoked: bool
    position: Position


Locate = Callable[[RecordFile], Document]


def clashes(index: Index, taken: Sequence[Taken], locate: Locate) -> Iterator[Problem]:
    """Ids that stand in two folders, and status numbers used twice or reserved; files are opened again for the places."""
    for first, second in index.repeated_ids():
        related = (Related(Position(first.path), "the other award"),)
        message = f'the award id "{second.id}" is used twice'
        yield Problem(
            "repeated-id", message, Position(second.path), "an id is drawn at random and never copied", related
        )
    reserved = {entry.status: entry for entry in taken}
    seen = bytearray(STATUS_NUMBERS // 8)
    twice: set[int] = set()
    for status, _ in index.statuses():
        bit = 1 << (status & 7)
        if seen[status >> 3] & bit or status in reserved:
            twice.add(status)
        seen[status >> 3] |= bit
    if twice:
        yield from _status_clashes(index, reserved, twice, _free_number(index, reserved), locate)


def _free_number(index: Index, reserved: dict[int, Taken]) -> int:
    """The lowest number that nobody uses, spread over the lists that awards are drawn from."""
    used = {status for status, _ in index.statuses()} | set(reserved)
    span = STATUS_LIST_LENGTH * -(-2 * (len(used) + 1) // STATUS_LIST_LENGTH)
    # 79,943 is prime and so visits every number of the span before it comes back; it looks random and is the same each time.
    return next(n for k in range(1, span + 1) if (n := k * 79_943 % span) not in used)


def _status_clashes(
    index: Index, reserved: dict[int, Taken], twice: set[int], free: int, locate: Locate
) -> Iterator[Problem]:
    by_status: dict[int, list[Row]] = {}
    for row in sorted(index.with_statuses(twice), key=lambda row: row.path):
        by_status.setdefault(row.status, []).append(row)
    for status, rows in sorted(by_status.items()):
        place, said = None, ""
        if status in reserved:
            place, said = reserved[status].position, "it is reserved here"
        for row in rows:
            document = locate(row.file)
            node = document.find("status")
            if place is not None:
                code = "status-reserved" if status in reserved else "status-taken"
                message = (
                    f"the status number {status} belongs to {'an erased' if status in reserved else 'another'} award"
                )
                document.report(code, message, node, f"{free} is free", (Related(place, said),))
                yield document.problems[-1]
            else:
                place, said = document.position(node), "it stands here first"


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
    for place, code, message, hint in _part_faults(own, achievement, parts, index):
        document = document or locate(award)
        node = document.find("builds_on") if place is None else document.find("builds_on", place)
        document.report(code, message, node, hint)
        yield document.problems[-1]


def _part_faults(
    own: Part, achievement: Achievement, parts: Sequence[str], index: Index
) -> Iterator[tuple[int | None, str, str, str]]:
    open_: list[Requirement] = list(achievement.requires)
    unsure = False
    for place, text in enumerate(parts):
        row = index.find(text)
        part = row.part() if row else None
        if row is None:
            yield place, "unknown-award", f'there is no award "{text}"', "it is the name of the other award's file"
        elif part is None:
            unsure = True  # its file has Problems of its own
        else:
            met = next((need for need in open_ if need.met_by(part.badge)), None)
            if met is None:
                needed = ", ".join(map(str, achievement.requires))
                message = f"this is an award of {part.badge}, which is not required, or already counted"
                yield place, "needless-part", message, f"required, each once: {needed}"
            else:
                open_.remove(met)
                yield from _time_faults(place, own, part)
    if open_ and not unsure and all(index.find(text) for text in parts):
        missing = ", ".join(map(str, open_))
        yield None, "missing-part", f"there is no award of {missing} among these", "add that award's id"


def _time_faults(place: int, own: Part, part: Part) -> Iterator[tuple[int | None, str, str, str]]:
    if part.awarded > own.awarded:
        yield (
            place,
            "part-later",
            f"this was awarded later, on {part.awarded}",
            "a badge builds on what was held before",
        )
    if part.revoked and part.revoked <= own.awarded:
        yield (
            place,
            "part-revoked",
            f"this had been revoked by then, on {part.revoked}",
            "name an award that still held",
        )
