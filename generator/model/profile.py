"""The issuer: who awards, with which keys, where, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.addresses import Addresses
from generator.model.dated import ALWAYS, Amendment, Duration, Names, Term
from generator.names import Slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A public signing key: `public` is its Multikey."""

    public: str
    since: date
    revoked: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Campus:
    """A place where badges are earned."""

    name: Names
    enrolled: int | None = None
    under_16: bool = False
    term: Term = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessor:
    """Who may award: `badges` with the time each may be awarded in; `campus` None: everywhere."""

    name: Names
    github: str
    badges: Mapping[Slug, Term]
    campus: Slug | None = None
    term: Term = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The issuer; `url` is where the site stands, for good.

    `administrators`: who approves on GitHub whatever no assessor does, each a login or `organization/team`.
    """

    name: Names
    url: str
    email: str
    description: str
    language: str
    privacy_notice: str
    keys: tuple[Key, ...]
    campuses: Mapping[Slug, Campus]
    assessors: Mapping[Slug, Assessor]
    image: str | None = None
    region: str | None = None
    repository: str | None = None
    evidence_hosts: Mapping[str, Term] = field(default_factory=dict)
    student_number: str | None = None
    status_valid_for: Duration | None = None
    trusted_issuers: tuple[str, ...] = ()
    amended: tuple[Amendment, ...] = ()
    moved_from: tuple[str, ...] = ()
    sole_approver: bool = False
    administrators: tuple[str, ...] = ()

    @property
    def addresses(self) -> Addresses:
        """The addresses of the issuer's site."""
        return Addresses(self.url)

    @property
    def signing_key(self) -> Key | None:
        """The key that signs: the first that is not revoked."""
        return next((key for key in self.keys if key.revoked is None), None)

    def able(self, badge: Slug, day: date, campus: Slug | None = None) -> Mapping[Slug, Assessor]:
        """Who may award the badge on that day, at that campus if one is named."""
        return {
            name: assessor
            for name, assessor in self.assessors.items()
            if day in assessor.term
            and day in assessor.badges.get(badge, ())
            and (campus is None or assessor.campus in (None, campus))
        }
