"""RDFC-1.0 by another program, pyoxigraph: what it makes of a document."""

from __future__ import annotations

import json
from typing import Any

from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from generator import resources


def other_canonical(document: dict[str, Any]) -> str:
    """The canonical N-Quads of a document."""
    dataset = Dataset(parse(json.dumps(inlined(document)), format=RdfFormat.JSON_LD))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    text = serialize(dataset, format=RdfFormat.N_QUADS)
    assert text is not None
    # Not splitlines(): a literal may hold U+2028.
    return "".join(sorted(f"{line}\n" for line in text.decode("utf-8").split("\n")[:-1]))


def inlined(value: Any) -> Any:
    """The document with every context URL replaced by the context, as the other program cannot load documents."""
    if isinstance(value, list):
        return [inlined(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _context(member) if name == "@context" else inlined(member) for name, member in value.items()}


def _context(value: Any) -> Any:
    if isinstance(value, list):
        return [_context(item) for item in value]
    return resources.context(value)["@context"] if isinstance(value, str) else value
