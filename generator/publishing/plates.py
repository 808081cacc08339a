"""Plates: what the files of all awards of a badge version have in common, made once, and filled in for each award.

JSON and N-Quads come from what the plain functions make of a probe, so no document is described twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from generator.addresses import STATUS_LIST_LENGTH
from generator.encodings.holes import Form, hole, is_marked, quoted
from generator.encodings.multibase import encode_base58btc
from generator.encodings.rdf_canonical import sorts_alike
from generator.model.achievement import Achievement
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.openbadges import probes
from generator.openbadges.json_values import Json, midnight
from generator.proofs.configurations import Configurations
from generator.proofs.keys import SigningKey
from generator.proofs.shapes import Node
from generator.publishing.credential_quads import CredentialQuads, Given, Unusual, Values

# How much a plate remembers: names of the issuer and of campuses, levels of rows. There may be hundreds of plates.
_NAMES: Final = 16
_PLACES: Final = 64
_LEVELS: Final = 256
# More pieces of evidence than any award has; whether so many can still be signed, the full algorithm decides.
_MOST_ITEMS: Final = 100
# An address of the web: nothing that a context could take for a prefix of its own, and nothing to escape.
_URL: Final = re.compile(r'https?://[^\x00-\x20<>"{}|\\^`]+')
# First bytes in UTF-8 of characters past U+FFFF, and of those from U+E000: only these two sort otherwise in UTF-16.
_ASTRAL: Final = (b"\xf0", b"\xf1", b"\xf2", b"\xf3", b"\xf4")
_HIGH: Final = (b"\xee", b"\xef")


class CredentialPlate:
    """The plate of the credentials of a badge version."""

    def __init__(
        self, catalogue: Catalogue, badge: Achievement, key: SigningKey, configurations: Configurations
    ) -> None:
        """Make the plate. Raises `JsonLdError` if the version can't be signed, `Unusual` if it needs more."""
        if is_marked(repr(badge)):
            raise Unusual
        self._catalogue, self._badge, self._issuer = catalogue, badge, catalogue.issuer
        self._key, self._configurations = key, configurations
        self._at, self._rows = catalogue.issuer.addresses, tuple(row.id for row in badge.rubric)
        document = probes.credential(catalogue, badge)
        self._quads = CredentialQuads(document, self._at.achievement(badge.of.badge, badge.of.version), self._at.did)
        subject = document["credentialSubject"]
        marked = subject | ({"result": hole("result")} if self._rows else {})
        proof = configurations.options(hole("validFrom")) | {"proofValue": hole("proof")}
        whole = document | {"credentialSubject": marked, "evidence": hole("evidence"), "proof": [proof]}
        self._form = Form(whole, ("subject", "narrative", "evidence"), end="\n")
        self._result_form = Form(subject["result"][0] if self._rows else None)
        self._item = item_form(document["evidence"])
        self._named = lru_cache(_NAMES)(self._of_name)
        self._place = lru_cache(_PLACES)(self._of_place)
        self._result = lru_cache(_LEVELS)(self._of_result)

    def file(self, award: Award, items: Sequence[Values]) -> bytes:
        """The file of the secured credential; `items` are the values of the pieces of evidence.

        Raises `Unusual`, and `JsonLdError` for a text that can't be signed.
        """
        if len(items) > _MOST_ITEMS:
            raise Unusual
        values = self._values(award)
        place, issuer, start = self._add_shared(values, award)
        results = [self._result(row, award.results[row]) for row in self._rows]
        values["result"] = f"[{','.join([json for json, _ in results])}]"
        if items:
            values["evidence"] = f"[{','.join([self._item.filled(item) for item in items])}]"
        given = Given((issuer, place), [node for _, node in results])
        hashes = self._configurations.digest(start) + _digest(self._quads.canonical(given, values, items))
        values["proof"] = f'"{encode_base58btc(self._key.sign(hashes))}"'
        return self._form.encoded(values)

    def _add_shared(self, values: dict[str, str], award: Award) -> tuple[bytes, bytes, str]:
        """Add the values that campus and day decide; the quads of campus and issuer, and the moment of the proof."""
        day, until = award.awarded, award.valid_until(self._badge)
        start = midnight(award.valid_from(self._issuer, self._badge))
        values["awardedDate"] = f'"{midnight(day)}"'
        values["validFrom"] = f'"{start}"'
        if until:
            values["validUntil"] = f'"{midnight(until)}"'
        values["issuerName"], issuer = self._named(self._issuer.name.on(day))
        iri, values["source"], values["sourceName"], place = self._place(
            award.campus, self._issuer.campuses[award.campus].name.on(day)
        )
        values["<source>"] = iri
        return place, issuer, start

    def _values(self, award: Award) -> dict[str, str]:
        """The values that no two awards share."""
        at, identity, number = self._at, award.identity, award.status
        credential = at.credential(award.id)
        page, index = divmod(number, STATUS_LIST_LENGTH)
        status_list = at.status_list(page)
        status = f"{status_list}#{index}"
        values = {
            "credential": f'"{credential}"',
            "<credential>": f"<{credential}>",
            "name": quoted(identity.name),
            "email": quoted(identity.email_address),
            "status": f'"{status}"',
            "<status>": f"<{status}>",
            "index": f'"{index}"',
            "list": f'"{status_list}"',
            "<list>": f"<{status_list}>",
        }
        if identity.id:
            values["subject"], values["<subject>"] = f'"{identity.id}"', f"<{identity.id}>"
        if award.narrative is not None:
            values["narrative"] = quoted(award.narrative)
        return values

    def _of_name(self, name: str) -> tuple[str, bytes]:
        """The issuer's name as a value, and the issuer's quads."""
        value = quoted(name)
        return value, self._quads.of_issuer({"issuerName": value})

    def _of_place(self, campus: Slug, name: str) -> tuple[str, str, str, bytes]:
        """The campus's IRI in angle brackets and as a value, its name as a value, and its quads."""
        iri = self._at.campus(campus)
        values = {"<source>": f"<{iri}>", "sourceName": quoted(name)}
        return values["<source>"], quoted(iri), values["sourceName"], self._quads.of_source(values)

    def _of_result(self, row: Slug, level: Slug) -> tuple[str, Node]:
        """The JSON and the node of the result that says which level of a row was reached."""
        at, of = self._at, self._badge.of
        row_iri, level_iri = at.row(of.badge, of.version, row), at.level(of.badge, of.version, row, level)
        values = {"row": quoted(row_iri), "level": quoted(level_iri)}
        return self._result_form.filled(values), self._quads.of_result(values)


def evidence_of(catalogue: Catalogue, award: Award, parts: Sequence[Part]) -> Sequence[Evidence]:
    """The pieces of evidence of an award; of a stack's, the awards that it is made of."""
    if not catalogue.achievement(award.badge).stack:
        return award.evidence
    at = catalogue.issuer.addresses
    return [Evidence(name=catalogue.achievement(part.badge).name, url=at.award_page(part.id)) for part in parts]


def item_form(evidence: Sequence[Json]) -> Form:
    """The form of the pieces of evidence of a probe."""
    return Form(evidence[0], ("id", "description", "narrative", "genre"))


def item_values(item: Evidence) -> dict[str, str]:
    """The values of a piece of evidence. Raises `Unusual`, and `JsonLdError` for a text that can't be signed."""
    values = {"name": quoted(item.name)}
    if item.url is not None:
        if not (_URL.fullmatch(item.url) and item.url.isprintable()):
            raise Unusual
        values["id"], values["<id>"] = f'"{item.url}"', f"<{item.url}>"
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
