"""What becomes of awards between two sides: altered, revoked, restored, or the same but for their page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.diagnostics import Problem
from generator.model.award import Award
from generator.publishing.changes import places
from generator.publishing.changes.causes import causes, version
from generator.publishing.changes.sides import Side, documents, page
from generator.publishing.changes.summary import Told
from generator.sources.layout import RecordFile


@dataclass
class Found:
    """What was found of some awards. `undeclared`: how many each file of the catalogue alters without declaring it.

    `examples`: the record of one of them.
    """

    alters: list[Told] = field(default_factory=list)
    revokes: list[Told] = field(default_factory=list)
    pages: list[RecordFile] = field(default_factory=list)
    undeclared: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: Found) -> None:
        """Take over what was found of others."""
        self.alters += other.alters
        self.revokes += other.revokes
        self.pages += other.pages
        self.undeclared.update(other.undeclared)
        self.examples = other.examples | self.examples
        self.problems += other.problems


def unchanged_record(before: Side, now: Side, file: RecordFile, found: Found) -> None:
    """What a changed catalogue makes of an award whose record is the same."""
    if award := now.award(file):
        _compare(before, now, (file, award), (file, award), found)


def changed_record(before: Side, now: Side, was: tuple[RecordFile, Award], new: tuple[RecordFile, Award]) -> Found:
    """What a changed record does, perhaps beside a changed catalogue."""
    found = Found()
    (file, award), (_, published) = new, was
    if published.revoked and not award.revoked:
        message = f"this award was revoked on {published.revoked.date}, and would hold again"
        hint = "put revoked back: what was told to the world stays; if it was a mistake, award anew"
        found.problems.append(places.problem(now, file.path, (), "revocation-undone", message, hint))
    elif award.revoked and not published.revoked:
        found.revokes.append(Told(file, award.revoked.reason))
    _compare(before, now, was, new, found)
    return found


def _compare(
    before: Side, now: Side, was: tuple[RecordFile, Award], new: tuple[RecordFile, Award], found: Found
) -> None:
    (file, award), (_, published) = new, was
    parts, were = now.parts(award), before.parts(published)
    frozen, made = documents(before.catalogue, published, were), documents(now.catalogue, award, parts)
    if frozen is None or made is None:
        _uncomposed(before, now, was, new, found)
        return
    if made != frozen:
        _altered(before, now, was, new, found)
    if page(before.catalogue, published, were) != page(now.catalogue, award, parts):
        found.pages.append(file)


def _altered(
    before: Side, now: Side, was: tuple[RecordFile, Award], new: tuple[RecordFile, Award], found: Found
) -> None:
    """Note an award whose documents differ, with the reasons."""
    (file, award), (_, published) = new, was
    because = causes(before.catalogue, now.catalogue, published, before.parts(published))
    own = _is_own(before, now, published, award)
    for cause in because:
        if not cause.declared:
            found.undeclared[cause.path] += 1
            found.examples.setdefault(cause.path, file.path)
    if own:
        found.problems.append(_own_change(now, file, published, award))
    elif not because and version(now.catalogue, published.badge):
        message = "this award is published, and its credential would say something else: what it builds on has changed"
        hint = "put back the awards that it builds on"
        found.problems.append(places.problem(now, file.path, ("builds_on",), "altered-record", message, hint))
    named = [*sorted(cause.path for cause in because), *(["its own record"] if own else [])]
    declared = not own and bool(because) and all(cause.declared for cause in because)
    found.alters.append(Told(file, ", ".join(named), declared))


def _is_own(before: Side, now: Side, published: Award, award: Award) -> bool:
    """Whether the record itself, within one catalogue, makes another document."""
    parts, were = now.parts(award), before.parts(published)
    if (published.badge, published.builds_on) == (award.badge, award.builds_on):
        parts = were  # that another award was changed is told there
    for catalogue in (now.catalogue, before.catalogue):
        one, other = documents(catalogue, published, were), documents(catalogue, award, parts)
        if one is not None and other is not None:
            return one != other
    return True


def _own_change(now: Side, file: RecordFile, published: Award, award: Award) -> Problem:
    member = places.of_award(published, award)
    what = f"{member[0]} is another" if member else "something in it is another"
    if published.campus != award.campus:
        what = f'it was awarded at "{published.campus}"'
    message = f"this award is published, and its credential would say something else: {what}"
    hint = f"put it back; to correct it, `badges reissue {award.id}`: the old award is revoked and points to the new"
    return places.problem(now, file.path, member, "altered-record", message, hint)


def _uncomposed(
    before: Side, now: Side, was: tuple[RecordFile, Award], new: tuple[RecordFile, Award], found: Found
) -> None:
    """Note an award that can't be composed any more: mostly something that it needs was taken away, which is told."""
    file, published = new[0], was[1]
    if documents(before.catalogue, published, before.parts(published)) is None:
        return
    _altered(before, now, was, new, found)
    found.pages.append(file)


def unchanged_batch(sides: tuple[Side, Side], files: Iterable[RecordFile]) -> Found:
    """What a changed catalogue makes of some awards whose records are the same."""
    found = Found()
    for file in files:
        unchanged_record(*sides, file, found)
    return found
