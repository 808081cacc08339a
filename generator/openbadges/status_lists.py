"""Bitstring status lists: one bit for each award, set when it is revoked (W3C Bitstring Status List 1.0)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from generator.addresses import STATUS_LIST_LENGTH
from generator.encodings import bitstring
from generator.model.profile import Profile
from generator.openbadges.json_values import Json, without_absent


def status_list(issuer: Profile, number: int, revoked: Iterable[int], as_of: datetime) -> Json:
    """The unsecured list credential of that number; `revoked` are indexes in it, `as_of` is in UTC to the second."""
    at, lifetime = issuer.addresses, issuer.status_valid_for
    until = datetime.combine(lifetime.after(as_of.date()), as_of.time()) if lifetime else None
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": at.status_list(number),
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": at.did,
        "validFrom": moment(as_of),
        **without_absent(validUntil=moment(until) if until else None),
        "credentialSubject": {
            "id": at.status_list(number) + "#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring.encode(revoked, STATUS_LIST_LENGTH),
        },
    }


def moment(when: datetime | date) -> str:
    """A moment in UTC as DateTimeZ."""
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
