"""Key files, the key in the environment, and making new keys."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from generator.errors import KeyProblem
from generator.proofs.keys import SigningKey

VARIABLE: Final = "BADGES_SIGNING_KEY"
_MOST: Final = 4096
# The keys of the sample registry, whose secrets stand in its comments: anybody can sign with them.
PUBLISHED: Final = frozenset(
    ("z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX", "z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH")
)


def signing_key(file: Path | None) -> SigningKey:
    """The key of the file, else of the environment. Raises `KeyProblem` where there is none, or it is no key."""
    if file is not None:
        text, where = _read(file), str(file)
    else:
        text, where = os.environ.get(VARIABLE, ""), VARIABLE
    if not text.strip():
        hint = f"name its file with --key-file, set {VARIABLE}, or use --preview"
        raise KeyProblem(f"there is no signing key{f' in {file}' if file else ''}: {hint}")
    try:
        return SigningKey.from_secret(text)
    except KeyProblem as problem:
        raise KeyProblem(f"{where}: {problem}") from None


def _read(file: Path) -> str:
    try:
        with file.open("rb") as stream:
            return stream.read(_MOST).decode("ascii")
    except UnicodeDecodeError:
        return "?"  # no key, and nothing of it may be shown
    except OSError as error:
        raise KeyProblem(f"{file}: {(error.strerror or 'it cannot be read').lower()}") from None


def new_key() -> SigningKey:
    """A key that nobody has had before."""
    return SigningKey.from_seed(secrets.token_bytes(32))


def write_secret(file: Path, key: SigningKey) -> None:
    """Write a key's secret to a new file that only its owner can read. Raises `KeyProblem` where the file is there."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyProblem(f"{file} is there already, and a key is never overwritten") from None
    with open(descriptor, "w", encoding="ascii") as stream:
        os.fchmod(descriptor, 0o600)
        stream.write(key.secret_multikey + "\n")
        stream.flush()
        os.fsync(descriptor)


def key_in(file: Path) -> SigningKey | None:
    """The signing key that a file holds, or None where it holds none or can't be read."""
    try:
        return signing_key(file)
    except KeyProblem:
        return None


def work_tree_of(file: Path) -> Path | None:
    """The Git work tree that a file would lie in, or None."""
    folders = Path(os.path.realpath(file)).parents
    return next((folder for folder in folders if (folder / ".git").exists()), None)


def development_key(registry: Path) -> SigningKey:
    """The registry's key for previews, made the first time: nobody trusts it, and Git ignores its folder."""
    folder = registry / ".badges"
    folder.mkdir(mode=0o700, exist_ok=True)
    ignore, file = folder / ".gitignore", folder / "development.key"
    if not ignore.exists():
        ignore.write_text("*\n")
    try:
        return signing_key(file)
    except KeyProblem:  # not there, or never finished: nobody trusts this key, so another does as well
        file.unlink(missing_ok=True)
        write_secret(file, new_key())
        return signing_key(file)
