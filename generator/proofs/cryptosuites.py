"""The cryptosuites: how each makes bytes of a proof configuration and of an unsecured document.

All hash both texts, configuration first, and sign both hashes. The key decides the hash, of the texts and of RDF's
nodes inside them: SHA-384 for P-384, SHA-256 for the others (VC-DI-ECDSA 1.0, 3.2.3 and 3.2.4).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256, sha384
from typing import Any, Final

from generator.encodings.jcs import canonical_json
from generator.encodings.json_ld import Contexts
from generator.encodings.json_text import JsonObject
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import JsonLdError
from generator.proofs.public_keys import KeyKind

_EDDSA: Final = frozenset([KeyKind.ED25519])
_ECDSA: Final = frozenset([KeyKind.P256, KeyKind.P384])


@dataclass(frozen=True)
class Cryptosuite:
    """One way to secure a document.

    `identifies` are the members by which a proof names the suite; `canonical` makes the bytes to hash of a document,
    for a kind of key; `kinds` are those of the keys that sign; `keeps_context` says whether the proof stores the
    `@context` it was made with; `own_context` is one that the configuration needs even where the document does without.
    """

    name: str
    identifies: Mapping[str, str]
    canonical: Callable[[JsonObject, Contexts, KeyKind], bytes]
    kinds: frozenset[KeyKind]
    keeps_context: bool = False
    own_context: str = ""

    def configuration(self, document: JsonObject, options: Mapping[str, Any]) -> JsonObject:
        """The proof configuration: the options without `proofValue`, in the document's `@context`.

        Raises `JsonLdError` if a suite of RDF finds no `@context`. Source: VC-DI-EDDSA, 3.2.5 and 3.3.5.
        """
        configuration = {name: value for name, value in options.items() if name != "proofValue"}
        if self.keeps_context:
            return configuration
        if "@context" not in document:
            raise JsonLdError("the document has no @context")
        return configuration | {"@context": self._with_own(document["@context"])}

    def _with_own(self, context: Any) -> Any:
        listed = context if isinstance(context, list) else [context]
        return context if not self.own_context or self.own_context in listed else [*listed, self.own_context]


def digest(kind: KeyKind, data: bytes) -> bytes:
    """The hash that goes with a kind of key: SHA-384 for P-384, 48 bytes; SHA-256 for the others, 32 bytes."""
    hashed: bytes = _hash(kind)(data).digest()
    return hashed


def _hash(kind: KeyKind) -> Callable[..., Any]:
    return sha384 if kind is KeyKind.P384 else sha256


def _rdf(document: JsonObject, contexts: Contexts, kind: KeyKind) -> bytes:
    return canonical_nquads(document, contexts, digest=_hash(kind)).encode("utf-8")


def _jcs(document: JsonObject, contexts: Contexts, kind: KeyKind) -> bytes:
    return canonical_json(document)


def _integrity(name: str) -> dict[str, str]:
    return {"type": "DataIntegrityProof", "cryptosuite": name}


EDDSA_RDFC_2022 = Cryptosuite("eddsa-rdfc-2022", _integrity("eddsa-rdfc-2022"), _rdf, _EDDSA)
# The others are only read, never issued: badges of other issuers bear them.
EDDSA_JCS_2022 = Cryptosuite("eddsa-jcs-2022", _integrity("eddsa-jcs-2022"), _jcs, _EDDSA, keeps_context=True)
ECDSA_RDFC_2019 = Cryptosuite("ecdsa-rdfc-2019", _integrity("ecdsa-rdfc-2019"), _rdf, _ECDSA)
ECDSA_JCS_2019 = Cryptosuite("ecdsa-jcs-2019", _integrity("ecdsa-jcs-2019"), _jcs, _ECDSA, keeps_context=True)
# VC-DI-EDDSA, B.1. Its terms are in a context of its own, which some signers put only in the configuration.
ED25519_SIGNATURE_2020 = Cryptosuite(
    "Ed25519Signature2020",
    {"type": "Ed25519Signature2020"},
    _rdf,
    _EDDSA,
    own_context="https://w3id.org/security/suites/ed25519-2020/v1",
)

SUITES = (EDDSA_RDFC_2022, EDDSA_JCS_2022, ECDSA_RDFC_2019, ECDSA_JCS_2019, ED25519_SIGNATURE_2020)


def suite_of(proof: Mapping[str, Any]) -> Cryptosuite | None:
    """The suite that the proof, or its options, names; none if it is not one of ours."""
    for suite in SUITES:
        if all(proof.get(name) == value for name, value in suite.identifies.items()):
            return suite
    return None
