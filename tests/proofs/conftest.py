"""What the vectors need: their files, and the context that only they name."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from generator.encodings.json_ld import Contexts
from generator.proofs.keys import SigningKey

VECTORS = Path(__file__).parents[1] / "vectors" / "standards"


@pytest.fixture(scope="session")
def w3c_contexts() -> Contexts:
    return Contexts(
        {
            "https://www.w3.org/ns/credentials/examples/v2": {
                "@context": {"@vocab": "https://www.w3.org/ns/credentials/examples#"}
            }
        }
    )


@pytest.fixture(scope="session")
def read_json() -> Callable[[str], dict[str, Any]]:
    def read(path: str) -> dict[str, Any]:
        value: dict[str, Any] = json.loads((VECTORS / path).read_text("utf-8"))
        return value

    return read


@pytest.fixture(scope="session")
def read_text() -> Callable[[str], str]:
    return lambda path: (VECTORS / path).read_text("utf-8").rstrip("\n")


@pytest.fixture(scope="session")
def issuer_key() -> SigningKey:
    """The public test key that signed the examples."""
    return SigningKey.from_seed(b"\x01" * 32)
