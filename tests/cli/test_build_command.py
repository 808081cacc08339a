"""`badges build` as people run it: what it says of the key that signed, and of the pages' language."""

from __future__ import annotations

import shutil
from pathlib import Path

from generator.proofs.keys import SigningKey
from tests.builds import REGISTRY, SEED, badges

ANYBODY = "this was signed with the sample's key, which anybody has"


def test_a_site_signed_with_the_published_key_of_the_sample_says_so(tmp_path: Path) -> None:
    done = badges("build", "--source", REGISTRY, "--out", tmp_path / "site", BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 0
    assert f"badges: warning: {ANYBODY}: before publishing, make one with badges keygen\n" in done.stderr


def test_a_key_of_ones_own_is_warned_of_as_little_as_a_preview(tmp_path: Path) -> None:
    registry, seed = tmp_path / "registry", "5a" * 32
    shutil.copytree(REGISTRY, registry)
    issuer = registry / "badges/issuer.yml"
    own = SigningKey.from_secret(seed).public_multikey
    issuer.write_text(issuer.read_text().replace(SigningKey.from_secret(SEED).public_multikey, own))
    signed = badges("build", "--source", registry, "--out", tmp_path / "site", BADGES_SIGNING_KEY=seed)
    preview = badges("build", "--source", REGISTRY, "--out", tmp_path / "preview", "--preview")
    assert (signed.returncode, preview.returncode) == (0, 0)
    assert ANYBODY not in signed.stderr + preview.stderr


def test_an_issuer_whose_language_the_pages_lack_is_told_so(tmp_path: Path) -> None:
    registry = tmp_path / "registry"
    shutil.copytree(REGISTRY, registry)
    issuer = registry / "badges/issuer.yml"
    issuer.write_text(issuer.read_text().replace("language: en\n", "language: fr\n", 1))
    done = badges("build", "--source", registry, "--out", tmp_path / "site", "--preview")
    assert done.returncode == 0
    assert "warning: the pages' own words are in English: there are none in fr yet, only in en, es\n" in done.stderr
