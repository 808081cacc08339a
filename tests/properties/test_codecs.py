"""Codecs: whatever goes in comes out, and what is not canonical is refused or stands for something else."""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable
from math import isqrt
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from nacl.bindings import crypto_sign_seed_keypair

from generator.encodings import bitstring, crockford32, identity_hash, json_ld, json_text, multibase, multikey
from generator.encodings.jcs import canonical_json
from generator.errors import EncodingError, JsonLdError
from generator.proofs.data_integrity import check_signature
from generator.proofs.jws import check_jws, parse_jws
from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import KeyKind, PublicKey

SEEDS = st.binary(min_size=32, max_size=32)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-(2**53), 2**53) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def refused_or_other(decode: Callable[[str], object], text: str, mangled: str) -> None:
    """One value has one text."""
    assume(mangled != text)
    try:
        assert decode(mangled) != decode(text)
    except EncodingError:
        return


def mangle(text: str, place: int, character: str) -> str:
    place %= len(text)
    return text[:place] + character + text[place + 1 :]


PLACES = st.integers(0, 10_000)
CHARACTERS = st.sampled_from([*multibase.ALPHABET, *"0OIl-_+/= \n\t", "", "é", "\ud800"])


@given(st.binary(max_size=128), PLACES, CHARACTERS)
def test_base58btc(data: bytes, place: int, character: str) -> None:
    text = multibase.encode_base58btc(data)
    assert multibase.decode_base58btc(text) == data
    refused_or_other(multibase.decode_base58btc, text, mangle(text, place, character))


@given(st.binary(max_size=200), PLACES, CHARACTERS)
def test_base64url(data: bytes, place: int, character: str) -> None:
    text = multibase.encode_base64url(data)
    assert multibase.decode_base64url(text) == data
    refused_or_other(multibase.decode_base64url, text, mangle(text, place, character))


@given(st.text(max_size=30))
def test_any_text_is_decoded_to_what_encodes_to_it_or_refused(text: str) -> None:
    for decode, encode in (
        (multibase.decode_base58btc, multibase.encode_base58btc),
        (multibase.decode_base64url, multibase.encode_base64url),
    ):
        for candidate in (text, "z" + text, "u" + text):
            try:
                assert encode(decode(candidate)) == candidate
            except EncodingError:
                continue


@given(SEEDS, PLACES, CHARACTERS)
def test_multikeys(seed: bytes, place: int, character: str) -> None:
    public = crypto_sign_seed_keypair(seed)[0]
    text = multikey.encode_public(public)
    assert text.startswith("z6Mk")
    assert len(text) == 48
    assert multikey.decode_public(text) == public
    refused_or_other(multikey.decode_public, text, mangle(text, place, character))
    secret = multikey.encode_secret(seed)
    assert secret.startswith("z3u2")
    assert multikey.decode_secret(secret) == seed
    refused_or_other(multikey.decode_secret, secret, mangle(secret, place, character))


@settings(max_examples=40)
@given(st.sets(st.integers(0, 131_071), max_size=300))
def test_status_lists(indexes: set[int]) -> None:
    text = bitstring.encode(indexes)
    bits = bitstring.decode(text)
    assert bits == gzip.decompress(multibase.decode_base64url(text))
    assert {index for index in indexes if bitstring.is_set(bits, index)} == indexes
    assert sum(byte.bit_count() for byte in bits) == len(indexes)


@settings(max_examples=100)
@given(PLACES, CHARACTERS)
def test_mangled_status_lists_are_refused(place: int, character: str) -> None:
    text = bitstring.encode([5])
    mangled = mangle(text, place * 7, character)
    assume(mangled != text)
    try:
        # The header's time, system and flags carry no bits; everything else is guarded by the CRC.
        assert bitstring.decode(mangled) == bitstring.decode(text)
    except EncodingError:
        return
    assert place * 7 % len(text) < 16


@given(st.integers(0, 2**130 - 1))
def test_award_ids(number: int) -> None:
    text = crockford32.encode(number)
    assert len(text) == 26
    assert crockford32.decode(text) == number


@given(st.binary(min_size=17, max_size=40))
def test_award_ids_of_bytes(data: bytes) -> None:
    assert crockford32.decode(crockford32.from_bytes(data)) == int.from_bytes(data, "big") >> (8 * len(data) - 130)


@given(st.binary(min_size=16, max_size=16), st.text(st.characters(exclude_categories=["Cs"])))
def test_identity_hashes(salt: bytes, value: str) -> None:
    text = identity_hash.salt_text(salt)
    assert identity_hash.salt_bytes(text) == salt
    assert identity_hash.matches(identity_hash.identity_hash(value, text), value, text)
    assert not identity_hash.matches(identity_hash.identity_hash(value, text), value + "x", text)
    for normal in (identity_hash.normal_email, identity_hash.normal_name):
        assert normal(normal(value)) == normal(value)


@given(JSON)
def test_json(value: Any) -> None:
    data = json_text.dump(value)
    assert data.endswith(b"\n")
    assert json_text.parse(data) == value == json.loads(data)
    assert json.loads(canonical_json(value)) == value


@given(st.binary(max_size=60) | st.text('[]{}":,\\u0dé19eE-.tn ', max_size=60).map(str.encode))
def test_any_bytes_are_json_or_refused(data: bytes) -> None:
    try:
        value = json_text.parse(data)
    except EncodingError:
        return
    assert json_text.parse(json_text.dump(value)) == value


V2 = "https://www.w3.org/ns/credentials/v2"
WORDS = st.sampled_from(
    "id type name issuer proof @context @id @type @value @language @list @set @reverse @nest @included @vocab @base "
    f"@container @json _:b https://a.example/ {V2}".split()
)
ODD = st.recursive(
    WORDS | st.none() | st.booleans() | st.integers(-3, 3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=400, deadline=None)
@given(st.dictionaries(WORDS, ODD, max_size=5))
def test_any_object_is_json_ld_or_refused(document: dict[str, Any]) -> None:
    """PyLD meets malformed documents with errors of many kinds; none of them may reach a caller."""
    for candidate in (document, {"@context": V2} | document):
        try:
            assert json_ld.strict(candidate)
        except JsonLdError:
            continue


@settings(max_examples=200, deadline=None)
@given(document=st.dictionaries(WORDS, ODD, max_size=4), proof=st.dictionaries(WORDS, ODD, max_size=3))
def test_no_signature_holds_by_chance(document: dict[str, Any], proof: dict[str, Any]) -> None:
    key = SigningKey.from_seed(b"\x01" * 32)
    for suite in ("eddsa-rdfc-2022", "eddsa-jcs-2022"):
        signed = {
            "type": "DataIntegrityProof",
            "cryptosuite": suite,
            "proofPurpose": "assertionMethod",
            "previousProof": document.get("proof"),
            "proofValue": multibase.encode_base58btc(bytes(64)),
        }
        assert not check_signature(
            document, proof | signed, PublicKey.from_ed25519(key.public_key), follow_chain=True
        ).holds


# --------------------------------------------------------------------------------------- keys of other kinds

CURVES: dict[KeyKind, ec.EllipticCurve] = {KeyKind.P256: ec.SECP256R1(), KeyKind.P384: ec.SECP384R1()}


def point(kind: KeyKind, number: int) -> bytes:
    key = ec.derive_private_key(number, CURVES[kind]).public_key()
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.CompressedPoint)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(CURVES)), st.integers(1, 2**250), PLACES, CHARACTERS)
def test_keys_of_curves(kind: KeyKind, number: int, place: int, character: str) -> None:
    data = point(kind, number)
    prefix = {KeyKind.P256: b"\x80\x24", KeyKind.P384: b"\x81\x24"}[kind]
    text = multibase.encode_base58btc(prefix + data)
    assert text.startswith({KeyKind.P256: "zDn", KeyKind.P384: "z82"}[kind])
    assert PublicKey.from_multikey(text) == PublicKey(kind, data)
    refused_or_other(PublicKey.from_multikey, text, mangle(text, place, character))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["Ed25519", "P-256", "P-384", "RSA"]), st.binary(max_size=600), st.binary(max_size=200))
def test_no_signature_of_any_key_holds_by_chance(kind: str, signature: bytes, message: bytes) -> None:
    key = STRANGERS[kind]
    assert not key.holds(signature, message)
    exact = (signature * 600)[: key_size(key)]
    assert not key.holds(exact, message)


def key_size(key: PublicKey) -> int:
    return {KeyKind.P256: 64, KeyKind.P384: 96, KeyKind.RSA: 256}.get(key.kind, 64)


def rsa_pem() -> str:
    # A modulus that is good in form and that nobody has the factors of: the first 2,048 bits of sqrt(2), made odd.
    modulus = _root_of_two(2048) | 1
    return (
        rsa.RSAPublicNumbers(65_537, modulus)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        .decode()
    )


def _root_of_two(bits: int) -> int:
    return isqrt(2 << 2 * (bits - 1))


STRANGERS = {
    "Ed25519": PublicKey.from_ed25519(SigningKey.from_seed(b"\x05" * 32).public_key),
    "P-256": PublicKey(KeyKind.P256, point(KeyKind.P256, 5)),
    "P-384": PublicKey(KeyKind.P384, point(KeyKind.P384, 5)),
    "RSA": PublicKey.from_pem(rsa_pem()),
}


@settings(max_examples=300, deadline=None)
@given(PLACES, st.binary(max_size=3), st.integers(0, 3))
def test_mangled_pem_texts_are_refused_or_other_keys(place: int, inserted: bytes, removed: int) -> None:
    """Whatever the bytes inside are, no error but ours comes out."""
    good = rsa_pem()
    data = bytearray(base64.b64decode("".join(good.splitlines()[1:-1])))
    place %= len(data)
    data[place : place + removed] = inserted
    body = base64.encodebytes(bytes(data)).decode()
    try:
        key = PublicKey.from_pem(f"-----BEGIN PUBLIC KEY-----\n{body}-----END PUBLIC KEY-----\n")
    except EncodingError:
        return
    assert not key.holds(bytes(256), b"")


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["kty", "crv", "x", "y", "n", "e", "alg", "use", "key_ops", "d", "kid"]),
        st.sampled_from(["RSA", "EC", "OKP", "P-256", "P-384", "Ed25519", "AQAB", "sig", "", "A" * 43, "A" * 342])
        | JSON,
    )
)
def test_any_object_is_a_json_web_key_or_refused(jwk: dict[str, Any]) -> None:
    try:
        key = PublicKey.from_jwk(jwk)
    except EncodingError:
        return
    assert key.kind in KeyKind


@given(st.text(st.sampled_from("eyJhbGciOiJFZERTQSJ9.{}_-=A1"), max_size=80), JSON)
def test_any_text_is_a_jws_or_refused(text: str, header: Any) -> None:
    framed = multibase.base64url(json_text.dump(header)) + ".e30." + "A" * 86
    for candidate in (text, framed):
        try:
            jws = parse_jws(candidate)
        except EncodingError:
            continue
        for key in STRANGERS.values():
            assert not check_jws(jws, key).holds


HEADER = multibase.base64url(json_text.dump({"alg": "EdDSA"}))


@given(SEEDS, JSON, PLACES, CHARACTERS)
def test_one_jws_has_one_text(seed: bytes, payload: Any, place: int, character: str) -> None:
    signer = SigningKey.from_seed(seed)
    key = PublicKey.from_ed25519(signer.public_key)
    start = f"{HEADER}.{multibase.base64url(json_text.dump(payload))}"
    text = f"{start}.{multibase.base64url(signer.sign(start.encode()))}"
    assert check_jws(parse_jws(text), key).holds
    mangled = mangle(text, place, character)
    assume(mangled != text)
    try:
        assert not check_jws(parse_jws(mangled), key).holds
    except EncodingError:
        return
