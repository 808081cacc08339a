"""Comparing a registry with a published site: what this program would publish, with what the world has.

A site doesn't say who may award or who could: what is read of authority and entries from an earlier state of the files
is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from functools import partial

from generator.addresses import STATUS_LIST_LENGTH
from generator.diagnostics import Problem, arrange
from generator.encodings import json_text
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from generator.openbadges import v2, v3
from generator.openbadges.json_values import Json
from generator.publishing.changes import places
from generator.publishing.changes.lasting import address_faults, key_faults, reservation_faults, versions_removed
from generator.publishing.changes.published import Published, PublishedUnreadable, read_bytes
from generator.publishing.changes.published_awards import AtOnce, Found, Work, list_of, published_batch
from generator.publishing.changes.sides import Side
from generator.publishing.changes.summary import Changes, Page, Told
from generator.publishing.checking import BATCH, Map, batches
from generator.publishing.findings import difference
from generator.publishing.progress import Hear
from generator.sources.layout import RESERVED, RecordFile, record_files

_PROGRAM = (
    "put the registry back, or declare it by amended; if the registry is as it was, this program composes it otherwise "
    "than the one that published: stay with that version, and report it"
)


@dataclass(frozen=True, kw_only=True)
class World:
    """What the comparison needs of the machine: `pages` of the catalogue by path, as they would be published.

    `entries` are the paths of all files of the site, None where they can't be known.
    """

    pages: Iterable[tuple[str, bytes]]
    entries: Iterable[str] | None
    run: Map
    at_once: AtOnce
    hear: Hear


@dataclass
class _Comparison:
    published: Published
    now: Side
    found: Found = field(default_factory=Found)
    changes: Changes = field(default_factory=Changes)
    pages: set[str] = field(default_factory=set)


def compare_site(published: Published, now: Side, chosen: Set[AwardId] | None, world: World) -> Changes:
    """What publishing would do. Raises `PublishedUnreadable`."""
    work, issuer = _Comparison(published, now), now.catalogue.issuer
    there = replace(now.catalogue, issuer=replace(issuer, url=published.url))
    changes = work.changes
    changes.problems += address_faults(published.url, now)
    changes.problems += key_faults(published.keys(), now)
    versions = published.versions()
    changes.problems += versions_removed(_versions_gone(versions, now))
    assert issuer.signing_key is not None
    key = published.at.key(issuer.signing_key.public)
    given = Work(published=published, now=now, catalogue=there, key=key, at_once=world.at_once, chosen=chosen)
    files = record_files(now.source, now.loaded.folders, [])
    for number, found in enumerate(world.run(partial(published_batch, given), batches(files))):
        work.found.add(found)
        world.hear("awards", number * BATCH)
    _take(work)
    amended = {of: versions.get(of, []) for of in work.found.versions}
    changes.problems += _altered_versions(published, now, there, amended)
    _compare_pages(work, world.pages)
    _compare_status(work, set() if world.entries is None else _gone(work, world.entries))
    changes.problems = arrange(changes.problems)
    changes.arrange()
    return changes


def _versions_gone(versions: Iterable[tuple[str, int]], now: Side) -> list[str]:
    badges = now.catalogue.badges
    return [
        f"badges/{slug}/v{version}.yml"
        for slug, version in versions
        if not Slug.admits(slug) or version > len(badges.get(Slug(slug), ()))
    ]


def _take(work: _Comparison) -> None:
    """Take over what was found of awards."""
    changes, found = work.changes, work.found
    changes.issues += (told for told, _ in found.issues)
    changes.completes += found.completes
    changes.renews += found.renews
    changes.alters += found.alters
    if work.published.url != work.now.catalogue.issuer.url:
        declared = work.published.url in work.now.catalogue.issuer.moved_from
        known = {told.file.id for told in found.alters}
        note = f"the move from {work.published.url}"
        changes.renews.clear()
        changes.alters += (Told(file, note, declared) for file in found.kept if file.id not in known)
    changes.pages += found.pages
    for _, (many, path, words) in sorted(found.differs.items()):
        what = "1 published credential says" if many == 1 else f"{many:,} published credentials say"
        message = f"{what} something else than would be published now: {words}"
        changes.problems.append(places.problem(work.now, path, (), "altered-published", message, _PROGRAM))


def _altered_versions(
    published: Published, now: Side, there: Catalogue, amended: Mapping[tuple[str, int], list[Json]]
) -> Iterator[Problem]:
    """The Problems of badge versions with published awards whose own documents would differ.

    `amended`: of each, what was declared when it was published. What was since is judged by the credentials.
    """
    for (slug, number), before in sorted(amended.items()):
        badge = there.badges[Slug(slug)][number - 1]
        if any({"date": str(each.date), "reason": each.reason} not in before for each in badge.amended):
            continue
        at = published.at
        for address, ours in (
            (at.achievement(badge.of.badge, number), v3.achievement(there, badge)),
            (at.badge_class(badge.of.badge, number), v2.badge_class(there, badge)),
        ):
            theirs = published.document(address)
            words = "" if theirs is None else _difference(theirs, ours)
            if words:
                message = f"the published {at.site_path(address)} says something else than would be now: {words}"
                path = f"badges/{slug}/v{number}.yml"
                yield places.problem(now, path, (), "altered-published", message, _PROGRAM)


def _difference(theirs: Json, ours: Json) -> str:
    """Where two documents of a badge version differ; the issuer's name of today is none of the version's."""
    if isinstance(theirs.get("creator"), dict):
        theirs = theirs | {"creator": theirs["creator"] | {"name": ours.get("creator", {}).get("name")}}
    found, expected = json_text.dump(theirs), json_text.dump(ours)
    return "" if json_text.parse(found) == json_text.parse(expected) else difference("x.json", found, expected)


def _compare_pages(work: _Comparison, pages: Iterable[tuple[str, bytes]]) -> None:
    for path, data in pages:
        if path.endswith(".html"):
            work.pages.add(path)
            there = read_bytes(work.published.site, path)
            if there != data:
                work.changes.pages.append(Page(path, "added" if there is None else "changed"))


def _gone(work: _Comparison, entries: Iterable[str]) -> set[str]:
    """The ids of awards that the site has and the registry has not; pages that are gone are noted."""
    known, gone = set(work.found.ids), set[str]()
    for path in entries:
        award = work.published.at.award_of(work.published.at.at(path))
        if award and award not in known and path.startswith("awards/") and path.endswith(".json"):
            gone.add(award)
        elif path.endswith(".html") and (award not in known if award else path not in work.pages):
            work.changes.pages.append(Page(path, "removed"))
    return gone


def _compare_status(work: _Comparison, gone: Set[str]) -> None:
    """Awards that are revoked or erased now, and bits that would be taken back."""
    now, changes, found = work.now, work.changes, work.found
    erased = dict(_erased(work, sorted(gone)))
    reserved = {entry.status: entry.revoked for entry in now.catalogue.reserved}
    lists = {list_of(status) for status in (*found.statuses, *reserved, *erased)}
    bits = {status for number in sorted(lists) for status in work.published.revoked(number)}
    files, issued = dict(found.revoked), {told.file.id for told, _ in found.issues}
    changes.revokes += (Told(file) for status, file in files.items() if status not in bits and file.id not in issued)
    changes.erases += (Told(file) for file in erased.values())
    changes.revokes += (
        Told(file, "erased and revoked")
        for status, file in erased.items()
        if reserved.get(status) and status not in bits
    )
    told = {status: (file.id, status in bits) for status, file in erased.items()}
    changes.problems += reservation_faults(now, told)
    back = bits - files.keys() - {status for status, revoked in reserved.items() if revoked} - told.keys()
    changes.problems += _taken_back(work, back)
    for issue, status in found.issues:
        if status in erased:
            message = f"the status number {status} was that of another award, which is erased"
            hint = "draw another: each number is used once, for ever"
            problem = places.problem(now, issue.file.path, ("status",), "status-reused", message, hint)
            changes.problems.append(problem)


def _taken_back(work: _Comparison, back: Set[int]) -> Iterator[Problem]:
    """The Problems of numbers that the world was told are revoked, and that would hold again."""
    if not back:
        return
    for file in record_files(work.now.source, work.now.loaded.folders, []):
        award = work.now.award(file)
        if award and award.status in back:
            back = back - {award.status}
            message = "the site says that this award is revoked, and it would hold again"
            hint = "put revoked back: what was told to the world stays"
            yield places.problem(work.now, file.path, (), "revocation-undone", message, hint)
    for status in sorted(back):
        message = f"the site says that the award of number {status} is revoked, and it would hold again"
        yield places.problem(
            work.now, RESERVED, (), "revocation-undone", message, f"add - {{status: {status}, revoked: true}}"
        )


def _erased(work: _Comparison, awards: Iterable[str]) -> Iterator[tuple[int, RecordFile]]:
    """The status number and file of awards that the site has and the registry has not."""
    at = work.published.at
    for award in awards:
        id = AwardId(award)
        document = work.published.document(at.credential(id)) or {}
        try:
            status = document["credentialStatus"]
            index = int(status["statusListIndex"])
            number = int(status["statusListCredential"].rpartition("/")[2].removesuffix(".json"))
            subject = document["credentialSubject"]
            campus = Slug(subject["source"]["id"].rpartition("#")[2])
            badge = Slug(subject["achievement"]["id"].split("/")[-2])
        except (LookupError, TypeError, ValueError, AttributeError):
            raise PublishedUnreadable(str(at.site_path(at.credential(id))), "it is not a credential") from None
        path = f"recipients/{campus}/{badge}/{id}.yml"
        yield number * STATUS_LIST_LENGTH + index, RecordFile(path, campus, badge, id)
