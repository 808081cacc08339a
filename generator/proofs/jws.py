"""Compact JSON Web Signatures: taking one apart, and checking its signature with a given key.

The key decides what may be checked with it, never the header alone. Whose key it is, and what the payload says, are
other rooms' questions. Sources: RFC 7515; RFC 7518, 3; RFC 8037, 3.1; RFC 8725 (what has gone wrong elsewhere).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from generator.encodings.json_text import MAX_BYTES, JsonObject, parse_object
from generator.encodings.multibase import from_base64url
from generator.errors import EncodingError
from generator.proofs.data_integrity import Reason, SignatureCheck
from generator.proofs.public_keys import KeyKind, PublicKey

MAX_HEADER_BYTES: Final = 16_384
# A payload of 2 MB, the header, and a signature, in base64url.
_MAX_LENGTH: Final = (MAX_BYTES + MAX_HEADER_BYTES + 1_024) * 4 // 3
# Extensions that change what is signed, or must be understood; we know none of them.
_EXTENSIONS: Final = ("crit", "b64", "zip")
_KINDS: Final = {
    "EdDSA": KeyKind.ED25519,
    "Ed25519": KeyKind.ED25519,  # the name since RFC 9864
    "ES256": KeyKind.P256,
    "ES384": KeyKind.P384,
    "RS256": KeyKind.RSA,
}


@dataclass(frozen=True)
class Jws:
    """A compact JWS taken apart; nothing in it has been checked.

    `header` has a text `alg`; `signing_input` is the ASCII bytes that the signature is over.
    """

    header: JsonObject
    payload: bytes
    signing_input: bytes
    signature: bytes

    @property
    def algorithm(self) -> str:
        """The `alg` of the header."""
        algorithm: str = self.header["alg"]
        return algorithm


def parse_jws(text: str) -> Jws:
    """The parts of a compact JWS: three, in base64url without padding, parted by full stops.

    Raises `EncodingError` for whatever else, for a payload of more than 2 MB, for a header that is not strict JSON of
    at most 16 KiB with an `alg`, and for the extensions `crit`, `b64` and `zip`. Source: RFC 7515, 5.2.
    """
    if len(text) > _MAX_LENGTH:
        raise EncodingError(f"a JWS has at most {_MAX_LENGTH} characters")
    parts = text.split(".")
    if len(parts) != 3:
        raise EncodingError(f"a compact JWS has three parts, not {len(parts)}")
    protected, payload, signature = (from_base64url(part) for part in parts)
    header = parse_object(protected, max_bytes=MAX_HEADER_BYTES)
    if not isinstance(header.get("alg"), str):
        raise EncodingError("the header of the JWS names no algorithm")
    extensions = [name for name in _EXTENSIONS if name in header]
    if extensions:
        raise EncodingError(f"the header of the JWS has an extension that is not known here: {extensions[0]}")
    if len(payload) > MAX_BYTES:
        raise EncodingError(f"the payload of a JWS has at most {MAX_BYTES} bytes")
    return Jws(header, payload, text.rpartition(".")[0].encode("ascii"), signature)


def refused_algorithm(jws: Jws) -> SignatureCheck | None:
    """Why no key could make the signature good, or could be asked to: its algorithm is unsafe or not known here."""
    algorithm = jws.algorithm
    # RFC 8725, 3.1 and 3.2: with a MAC, the public key would be the secret.
    if algorithm.lower() == "none" or algorithm.upper().startswith("HS"):
        return SignatureCheck(Reason.ALGORITHM_UNSAFE, f"{algorithm:.40}")
    return None if algorithm in _KINDS else SignatureCheck(Reason.CRYPTOSUITE_UNKNOWN, f"{algorithm:.40}")


def check_jws(jws: Jws, key: PublicKey) -> SignatureCheck:
    """Whether the signature is that of this key, made with the algorithm that both the header and the key name.

    `none` and MACs are refused, as nobody signs with them; other algorithms that are not known here are
    `CRYPTOSUITE_UNKNOWN`, which means unchecked.
    """
    refused = refused_algorithm(jws)
    if refused is not None:
        return refused
    algorithm, kind = jws.algorithm, _KINDS[jws.algorithm]
    if key.kind is not kind:
        return SignatureCheck(Reason.KEY_OTHER_KIND, f"a key of the kind {key.kind} does not sign with {algorithm}")
    if key.algorithm and _KINDS.get(key.algorithm) is not kind:
        return SignatureCheck(Reason.KEY_OTHER_KIND, f"the key is for {key.algorithm:.40}, not for {algorithm}")
    fault = key.fault(jws.signature)
    if fault:
        return SignatureCheck(Reason.PROOF_VALUE_MALFORMED, fault)
    holds = key.holds(jws.signature, jws.signing_input)
    return SignatureCheck(Reason.HOLDS if holds else Reason.SIGNATURE_WRONG)
