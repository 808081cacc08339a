"""Ed25519 keys as Multikey texts: public `z6Mk…`, secret `z3u2…`.

A public key is accepted only as the canonical encoding of a point of prime order: readers disagree about all others,
so a signature under one would be good here and bad there. No error quotes a key.
Source: Controlled Identifiers 1.0, 2.2.2 Multikey; VC-DI-EDDSA, 2.1.1.
"""

from __future__ import annotations

from nacl.bindings import crypto_core_ed25519_is_valid_point

from generator.encodings.multibase import decode_base58btc, encode_base58btc
from generator.errors import EncodingError

_PUBLIC = b"\xed\x01"  # multicodec ed25519-pub, as a varint
_SECRET = b"\x80\x26"  # multicodec ed25519-priv, as a varint


def encode_public(key: bytes) -> str:
    """The Multikey text `z6Mk…` of a public key of 32 bytes. Raises `EncodingError` for a key nobody should use."""
    return encode_base58btc(_PUBLIC + _checked(key))


def decode_public(text: str) -> bytes:
    """The 32 bytes of the public key in a Multikey text `z6Mk…`."""
    return _checked(_payload(text, _PUBLIC, "an Ed25519 public Multikey (z6Mk…)"))


def encode_secret(seed: bytes) -> str:
    """The Multikey text `z3u2…` of a seed of 32 bytes (RFC 8032, 5.1.5)."""
    if len(seed) != 32:
        raise EncodingError("an Ed25519 seed has 32 bytes")
    return encode_base58btc(_SECRET + seed)


def decode_secret(text: str) -> bytes:
    """The seed, 32 bytes, in a secret Multikey text `z3u2…`."""
    return _payload(text, _SECRET, "an Ed25519 secret Multikey (z3u2…)")


def is_sound(key: bytes) -> bool:
    """Whether these are the canonical 32 bytes of a point of the curve that has prime order."""
    return len(key) == 32 and crypto_core_ed25519_is_valid_point(key)


def _checked(key: bytes) -> bytes:
    if not is_sound(key):
        raise EncodingError("not an Ed25519 public key: it is not a canonical point of prime order")
    return key


def _payload(text: str, prefix: bytes, what: str) -> bytes:
    data = decode_base58btc(text)
    if len(data) != 34 or not data.startswith(prefix):
        raise EncodingError(f"this is not {what}")
    return data[2:]
