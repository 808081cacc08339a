"""This program itself, as it stands on this machine."""

from __future__ import annotations

import importlib.metadata
import tomllib
from importlib.resources import files
from pathlib import Path

from generator.errors import BuildFailed


def version() -> str:
    """The version: of the installed distribution, or what `pyproject.toml` beside the package says in a checkout.

    Raises `BuildFailed` where neither is there.
    """
    try:
        return importlib.metadata.version("badge-registry")
    except importlib.metadata.PackageNotFoundError:
        return _of_checkout(Path(str(files("generator"))).parent / "pyproject.toml")


def _of_checkout(project: Path) -> str:
    try:
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
    except (OSError, ValueError, KeyError) as error:
        raise BuildFailed("this program is not installed, so it does not know its version: install it") from error
