"""Awards: the decision, in one file each, that a learner has shown what a badge asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.model.achievement import Achievement, BadgeVersion
from generator.model.profile import Profile
from generator.names import AwardId, Did, Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who the learner is, sealed: `sha256$` and hex of a name or e-mail address with 128 secret bits."""

    name: str
    email_address: str
    id: Did | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A piece of work that was assessed, at a `url` or told in a `description`."""

    name: str
    url: str | None = None
    description: str | None = None
    narrative: str | None = None
    genre: str | None = None


@dataclass(frozen=True, slots=True)
class Revocation:
    """When and why an award ended."""

    date: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """One award. `status` is its place in the status lists; `results` leads from rubric rows to achieved levels."""

    id: AwardId
    campus: Slug
    badge: BadgeVersion
    awarded: date
    assessor: Slug
    status: int
    identity: Identity
    results: Mapping[Slug, Slug] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    builds_on: tuple[AwardId, ...] = ()
    narrative: str | None = None
    revoked: Revocation | None = None

    def valid_from(self, issuer: Profile, achievement: Achievement) -> date:
        """The day from which the credential holds: of the award, or of the newest declared amendment, if later.

        An amendment that came after the award had ended moves it to that end: no credential ends before it begins.
        """
        if not (issuer.amended or achievement.amended):
            return self.awarded
        amended = max(a.date for a in (*issuer.amended, *achievement.amended))
        return min(max(self.awarded, amended), self.valid_until(achievement) or date.max)

    def valid_until(self, achievement: Achievement) -> date | None:
        """The day on which the credential ends, counted from the award whatever was amended; None: it doesn't."""
        return achievement.valid_for.after(self.awarded) if achievement.valid_for else None


@dataclass(frozen=True, slots=True)
class Part:
    """What an award needs to know of another that it builds on."""

    id: AwardId
    badge: BadgeVersion
    awarded: date
    revoked: date | None = None
