"""The small part of a registry, loaded whole: issuer, badges, reserved numbers, images, pages, and their Problems."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any, Final

from generator.diagnostics import Position, Problem, Related, arrange, errors_of, render
from generator.errors import RegistryRefused
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.catalogue import Catalogue, Reserved
from generator.model.profile import Profile
from generator.names import Slug
from generator.sources import badge_rules, decode, issuer_rules, kinds, pages
from generator.sources.images import image_faults
from generator.sources.index import Taken
from generator.sources.known import Known
from generator.sources.layout import (
    ISSUER,
    RESERVED,
    BadgeFiles,
    Folders,
    Source,
    at_top,
    badge_files,
    record_folders,
    top_entries,
)
from generator.sources.personal import OF_ANYBODY, Personal, conceal, unnamed
from generator.sources.shapes import INVALID, Fields
from generator.sources.tables import Table
from generator.sources.yaml_nodes import Document, read


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """The catalogue (None while there are mistakes), what awards' rules need of it, and what folders may be called.

    `finished` is what of it people can decide upon while the rest is written: the issuer, and of each badge the
    versions before the first that has mistakes; None while issuer.yml or reserved.yml has some. Nothing is published
    of it. Warnings are among the Problems; they keep nothing from being published.
    """

    catalogue: Catalogue | None
    finished: Catalogue | None
    known: Known
    folders: Folders
    taken: tuple[Taken, ...]
    pages: pages.Pages
    problems: tuple[Problem, ...]

    def finished_part(self) -> Catalogue:
        """What is `finished`. Raises `RegistryRefused` with the mistakes in what everything else depends on."""
        if self.finished is None:
            mistakes = arrange(errors_of(self.problems))
            first = [problem for problem in mistakes if problem.position.path in (ISSUER, RESERVED)]
            told = "\n".join(map(render, first or mistakes))
            raise RegistryRefused(f"the registry has mistakes that must be mended first\n{told}")
        return self.finished

    def finished_version(self, of: BadgeVersion) -> Achievement:
        """The badge version. Raises `RegistryRefused` where it is not there, or it or one before it has mistakes."""
        listed = self.finished_part().badges.get(of.badge, ())
        if 1 <= of.version <= len(listed):
            return listed[of.version - 1]
        files = {f"badges/{of.badge}/v{number}.yml" for number in range(len(listed) + 1, of.version + 1)}
        told = arrange(problem for problem in errors_of(self.problems) if problem.position.path in files)
        if of.version > len(self.known.versions.get(of.badge, ())) or not told:
            newest = f": its newest is {of.badge}@{len(listed)}" if listed else ""
            raise RegistryRefused(f'there is no version {of.version} of the badge "{of.badge}"{newest}')
        draft = all(problem.code == "unfinished" for problem in told)
        why = "is a draft: first write what each TODO: asks for" if draft else "has mistakes: mend these first"
        other = f", or take {of.badge}@{len(listed)}" if listed else ""
        raise RegistryRefused(f"{of} {why}{other}; badges check lists all, this is the first\n{render(told[0])}")


@dataclass
class _Reading:
    """What has been read so far."""

    source: Source
    today: date
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    personal: Personal = OF_ANYBODY

    def document(self, path: str) -> Document:
        document = read(path, self.source.read(path))
        conceal(document, self.personal)
        return document

    def close(self, *documents: Document) -> None:
        """Take over the documents' Problems; nothing more is reported on them."""
        for document in documents:
            mistakes = errors_of(document.problems)
            self.problems += mistakes
            self.warnings += (problem for problem in document.problems if problem not in mistakes)


def load(source: Source, today: date) -> Loaded:
    """Everything but the awards; `today` (UTC) is the last day that a date of the past may be of."""
    reading = _Reading(source, today)
    top = top_entries(source, reading.problems)
    files = badge_files(source, reading.problems)
    slugs = frozenset(files.versions)
    issuer, fields, document = _issuer(reading, files, top)
    versions = _badges(reading, files)
    taken = _reserved(reading)
    images = _images(reading, files)
    url = fields.get("url")
    site = pages.load(source, url if isinstance(url, str) else None, top, slugs, reading.personal, reading.problems)
    _names_of_files(reading, [*files.images, *(f"badges/{slug}" for slug in slugs), *(f"docs/{n}" for n in site.docs)])
    finished = None
    if issuer and not any(problem.position.path == RESERVED for problem in reading.problems):
        right = {slug: tuple(v for v in takewhile(bool, listed) if v) for slug, listed in versions.items()}
        badges = {slug: listed for slug, listed in right.items() if listed}
        reserved = tuple(Reserved(entry.status, entry.revoked) for entry in taken)
        finished = Catalogue(issuer=issuer, badges=badges, reserved=reserved, images=images)
    known = _known(reading, fields, document, versions)
    campuses = frozenset(known.campuses) if known.campuses is not None else None
    folders = Folders(campuses, slugs if "badges" in top and top["badges"].kind == "folder" else None)
    return Loaded(
        catalogue=None if reading.problems else finished,
        finished=finished,
        known=known,
        folders=folders,
        taken=taken,
        pages=site,
        problems=tuple(unnamed(problem, reading.personal) for problem in [*reading.problems, *reading.warnings]),
    )


def _issuer(
    reading: _Reading, files: BadgeFiles, top: Container[str]
) -> tuple[Profile | None, Fields, Document | None]:
    """The issuer, where its file is right; its fields as far as they are; their document."""
    if not files.has_issuer:
        if not any(problem.position.path in ("badges", ISSUER) for problem in reading.problems):
            message = "there is no file badges/issuer.yml" if "badges" in top else "there is no registry in this folder"
            hint = _WHO_AWARDS if "badges" in top else _ELSEWHERE
            reading.problems.append(at_top(ISSUER, "no-issuer", message, hint))
        return None, {}, None
    document = read(ISSUER, reading.source.read(ISSUER), _WHO_AWARDS)
    reading.personal = Personal.of(document)
    conceal(document, reading.personal)
    fields = _table(document, kinds.ISSUER)
    if fields:
        badges, images = frozenset(files.versions), frozenset(files.images)
        subject = issuer_rules.IssuerFile(document, decode.sound(fields), badges, images, reading.today)
        for rule in issuer_rules.RULES:
            rule(subject)
    reading.close(document)
    return None if errors_of(document.problems) else decode.profile(fields), fields, document


_WHO_AWARDS: Final = "it says who awards: name, url, keys, campuses, assessors"
_ELSEWHERE: Final = "run this in the registry's folder, or name it with --source"


def _table(document: Document, shape: Table) -> Fields:
    """The members of a document that is one table, INVALID among them."""
    fields = shape.decode(document.root, document) if document.root is not None else {}
    return fields if isinstance(fields, dict) else {}


def _badges(reading: _Reading, files: BadgeFiles) -> dict[Slug, tuple[Achievement | None, ...]]:
    """Every version of every badge by number; None where a file has Problems or is not there."""
    subjects = list(_badge_files(reading, files))
    for subject in subjects:
        for rule in badge_rules.RULES if subject.fields else ():
            rule(subject)
    badge_rules.circles(subjects)
    made: dict[Slug, dict[int, Achievement | None]] = {slug: {} for slug in files.versions}
    for subject in subjects:
        of = BadgeVersion(subject.slug, subject.number)
        whole = not errors_of(subject.document.problems)
        made[subject.slug][subject.number] = decode.achievement(of, decode.sound(subject.fields)) if whole else None
        reading.close(subject.document)
    return {slug: tuple(found.get(n) for n in range(1, max(found, default=0) + 1)) for slug, found in made.items()}


def _badge_files(reading: _Reading, files: BadgeFiles) -> Iterator[badge_rules.BadgeFile]:
    numbers = {slug: frozenset(found) for slug, found in files.versions.items()}
    for slug, found in sorted(files.versions.items()):
        for number, path in sorted(found.items()):
            document = reading.document(path)
            fields = _table(document, kinds.BADGE)
            yield badge_rules.BadgeFile(document, fields, slug, number, numbers, frozenset(files.images), reading.today)


def _reserved(reading: _Reading) -> tuple[Taken, ...]:
    """The numbers of erased awards with their places; a number that stands twice is a Problem."""
    if not any(entry.path == RESERVED and entry.kind == "file" for entry in reading.source.list("recipients")):
        return ()
    document = reading.document(RESERVED)
    values = kinds.RESERVED.decode(document.root, document) if document.root is not None else ()
    taken: dict[int, Taken] = {}
    for place, value in enumerate(values if isinstance(values, tuple) else ()):
        entry = decode.reserved((value,))
        node = document.find(place, "status")
        if entry and entry[0].status in taken:
            related = (Related(taken[entry[0].status].position, "it stands here first"),)
            document.report("repeated", f"the number {entry[0].status} stands here twice", node, "keep one", related)
        elif entry:
            taken[entry[0].status] = Taken(entry[0].status, entry[0].revoked, document.position(node))
    reading.close(document)
    return tuple(taken.values())


def _names_of_files(reading: _Reading, paths: Iterable[str]) -> None:
    """Tell of what is personal in names of files and folders, at the folder that they stand in."""
    for path in sorted(paths):
        folder, _, name = path.rpartition("/")
        for found in reading.personal.find(name)[:1]:
            message = f"{found.kind} stands in the name of something in this folder"
            reading.problems.append(at_top(folder, "personal-data", message, "give it another name"))


def _images(reading: _Reading, files: BadgeFiles) -> Mapping[str, bytes]:
    images = {path: reading.source.read(path) for path in files.images}
    reading.problems += [fault for path, data in images.items() for fault in image_faults(path, data, reading.personal)]
    return images


def _known(
    reading: _Reading,
    fields: Fields,
    document: Document | None,
    versions: Mapping[Slug, tuple[Achievement | None, ...]],
) -> Known:
    """What awards' rules need, leaving out what has Problems of its own."""
    url, hosts = fields.get("url"), fields.get("evidence_hosts", ())
    assessors = _entries(fields.get("assessors"), decode.assessor)
    places: dict[str, Position] = {}
    if assessors and document:
        places.update((name, document.position(document.find_key("assessors", name))) for name in assessors)
    unsound = not _whole(hosts) or not fields
    return Known(
        url=url if isinstance(url, str) else None,
        campuses=_entries(fields.get("campuses"), decode.campus),
        assessors=assessors,
        assessor_places=places,
        evidence_hosts=None if unsound else decode.evidence_hosts(hosts),
        versions=versions,
        today=reading.today,
        folders=record_folders(reading.source),
        personal=reading.personal,
    )


def _entries(values: Any, make: Any) -> dict[Slug, Any] | None:
    """Named entries made into what they are; None in place of one with Problems, and of all where there are none."""
    if not isinstance(values, Mapping):
        return None
    return {Slug(name): make(decode.sound(value)) if _whole(value) else None for name, value in values.items()}


def _whole(value: Any) -> bool:
    """Whether nothing in the value is INVALID."""
    if isinstance(value, Mapping):
        return all(map(_whole, value.values()))
    return all(map(_whole, value)) if isinstance(value, tuple) else value is not INVALID
