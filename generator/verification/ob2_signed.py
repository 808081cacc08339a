"""Signed Open Badges 2.0 assertions: a JWS, with a key that the issuer's profile names and that names the issuer.

Source: Open Badges 2.0, "Signed Badges", "Signature Verification" and CryptographicKey.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.errors import EncodingError, KeyKindUnknown, UnknownDocument
from generator.proofs.jws import Jws, check_jws
from generator.proofs.public_keys import PublicKey
from generator.verification.did import Refusal
from generator.verification.reading import (
    JsonObject,
    Library,
    Unreadable,
    as_list,
    as_object,
    as_text,
    has_type,
    id_of,
)
from generator.verification.report import Check, failed, passed
from generator.verification.signature import signature_check

SIGNED: Final = ("signed", "SignedBadge")


def signed_checks(document: JsonObject, token: Jws | None, issuer: JsonObject, library: Library) -> Iterator[Check]:
    """The `key` and `signature` checks of a signed assertion; the issuer's profile is that of its own address."""
    if token is None:
        yield failed("signature", "proof-missing", "it says that it is signed")
        return
    key = _key(document, issuer, library)
    if isinstance(key, Refusal):
        yield failed("key", key.code, key.detail)
        return
    yield passed("key")
    yield signature_check(check_jws(token, key))


def _key(document: JsonObject, issuer: JsonObject, library: Library) -> PublicKey | Refusal:
    named = [id_of(entry) for entry in as_list(issuer.get("publicKey"))]
    wanted = id_of(as_object(document.get("verification")).get("creator")) or next(iter(named), "")
    if not wanted:
        return Refusal("proof-malformed", "it names no key")
    if wanted not in named:
        return Refusal("key-unlisted")
    try:
        found = library.document(wanted)
    except UnknownDocument as error:
        return Refusal("issuer-unreachable", str(error))
    except Unreadable as error:
        return Refusal("key-malformed", str(error))
    if found.get("id") != wanted or id_of(found.get("owner")) != issuer.get("id"):
        return Refusal("key-foreign")
    if not has_type(found, "CryptographicKey"):
        return Refusal("key-malformed", "it is no CryptographicKey")
    try:
        return PublicKey.from_pem(as_text(found.get("publicKeyPem")))
    except KeyKindUnknown as error:
        return Refusal("key-unknown-kind", str(error))
    except EncodingError as error:
        return Refusal("key-malformed", str(error))
