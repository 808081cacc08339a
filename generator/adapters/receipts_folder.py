"""The folder of receipts, which Git is told to ignore: tables and letters that name learners."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Final

FOLDER: Final = "receipts"


def receipts_folder(registry: Path, given: Path | None = None) -> Path:
    """Where receipts go: the folder given, else `receipts/` in the registry's top."""
    return given or registry / FOLDER


def targets(folder: Path, files: Mapping[str, bytes]) -> dict[Path, bytes]:
    """Where these files go, with the one that keeps the folder out of Git first.

    What is there already is never overwritten by something else: the new file gets a number. Raises OSError.
    """
    places = {folder / ".gitignore": b"*\n"}
    for stem in sorted({Path(name).stem for name in files}):
        alike = {Path(name).suffix: data for name, data in files.items() if Path(name).stem == stem}
        numbered = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        free = next(each for each in numbered if all(_is_free(folder / (each + s), d) for s, d in alike.items()))
        places |= {folder / (free + suffix): data for suffix, data in sorted(alike.items())}
    return places


def write(places: Mapping[Path, bytes]) -> None:
    """Write the files, which only their owner can read, each whole or not at all. Raises OSError."""
    for place, data in places.items():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        staged = place.with_name(f".{secrets.token_hex(8)}")
        try:
            with open(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.write(data)
            os.replace(staged, place)
        finally:
            staged.unlink(missing_ok=True)


def _is_free(place: Path, data: bytes) -> bool:
    """Whether nothing is there, or just this."""
    try:
        return place.read_bytes() == data
    except FileNotFoundError:
        return True
