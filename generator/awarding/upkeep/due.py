"""What a registry asks of its people from time to time: badges to review, a site to look at, a sign of life.

Each thing is one issue on GitHub. A mark in its text, which nobody sees, tells it from others, so that none is opened
twice.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from generator.diagnostics import visible
from generator.model.achievement import Achievement
from generator.model.catalogue import Catalogue

# GitHub ends the schedules of a public repository in which nothing has happened for 60 days.
ENDS_AFTER: Final = timedelta(days=60)
TOLD_AFTER: Final = timedelta(days=45)
_MOST_LINES: Final = 60
_PUBLIC: Final = "Everybody can read this: name no learner here."


@dataclass(frozen=True)
class Due:
    """One thing to do. `mark` names it; `once`: who closed its issue has answered, and no other follows."""

    mark: str
    title: str
    text: str
    once: bool = False

    @property
    def body(self) -> str:
        """The issue's text in Markdown, with the mark."""
        return f"<!-- badges: {self.mark} -->\n{self.text}\n\n{_PUBLIC}\n"

    @property
    def request(self) -> str:
        """One line of three parts, parted by tabs: in which issues to look for the mark (all, or open), the mark as it
        stands there, and what GitHub is asked for.
        """
        asked = json.dumps({"title": self.title, "body": self.body})
        return "\t".join(("all" if self.once else "open", f"<!-- badges: {self.mark} -->", asked))


def reviews(catalogue: Catalogue, today: date, within: timedelta) -> list[Due]:
    """The badges whose newest version is to be reviewed by then, those that are due first coming first."""
    newest = [versions[-1] for versions in catalogue.badges.values()]
    due = [badge for badge in newest if badge.review.next <= today + within and not _is_retired(badge, today)]
    page = catalogue.issuer.addresses.badge_page
    return [_review(badge, page(badge.of.badge), today) for badge in sorted(due, key=lambda b: (b.review.next, b.of))]


def silence(last: date, today: date) -> Due | None:
    """What to do before GitHub ends the schedules, where the last commit is of so long ago."""
    if today - last < TOLD_AFTER:
        return None
    text = (
        f"The last commit is of {last}. GitHub ends the schedules of a public repository when nothing was committed "
        f"for {ENDS_AFTER.days} days, here on {last + ENDS_AFTER}. Then nobody looks after the registry any more: no "
        "review is called for, and the live site is not compared with it.\n\n"
        "- Any commit will do. Is a review due, a name old, an assessor gone?\n"
        "- If the schedule has ended already: *Actions → steward → Enable workflow*."
    )
    return Due(f"silence {last}", "GitHub is about to stop looking after this registry", text, once=True)


def difference(url: str, report: Sequence[str]) -> Due:
    """What to do where the live site is not what the repository says; `report` is what the audit said."""
    shown = [visible(line).replace("`", "'") for line in report[:_MOST_LINES]]
    more = [f"… and {len(report) - _MOST_LINES:,} more lines"] if len(report) > _MOST_LINES else []
    told = "\n".join(["```text", *shown, *more, "```"])
    text = (
        f"{url} was compared with the repository, and is not what it says:\n\n{told}\n\n"
        "- Does a publication wait for its approval, or has one failed? See *Actions → publish*.\n"
        "- If not, somebody or something changes files between GitHub and the world. docs/hosting.md tells how to look."
    )
    return Due("audit", "The live site is not what the repository says", text)


def _review(badge: Achievement, page: str, today: date) -> Due:
    slug, by = badge.of.badge, badge.review.next
    name = visible(" ".join(badge.name.split()))
    late = by < today
    title = f"Review the badge {name}, which was due on {by}" if late else f"Review the badge {name} by {by}"
    then = f"The next review was due on {by}: nobody can award it now." if late else f"After {by} nobody can award it."
    text = (
        f"The badge `{name.replace('`', chr(39))}` ([page]({page})) was last reviewed on {badge.review.last}. "
        f"{then}\n\n"
        f"- Read `badges/{slug}/v{badge.of.version}.yml` with those who award it and with your partners.\n"
        "- Does it still hold? Write the day as `last` under `review:`, and the next one as `next`.\n"
        f"- Must what is published change? Make a new version: `badges new version {slug}`.\n"
        "- Does nobody need it any more? Write `retired:` and the last day."
    )  # fmt: skip
    return Due(f"review {slug} {by}", title, text, once=True)


def _is_retired(badge: Achievement, today: date) -> bool:
    return badge.retired is not None and badge.retired <= today
