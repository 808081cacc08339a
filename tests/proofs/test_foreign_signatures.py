"""Signatures that other people's software made, under keys that are in their own names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.proofs.data_integrity import Reason, check_signature
from generator.proofs.jws import check_jws, parse_jws
from generator.proofs.public_keys import PublicKey

FOREIGN = Path(__file__).parents[1] / "vectors" / "foreign"


@pytest.mark.parametrize(
    "name",
    [
        "eddsa-rdfc-2022",
        # With P-384, nodes without an id are told apart by SHA-384 too, or this one would not hold.
        "ecdsa-rdfc-2019-p256",
        "ecdsa-rdfc-2019-p384",
        "ed25519signature2020",
    ],
)
def test_proofs(name: str) -> None:
    document = json.loads((FOREIGN / f"digitalbazaar/{name}-did-key.json").read_text("utf-8"))
    proof = document["proof"]
    key = PublicKey.from_multikey(proof["verificationMethod"].partition("#")[2])
    assert check_signature(document, proof, key).holds
    later = proof | {"created": "2031-01-01T00:00:00Z"}
    assert check_signature(document, later, key).reason is Reason.SIGNATURE_WRONG
    document["name"] = "Another name"
    assert check_signature(document, proof, key).reason is Reason.SIGNATURE_WRONG


def test_a_jws() -> None:
    jws = parse_jws((FOREIGN / "jose/did-key.jwt").read_text("ascii").strip())
    key = PublicKey.from_multikey(jws.header["kid"].partition("#")[2])
    assert check_jws(jws, key).holds
