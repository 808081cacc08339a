"""Award files: one file's bytes to an award, its Problems, and its row for the index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.diagnostics import Problem
from generator.model.award import Award
from generator.sources import decode
from generator.sources.award_rules import RULES, AwardFile
from generator.sources.index import UNKNOWN_STATUS, Row, day_number
from generator.sources.kinds import AWARD_RECORD
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.shapes import INVALID
from generator.sources.yaml_nodes import Document, read


@dataclass(frozen=True)
class Record:
    """What a file holds: the award (None where it has Problems), and its row, as far as it could be read."""

    award: Award | None
    row: Row
    builds_on: tuple[str, ...]
    document: Document

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the file by itself."""
        return self.document.problems


def parse(file: RecordFile, data: bytes, known: Known) -> Record:
    """The award of one file, checked by every rule that needs no other award."""
    document = read(file.path, data)
    fields: Any = AWARD_RECORD.decode(document.root, document, None) if document.root is not None else {}
    whole = fields is not INVALID
    if not whole and document.root is not None:
        fields = AWARD_RECORD.partial(document.root, Document(file.path, document.text))
    right = decode.sound(fields)
    subject = AwardFile(document, right, file, known)
    if document.root is not None:
        for rule in RULES:
            rule(subject)
    award = decode.award(file.id, file.campus, right) if whole and not document.problems else None
    parts = right.get("builds_on", ())
    sound_parts = tuple(part for part in parts if part is not INVALID) if isinstance(parts, tuple) else ()
    return Record(award, _row(subject, right), sound_parts, document)


def _row(subject: AwardFile, fields: Mapping[str, Any]) -> Row:
    revoked = fields.get("revoked")
    revoked_on = decode.sound(revoked).get("date") if isinstance(revoked, Mapping) else None
    badge = subject.badge
    return Row(
        id=subject.file.id,
        campus=subject.file.campus,
        badge=subject.file.badge,
        version=badge.version if badge and badge.badge == subject.file.badge else 0,
        status=int(fields["status"]) if "status" in fields else UNKNOWN_STATUS,
        awarded=day_number(fields.get("awarded")),
        revoked=day_number(revoked_on),
    )
