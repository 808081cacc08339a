"""Comparing a registry with an earlier state of its files; both are composed by this program.

An award whose record and whose part of the catalogue are the same is the same, and isn't looked at.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Final

from generator.diagnostics import Position, Problem, Related, arrange
from generator.errors import NotAName
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.award import Award
from generator.model.profile import Profile
from generator.names import AWARD_ID, AwardId, Slug
from generator.publishing.changes import places
from generator.publishing.changes.authority import objection
from generator.publishing.changes.awards import Comparison, Found, unchanged_batch
from generator.publishing.changes.lasting import catalogue_faults, reservation_faults
from generator.publishing.changes.pages import changed_pages
from generator.publishing.changes.sides import Side, version
from generator.publishing.changes.summary import Changes, Told, pages_of
from generator.publishing.changes.touched import Touched, files_in, required
from generator.publishing.checking import BATCH, Map, batches
from generator.publishing.progress import Hear
from generator.sources import records
from generator.sources.layout import ISSUER, RecordFile, record_files

_RECORDS: Final = "recipients/"
_IDS: Final = re.compile(AWARD_ID.encode())


@dataclass
class _Comparison:
    """What is compared: `before` None is a registry that had not begun, so that nothing was published."""

    before: Side | None
    now: Side
    changed: Collection[str]
    today: date
    run: Map
    hear: Hear
    changes: Changes = field(default_factory=Changes)
    found: Found = field(default_factory=Found)
    # By the status number of each erased award its id and whether it was revoked.
    erased: dict[int, tuple[str, bool]] = field(default_factory=dict)
    # Awards whose page others show: erased, or of another badge version, day or end than before.
    shown_by_others: dict[str, Slug] = field(default_factory=dict)
    # The award that is issued with a status number.
    issued: dict[int, RecordFile] = field(default_factory=dict)
    # The address where the site was before; empty: where it is.
    moved_from: str = ""


def compare(
    before: Side | None,
    now: Side,
    changed: Collection[str],
    today: date,
    run: Map,
    hear: Hear,
    erased_before: Callable[[Set[str]], Set[str]] = lambda awards: frozenset(),
) -> Changes:
    """What the change does; `changed` are the paths of all files that may differ between the two sides.

    `erased_before` tells which of some awards there were in the history that led to `before`, and were erased in it.
    """
    work = _Comparison(before, now, changed, today, run, hear)
    if before:
        work.changes.problems += catalogue_faults(before.catalogue, now)
        old = before.catalogue.issuer.url
        work.moved_from = "" if old == now.catalogue.issuer.url else old
        work.before = before = _at_one_address(before, now.catalogue.issuer.url)
    _compare_records(work)
    if before:
        _compare_others(work, before)
        work.changes.problems += [*reservation_faults(now, work.erased), *_reused(work, before)]
        work.changes.problems += _ids_reused(work, erased_before)
        _take(work, before)
    if any(not path.startswith(_RECORDS) for path in changed):
        work.changes.pages += changed_pages(before, now)
    work.changes.problems = arrange(work.changes.problems)
    work.changes.arrange()
    return work.changes


def _at_one_address(before: Side, url: str) -> Side:
    """The side as if it had stood at that address: that a site moves is told once, and not of each of its awards."""
    catalogue = before.catalogue
    if catalogue.issuer.url == url:
        return before
    return replace(before, catalogue=replace(catalogue, issuer=replace(catalogue.issuer, url=url)))


def record_of(path: str) -> RecordFile | None:
    """What a path says if it is an award's."""
    parts = path.split("/")
    if len(parts) != 4 or parts[0] != "recipients" or not parts[3].endswith(".yml"):
        return None
    try:
        return RecordFile(path, Slug(parts[1]), Slug(parts[2]), AwardId(parts[3].removesuffix(".yml")))
    except NotAName:
        return None


def _compare_records(work: _Comparison) -> None:
    """Each award whose record is new, changed, moved or gone."""
    files = [file for path in sorted(work.changed) if (file := record_of(path))]
    was: dict[AwardId, tuple[RecordFile, Award]] = {}
    new: dict[AwardId, RecordFile] = {}
    for number, file in enumerate(files):
        if work.before and (award := work.before.award(file)):
            was[file.id] = (file, award)
        if work.now.bytes_of(file.path) is not None:
            new[file.id] = file
        work.hear("changed records", number + 1, len(files))
    for id, file in new.items():
        _take_record(work, file, was.get(id))
    for id, (file, award) in was.items():
        if id not in new:
            _erased(work, file, award)


def _take_record(work: _Comparison, file: RecordFile, was: tuple[RecordFile, Award] | None) -> None:
    """An award that is new or changed; what `check` says of its file is said here too."""
    record = records.parse(file, work.now.bytes_of(file.path) or b"", work.now.loaded.known)
    work.changes.problems += record.problems
    award = record.award or work.now.award(file)
    if was is None:
        _issued(work, file, award)
    elif award:
        assert work.before is not None
        comparison = Comparison(work.before, work.now)
        comparison.changed(was, (file, award))
        work.found.add(comparison.found)
        _note_shown(work, was[1], award)
        if award.assessor != was[1].assessor:
            _authority(work, file, award)


def _issued(work: _Comparison, file: RecordFile, award: Award | None) -> None:
    work.changes.issues.append(Told(file, f"by {award.assessor}" if award else ""))
    work.changes.pages += pages_of([file.id], "added")
    if award is None:
        return
    achievement = version(work.now.catalogue, award.badge)
    if achievement and achievement.stack:
        work.changes.completes.append(Told(file))
    work.issued[award.status] = file
    _authority(work, file, award)


def _reused(work: _Comparison, before: Side) -> Iterator[Problem]:
    """The Problems of new awards with the status number of one that is erased."""
    gone = {entry.status for entry in before.catalogue.reserved} | work.erased.keys()
    for status, file in sorted(work.issued.items()):
        if status in gone:
            message = f"the status number {status} was that of another award, which is erased"
            hint = "draw another: each number is used once, for ever"
            yield places.problem(work.now, file.path, ("status",), "status-reused", message, hint)


def _ids_reused(work: _Comparison, erased_before: Callable[[Set[str]], Set[str]]) -> Iterator[Problem]:
    """The Problems of new awards with the id of one that was erased."""
    files = {told.file.id: told.file for told in work.changes.issues}
    for award in sorted(erased_before(files.keys())) if files else ():
        message = f"the award {award} was erased, and is here again"
        hint = "award anew, with another id: what was erased stays erased"
        yield places.problem(work.now, files[AwardId(award)].path, (), "id-reused", message, hint)


def _authority(work: _Comparison, file: RecordFile, award: Award) -> None:
    if work.before is None or (message := objection(work.before.catalogue.issuer, award)) is None:
        return
    if objection(work.now.catalogue.issuer, award):
        return  # not allowed by this change either, which is told of the record itself
    told = f"{message}, in the registry as it was before this change"
    hint = "merge the permission first, in a change of its own; if it is merged, bring this branch up to date with main"
    code = "authority-not-in-base"
    work.changes.problems.append(places.problem(work.now, file.path, ("assessor",), code, told, hint))


def _erased(work: _Comparison, file: RecordFile, award: Award) -> None:
    work.changes.erases.append(Told(file))
    work.changes.pages += pages_of([file.id], "removed")
    work.erased[award.status] = (file.id, award.revoked is not None)
    work.shown_by_others[file.id] = award.badge.badge
    reserved = {entry.status: entry.revoked for entry in work.now.catalogue.reserved}
    if reserved.get(award.status) and not award.revoked:
        work.changes.revokes.append(Told(file, "erased and revoked"))


def _note_shown(work: _Comparison, was: Award, award: Award) -> None:
    if (was.badge, was.awarded, was.revoked) != (award.badge, award.awarded, award.revoked):
        work.shown_by_others[award.id] = was.badge.badge


def _compare_others(work: _Comparison, before: Side) -> None:
    """Awards whose records are the same: those of which the catalogue says something else, and those that show others.

    With another signing key, or at another address, it is every award.
    """
    sides = (before, work.now)
    touched = Touched.between(before.catalogue, work.now.catalogue)
    visited = (file for file in touched.files(work.now) if file.path not in work.changed)
    for number, found in enumerate(work.run(partial(unchanged_batch, sides), batches(visited))):
        work.found.add(found)
        work.hear("awards that the catalogue touches", number * BATCH)
    if work.shown_by_others:
        visited = (file for file in _showing(work) if not touched.has(file.campus, file.badge))
        work.found.add(unchanged_batch(sides, visited))


def _showing(work: _Comparison) -> Iterator[RecordFile]:
    """The awards with an unchanged record that build on one that others show otherwise now."""
    shown = {*work.shown_by_others.values()}
    catalogue, (campuses, badges) = work.now.catalogue, work.now.loaded.known.folders
    building = [slug for slug in sorted(badges) if shown & required(catalogue.badges.get(slug, ()))]
    for campus, badge in itertools.product(sorted(campuses), building):
        for file in files_in(work.now, campus, badge):
            data = b"" if file.path in work.changed else work.now.bytes_of(file.path) or b""
            if any(found.decode() in work.shown_by_others for found in _IDS.findall(data)):
                yield file


def _all_published(work: _Comparison) -> Iterator[RecordFile]:
    """Every award that was published before and still is."""
    issued = {told.file.id for told in work.changes.issues}
    return (file for file in record_files(work.now.source, work.now.loaded.folders, []) if file.id not in issued)


def _take(work: _Comparison, before: Side) -> None:
    """Take over what was found of awards, and what is of all of them: proofs by another key, another address."""
    changes, found, issuer = work.changes, work.found, work.now.catalogue.issuer
    changes.revokes += found.revokes
    changes.problems += found.problems
    changes.problems += [_undeclared(work, before, path) for path in sorted(found.undeclared)]
    changes.pages += pages_of((file.id for file in found.pages), "changed")
    if work.moved_from:
        declared = work.moved_from in issuer.moved_from
        note = f"the move from {work.moved_from}"
        own = {told.file.id: told for told in found.alters if not told.declared}
        changes.alters += [own.get(file.id, Told(file, note, declared)) for file in _all_published(work)]
        changes.pages += pages_of((told.file.id for told in changes.alters), "changed")
    else:
        changes.alters += found.alters
    if _signer(before.catalogue.issuer) != _signer(issuer):
        altered = {told.file.id for told in changes.alters}
        changes.renews += [Told(file) for file in _all_published(work) if file.id not in altered]


def _signer(issuer: Profile) -> str | None:
    key = issuer.signing_key
    return key.public if key else None


def _undeclared(work: _Comparison, before: Side, path: str) -> Problem:
    """The Problem of a file of the catalogue that alters published credentials without declaring it."""
    many, example = work.found.undeclared[path], work.found.examples[path]
    old, new = before.catalogue.issuer, work.now.catalogue.issuer
    member, hint = places.of_issuer(old, new), "put it back; a new name comes with its day: name: [{name: …, until: …}]"
    added = [each for each in new.amended if each not in old.amended]
    if path != ISSUER:
        was, now = _versions(before, work.now, path)
        member = places.of_version(was, now)
        added = [each for each in now.amended if each not in was.amended]
        newest = len(work.now.catalogue.badges[now.of.badge])
        hint = f"put it back, and write it into a new version: badges/{now.of.badge}/v{newest + 1}.yml"
    what = "1 published credential says" if many == 1 else f"{many:,} published credentials say"
    message = f"this alters what {what}, and nothing here declares it"
    if added:
        message = f"this alters what {what}, and the amendment that was added is of a day before"
        hint = f"date it of the day on which it is made: {{date: {work.today}, reason: …}}"
    else:
        hint += f"; if it mends a mistake, declare it here: amended: [{{date: {work.today}, reason: …}}]"
    related = Related(Position(example), "one of them")
    return places.problem(work.now, path, member, "altered-undeclared", message, hint, related)


def _versions(before: Side, now: Side, path: str) -> tuple[Achievement, Achievement]:
    """The badge version of a file, as it was and as it is."""
    _, slug, name = path.split("/")
    of = BadgeVersion(Slug(slug), int(name.removeprefix("v").removesuffix(".yml")))
    return before.catalogue.achievement(of), now.catalogue.achievement(of)
