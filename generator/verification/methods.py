"""Verification methods: which keys an issuer's document lists, for what, and for how long.

Sources: Controlled Identifiers 1.0, 2.2 and 3.3 Retrieve Verification Method; DID Core 1.0, 5.2 and 5.3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from generator.errors import EncodingError, KeyKindUnknown
from generator.proofs.public_keys import PublicKey
from generator.verification.dates import moment
from generator.verification.did import MOST_METHODS, Refusal
from generator.verification.reading import JsonObject, as_list, as_object, as_text

# By which member a method of each type gives its key; the older types are only read.
_FORMS: Final[dict[str, tuple[str, ...]]] = {
    "Multikey": ("publicKeyMultibase",),
    "JsonWebKey": ("publicKeyJwk",),
    "JsonWebKey2020": ("publicKeyJwk",),
    "Ed25519VerificationKey2020": ("publicKeyMultibase",),
    "Ed25519VerificationKey2018": ("publicKeyBase58",),
    "EcdsaSecp256r1VerificationKey2019": ("publicKeyMultibase", "publicKeyJwk"),
}
_READERS: Final[dict[str, Callable[[Any], PublicKey]]] = {
    "publicKeyMultibase": PublicKey.from_multikey,
    "publicKeyJwk": PublicKey.from_jwk,
    "publicKeyBase58": PublicKey.from_base58,
}


def key_of(document: JsonObject, method_id: str, now: datetime) -> PublicKey | Refusal:
    """The key under that id, for making assertions at this time; or why there is none.

    The document is that of the issuer, whose name is the id before the `#`. Keys are judged at the time of
    verification, not of signing (Controlled Identifiers 1.0, 2.2: no proof is to be verified at or after `expires` or
    `revoked`).
    """
    name = as_text(document.get("id"))
    listed = _methods(document, "verificationMethod", name)
    asserting = _methods(document, "assertionMethod", name)
    if len(listed) > MOST_METHODS or len(asserting) > MOST_METHODS:
        return Refusal("issuer-document-wrong", "it lists too many keys")
    named = [method for method in (*listed, *_objects(asserting)) if as_object(method).get("id") == method_id]
    if not named:
        return Refusal("key-unlisted")
    if len(named) > 1:
        return Refusal("issuer-document-wrong", "two keys in it bear one name")
    if as_object(named[0]).get("controller") != name:
        return Refusal("key-foreign")
    ended = ended_method(named[0], now)
    if ended:
        return ended
    if method_id not in [entry if isinstance(entry, str) else entry.get("id") for entry in asserting]:
        return Refusal("key-not-for-badges")
    return public_key(named[0])


def asserting_keys(document: JsonObject, now: datetime) -> Iterator[PublicKey]:
    """Every key that the issuer's document lists for making assertions and that is good at this time."""
    name = as_text(document.get("id"))
    for entry in _methods(document, "assertionMethod", name)[:MOST_METHODS]:
        key = key_of(document, entry if isinstance(entry, str) else as_text(entry.get("id")), now)
        if isinstance(key, PublicKey):
            yield key


def ended_method(method: JsonObject, now: datetime) -> Refusal | None:
    """Why the key is good no longer, if so."""
    for member, code in (("revoked", "key-revoked"), ("expires", "key-expired")):
        if member in method:
            end = moment(method[member])
            if end is None:
                return Refusal("issuer-document-wrong", f"{member} is no date")
            if now >= end:
                return Refusal(code, f"since {method[member]}")
    return None


def public_key(method: JsonObject) -> PublicKey | Refusal:
    """The key in a verification method; one that gives it in two ways, or a secret with it, is refused."""
    given = [member for member in (*_READERS, "publicKeyPem", "publicKeyHex") if member in method]
    kind = as_text(method.get("type"))
    if kind not in _FORMS:
        return Refusal("key-unknown-kind", kind[:80])
    if len(given) != 1 or given[0] not in _FORMS[kind]:
        return Refusal("key-malformed", "its form is not that of its type")
    return read_key(given[0], method[given[0]])


def read_key(member: str, value: object) -> PublicKey | Refusal:
    """The key that stands under a member such as `publicKeyJwk`."""
    if not isinstance(value, dict if member == "publicKeyJwk" else str):
        return Refusal("key-malformed")
    try:
        return _READERS[member](value)
    except KeyKindUnknown as error:
        return Refusal("key-unknown-kind", str(error))
    except EncodingError as error:
        return Refusal("key-malformed", str(error))


def _methods(document: JsonObject, relationship: str, name: str) -> list[Any]:
    """The methods or names of methods of that relationship, each under its absolute id."""
    return [_absolute(entry, name) for entry in as_list(document.get(relationship))]


def _absolute(entry: object, name: str) -> Any:
    """A method, or its name, with its id made absolute: `#key-1` is one of the document's own (DID Core, 3.2.2)."""
    if isinstance(entry, str):
        return name + entry if entry.startswith("#") else entry
    method = as_object(entry)
    return method | {"id": _absolute(method["id"], name)} if isinstance(method.get("id"), str) else method


def _objects(entries: list[Any]) -> Iterator[JsonObject]:
    """Methods that stand in a relationship itself (DID Core, 5.3)."""
    return (entry for entry in entries if isinstance(entry, dict))
