"""Credentials in tokens: whose key, which claims, and every way of imitating one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from generator.encodings.multibase import base64url
from generator.verification import Verdict
from tests.verification.signed_site import DID, NAMES, SignedSite, as_bytes, key, method, outcome, published

SEED = bytes([1]) * 32
PLAIN = {name: value for name, value in published("credential").items() if name != "proof"}
X = base64url(key().public_key)


def part(value: Any) -> str:
    return base64url(value if isinstance(value, bytes) else json.dumps(value).encode())


def token(payload: Any, header: dict[str, Any] | None = None, seed: bytes = SEED) -> bytes:
    head = {"alg": "EdDSA", "typ": "JWT", "kid": method()} | (header or {})
    text = part({name: value for name, value in head.items() if value is not None}) + "." + part(payload)
    return (text + "." + part(Ed25519PrivateKey.from_private_bytes(seed).sign(text.encode()))).encode()


def site() -> SignedSite:
    """The site, whose issuer lists its key in the form that tokens ask for as well."""
    found = SignedSite()
    jwk = {"id": f"{DID}#jwt-1", "type": "JsonWebKey", "controller": DID,
           "publicKeyJwk": {"kty": "OKP", "crv": "Ed25519", "x": X}}  # fmt: skip
    found["did"]["verificationMethod"].append(jwk)
    found["did"]["assertionMethod"].append(jwk["id"])
    return found


def judged(payload: Any, header: dict[str, Any] | None = None, seed: bytes = SEED) -> tuple[str, tuple[str, ...]]:
    return outcome(site().verifier().document(token(payload, header, seed)))


CLAIMS = {"iss": DID, "jti": PLAIN["id"], "nbf": 1778716800}


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"kid": f"{DID}#jwt-1"},
        {"kid": "jwt-1"},
        {"kid": "#jwt-1"},
        {"kid": None, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": X}},
        {"typ": None},
        {"typ": "vc+jwt"},
        {"typ": "vc+ld+jwt"},
        {"alg": "Ed25519"},
    ],
)
def test_the_issuers_key_however_it_is_named(header: dict[str, Any]) -> None:
    assert judged({**PLAIN, **CLAIMS}, header) == ("verified", ())
    assert judged(PLAIN, header) == ("verified", ())


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ({"kid": None}, ("proof-malformed",)),
        ({"kid": f"{DID}#other"}, ("key-unlisted",)),
        ({"kid": "did:web:mallory.example#jwt-1"}, ("key-foreign",)),
        ({"kid": "https://badges.riverbend.example/key.json"}, ("key-foreign",)),
        ({"kid": None, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": base64url(key(2).public_key)}}, ("key-unlisted",)),
        ({"kid": None, "jwk": {"kty": "OKP", "crv": "Ed25519", "x": X, "d": X}}, ("key-malformed",)),
        ({"alg": "none"}, ("signing-unsafe",)),
        ({"alg": "HS256"}, ("signing-unsafe",)),
        ({"alg": "ES256"}, ("key-other-kind",)),
        ({"typ": "at+jwt"}, ("proof-malformed",)),
        ({"crit": ["exp"]}, ("unreadable",)),
        ({"b64": False}, ("unreadable",)),
    ],
)
def test_a_header_that_names_no_usable_key(header: dict[str, Any], codes: tuple[str, ...]) -> None:
    assert judged({**PLAIN, **CLAIMS}, header) == ("refused", codes)


def test_a_method_that_nobody_here_knows_stays_unchecked() -> None:
    assert judged(PLAIN, {"alg": "ML-DSA-44"}) == ("unchecked", ("suite-unknown",))


@pytest.mark.parametrize(
    ("claims", "verdict", "codes"),
    [
        ({"iss": "did:web:mallory.example"}, "refused", ("token-differs",)),
        ({"jti": "urn:uuid:1"}, "refused", ("token-differs",)),
        ({"sub": "did:key:z6Mk"}, "refused", ("token-differs",)),
        ({"nbf": 1778716801}, "refused", ("token-differs",)),
        ({"nbf": "2026"}, "refused", ("date-malformed",)),
        ({"nbf": True}, "refused", ("date-malformed",)),
        ({"nbf": 1e300}, "refused", ("date-malformed",)),
        ({"exp": 1778716800}, "refused", ("expired", "token-differs")),
    ],
)
def test_claims_say_what_the_credential_says(claims: dict[str, Any], verdict: str, codes: tuple[str, ...]) -> None:
    assert judged({**PLAIN, **CLAIMS, **claims}) == (verdict, codes)


def test_the_time_of_a_token_is_kept_where_the_credential_names_none() -> None:
    endless = {name: value for name, value in PLAIN.items() if name != "validUntil"}
    assert judged({**endless, "exp": 1778716801}) == ("expired", ("expired",))
    assert judged({**endless, "exp": 4102444800}) == ("verified", ())


@pytest.mark.parametrize("seed", [bytes([2]) * 32])
def test_another_key_did_not_sign_it(seed: bytes) -> None:
    assert judged(PLAIN, seed=seed) == ("refused", ("signature-wrong",))


def test_nothing_in_a_token_can_be_changed() -> None:
    whole, verifier = token(PLAIN), site().verifier()
    found = set()
    for place in range(0, len(whole), 97):
        changed = whole[:place] + (b"A" if whole[place : place + 1] != b"A" else b"B") + whole[place + 1 :]
        found.add(verifier.document(changed).verdict)
    assert found == {Verdict.REFUSED}


def test_the_older_claim_that_holds_a_credential() -> None:
    """VC Data Model 1.1, 6.3.1: what the claims say is not said again inside."""
    old = {name: value for name, value in PLAIN.items() if name not in ("id", "validFrom", "validUntil", "awardedDate")}
    old["@context"] = ["https://www.w3.org/2018/credentials/v1", *PLAIN["@context"][1:]]
    issuer = {name: value for name, value in old["issuer"].items() if name != "id"}
    claims = {**CLAIMS, "exp": 1873411200, "vc": old | {"issuer": issuer}}
    assert judged(claims) == ("verified", ())
    assert judged(claims | {"exp": 1778716801}) == ("expired", ("expired",))


def test_a_did_key_signs_for_itself_and_for_nobody() -> None:
    name = "did:key:" + key().public_multikey
    own = {**PLAIN, "issuer": {**PLAIN["issuer"], "id": name}}
    own.pop("credentialStatus")
    assert judged(own, {"kid": None}) == ("unchecked", ("issuer-unidentified",))
    assert judged(own, {"kid": f"{name}#{key().public_multikey}"}) == ("unchecked", ("issuer-unidentified",))
    assert judged(own, {"kid": None}, seed=bytes([2]) * 32)[0] == "refused"


def test_an_enveloped_credential_is_opened() -> None:
    """VC Data Model 2.0, 4.13: the token stands in a data: URL."""
    envelope = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "data:application/vc+jwt," + token(PLAIN, {"typ": "vc+jwt"}).decode(),
        "type": "EnvelopedVerifiableCredential",
    }
    assert outcome(site().verifier().document(as_bytes(envelope))) == ("verified", ())


def test_nothing_is_asked_of_a_list_before_the_token_holds() -> None:
    world = site()
    world.verifier().document(token(PLAIN, seed=bytes([2]) * 32))
    assert world.asked == [NAMES["did"]]
