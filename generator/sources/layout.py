"""Which files may stand where: the registry's folders, and the Problem of whatever else is found in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from generator.diagnostics import Position, Problem, Related
from generator.names import AwardId, Slug
from generator.sources.kinds import IMAGE

ISSUER: Final = "badges/issuer.yml"
RESERVED: Final = "recipients/reserved.yml"
SITE: Final = "mkdocs.yml"

_VERSION = re.compile(r"v([1-9][0-9]{0,3})\.yml", re.ASCII)
_IMAGE = re.compile(IMAGE.pattern, re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """Something in a folder of the registry, by its path from the registry's top; a link is never followed."""

    path: str
    kind: Literal["file", "folder", "link", "other"]

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]


class Source(Protocol):
    """Where a registry's files come from."""

    def list(self, folder: str) -> list[Entry]:
        """What is in the folder, sorted by name; nothing where there is no such folder."""

    def read(self, path: str) -> bytes:
        """A file's bytes, or just more than the most a file may have; OSError where the world fails."""


def at_top(path: str, code: str, message: str, hint: str = "", related: tuple[Related, ...] = ()) -> Problem:
    """A Problem of a whole file or folder."""
    return Problem(code, message, Position(path), hint, related)


def visible_entries(entries: Iterable[Entry], problems: list[Problem]) -> Iterator[Entry]:
    """The entries that count: dot files and README.md don't, and links, devices and clashing names are Problems."""
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.kind == "link":
            hint = "put the file itself there"
            problems.append(
                at_top(entry.path, "symbolic-link", "this is a symbolic link, and links are not followed", hint)
            )
        elif entry.kind == "other":
            problems.append(at_top(entry.path, "not-a-file", "this is neither a file nor a folder"))
        elif (first := seen.setdefault(entry.name.casefold(), entry)) is not entry:
            related = (Related(Position(first.path), "the other one"),)
            message = "this name differs from another only in capital letters; many computers can't hold both"
            problems.append(at_top(entry.path, "case-clash", message, "keep the one in lower case", related))
        elif entry.name != "README.md":
            yield entry


@dataclass(frozen=True)
class BadgeFiles:
    """What the folder `badges/` holds: version files by slug and number, and images."""

    versions: dict[Slug, dict[int, str]]
    images: tuple[str, ...]
    has_issuer: bool


def badge_files(source: Source, problems: list[Problem]) -> BadgeFiles:
    """The files of `badges/`, with the Problems of whatever has no place there."""
    versions: dict[Slug, dict[int, str]] = {}
    images: list[str] = []
    issuer = False
    for entry in visible_entries(source.list("badges"), problems):
        if entry.kind == "folder":
            if (slug := _slug_of(entry, problems)) is not None:
                versions[slug] = _versions(source, entry.path, images, problems)
        elif entry.path == ISSUER:
            issuer = True
        elif _IMAGE.fullmatch(entry.name):
            images.append(entry.path)
        else:
            problems.append(_unexpected(entry, "badges/ holds issuer.yml, images, and a folder for each badge"))
    return BadgeFiles(versions, tuple(images), issuer)


def _slug_of(entry: Entry, problems: list[Problem]) -> Slug | None:
    if Slug.admits(entry.name):
        return Slug(entry.name)
    hint = "name it by lower-case letters and digits in words joined by single hyphens"
    problems.append(at_top(entry.path, "bad-name", "the folder's name is not a slug", hint))
    return None


def _versions(source: Source, folder: str, images: list[str], problems: list[Problem]) -> dict[int, str]:
    found: dict[int, str] = {}
    for entry in visible_entries(source.list(folder), problems):
        match = _VERSION.fullmatch(entry.name)
        if entry.kind == "file" and match:
            found[int(match[1])] = entry.path
        elif entry.kind == "file" and _IMAGE.fullmatch(entry.name):
            images.append(entry.path)
        else:
            problems.append(_unexpected(entry, "a badge's folder holds v1.yml, v2.yml and so on, and images"))
    if not found:
        problems.append(at_top(folder, "no-version", "the badge has no version", "write v1.yml, or delete the folder"))
    for number, path in sorted(found.items()):
        if number > 1 and number - 1 not in found:
            message = f"there is a version {number} and no version {number - 1}"
            problems.append(at_top(path, "version-gap", message, "number the versions 1, 2, 3 without gaps"))
    return found


def _unexpected(entry: Entry, hint: str) -> Problem:
    kind = "folder" if entry.kind == "folder" else "file"
    return at_top(entry.path, f"unexpected-{kind}", f"this {kind} has no place here", hint)


@dataclass(frozen=True, slots=True)
class RecordFile:
    """An award's file: what its path says."""

    path: str
    campus: Slug
    badge: Slug
    id: AwardId


@dataclass(frozen=True)
class Folders:
    """The names that folders under `recipients/` may have; None where that is not known, since its file has Problems."""

    campuses: frozenset[str] | None
    badges: frozenset[str]


def record_files(source: Source, folders: Folders, problems: list[Problem]) -> Iterator[RecordFile]:
    """The award files in the order of their paths, folder by folder; Problems are noted as the folders are read."""
    for campus in visible_entries(source.list("recipients"), problems):
        if campus.kind == "file":
            if campus.path != RESERVED:
                problems.append(_unexpected(campus, "recipients/ holds reserved.yml and a folder for each campus"))
        elif (name := _slug_of(campus, problems)) is not None:
            if folders.campuses is not None and name not in folders.campuses:
                hint = "add it to campuses in badges/issuer.yml, or rename the folder"
                problems.append(at_top(campus.path, "unknown-campus", f'there is no campus "{name}"', hint))
            else:
                yield from _campus_files(source, name, folders, problems)


def _campus_files(source: Source, campus: Slug, folders: Folders, problems: list[Problem]) -> Iterator[RecordFile]:
    for folder in visible_entries(source.list(f"recipients/{campus}"), problems):
        if folder.kind == "file":
            problems.append(_unexpected(folder, "a campus's folder holds a folder for each badge"))
        elif (badge := _slug_of(folder, problems)) is not None:
            if badge not in folders.badges:
                hint = f"write badges/{badge}/v1.yml, or rename the folder"
                problems.append(at_top(folder.path, "unknown-badge", f'there is no badge "{badge}"', hint))
            else:
                yield from _award_files(source, campus, badge, problems)


def _award_files(source: Source, campus: Slug, badge: Slug, problems: list[Problem]) -> Iterator[RecordFile]:
    for entry in visible_entries(source.list(f"recipients/{campus}/{badge}"), problems):
        stem, dot, extension = entry.name.rpartition(".")
        if entry.kind != "file" or dot + extension != ".yml":
            problems.append(_unexpected(entry, "a badge's folder here holds one .yml file for each award"))
        elif not AwardId.admits(stem):
            hint = "an award's id is 26 random characters of 0123456789abcdefghjkmnpqrstvwxyz"
            problems.append(at_top(entry.path, "bad-name", "the file's name is not an award id", hint))
        else:
            yield RecordFile(entry.path, campus, badge, AwardId(stem))
