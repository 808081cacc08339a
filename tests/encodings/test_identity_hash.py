"""Identity hashes, their salts, and what is hashed of a name or an address."""

from __future__ import annotations

import pytest

from generator.encodings import identity_hash
from generator.encodings.identity_hash import matches, normal_email, normal_name, salt_bytes, salt_text
from generator.errors import EncodingError

ADA = "sha256$c9a9bb3506f6ebd12096c68d7fb9f2a9f96e65e0a698cf038ae1844febccaf0d"


def test_known_hashes() -> None:
    # Ours, and the official check of a@example.com with the salt Kosher.
    assert identity_hash.identity_hash("ada@student.example.org", "9f2c61c0d1b84e6e") == ADA
    assert identity_hash.identity_hash("a@example.com", "Kosher").startswith("sha256$b5809d8a")


def test_matching() -> None:
    assert matches(ADA, "ada@student.example.org", "9f2c61c0d1b84e6e")
    assert matches(ADA.upper().replace("SHA", "sha"), "ada@student.example.org", "9f2c61c0d1b84e6e")
    assert matches(ADA, "ada@student.example.org9f2c61c0d1b84e6e")  # as a standard verifier may be given it
    assert matches("md5$900150983cd24fb0d6963f7d28e17f72", "abc")
    assert not matches(ADA, "eve@student.example.org", "9f2c61c0d1b84e6e")
    assert not matches(ADA + "é", "ada@student.example.org", "9f2c61c0d1b84e6e")
    assert not matches("sha256$", "")


@pytest.mark.parametrize("claimed", ["", "sha1$00", "SHA256$00", ADA[7:]])
def test_other_algorithms(claimed: str) -> None:
    with pytest.raises(EncodingError):
        matches(claimed, "")


def test_lone_surrogates_have_no_hash() -> None:
    with pytest.raises(EncodingError):
        identity_hash.identity_hash("\ud800", "")


def test_normal_forms() -> None:
    assert normal_email(" \u00a0Ada.Byron@Example.ORG\n\ufeff") == "ada.byron@example.org"
    assert normal_name("\u3000Zoe\u0308 Aki \t") == "Zo\u00eb Aki"
    # A browser's trim() leaves these in place, so we do.
    assert normal_name("\x1cAda\x85") == "\x1cAda\x85"


def test_salts() -> None:
    text = salt_text(bytes(range(16)))
    assert len(text) == 22
    assert salt_bytes(text) == bytes(range(16))
    with pytest.raises(EncodingError):
        salt_text(bytes(15))


@pytest.mark.parametrize("text", ["", "A" * 21, "A" * 23, "A" * 24, "A" * 21 + "B", "A" * 22 + "=="])
def test_what_is_not_a_salt(text: str) -> None:
    with pytest.raises(EncodingError):
        salt_bytes(text)
