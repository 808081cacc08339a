"""One side of a comparison: a registry's files at some time, and what the world was, or will be, told of its awards."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Final

from generator.model.achievement import Achievement, BadgeVersion
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from generator.openbadges import v2, v3
from generator.openbadges.json_values import Json
from generator.site.award_page import AwardPages, award_page, pages_of
from generator.site.award_view import AwardView
from generator.sources import decode, records
from generator.sources.catalogue import Loaded
from generator.sources.kinds import AWARD_RECORD
from generator.sources.known import Known
from generator.sources.layout import RecordFile, Source
from generator.sources.personal import conceal
from generator.sources.shapes import INVALID
from generator.sources.yaml_nodes import Document, read

# An unsecured credential and its assertion.
Documents = tuple[Json, Json]
# Nothing that can be read as a file is there.
_ABSENT: Final = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EISDIR, errno.EINVAL)


@dataclass(frozen=True, kw_only=True)
class Side:
    """A registry's files and catalogue; `written` are its hand-written pages that are shown, by path below `docs/`."""

    source: Source
    loaded: Loaded
    catalogue: Catalogue
    written: Mapping[str, bytes] = field(default_factory=dict)

    def bytes_of(self, path: str) -> bytes | None:
        """A file's bytes, or None where there is no such file."""
        return bytes_of(self.source, path)

    def award(self, file: RecordFile) -> Award | None:
        """The award of a file as far as it can be understood; what rules say of it is for `check`."""
        data = self.bytes_of(file.path)
        return None if data is None else award_of(file, data, self.loaded.known)

    def parts(self, award: Award) -> list[Part] | None:
        """What an award builds on, in its order; None where one is not there."""
        found = [self._part(award, part) for part in award.builds_on]
        parts = [part for part in found if part]
        return parts if len(parts) == len(found) else None

    def _part(self, award: Award, wanted: AwardId) -> Part | None:
        """The part, looked for in the folders of the badges that are required: no index of all awards is needed."""
        campuses = sorted(self.loaded.known.folders[0], key=lambda campus: (campus != award.campus, campus))
        own = version(self.catalogue, award.badge)
        required = [need.badge for need in own.requires] if own else []
        for campus in campuses:
            for badge in required:
                path = f"recipients/{campus}/{badge}/{wanted}.yml"
                if found := self.award(RecordFile(path, Slug(campus), badge, wanted)):
                    return Part(found.id, found.badge, found.awarded, found.revoked.date if found.revoked else None)
        return None


def bytes_of(source: Source, path: str) -> bytes | None:
    """A file's bytes, or None where there is no such file, or something else in its place. Raises OSError."""
    try:
        return source.read(path)
    except OSError as error:
        if error.errno in _ABSENT or isinstance(error, FileNotFoundError):
            return None
        raise


def award_of(file: RecordFile, data: bytes, known: Known) -> Award | None:
    """The award that some bytes say, whatever rules say of it; None where not even its form is right."""
    if award := records.parse(file, data, known).award:
        return award
    document = read(file.path, data)
    fields = AWARD_RECORD.decode(document.root, document) if document.root is not None else INVALID
    return decode.award(file.id, file.campus, fields) if isinstance(fields, dict) and not document.problems else None


def version(catalogue: Catalogue, of: BadgeVersion) -> Achievement | None:
    """The badge version, or None where there is none."""
    versions = catalogue.badges.get(of.badge, ())
    return versions[of.version - 1] if of.version <= len(versions) else None


def fits(catalogue: Catalogue, award: Award, parts: Sequence[Part]) -> bool:
    """Whether the catalogue has what an award is made of; `parts` are those that its documents or page name."""
    badge = version(catalogue, award.badge)
    if badge is None or award.campus not in catalogue.issuer.campuses:
        return False
    answered = all(row.rank(award.results.get(row.id, "")) is not None for row in badge.rubric)
    return answered and all(version(catalogue, part.badge) for part in parts)


def page(catalogue: Catalogue, award: Award, parts: Sequence[Part] | None) -> bytes | None:
    """The page of an award; None where the catalogue lacks what it is made of."""
    if award.assessor not in catalogue.issuer.assessors or not fits(catalogue, award, parts or ()):
        return None
    return award_page(catalogue, award, parts or ())


def documents(catalogue: Catalogue, award: Award, parts: Sequence[Part] | None) -> Documents | None:
    """The unsecured credential and the assertion of an award as if it were not revoked: what is frozen.

    None where the catalogue lacks what they are made of.
    """
    badge = version(catalogue, award.badge)
    if not (badge and fits(catalogue, award, (parts or ()) if badge.stack else ())):
        return None
    standing = replace(award, revoked=None)
    return v3.credential(catalogue, standing, parts or ()), v2.assertion(catalogue, standing, parts or ())


class Pages:
    """Whether the pages of awards differ between two catalogues; what many have in common is rendered once."""

    def __init__(self, before: Catalogue, now: Catalogue) -> None:
        self._before, self._now = pages_of(before, preview=False), pages_of(now, preview=False)
        self._known: dict[tuple[object, ...], bool] = {}

    def differ(self, was: tuple[Award, Sequence[Part]], new: tuple[Award, Sequence[Part]]) -> bool:
        """Whether the page is another; it is where only one of the catalogues has what it is made of."""
        if not (_shows(self._before, was) and _shows(self._now, new)):
            return _shows(self._before, was) or _shows(self._now, new)
        old, view = self._before.view(*was), self._now.view(*new)
        if old != view:
            return True
        # With the same view, what is around its texts depends on no text, only on which there are.
        there = [value if isinstance(value, bool) else value is None for value in _members(view)]
        names = self._before.issuer(was[0].awarded), self._now.issuer(new[0].awarded)
        key = (was[0].badge, new[0].badge, *names, *there)
        if key not in self._known:
            self._known[key] = self._before.page(*was) != self._now.page(*new)
        return self._known[key]


def _shows(pages: AwardPages, made: tuple[Award, Sequence[Part]]) -> bool:
    return made[0].assessor in pages.catalogue.issuer.assessors and fits(pages.catalogue, *made)


def _members(view: AwardView) -> list[object]:
    return [getattr(view, each.name) for each in fields(view)]


def document_of(side: Side, path: str) -> Document:
    """A file with places, in which Problems show nothing personal; an empty one where it isn't there."""
    document = read(path, side.bytes_of(path) or b"")
    conceal(document, side.loaded.known.personal)
    document.problems.clear()
    return document
