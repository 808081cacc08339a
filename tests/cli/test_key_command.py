"""`badges key`: a key is made, retired and revoked in the issuer's file, and no secret is shown."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

import pytest

from generator.adapters import keys
from tests.builds import SEED
from tests.cli.deeds import District

ISSUER = "badges/issuer.yml"
FIRST = "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"
LEARNER = """\
name: Sample Learner Nine
emailAddress: nine@learners.example
results: {wiring: proficient, explanation: proficient}
evidence:
  - {name: Circuit, description: A circuit that works.}
"""
OLD = "z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH"


@pytest.fixture
def district(tmp_path: Path) -> District:
    return District.at(tmp_path)


def publics(district: District) -> list[str]:
    """The public keys in the order of the issuer's file."""
    return re.findall(r"public: (\S+)", (district.clone / ISSUER).read_text())


def test_a_new_key_stands_first_and_its_secret_outside_of_git(district: District) -> None:
    before = (district.clone / ISSUER).read_text().splitlines()
    done = district.badges("key", "new")
    assert (done.returncode, done.stdout) == (0, f"wrote {ISSUER}\n"), done.stderr
    file = district.private / "signing.key"
    made = keys.signing_key(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert publics(district) == [made.public_multikey, FIRST, OLD]
    after = (district.clone / ISSUER).read_text().splitlines()
    assert [line for line in after if line in before] == before
    assert len(after) == len(before) + 2
    assert district.changed() == [f" M {ISSUER}"]
    assert made.secret_multikey not in done.stdout + done.stderr
    assert str(file) in done.stderr
    assert "put the line in that file into the secret\n" in done.stderr
    assert "BADGES_SIGNING_KEY" in done.stderr
    assert district.badges("check").returncode == 0


def test_no_key_is_overwritten(district: District) -> None:
    assert district.badges("key", "new").returncode == 0
    kept = (district.private / "signing.key").read_bytes()
    assert district.badges("key", "new").returncode == 0
    assert district.badges("key", "new").returncode == 0
    assert (district.private / "signing.key").read_bytes() == kept
    assert len([*district.private.glob("*.key")]) == 3
    named = district.badges("key", "new", "--out", district.private / "signing.key")
    assert named.returncode == 1
    assert "is there already, and a key is never overwritten" in named.stderr
    assert len(publics(district)) == 5


def test_a_secret_is_not_put_where_git_would_take_it(district: District) -> None:
    done = district.badges("key", "new", "--out", district.clone / "my.key")
    assert done.returncode == 1
    assert "would lie in the Git repository" in done.stderr
    assert district.changed() == []
    shutil.rmtree(district.clone / ".git")
    alone = district.badges("key", "new", "--out", district.clone / "my.key")
    assert (alone.returncode, "would lie in the registry" in alone.stderr) == (1, True)
    within = district.badges("key", "new", "--private", district.clone / ".private")
    assert within.returncode == 0, within.stderr
    assert stat.S_IMODE((district.clone / ".private/signing.key").stat().st_mode) == 0o600


def test_a_dry_run_leaves_nothing(district: District) -> None:
    before = district.state()
    done = district.badges("key", "new", "--dry-run")
    assert "+  - public: z6Mk" in done.stdout
    assert "-" not in re.findall("^[-+](?=[^-+])", done.stdout, re.MULTILINE)
    assert district.state() == before
    assert not district.private.exists()


def test_the_next_key_signs_when_one_is_retired_or_revoked(district: District) -> None:
    district.badges("key", "new")
    new = publics(district)[0]
    retired = district.badges("key", "retire", new[:12])
    assert retired.returncode == 0, retired.stderr
    assert publics(district) == [FIRST, new, OLD]
    assert f"{FIRST} of 2026-01-05 signs now" in retired.stderr
    assert f"warning: its secret is not in {district.private}" in retired.stderr
    again = district.badges("key", "retire", new)
    assert (again.returncode, "it is retired already" in again.stderr) == (1, True)
    revoked = district.badges("key", "revoke", FIRST[-10:], "--date", "2026-06-01")
    assert revoked.returncode == 0, revoked.stderr
    assert "    since: 2026-01-05\n    revoked: 2026-06-01\n" in (district.clone / ISSUER).read_text()
    assert f"{new} of " in revoked.stderr
    assert "warning" not in revoked.stderr
    assert district.badges("check").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["retire", FIRST], "no other key could sign in its place: make one first, by badges key new"),
        (["revoke", FIRST], "no other key could sign in its place: make one first, by badges key new"),
        (["revoke", OLD], "was revoked on 2026-01-05 already"),
        (["retire", OLD], "it is revoked already"),
        (["revoke", FIRST, "--date", "2099-01-01"], "is yet to come: a key is revoked at once"),
        (["revoke", FIRST, "--date", "2025-01-01"], "the key is of 2026-01-05: it can't have been revoked before"),
        (["revoke", "z6Mk"], "no key is meant by that"),
        (["revoke", "z6Mkon4444"], "no key is meant by that"),
        (["revoke", "Mk"], "take the public key from badges/issuer.yml, or from badges key show"),
    ],
)
def test_each_way_of_going_wrong_says_what_to_do_instead(district: District, arguments: list[str], told: str) -> None:
    done = district.badges("key", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert district.changed() == []


def test_keys_are_shown_with_their_state_and_where_their_secrets_are(district: District) -> None:
    district.private.mkdir()
    (district.private / "old name.key").write_text(SEED + "\n")
    (district.private / "other.key").write_text("nothing that signs\n")
    done = district.badges("key", "show")
    assert done.stdout == (
        f"{FIRST} signs\n  since 2026-01-05\n  fingerprint 3475 0f98 bd59 fcfc\n"
        f"  secret in {district.private}/old name.key\n"
        f"{OLD} revoked\n  since 2025-09-01, revoked 2026-01-05\n  fingerprint 6a38 03d5 f059 902a\n"
        f"  no secret in {district.private}\n"
        f"no sealing key in {district.private}\n"
    )
    assert f"warning: the secret of {FIRST} is public" in done.stderr
    assert SEED not in done.stdout + done.stderr
    meant = district.badges("key", "revoke", "6a38 03d5 f059 902a")
    assert f"{OLD} was revoked" in meant.stderr


def test_keys_that_cannot_be_read_are_mended_first(district: District) -> None:
    issuer = district.clone / ISSUER
    issuer.write_text(issuer.read_text().replace("since: 2026-01-05", "since: new year"))
    done = district.badges("key", "new")
    assert done.returncode == 1
    assert "the keys in badges/issuer.yml can't be read: run badges check" in done.stderr
    assert not district.private.exists()


def test_the_sealing_key_is_made_once(district: District) -> None:
    refused = district.badges("key", "sealing")
    assert refused.returncode == 1
    assert "copy that one, as another opens none of them" in refused.stderr
    done = district.badges("key", "sealing", "--old-key-lost")
    file = district.private / "sealing.key"
    assert (done.returncode, done.stdout) == (0, f"wrote {file}\n")
    assert file.read_text().startswith("badges-sealing-key-1:")
    [noted] = re.findall("its fingerprint is ((?:[0-9a-f]{4} ){3}[0-9a-f]{4}): write it down", done.stderr)
    assert district.badges("key", "show").stdout.endswith(f"sealing key in {file}\n  fingerprint {noted}\n")
    assert file.read_text().strip() not in done.stderr
    again = district.badges("key", "sealing", "--old-key-lost")
    assert again.returncode != 0
    assert "a sealing key is never overwritten" in again.stderr


def test_a_dry_run_makes_no_sealing_key(district: District) -> None:
    done = district.badges("key", "sealing", "--old-key-lost", "--dry-run")
    assert (done.returncode, done.stdout) == (0, f"would write {district.private / 'sealing.key'}\n")
    assert not district.private.exists()


def test_another_sealing_key_is_told_by_its_fingerprint_where_no_roster_tells_it(district: District) -> None:
    made = district.badges("key", "sealing", "--old-key-lost")
    [noted] = re.findall("its fingerprint is (.{19}):", made.stderr)
    told = f"compare its fingerprint, {noted}, with the one that you noted"
    first = district.badges("award", "circuit-design", stdin=LEARNER)
    assert (first.returncode, told in first.stderr) == (0, True), first.stderr
    second = district.badges("award", "circuit-design", stdin=LEARNER.replace("Nine", "Ten").replace("nine@", "ten@"))
    assert (second.returncode, "fingerprint" in second.stderr) == (0, False), second.stderr


def test_killed_on_the_way_secret_and_public_line_are_both_there_or_neither(district: District) -> None:
    before = district.state()
    assert district.killed(1, "key", "new").returncode == -9
    assert district.badges("key", "revoke", "nothing").returncode == 1
    assert district.changed() == []
    assert not [*district.private.glob("*.key")]
    assert district.killed(2, "key", "new").returncode == -9
    assert district.badges("key", "revoke", "nothing").returncode == 1
    assert publics(district)[0] == keys.signing_key(district.private / "signing.key").public_multikey
    assert len(publics(district)) == 3
    assert set(district.state()) >= set(before)


def test_without_room_there_is_no_key(district: District) -> None:
    done = district.without_room("key", "new")
    assert (done.returncode, done.stdout) == (3, "")
    assert district.badges("key", "revoke", "nothing").returncode == 1
    assert district.changed() == []
    assert not [*district.private.glob("*.key*")]
