"""Opening the package's own data, each pinned file checked against its SHA-256 when first read.

Tables say what is pinned and where it came from: `data/contexts/contexts.json` (JSON-LD contexts, with a few later
texts in `later.json`) and `data/standards/schemas.json` (1EdTech's JSON Schemas). A URL that is in none is unknown:
nothing is ever fetched.
What is returned is shared by all callers, so treat it as read-only.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from generator.errors import ResourceDamaged, UnknownDocument

_CONTEXTS = "contexts/contexts.json"
_LATER_CONTEXTS = "contexts/later.json"
_SCHEMAS = "standards/schemas.json"


@dataclass(frozen=True)
class Pinned:
    """One file of a standards body, kept verbatim under its URL."""

    url: str
    file: str  # relative to the package's data folder
    sha256: str
    source: str
    licence: str


def data_bytes(name: str) -> bytes:
    """The bytes of the package data file `name`, such as `contexts/did-v1.json`.

    Raises `ResourceDamaged` if it is not there: the package ships all of its data.
    """
    try:
        return files("generator").joinpath("data", *name.split("/")).read_bytes()
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise ResourceDamaged(name) from missing


def data_text(name: str) -> str:
    """The text, UTF-8, of the package data file `name`. Raises `ResourceDamaged` as `data_bytes` does."""
    return data_bytes(name).decode("utf-8")


@cache
def word_catalogues() -> tuple[str, ...]:
    """The tags of the languages that there are interface texts of, sorted."""
    names = (entry.name for entry in files("generator").joinpath("data", "words").iterdir())
    return tuple(sorted(name.removesuffix(".yml") for name in names if name.endswith(".yml")))


def contexts() -> tuple[Pinned, ...]:
    """The pinned JSON-LD contexts, in the order of their table."""
    return _table(_CONTEXTS)


def context(url: str) -> dict[str, Any]:
    """The pinned context document of this URL. Raises `UnknownDocument` for any other URL."""
    return _document(_CONTEXTS, url)


def later_contexts() -> tuple[Pinned, ...]:
    """Later texts of pinned contexts, which only add terms: for reading what others signed, never for signing."""
    return _table(_LATER_CONTEXTS)


def later_context(url: str) -> dict[str, Any]:
    """The later text of this URL. Raises `UnknownDocument` for any other URL."""
    return _document(_LATER_CONTEXTS, url)


def standard_schemas() -> tuple[Pinned, ...]:
    """The pinned JSON Schemas (draft 2019-09) of 1EdTech, in the order of their table."""
    return _table(_SCHEMAS)


def standard_schema(url: str) -> dict[str, Any]:
    """The pinned JSON Schema of this URL, as in `credentialSchema.id`. Raises `UnknownDocument` for any other."""
    return _document(_SCHEMAS, url)


@cache
def _table(name: str) -> tuple[Pinned, ...]:
    folder = name.rpartition("/")[0]
    rows = json.loads(data_bytes(name))
    return tuple(Pinned(**{**row, "file": f"{folder}/{row['file']}"}) for row in rows)


@cache
def _document(table: str, url: str) -> dict[str, Any]:
    pinned = {row.url: row for row in _table(table)}.get(url)
    if pinned is None:
        raise UnknownDocument(url, "it is not among the pinned documents")
    document: dict[str, Any] = json.loads(_checked(pinned))
    return document


def _checked(pinned: Pinned) -> bytes:
    data = data_bytes(pinned.file)
    if hashlib.sha256(data).hexdigest() != pinned.sha256:
        raise ResourceDamaged(pinned.file)
    return data
