"""Award files: one file's bytes to an award, its Problems, and its row for the index."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from generator.diagnostics import Problem
from generator.model.award import Award
from generator.sources import decode
from generator.sources.accepting import Accepting
from generator.sources.award_rules import RULES, AwardFile
from generator.sources.index import UNKNOWN_STATUS, Row, day_number
from generator.sources.kinds import AWARD_RECORD
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.personal import conceal
from generator.sources.shapes import INVALID, Doubt, Invalid
from generator.sources.yaml_nodes import read

_PREFIX: Final = len("sha256$")


class Record(NamedTuple):
    """What a file holds: the award (None where it has Problems), and its row, as far as it could be read."""

    award: Award | None
    row: Row
    builds_on: tuple[str, ...]
    problems: list[Problem]


def parse(file: RecordFile, data: bytes, known: Known) -> Record:
    """The award of one file, checked by every rule that needs no other award.

    The same shapes and rules hear of a file twice: first as its lines read, which is fast and knows no places, and
    again, with places, if anything is wrong or unusual.
    """
    try:
        return _record(_accepting(known).accept(file, data))
    except Doubt:
        return with_care(file, data, known)


_accepting: Final = lru_cache(maxsize=2)(Accepting)


def with_care(file: RecordFile, data: bytes, known: Known) -> Record:
    """The same, from a document with places."""
    document = read(file.path, data)
    conceal(document, known.personal)
    fields = AWARD_RECORD.decode(document.root, document) if document.root is not None else INVALID
    award = AwardFile(document, {} if isinstance(fields, Invalid) else fields, file, known)
    for rule in RULES if award.fields else ():
        rule(award)
    return _record(award)


def _record(subject: AwardFile) -> Record:
    """What a file holds after the rules were asked."""
    file, fields, problems = subject.file, subject.fields, subject.document.problems
    award = decode.award(file.id, file.campus, fields) if not problems else None
    parts = subject.get("builds_on")
    sound = tuple([part for part in parts if part is not INVALID]) if parts else ()
    return Record(award, _row(subject), sound, [*problems])


def _row(subject: AwardFile) -> Row:
    file, badge, status = subject.file, subject.badge, subject.get("status")
    identity, ended = subject.table("identity"), subject.table("revoked") if "revoked" in subject.fields else {}
    return Row(
        file.id,
        file.campus,
        file.badge,
        badge.version if badge and badge.badge == file.badge else 0,
        UNKNOWN_STATUS if status is None else int(status),
        day_number(subject.awarded),
        day_number(ended.get("date")),
        _beginning(identity.get("name")),
        _beginning(identity.get("emailAddress")),
    )


def _beginning(seal: str | None) -> int:
    """The first 8 bytes of a sealed identity's hash, and 0 where there is none."""
    return int(seal[_PREFIX : _PREFIX + 16], 16) if seal else 0
