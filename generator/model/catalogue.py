"""The small part of a registry, loaded whole: the issuer, every badge version, and the numbers of erased awards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.model.achievement import Achievement, BadgeVersion
from generator.model.profile import Profile
from generator.names import Slug


@dataclass(frozen=True, slots=True)
class Reserved:
    """The status number of an erased award, and whether that award was revoked."""

    status: int
    revoked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything but the awards. `images` holds the bytes of the authors' images by their path in the registry."""

    issuer: Profile
    badges: Mapping[Slug, tuple[Achievement, ...]]
    reserved: tuple[Reserved, ...] = ()
    images: Mapping[str, bytes] = field(default_factory=dict)

    def achievement(self, of: BadgeVersion) -> Achievement:
        """The badge version, which must be one of the catalogue's."""
        return self.badges[of.badge][of.version - 1]

    def achievements(self) -> Iterator[Achievement]:
        """Every version of every badge, by slug and version."""
        for slug in sorted(self.badges):
            yield from self.badges[slug]
