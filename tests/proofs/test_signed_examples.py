"""The signed examples of the standards, and the published award: made again, and checked."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from generator.proofs.data_integrity import canonical_texts, check_signature, secure, unsecured
from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import PublicKey

Read = Callable[[str], dict[str, Any]]
# File, seed of the key, SHA-256 of the proof configuration.
EXAMPLES = [
    ("examples/openbadge.hashed", 1, "f5c3e7aa8c94e42072f0430fe7acdb0755a4c7e40b9f5006a6351ffb08b6dc4f"),
    ("examples/openbadge.did", 1, "f5c3e7aa8c94e42072f0430fe7acdb0755a4c7e40b9f5006a6351ffb08b6dc4f"),
    ("examples/openbadge.endorsed", 1, "f5c3e7aa8c94e42072f0430fe7acdb0755a4c7e40b9f5006a6351ffb08b6dc4f"),
    ("examples/endorsement", 2, "ae1472b23c9d1c8485a00d4e7c86698b6304dec2e4bf4f7aea8409b0d23edd17"),
    ("examples/statuslist", 1, "88cf79f3eb343311bd1064a8d876932807df24bf3045530b54e7a0ec0e4115f2"),
    ("examples/clr", 1, "305a9fb75df43f26dc70e8f7d27af223d6348f6a7959b1e9c46160959481f2ca"),
    ("published/credential", 1, None),
]


def public(key: SigningKey) -> PublicKey:
    return PublicKey.from_ed25519(key.public_key)


@pytest.mark.parametrize(("name", "seed", "digest"), EXAMPLES)
def test_made_again(name: str, seed: int, digest: str | None, read_json: Read) -> None:
    signed = read_json(f"{name}.json")
    key = SigningKey.from_seed(bytes([seed]) * 32)
    (proof,) = signed["proof"]
    again = secure(
        unsecured(signed), key=key, verification_method=proof["verificationMethod"], created=proof["created"]
    )
    # Members in the same order too: the file's bytes are a function of the document.
    assert json.dumps(again) == json.dumps(signed)
    assert check_signature(signed, proof, public(key)).holds
    assert digest in (None, sha256(canonical_texts(signed, proof)[0]).hexdigest())


@pytest.mark.parametrize("name", [name for name, _, digest in EXAMPLES if digest])
def test_canonical_texts(name: str, read_json: Read, read_text: Callable[[str], str]) -> None:
    signed = read_json(f"{name}.json")
    configuration, plain = canonical_texts(signed, signed["proof"][0])
    assert configuration.decode() == read_text(f"{name}.cfg.nq") + "\n"
    assert plain.decode() == read_text(f"{name}.doc.nq") + "\n"


def test_embedded_proofs_are_their_own(read_json: Read) -> None:
    badge = read_json("examples/openbadge.endorsed.json")
    (endorsement,) = badge["credentialSubject"]["achievement"]["endorsement"]
    accreditor = SigningKey.from_seed(b"\x02" * 32)
    assert check_signature(endorsement, endorsement["proof"][0], public(accreditor)).holds
