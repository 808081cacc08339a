"""Every combination of optional parts is canonicalised alike by two programs that share no line."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import VerifyKey

from generator.encodings.multibase import decode_base58btc
from generator.encodings.multikey import decode_public
from generator.encodings.rdf_canonical import canonical_nquads
from tests import odd_registry
from tests.builds import built
from tests.second_opinion import other_canonical


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of 300 odd awards."""
    folder = tmp_path_factory.mktemp("odd")
    return built(odd_registry.write(folder / "registry", 300, seed=7), folder / "site")


def combination(credential: dict[str, Any]) -> tuple[Any, ...]:
    """What is there and what is not."""
    subject = credential["credentialSubject"]
    evidence = tuple(tuple(sorted(item)) for item in credential.get("evidence", ()))
    return (tuple(sorted(credential)), tuple(sorted(subject)), tuple(sorted(subject["achievement"])), evidence)


def test_both_agree_and_the_signature_is_over_what_they_agree_on(site: Path) -> None:
    documents = [json.loads(file.read_bytes()) for file in sorted(site.glob("awards/*/*.json"))]
    chosen = {combination(document): document for document in documents}
    assert len(chosen) > 40
    for document in [*chosen.values(), json.loads((site / "status/0.json").read_bytes())]:
        proof = document.pop("proof")[0]
        assert canonical_nquads(document) == other_canonical(document)
        value = proof.pop("proofValue")
        options = {"@context": document["@context"], **proof}
        hashes = [sha256(other_canonical(part).encode()).digest() for part in (options, document)]
        key = decode_public(proof["verificationMethod"].partition("#")[2])
        VerifyKey(key).verify(b"".join(hashes), decode_base58btc(value))
