"""The canonical N-Quads of a JSON-LD document: what Data Integrity hashes.

Source: RDF Dataset Canonicalization (RDFC-1.0), 4; URDNA2015 is its older name and gives the same text for documents
that `json_ld` lets through.
"""

from __future__ import annotations

import re

from generator.encodings.json_ld import PINNED, Contexts, run
from generator.encodings.json_text import JsonObject

_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def canonical_nquads(document: JsonObject, contexts: Contexts = PINNED) -> str:
    """The sorted N-Quads of the document, each line closed by ` .` and a line feed.

    Raises `JsonLdError` for a document that is not JSON-LD in safe mode (see `json_ld.strict`).
    """
    options = {"algorithm": "URDNA2015", "format": "application/n-quads"}
    text: str = run(document, contexts, lambda processor, base: processor.normalize(document, base | options))
    return text


def sorts_alike(nquads: str) -> bool:
    """Whether sorting by UTF-16 units, as JavaScript does, gives the same canonical text as by code points.

    Where it doesn't, readers disagree about the signature, so such a document is not to be signed.
    """
    if not _ASTRAL.search(nquads):
        return True
    # Not splitlines(): a literal may hold U+2028, which N-Quads leaves as it is.
    lines = nquads.split("\n")[:-1]
    return lines == sorted(lines, key=lambda line: line.encode("utf-16-be"))
