"""What an award's rules need to know of the catalogue, as far as its files could be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.diagnostics import Position
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.dated import Term
from generator.model.profile import Assessor, Campus
from generator.names import Slug
from generator.sources.personal import OF_ANYBODY, Personal


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """None stands for what has Problems of its own: nothing is then said of awards that depend on it.

    `assessor_places`: where each assessor is defined. `today`: the last day that an award may be of (UTC).
    `folders`: the names of the folders of campuses and badges under `recipients/`, whether there are such or not.
    `personal`: what no file may hold.
    """

    url: str | None
    campuses: Mapping[Slug, Campus | None] | None
    assessors: Mapping[Slug, Assessor | None] | None
    assessor_places: Mapping[str, Position]
    evidence_hosts: Mapping[str, Term] | None
    versions: Mapping[Slug, tuple[Achievement | None, ...]]
    today: date
    folders: tuple[frozenset[Slug], frozenset[Slug]]
    personal: Personal = OF_ANYBODY

    def achievement(self, of: BadgeVersion) -> Achievement | None:
        """The badge version, or None where there is none or it has Problems."""
        versions = self.versions.get(of.badge, ())
        return versions[of.version - 1] if 1 <= of.version <= len(versions) else None
