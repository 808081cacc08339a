"""Of which awards a changed catalogue may say something else: the others need not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, replace

from generator.model.achievement import Achievement
from generator.model.catalogue import Catalogue
from generator.model.profile import Profile
from generator.names import AwardId, Slug
from generator.publishing.changes.sides import Side
from generator.sources.layout import RecordFile


@dataclass(frozen=True)
class Touched:
    """Folders of records of which a catalogue says something else than another: `all`, or by campus or badge."""

    all: bool
    campuses: Set[Slug]
    badges: Set[Slug]

    @classmethod
    def between(cls, before: Catalogue, now: Catalogue) -> Touched:
        """What differs between the two for any award of both."""
        old, new = before.issuer, now.issuer
        names = {slug: assessor.name for slug, assessor in new.assessors.items()}
        renamed = any(names.get(slug) != assessor.name for slug, assessor in old.assessors.items())
        campuses = {
            slug for slug, campus in old.campuses.items() if _campus(new, slug) != (campus.name, campus.under_16)
        }
        own = {
            slug for slug, versions in before.badges.items() if now.badges.get(slug, ())[: len(versions)] != versions
        }
        listed = {*before.badges, *now.badges}
        using = {slug for slug in listed if own & (_needs(before, slug) | _needs(now, slug))}
        return cls(renamed or on_awards(old) != on_awards(new), campuses, own | using)

    def has(self, campus: Slug, badge: Slug) -> bool:
        """Whether the awards of a folder may be touched."""
        return self.all or campus in self.campuses or badge in self.badges

    def files(self, side: Side) -> Iterator[RecordFile]:
        """The records that may be touched."""
        campuses, badges = side.loaded.known.folders
        for campus in sorted(campuses):
            for badge in sorted(badges):
                if self.has(campus, badge):
                    yield from files_in(side, campus, badge)


def on_awards(issuer: Profile) -> Profile:
    """The issuer without what no award's document or page says."""
    return replace(
        issuer,
        keys=(),
        campuses={},
        assessors={},
        evidence_hosts={},
        trusted_issuers=(),
        moved_from=(),
        sole_approver=False,
        administrators=(),
        student_number=None,
        status_valid_for=None,
        image=None,
        region=None,
        repository=None,
        email="",
        description="",
    )


def _campus(issuer: Profile, slug: Slug) -> object:
    campus = issuer.campuses.get(slug)
    return campus and (campus.name, campus.under_16)


def _needs(catalogue: Catalogue, badge: Slug) -> set[Slug]:
    return required(catalogue.badges.get(badge, ()))


def required(versions: Iterable[Achievement]) -> set[Slug]:
    """The badges that one of these versions requires."""
    return {need.badge for version in versions for need in version.requires}


def files_in(side: Side, campus: Slug, badge: Slug) -> Iterator[RecordFile]:
    """The award files of a folder."""
    for entry in side.source.list(f"recipients/{campus}/{badge}"):
        award = entry.name.removesuffix(".yml")
        if entry.kind == "file" and award != entry.name and AwardId.admits(award):
            yield RecordFile(entry.path, campus, badge, AwardId(award))
