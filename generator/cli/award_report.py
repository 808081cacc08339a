"""What `badges award` says of those who got no award; only places are named, never learners."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from generator.awarding.deciding import Decisions, Held
from generator.cli.faults import few
from generator.cli.voice import count, say
from generator.sources.shapes import listing

_HOLDS: Final = "held this badge already and got no second one"
_ENDED: Final = "held this badge, which was revoked; badges award --again awards it anew"
_AWAY: Final = (
    "was awarded this badge on another branch: merge its pull request, then git pull; "
    "if it was dropped, badges award --again awards it anew"
)

_NEXT: Final = """\
next:
  1. git switch -c my-awards                           unless you are on a branch
  2. badges check
  3. git add recipients && git commit -m "New awards"  without a learner's name
  4. git push -u origin HEAD                           Git says where to go on"""


def report(made: Decisions) -> None:
    """Say who held the badge before, and who is not there yet."""
    for said, alike in _alike(made.held).items():
        learners = count(len(alike), "learner")
        say(f"{learners} {said}: {few([f'{held.place} ({held.award})' for held in alike])}")
    for rows, below in made.by_missing_rows().items():
        say(f"not awarded, as not yet at the required level of {listing(rows)}: {few(below)}; the roster notes it")


def tell_foreseen(awards: int, letters: Path) -> None:
    """Say what would have been written, where this was a dry run."""
    say(f"without --dry-run, {count(awards, 'award')} would be written, and receipts into {letters}")


def tell_written(awards: int, letters: Path) -> None:
    """Say what was written, and what to type next."""
    say(f"{count(awards, 'award')} written; receipts to hand out are in {letters}, which Git ignores")
    say(_NEXT)


def why_not(held: Held) -> str:
    """Why somebody who was awarded the badge before gets no other."""
    return _AWAY if held.row is None else _ENDED if held.row.revoked else _HOLDS


def _alike(held: Iterable[Held]) -> dict[str, list[Held]]:
    """Those that were awarded before, by what is to be said of it."""
    found: dict[str, list[Held]] = {}
    for each in held:
        found.setdefault(why_not(each), []).append(each)
    return found
