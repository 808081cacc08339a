"""Revoking: an award ends on a day, for a reason that the world may read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from generator.awarding.class_lists.plain_text import plain
from generator.awarding.edits import Edits
from generator.awarding.public_texts import Learners
from generator.errors import ActRefused
from generator.names import AwardId
from generator.sources import text_rules
from generator.sources.editing import Value, text_of, with_member
from generator.sources.index import Row
from generator.sources.layout import Source
from generator.sources.personal import Personal

# A word of a name that is no longer may be any other word.
_SHORT: Final = 2


def public_reason(text: str, personal: Personal, holders: Iterable[str] = (), learners: Iterable[str] = ()) -> str:
    """The reason as it may be published, on one line. Raises `ActRefused` where it is blank or tells of whom it is.

    Of the names of those who hold the awards no word may stand in it, of those of other learners not the whole, as far
    as the roster knows them. The refusal shows nothing of the reason.
    """
    reason = unicodedata.normalize("NFC", " ".join(text.split()))
    if fault := text_rules.fault(reason):
        raise ActRefused(f"of the reason: {fault.message}: {fault.hint}")
    words = set(plain(reason).split())
    if not words:
        raise ActRefused('say why in a few words that anybody may read, such as --reason "Awarded by mistake"')
    if found := personal.find(reason):
        raise ActRefused(f"the reason holds {found[0].kind}, and the world reads it: leave it out")
    if any(words & {word for word in plain(name).split() if len(word) > _SHORT} for name in holders):
        raise ActRefused("the reason holds a word of the learner's name, and the world reads it: leave it out")
    if Learners.of(learners).are_in(reason):
        raise ActRefused("the reason names a learner of the roster, and the world reads it: leave the name out")
    return reason


def revoke(
    source: Source,
    rows: Sequence[Row],
    when: date,
    reason: str,
    today: date,
    above: Mapping[AwardId, Sequence[Row]],
) -> Edits:
    """The edits that end these awards on a day; `above` are the awards that build on each.

    Raises `ActRefused` where one is revoked already or can't end on that day, `EditRefused`, OSError.
    """
    for row in rows:
        _may_end(row, when, today, above.get(row.id, ()))
    ended: Value = {"date": when, "reason": reason}
    paths = [row.path for row in rows]
    changed = {path: with_member(text_of(source, path), (), "revoked", ended, file=path).encode() for path in paths}
    return Edits.of(source, changed)


def _may_end(row: Row, when: date, today: date, above: Sequence[Row]) -> None:
    if row.revoked:
        raise ActRefused(f"{row.id} was revoked on {date.fromordinal(row.revoked)} already: see {row.path}")
    if when > today:
        raise ActRefused(f"{when} is yet to come: an award is revoked at once, or as of a day that was")
    if row.awarded and when.toordinal() < row.awarded:
        raise ActRefused(f"{row.id} was awarded on {date.fromordinal(row.awarded)}: it can't have ended before")
    newest = max(above, key=lambda other: other.awarded, default=None)
    if newest and newest.awarded >= when.toordinal():
        later = "choose a later day" if when < today else "do it tomorrow"
        raise ActRefused(
            f"{row.id} was still good on {date.fromordinal(newest.awarded)}, when {newest.id} was awarded, which builds"
            f" on it: {later}, or erase both if neither was ever earned"
        )
