"""Why a published credential would say something else: which files cause it, and whether those declare it.

A badge version or issuer file declares by a new entry in `amended`; a record's own change is never declarable.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from generator.model.achievement import BadgeVersion
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.model.dated import Amendment
from generator.publishing.changes.sides import Documents, documents, version
from generator.sources.layout import ISSUER


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """A file of the catalogue that alters an award: its path, and whether it declares that."""

    path: str
    declared: bool


def causes(
    before: Catalogue, now: Catalogue, award: Award, parts: Sequence[Part] | None, published: Documents
) -> list[Cause]:
    """The files of the catalogue each of which, if it alone were changed, would alter the award as it was published."""
    found = []
    for path, changed, declared in _candidates(before, now, award, parts or ()):
        if documents(changed, award, parts) != published:
            found.append(Cause(path, declared))
    return found


def _candidates(
    before: Catalogue, now: Catalogue, award: Award, parts: Sequence[Part]
) -> Iterator[tuple[str, Catalogue, bool]]:
    """Each file, the catalogue as it was but for that file, and whether it newly declares an amendment."""
    if before.issuer != now.issuer:
        declared = _declares(before.issuer.amended, now.issuer.amended, award)
        yield ISSUER, replace(before, issuer=now.issuer), declared
    for of in dict.fromkeys([award.badge, *(part.badge for part in parts)]):
        old, new = version(before, of), version(now, of)
        if old and new and old != new:
            versions = before.badges[of.badge]
            changed = (*versions[: of.version - 1], new, *versions[of.version :])
            declared = _declares(old.amended, new.amended, award)
            yield file_of(of), replace(before, badges={**before.badges, of.badge: changed}), declared


def file_of(of: BadgeVersion) -> str:
    """The file of a badge version."""
    return f"badges/{of.badge}/v{of.version}.yml"


def _declares(before: Sequence[Amendment], now: Sequence[Amendment], award: Award) -> bool:
    """Whether an amendment was added that tells the reader of this award: not of a day before it, nor before others."""
    added = [amendment.date for amendment in now if amendment not in before]
    kept = all(amendment in now for amendment in before)
    first = max([award.awarded, *(amendment.date for amendment in before)])
    return kept and any(day >= first for day in added)
