"""Things that hold for a time: names that change, entries that end, durations, amendments."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d+)W|(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<days>\d+)D)?)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A name and its last day; None: it still holds."""

    name: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """The names that something bore, oldest first; the last one has no end."""

    spans: tuple[NameSpan, ...]

    @property
    def latest(self) -> str:
        """The name of today."""
        return self.spans[-1].name

    def on(self, day: date) -> str:
        """The name that held on that day."""
        for span in self.spans:
            if span.until is None or day <= span.until:
                return span.name
        return self.latest


@dataclass(frozen=True, slots=True)
class Term:
    """A time with its first and last day; None: open on that side."""

    since: date | None = None
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


ALWAYS: Final = Term()


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in calendar units (ISO 8601 `PnYnMnD` or `PnW`)."""

    years: int = 0
    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Duration | None:
        """The duration that the text writes; None where it writes none, or one of no length or past all calendars."""
        match = _DURATION.fullmatch(text)
        if match is None:
            return None
        years, months, weeks, days = (int(match[part] or 0) for part in ("years", "months", "weeks", "days"))
        duration = cls(years, months, days + 7 * weeks)
        return duration if duration != cls() and 12 * years + months <= 24_000 and duration.days <= 365_000 else None

    def after(self, start: date) -> date:
        """The day this long after `start`, at the latest the last of the year 9999.

        A day that the month lacks becomes the month's last one.
        """
        month = start.year * 12 + start.month - 1 + self.years * 12 + self.months
        year, month0 = divmod(month, 12)
        if year > 9999:
            return date.max
        # Every month has 28 days.
        day = start.day if start.day <= 28 else min(start.day, calendar.monthrange(year, month0 + 1)[1])
        anchor = date(year, month0 + 1, day)
        return anchor + timedelta(days=min(self.days, (date.max - anchor).days)) if self.days else anchor


@dataclass(frozen=True, slots=True)
class Amendment:
    """A declared change of what is embedded in published credentials."""

    date: date
    reason: str
