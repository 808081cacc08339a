"""Public keys of all kinds that badges are signed with, in all forms in which sites publish them.

A key made by one of the `from_…` methods is sound: they refuse whatever some readers accept and others don't. Only
signatures of exact form hold: ECDSA as r ‖ s, never DER; Ed25519 with S below the order. No error quotes a key.
Sources: Controlled Identifiers 1.0, 2.2; RFC 7517 and 7518 (JWK); RFC 8037 (OKP); RFC 8032; FIPS 186-5; RFC 8017.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, Self

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from generator.encodings import multikey
from generator.encodings.multibase import decode_base58btc, from_base64url
from generator.errors import EncodingError, KeyKindUnknown

_ED25519_ORDER: Final = 2**252 + 27742317777372353535851937790883648493  # L of RFC 8032, 5.1
_RSA_BITS: Final = (2048, 4096)
_RSA_EXPONENTS: Final = range(65_537, 2**32, 2)
_PEM_LENGTH: Final = 4_096  # 4,096 bits of RSA need 800 characters
_PEM: Final = re.compile(
    r"\s*-----BEGIN (?P<kind>(?:RSA )?PUBLIC KEY)-----\s+(?:[A-Za-z0-9+/=]+\s+)+-----END (?P=kind)-----\s*"
)
# Members of a JWK that hold secrets: whoever publishes one has lost the key (RFC 7518, 6.2.2, 6.3.2 and 6.4).
_SECRETS: Final = frozenset(["d", "p", "q", "dp", "dq", "qi", "oth", "k"])


class KeyKind(StrEnum):
    """The kinds of keys whose signatures can be checked here."""

    ED25519 = "Ed25519"
    P256 = "P-256"
    P384 = "P-384"
    RSA = "RSA"


@dataclass(frozen=True)
class _Curve:
    curve: ec.EllipticCurve
    digest: hashes.HashAlgorithm
    size: int  # bytes of a coordinate, and of r and s
    order: int  # n of SP 800-186, 3.2.1


_CURVES: Final = {
    KeyKind.P256: _Curve(
        ec.SECP256R1(), hashes.SHA256(), 32, 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    ),
    KeyKind.P384: _Curve(
        ec.SECP384R1(),
        hashes.SHA384(),
        48,
        int("f" * 48 + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16),
    ),
}
# Multicodecs of public keys, as varints.
_KINDS: Final = {b"\xed\x01": KeyKind.ED25519, b"\x80\x24": KeyKind.P256, b"\x81\x24": KeyKind.P384}
_OTHER_KINDS: Final = {
    b"\xe7\x01": "secp256k1",
    b"\xea\x01": "BLS12-381 G1",
    b"\xeb\x01": "BLS12-381 G2",
    b"\x82\x24": "P-521",
    b"\x83\x24": "Ed448",
    b"\x86\x24": "SM2",
}
# RSA keys of 2,048 and 4,096 bits as Multikey begin so (did:key method, 3.1.5); they are too long for our base58.
_RSA_MULTIKEYS: Final = ("z4MX", "zgg")


@dataclass(frozen=True)
class PublicKey:
    """A public key, made by one of the `from_…` methods.

    `encoded` is the 32 bytes of Ed25519 (RFC 8032), the compressed point of a curve (SEC 1, 2.3.3), or the DER of an
    RSA SubjectPublicKeyInfo. `algorithm` is the `alg` of the JWK that the key came from, if it had one.
    """

    kind: KeyKind
    encoded: bytes
    algorithm: str = field(default="", compare=False)

    @classmethod
    def from_ed25519(cls, key: bytes) -> Self:
        """The key of 32 bytes. Raises `EncodingError` unless they are a canonical point of prime order."""
        if not multikey.is_sound(key):
            raise EncodingError("not an Ed25519 public key: it is not a canonical point of prime order")
        return cls(KeyKind.ED25519, key)

    @classmethod
    def from_base58(cls, text: str) -> Self:
        """The Ed25519 key in a `publicKeyBase58`: 32 bytes in base 58, without multibase's letter.

        Raises `EncodingError`. Source: Ed25519VerificationKey2018, as in the Security Vocabulary.
        """
        return cls.from_ed25519(decode_base58btc("z" + text))

    @classmethod
    def from_multikey(cls, text: str) -> Self:
        """The key in a `publicKeyMultibase`, or in a did:key: `z6Mk…`, `zDn…` (P-256) or `z82…` (P-384).

        Raises `KeyKindUnknown` for other kinds, `EncodingError` for whatever else. Source: VC-DI-ECDSA, 2.1.1.
        """
        if text.startswith(_RSA_MULTIKEYS):
            raise KeyKindUnknown("RSA keys as Multikey are not known here")
        data = decode_base58btc(text)
        prefix, key = data[:2], data[2:]
        if prefix in _OTHER_KINDS:
            raise KeyKindUnknown(f"keys of the kind {_OTHER_KINDS[prefix]} are not known here")
        if prefix not in _KINDS:
            raise EncodingError("this is not a public Multikey")
        kind = _KINDS[prefix]
        return cls.from_ed25519(key) if kind is KeyKind.ED25519 else cls(kind, _compressed(kind, key))

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> Self:
        """The key in a JSON Web Key for checking signatures.

        Raises `KeyKindUnknown` for other kinds and curves, `EncodingError` for a key that holds a secret, is for
        another use, or whose members are not of the exact length or form. Source: RFC 7517, 4; RFC 7518, 6; RFC 8037.
        """
        _refuse_misuse(jwk)
        algorithm = _text(jwk, "alg") if "alg" in jwk else ""
        kty = _text(jwk, "kty")
        if kty == "RSA":
            return cls(KeyKind.RSA, _rsa(_number(jwk, "n"), _number(jwk, "e")), algorithm)
        if kty not in ("OKP", "EC"):
            raise KeyKindUnknown(f"JSON Web Keys of the type {kty:.40} are not known here")
        crv = _text(jwk, "crv")
        if (kty, crv) == ("OKP", KeyKind.ED25519):
            return cls(KeyKind.ED25519, cls.from_ed25519(_bytes(jwk, "x")).encoded, algorithm)
        if kty == "EC" and crv in list(_CURVES):
            kind = KeyKind(crv)
            return cls(kind, _point(kind, _bytes(jwk, "x"), _bytes(jwk, "y")), algorithm)
        raise KeyKindUnknown(f"the curve {crv:.40} is not known here")

    @classmethod
    def from_pem(cls, text: str) -> Self:
        """The key in a PEM text: a SubjectPublicKeyInfo (`PUBLIC KEY`) or an RSAPublicKey (`RSA PUBLIC KEY`).

        Raises `KeyKindUnknown` for other kinds, `EncodingError` for whatever else. Sources: RFC 7468, 13; RFC 8017,
        A.1.1; Open Badges 2.0, CryptographicKey.
        """
        found = _PEM.fullmatch(text) if len(text) <= _PEM_LENGTH else None
        if found is None:
            raise EncodingError("this is not a public key in PEM")
        try:
            key = serialization.load_pem_public_key(text.encode("ascii"))
        except UnsupportedAlgorithm:
            raise KeyKindUnknown("the key in PEM is of a kind not known here") from None
        except ValueError:
            raise EncodingError("the PEM holds no public key") from None
        if isinstance(key, rsa.RSAPublicKey):
            numbers = key.public_numbers()
            return cls(KeyKind.RSA, _rsa(numbers.n, numbers.e))
        if isinstance(key, Ed25519PublicKey):
            return cls.from_ed25519(key.public_bytes_raw())
        if isinstance(key, ec.EllipticCurvePublicKey):
            for kind, curve in _CURVES.items():
                if key.curve.name == curve.curve.name:
                    return cls(kind, _compressed_point(key))
        raise KeyKindUnknown("the key in PEM is of a kind not known here")

    def fault(self, signature: bytes) -> str:
        """What in the form of a signature shows that no key of this kind made it, in words; empty if nothing does."""
        size = self._signature_size()
        if len(signature) != size:
            return f"the signature of a key of the kind {self.kind} has {size} bytes, not {len(signature)}"
        if self.kind is KeyKind.ED25519 and int.from_bytes(signature[32:], "little") >= _ED25519_ORDER:
            return "S is not below the order of the group"
        if self.kind in _CURVES and not all(0 < number < _CURVES[self.kind].order for number in _halves(signature)):
            return "r or s is not between 1 and the order of the curve"
        return ""

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether the signature, in its one form (see `fault`), is this key's over the message.

        Ed25519 is checked without the cofactor; P-256 hashes with SHA-256, P-384 with SHA-384; RSA is PKCS #1 v1.5
        with SHA-256.
        """
        if self.fault(signature):
            return False
        try:
            self._check(signature, message)
        except (InvalidSignature, BadSignatureError):
            return False
        return True

    def _check(self, signature: bytes, message: bytes) -> None:
        if self.kind is KeyKind.ED25519:
            crypto_sign_open(signature + message, self.encoded)
        elif self.kind is KeyKind.RSA:
            self._rsa_key().verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        else:
            key = _on_curve(self.kind, self.encoded)
            key.verify(encode_dss_signature(*_halves(signature)), message, ec.ECDSA(_CURVES[self.kind].digest))

    def _signature_size(self) -> int:
        if self.kind is KeyKind.RSA:
            return (self._rsa_key().key_size + 7) // 8
        return 2 * _CURVES[self.kind].size if self.kind in _CURVES else 64

    def _rsa_key(self) -> rsa.RSAPublicKey:
        key = serialization.load_der_public_key(self.encoded)
        assert isinstance(key, rsa.RSAPublicKey)
        return key


def _halves(signature: bytes) -> tuple[int, int]:
    half = len(signature) // 2
    return int.from_bytes(signature[:half], "big"), int.from_bytes(signature[half:], "big")


# -------------------------------------------------------------------------------------------------- points


def _compressed(kind: KeyKind, key: bytes) -> bytes:
    curve = _CURVES[kind]
    if len(key) != 1 + curve.size or key[0] not in (2, 3):
        raise EncodingError(f"not a compressed point of {kind}")
    return _compressed_point(_on_curve(kind, key))


def _point(kind: KeyKind, x: bytes, y: bytes) -> bytes:
    curve = _CURVES[kind]
    # Exactly the length of the field, leading zeros included (RFC 7518, 6.2.1.2).
    if len(x) != curve.size or len(y) != curve.size:
        raise EncodingError(f"a coordinate of {kind} has {curve.size} bytes")
    return _compressed_point(_on_curve(kind, b"\x04" + x + y))


def _on_curve(kind: KeyKind, point: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[kind].curve, point)
    except ValueError:
        raise EncodingError(f"the key is not a point of {kind}") from None


def _compressed_point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


# ----------------------------------------------------------------------------------------------------- RSA


def _rsa(modulus: int, exponent: int) -> bytes:
    low, high = _RSA_BITS
    if not low <= modulus.bit_length() <= high:
        raise EncodingError(f"an RSA key has {low} to {high} bits, not {modulus.bit_length()}")
    if modulus % 2 == 0:
        raise EncodingError("the modulus of an RSA key is odd")
    if exponent not in _RSA_EXPONENTS:
        raise EncodingError("the exponent of an RSA key is odd, at least 65537 and below 2^32")
    key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
    return key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


# ------------------------------------------------------------------------------------------- JSON Web Keys


def _refuse_misuse(jwk: Mapping[str, Any]) -> None:
    if jwk.keys() & _SECRETS:
        raise EncodingError("the JSON Web Key holds a secret")
    if jwk.get("use", "sig") != "sig":
        raise EncodingError("the JSON Web Key is not for signatures")
    operations = jwk.get("key_ops", ["verify"])
    if not isinstance(operations, list) or "verify" not in operations:
        raise EncodingError("the JSON Web Key is not for checking signatures")


def _text(jwk: Mapping[str, Any], name: str) -> str:
    value = jwk.get(name)
    if not isinstance(value, str):
        raise EncodingError(f"the JSON Web Key has no text {name}")
    return value


def _bytes(jwk: Mapping[str, Any], name: str) -> bytes:
    return from_base64url(_text(jwk, name))


def _number(jwk: Mapping[str, Any], name: str) -> int:
    data = _bytes(jwk, name)
    # Base64urlUInt is the shortest form (RFC 7518, 2).
    if not data or data[0] == 0:
        raise EncodingError(f"the number {name} of the JSON Web Key is empty or begins with a zero byte")
    return int.from_bytes(data, "big")
