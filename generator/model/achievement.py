"""Achievements: one version of one badge each, with its rubric and what it requires."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from generator.model.dated import Amendment, Duration
from generator.names import Slug

LEVELS = ("introductory", "intermediate", "advanced")


@dataclass(frozen=True, slots=True, order=True)
class BadgeVersion:
    """Which badge and which of its versions: `circuit-design@1`."""

    badge: Slug
    version: int

    def __str__(self) -> str:
        return f"{self.badge}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of a rubric row; `points` as written."""

    id: Slug
    name: str
    points: Decimal | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a rubric: `levels` from low to high; below `required` there is no badge."""

    id: Slug
    name: str
    required: Slug
    levels: tuple[Level, ...]

    def rank(self, level: str) -> int | None:
        """The place of a level in the row, from 0, or None where the row has no such level."""
        return next((place for place, known in enumerate(self.levels) if known.id == level), None)

    def level(self, level: str) -> Level:
        """The level of that id, which must be one of the row's."""
        return next(known for known in self.levels if known.id == level)


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """An entry of somebody's framework that a badge meets; `type` is a targetType of Open Badges 3.0 or `ext:…`."""

    name: str
    url: str
    framework: str | None = None
    code: str | None = None
    type: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A badge that must be held before; `version` None: any."""

    badge: Slug
    version: int | None = None

    def met_by(self, held: BadgeVersion) -> bool:
        """Whether an award of that badge version fulfils this."""
        return held.badge == self.badge and self.version in (None, held.version)

    def __str__(self) -> str:
        return self.badge if self.version is None else f"{self.badge}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """An employer or college that reviewed the badge, and what it says of it."""

    name: str
    statement: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """When the criteria were last reviewed and when they must be again."""

    last: date
    next: date
    partners: tuple[Partner, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Something outside the registry that the badge leads to."""

    name: str
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceAsked:
    """How many items of evidence an award needs at least, and of what kind."""

    minimum: int
    asks_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement:
    """One version of one badge. `type` is an achievementType of Open Badges 3.0 or `ext:…`; `criteria` is Markdown."""

    of: BadgeVersion
    name: str
    type: str
    summary: str
    description: str
    criteria: str
    level: str
    review: Review
    language: str
    skills: tuple[str, ...] = ()
    hours: Decimal | None = None
    credits: Decimal | None = None
    valid_for: Duration | None = None
    rubric: tuple[Row, ...] = ()
    evidence: EvidenceAsked | None = None
    alignments: tuple[Alignment, ...] = ()
    requires: tuple[Requirement, ...] = ()
    stack: bool = False
    leads_to: tuple[Onward, ...] = ()
    image: str | None = None
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    amended: tuple[Amendment, ...] = ()
    retired: date | None = None
    retired_because: str | None = None
    copied_from: str | None = None

    def row(self, row: str) -> Row:
        """The rubric row of that id, which must be one of the achievement's."""
        return next(known for known in self.rubric if known.id == row)
