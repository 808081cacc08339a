"""Awards beside what a published site says of them: each document is compared, its proof taken off."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, field
from typing import Any, Final

from generator.addresses import STATUS_LIST_LENGTH
from generator.encodings import json_text
from generator.errors import EncodingError
from generator.model.award import Award
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.openbadges.json_values import Json
from generator.publishing.changes.published import Published, PublishedUnreadable, read_bytes
from generator.publishing.changes.sides import Side, documents, page, version
from generator.publishing.changes.summary import Page, Told
from generator.publishing.findings import difference
from generator.publishing.outlet import award_paths
from generator.sources.layout import RecordFile

# Members that a record decides and no catalogue: no amendment changes them.
_OF_RECORDS: Final = ("awardedDate", "credentialStatus")
_OF_SUBJECTS: Final = ("id", "identifier", "narrative", "result")

# A map over some things at a time: of a site on the web, several are asked for at once.
AtOnce = Callable[[Callable[[str], bytes | None], Iterable[str]], Iterable[bytes | None]]


@dataclass(frozen=True, kw_only=True)
class Work:
    """What workers are given: `catalogue` composes at the published address; `chosen` awards are compared, None: all.

    `key` is the verification method by which proofs are made now.
    """

    published: Published
    now: Side
    catalogue: Catalogue
    key: str
    at_once: AtOnce
    chosen: Set[AwardId] | None


@dataclass
class Found:
    """What was found of some awards. `ids`, `statuses`, `revoked`: of all of them, compared or not.

    `kept`: those of the compared that were published. `differs`: by the place of the first difference of an altered
    document that nothing declares how many there are, and the first.
    """

    ids: list[AwardId] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    revoked: list[tuple[int, RecordFile]] = field(default_factory=list)
    versions: set[tuple[str, int]] = field(default_factory=set)
    issues: list[tuple[Told, int]] = field(default_factory=list)
    completes: list[Told] = field(default_factory=list)
    kept: list[RecordFile] = field(default_factory=list)
    renews: list[Told] = field(default_factory=list)
    alters: list[Told] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    differs: dict[str, tuple[int, str, str]] = field(default_factory=dict)

    def add(self, other: Found) -> None:
        """Take over what was found of others."""
        for name in ("ids", "statuses", "revoked", "issues", "completes", "kept", "renews", "alters", "pages"):
            getattr(self, name).extend(getattr(other, name))
        self.versions |= other.versions
        for place, (many, path, words) in other.differs.items():
            known = self.differs.get(place, (0, path, words))
            self.differs[place] = (known[0] + many, known[1], known[2])


def published_batch(work: Work, files: Iterable[RecordFile]) -> Found:
    """What the site says of some awards, and what it would say."""
    found = Found()
    taken = [(file, award) for file in files if (award := work.now.award(file))]
    for file, award in taken:
        found.ids.append(file.id)
        found.statuses.append(award.status)
        if award.revoked:
            found.revoked.append((award.status, file))
    chosen = [(file, award) for file, award in taken if work.chosen is None or file.id in work.chosen]
    paths = [path for file, _ in chosen for path in award_paths(work.now.catalogue, file.id)]
    read = iter(work.at_once(_Reading(work.published), paths))
    for file, award in chosen:
        _compare(work, file, award, (next(read), next(read), next(read)), found)
    return found


@dataclass(frozen=True)
class _Reading:
    published: Published

    def __call__(self, path: str) -> bytes | None:
        return read_bytes(self.published.site, path)


def _compare(
    work: Work, file: RecordFile, award: Award, there: tuple[bytes | None, bytes | None, bytes | None], found: Found
) -> None:
    credential, assertion, shown = award_paths(work.now.catalogue, file.id)
    if there[0] is None:
        found.issues.append((Told(file, f"by {award.assessor}"), award.status))
        found.pages.append(Page(shown, "added"))
        badge = version(work.now.catalogue, award.badge)
        if badge and badge.stack:
            found.completes.append(Told(file))
        return
    found.versions.add((award.badge.badge, award.badge.version))
    found.kept.append(file)
    theirs = _object(credential, there[0])
    proof, told = theirs.pop("proof", None), _object(assertion, there[1]) if there[1] else {}
    ours, hosted = documents(work.catalogue, award, work.now.parts(award)) or ({}, {})
    words = _difference(credential, theirs, ours)
    if not words and told.get("revoked") is not True:
        words = _difference(assertion, told, hosted)
    if words:
        declared = _is_declared(theirs, ours) or _parts_renamed(work, award, theirs, ours)
        _altered(file, words, declared, found)
    elif _method(proof) != work.key:
        found.renews.append(Told(file))
    if there[2] != page(work.now.catalogue, award, work.now.parts(award)):
        found.pages.append(Page(shown, "changed" if there[2] is not None else "added"))


def _object(path: str, data: bytes) -> Json:
    try:
        return json_text.parse_object(data, max_bytes=len(data))
    except EncodingError as error:
        raise PublishedUnreadable(path, str(error)) from None


def _difference(path: str, theirs: Json, ours: Json) -> str:
    """Where the two first differ, in words; empty: nowhere. Numbers are as JSON writes them."""
    written = json_text.dump(ours)
    if theirs == json_text.parse_object(written, max_bytes=len(written)):
        return ""
    return difference(path, json_text.dump(theirs), written)


def _altered(file: RecordFile, words: str, declared: bool, found: Found) -> None:
    found.alters.append(Told(file, words, declared))
    if not declared:
        place = words.partition(":")[0]
        many, path, first = found.differs.get(place, (0, file.path, words))
        found.differs[place] = (many + 1, path, first)


def _is_declared(theirs: Json, ours: Json) -> bool:
    """Whether an amendment was declared since: it moves `validFrom`, and nothing that the record decides differs."""
    was, now = theirs.get("validFrom"), ours.get("validFrom")
    if not (isinstance(was, str) and isinstance(now, str) and was < now):
        return False
    subject, other = theirs.get("credentialSubject"), ours["credentialSubject"]
    if not isinstance(subject, dict) or any(subject.get(name) != other.get(name) for name in _OF_SUBJECTS):
        return False
    return all(theirs.get(name) == ours.get(name) for name in _OF_RECORDS) and _badge(subject) == _badge(other)


def _parts_renamed(work: Work, award: Award, theirs: Json, ours: Json) -> bool:
    """Whether a stack's credential differs in nothing but names of parts whose badges declare amendments."""
    parts, names, own = work.now.parts(award) or (), theirs.get("evidence"), ours.get("evidence")
    if not (isinstance(names, list) and own and len(names) == len(own) == len(parts)):
        return False
    for part, name, other in zip(parts, names, own, strict=True):
        badge = version(work.now.catalogue, part.badge)
        if name != other and not (badge and badge.amended and isinstance(name, dict)):
            return False
        if name != other and name | {"name": other["name"]} != other:
            return False
    return not _difference("x.json", theirs | {"evidence": own}, ours)


def _badge(subject: Json) -> Any:
    """Which badge version and campus a credential is of."""
    return [part.get("id") for name in ("achievement", "source") if isinstance(part := subject.get(name), dict)]


def _method(proof: Any) -> Any:
    first = proof[0] if isinstance(proof, list) and proof else proof
    return first.get("verificationMethod") if isinstance(first, dict) else None


def list_of(status: int) -> int:
    """The status list that a number is in."""
    return status // STATUS_LIST_LENGTH
