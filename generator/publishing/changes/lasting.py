"""What lasts: entries of the issuer, badge versions and reserved numbers end, and none is ever taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from generator.diagnostics import Problem
from generator.model.catalogue import Catalogue
from generator.model.dated import Term
from generator.names import Slug
from generator.publishing.changes.places import problem
from generator.publishing.changes.sides import Side
from generator.sources.layout import ISSUER, RESERVED, at_top

_VERSION: Final = re.compile(r"badges/([a-z0-9-]+)/v([1-9][0-9]*)\.yml")
_LACKING: Final = ""
_END: Final = "put it back, and end it by until: and its last day"


def catalogue_faults(before: Catalogue, now: Side) -> Iterator[Problem]:
    """The Problems of what the issuer's file, the badges and the reserved numbers no longer say."""
    yield from address_faults(before.issuer.url, now)
    yield from key_faults(((key.public, key.revoked is None) for key in before.issuer.keys), now)
    yield from _entries(before, now)
    yield from _versions(before, now)
    yield from _reserved(before, now)


def address_faults(old: str, now: Side) -> Iterator[Problem]:
    """The Problem of an address that is another than the old one, where nothing says that the site moved."""
    if old != now.catalogue.issuer.url and old not in now.catalogue.issuer.moved_from:
        message = f"the address was {old}, which every published credential names"
        hint = f"put it back; or, if the site has really moved, add moved_from: {old}"
        yield problem(now, ISSUER, ("url",), "url-changed", message, hint)


def key_faults(before: Iterable[tuple[str, bool]], now: Side) -> Iterator[Problem]:
    """The Problems of keys that are gone or trusted again; `before` tells of each whether it was trusted."""
    listed = {key.public: (place, key) for place, key in enumerate(now.catalogue.issuer.keys)}
    for public, trusted in before:
        place, found = listed.get(public, (0, None))
        if found is None:
            message = f"the key {public} is gone, and with it the signatures that it made"
            hint = "put it back: an old key stays in the list, one that leaked gets revoked: and the day"
            yield problem(now, ISSUER, ("keys", _LACKING), "key-removed", message, hint)
        elif not (trusted or found.revoked):
            message = "this key was revoked, and is to be trusted again"
            hint = "put revoked: and its day back; to sign again, make a new key by `badges key new`"
            yield problem(now, ISSUER, ("keys", place, "public"), "revocation-undone", message, hint)


def _entries(before: Catalogue, now: Side) -> Iterator[Problem]:
    old, new = before.issuer, now.catalogue.issuer
    for what, were, are in (("campus", old.campuses, new.campuses), ("assessor", old.assessors, new.assessors)):
        member = "campuses" if what == "campus" else "assessors"
        for slug in were:
            if slug not in are:
                yield _gone(now, (member, _LACKING), f'the {what} "{slug}"')
    for slug, assessor in old.assessors.items():
        if slug in new.assessors:
            yield from _grants(now, slug, assessor.badges, new.assessors[slug].badges)
    for host in old.evidence_hosts:
        if host not in new.evidence_hosts:
            yield _gone(now, ("evidence_hosts", _LACKING), f'the host of evidence "{host}"')


def _grants(now: Side, assessor: Slug, were: Mapping[Slug, Term], are: Mapping[Slug, Term]) -> Iterator[Problem]:
    for badge in were:
        if badge not in are:
            yield _gone(
                now, ("assessors", assessor, "badges", _LACKING), f'the badge "{badge}" of the assessor "{assessor}"'
            )


def _gone(now: Side, member: tuple[str, ...], what: str) -> Problem:
    return problem(now, ISSUER, member, "entry-removed", f"{what} is gone, and awards may depend on it", _END)


def _versions(before: Catalogue, now: Side) -> Iterator[Problem]:
    for badge in before.achievements():
        slug, version = badge.of.badge, badge.of.version
        if version > len(now.catalogue.badges.get(slug, ())):
            yield _version_removed(f"badges/{slug}/v{version}.yml", f"{slug}@{version}")


def versions_removed(gone: Iterable[str]) -> Iterator[Problem]:
    """The Problems of badge versions, among the paths of files that are gone."""
    for path in gone:
        if found := _VERSION.fullmatch(path):
            yield _version_removed(path, f"{found[1]}@{found[2]}")


def _version_removed(path: str, name: str) -> Problem:
    hint = "bring the file back from Git, and end it by retired: and its last day"
    return at_top(path, "version-removed", f"{name} is gone, though it was published", hint)


def _reserved(before: Catalogue, now: Side) -> Iterator[Problem]:
    entries = {entry.status: (place, entry) for place, entry in enumerate(now.catalogue.reserved)}
    for old in before.reserved:
        place, found = entries.get(old.status, (0, None))
        line = f"- {{status: {old.status}, revoked: {str(old.revoked).lower()}}}"
        if found is None:
            message = f"the number {old.status} of an erased award is no longer reserved, and might be used again"
            yield problem(now, RESERVED, (), "reserved-changed", message, f"put it back: {line}")
        elif found.revoked != old.revoked:
            message = f"whether the erased award of number {old.status} was revoked has changed"
            yield problem(now, RESERVED, (place, "revoked"), "reserved-changed", message, f"put it back: {line}")


def reservation_faults(now: Side, erased: Mapping[int, tuple[str, bool]]) -> Iterator[Problem]:
    """The Problems of erased awards: by status number, each one's id and whether it was revoked."""
    reserved = {entry.status: (place, entry.revoked) for place, entry in enumerate(now.catalogue.reserved)}
    for status, (award, revoked) in sorted(erased.items()):
        line = f"- {{status: {status}, revoked: {str(revoked).lower()}}}"
        if status not in reserved:
            message = f"the award {award} is gone, and its status number {status} is not reserved"
            hint = f"add {line}; or bring the award back: `badges erase {award}` takes it out and adds this"
            yield problem(now, RESERVED, (), "erased-not-reserved", message, hint)
        elif revoked and not reserved[status][1]:
            message = f"the award {award} was revoked, and as an erased one it would hold again"
            member = (reserved[status][0], "revoked")
            yield problem(now, RESERVED, member, "revocation-undone", message, "write revoked: true")
