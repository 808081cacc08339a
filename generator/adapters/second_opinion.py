"""A second opinion on what was signed, by pyoxigraph, where that is installed: it shares no line with our own code.

It reads the JSON itself, by the pinned contexts, and says what RDFC-1.0 makes of it; hash and signature are checked by
hashlib and libsodium. What it says is compared, never signed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Set
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from generator import resources
from generator.encodings.multibase import decode_base58btc
from generator.encodings.multikey import decode_public
from generator.publishing.outcome import Word
from generator.publishing.reading_back import Opinion

if TYPE_CHECKING:
    from pyoxigraph import Quad

_PROOF: Final = "https://w3id.org/security#DataIntegrityProof"
# Plain names of terms, in JSON text; and in that of contexts those that one of their terms may be explained by.
_WORDS: Final = re.compile(r"[A-Za-z0-9]+")
_EXPLAINING: Final = re.compile(r'"([A-Za-z0-9]+):|: "([A-Za-z0-9]+)"')


def opinions() -> tuple[Opinion, ...]:
    """The second opinions that can be had here: one, or none."""
    try:
        from pyoxigraph import RdfFormat
    except ImportError:
        return ()
    return (Pyoxigraph(),) if hasattr(RdfFormat, "JSON_LD") else ()


class Pyoxigraph:
    """What pyoxigraph says of a document with one eddsa-rdfc-2022 proof; it can be pickled for a worker."""

    name = "pyoxigraph"

    def __call__(self, data: bytes, key: str) -> tuple[Word, str]:
        """Whether the document in the JSON text is signed by the key, a public Multikey, and else in words why not."""
        document = json.loads(data)
        proofs = document.pop("proof")
        proof = proofs[0] if isinstance(proofs, list) and len(proofs) == 1 else proofs
        if not isinstance(proof, dict):
            return Word.DIFFERS, "it does not bear one signature"
        number = next(written_otherwise(document), None)
        if number is not None:
            return Word.SILENT, f"the number {number} is written with fewer digits than JSON-LD says"
        signature = decode_base58btc(proof.pop("proofValue"))
        try:
            texts = canonical_pair({"@context": document["@context"], **proof}, document)
            VerifyKey(decode_public(key)).verify(b"".join(sha256(text.encode()).digest() for text in texts), signature)
        except SyntaxError as error:
            return Word.DIFFERS, f"pyoxigraph cannot read it: {error}"
        except BadSignatureError:
            return Word.DIFFERS, "pyoxigraph makes another text of it than the one that was signed"
        return Word.HOLDS, ""


def written_otherwise(value: Any) -> Iterator[float]:
    """The numbers that JSON-LD writes with sixteen digits and pyoxigraph with the fewest, where they differ.

    Source: JSON-LD 1.1 API, 8.6 Data Round Tripping (`%1.15E`).
    """
    if isinstance(value, dict):
        for member in value.values():
            yield from written_otherwise(member)
    elif isinstance(value, list):
        for item in value:
            yield from written_otherwise(item)
    elif isinstance(value, float) and Decimal(f"{value:.15E}") != Decimal(repr(value)):
        yield value


def canonical(document: dict[str, Any]) -> str:
    """The canonical N-Quads of a document by pyoxigraph. Raises SyntaxError for what it cannot read."""
    return _canonical(_quads(_inlined(document)))


def canonical_pair(configuration: dict[str, Any], document: dict[str, Any]) -> tuple[str, str]:
    """The canonical N-Quads of a proof configuration and of its document. Raises SyntaxError as `canonical` does."""
    text = json.dumps(document)
    if "DataIntegrityProof" in text:
        return canonical(configuration), canonical(document)
    # Read at once, as contexts take longest; the configuration is the one node of its type, and nobody's neighbour.
    both = [{name: value for name, value in each.items() if name != "@context"} for each in (configuration, document)]
    context = _mentioned(document["@context"], json.dumps(both))
    quads = _quads({"@context": context, "@graph": [_inlined(each) for each in both]})
    of_proof = {quad.subject for quad in quads if getattr(quad.object, "value", "") == _PROOF}
    return (
        _canonical([quad for quad in quads if quad.subject in of_proof]),
        _canonical([quad for quad in quads if quad.subject not in of_proof]),
    )


def _quads(document: dict[str, Any]) -> list[Quad]:
    from pyoxigraph import RdfFormat, parse

    # Lenient: which addresses are well formed is not asked here, and is settled before.
    return list(parse(json.dumps(document), format=RdfFormat.JSON_LD, lenient=True))


def _canonical(quads: list[Quad]) -> str:
    from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, serialize

    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    text = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    # Not splitlines(): a literal may hold U+2028.
    return "".join(sorted(f"{line}\n" for line in text.decode("utf-8").split("\n")[:-1]))


def _mentioned(contexts: Any, text: str) -> Any:
    """The contexts with only the terms that a JSON text, or such a term, can mention: each object is read by all."""
    whole, explaining = _explained(json.dumps(contexts))
    return _among(whole, explaining.union(_WORDS.findall(text)))


@lru_cache(maxsize=8)
def _explained(contexts: str) -> tuple[Any, frozenset[str]]:
    """The contexts that a JSON text names, not to be changed, and the terms that others in them are explained by."""
    whole = _context(json.loads(contexts))
    return whole, frozenset(word for pair in _EXPLAINING.findall(json.dumps(whole)) for word in pair)


def _among(value: Any, words: Set[str]) -> Any:
    if isinstance(value, list):
        return [_among(item, words) for item in value]
    if not isinstance(value, dict):
        return value
    # Keywords are no plain names, so terms alone are left out.
    kept = (name for name in value if name in words or not _WORDS.fullmatch(name))
    return {name: _among(value[name], words) for name in kept}


def inlined(document: dict[str, Any]) -> dict[str, Any]:
    """The document with every context URL replaced by the context, as pyoxigraph loads no documents."""
    inside: dict[str, Any] = _inlined(document)
    return inside


def _inlined(value: Any) -> Any:
    if isinstance(value, list):
        return [_inlined(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _context(member) if name == "@context" else _inlined(member) for name, member in value.items()}


def _context(value: Any) -> Any:
    if isinstance(value, list):
        return [_context(item) for item in value]
    return resources.context(value)["@context"] if isinstance(value, str) else value
