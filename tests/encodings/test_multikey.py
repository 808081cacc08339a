"""Ed25519 keys as Multikey texts, and the keys that nobody should accept."""

from __future__ import annotations

import pytest
from nacl.bindings import crypto_sign_seed_keypair

from generator.encodings import multibase, multikey
from generator.errors import EncodingError

# The public test seeds.
KEYS = [
    (1, "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"),
    (2, "z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH"),
    (3, "z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2"),
]
P = 2**255 - 19
IDENTITY = (1).to_bytes(32, "little")
# Order 8 (RFC 8032's curve): libsodium's list of small-order points.
ORDER_8 = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")


@pytest.mark.parametrize(("fill", "text"), KEYS)
def test_public_keys(fill: int, text: str) -> None:
    public = crypto_sign_seed_keypair(bytes([fill]) * 32)[0]
    assert multikey.encode_public(public) == text
    assert multikey.decode_public(text) == public


def test_secret_keys() -> None:
    text = multikey.encode_secret(b"\x01" * 32)
    assert text.startswith("z3u2")
    assert multikey.decode_secret(text) == b"\x01" * 32
    with pytest.raises(EncodingError, match="32 bytes"):
        multikey.encode_secret(b"\x01" * 31)


@pytest.mark.parametrize(
    "key",
    [
        b"",
        b"\x01" * 31,
        b"\x01" * 33,
        bytes(32),  # order 4
        IDENTITY,
        ORDER_8,
        (P - 1).to_bytes(32, "little"),  # order 2
        (P + 1).to_bytes(32, "little"),  # the identity, not reduced
        (1 | 1 << 255).to_bytes(32, "little"),  # the identity with the sign of -0
        (2).to_bytes(32, "little"),  # no point of the curve
        (P + 3).to_bytes(32, "little"),
    ],
)
def test_unsound_public_keys(key: bytes) -> None:
    assert not multikey.is_sound(key)
    with pytest.raises(EncodingError):
        multikey.encode_public(key)
    with pytest.raises(EncodingError):
        multikey.decode_public(multibase.encode_base58btc(b"\xed\x01" + key))


def test_a_key_of_mixed_order_is_unsound() -> None:
    from nacl.bindings import crypto_core_ed25519_add

    public = crypto_sign_seed_keypair(b"\x01" * 32)[0]
    assert multikey.is_sound(public)
    assert not multikey.is_sound(crypto_core_ed25519_add(public, ORDER_8))


@pytest.mark.parametrize("prefix", [b"\xed\x00", b"\xec\x01", b"\x80\x26", b"\x01\xed", b""])
def test_other_prefixes(prefix: bytes) -> None:
    public = multikey.decode_public(KEYS[0][1])
    with pytest.raises(EncodingError):
        multikey.decode_public(multibase.encode_base58btc(prefix + public))
    with pytest.raises(EncodingError):
        multikey.decode_secret(multibase.encode_base58btc(prefix[:1] + b"\x01" * 33))


def test_every_altered_character_of_a_key_is_refused_or_another_key() -> None:
    good = KEYS[0][1]
    key = multikey.decode_public(good)
    for place in range(len(good)):
        for character in "z2m0 ":
            bad = good[:place] + character + good[place + 1 :]
            if bad == good:
                continue
            try:
                assert multikey.decode_public(bad) != key
            except EncodingError:
                continue
