"""Whose badge it is: what a person shows of herself, compared with what the document holds of its recipient.

A receipt is what the learner holds for one award: `1.` and base64url of the JSON `{"award": id, "name": [value, salt],
"emailAddress": [value, salt]}`, with either of the two left out to disclose less. Of badges by other issuers, who
publish their salts or use none, the value alone is enough.
Source: Open Badges 3.0, 8.3.1 "Verify the Recipient Using an Identifier", and 2.0, "Recipient Hashing".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from generator.encodings import identity_hash, json_text
from generator.encodings.multibase import from_base64url
from generator.errors import EncodingError
from generator.verification.reading import JsonObject, as_list, as_object, as_text, id_of
from generator.verification.report import Check, failed, passed

_RECEIPT: Final = re.compile(r"(?:\S*#receipt=)?1\.(?P<body>[A-Za-z0-9_-]{1,8192})")
_VALUE: Final = re.compile(r"(?P<value>\S[^\n\x00]{0,999}?)(?:\s+(?P<salt>[A-Za-z0-9_-]{22}))?", re.DOTALL)
# The kinds of identifier of Open Badges 3.0 that a person types, and their names in 2.0.
_KINDS: Final = {"name": "name", "emailAddress": "email"}


class NotAReceipt(ValueError):
    """The text is neither a receipt nor a name or address."""


@dataclass(frozen=True)
class Claim:
    """What a person shows: values with their salts by kind (the empty text: any kind), for one award or any."""

    values: tuple[tuple[str, str, str], ...]
    award: str = ""

    @classmethod
    def read(cls, text: str) -> Claim:
        """The claim in a receipt, a page's address that ends in one, or a name or e-mail address and its code.

        Raises `NotAReceipt`.
        """
        plain = text.strip()
        receipt = _RECEIPT.fullmatch(plain)
        if receipt:
            return cls._receipt(receipt["body"])
        typed = _VALUE.fullmatch(plain)
        if typed is None:
            raise NotAReceipt("expected a receipt (1.…), or a name or e-mail address, a space, and its code")
        return cls((("", typed["value"].strip(), typed["salt"] or ""),))

    @classmethod
    def _receipt(cls, body: str) -> Claim:
        try:
            document = json_text.parse_object(from_base64url(body))
        except EncodingError:
            raise NotAReceipt("the receipt is damaged: was it copied whole?") from None
        award, members = document.pop("award", ""), []
        for kind, pair in document.items():
            texts = isinstance(pair, list) and len(pair) == 2 and all(isinstance(part, str) for part in pair)
            if kind not in _KINDS or not texts:
                raise NotAReceipt("the receipt holds something unknown")
            members.append((kind, pair[0], pair[1]))
        if not isinstance(award, str) or not award or not members:
            raise NotAReceipt("the receipt opens nothing")
        for _, _, salt in members:
            try:
                identity_hash.salt_bytes(salt)
            except EncodingError:
                raise NotAReceipt("a code in the receipt is not of its length") from None
        return cls(tuple(members), award)


def recipient_checks(document: JsonObject, claim: Claim) -> list[Check]:
    """The `recipient` check: whether every value of the claim is one that the document holds of its recipient."""
    if claim.award and claim.award not in _names(document):
        return [failed("recipient", "recipient-differs", "the receipt is for another award")]
    entries = list(_entries(document))
    if not entries:
        return [failed("recipient", "recipient-unknown")]
    opened = []
    for kind, value, salt in claim.values:
        fitting = [entry for entry in entries if kind == entry[0] or (not kind and _may_be(value, entry[0]))]
        if not fitting:
            # An assertion of 2.0 holds an address alone; the credential beside it holds the name.
            continue
        if not any(_is(entry, value, salt) for entry in fitting):
            # What a person types may have a slip in it; a receipt was made, and so was an identifier in clear.
            sealed = not kind and any(published == "" for _, _, published in fitting)
            return [failed("recipient", "recipient-unopened" if sealed else "recipient-differs")]
        opened.append(value.strip())
    if not opened:
        return [failed("recipient", "recipient-unknown")]
    return [passed("recipient", "It was earned by " + ", ".join(opened))]


def _may_be(value: str, kind: str) -> bool:
    """Whether what a person typed can be an identifier of that kind: no address is without an @."""
    return kind != "emailAddress" or "@" in value


def _names(document: JsonObject) -> Iterator[str]:
    """What an award may be called by: the last part of its document's address."""
    yield id_of(document)
    yield id_of(document).rpartition("/")[2].rpartition(".")[0]


def _entries(document: JsonObject) -> Iterator[tuple[str, str, str | None]]:
    """Kind, value or hash, and the salt of each identifier; the salt is None where the value is not hashed."""
    for subject in map(as_object, as_list(document.get("credentialSubject"))):
        for entry in map(as_object, as_list(subject.get("identifier"))):
            yield _entry(as_text(entry.get("identityType")), as_text(entry.get("identityHash")), entry)
        if as_text(subject.get("id")):
            yield "id", as_text(subject["id"]), None
    recipient = as_object(document.get("recipient"))
    if recipient:
        kinds = {old: new for new, old in _KINDS.items()}
        kind = as_text(recipient.get("type"))
        yield _entry(kinds.get(kind, kind), as_text(recipient.get("identity")), recipient)


def _entry(kind: str, value: str, entry: JsonObject) -> tuple[str, str, str | None]:
    return kind, value, as_text(entry.get("salt")) if entry.get("hashed") is True else None


def _is(entry: tuple[str, str, str | None], value: str, salt: str) -> bool:
    """Whether the identifier is this value: as typed, and as names and addresses are made alike before hashing."""
    _, said, published = entry
    forms = {value, identity_hash.normal_email(value), identity_hash.normal_name(value)}
    if published is None:
        return bool(forms & {said, identity_hash.normal_email(said), identity_hash.normal_name(said)})
    try:
        # A published salt is the only one that counts: with another, value and salt could trade characters.
        return any(identity_hash.matches(said, form, published or salt) for form in forms)
    except EncodingError:
        return False
