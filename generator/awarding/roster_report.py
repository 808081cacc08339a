"""What the roster shows to those who teach: who holds what, who is near a stack, and what a class finds hard.

It counts every decision, also those below what a badge requires: a row that many need two attempts for is a hard one,
even where all have reached it since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from generator.awarding.roster import Entry
from generator.awarding.stacks import Progress
from generator.model.achievement import Achievement, BadgeVersion, Requirement, Row
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug

# What became of an award.
HELD: Final = "held"
NOT_YET: Final = "not_yet"
REVOKED: Final = "revoked"
EXPIRED: Final = "expired"
ABSENT: Final = "absent"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One decision on a learner; `state` is one of the above, `below` names the rubric rows that are not there yet."""

    badge: Achievement
    campus: str
    awarded: date
    state: str
    below: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Learner:
    """A learner with all decisions, the newest last."""

    name: str = field(repr=False)
    email: str = field(repr=False)
    decisions: tuple[Decision, ...]

    def of(self, badge: Slug) -> Decision | None:
        """The decision on a badge that counts: an award that is held, else the newest."""
        found = [each for each in self.decisions if each.badge.of.badge == badge]
        return next((each for each in reversed(found) if each.state == HELD), found[-1] if found else None)


@dataclass(frozen=True, kw_only=True)
class Near:
    """A learner who lacks one badge for a stack, or none: then the stack is due."""

    name: str = field(repr=False)
    stack: str
    missing: str | None


@dataclass(frozen=True)
class LevelCount:
    """How often work was judged to be on a level, as a number and as a share; `below` what the badge requires."""

    name: str
    count: int
    share: float
    below: bool


@dataclass(frozen=True, kw_only=True)
class RowCount:
    """How a class did in a rubric row: every level from low to high, and the share below what is required."""

    name: str
    required: str
    judged: int
    levels: tuple[LevelCount, ...]

    @property
    def below(self) -> int:
        """How often work was below what is required."""
        return sum(level.count for level in self.levels if level.below)

    @property
    def share(self) -> float:
        """The share of `below`, from 0 to 1."""
        return self.below / self.judged


@dataclass(frozen=True, kw_only=True)
class BadgeCount:
    """How a class did with one badge version; its hardest rows first."""

    badge: Achievement
    judged: int
    below: int
    rows: tuple[RowCount, ...]


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that is shown, by name; `absent`: badge versions of entries that can't be."""

    learners: tuple[Learner, ...]
    near: tuple[Near, ...]
    badges: tuple[BadgeCount, ...]
    absent: tuple[BadgeVersion, ...] = ()

    @property
    def columns(self) -> list[Achievement]:
        """The newest version of each badge that any decision is on, by name."""
        newest: dict[Slug, Achievement] = {}
        for decision in (each for learner in self.learners for each in learner.decisions):
            known = newest.get(decision.badge.of.badge)
            if known is None or known.of.version < decision.badge.of.version:
                newest[decision.badge.of.badge] = decision.badge
        return sorted(newest.values(), key=lambda badge: badge.name.casefold())


def report(
    entries: Sequence[Entry],
    catalogue: Catalogue,
    state_of: Callable[[Entry], str],
    progress: Iterable[Progress] = (),
) -> Report:
    """What these entries of a roster show, but for those of badge versions that the catalogue doesn't have."""
    known = [entry for entry in entries if _is_known(entry.badge, catalogue)]
    by_email: dict[str, list[Entry]] = {}
    for entry in sorted(known, key=lambda entry: entry.awarded):
        by_email.setdefault(entry.email, []).append(entry)
    learners = [_learner(listed, catalogue, state_of) for listed in by_email.values()]
    return Report(
        learners=tuple(sorted(learners, key=_by_name)),
        near=tuple(sorted(_near(progress, by_email, catalogue), key=lambda each: (each.stack, each.name.casefold()))),
        badges=tuple(_counts(known, catalogue)),
        absent=tuple(sorted({entry.badge for entry in entries} - {entry.badge for entry in known})),
    )


def state_of(entry: Entry, catalogue: Catalogue, today: date, revoked: Callable[[AwardId], bool | None]) -> str:
    """What became of an entry's award; `revoked` says None of an award that the registry doesn't hold."""
    if entry.award is None:
        return NOT_YET
    ended = revoked(entry.award)
    if ended is None:
        return ABSENT
    length = catalogue.achievement(entry.badge).valid_for
    return REVOKED if ended else EXPIRED if length and length.after(entry.awarded) <= today else HELD


def _is_known(badge: BadgeVersion, catalogue: Catalogue) -> bool:
    return 1 <= badge.version <= len(catalogue.badges.get(badge.badge, ()))


def _by_name(learner: Learner) -> tuple[str, str]:
    return learner.name.casefold(), learner.email


def _learner(entries: Sequence[Entry], catalogue: Catalogue, state_of: Callable[[Entry], str]) -> Learner:
    """A learner, called as in the newest entry."""
    return Learner(
        name=entries[-1].name,
        email=entries[-1].email,
        decisions=tuple(_decision(entry, catalogue, state_of(entry)) for entry in entries),
    )


def _decision(entry: Entry, catalogue: Catalogue, state: str) -> Decision:
    badge, campus = catalogue.achievement(entry.badge), catalogue.issuer.campuses.get(entry.campus)
    below = [row.name for row in badge.rubric if _is_below(row, entry.results.get(row.id))]
    return Decision(
        badge=badge,
        campus=campus.name.on(entry.awarded) if campus else entry.campus,
        awarded=entry.awarded,
        state=state,
        below=tuple(below) if state == NOT_YET else (),
    )


def _is_below(row: Row, level: str | None) -> bool:
    reached, needed = row.rank(level or ""), row.rank(row.required)
    return reached is not None and needed is not None and reached < needed


def _near(progress: Iterable[Progress], shown: Iterable[str], catalogue: Catalogue) -> list[Near]:
    """Who of those shown lacks one badge at the most for a stack."""
    emails = frozenset(shown)
    return [
        Near(name=each.learner.name, stack=each.stack.name, missing=_missing(each.missing, catalogue))
        for each in progress
        if len(each.missing) <= 1 and each.learner.email in emails
    ]


def _missing(missing: tuple[Requirement, ...], catalogue: Catalogue) -> str | None:
    if not missing:
        return None
    need = missing[0]
    versions = catalogue.badges.get(need.badge, ())
    number = need.version or len(versions)
    return versions[number - 1].name if 1 <= number <= len(versions) else str(need)


def _counts(entries: Iterable[Entry], catalogue: Catalogue) -> list[BadgeCount]:
    by_badge: dict[BadgeVersion, list[Entry]] = {}
    for entry in entries:
        if entry.results:
            by_badge.setdefault(entry.badge, []).append(entry)
    counts = []
    for of, listed in by_badge.items():
        badge = catalogue.achievement(of)
        rows = [counted for row in badge.rubric if (counted := _row_count(row, listed))]
        below = sum(any(_is_below(row, entry.results.get(row.id)) for row in badge.rubric) for entry in listed)
        hardest = tuple(sorted(rows, key=lambda row: -row.share))
        counts.append(BadgeCount(badge=badge, judged=len(listed), below=below, rows=hardest))
    return sorted(counts, key=lambda each: (each.badge.name.casefold(), -each.badge.of.version))


def _row_count(row: Row, entries: Iterable[Entry]) -> RowCount | None:
    found = Counter(level for entry in entries if row.rank(level := entry.results.get(row.id, "")) is not None)
    judged = found.total()
    levels = [
        LevelCount(each.name, found[each.id], found[each.id] / (judged or 1), _is_below(row, each.id))
        for each in row.levels
    ]
    required = row.level(row.required).name
    return RowCount(name=row.name, required=required, judged=judged, levels=tuple(levels)) if judged else None
