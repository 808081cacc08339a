"""Which awards are a learner's: what the roster says, and of other awards what the sealing key opens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from generator.awarding.roster import Roster
from generator.encodings import sealing
from generator.encodings.identity_hash import identity_hash, normal_email
from generator.model.achievement import BadgeVersion, Requirement
from generator.names import AwardId, Slug
from generator.sources.index import Index, Row

_PREFIX = len("sha256$")


@dataclass(frozen=True)
class Holdings:
    """The awards of a registry, looked at with the district's own eyes."""

    index: Index
    roster: Roster
    key: bytes

    def of(self, email: str, badge: Slug) -> list[Row]:
        """The learner's awards of a badge, of any version, revoked ones too; the oldest first."""
        found = {row.id: row for row in self._by_roster(email, badge)}
        found |= {row.id: row for row in self._strange.get(badge, ()) if self._opens(row, email)}
        return sorted(found.values(), key=lambda row: (row.awarded, row.id))

    def absent(self, email: str, wanted: BadgeVersion | Requirement) -> list[AwardId]:
        """The learner's awards that the roster knows and this registry, as it lies here, doesn't hold."""
        entries = (entry for entry in self.roster.of(email) if entry.badge.badge == wanted.badge)
        fitting = (entry.award for entry in entries if wanted.version in (None, entry.badge.version))
        return [award for award in fitting if award and self.index.find(award) is None]

    def _by_roster(self, email: str, badge: Slug) -> Iterator[Row]:
        for entry in self.roster.of(email):
            row = self.index.find(entry.award) if entry.award and entry.badge.badge == badge else None
            if row is not None:
                yield row

    @cached_property
    def _strange(self) -> dict[Slug, list[Row]]:
        """The awards that the roster doesn't know, by badge."""
        known = {entry.award for entry in self.roster.entries}
        found: dict[Slug, list[Row]] = {}
        for row in self.index:
            if row.id not in known:
                found.setdefault(row.badge, []).append(row)
        return found

    @cached_property
    def _salts(self) -> dict[AwardId, str]:
        return {}

    def _opens(self, row: Row, email: str) -> bool:
        """Whether the address is the one that is sealed in the award: of the hash the index has the first 64 bits."""
        salt = self._salts.get(row.id)
        if salt is None:
            salt = self._salts[row.id] = sealing.salt(self.key, row.id, sealing.EMAIL_ADDRESS)
        return row.address_seal == seal_beginning(identity_hash(normal_email(email), salt))


def seal_beginning(seal: str) -> int:
    """The first 8 bytes of a sealed value's hash, as the index keeps them."""
    return int(seal[_PREFIX : _PREFIX + 16], 16)
