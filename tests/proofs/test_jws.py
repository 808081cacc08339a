"""Compact JSON Web Signatures: the standards' own examples, and every way in which one is refused."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from generator.encodings.multibase import base64url
from generator.errors import EncodingError
from generator.proofs.data_integrity import Reason
from generator.proofs.jws import Jws, check_jws, parse_jws
from generator.proofs.keys import SigningKey
from generator.proofs.public_keys import KeyKind, PublicKey
from tests.proofs.odd_keys import CURVES, ec_der, ec_jwk, ec_raw, padded, rsa_key, rsa_pss, rsa_raw

SIGNER = SigningKey.from_seed(b"\x01" * 32)
KEY = PublicKey.from_ed25519(SIGNER.public_key)
PAYLOAD = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
# RFC 7515, A.2 and A.3; RFC 8037, A.4.
EXAMPLES = {
    "RS256": (
        "eyJhbGciOiJSUzI1NiJ9." + PAYLOAD + "."
        "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CU"
        "Ar7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_d"
        "O--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0ig"
        "cN_IoypGlUPQGe77Rw",
        {
            "kty": "RSA",
            "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT"
            "-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo"
            "7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs9"
            "1kzk2PAcDTW9gb54h4FRWyuXpoQ",
            "e": "AQAB",
        },
    ),
    "ES256": (
        "eyJhbGciOiJFUzI1NiJ9." + PAYLOAD + "."
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
        {
            "kty": "EC",
            "crv": "P-256",
            "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        },
    ),
    "EdDSA": (
        "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg",
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"},
    ),
}


def encoded(value: Any) -> str:
    return base64url(value if isinstance(value, bytes) else json.dumps(value).encode())


def signed(algorithm: Any, signature: bytes | None = None, **members: Any) -> str:
    """A JWS that our key signed, whatever the header says, unless a signature is given."""
    text = f"{encoded({'alg': algorithm} | members)}.{encoded({'name': 'x'})}"
    return f"{text}.{base64url(SIGNER.sign(text.encode()) if signature is None else signature)}"


def reason(text: str, key: PublicKey = KEY) -> Reason:
    return check_jws(parse_jws(text), key).reason


@pytest.mark.parametrize("algorithm", EXAMPLES)
def test_the_examples_of_the_standards(algorithm: str) -> None:
    text, jwk = EXAMPLES[algorithm]
    for key in (PublicKey.from_jwk(jwk), PublicKey.from_jwk(jwk | {"alg": algorithm})):
        jws = parse_jws(text)
        assert jws.algorithm == algorithm
        assert check_jws(jws, key).holds
        changed = Jws(jws.header, jws.payload, jws.signing_input + b"A", jws.signature)
        assert check_jws(changed, key).reason is Reason.SIGNATURE_WRONG
        for _, other in EXAMPLES.values():
            if other is not jwk:
                assert check_jws(jws, PublicKey.from_jwk(other)).reason is Reason.KEY_OTHER_KIND


def test_the_parts_of_a_jws() -> None:
    jws = parse_jws(signed("EdDSA", kid="did:web:a.example#k"))
    assert jws.header == {"alg": "EdDSA", "kid": "did:web:a.example#k"}
    assert jws.payload == b'{"name": "x"}'
    assert jws.signing_input.count(b".") == 1
    assert jws.signature == SIGNER.sign(jws.signing_input)


def test_both_names_of_ed25519() -> None:
    for name in ("EdDSA", "Ed25519"):
        assert reason(signed(name)) is Reason.HOLDS
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url(SIGNER.public_key), "alg": name}
        assert reason(signed("EdDSA"), PublicKey.from_jwk(jwk)) is Reason.HOLDS


@pytest.mark.parametrize("kind", CURVES)
def test_curves(kind: KeyKind) -> None:
    algorithm = {KeyKind.P256: "ES256", KeyKind.P384: "ES384"}[kind]
    key = PublicKey.from_jwk(ec_jwk(kind))
    text = signed(algorithm, b"").rstrip(".")
    assert reason(f"{text}.{base64url(ec_raw(kind, text.encode()))}", key) is Reason.HOLDS
    assert reason(f"{text}.{base64url(ec_raw(kind, b'x'))}", key) is Reason.SIGNATURE_WRONG
    assert reason(f"{text}.{base64url(ec_der(kind, text.encode()))}", key) is Reason.PROOF_VALUE_MALFORMED


def test_rsa_is_pkcs_1_with_sha_256_only() -> None:
    secret = rsa.generate_private_key(65_537, 2048)
    key = rsa_key(secret)
    text = signed("RS256", b"").rstrip(".")
    assert reason(f"{text}.{base64url(rsa_raw(secret, padded(text.encode(), 256)))}", key) is Reason.HOLDS
    assert reason(f"{text}.{base64url(rsa_pss(secret, text.encode()))}", key) is Reason.SIGNATURE_WRONG
    pss = signed("PS256", b"").rstrip(".")
    assert reason(f"{pss}.{base64url(rsa_pss(secret, pss.encode()))}", key) is Reason.CRYPTOSUITE_UNKNOWN


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE", "HS256", "HS384", "HS512", "hs256"])
def test_unsafe_algorithms_are_refused(algorithm: str) -> None:
    assert reason(signed(algorithm)) is Reason.ALGORITHM_UNSAFE
    assert reason(signed(algorithm, b"")) is Reason.ALGORITHM_UNSAFE
    text = signed(algorithm, b"").rstrip(".")
    mac = hmac.new(SIGNER.public_key, text.encode(), hashlib.sha256).digest()
    assert reason(f"{text}.{base64url(mac)}") is Reason.ALGORITHM_UNSAFE


@pytest.mark.parametrize("algorithm", ["", "ES512", "ES256K", "PS256", "RS384", "RS1", "Ed448", "eddsa", "ML-DSA-44"])
def test_unknown_algorithms_are_not_checked(algorithm: str) -> None:
    assert reason(signed(algorithm)) is Reason.CRYPTOSUITE_UNKNOWN


def test_the_header_does_not_choose_the_kind_of_key() -> None:
    for algorithm in ("ES256", "ES384", "RS256"):
        assert reason(signed(algorithm)) is Reason.KEY_OTHER_KIND
    for algorithm in ("ES256", "PS256", "x"):
        jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url(SIGNER.public_key), "alg": algorithm}
        assert reason(signed("EdDSA"), PublicKey.from_jwk(jwk)) is Reason.KEY_OTHER_KIND


def test_a_key_that_the_header_brings_along_is_not_used() -> None:
    jwk = {"kty": "OKP", "crv": "Ed25519", "x": base64url(SIGNER.public_key)}
    stranger = PublicKey.from_ed25519(SigningKey.from_seed(b"\x02" * 32).public_key)
    assert reason(signed("EdDSA", jwk=jwk), stranger) is Reason.SIGNATURE_WRONG


def test_signatures_of_another_form() -> None:
    good = parse_jws(signed("EdDSA"))
    for bad in (b"", good.signature[:-1], good.signature + b"\0", good.signature[:32] + b"\xff" * 32):
        assert reason(signed("EdDSA", bad)) is Reason.PROOF_VALUE_MALFORMED
    assert reason(signed("EdDSA", bytes(64))) is Reason.SIGNATURE_WRONG


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (b"", "not JSON"),
        (b"[]", "not an object"),
        (b"{}", "names no algorithm"),
        (b'{"alg":5}', "names no algorithm"),
        (b'{"alg":["EdDSA"]}', "names no algorithm"),
        (b'{"alg":"none","alg":"EdDSA"}', "same member twice"),
        (b'\xef\xbb\xbf{"alg":"EdDSA"}', "JSON"),
        (b'{"alg":"EdDSA","crit":["exp"],"exp":1}', "crit"),
        (b'{"alg":"EdDSA","crit":[]}', "crit"),
        (b'{"alg":"EdDSA","b64":false}', "b64"),
        (b'{"alg":"EdDSA","b64":true}', "b64"),
        (b'{"alg":"EdDSA","zip":"DEF"}', "zip"),
        (b'{"alg":"EdDSA","x":"' + b"a" * 17_000 + b'"}', "16384 bytes"),
        (b'{"alg":"EdDSA","x":' + b"[" * 100 + b"]" * 100 + b"}", "nested"),
    ],
)
def test_headers_that_are_refused(header: bytes, words: str) -> None:
    with pytest.raises(EncodingError, match=words):
        parse_jws(f"{base64url(header)}.e30.AAAA")


def test_texts_that_are_no_jws() -> None:
    good = signed("EdDSA")
    header, payload, signature = good.split(".")
    for text in (
        "",
        "..",
        "...",
        f"{header}.{payload}",
        f"{good}.",
        f".{good}",
        f"{good}.{signature}.{signature}",  # a JWE has five parts
        f"{header}=.{payload}.{signature}",
        f"{header}.{payload}.{signature}==",
        f" {good}",
        f"{good}\n",
        f"{header}.{payload}.{signature[:-1]}",
        f"{header}.{payload}!.{signature}",
        f"{header}.é.{signature}",
        good.replace("e", "é"),
    ):
        with pytest.raises(EncodingError):
            parse_jws(text)


def test_only_one_text_stands_for_a_signature() -> None:
    """The last of 86 digits has unused bits; other digits there would be read as the same bytes."""
    good = signed("EdDSA")
    for last in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_":
        if last != good[-1]:
            try:
                assert reason(good[:-1] + last) is not Reason.HOLDS
            except EncodingError:
                continue


def test_payloads_have_a_limit() -> None:
    header = encoded({"alg": "EdDSA"})
    assert len(parse_jws(f"{header}.{base64url(bytes(2_000_000))}.AAAA").payload) == 2_000_000
    for size, words in ((2_000_001, "2000000 bytes"), (2_100_000, "characters")):
        with pytest.raises(EncodingError, match=words):
            parse_jws(f"{header}.{base64url(bytes(size))}.AAAA")
