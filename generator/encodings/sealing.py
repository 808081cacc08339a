"""Seals and receipts: a learner's name and address hashed with a salt that only the sealing key can make again.

A salt is the first 16 bytes of HMAC-SHA-256( sealing key, award id ‖ 0x00 ‖ member ), so that a lost receipt can be
made again from a class list. A receipt is `1.` and base64url of the JSON `{"award": id, "name": [value, salt],
"emailAddress": [value, salt]}`. Both are this registry's own ("Identity: sealed").
"""

from __future__ import annotations

import hmac
import json
from typing import Final, NamedTuple

from generator.encodings.identity_hash import SALT_BYTES, identity_hash, normal_email, normal_name, salt_text
from generator.encodings.multibase import base64url
from generator.names import AwardId

NAME: Final = "name"
EMAIL_ADDRESS: Final = "emailAddress"


class Sealed(NamedTuple):
    """A sealed identity: the identity hashes of a name and of an e-mail address."""

    name: str
    email_address: str


def fingerprint(key: bytes) -> str:
    """What people compare on the telephone, and note on paper: 16 hex digits in fours, which say nothing of the key."""
    digits = hmac.digest(key, b"fingerprint", "sha256").hex()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def salt(key: bytes, award: AwardId, member: str) -> str:
    """The salt of one member of an award's identity: 22 characters of base64url."""
    return salt_text(hmac.digest(key, f"{award}\0{member}".encode(), "sha256")[:SALT_BYTES])


def seal(key: bytes, award: AwardId, *, name: str, email: str) -> Sealed:
    """The sealed identity of an award; the values are made alike before they are hashed."""
    return Sealed(sealed_name(key, award, name), sealed_email(key, award, email))


def sealed_name(key: bytes, award: AwardId, name: str) -> str:
    """The identity hash of a name."""
    return identity_hash(normal_name(name), salt(key, award, NAME))


def sealed_email(key: bytes, award: AwardId, email: str) -> str:
    """The identity hash of an e-mail address."""
    return identity_hash(normal_email(email), salt(key, award, EMAIL_ADDRESS))


def receipt(key: bytes, award: AwardId, *, name: str | None = None, email: str | None = None) -> str:
    """What the learner holds for an award; a value left out is not disclosed."""
    opened: dict[str, object] = {"award": award}
    if name is not None:
        opened[NAME] = [normal_name(name), salt(key, award, NAME)]
    if email is not None:
        opened[EMAIL_ADDRESS] = [normal_email(email), salt(key, award, EMAIL_ADDRESS)]
    text = json.dumps(opened, ensure_ascii=False, separators=(",", ":"))
    return "1." + base64url(text.encode())
