"""Issuers who are named by an https address, on hosts that may be shared."""

from __future__ import annotations

from typing import Any

import pytest

from generator.encodings.multibase import base64url
from tests.verification.signed_site import SignedSite, as_bytes, copied, key, outcome, published, signed

HOST = "https://shared.example"
ALICE = f"{HOST}/alice/profile.json"


def badge(method: str, seed: int = 2, issuer: str = ALICE) -> dict[str, Any]:
    document = copied(published("credential"))
    for holder in (document["issuer"], document["credentialSubject"]["achievement"]["creator"]):
        holder["id"] = issuer
    document.pop("credentialStatus")
    return signed(document, seed, method)


def multikey(name: str, controller: str = ALICE, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "type": "Multikey",
        "controller": controller,
        "publicKeyMultibase": key(2).public_multikey,
        **more,
    }


def judged(document: dict[str, Any], **files: Any) -> tuple[str, tuple[str, ...]]:
    site = SignedSite()
    for path, content in files.items():
        site[f"{HOST}/{path.replace('__', '.').replace('_', '/')}"] = content
    return outcome(site.verifier().document(as_bytes(document)))


PROFILE = {"id": ALICE, "type": "Profile", "name": "Alice's school"}


def test_a_key_below_the_issuers_address_is_its_own() -> None:
    method = f"{HOST}/alice/key.json"
    assert judged(badge(method), alice_key__json=multikey(method)) == ("verified", ())
    bare = {"kty": "OKP", "crv": "Ed25519", "x": base64url(key(2).public_key)}
    assert judged(badge(method), alice_key__json=bare) == ("verified", ())


def test_a_key_elsewhere_on_a_shared_host_is_not_known_to_be() -> None:
    method = f"{HOST}/mallory/key.json"
    document, claims = badge(method), multikey(method)
    assert judged(document, mallory_key__json=claims) == ("unchecked", ("issuer-unreachable",))
    assert judged(document, mallory_key__json=claims, alice_profile__json=PROFILE) == (
        "unchecked",
        ("key-unconfirmed",),
    )
    listing = PROFILE | {"verificationMethod": [multikey(f"{ALICE}#other")]}
    assert judged(document, mallory_key__json=claims, alice_profile__json=listing) == ("refused", ("key-unlisted",))


def test_a_key_that_the_issuer_lists_may_stand_anywhere_on_its_host() -> None:
    method = f"{HOST}/keys/7"
    listing = PROFILE | {"assertionMethod": [method]}
    assert judged(badge(method), keys_7=multikey(method), alice_profile__json=listing) == ("verified", ())


def test_a_key_in_the_issuers_own_document() -> None:
    method = f"{ALICE}#key-1"
    listing = PROFILE | {"verificationMethod": [multikey("#key-1")], "assertionMethod": ["#key-1"]}
    assert judged(badge(method), alice_profile__json=listing) == ("verified", ())
    ended = PROFILE | {"verificationMethod": [multikey("#key-1", revoked="2026-01-01T00:00:00Z")]}
    assert judged(badge(method), alice_profile__json=ended) == ("refused", ("key-revoked",))


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"controller": f"{HOST}/mallory"}, ("key-foreign",)),
        ({"id": f"{HOST}/alice/other.json"}, ("key-foreign",)),
        ({"revoked": "2026-01-01T00:00:00Z"}, ("key-revoked",)),
        ({"publicKeyMultibase": "z6Mk"}, ("key-malformed",)),
    ],
)
def test_a_key_document_that_is_not_in_order(changes: dict[str, Any], codes: tuple[str, ...]) -> None:
    method = f"{HOST}/alice/key.json"
    assert judged(badge(method), alice_key__json=multikey(method) | changes) == ("refused", codes)


@pytest.mark.parametrize(
    "method", ["https://mallory.example/key.json", "http://shared.example/alice/key.json", "did:web:shared.example#k"]
)
def test_a_key_on_another_host_is_somebody_elses_and_is_not_asked_for(method: str) -> None:
    site = SignedSite()
    assert outcome(site.verifier().document(as_bytes(badge(method)))) == ("refused", ("key-foreign",))
    assert site.asked == []


@pytest.mark.parametrize(
    "roundabout", ["alice/../mallory", "alice/%2e%2e/mallory", "alice/..%2Fmallory", "alice/./../mallory"]
)
def test_an_address_that_leads_elsewhere_than_it_begins_is_not_asked(roundabout: str) -> None:
    """Servers and clients take the dots away: what stands there is not below the issuer's own address."""
    method = f"{HOST}/{roundabout}/key.json"
    site = SignedSite()
    site[method] = multikey(method)
    verdict, codes = outcome(site.verifier().document(as_bytes(badge(method))))
    assert (verdict, codes) == ("unchecked", ("issuer-unreachable",))
    assert method not in site.asked
