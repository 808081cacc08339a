"""Erasing: an award's file goes; its status number stays taken, and stays revoked if it was."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from generator.awarding.edits import Edits
from generator.encodings.multibase import base64url
from generator.errors import ActRefused
from generator.names import AwardId
from generator.sources.editing import Value, text_of, with_items
from generator.sources.index import UNKNOWN_STATUS, Index, Row
from generator.sources.layout import RESERVED, Source
from generator.sources.shapes import listing

_HEAD: Final = "# Status numbers of erased awards. They are never used again, and a revoked one stays revoked.\n"


def erase(
    source: Source, rows: Sequence[Row], above: Mapping[AwardId, Sequence[Row]], *, revoke: bool = False
) -> Edits:
    """The edits that take these awards out; `above` are the awards that build on each, and on those in turn.

    `revoke`: their status bits are set, so that copies that people hold are told to be revoked; an award that was
    revoked stays so in any case. Raises `ActRefused` where others build on them, `EditRefused`, OSError.
    """
    going = {row.id for row in rows}
    left = sorted({other.id for others in above.values() for other in others} - going)
    if left:
        build = "build" if len(left) > 1 else "builds"
        again = f"badges erase {' '.join([*sorted(going), *left])}"
        raise ActRefused(
            f"{listing(left)} {build} on what would be erased, and can't stand without it: erase all in one call\n\n  "
            + again
        )
    if unread := [row.path for row in rows if row.status == UNKNOWN_STATUS]:
        raise ActRefused(f"the status number in {listing(unread)} can't be read, and must never be used again: mend it")
    entries = [(row.status, revoke or row.revoked != 0) for row in rows]
    return Edits.of(source, {RESERVED: _reserved(source, entries), **dict.fromkeys((row.path for row in rows), None)})


def _reserved(source: Source, entries: Sequence[tuple[int, bool]]) -> bytes:
    """The file of reserved numbers with some more."""
    try:
        text = text_of(source, RESERVED)
    except FileNotFoundError:
        text = _HEAD
    taken: list[Value] = [{"status": status, "revoked": revoked} for status, revoked in entries]
    return with_items(text, (), taken, file=RESERVED).encode()


def naming(source: Source, index: Index, awards: Collection[AwardId]) -> list[Row]:
    """The revoked awards that lead to one of these, which corrected them, and are none of these. Raises OSError."""
    trace, ended = traces(awards), (row for row in index if row.revoked and row.id not in awards)
    return [row for row in ended if trace.search(source.read(row.path))]


def traces(awards: Collection[AwardId]) -> re.Pattern[bytes]:
    """What finds these awards in a file: their ids as written or printed, and their receipts."""
    # A receipt begins with the JSON of the award's id; as many bytes of it as are whole groups of three.
    opened = [f'{{"award":"{award}"'.encode() for award in awards]
    receipts = [base64url(text[: len(text) // 3 * 3]) for text in opened]
    printed = ["-?".join(award) for award in awards]
    return re.compile("|".join([*receipts, *printed]).encode(), re.IGNORECASE)


def without_rows(data: bytes, trace: re.Pattern[bytes]) -> bytes | None:
    """A CSV of receipts without the rows that tell of an award; None where none is left, or it is no CSV."""
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    kept = [row for row in rows if not any(trace.search(cell.encode()) for cell in row)]
    if len(kept) <= 1:
        return None
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n" if "\r\n" in text else "\n").writerows(kept)
    return out.getvalue().encode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")
