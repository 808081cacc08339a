"""The W3C's vectors of VC-DI-EDDSA and VC-DI-ECDSA, each from its JSON to its hashes, signature and proof."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from generator.encodings import multikey
from generator.encodings.json_ld import Contexts
from generator.encodings.multibase import decode_base58btc
from generator.proofs.cryptosuites import suite_of
from generator.proofs.data_integrity import (
    Reason,
    canonical_texts,
    check_signature,
    create_proof,
    hash_data,
    previous_proofs,
    unsecured,
)
from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import KeyKind, PublicKey

Read = Callable[[str], dict[str, Any]]
ROOT = "w3c-vc-di-eddsa"
SUITES = [("eddsa-rdfc-2022", "DataInt"), ("eddsa-jcs-2022", "JCS"), ("Ed25519Signature2020", "EdSig")]


def public(key: SigningKey) -> PublicKey:
    return PublicKey.from_ed25519(key.public_key)


@pytest.mark.parametrize(("folder", "end"), SUITES)
def test_from_unsigned_document_to_proof(
    folder: str, end: str, read_json: Read, read_text: Callable[[str], str], w3c_contexts: Contexts
) -> None:
    given = f"{ROOT}/{folder}/"
    signed = read_json(f"{given}signed{end}.json")
    pair = read_json(f"{ROOT}/keyPair.json")
    key = SigningKey.from_secret(pair["privateKeyMultibase"])
    assert key.public_multikey == pair["publicKeyMultibase"]
    assert key.secret_multikey == pair["privateKeyMultibase"]
    document = read_json(f"{ROOT}/unsigned.json") | {"@context": signed["@context"]}
    options = read_json(f"{given}proofConfig{end}.json")
    suite = suite_of(options)
    assert suite is not None
    assert suite.name == folder
    if not suite.keeps_context:
        del options["@context"]

    configuration, plain = canonical_texts(document, options, contexts=w3c_contexts)
    assert configuration.decode().rstrip("\n") == read_text(f"{given}proofCanon{end}.txt")
    assert plain.decode().rstrip("\n") == read_text(f"{given}canonDoc{end}.txt")
    assert sha256(configuration).hexdigest() == read_text(f"{given}proofHash{end}.txt")
    assert sha256(plain).hexdigest() == read_text(f"{given}docHash{end}.txt")
    data = hash_data(document, options, contexts=w3c_contexts)
    assert data.hex() == read_text(f"{given}combinedHash{end}.txt")
    assert key.sign(data).hex() == read_text(f"{given}sigHex{end}.txt")

    options.pop("@context", None)
    proof = create_proof(document, options, key=key, contexts=w3c_contexts)
    assert proof["proofValue"] == read_text(f"{given}sigBTC58{end}.txt")
    assert document | {"proof": proof} == signed
    assert check_signature(signed, signed["proof"], public(key), contexts=w3c_contexts).holds


def test_the_unsigned_document_is_the_signed_one_without_its_proof(read_json: Read) -> None:
    assert unsecured(read_json(f"{ROOT}/eddsa-rdfc-2022/signedDataInt.json")) == read_json(f"{ROOT}/unsigned.json")


@pytest.mark.parametrize("number", [1, 2])
def test_proof_set(number: int, read_json: Read, w3c_contexts: Contexts) -> None:
    folder = f"{ROOT}/proof-set-chain/"
    key = _key(read_json, number)
    options = read_json(f"{folder}proofSetConfig{number}.json")
    proof = create_proof(read_json(f"{folder}unsigned.json"), options, key=key, contexts=w3c_contexts)
    assert proof == read_json(f"{folder}proofSetConfigSigned{number}.json")
    signed = read_json(f"{folder}signedProofSet2.json")
    assert signed["proof"][number - 1] == proof
    assert check_signature(signed, proof, public(key), contexts=w3c_contexts).holds


@pytest.mark.parametrize("number", [1, 2])
def test_proof_chain(number: int, read_json: Read, w3c_contexts: Contexts) -> None:
    folder = f"{ROOT}/proof-set-chain/"
    key = _key(read_json, number + 2)
    # What is there before this link: the proof set, or the first link too.
    before = read_json(f"{folder}{'signedProofSet2' if number == 1 else 'signedProofChain1'}.json")
    options = read_json(f"{folder}proofChainConfig{number}.json")
    previous = previous_proofs(before, options)
    assert previous == read_json(f"{folder}proofChainTempDoc{number}.json")["proof"]
    proof = create_proof(before, options, key=key, previous=previous, contexts=w3c_contexts)
    assert proof == read_json(f"{folder}proofChainConfigSigned{number}.json")

    signed = read_json(f"{folder}signedProofChain{number}.json")
    assert signed == before | {"proof": [*before["proof"], proof]}
    assert check_signature(signed, proof, public(key), follow_chain=True, contexts=w3c_contexts).holds
    refused = check_signature(signed, proof, public(key), contexts=w3c_contexts)
    assert refused.reason is Reason.PROOF_CHAIN


def test_a_chain_covers_its_previous_proofs(read_json: Read, w3c_contexts: Contexts) -> None:
    folder = f"{ROOT}/proof-set-chain/"
    signed = read_json(f"{folder}signedProofChain2.json")
    key = _key(read_json, 4)
    *others, last = signed["proof"]
    others[-1]["created"] = "2023-02-26T22:06:39Z"
    check = check_signature(signed, last, public(key), follow_chain=True, contexts=w3c_contexts)
    assert check.reason is Reason.SIGNATURE_WRONG
    for proof in ([*others[:-1], last], last, [None, "x", last]):
        check = check_signature(signed | {"proof": proof}, last, public(key), follow_chain=True, contexts=w3c_contexts)
        assert check.reason is Reason.PREVIOUS_PROOF_MISSING


def _key(read_json: Read, number: int) -> SigningKey:
    pair = read_json(f"{ROOT}/proof-set-chain/multiKeyPairs.json")[f"keyPair{number}"]
    key = SigningKey.from_secret(pair["privateKeyMultibase"])
    assert multikey.decode_public(pair["publicKeyMultibase"]) == key.public_key
    return key


def test_the_signatures_are_what_proof_value_says(read_json: Read, read_text: Callable[[str], str]) -> None:
    for folder, end in SUITES:
        text = read_text(f"{ROOT}/{folder}/sigBTC58{end}.txt")
        assert decode_base58btc(text).hex() == read_text(f"{ROOT}/{folder}/sigHex{end}.txt")


# ---------------------------------------------------------------------------------------------------- ECDSA


CURVES = [("256", KeyKind.P256), ("384", KeyKind.P384)]


def _ecdsa_key(read_json: Read, number: str) -> tuple[str, PublicKey]:
    text: str = read_json(f"w3c-vc-di-ecdsa/p{number}KeyPair.json")["publicKeyMultibase"]
    return text, PublicKey.from_multikey(text)


@pytest.mark.parametrize(("number", "kind"), CURVES)
def test_ecdsa_rdfc(
    number: str, kind: KeyKind, read_json: Read, read_text: Callable[[str], str], w3c_contexts: Contexts
) -> None:
    text, key = _ecdsa_key(read_json, number)
    assert key.kind is kind
    given = f"w3c-vc-di-ecdsa/ecdsa-rdfc-2019-p{number}"
    document = read_json(f"{ROOT}/unsigned.json")
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-rdfc-2019",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": f"did:key:{text}#{text}",
        "proofPurpose": "assertionMethod",
        "proofValue": read_text(f"{given}/sigBTC58ECDSAP{number}.txt"),
    }
    data = hash_data(document, proof, kind=kind, contexts=w3c_contexts)
    assert data.hex() == read_text(f"{given}/combinedHashECDSAP{number}.txt")
    assert check_signature(document, proof, key, contexts=w3c_contexts).holds
    document["name"] = "Another Credential"
    assert check_signature(document, proof, key, contexts=w3c_contexts).reason is Reason.SIGNATURE_WRONG


@pytest.mark.parametrize(("number", "kind"), CURVES)
def test_ecdsa_jcs(number: str, kind: KeyKind, read_json: Read, read_text: Callable[[str], str]) -> None:
    _, key = _ecdsa_key(read_json, number)
    given = f"w3c-vc-di-ecdsa/ecdsa-jcs-2019-p{number}"
    signed = read_json(f"{given}/signedJCSECDSAP{number}.json")
    data = hash_data(signed, signed["proof"], kind=kind)
    assert data.hex() == read_text(f"{given}/combinedHashJCSECDSAP{number}.txt")
    assert check_signature(signed, signed["proof"], key).holds
    signed["name"] = "Another Credential"
    assert check_signature(signed, signed["proof"], key).reason is Reason.SIGNATURE_WRONG
