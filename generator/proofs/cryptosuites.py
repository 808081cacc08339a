"""The cryptosuites: how each makes bytes of a proof configuration and of an unsecured document.

All three hash both texts with SHA-256, configuration first, and sign the 64 bytes with Ed25519.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.encodings.jcs import canonical_json
from generator.encodings.json_ld import Contexts
from generator.encodings.json_text import JsonObject
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import JsonLdError


@dataclass(frozen=True)
class Cryptosuite:
    """One way to secure a document.

    `identifies` are the members by which a proof names the suite; `canonical` makes the bytes to hash of a document;
    `keeps_context` says whether the proof stores the `@context` it was made with.
    """

    name: str
    identifies: Mapping[str, str]
    canonical: Callable[[JsonObject, Contexts], bytes]
    keeps_context: bool = False

    def configuration(self, document: JsonObject, options: Mapping[str, Any]) -> JsonObject:
        """The proof configuration: the options without `proofValue`, in the document's `@context`.

        Raises `JsonLdError` if a suite of RDF finds no `@context`. Source: VC-DI-EDDSA, 3.2.5 and 3.3.5.
        """
        configuration = {name: value for name, value in options.items() if name != "proofValue"}
        if self.keeps_context:
            return configuration
        if "@context" not in document:
            raise JsonLdError("the document has no @context")
        return configuration | {"@context": document["@context"]}


def _rdf(document: JsonObject, contexts: Contexts) -> bytes:
    return canonical_nquads(document, contexts).encode("utf-8")


def _jcs(document: JsonObject, contexts: Contexts) -> bytes:
    return canonical_json(document)


EDDSA_RDFC_2022 = Cryptosuite("eddsa-rdfc-2022", {"type": "DataIntegrityProof", "cryptosuite": "eddsa-rdfc-2022"}, _rdf)
EDDSA_JCS_2022 = Cryptosuite(
    "eddsa-jcs-2022", {"type": "DataIntegrityProof", "cryptosuite": "eddsa-jcs-2022"}, _jcs, keeps_context=True
)
# Only read, never issued: older badges bear it (VC-DI-EDDSA, B.1).
ED25519_SIGNATURE_2020 = Cryptosuite("Ed25519Signature2020", {"type": "Ed25519Signature2020"}, _rdf)

SUITES = (EDDSA_RDFC_2022, EDDSA_JCS_2022, ED25519_SIGNATURE_2020)


def suite_of(proof: Mapping[str, Any]) -> Cryptosuite | None:
    """The suite that the proof, or its options, names; none if it is not one of ours."""
    for suite in SUITES:
        if all(proof.get(name) == value for name, value in suite.identifies.items()):
            return suite
    return None
