"""Where a did:web leads, and where it must not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from generator.proofs.public_keys import PublicKey
from generator.verification.did import Refusal, did_web_host, did_web_url, disorder, is_https_name
from generator.verification.methods import key_of
from tests.verification.signed_site import DID, key, method, published

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("did", "url"),
    [
        ("did:web:example.com", "https://example.com/.well-known/did.json"),
        ("did:web:example.com:user:alice", "https://example.com/user/alice/did.json"),
        ("did:web:localhost%3A3000:a", "https://localhost:3000/a/did.json"),
        ("did:web:localhost%3a8000", "https://localhost:8000/.well-known/did.json"),
        ("did:web:xn--bcher-kva.example", "https://xn--bcher-kva.example/.well-known/did.json"),
        ("did:web:badges.example.org:issuers:harbor", "https://badges.example.org/issuers/harbor/did.json"),
    ],
)
def test_leads_to(did: str, url: str) -> None:
    assert did_web_url(did) == url
    assert did_web_host(did) == url.split("/")[2]


@pytest.mark.parametrize(
    "did",
    [
        "did:web:",
        "did:web:Example.com",
        "did:web:127.0.0.1",
        "did:web:2130706433",
        "did:web:0x7f.1",
        "did:web:127.0.0.0x1",
        "did:web:[%3A%3A1]",
        "did:web:example.com%3A99999",
        "did:web:example.com%3A0",
        "did:web:example.com%2F..",
        "did:web:example.com%40evil.example",
        "did:web:user@example.com",
        "did:web:example.com:..:secret",
        "did:web:example.com:%2e%2e",
        "did:web:example.com:a%2Fb",
        "did:web:example.com:a%3Fb",
        "did:web:example.com:a%23b",
        "did:web:example.com:a%00",
        "did:web:example.com:",
        "did:web:example.com::a",
        "did:web:example..com",
        "did:web:-example.com",
        "did:web:example.com.",
        "did:web:example.com/path",
        "did:web:example.com?x=1",
        "did:web:example.com\n",
        "did:web:bücher.example",
        "did:web:" + "a" * 64 + ".example",
        "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX",
    ],
)
def test_leads_nowhere(did: str) -> None:
    assert did_web_url(did) is None


def test_the_published_document_is_in_order() -> None:
    document = published("did")
    assert disorder(document, DID) == ""
    assert key_of(document, method(), NOW) == PublicKey.from_ed25519(key().public_key)
    assert key_of(document, method(2), NOW) == Refusal("key-revoked", "since 2026-01-05T00:00:00Z")
    assert key_of(document, method(2), datetime(2026, 1, 4, 23, 59, 59, tzinfo=UTC)) == Refusal("key-not-for-badges")
    assert key_of(document, method(3), NOW) == Refusal("key-unlisted")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "did:web:other.example"}, "another name"),
        ({"@context": ["https://w3id.org/security/multikey/v1"]}, "not a DID document"),
        ({"verificationMethod": ["did:web:badges.riverbend.example#x"]}, "no name of its own"),
        ({"verificationMethod": [{"id": "#z6Mk"}]}, "no name of its own"),
        ({"verificationMethod": [{"id": DID + "#a"}, {"id": DID + "#a"}]}, "bear one name"),
        ({"assertionMethod": [method(3)]}, "does not list"),
        ({"authentication": [{"id": method()}]}, "does not list"),
    ],
)
def test_disorder(change: dict[str, Any], words: str) -> None:
    assert words in disorder(published("did") | change, DID)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("https://badges.example.org/issuers/1", True),
        ("https://badges.example.org:8443/", True),
        ("http://badges.example.org/", False),
        ("https://user@badges.example.org/", False),
        ("https://10.0.0.1/", False),
        ("https://[::1]/", False),
        ("https://BADGES.example.org/", False),
        ("https://badges.example.org:0/", False),
        ("https://badges.example.org:x/", False),
        ("urn:uuid:5b8d9c1e-41e7-4a6b-8a0f-0f2a4e0f7b22", False),
        ("", False),
    ],
)
def test_an_issuer_may_be_named_by_an_address_of_a_named_host(name: str, found: bool) -> None:
    assert is_https_name(name) is found
