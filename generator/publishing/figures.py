"""How many awards there are, by badge and campus, without telling small numbers of pupils.

Counts stand in two kinds of sums: a badge's total is the sum of its campuses, and the grand total is the sum of the
badges' totals. Each rule below hides a count under ten, or what would tell one by subtraction:

1. Of a badge that has a count from one to nine at some campus, no campus's count is shown.
2. Such a badge's total is shown if it is at least nine more than the number of its campuses.
3. The grand total is shown if no badge's total is hidden; or if the hidden ones are together, beyond the one award that
   each of their campuses has at least, eight or more, and at most eight times their number less one.

**What this guarantees.** Somebody who has all that is published, knows these rules, and knows that each campus named
has an award, can exclude no number from one to nine for any hidden count of a campus; and none of the nine numbers from
n on for a hidden total of n campuses. For, by rule 2, one campus may have any number up to nine if the others have the
rest; a hidden total is from zero to eight more than its campuses; and rule 3 tells the sum of these surpluses only if
each of them may still be any, as the others can make up the difference. That all of a badge's campuses are hidden
together matters: were only as many hidden as are needed, the smallest first, then 9, 9, 9 and 11 beside a shown 11
would be told by their sum to anybody who knows that rule.

**What it doesn't.** That a badge has some award at a campus is told. Counts of two days tell what came in between.
Somebody who knows a campus's number already may learn another's. And a registry whose repository is public lists its
award files there by campus and badge, for everybody to count: this keeps only the site from serving small numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from generator.names import Slug
from generator.site.machines.api import BadgeFigures, Figures

FEWEST: Final = 10

# Badge, campus, and how many awards, at least one.
Counts = Mapping[tuple[Slug, Slug], int]


def figures(counts: Counts, badges: Iterable[Slug], fewest: int = FEWEST) -> Figures:
    """What may be shown of the counts, with all of these badges; of fewer than `fewest` (at least three) nothing."""
    by_badge: dict[Slug, dict[Slug, int]] = {badge: {} for badge in badges}
    for (badge, campus), count in counts.items():
        by_badge[badge][campus] = count
    shown = {badge: _badge(campuses, fewest) for badge, campuses in by_badge.items()}
    surpluses = [
        sum(campuses.values()) - len(campuses) for badge, campuses in by_badge.items() if shown[badge].awards is None
    ]
    total = sum(counts.values()) if _is_free(surpluses, fewest - 2) else None
    return Figures(total, shown, fewest)


def _badge(campuses: Mapping[Slug, int], fewest: int) -> BadgeFigures:
    """Rules 1 and 2."""
    total = sum(campuses.values())
    if all(count >= fewest for count in campuses.values()):
        return BadgeFigures(total, dict(campuses))
    return BadgeFigures(total if total >= len(campuses) + fewest - 1 else None, dict.fromkeys(campuses))


def _is_free(surpluses: list[int], most: int) -> bool:
    """Rule 3: whether their sum leaves each of them free to be anything from none to `most`."""
    return not surpluses or most <= sum(surpluses) <= most * (len(surpluses) - 1)
