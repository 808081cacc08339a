"""Dates of documents: what form they must have, and where a moment lies among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final

from generator.verification.report import Check, failed

# XML Schema dateTimeStamp as the data model wants it (VC Data Model 2.0, 4.9): the offset is not optional.
_STAMP: Final = re.compile(
    r"(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(\.\d+)?"
    r"(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))",
    re.ASCII,
)


def moment(text: object) -> datetime | None:
    """The moment that a dateTimeStamp names, in UTC and to the microsecond; None where it is no such text."""
    match = _STAMP.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    fraction = (match[2] or ".0")[:7]
    offset = match[3].replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(f"{match[1]}.{fraction[1:]:0<6}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):  # 30 February; a moment before the year 1
        return None


def within(
    document: dict[str, Any], now: datetime, since: str = "validFrom", until: str = "validUntil"
) -> Iterator[Check]:
    """What is wrong with a document's time: a date out of form, a start still to come, an end that has passed.

    The start itself and the end itself belong to the time (VC Data Model 2.0, 4.9).
    """
    start, end = moment(document.get(since)), moment(document.get(until))
    for name, value in ((since, start), (until, end)):
        if document.get(name) is not None and value is None:
            yield failed("dates", "date-malformed", name)
    if start and end and end < start:
        yield failed("dates", "dates-reversed")
    if start and now < start:
        yield failed("dates", "not-yet-valid", f"from {document[since]}")
    if end and now > end:
        yield failed("dates", "expired", f"on {document[until]}")


def stamp(seconds: object) -> str | None:
    """The dateTimeStamp of a NumericDate, whole seconds since 1970 (RFC 7519, 2); None where it is none."""
    at = numeric(seconds)
    return at.replace(microsecond=0, tzinfo=None).isoformat() + "Z" if at else None


def numeric(seconds: object) -> datetime | None:
    """The moment that a NumericDate names; None where it is no number, or beyond the years 1 to 9999."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None
