"""Keys in every form in which sites publish them, and the keys that nobody should accept."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa, x25519

from generator.encodings.multibase import base64url, encode_base58btc
from generator.errors import EncodingError, KeyKindUnknown
from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import KeyKind, PublicKey
from tests.proofs.odd_keys import CURVES, SIZE, N, P, ec_jwk, ec_raw, ec_secret, pem, root, rsa_jwk

ED25519 = SigningKey.from_seed(b"\x01" * 32)
OKP = {"kty": "OKP", "crv": "Ed25519", "x": base64url(ED25519.public_key)}
FIELD = 2**255 - 19
PREFIX = {KeyKind.ED25519: b"\xed\x01", KeyKind.P256: b"\x80\x24", KeyKind.P384: b"\x81\x24"}


@pytest.fixture(scope="session")
def rsa_secret() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, 2048)


def compressed(kind: KeyKind) -> bytes:
    return (
        ec_secret(kind)
        .public_key()
        .public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)
    )


def refused(jwk: dict[str, Any], words: str) -> bool:
    """Whether such a key is refused in these words, and not as one of an unknown kind."""
    with pytest.raises(EncodingError, match=words) as caught:
        PublicKey.from_jwk(jwk)
    return not isinstance(caught.value, KeyKindUnknown)


# ------------------------------------------------------------------------------------------------- good ones


def test_an_ed25519_key_is_the_same_in_every_form() -> None:
    key = PublicKey.from_ed25519(ED25519.public_key)
    assert key.kind is KeyKind.ED25519
    assert PublicKey.from_multikey(ED25519.public_multikey) == key
    assert PublicKey.from_base58(encode_base58btc(ED25519.public_key)[1:]) == key
    assert PublicKey.from_jwk(OKP) == key
    assert PublicKey.from_pem(pem(ed25519.Ed25519PublicKey.from_public_bytes(ED25519.public_key))) == key
    assert key.holds(ED25519.sign(b"x"), b"x")
    assert not key.holds(ED25519.sign(b"x"), b"y")


@pytest.mark.parametrize("kind", CURVES)
def test_a_key_of_a_curve_is_the_same_in_every_form(kind: KeyKind) -> None:
    key = PublicKey.from_jwk(ec_jwk(kind) | {"use": "sig", "key_ops": ["verify"], "kid": "1"})
    assert key.kind is kind
    assert PublicKey.from_multikey(encode_base58btc(PREFIX[kind] + compressed(kind))) == key
    assert PublicKey.from_pem(pem(ec_secret(kind).public_key())) == key
    assert key.holds(ec_raw(kind, b"x"), b"x")
    assert not key.holds(ec_raw(kind, b"x"), b"y")


def test_an_rsa_key_is_the_same_in_every_form(rsa_secret: rsa.RSAPrivateKey) -> None:
    public = rsa_secret.public_key()
    key = PublicKey.from_jwk(rsa_jwk(public.public_numbers().n))
    assert key.kind is KeyKind.RSA
    assert PublicKey.from_pem(pem(public)) == key
    old = public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.PKCS1).decode()
    assert old.startswith("-----BEGIN RSA PUBLIC KEY-----")
    assert PublicKey.from_pem(old) == key
    assert PublicKey.from_pem("\r\n" + old.replace("\n", "\r\n") + "\n\n") == key


def test_the_algorithm_of_a_json_web_key_is_kept_but_makes_no_other_key() -> None:
    key = PublicKey.from_jwk(OKP | {"alg": "EdDSA"})
    assert key.algorithm == "EdDSA"
    assert key == PublicKey.from_jwk(OKP)


# ----------------------------------------------------------------------------------------------- of Ed25519


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"\x01" * 31,
        b"\x01" * 33,
        # The points of small order: of 4, 1, 8, 8, 2 (and 4 again, with the sign of -0).
        bytes(32),
        (1).to_bytes(32, "little"),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
        bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
        (FIELD - 1).to_bytes(32, "little"),
        (1 << 255).to_bytes(32, "little"),
        # y that is not reduced, and y of no point.
        FIELD.to_bytes(32, "little"),
        (FIELD + 1).to_bytes(32, "little"),
        (FIELD - 1 | 1 << 255).to_bytes(32, "little"),
        b"\xff" * 32,
        (2).to_bytes(32, "little"),
    ],
)
def test_unsound_ed25519_keys(key: bytes) -> None:
    with pytest.raises(EncodingError):
        PublicKey.from_ed25519(key)
    with pytest.raises(EncodingError):
        PublicKey.from_base58(encode_base58btc(key)[1:])
    with pytest.raises(EncodingError):
        PublicKey.from_multikey(encode_base58btc(b"\xed\x01" + key))
    assert refused(OKP | {"x": base64url(key)}, "not an Ed25519 public key")


# ------------------------------------------------------------------------------------------------ of curves


@pytest.mark.parametrize("kind", CURVES)
def test_compressed_points_that_are_none(kind: KeyKind) -> None:
    good, size = compressed(kind), SIZE[kind]
    nowhere = next(x for x in range(1, 100) if root(kind, x) is None)
    small = next(x for x in range(100) if root(kind, x) is not None)
    bad = [
        b"",
        b"\x00",  # the point at infinity
        good[1:],
        good[:-1],
        good + b"\0",
        bytes([good[0] ^ 6]) + good[1:],
        bytes([good[0] + 2]) + good[1:],
        b"\x02" + nowhere.to_bytes(size, "big"),
        b"\x02" + (small + P[kind]).to_bytes(size, "big"),  # x is not reduced
        b"\x02" + P[kind].to_bytes(size, "big"),
        b"\x03" + b"\xff" * size,
        PREFIX[kind] + good[2:],
    ]
    for point in bad:
        with pytest.raises(EncodingError) as caught:
            PublicKey.from_multikey(encode_base58btc(PREFIX[kind] + point))
        assert not isinstance(caught.value, KeyKindUnknown)


@pytest.mark.parametrize("kind", CURVES)
def test_coordinates_that_are_none(kind: KeyKind) -> None:
    jwk, size = ec_jwk(kind), SIZE[kind]
    small = next(x for x in range(100) if root(kind, x) is not None)
    y = base64url((root(kind, small) or 0).to_bytes(size, "big"))
    assert refused(jwk | {"x": jwk["y"], "y": jwk["x"]}, "not a point")
    assert refused(jwk | {"x": base64url(bytes(size)), "y": base64url(bytes(size))}, "not a point")
    assert refused(jwk | {"x": base64url((small + P[kind]).to_bytes(size, "big")), "y": y}, "not a point")
    assert refused(jwk | {"x": base64url(small.to_bytes(size - 1, "big")), "y": y}, f"has {size} bytes")
    assert refused(jwk | {"x": base64url(b"\0" + small.to_bytes(size, "big")), "y": y}, f"has {size} bytes")
    assert refused(jwk | {"y": ""}, f"has {size} bytes")
    assert refused({**jwk, "y": None}, "no text y")
    assert refused(jwk | {"x": jwk["x"] + "="}, "base64url")
    assert refused(jwk | {"x": 5}, "no text x")
    other = ec_jwk(KeyKind.P384 if kind is KeyKind.P256 else KeyKind.P256)
    assert refused(other | {"crv": str(kind)}, f"has {size} bytes")
    assert PublicKey.from_jwk(jwk | {"x": base64url(small.to_bytes(size, "big")), "y": y}).kind is kind


def test_the_orders_of_the_curves_are_those_of_the_standard() -> None:
    for kind in CURVES:
        assert ec_secret(kind, N[kind] - 1).public_key().public_numbers().x == (
            ec_secret(kind, 1).public_key().public_numbers().x
        )


# --------------------------------------------------------------------------------------------------- of RSA


def test_rsa_keys_that_are_too_weak_or_too_large(rsa_secret: rsa.RSAPrivateKey) -> None:
    n = rsa_secret.public_key().public_numbers().n
    weak = rsa.generate_private_key(65_537, 1024).public_key()
    assert refused(rsa_jwk(weak.public_numbers().n), "2048 to 4096 bits, not 1024")
    with pytest.raises(EncodingError, match="not 1024"):
        PublicKey.from_pem(pem(weak))
    for bits in (2047, 4097, 8192, 16_384):
        assert refused(rsa_jwk(1 << bits - 1 | 1), f"not {bits}")
    assert refused(rsa_jwk(n + 1), "is odd")
    for exponent in (1, 2, 3, 17, 65_535, 65_536, 65_538, 2**32 + 1, n - 2):
        assert refused(rsa_jwk(n, exponent), "exponent")
    for exponent in (65_537, 65_539, 2**32 - 1):
        assert PublicKey.from_jwk(rsa_jwk(n, exponent)).kind is KeyKind.RSA
    low = rsa.RSAPublicNumbers(3, n).public_key()
    with pytest.raises(EncodingError, match="exponent"):
        PublicKey.from_pem(pem(low))


def test_rsa_numbers_that_are_not_in_their_one_form(rsa_secret: rsa.RSAPrivateKey) -> None:
    jwk = rsa_jwk(rsa_secret.public_key().public_numbers().n)
    for name, value in (("e", ""), ("n", ""), ("e", "AAEAAQ"), ("n", "AA" + jwk["n"])):
        assert refused(jwk | {name: value}, "zero byte|base64url")
    assert refused(jwk | {"e": "AQAB="}, "base64url")
    assert refused(jwk | {"e": "AQA B"}, "base64url")
    assert refused(jwk | {"e": 65_537}, "no text e")
    assert refused({"kty": "RSA", "e": "AQAB"}, "no text n")


# -------------------------------------------------------------------------------------------- JSON Web Keys


@pytest.mark.parametrize("secret", ["d", "p", "q", "dp", "dq", "qi", "oth", "k"])
def test_a_json_web_key_that_shows_a_secret_is_refused(secret: str) -> None:
    for jwk in (OKP, ec_jwk(KeyKind.P256), {"kty": "oct"}):
        assert refused(jwk | {secret: "AAAA"}, "holds a secret")


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"use": "enc"}, "not for signatures"),
        ({"use": None}, "not for signatures"),
        ({"use": ["sig"]}, "not for signatures"),
        ({"key_ops": []}, "not for checking"),
        ({"key_ops": ["sign"]}, "not for checking"),
        ({"key_ops": "verify"}, "not for checking"),
        ({"key_ops": None}, "not for checking"),
        ({"alg": 5}, "no text alg"),
        ({"kty": None}, "no text kty"),
        ({"kty": ["OKP"]}, "no text kty"),
        ({"crv": None}, "no text crv"),
        ({"x": None}, "no text x"),
        ({"x": OKP["x"] + "="}, "base64url"),
        ({"x": OKP["x"][:-1] + "B"}, "base64url|not an Ed25519"),
    ],
)
def test_json_web_keys_for_other_uses_or_without_form(members: dict[str, Any], words: str) -> None:
    assert refused(OKP | members, words)


# --------------------------------------------------------------------------------------- of unknown kinds


@pytest.mark.parametrize(
    "members",
    [
        {"crv": "Ed448"},
        {"crv": "X25519"},
        {"crv": "P-256"},
        {"crv": "p-256", "kty": "EC"},
        {"crv": "P-521", "kty": "EC"},
        {"crv": "secp256k1", "kty": "EC"},
        {"crv": "Ed25519", "kty": "EC"},
        {"crv": "RSA", "kty": "EC"},
        {"kty": "AKP"},
        {"kty": "oct"},
        {"kty": "okp"},
    ],
)
def test_json_web_keys_of_unknown_kinds(members: dict[str, Any]) -> None:
    with pytest.raises(KeyKindUnknown):
        PublicKey.from_jwk(OKP | members)


@pytest.mark.parametrize("prefix", ["e701", "ea01", "eb01", "8224", "8324", "8624"])
def test_multikeys_of_unknown_kinds(prefix: str) -> None:
    with pytest.raises(KeyKindUnknown):
        PublicKey.from_multikey(encode_base58btc(bytes.fromhex(prefix) + b"\x02" + bytes(32)))


def test_rsa_keys_as_multikeys_are_unknown() -> None:
    for start in ("z4MX", "zgg"):
        with pytest.raises(KeyKindUnknown, match="RSA"):
            PublicKey.from_multikey(start + "x" * 360)


@pytest.mark.parametrize("prefix", ["", "ed", "ed00", "8026", "8626", "ec01", "01ed", "2480", "0080"])
def test_multikeys_that_are_none(prefix: str) -> None:
    data = bytes.fromhex(prefix) + ED25519.public_key
    with pytest.raises(EncodingError) as caught:
        PublicKey.from_multikey(encode_base58btc(data))
    assert not isinstance(caught.value, KeyKindUnknown)
    for text in ("", "z", "u" + ED25519.public_multikey[1:], ED25519.public_multikey + "0"):
        with pytest.raises(EncodingError):
            PublicKey.from_multikey(text)


def test_pem_texts_of_unknown_kinds() -> None:
    others: list[Any] = [
        ec.generate_private_key(ec.SECP521R1()),
        ec.generate_private_key(ec.SECP256K1()),
        ed448.Ed448PrivateKey.generate(),
        x25519.X25519PrivateKey.generate(),
    ]
    for secret in others:
        with pytest.raises(KeyKindUnknown):
            PublicKey.from_pem(pem(secret.public_key()))


def block(data: bytes, label: str = "PUBLIC KEY") -> str:
    return f"-----BEGIN {label}-----\n{base64.encodebytes(data).decode()}-----END {label}-----\n"


def test_a_pem_text_of_a_kind_that_nobody_knows(rsa_secret: rsa.RSAPrivateKey) -> None:
    encoding = serialization.Encoding.DER
    data = rsa_secret.public_key().public_bytes(encoding, serialization.PublicFormat.SubjectPublicKeyInfo)
    rsa_encryption = bytes.fromhex("2a864886f70d010101")
    with pytest.raises(KeyKindUnknown):
        PublicKey.from_pem(block(data.replace(rsa_encryption, rsa_encryption[:-1] + b"\x77")))


def test_a_curve_without_a_name_is_unknown_or_refused() -> None:
    """A SubjectPublicKeyInfo may spell the curve out, with a generator of its own (CVE-2020-0601)."""
    for data in (
        "305a301406072a8648ce3d020106092b240303020801010703420004" + "00" * 64,  # brainpoolP256r1
        "3013300d06072a8648ce3d02013002300003020000",
        "3056301006072a8648ce3d020106052b8104000a034200" + "04" + "11" * 64,
    ):
        with pytest.raises(EncodingError):
            PublicKey.from_pem(block(bytes.fromhex(data)))


def test_pem_texts_that_are_none(rsa_secret: rsa.RSAPrivateKey) -> None:
    good = pem(rsa_secret.public_key())
    secret = rsa_secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    ).decode()
    bad = [
        "",
        "x" + good,
        good + "x",
        good + good,
        good[:-20],
        good.replace("PUBLIC", "PRIVATE"),
        good.replace("BEGIN PUBLIC", "BEGIN RSA PUBLIC"),
        good.replace("\n", "\nProc-Type: 4\n", 1),
        good.replace("M", "é", 1),
        good + "\n" * 5_000,
        secret,
        block(b""),
        block(b"\0" * 40),
        block(b"\x30" + b"\xff" * 40),
        block(base64.b64decode("".join(good.splitlines()[1:-1])) + b"\0"),
    ]
    for text in bad:
        with pytest.raises(EncodingError):
            PublicKey.from_pem(text)
