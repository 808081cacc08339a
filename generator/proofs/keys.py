"""The signing key, read from the text that a key file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Self

from nacl.bindings import crypto_sign, crypto_sign_seed_keypair

from generator.encodings import multikey
from generator.errors import EncodingError, KeyProblem

_HEX_SEED = re.compile(r"[0-9A-Fa-f]{64}")


@dataclass(frozen=True)
class SigningKey:
    """An Ed25519 key that signs. Neither its repr nor any error shows the secret; it can be pickled for a worker."""

    _secret: bytes = field(repr=False)  # seed ‖ public key, 64 bytes, as libsodium keeps it

    @classmethod
    def from_secret(cls, text: str) -> Self:
        """The key of a secret Multikey `z3u2…` or of the seed in 64 hex digits; white space around it doesn't count.

        Raises `KeyProblem` for any other text.
        """
        plain = text.strip()
        return cls.from_seed(bytes.fromhex(plain) if _HEX_SEED.fullmatch(plain) else _decoded(plain))

    @classmethod
    def from_seed(cls, seed: bytes) -> Self:
        """The key of a seed of 32 bytes (RFC 8032, 5.1.5). Raises `KeyProblem` for any other length."""
        if len(seed) != 32:
            raise KeyProblem("the seed of a signing key has 32 bytes")
        return cls(crypto_sign_seed_keypair(seed)[1])

    @property
    def public_key(self) -> bytes:
        """The public key, 32 bytes."""
        return self._secret[32:]

    @property
    def public_multikey(self) -> str:
        """The public key as a Multikey, `z6Mk…`."""
        return multikey.encode_public(self.public_key)

    @property
    def secret_multikey(self) -> str:
        """The secret key as a Multikey, `z3u2…`: for the one file that keeps it, never for a log."""
        return multikey.encode_secret(self._secret[:32])

    def sign(self, message: bytes) -> bytes:
        """The signature, 64 bytes, the same for the same message (Ed25519, RFC 8032, 5.1.6)."""
        return crypto_sign(message, self._secret)[:64]

    def __repr__(self) -> str:
        return f"SigningKey({self.public_multikey})"


def _decoded(text: str) -> bytes:
    try:
        return multikey.decode_secret(text)
    except EncodingError:
        # Without the cause: nothing that has seen the secret may reach a traceback's text.
        raise KeyProblem("the signing key is neither a secret Multikey (z3u2…) nor 64 hex digits") from None
