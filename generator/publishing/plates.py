"""Plates: what the files of all awards of a badge version have in common, made once, and filled in for each award.

JSON and N-Quads come from what the plain functions make of a probe, so no document is described twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Final, NamedTuple

from generator.addresses import STATUS_LIST_LENGTH
from generator.encodings.holes import Form, hole, is_marked, quoted
from generator.encodings.multibase import encode_base58btc
from generator.encodings.rdf_canonical import sorts_alike
from generator.model.achievement import Achievement
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from generator.openbadges import probes
from generator.openbadges.json_values import Json, midnight
from generator.proofs.configurations import Configurations
from generator.proofs.keys import SigningKey
from generator.proofs.shapes import Blank
from generator.publishing.credential_quads import CredentialQuads, Given, Subject, Unusual, Values

# How many days are remembered, all plates together.
_DAYS: Final = 4096
# How much a plate remembers: names of the issuer and of campuses, levels of rows and combinations of them, and status
# lists. There may be hundreds of plates.
_NAMES: Final = 16
_PLACES: Final = 64
_LEVELS: Final = 256
RESULTS: Final = 128
_LISTS: Final = 8
_ANY: Final = AwardId("0" * 26)
# More pieces of evidence than any award has; whether so many can still be signed, the full algorithm decides.
_MOST_ITEMS: Final = 100
# An address of the web: nothing that a context could take for a prefix of its own, and nothing to escape.
_URL: Final = re.compile(r'https?://[^\x00-\x20<>"{}|\\^`]+')
# First bytes in UTF-8 of characters past U+FFFF, and of those from U+E000: only these two sort otherwise in UTF-16.
_ASTRAL: Final = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
_HIGH: Final = (b"\xee", b"\xef")


class Draft(NamedTuple):
    """A file but for its signature: form and values, and the hash data that are to be signed, if any."""

    form: Form
    values: dict[str, bytes]
    hashes: bytes = b""


def signed(key: SigningKey, drafts: Sequence[Draft]) -> list[bytes]:
    """The files, their hash data signed."""
    signatures = [key.sign(draft.hashes) for draft in drafts]
    for draft, signature in zip(drafts, signatures, strict=True):
        draft.values["proof"] = b'"%b"' % encode_base58btc(signature).encode()
    return unsigned(drafts)


def unsigned(drafts: Sequence[Draft]) -> list[bytes]:
    """The files of drafts that lack no signature."""
    return [draft.form.filled(draft.values) for draft in drafts]


class _Place(NamedTuple):
    """What the campus decides: values, its quads, and a subject without a narrative."""

    values: dict[str, bytes]
    source: bytes
    subject: Subject


class CredentialPlate:
    """The plate of the credentials of a badge version."""

    def __init__(self, catalogue: Catalogue, badge: Achievement, configurations: Configurations) -> None:
        """Make the plate. Raises `JsonLdError` if the version can't be signed, `Unusual` if it needs more."""
        if is_marked(repr(badge)):
            raise Unusual
        self._badge, self._issuer, self._configurations = badge, catalogue.issuer, configurations
        self._at, self._rows = catalogue.issuer.addresses, tuple(row.id for row in badge.rubric)
        document = probes.credential(catalogue, badge)
        achievement = self._at.achievement(badge.of.badge, badge.of.version)
        self._quads = CredentialQuads(document, achievement, self._at.did, len(self._rows))
        subject = document["credentialSubject"]
        marked = subject | ({"result": hole("result")} if self._rows else {})
        proof = configurations.options(hole("validFrom")) | {"proofValue": hole("proof")}
        whole = document | {"credentialSubject": marked, "evidence": hole("evidence"), "proof": [proof]}
        self._form = Form(whole, ("subject", "narrative", "evidence"), end="\n")
        self._result_form = Form(subject["result"][0] if self._rows else None)
        self._item = item_form(document["evidence"])
        self._address = address_of(self._at.credential)
        self._named = lru_cache(_NAMES)(self._of_name)
        self._place = lru_cache(_PLACES)(self._of_place)
        self._result = lru_cache(_LEVELS)(self._of_result)
        self._results = lru_cache(RESULTS)(self._of_results)
        self._list = lru_cache(_LISTS)(self._of_list)

    def draft(self, award: Award, shared: Values, items: Sequence[Values]) -> Draft:
        """The secured credential, but for the signature."""
        if len(items) > _MOST_ITEMS:
            raise Unusual
        day = award.awarded
        place = self._place(award.campus, self._issuer.campuses[award.campus].name.on(day))
        values = {**shared, **place.values}
        self._add_own(values, award)
        values["validFrom"] = start = _midnight(award.valid_from(self._issuer, self._badge))
        values["issuerName"], issuer = self._named(self._issuer.name.on(day))
        values["result"], results = self._results(*[award.results[row] for row in self._rows])
        if items:
            values["evidence"] = b"[%b]" % b",".join([self._item.filled(item) for item in items])
        did = award.identity.id
        given = Given((issuer, place.source), results, place.subject)
        text = self._quads.canonical(given, values, items, b"<%b>" % did.encode() if did else b"")
        return Draft(self._form, values, self._configurations.digest(start) + _digest(text))

    def _add_own(self, values: dict[str, bytes], award: Award) -> None:
        """Add the values that no two awards share."""
        identity, address = award.identity, self._address(award.id)
        page, index = divmod(award.status, STATUS_LIST_LENGTH)
        values["list"], values["<list>"], before = self._list(page)
        number = b"%d" % index
        status = before + number
        values["credential"], values["<credential>"] = b'"%b"' % address, b"<%b>" % address
        values["status"], values["<status>"] = b'"%b"' % status, b"<%b>" % status
        values["index"] = b'"%b"' % number
        values["name"] = quoted(identity.name)
        if identity.id:
            values["subject"] = b'"%b"' % identity.id.encode()

    def _of_name(self, name: str) -> tuple[bytes, bytes]:
        """The issuer's name as a value, and the issuer's quads."""
        value = quoted(name)
        return value, self._quads.of_issuer({"issuerName": value})

    def _of_place(self, campus: Slug, name: str) -> _Place:
        """What holds for all awards of the campus, while that is its name."""
        iri = self._at.campus(campus)
        values = {"source": quoted(iri), "<source>": b"<%b>" % iri.encode(), "sourceName": quoted(name)}
        return _Place(values, self._quads.of_source(values), self._quads.of_subject(values))

    def _of_results(self, *levels: Slug) -> tuple[bytes, list[Blank]]:
        """The JSON and the nodes of the results that say which level of each row was reached."""
        results = [self._result(row, level) for row, level in zip(self._rows, levels, strict=True)]
        return b"[%b]" % b",".join([json for json, _ in results]), [node for _, node in results]

    def _of_result(self, row: Slug, level: Slug) -> tuple[bytes, Blank]:
        """The JSON and the node of the result of one row."""
        at, of = self._at, self._badge.of
        row_iri, level_iri = at.row(of.badge, of.version, row), at.level(of.badge, of.version, row, level)
        values = {"row": quoted(row_iri), "level": quoted(level_iri)}
        return self._result_form.filled(values), self._quads.of_result(values)

    def _of_list(self, page: int) -> tuple[bytes, bytes, bytes]:
        """The address of a status list as JSON and in angle brackets, and what its entries' begin with."""
        address = self._at.status_list(page).encode()
        return b'"%b"' % address, b"<%b>" % address, address + b"#"


@lru_cache(_DAYS)
def _midnight(day: date) -> bytes:
    """The first moment of a day, in quotes."""
    return quoted(midnight(day))


def shared_values(award: Award, badge: Achievement) -> dict[str, bytes]:
    """The values that both files of an award have. Raises `JsonLdError` for a text that can't be signed."""
    values = {"email": quoted(award.identity.email_address), "awardedDate": _midnight(award.awarded)}
    until = award.valid_until(badge)
    if until:
        values["validUntil"] = _midnight(until)
    if award.narrative is not None:
        values["narrative"] = quoted(award.narrative)
    return values


def address_of(made: Callable[[AwardId], str]) -> Callable[[AwardId], bytes]:
    """What `made` makes of an award's id, which holds its shard and itself, and nothing else of it."""
    before, after = [part.encode() for part in made(_ANY).split(f"{_ANY.shard}/{_ANY}")]
    return lambda award: b"%b%b/%b%b" % (before, award.shard.encode(), award.encode(), after)


def evidence_of(catalogue: Catalogue, badge: Achievement, award: Award, parts: Sequence[Part]) -> Sequence[Evidence]:
    """The pieces of evidence of an award; of a stack's, the awards that it is made of."""
    if not badge.stack:
        return award.evidence
    at = catalogue.issuer.addresses
    return [Evidence(name=catalogue.achievement(part.badge).name, url=at.award_page(part.id)) for part in parts]


def item_form(evidence: Sequence[Json]) -> Form:
    """The form of the pieces of evidence of a probe."""
    return Form(evidence[0], ("id", "description", "narrative", "genre"))


def item_values(item: Evidence) -> dict[str, bytes]:
    """The values of a piece of evidence. Raises `Unusual`, and `JsonLdError` for a text that can't be signed."""
    values = {"name": quoted(item.name)}
    if item.url is not None:
        if not (_URL.fullmatch(item.url) and item.url.isprintable()):
            raise Unusual
        iri = item.url.encode()
        values["id"], values["<id>"] = b'"%b"' % iri, b"<%b>" % iri
    if item.description is not None:
        values["description"] = quoted(item.description)
    if item.narrative is not None:
        values["narrative"] = quoted(item.narrative)
    if item.genre is not None:
        values["genre"] = quoted(item.genre)
    return values


def _digest(data: bytes) -> bytes:
    """The hash of canonical N-Quads. Raises `Unusual` where readers may sort them differently."""
    if _may_sort_otherwise(data) and not sorts_alike(_not_ascii(data.decode())):
        raise Unusual
    return sha256(data).digest()


def _not_ascii(text: str) -> str:
    """The lines that hold other characters: only these can sort otherwise, and only among themselves."""
    return "".join([f"{line}\n" for line in text.split("\n") if not line.isascii()])


def _may_sort_otherwise(data: bytes) -> bool:
    return (_HIGH[0] in data or _HIGH[1] in data) and any(byte in data for byte in _ASTRAL)
