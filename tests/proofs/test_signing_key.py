"""The signing key: what it is read from, and that it keeps its secret."""

from __future__ import annotations

import pickle
import traceback

import pytest

from generator.errors import KeyProblem
from generator.proofs.keys import SigningKey

HEX = "01" * 32
PUBLIC = "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"
# RFC 8032, 7.1, test 3
RFC_SEED = "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"
RFC_SIGNATURE = (
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
)


def test_forms_of_the_secret() -> None:
    key = SigningKey.from_secret(HEX)
    assert key.public_multikey == PUBLIC
    for text in (f" {HEX}\n", HEX.upper(), key.secret_multikey, f"\t{key.secret_multikey}\r\n"):
        assert SigningKey.from_secret(text) == key
    assert SigningKey.from_seed(b"\x01" * 32) == key


def test_signatures() -> None:
    key = SigningKey.from_secret(RFC_SEED)
    assert key.public_key.hex() == "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"
    assert key.sign(b"\xaf\x82").hex() == RFC_SIGNATURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEX[1:],
        HEX + "0",
        "0x" + HEX,
        "g" * 64,
        "é" * 64,
        "z3u2SECRET",
        PUBLIC,
        SigningKey.from_secret(HEX).secret_multikey[:-1],
    ],
)
def test_other_texts(text: str) -> None:
    with pytest.raises(KeyProblem) as caught:
        SigningKey.from_secret(text)
    shown = "".join(traceback.format_exception_only(caught.value))
    assert not text or text not in shown
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_seeds_of_another_length(length: int) -> None:
    with pytest.raises(KeyProblem):
        SigningKey.from_seed(bytes(length))


def test_the_secret_is_not_shown() -> None:
    key = SigningKey.from_secret(RFC_SEED)
    for shown in (repr(key), str(key), f"{[key]}"):
        assert key.public_multikey in shown
        assert RFC_SEED not in shown
        assert key.secret_multikey not in shown
        assert repr(bytes.fromhex(RFC_SEED))[2:20] not in shown


def test_a_worker_process_gets_the_same_key() -> None:
    key = SigningKey.from_secret(HEX)
    assert pickle.loads(pickle.dumps(key)) == key
