"""The hashes of proof configurations that differ in nothing but the moment."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from generator.encodings.holes import hole
from generator.proofs.cryptosuites import EDDSA_RDFC_2022, digest
from generator.proofs.data_integrity import proof_options
from generator.proofs.fragments import blank, fragments
from generator.proofs.public_keys import KeyKind

_MOMENTS: Final = 4096


class Configurations:
    """The proof configurations of documents in one `@context`, for proofs that `secure` makes with one key."""

    def __init__(self, context: Any, verification_method: str) -> None:
        self._method = verification_method
        configuration = EDDSA_RDFC_2022.configuration({"@context": context}, self.options(hole("created")))
        self._fragment = fragments(configuration)[blank("")]
        self.digest = lru_cache(_MOMENTS)(self._digest)

    def options(self, created: str) -> dict[str, str]:
        """The options of the proof of that moment."""
        return proof_options(self._method, created)

    def _digest(self, created: bytes) -> bytes:
        """The hash of the canonical configuration of a proof of that moment, 32 bytes; `created` is in quotes.

        Source: VC-DI-EDDSA, 3.2.4.
        """
        ends = self._fragment.ends({"created": created})
        return digest(KeyKind.ED25519, b"_:c14n0".join(ends))
