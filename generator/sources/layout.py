"""Which files may stand where: the registry's folders, and the Problem of whatever else is found in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, Protocol

from generator.diagnostics import Position, Problem, Related
from generator.errors import NotAName
from generator.names import RESERVED as DEVICES
from generator.names import AwardId, Slug
from generator.sources.forms import IMAGE
from generator.sources.scalars import DEVICE
from generator.sources.shapes import nearest

ISSUER: Final = "badges/issuer.yml"
RESERVED: Final = "recipients/reserved.yml"
SITE: Final = "mkdocs.yml"

_VERSION = re.compile(r"v([1-9][0-9]{0,3})\.yml", re.ASCII)
_IMAGE = re.compile(IMAGE.pattern, re.ASCII)


_AT_TOP: Final = {"badges": "folder", "recipients": "folder", "docs": "folder", SITE: "file"}


class Entry(NamedTuple):
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
    """The entries that count: dot files don't, nor README.md where it is no page; links and clashes are Problems."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        name = entry.name
        if not name.startswith(".") and (special := special_fault(entry)) is not None:
            problems.append(special)
        elif not name.startswith("."):
            folded = name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()
            if folded in kept:
                related = (Related(Position(kept[folded].path), "the other one"),)
                message = "this name differs from another only in capital letters; many computers can't hold both"
                problems.append(at_top(entry.path, "case-clash", message, "keep the one in lower case", related))
            kept[folded] = entry  # lower case comes last, and is what names are written in
    for entry in kept.values():
        if not entry.path.endswith("README.md") or _counts(entry):
            yield entry


def _counts(entry: Entry) -> bool:
    """Whether what may be a README.md is a page, a folder or named otherwise."""
    return entry.path.startswith("docs/") or entry.name != "README.md" or entry.kind != "file"


def special_fault(entry: Entry) -> Problem | None:
    """The Problem of what is neither a file nor a folder."""
    if entry.kind == "link":
        message = "this is a symbolic link, and links are not followed"
        return at_top(entry.path, "symbolic-link", message, "put the file or folder itself there")
    if entry.kind == "other":
        return at_top(entry.path, "not-a-file", "this is neither a file nor a folder", "delete it")
    return None


def top_entries(source: Source, problems: list[Problem]) -> dict[str, Entry]:
    """What of the registry stands at its top, by name, with the Problems of what is of another kind than it must be."""
    found: dict[str, Entry] = {}
    for entry in source.list(""):
        if entry.name in _AT_TOP:
            if (special := special_fault(entry)) is not None:
                problems.append(special)
            elif entry.kind != _AT_TOP[entry.name]:
                message = f"a {_AT_TOP[entry.name]} belongs here, and this is a {entry.kind}"
                problems.append(at_top(entry.path, "wrong-kind", message, "rename it, or delete it"))
            found[entry.name] = entry
    return found


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
        if entry.path == ISSUER:
            issuer = entry.kind == "file"
            if not issuer:
                problems.append(at_top(ISSUER, "wrong-kind", "a file belongs here, and this is a folder", "rename it"))
        elif entry.kind == "folder":
            if (slug := _slug_of(entry, problems)) is not None:
                versions[slug] = _versions(source, entry.path, images, problems)
        elif _IMAGE.fullmatch(entry.name):
            images.append(entry.path)
        else:
            problems.append(_unexpected(entry, "badges/ holds issuer.yml, images, and a folder for each badge"))
    return BadgeFiles(versions, tuple(images), issuer)


def _slug_of(entry: Entry, problems: list[Problem]) -> Slug | None:
    if Slug.admits(entry.name):
        return Slug(entry.name)
    hint = (
        DEVICE
        if entry.name in DEVICES
        else "name it by lower-case letters and digits in words joined by single hyphens"
    )
    problems.append(at_top(entry.path, "bad-name", "the folder's name is not a slug", hint))
    return None


def _versions(source: Source, folder: str, images: list[str], problems: list[Problem]) -> dict[int, str]:
    found: dict[int, str] = {}
    unexpected: list[Problem] = []
    for entry in visible_entries(source.list(folder), problems):
        match = _VERSION.fullmatch(entry.name)
        if entry.kind == "file" and match:
            found[int(match[1])] = entry.path
        elif entry.kind == "file" and _IMAGE.fullmatch(entry.name):
            images.append(entry.path)
        else:
            unexpected.append(_unexpected(entry, "a badge's folder holds v1.yml, v2.yml and so on, and images"))
    problems += unexpected
    if not found and not unexpected:
        problems.append(at_top(folder, "no-version", "the badge has no version", "write v1.yml, or delete the folder"))
    for number, path in sorted(found.items()):
        if number > 1 and number - 1 not in found:
            message = f"there is a version {number} and no version {number - 1}"
            problems.append(at_top(path, "version-gap", message, "number the versions 1, 2, 3 without gaps"))
    return found


def _unexpected(entry: Entry, hint: str) -> Problem:
    kind = "folder" if entry.kind == "folder" else "file"
    return at_top(entry.path, f"unexpected-{kind}", f"this {kind} has no place here", hint)


class RecordFile(NamedTuple):
    """An award's file: what its path says."""

    path: str
    campus: Slug
    badge: Slug
    id: AwardId


@dataclass(frozen=True)
class Folders:
    """The names that folders under `recipients/` may have; None where that is not known, its file being wrong."""

    campuses: frozenset[str] | None
    badges: frozenset[str] | None


def record_files(source: Source, folders: Folders, problems: list[Problem]) -> Iterator[RecordFile]:
    """The award files in the order of their paths, folder by folder; Problems are noted as the folders are read."""
    for campus in visible_entries(source.list("recipients"), problems):
        if campus.path == RESERVED:
            if campus.kind == "folder":
                problems.append(
                    at_top(RESERVED, "wrong-kind", "a file belongs here, and this is a folder", "rename it")
                )
        elif campus.kind == "file":
            problems.append(_unexpected(campus, "recipients/ holds reserved.yml and a folder for each campus"))
        elif (name := _slug_of(campus, problems)) is not None:
            if folders.campuses is not None and name not in folders.campuses:
                problems.append(_unknown(campus, name, folders.campuses, "campus", "add it in badges/issuer.yml"))
            yield from _campus_files(source, name, folders, problems)


def _unknown(entry: Entry, name: Slug, known: Iterable[str], what: str, otherwise: str) -> Problem:
    near = nearest(name, known)
    hint = f'did you mean "{near}"?' if near else f"{otherwise}, or rename the folder"
    return at_top(entry.path, f"unknown-{what}", f'there is no {what} "{name}"', hint)


def record_folders(source: Source) -> tuple[frozenset[Slug], frozenset[Slug]]:
    """The names that folders of campuses, and of badges in them, bear."""
    campuses = _slugs(source, "recipients")
    return campuses, frozenset().union(*(_slugs(source, f"recipients/{campus}") for campus in campuses))


def _slugs(source: Source, folder: str) -> frozenset[Slug]:
    return frozenset(Slug(e.name) for e in source.list(folder) if e.kind == "folder" and Slug.admits(e.name))


def _campus_files(source: Source, campus: Slug, folders: Folders, problems: list[Problem]) -> Iterator[RecordFile]:
    for folder in visible_entries(source.list(f"recipients/{campus}"), problems):
        if folder.kind == "file":
            problems.append(_unexpected(folder, "a campus's folder holds a folder for each badge"))
        elif (badge := _slug_of(folder, problems)) is not None:
            if folders.badges is not None and badge not in folders.badges:
                problems.append(_unknown(folder, badge, folders.badges, "badge", f"write badges/{badge}/v1.yml"))
            yield from _award_files(source, campus, badge, problems)


def _award_files(source: Source, campus: Slug, badge: Slug, problems: list[Problem]) -> Iterator[RecordFile]:
    for entry in visible_entries(source.list(f"recipients/{campus}/{badge}"), problems):
        name = entry.name
        if entry.kind != "file" or not name.endswith(".yml"):
            hint = "a badge's folder here holds one .yml file for each award"
            problems.append(_unexpected(entry, "end its name in .yml" if name.rpartition(".")[2] == "yaml" else hint))
            continue
        try:
            award = AwardId(name.removesuffix(".yml"))
        except NotAName:
            hint = "badges stamp gives it an id: 26 random characters of 0123456789abcdefghjkmnpqrstvwxyz"
            problems.append(at_top(entry.path, "bad-name", "the file's name is not an award id", hint))
        else:
            yield RecordFile(entry.path, campus, badge, award)
