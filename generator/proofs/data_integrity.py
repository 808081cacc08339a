"""Securing a document with a proof, and checking the signature of a proof.

The words are the standard's: an unsecured document and a proof configuration give hash data; a secured document is one
with its proof. Source: VC Data Integrity 1.0, 4; VC-DI-EDDSA 1.0 and VC-DI-ECDSA 1.0, 3.2 and 3.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn

from generator.encodings.json_ld import PINNED, Contexts
from generator.encodings.json_text import JsonObject
from generator.encodings.multibase import decode_base58btc, encode_base58btc
from generator.encodings.rdf_canonical import sorts_alike
from generator.errors import EncodingError, JsonLdError, TooComplex, UnknownDocument
from generator.proofs.cryptosuites import EDDSA_RDFC_2022, Cryptosuite, digest, suite_of
from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import KeyKind, PublicKey


class Reason(StrEnum):
    """Why a signature holds or doesn't.

    `CRYPTOSUITE_UNKNOWN`, `CONTEXT_UNKNOWN` and `TOO_COMPLEX` mean that it could not be checked.
    """

    HOLDS = "holds"
    CRYPTOSUITE_UNKNOWN = "cryptosuite-unknown"
    ALGORITHM_UNSAFE = "algorithm-unsafe"
    PURPOSE_WRONG = "purpose-wrong"
    PROOF_CHAIN = "proof-chain"
    PREVIOUS_PROOF_MISSING = "previous-proof-missing"
    PROOF_VALUE_MALFORMED = "proof-value-malformed"
    KEY_OTHER_KIND = "key-other-kind"
    CONTEXT_UNKNOWN = "context-unknown"
    TOO_COMPLEX = "too-complex"
    CONTEXT_DIFFERS = "context-differs"
    NOT_CANONICAL = "not-canonical"
    SIGNATURE_WRONG = "signature-wrong"


@dataclass(frozen=True)
class SignatureCheck:
    """What came of checking one signature. It has no truth value: ask `holds`."""

    reason: Reason
    detail: str = ""

    @property
    def holds(self) -> bool:
        """Whether the signature is that of the key over this document and these proof options."""
        return self.reason is Reason.HOLDS

    def __bool__(self) -> NoReturn:
        raise TypeError("a SignatureCheck has no truth value: ask .holds")


class _Fails(Exception):
    """A check ended early; never leaves this module."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.check = SignatureCheck(reason, detail)


def unsecured(document: JsonObject) -> JsonObject:
    """The document without its proofs; proofs of documents inside it stay."""
    return {name: value for name, value in document.items() if name != "proof"}


def hash_data(
    document: JsonObject,
    options: Mapping[str, Any],
    *,
    kind: KeyKind = KeyKind.ED25519,
    previous: Sequence[JsonObject] = (),
    contexts: Contexts = PINNED,
) -> bytes:
    """The bytes to sign: the hash of the canonical proof configuration, then of the canonical document.

    They are 64, or 96 for a key of the `kind` P-384.
    `document` may be secured or not, as its own proofs are left out; in a proof chain the `previous` ones are put in.
    `options` may hold a `proofValue`, which is left out. Raises `JsonLdError` for an unknown suite and for a document
    that is not JSON-LD in safe mode, `EncodingError` where JCS has no form for it.
    Source: VC-DI-EDDSA, 3.2.4; VC-DI-ECDSA, 3.2.4.
    """
    configuration, plain = canonical_texts(document, options, kind=kind, previous=previous, contexts=contexts)
    return digest(kind, configuration) + digest(kind, plain)


def canonical_texts(
    document: JsonObject,
    options: Mapping[str, Any],
    *,
    kind: KeyKind = KeyKind.ED25519,
    previous: Sequence[JsonObject] = (),
    contexts: Contexts = PINNED,
) -> tuple[bytes, bytes]:
    """The canonical proof configuration and document that `hash_data` hashes. Raises as it does."""
    suite = suite_of(options)
    if suite is None:
        raise JsonLdError("the proof names no known cryptosuite")
    plain = _with_context_of(options, unsecured(document)) if suite.keeps_context else unsecured(document)
    configuration = suite.canonical(suite.configuration(plain, options), contexts, kind)
    chained = plain | {"proof": list(previous)} if previous else plain
    return configuration, suite.canonical(chained, contexts, kind)


def create_proof(
    document: JsonObject,
    options: Mapping[str, Any],
    *,
    key: SigningKey,
    previous: Sequence[JsonObject] = (),
    contexts: Contexts = PINNED,
) -> JsonObject:
    """The proof: the options, in their order, with `proofValue`.

    Raises as `hash_data` does, and `JsonLdError` for a suite that Ed25519 does not sign.
    Source: VC-DI-EDDSA, 3.2.1 and 3.3.1.
    """
    proof = dict(options)
    suite = suite_of(options)
    if suite is not None and KeyKind.ED25519 not in suite.kinds:
        raise JsonLdError(f"proofs of the suite {suite.name} are not made here")
    if suite is not None and suite.keeps_context and "@context" in document:
        proof["@context"] = document["@context"]
    data = hash_data(document, proof, previous=previous, contexts=contexts)
    return proof | {"proofValue": encode_base58btc(key.sign(data))}


def proof_options(verification_method: str, created: str) -> dict[str, str]:
    """The options of the proof that `secure` makes, in their order."""
    return {
        **EDDSA_RDFC_2022.identifies,
        "created": created,
        "verificationMethod": verification_method,
        "proofPurpose": "assertionMethod",
    }


def secure(
    document: JsonObject,
    *,
    key: SigningKey,
    verification_method: str,
    created: str,
    contexts: Contexts = PINNED,
) -> JsonObject:
    """The secured document: the unsecured one and `proof`, an array of one eddsa-rdfc-2022 proof.

    `created` is a time in the form YYYY-MM-DDThh:mm:ssZ. Raises `JsonLdError` for a document that is not JSON-LD in
    safe mode, or that some verifiers would sort another way, and `ValueError` for one that has a proof already.
    """
    if "proof" in document:
        raise ValueError("the document has a proof already")
    options = proof_options(verification_method, created)
    configuration, plain = canonical_texts(document, options, contexts=contexts)
    if not sorts_alike(plain.decode("utf-8")):
        raise JsonLdError("the values of a property sort differently by code point and by UTF-16 unit")
    signature = key.sign(digest(KeyKind.ED25519, configuration) + digest(KeyKind.ED25519, plain))
    return document | {"proof": [options | {"proofValue": encode_base58btc(signature)}]}


def check_signature(
    document: JsonObject,
    proof: Mapping[str, Any],
    public_key: PublicKey,
    *,
    follow_chain: bool = False,
    contexts: Contexts = PINNED,
) -> SignatureCheck:
    """Whether `proof`, one of the document's, is the signature of this key over it; never raises for bad data.

    The suite is known and signed by keys of that kind, the purpose is assertionMethod, the value is base58btc of a
    signature in its one form (see `PublicKey.fault`), and the document is JSON-LD in safe mode (in suites of JCS:
    canonical JSON). A proof with `previousProof` is refused unless `follow_chain`, and even then its previous proofs
    are not checked themselves.
    """
    try:
        suite = _suite(proof)
        _refuse_other_kind(suite, public_key)
        signature = _signature(proof.get("proofValue"), public_key)
        previous = _previous(document, proof, follow_chain)
        data = _hashed(suite, document, proof, public_key.kind, previous, contexts)
    except _Fails as end:
        return end.check
    return SignatureCheck(Reason.HOLDS if public_key.holds(signature, data) else Reason.SIGNATURE_WRONG)


def previous_proofs(document: JsonObject, proof: Mapping[str, Any]) -> list[JsonObject]:
    """The proofs of the document that `previousProof`, an id or a list of ids, names, in the document's order.

    Raises `JsonLdError` if one of them is not there. Source: VC Data Integrity, 4.3 Add Proof Set/Chain.
    """
    wanted = _list(proof.get("previousProof", []))
    others = [other for other in _list(document.get("proof", [])) if isinstance(other, dict) and "id" in other]
    found = [other for other in others if other["id"] in wanted]
    if any(name not in [other["id"] for other in found] for name in wanted):
        raise JsonLdError("a previous proof is not in the document")
    return found


def _suite(proof: Mapping[str, Any]) -> Cryptosuite:
    suite = suite_of(proof)
    if suite is None:
        raise _Fails(Reason.CRYPTOSUITE_UNKNOWN, f"{proof.get('cryptosuite', proof.get('type'))!r:.80}")
    if proof.get("proofPurpose") != "assertionMethod":
        raise _Fails(Reason.PURPOSE_WRONG, f"{proof.get('proofPurpose')!r:.80}")
    return suite


def _refuse_other_kind(suite: Cryptosuite, key: PublicKey) -> None:
    if key.kind not in suite.kinds:
        raise _Fails(Reason.KEY_OTHER_KIND, f"a key of the kind {key.kind} makes no proofs of the suite {suite.name}")


def _signature(value: Any, key: PublicKey) -> bytes:
    if not isinstance(value, str):
        raise _Fails(Reason.PROOF_VALUE_MALFORMED, "proofValue is not a text")
    try:
        signature = decode_base58btc(value)
    except EncodingError as wrong:
        raise _Fails(Reason.PROOF_VALUE_MALFORMED, str(wrong)) from None
    fault = key.fault(signature)
    if fault:
        raise _Fails(Reason.PROOF_VALUE_MALFORMED, fault)
    return signature


def _previous(document: JsonObject, proof: Mapping[str, Any], follow: bool) -> list[JsonObject]:
    if "previousProof" not in proof:
        return []
    if not follow:
        raise _Fails(Reason.PROOF_CHAIN)
    try:
        return previous_proofs(document, proof)
    except JsonLdError as missing:
        raise _Fails(Reason.PREVIOUS_PROOF_MISSING, str(missing)) from None


def _hashed(
    suite: Cryptosuite,
    document: JsonObject,
    proof: Mapping[str, Any],
    kind: KeyKind,
    previous: list[JsonObject],
    contexts: Contexts,
) -> bytes:
    if suite.keeps_context and not _begins_with(document.get("@context"), proof.get("@context")):
        raise _Fails(Reason.CONTEXT_DIFFERS)
    try:
        return hash_data(document, proof, kind=kind, previous=previous, contexts=contexts)
    except TooComplex as wrong:
        raise _Fails(Reason.TOO_COMPLEX, str(wrong)) from None
    except (JsonLdError, EncodingError) as wrong:
        unknown = isinstance(wrong.__cause__, UnknownDocument)
        raise _Fails(Reason.CONTEXT_UNKNOWN if unknown else Reason.NOT_CANONICAL, str(wrong)) from None


def _with_context_of(options: Mapping[str, Any], plain: JsonObject) -> JsonObject:
    """VC-DI-EDDSA, 3.3.2, step 4.2: hash the document in the context that the proof was made with."""
    return plain | {"@context": options["@context"]} if "@context" in options else plain


def _begins_with(context: Any, start: Any) -> bool:
    """Whether the document's contexts begin with all of the proof's, in order (VC-DI-EDDSA, 3.3.2, step 4.1)."""
    return start is None or _list(context)[: len(_list(start))] == _list(start)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
