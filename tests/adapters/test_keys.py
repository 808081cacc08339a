"""Keys: from files and the environment, made anew, and never shown."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from generator.adapters import keys
from generator.errors import KeyProblem
from generator.proofs.keys import SigningKey

SEED = "01" * 32


@pytest.fixture(autouse=True)
def no_key_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(keys.VARIABLE, raising=False)


def test_a_key_file_holds_hex_or_a_multikey(tmp_path: Path) -> None:
    expected = SigningKey.from_seed(bytes.fromhex(SEED))
    for text in (SEED, SEED.upper() + "\n", expected.secret_multikey, f"  {expected.secret_multikey}\r\n"):
        (tmp_path / "key").write_text(text)
        assert keys.signing_key(tmp_path / "key").public_multikey == expected.public_multikey


def test_the_environment_holds_it_where_no_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(keys.VARIABLE, SEED)
    assert keys.signing_key(None) == SigningKey.from_seed(bytes.fromhex(SEED))
    (tmp_path / "key").write_text("02" * 32)
    assert keys.signing_key(tmp_path / "key") == SigningKey.from_seed(bytes.fromhex("02" * 32))


PUBLIC = "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX"


@pytest.mark.parametrize("text", ["", " \n", PUBLIC, SEED[:-1], SEED + "0", "\ufffd"])
def test_anything_else_is_refused_without_being_quoted(tmp_path: Path, text: str) -> None:
    (tmp_path / "key").write_text(text)
    with pytest.raises(KeyProblem) as refused:
        keys.signing_key(tmp_path / "key")
    assert len(text.strip()) < 5 or text.strip() not in str(refused.value)


def test_no_key_at_all_says_where_one_may_be() -> None:
    with pytest.raises(KeyProblem, match=r"--key-file.*BADGES_SIGNING_KEY.*--preview"):
        keys.signing_key(None)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KeyProblem, match=r"gone\.key"):
        keys.signing_key(tmp_path / "gone.key")


def test_a_new_key_is_readable_by_its_owner_alone_and_never_overwrites(tmp_path: Path) -> None:
    key = keys.new_key()
    keys.write_secret(tmp_path / "a.key", key)
    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600
    assert keys.signing_key(tmp_path / "a.key") == key
    with pytest.raises(KeyProblem, match="never overwritten"):
        keys.write_secret(tmp_path / "a.key", keys.new_key())
    assert keys.signing_key(tmp_path / "a.key") == key


def test_new_keys_differ() -> None:
    assert keys.new_key() != keys.new_key()


def test_a_development_key_is_made_once_where_git_does_not_look(tmp_path: Path) -> None:
    first = keys.development_key(tmp_path)
    assert keys.development_key(tmp_path) == first
    assert (tmp_path / ".badges" / ".gitignore").read_text() == "*\n"
    assert stat.S_IMODE((tmp_path / ".badges" / "development.key").stat().st_mode) == 0o600


def test_a_development_key_that_was_never_finished_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / ".badges").mkdir()
    (tmp_path / ".badges" / "development.key").write_text("")
    key = keys.development_key(tmp_path)
    assert keys.development_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / ".badges" / "development.key").stat().st_mode) == 0o600


def test_a_key_in_a_work_tree_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "registry" / ".git").mkdir(parents=True)
    assert keys.work_tree_of(tmp_path / "registry" / "badges" / "a.key") == tmp_path / "registry"
    assert keys.work_tree_of(tmp_path / "a.key") != tmp_path / "registry"
