"""The roster: which learner holds which award, known to the district alone.

A CSV file that spreadsheets open, a row for each decision: an award, or work that was judged and is not there yet. It
is never in the repository: names and addresses stand in it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from generator.encodings.identity_hash import normal_email, normal_name
from generator.errors import NotAName, RosterUnreadable
from generator.model.achievement import BadgeVersion
from generator.names import AwardId, Slug

HEADER: Final = ("award", "name", "email", "badge", "campus", "awarded", "results")
# Spreadsheets take a cell that begins with one of these for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One decision on one learner; `award` None: the work was judged, and some row is below what is required."""

    award: AwardId | None
    name: str = field(repr=False)
    email: str = field(repr=False)
    badge: BadgeVersion
    campus: Slug
    awarded: date
    results: Mapping[Slug, Slug] = field(default_factory=dict)


@dataclass(frozen=True)
class Roster:
    """Every decision, in the order in which they were taken. A learner is known by the e-mail address."""

    entries: tuple[Entry, ...] = ()

    @classmethod
    def read(cls, data: bytes) -> Roster:
        """The roster that the bytes of its file hold. Raises `RosterUnreadable`."""
        try:
            rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
            header = tuple(next(rows, ()))
            if header != HEADER and header:
                raise RosterUnreadable(1, f"its first line is not {','.join(HEADER)}")
            return cls(tuple(_entry(rows.line_num, row) for row in rows if any(row)))
        except (UnicodeDecodeError, csv.Error) as error:
            raise RosterUnreadable(0, f"it is not CSV in UTF-8 ({type(error).__name__})") from None

    def write(self) -> bytes:
        """The bytes of its file: CSV in UTF-8 with a byte order mark, which Excel asks for."""
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(_row(entry) for entry in self.entries)
        return text.getvalue().encode("utf-8-sig")

    def of(self, email: str) -> list[Entry]:
        """What was decided on the learner with that address."""
        return self._by_email.get(normal_email(email), [])

    def holder(self, award: str) -> Entry | None:
        """The entry of an award, or None."""
        return next((entry for entry in self.entries if entry.award == award), None)

    def with_entries(self, more: Iterable[Entry]) -> Roster:
        """The roster with more decisions at its end."""
        return Roster((*self.entries, *more))

    def without(self, awards: Iterable[str]) -> Roster:
        """The roster without those awards."""
        gone = frozenset(awards)
        return Roster(tuple(entry for entry in self.entries if entry.award is None or entry.award not in gone))

    @cached_property
    def _by_email(self) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(normal_email(entry.email), []).append(entry)
        return found


def _entry(line: int, row: list[str]) -> Entry:
    if len(row) != len(HEADER):
        raise RosterUnreadable(line, f"it has {len(row)} columns instead of {len(HEADER)}")
    award, name, email, badge, campus, awarded, results = map(_unescaped, row)
    slug, _, version = badge.partition("@")
    try:
        return Entry(
            award=AwardId(award) if award else None,
            name=normal_name(name),
            email=normal_email(email),
            badge=BadgeVersion(Slug(slug), int(version)),
            campus=Slug(campus),
            awarded=date.fromisoformat(awarded),
            results=dict(_results(results)),
        )
    except (NotAName, ValueError):
        raise RosterUnreadable(line, "its award, badge, campus, date or results are not as they were written") from None


def _results(text: str) -> Iterator[tuple[Slug, Slug]]:
    for pair in text.split():
        row, _, level = pair.partition("=")
        yield Slug(row), Slug(level)


def _row(entry: Entry) -> list[str]:
    results = " ".join(f"{row}={level}" for row, level in entry.results.items())
    texts = [entry.award or "", entry.name, entry.email, str(entry.badge), entry.campus, str(entry.awarded), results]
    return [*map(escaped, texts)]


def escaped(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    return "'" + text if text.startswith(_FORMULA) else text


def _unescaped(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text
