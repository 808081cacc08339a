"""Which awards of a registry are whose, found with the sealing key: for receipts, and for a roster that was lost.

An award holds hashes only, and the index the first 8 bytes of them. For every award there is one salt, so each learner
of a list is tried on each award; what fits is compared with the whole hashes in the award's file.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from typing import Final

from generator.awarding.class_lists.class_list import Person
from generator.awarding.holdings import seal_beginning
from generator.awarding.roster import Entry
from generator.encodings import sealing
from generator.encodings.identity_hash import normal_email
from generator.model.award import Award
from generator.sources.index import Index, Row

# Of so many awards, names and addresses may have been mended in the roster since.
_TRIED: Final = 50


@dataclass
class Found:
    """What was found: entries of awards, and learners by what became of them.

    `misnamed`: the address fits an award, and the name does not. `revoked` counts awards that have ended, which are
    among the entries, too.
    """

    entries: list[Entry] = field(default_factory=list)
    ended: set[str] = field(default_factory=set)
    misnamed: list[Person] = field(default_factory=list)
    without: list[Person] = field(default_factory=list)


def find(people: Sequence[Person], rows: Iterable[Row], key: bytes, award_of: Callable[[Row], Award | None]) -> Found:
    """The awards of these learners among these rows; `award_of` reads the file of a row, None where it is wrong."""
    known = [(person, normal_email(person.email).encode()) for person in people]
    found, with_award = Found(), set[str]()
    for row in rows:
        person = _owner(row, known, key)
        award = award_of(row) if person else None
        if person is None or award is None:
            continue
        sealed = sealing.seal(key, award.id, name=person.name, email=person.email)
        if not hmac.compare_digest(sealed.email_address, award.identity.email_address):
            continue
        with_award.add(person.place)
        if not hmac.compare_digest(sealed.name, award.identity.name):
            found.misnamed.append(person)
            continue
        if award.revoked:
            found.ended.add(award.id)
        found.entries.append(_entry(person, award))
    found.without = [person for person in people if person.place not in with_award]
    places = {person.place: number for number, person in enumerate(people)}
    owners = {person.email: places[person.place] for person in people}
    found.entries.sort(key=lambda entry: (owners[entry.email], entry.awarded, entry.award or ""))
    found.misnamed = sorted({each.place: each for each in found.misnamed}.values(), key=lambda each: places[each.place])
    return found


def opens(entry: Entry, row: Row, key: bytes) -> bool:
    """Whether name and address of an entry are those that its award seals, as far as the index has the seals."""
    sealed = sealing.seal(key, row.id, name=entry.name, email=entry.email)
    return (row.name_seal, row.address_seal) == (seal_beginning(sealed.name), seal_beginning(sealed.email_address))


def opens_any(entries: Sequence[Entry], index: Index, key: bytes) -> bool | None:
    """Whether the key opens one of the newest awards of these entries; None where the registry holds none of them."""
    newest = ((entry, index.find(entry.award)) for entry in reversed(entries) if entry.award)
    tried = [*islice(((entry, row) for entry, row in newest if row), _TRIED)]
    return any(opens(entry, row, key) for entry, row in tried) if tried else None


def _owner(row: Row, known: Iterable[tuple[Person, bytes]], key: bytes) -> Person | None:
    """Whose address the award's seal begins like."""
    salt = sealing.salt(key, row.id, sealing.EMAIL_ADDRESS).encode()
    beginning = row.address_seal.to_bytes(8, "big")
    return next((person for person, email in known if sha256(email + salt).digest().startswith(beginning)), None)


def _entry(person: Person, award: Award) -> Entry:
    return Entry(
        award=award.id,
        name=person.name,
        email=person.email,
        badge=award.badge,
        campus=award.campus,
        awarded=award.awarded,
        results=award.results,
    )
