"""Which classes earned which badges, when, and who of the fictional learners was in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

# The day that the sample is told for: the latest award is a little older, and what has ended has ended by then.
AS_OF: Final = date(2026, 11, 22)

# Campus, badge, first and last day of assessing, and the numbers of the first and last learner. A line may come before
# another only if nothing in it builds on that.
_TABLE: Final = """
lincoln-high   workplace-safety@1            2025-09-15  2025-10-10  101-111
lincoln-high   basic-coding@1                2025-10-20  2026-02-27  101-111
lincoln-high   circuit-design@1              2025-11-03  2025-12-12  101-113
lincoln-high   python-programming@1          2026-01-12  2026-03-27  129-140
lincoln-high   3d-modeling@1                 2026-02-02  2026-04-30  101-111
lincoln-high   web-development@1             2026-02-16  2026-05-15  129-135
lincoln-high   self-driving-car@1            2026-03-02  2026-05-22  101-102
lincoln-high   cybersecurity-fundamentals@1  2026-03-09  2026-05-29  129-134
lincoln-high   algorithmic-thinking@1        2026-04-13  2026-06-05  129-132
lincoln-high   data-analysis@1               2026-04-20  2026-06-05  129-133
lincoln-high   robot-arm@1                   2026-05-04  2026-06-10  101-104
lincoln-high   engineering-foundations@1     2026-05-18  2026-06-12  101-105
lincoln-high   information-technology@1      2026-06-08  2026-06-12  129-132
lincoln-high   workplace-safety@1            2026-09-14  2026-10-09  101-104
lincoln-high   workplace-safety@1            2026-09-14  2026-10-09  119-121
lincoln-high   3d-modeling@2                 2026-09-21  2026-11-06  107-109
lincoln-high   circuit-design@1              2026-10-05  2026-11-13  119-122
lincoln-high   data-analysis@2               2026-10-05  2026-11-13  134-136
lincoln-high   basic-coding@2                2026-10-13  2026-11-20  119-123
lincoln-high   engineering-foundations@1     2026-11-09  2026-11-20  107-108
lincoln-high   self-driving-car@2            2026-11-10  2026-11-20  103-104
lincoln-high   information-technology@1      2026-11-16  2026-11-20  134-134

summit-high    workplace-safety@1            2025-09-22  2025-10-17  201-210
summit-high    circuit-design@1              2026-01-19  2026-03-20  201-213
summit-high    network-installation@1        2026-02-09  2026-05-29  201-211
summit-high    basic-coding@1                2026-03-02  2026-05-08  201-210
summit-high    3d-modeling@1                 2026-04-13  2026-06-05  201-212
summit-high    environmental-sensing@1       2026-04-20  2026-06-05  219-223
summit-high    engineering-foundations@1     2026-06-08  2026-06-12  201-202
summit-high    workplace-safety@1            2026-09-21  2026-10-09  201-204
summit-high    python-programming@1          2026-09-28  2026-11-13  219-229
summit-high    basic-coding@2                2026-10-19  2026-11-20  213-215
summit-high    robot-arm@1                   2026-11-02  2026-11-20  203-204

harbor-middle  basic-coding@1                2025-11-10  2026-04-24  301-311
harbor-middle  3d-modeling@1                 2025-12-01  2026-05-29  301-311
harbor-middle  environmental-sensing@1       2026-05-04  2026-06-05  307-308
harbor-middle  self-driving-car@1            2026-05-11  2026-06-12  310-311
harbor-middle  basic-coding@2                2026-10-05  2026-11-20  314-317
harbor-middle  3d-modeling@2                 2026-10-19  2026-11-20  314-315
"""

# First and last days without school; summer is between the classes anyway.
_BREAKS: Final = (
    (date(2025, 11, 26), date(2025, 11, 28)),
    (date(2025, 12, 22), date(2026, 1, 2)),
    (date(2026, 3, 30), date(2026, 4, 6)),
    (date(2026, 5, 25), date(2026, 5, 25)),
    (date(2026, 10, 12), date(2026, 10, 12)),
)


@dataclass(frozen=True)
class Class:
    """Learners who were assessed for one badge version at one campus, from `since` to `until`."""

    campus: str
    badge: str
    since: date
    until: date
    learners: tuple[int, ...]

    def days(self) -> list[date]:
        """The school days on which it was assessed, at least one."""
        spread = (self.since + timedelta(days=count) for count in range((self.until - self.since).days + 1))
        return [day for day in spread if day.weekday() < 5 and not any(a <= day <= b for a, b in _BREAKS)]


def classes() -> Iterator[Class]:
    """Every class, in the order of the table."""
    for line in _TABLE.split("\n"):
        if line:
            campus, badge, since, until, learners = line.split()
            first, last = map(int, learners.split("-"))
            span = tuple(range(first, last + 1))
            yield Class(campus, badge, date.fromisoformat(since), date.fromisoformat(until), span)
