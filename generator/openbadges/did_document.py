"""The issuer's DID document (did:web): every key it ever had, and which of them still speak for it.

A revoked key stays listed, marked, and leaves the relationships: verifiers ignore the mark and obey the absence.
Source: Controlled Identifiers 1.0, 2.2 and 2.3; did:web method specification.
"""

from __future__ import annotations

from generator.model.profile import Key, Profile
from generator.openbadges.json_values import Json, midnight, without_absent


def did_document(issuer: Profile) -> Json:
    """The DID document; verification methods are absolute ids, and a key's fragment is its own Multikey."""
    at = issuer.addresses
    current = [at.key(key.public) for key in issuer.keys if key.revoked is None]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": at.did,
        "alsoKnownAs": [at.issuer_page],
        "verificationMethod": [_method(issuer, key) for key in issuer.keys],
        "assertionMethod": current,
        "authentication": list(current),
    }


def _method(issuer: Profile, key: Key) -> Json:
    at = issuer.addresses
    return {
        "id": at.key(key.public),
        "type": "Multikey",
        "controller": at.did,
        **without_absent(revoked=midnight(key.revoked) if key.revoked else None),
        "publicKeyMultibase": key.public,
    }
