"""Keys and signatures that are odd on purpose, made from nothing but arithmetic."""

from __future__ import annotations

import hashlib
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from generator.encodings.multibase import base64url
from generator.proofs.public_keys import KeyKind, PublicKey

# A prime p of the field, b of y² = x³ - 3x + b, and the order n (SP 800-186, 3.2.1.3 and 3.2.1.4).
P = {
    KeyKind.P256: 2**256 - 2**224 + 2**192 + 2**96 - 1,
    KeyKind.P384: 2**384 - 2**128 - 2**96 + 2**32 - 1,
}
B = {
    KeyKind.P256: 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    KeyKind.P384: int(
        "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef", 16
    ),
}
N = {
    KeyKind.P256: 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    KeyKind.P384: int("f" * 48 + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973", 16),
}
SIZE = {KeyKind.P256: 32, KeyKind.P384: 48}
CURVE: dict[KeyKind, ec.EllipticCurve] = {KeyKind.P256: ec.SECP256R1(), KeyKind.P384: ec.SECP384R1()}
HASH: dict[KeyKind, hashes.HashAlgorithm] = {KeyKind.P256: hashes.SHA256(), KeyKind.P384: hashes.SHA384()}
CURVES = [KeyKind.P256, KeyKind.P384]


def ec_secret(kind: KeyKind, number: int = 7) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(number, CURVE[kind])


def ec_jwk(kind: KeyKind, number: int = 7) -> dict[str, Any]:
    numbers = ec_secret(kind, number).public_key().public_numbers()
    x, y = (base64url(value.to_bytes(SIZE[kind], "big")) for value in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": str(kind), "x": x, "y": y}


def ec_der(kind: KeyKind, message: bytes) -> bytes:
    return ec_secret(kind).sign(message, ec.ECDSA(HASH[kind]))


def ec_raw(kind: KeyKind, message: bytes) -> bytes:
    r, s = decode_dss_signature(ec_der(kind, message))
    return raw(kind, r, s)


def raw(kind: KeyKind, r: int, s: int) -> bytes:
    return r.to_bytes(SIZE[kind], "big") + s.to_bytes(SIZE[kind], "big")


def root(kind: KeyKind, x: int) -> int | None:
    """A y for this x on the curve, if there is one."""
    square = (x**3 - 3 * x + B[kind]) % P[kind]
    y = pow(square, (P[kind] + 1) // 4, P[kind])
    return y if y * y % P[kind] == square else None


def pem(key: Any) -> str:
    encoded: bytes = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return encoded.decode("ascii")


def rsa_jwk(n: int, e: int = 65_537) -> dict[str, Any]:
    texts = [base64url(number.to_bytes((number.bit_length() + 7) // 8, "big")) for number in (n, e)]
    return {"kty": "RSA", "n": texts[0], "e": texts[1]}


def rsa_raw(secret: rsa.RSAPrivateKey, block: bytes) -> bytes:
    """The private key's own operation on a padded block: what a forger can't do, and a sloppy reader would accept."""
    numbers = secret.private_numbers()
    n = numbers.public_numbers.n
    assert int.from_bytes(block, "big") < n
    return pow(int.from_bytes(block, "big"), numbers.d, n).to_bytes(secret.key_size // 8, "big")


SHA256_INFO = bytes.fromhex("3031300d060960864801650304020105000420")  # RFC 8017, 9.2, note 1
SHA1_INFO = bytes.fromhex("3021300906052b0e03021a05000414")


def padded(message: bytes, size: int) -> bytes:
    """EMSA-PKCS1-v1_5 of the message (RFC 8017, 9.2)."""
    info = SHA256_INFO + hashlib.sha256(message).digest()
    return b"\0\1" + b"\xff" * (size - 3 - len(info)) + b"\0" + info


def rsa_pss(secret: rsa.RSAPrivateKey, message: bytes) -> bytes:
    return secret.sign(message, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())


def rsa_key(secret: rsa.RSAPrivateKey) -> PublicKey:
    return PublicKey.from_jwk(rsa_jwk(secret.public_key().public_numbers().n))
