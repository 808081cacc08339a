"""Every way in which a signature does not hold, with its reason."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from generator.encodings.json_ld import Contexts
from generator.encodings.multibase import ALPHABET, decode_base58btc, encode_base58btc
from generator.errors import JsonLdError
from generator.proofs.data_integrity import (
    Reason,
    SignatureCheck,
    check_signature,
    create_proof,
    hash_data,
    previous_proofs,
    secure,
    unsecured,
)
from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import PublicKey

Read = Callable[[str], dict[str, Any]]
Change = Callable[[dict[str, Any]], object]
ORDER = 2**252 + 27742317777372353535851937790883648493


def public(key: SigningKey) -> PublicKey:
    return PublicKey.from_ed25519(key.public_key)


@pytest.fixture
def badge(read_json: Read) -> dict[str, Any]:
    return read_json("examples/endorsement.json")


@pytest.fixture(scope="session")
def key() -> SigningKey:
    return SigningKey.from_seed(b"\x02" * 32)


def proof_of(badge: dict[str, Any], **changes: Any) -> dict[str, Any]:
    proof: dict[str, Any] = badge["proof"][0] | changes
    return {name: value for name, value in proof.items() if value is not None}


def altered_signature(text: str, change: Callable[[bytes], bytes]) -> str:
    return encode_base58btc(change(decode_base58btc(text)))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cryptosuite": "eddsa-2022"}, Reason.CRYPTOSUITE_UNKNOWN),
        ({"cryptosuite": None}, Reason.CRYPTOSUITE_UNKNOWN),
        ({"cryptosuite": ["eddsa-rdfc-2022"]}, Reason.CRYPTOSUITE_UNKNOWN),
        ({"type": "Ed25519Signature2018"}, Reason.CRYPTOSUITE_UNKNOWN),
        ({"type": ["DataIntegrityProof"]}, Reason.CRYPTOSUITE_UNKNOWN),
        ({"type": None, "cryptosuite": None}, Reason.CRYPTOSUITE_UNKNOWN),
        ({"proofPurpose": "authentication"}, Reason.PURPOSE_WRONG),
        ({"proofPurpose": ["assertionMethod"]}, Reason.PURPOSE_WRONG),
        ({"proofPurpose": None}, Reason.PURPOSE_WRONG),
        ({"previousProof": "urn:uuid:1"}, Reason.PROOF_CHAIN),
        ({"previousProof": []}, Reason.PROOF_CHAIN),
        ({"proofValue": None}, Reason.PROOF_VALUE_MALFORMED),
        ({"proofValue": 5}, Reason.PROOF_VALUE_MALFORMED),
        ({"proofValue": ""}, Reason.PROOF_VALUE_MALFORMED),
        ({"proofValue": "z"}, Reason.PROOF_VALUE_MALFORMED),
        ({"proofValue": "u" + "A" * 86}, Reason.PROOF_VALUE_MALFORMED),
        ({"created": "2026-05-20T00:00:01Z"}, Reason.SIGNATURE_WRONG),
        ({"created": None}, Reason.SIGNATURE_WRONG),
        ({"expires": "2030-01-01T00:00:00Z"}, Reason.SIGNATURE_WRONG),
        ({"verificationMethod": "did:web:accreditor.example.net#x"}, Reason.SIGNATURE_WRONG),
        ({"verificationMethod": "relative"}, Reason.NOT_CANONICAL),
        ({"nonsense": "x"}, Reason.NOT_CANONICAL),
        ({"nonce": "x\x00"}, Reason.NOT_CANONICAL),
    ],
)
def test_changed_proofs(changes: dict[str, Any], reason: Reason, badge: dict[str, Any], key: SigningKey) -> None:
    check = check_signature(badge, proof_of(badge, **changes), public(key))
    assert check.reason is reason
    assert not check.holds


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda b: b.update(name="Another name"), Reason.SIGNATURE_WRONG),
        (lambda b: b["credentialSubject"].update(endorsementComment="x"), Reason.SIGNATURE_WRONG),
        (lambda b: b.update(validUntil="2030-01-01T00:00:00Z"), Reason.SIGNATURE_WRONG),
        (lambda b: b.pop("description"), Reason.SIGNATURE_WRONG),
        (lambda b: b.update(note="unsigned"), Reason.NOT_CANONICAL),
        (lambda b: b.update(id="relative"), Reason.NOT_CANONICAL),
        (lambda b: b.pop("@context"), Reason.NOT_CANONICAL),
        (lambda b: b.update({"@context": []}), Reason.NOT_CANONICAL),
        (lambda b: b["@context"].append("https://a.example/c"), Reason.CONTEXT_UNKNOWN),
        # What JSON-LD says is the same.
        (lambda b: b["type"].reverse(), Reason.HOLDS),
        (lambda b: b.update(description=[b["description"]], evidence=[]), Reason.HOLDS),
        (lambda b: b.update(proof=[]), Reason.HOLDS),
    ],
)
def test_changed_documents(change: Change, reason: Reason, badge: dict[str, Any], key: SigningKey) -> None:
    proof = proof_of(badge)
    change(badge)
    assert check_signature(badge, proof, public(key)).reason is reason


def test_other_keys(badge: dict[str, Any], key: SigningKey) -> None:
    proof = proof_of(badge)
    other = SigningKey.from_seed(b"\x01" * 32)
    assert check_signature(badge, proof, public(other)).reason is Reason.SIGNATURE_WRONG


def test_odd_signatures(badge: dict[str, Any], key: SigningKey) -> None:
    good = proof_of(badge)["proofValue"]

    def s_plus_order(signature: bytes) -> bytes:
        s = int.from_bytes(signature[32:], "little") + ORDER
        return signature[:32] + s.to_bytes(32, "little")

    malformed = [
        s_plus_order,
        lambda s: s[:63],
        lambda s: s + b"\0",
        lambda s: b"\0" + s,
        lambda s: s[:32] + b"\xff" * 32,
    ]
    for change in malformed:
        proof = proof_of(badge, proofValue=altered_signature(good, change))
        assert check_signature(badge, proof, public(key)).reason is Reason.PROOF_VALUE_MALFORMED
    for change in (lambda s: bytes(64), lambda s: b"\x01" + bytes(63), lambda s: bytes([s[0] ^ 1]) + s[1:]):
        proof = proof_of(badge, proofValue=altered_signature(good, change))
        assert check_signature(badge, proof, public(key)).reason is Reason.SIGNATURE_WRONG


def test_every_altered_character_of_a_proof_value(badge: dict[str, Any], key: SigningKey) -> None:
    good = proof_of(badge)["proofValue"]
    for place in range(len(good)):
        other = ALPHABET[(ALPHABET.index(good[place]) + 1) % 58]
        for character in (other, "0", ""):
            proof = proof_of(badge, proofValue=good[:place] + character + good[place + 1 :])
            assert not check_signature(badge, proof, public(key)).holds


def test_a_check_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match=r"ask \.holds"):
        assert SignatureCheck(Reason.HOLDS)


# ------------------------------------------------------------------------------------------- eddsa-jcs-2022


@pytest.fixture
def jcs(read_json: Read) -> dict[str, Any]:
    return read_json("w3c-vc-di-eddsa/eddsa-jcs-2022/signedJCS.json")


@pytest.fixture(scope="session")
def jcs_key(read_json: Read) -> SigningKey:
    return SigningKey.from_secret(read_json("w3c-vc-di-eddsa/keyPair.json")["privateKeyMultibase"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda d: d["@context"].append("https://a.example/added"), Reason.HOLDS),
        (lambda d: d["@context"].reverse(), Reason.CONTEXT_DIFFERS),
        (lambda d: d["@context"].pop(), Reason.CONTEXT_DIFFERS),
        (lambda d: d.pop("@context"), Reason.CONTEXT_DIFFERS),
        (lambda d: d["type"].reverse(), Reason.SIGNATURE_WRONG),
        (lambda d: d.update(big=2**53), Reason.NOT_CANONICAL),
        (lambda d: d["proof"].update({"@context": "https://www.w3.org/ns/credentials/v2"}), Reason.SIGNATURE_WRONG),
        (lambda d: d["proof"].pop("@context"), Reason.SIGNATURE_WRONG),
    ],
)
def test_jcs(change: Change, reason: Reason, jcs: dict[str, Any], jcs_key: SigningKey) -> None:
    change(jcs)
    assert check_signature(jcs, jcs["proof"], public(jcs_key)).reason is reason


def test_jcs_needs_no_context(jcs_key: SigningKey) -> None:
    document = {"name": "plain JSON"}
    options = {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022", "proofPurpose": "assertionMethod"}
    proof = create_proof(document, options, key=jcs_key)
    assert "@context" not in proof
    assert check_signature(document, proof, public(jcs_key)).holds


# ------------------------------------------------------------------------------------------- other keys


def test_a_suite_is_signed_by_its_own_kinds_of_keys(badge: dict[str, Any], key: SigningKey, read_json: Read) -> None:
    p256 = PublicKey.from_multikey(read_json("w3c-vc-di-ecdsa/p256KeyPair.json")["publicKeyMultibase"])
    ed25519 = public(key)
    assert check_signature(badge, proof_of(badge), ed25519).holds
    assert check_signature(badge, proof_of(badge), p256).reason is Reason.KEY_OTHER_KIND
    for suite in ("ecdsa-rdfc-2019", "ecdsa-jcs-2019"):
        proof = proof_of(badge, cryptosuite=suite)
        assert check_signature(badge, proof, ed25519).reason is Reason.KEY_OTHER_KIND
        assert check_signature(badge, proof, p256).reason is Reason.SIGNATURE_WRONG
        with pytest.raises(JsonLdError, match="not made here"):
            create_proof(unsecured(badge), proof, key=key)


# ------------------------------------------------------------------------------------- Ed25519Signature2020

SUITE_2020 = "https://w3id.org/security/suites/ed25519-2020/v1"
OLD_BADGE = {
    "@context": [
        "https://www.w3.org/2018/credentials/v1",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
    ],
    "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "https://issuer.example/", "type": ["Profile"], "name": "Example"},
    "issuanceDate": "2023-01-01T00:00:00Z",
    "name": "Example",
    "credentialSubject": {"id": "did:example:abcdefgh", "type": ["AchievementSubject"]},
}
OLD_OPTIONS = {
    "type": "Ed25519Signature2020",
    "created": "2023-02-24T23:36:38Z",
    "verificationMethod": "https://issuer.example/#key",
    "proofPurpose": "assertionMethod",
}


def test_an_old_proof_is_read_whether_or_not_its_context_is_in_the_document(key: SigningKey) -> None:
    """jsonld-signatures adds the suite's context to the document; others only to the proof configuration."""
    with_context = OLD_BADGE | {"@context": [*OLD_BADGE["@context"], SUITE_2020]}
    proof = create_proof(with_context, OLD_OPTIONS, key=key)
    # Terms that mean the same give the same RDF: the document's own is not touched by the suite's.
    for document in (with_context, OLD_BADGE):
        assert check_signature(document, proof, public(key)).holds
        assert check_signature(document, proof | {"created": None}, public(key)).reason is Reason.SIGNATURE_WRONG
        assert check_signature(document | {"name": "x"}, proof, public(key)).reason is Reason.SIGNATURE_WRONG


def test_an_old_proof_over_a_single_context(key: SigningKey) -> None:
    document = {"@context": "https://www.w3.org/2018/credentials/v1", "type": "VerifiableCredential"}
    assert check_signature(document, create_proof(document, OLD_OPTIONS, key=key), public(key)).holds


# --------------------------------------------------------------------------------------------------- making


def test_unknown_suites_are_not_hashed(badge: dict[str, Any], key: SigningKey) -> None:
    for options in ({}, proof_of(badge, cryptosuite="ecdsa-sd-2023")):
        with pytest.raises(JsonLdError, match="no known cryptosuite"):
            hash_data(badge, options)
        with pytest.raises(JsonLdError, match="no known cryptosuite"):
            create_proof(badge, options, key=key)


def test_a_document_is_secured_once(badge: dict[str, Any], key: SigningKey) -> None:
    with pytest.raises(ValueError, match="a proof already"):
        secure(badge, key=key, verification_method="did:web:a.example#k", created="2026-05-20T00:00:00Z")


def test_securing_leaves_the_document_alone(badge: dict[str, Any], key: SigningKey) -> None:
    plain = unsecured(badge)
    before = copy.deepcopy(plain)
    secure(plain, key=key, verification_method="did:web:a.example#k", created="2026-05-20T00:00:00Z")
    assert plain == before


def test_what_readers_sort_differently_is_not_signed(read_json: Read, issuer_key: SigningKey) -> None:
    plain = unsecured(read_json("published/credential.json"))
    plain["credentialSubject"]["achievement"]["tag"] = ["🚗 cars", "\uff46\uff55\uff4c\uff4c"]
    with pytest.raises(JsonLdError, match="sort differently"):
        secure(plain, key=issuer_key, verification_method="did:web:a.example#k", created="2026-05-20T00:00:00Z")


def test_control_characters_are_not_signed(read_json: Read, issuer_key: SigningKey) -> None:
    plain = unsecured(read_json("published/credential.json"))
    for character in "\x00\x08\x0b\x0c\x1f\x7f":
        with pytest.raises(JsonLdError, match="cannot be signed"):
            secure(
                plain | {"name": f"Circuit{character}"},
                key=issuer_key,
                verification_method="did:web:a.example#k",
                created="2026-05-20T00:00:00Z",
            )


def test_no_previous_proofs(badge: dict[str, Any]) -> None:
    assert previous_proofs(badge, {}) == []
    with pytest.raises(JsonLdError):
        previous_proofs(badge, {"previousProof": None})


def test_contexts_are_an_argument(w3c_contexts: Contexts, read_json: Read) -> None:
    signed = read_json("w3c-vc-di-eddsa/eddsa-rdfc-2022/signedDataInt.json")
    pair = read_json("w3c-vc-di-eddsa/keyPair.json")
    public = SigningKey.from_secret(pair["privateKeyMultibase"]).public_key
    assert check_signature(signed, signed["proof"], PublicKey.from_ed25519(public), contexts=w3c_contexts).holds
    assert check_signature(signed, signed["proof"], PublicKey.from_ed25519(public)).reason is Reason.CONTEXT_UNKNOWN


def test_a_document_too_complex_to_check(badge: dict[str, Any], key: SigningKey) -> None:
    proof = proof_of(badge)
    alignment = {"type": ["Alignment"], "targetName": "Same", "targetUrl": "https://example.org/same"}
    badge["credentialSubject"]["nodes"] = [{"p": [alignment] * 12}, {"p": [alignment] * 12}]
    badge["@context"].append({"@vocab": "https://a.example/v#"})
    check = check_signature(badge, proof, public(key))
    assert check.reason is Reason.TOO_COMPLEX
    assert "look alike" in check.detail
