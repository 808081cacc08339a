"""Signatures that a sloppy reader accepts: of another form, out of range, forged through lax padding."""

from __future__ import annotations

import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import KeyKind, PublicKey
from tests.proofs.odd_keys import (
    CURVES,
    SHA1_INFO,
    SHA256_INFO,
    SIZE,
    N,
    ec_der,
    ec_jwk,
    ec_raw,
    padded,
    raw,
    rsa_key,
    rsa_pss,
    rsa_raw,
)

MESSAGE = b"a badge"
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.fixture(scope="module")
def secret() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2048)


def test_ed25519_signatures_of_another_form() -> None:
    signer = SigningKey.from_seed(b"\x01" * 32)
    key = PublicKey.from_ed25519(signer.public_key)
    good = signer.sign(MESSAGE)
    s = int.from_bytes(good[32:], "little")
    for bad in (
        b"",
        good[:63],
        good + b"\0",
        b"\0" + good,
        good[:32] + (s + ORDER).to_bytes(32, "little"),
        good[:32] + ORDER.to_bytes(32, "little"),
        good[:32] + b"\xff" * 32,
    ):
        assert key.fault(bad)
        assert not key.holds(bad, MESSAGE)
    for wrong in (bytes(64), b"\x01" + bytes(63), good[32:] + good[:32], bytes([good[0] ^ 1]) + good[1:]):
        assert not key.holds(wrong, MESSAGE)
    assert not key.fault(good)


@pytest.mark.parametrize("kind", CURVES)
def test_ecdsa_signatures_of_another_form(kind: KeyKind) -> None:
    key, size = PublicKey.from_jwk(ec_jwk(kind)), SIZE[kind]
    good = ec_raw(kind, MESSAGE)
    r, s = int.from_bytes(good[:size], "big"), int.from_bytes(good[size:], "big")
    limit = 2 ** (8 * size) - 1
    odd = [
        b"",
        ec_der(kind, MESSAGE),
        good[:-1],
        good[1:],
        good + b"\0",
        b"\0" + good[:size] + b"\0" + good[size:],
        *(raw(kind, *pair) for pair in [(0, 0), (0, s), (r, 0), (0, 1), (1, 0)]),
        *(raw(kind, *pair) for pair in [(N[kind], s), (r, N[kind]), (limit, s), (r, limit), (limit, limit)]),
    ]
    if r + N[kind] <= limit:
        odd.append(raw(kind, r + N[kind], s))
    for bad in odd:
        assert key.fault(bad)
        assert not key.holds(bad, MESSAGE)
    for wrong in (raw(kind, s, r), raw(kind, 1, 1), raw(kind, N[kind] - 1, N[kind] - 1), raw(kind, N[kind] - r, s)):
        assert not key.fault(wrong)
        assert not key.holds(wrong, MESSAGE)
    # Both s and n - s are signatures (FIPS 186-5 asks for neither).
    assert key.holds(raw(kind, r, N[kind] - s), MESSAGE)
    assert not PublicKey.from_jwk(ec_jwk(kind, 8)).holds(good, MESSAGE)


def test_a_signature_of_one_curve_is_none_of_another() -> None:
    for kind, other in (CURVES, CURVES[::-1]):
        assert not PublicKey.from_jwk(ec_jwk(kind)).holds(ec_raw(other, MESSAGE), MESSAGE)


def test_rsa_signatures_with_forged_padding(secret: rsa.RSAPrivateKey) -> None:
    key, size = rsa_key(secret), 256
    assert key.holds(rsa_raw(secret, padded(MESSAGE, size)), MESSAGE)
    digest = hashlib.sha256(MESSAGE).digest()
    info = SHA256_INFO + digest
    fill = size - 3 - len(info)
    old = SHA1_INFO + hashlib.sha1(MESSAGE).digest()
    without_null = bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + digest
    long_length = bytes.fromhex("308131300d060960864801650304020105000420") + digest
    blocks = [
        b"\0\1" + b"\xff" * 8 + b"\0" + info + b"\xaa" * (fill - 8),  # rubbish behind the hash (CVE-2006-4339)
        b"\0\1" + b"\xff" * 8 + b"\0" + b"\xaa" * (fill - 8) + info,
        b"\0\1" + b"\xff" * (fill - 1) + b"\xfe\0" + info,  # padding that is not all ff
        b"\0\1" + b"\x00" * fill + b"\0" + info,
        b"\0\1" + b"\xff" * (fill + 1) + info,  # without its end
        b"\0\2" + b"\xff" * fill + b"\0" + info,  # encryption's kind of block
        b"\0\0" + b"\xff" * fill + b"\0" + info,
        b"\0\1" + b"\xff" * (size - 3 - len(old)) + b"\0" + old,  # SHA-1
        b"\0\1" + b"\xff" * (size - 3 - 32) + b"\0" + digest,  # no name of a hash
        b"\0\1" + b"\xff" * (size - 3 - len(without_null)) + b"\0" + without_null,
        b"\0\1" + b"\xff" * (size - 3 - len(long_length)) + b"\0" + long_length,  # BER (CVE-2014-1568)
        bytes(size - 32) + digest,
    ]
    for block in blocks:
        assert len(block) == size
        assert not key.holds(rsa_raw(secret, block), MESSAGE)


def test_rsa_signatures_of_another_form(secret: rsa.RSAPrivateKey) -> None:
    key = rsa_key(secret)
    good = rsa_raw(secret, padded(MESSAGE, 256))
    n = secret.public_key().public_numbers().n
    for bad in (b"", good[:-1], b"\0" + good, good + b"\0"):
        assert key.fault(bad)
        assert not key.holds(bad, MESSAGE)
    bigger = int.from_bytes(good, "big") + n
    wrong = [bytes(256), bytes(255) + b"\x01", (n - 1).to_bytes(256, "big"), n.to_bytes(256, "big"), b"\xff" * 256]
    if bigger < 2**2048:
        wrong.append(bigger.to_bytes(256, "big"))
    for signature in (*wrong, rsa_pss(secret, MESSAGE), good[::-1]):
        assert not key.fault(signature)
        assert not key.holds(signature, MESSAGE)
    assert not key.holds(good, MESSAGE + b".")
