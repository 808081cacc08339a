"""This program itself, as it stands on this machine."""

from __future__ import annotations

import contextlib
import os
import sys
import tomllib
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from generator.errors import BuildFailed

_INSTALLED: Final = (".dist-info", ".egg-info")


def version() -> str:
    """The version: of the installed distribution, or what `pyproject.toml` beside the package says in a checkout.

    Raises `BuildFailed` where neither is there.
    """
    import importlib.metadata  # takes a while, and most verbs ask for the fingerprint alone

    try:
        return importlib.metadata.version("badge-registry")
    except importlib.metadata.PackageNotFoundError:
        return _of_checkout(Path(str(files("generator"))).parent / "pyproject.toml")


def fingerprint() -> str:
    """A digest of all that a build's outcome may depend on in this program: its files, Python, what it is built on."""
    top = Path(str(files("generator")))
    digest = sha256(sys.version.encode())
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            place = os.path.join(folder, name)
            digest.update(place.encode("utf-8", "surrogateescape") + b"\0" + Path(place).read_bytes())
    # The name of a distribution's folder holds its version.
    for place in sys.path:
        with contextlib.suppress(OSError):
            digest.update("\n".join(sorted(name for name in os.listdir(place) if name.endswith(_INSTALLED))).encode())
    return digest.hexdigest()


def _of_checkout(project: Path) -> str:
    try:
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError) as error:
        raise BuildFailed("this program is not installed, so it does not know its version: install it") from error
