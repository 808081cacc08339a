"""A leaked key: what it signed is refused, what the registry holds is signed anew, and `docs/keys.md` says how."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from tests.builds import built
from tests.cli.deeds import PART, District, commands_of

AWARD = f"awards/bh/{PART}"
URL = "https://badges.riverbend.example"


@pytest.fixture
def district(tmp_path: Path) -> District:
    return District.at(tmp_path)


def secret_of(district: District, name: str) -> str:
    """The secret that a file of the private folder holds."""
    return (district.private / name).read_text().strip()


def forged(document: dict[str, Any], secret: str) -> bytes:
    """What a thief of the key makes of a document."""
    plain = {name: value for name, value in document.items() if name != "proof"}
    key = SigningKey.from_secret(secret)
    method = f"did:web:badges.riverbend.example#{key.public_multikey}"
    return json.dumps(secure(plain, key=key, verification_method=method, created=plain["validFrom"])).encode()


def verified(district: District, site: Path, file: Path) -> tuple[str, list[str], str]:
    """Verdict, codes and words of what a stranger holds."""
    done = district.badges("verify", "--quiet", "--site", site, "--format", "json", file)
    found = json.loads(done.stdout)
    return found["verdict"], found["codes"], done.stdout


def test_what_a_key_signed_holds_once_it_is_retired_and_not_once_it_leaked(district: District, tmp_path: Path) -> None:
    assert district.badges("key", "new").returncode == 0
    leaked = secret_of(district, "signing.key")
    before = built(district.clone, tmp_path / "before", BADGES_SIGNING_KEY=leaked)
    genuine = json.loads((before / f"{AWARD}.json").read_bytes())
    altered = json.loads(json.dumps(genuine))
    altered["awardedDate"] = altered["validFrom"] = "2026-05-13T00:00:00Z"
    invented = json.loads(json.dumps(genuine))
    invented["id"] = f"{URL}/awards/zz/{'z' * 26}.json"
    files = {"saved": json.dumps(genuine).encode(), "altered": forged(altered, leaked), "new": forged(invented, leaked)}
    for name, data in files.items():
        (tmp_path / f"{name}.json").write_bytes(data)
        # Before anybody knows of it, nobody can tell.
        assert verified(district, before, tmp_path / f"{name}.json")[0] == "verified"

    assert district.badges("key", "new", "--out", district.private / "next.key").returncode == 0
    following = secret_of(district, "next.key")
    between = built(district.clone, tmp_path / "between", BADGES_SIGNING_KEY=following)
    assert verified(district, between, tmp_path / "saved.json")[:2] == ("verified", [])

    assert district.badges("key", "revoke", district.private / "signing.key").returncode == 0
    refused = district.badges("build", "--out", tmp_path / "x", BADGES_SIGNING_KEY=leaked)
    assert refused.returncode != 0
    after = built(district.clone, tmp_path / "after", BADGES_SIGNING_KEY=following)
    for name in files:
        verdict, codes, told = verified(district, after, tmp_path / f"{name}.json")
        assert (verdict, "key-revoked" in codes) == ("refused", True)
        address = invented["id"] if name == "new" else genuine["id"]
        assert f"If its issuer ever issued it, it is there with another signature: {address}" in told
    assert not (after / f"awards/zz/{'z' * 26}.json").exists()
    renewed = json.loads((after / f"{AWARD}.json").read_bytes())
    assert {**renewed, "proof": None} == {**genuine, "proof": None}
    assert district.badges("verify", "--site", after, PART).returncode == 0
    awards = {file.stem for file in after.glob("awards/*/*.json")}
    assert awards == {file.stem for file in (district.clone / "recipients").glob("*/*/*.yml")}
    assert district.badges("audit", after).returncode == 0


def test_the_commands_of_the_page_do_what_it_says(district: District, tmp_path: Path) -> None:
    commands = commands_of("keys.md")
    for command, end in commands:
        # Whoever keeps the private folder elsewhere has said so once; the drill leaves that alone.
        done = district.typed(f"BADGES_PRIVATE=../shared {command}")
        assert (done.returncode != 0) == bool(end), (command, done.stdout, done.stderr)
        if end == "refused":
            assert f"with another signature: {URL}/{AWARD}.json" in done.stdout
            assert "[key-revoked]" in done.stdout
    assert [end for _, end in commands if end] == ["refused", "fails"]
    assert len(commands) > 12
    assert not [file.name for file in tmp_path.iterdir() if "drill" in file.name or "saved" in file.name]
    assert sorted(file.name for file in (tmp_path / "shared").glob("*.key")) == ["signing.key"]
