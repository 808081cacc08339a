"""What becomes of awards between two sides: altered, revoked, restored, or the same but for their page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.diagnostics import Problem
from generator.model.award import Award
from generator.publishing.changes import places
from generator.publishing.changes.causes import causes
from generator.publishing.changes.sides import Documents, Pages, Side, documents, version
from generator.publishing.changes.summary import Told
from generator.sources.layout import RecordFile

# An award and the file of its record.
Filed = tuple[RecordFile, Award]


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


class Comparison:
    """Compares awards of two sides, one by one, and gathers what is found."""

    def __init__(self, before: Side, now: Side) -> None:
        self.before, self.now = before, now
        self.found = Found()
        self._pages = Pages(before.catalogue, now.catalogue)

    def unchanged(self, file: RecordFile) -> None:
        """An award whose record is the same, while the catalogue has changed, or what it builds on."""
        if award := self.now.award(file):
            self._compare((file, award), (file, award))

    def changed(self, was: Filed, new: Filed) -> None:
        """An award whose record has changed, perhaps beside the catalogue."""
        (file, award), (_, published) = new, was
        if published.revoked and not award.revoked:
            message = f"this award was revoked on {published.revoked.date}, and would hold again"
            hint = "put revoked back: what was told to the world stays; if it was a mistake, award anew"
            self.found.problems.append(places.problem(self.now, file.path, (), "revocation-undone", message, hint))
        elif award.revoked and not published.revoked:
            self.found.revokes.append(Told(file, award.revoked.reason))
        self._compare(was, new)

    def _compare(self, was: Filed, new: Filed) -> None:
        (file, award), (_, published) = new, was
        parts, were = self.now.parts(award), self.before.parts(published)
        frozen = documents(self.before.catalogue, published, were)
        if frozen is None:
            return
        if frozen != documents(self.now.catalogue, award, parts):
            self._altered(was, new, frozen)
        if self._pages.differ((published, were or ()), (award, parts or ())):
            self.found.pages.append(file)

    def _altered(self, was: Filed, new: Filed, frozen: Documents) -> None:
        """Note an award whose documents differ, with the reasons."""
        (file, award), (_, published) = new, was
        because = causes(self.before.catalogue, self.now.catalogue, published, self.before.parts(published), frozen)
        own = published != award and self._is_own(published, award)
        for cause in because:
            if not cause.declared:
                self.found.undeclared[cause.path] += 1
                self.found.examples.setdefault(cause.path, file.path)
        if own:
            self.found.problems.append(_own_change(self.now, file, published, award))
        elif not because and version(self.now.catalogue, published.badge):
            message = (
                "this award is published, and its credential would say something else: what it builds on has changed"
            )
            hint = "put back the awards that it builds on"
            place = ("builds_on",)
            self.found.problems.append(places.problem(self.now, file.path, place, "altered-record", message, hint))
        named = [*sorted(cause.path for cause in because), *(["its own record"] if own else [])]
        declared = not own and bool(because) and all(cause.declared for cause in because)
        self.found.alters.append(Told(file, ", ".join(named), declared))

    def _is_own(self, published: Award, award: Award) -> bool:
        """Whether the record itself, within one catalogue, makes another document."""
        parts, were = self.now.parts(award), self.before.parts(published)
        if (published.badge, published.builds_on) == (award.badge, award.builds_on):
            parts = were  # that another award was changed is told there
        for catalogue in (self.now.catalogue, self.before.catalogue):
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


def unchanged_batch(sides: tuple[Side, Side], files: Iterable[RecordFile]) -> Found:
    """What becomes of some awards whose records are the same."""
    comparison = Comparison(*sides)
    for file in files:
        comparison.unchanged(file)
    return comparison.found
