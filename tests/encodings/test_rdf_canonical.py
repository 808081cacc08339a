"""Canonical N-Quads: the given texts, and an independent RDFC-1.0 that agrees."""

from __future__ import annotations

import copy
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import CanonicalizationAlgorithm, Dataset, RdfFormat, parse, serialize

from generator.encodings.rdf_canonical import canonical_nquads, sorts_alike
from generator.errors import JsonLdError
from tests.second_opinion import inlined, other_canonical

VECTORS = Path(__file__).parents[1] / "vectors" / "standards"
NAMES = ["openbadge.hashed", "openbadge.did", "openbadge.endorsed", "endorsement", "statuslist", "clr"]
# The SHA-256 of canonical texts that other implementations computed.
HASHES = {
    "openbadge.hashed": "c41d80043120777f9f117f344e3a45ea8589cd5d53e9cb5583f637303fbe0efe",
    "openbadge.did": "437afc8e81c8fb3b537f8e9a035fb95d419938a2be351cb45f22c55ed8e47e96",
    "openbadge.endorsed": "80064443b2c840a26d9b7ceb5cff7c2f6ea3d5a36a3d877d8056abcb0d78b8b5",
    "endorsement": "4a8641da2c1e96617aeac94d4344fffbb5059508326a3d17bbb443e24c4ff334",
    "statuslist": "948a25937bd3a90aa4d24a6adaf46b4e081405b2ea1fc5ebcb702a681f9f5008",
    "clr": "6ecfd4edd88970c2de17e0c750ecdccfadc22c05b5a92e51a1d0505061bc70e3",
}


def read(path: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((VECTORS / path).read_text("utf-8"))
    return document


def unsecured(path: str) -> dict[str, Any]:
    return {name: value for name, value in read(path).items() if name != "proof"}


@pytest.mark.parametrize("name", NAMES)
def test_examples(name: str) -> None:
    text = canonical_nquads(unsecured(f"examples/{name}.json"))
    assert text == (VECTORS / f"examples/{name}.doc.nq").read_text("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == HASHES[name]


@pytest.mark.parametrize(
    "path", [*(f"examples/{name}.json" for name in NAMES), "examples/did.harbor.json", "published/credential.json"]
)
def test_an_independent_program_agrees(path: str) -> None:
    secured = read(path)
    # pyoxigraph drops a JSON boolean whose datatype is no IRI of its own, the CLR context's `xsd:boolean`.
    secured.pop("partial", None)
    unsecured = {name: value for name, value in secured.items() if name != "proof"}
    assert canonical_nquads(unsecured) == other_canonical(unsecured)
    # With the proof too, which is a named graph.
    assert canonical_nquads(secured) == other_canonical(secured)


def test_control_characters_are_refused_not_written_raw() -> None:
    document = unsecured("published/credential.json")
    for character in "\x08\x0c\x7f":
        with pytest.raises(JsonLdError):
            canonical_nquads(document | {"name": character})


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], include_characters="\t\n\r\"\\'<>"), max_size=12)
EVIDENCE = st.fixed_dictionaries({"type": st.just(["Evidence"])}, optional={"name": TEXTS, "narrative": TEXTS})


@settings(max_examples=60, deadline=None)
@given(
    name=TEXTS,
    tags=st.lists(TEXTS, max_size=4),
    evidence=st.lists(EVIDENCE, max_size=4),
    # JSON-LD writes 16 digits of a number ("%1.15E"), as JavaScript does; pyoxigraph writes the fewest that tell it,
    # so they differ about 0.069. About eighths they don't.
    earned=st.integers(1, 10**6).map(lambda number: number / 8) | st.integers(0, 10**9),
)
def test_an_independent_program_agrees_on_odd_texts(
    name: str, tags: list[str], evidence: list[dict[str, Any]], earned: float
) -> None:
    document = copy.deepcopy(unsecured("published/credential.json"))
    document |= {"name": name, "evidence": evidence}
    document["credentialSubject"]["achievement"]["tag"] = tags
    document["credentialSubject"]["creditsEarned"] = earned
    assert canonical_nquads(document) == other_canonical(document)


def test_where_readers_sort_differently() -> None:
    document = unsecured("published/credential.json")
    achievement = document["credentialSubject"]["achievement"]
    assert sorts_alike(canonical_nquads(document))
    achievement["tag"] = ["🚗 cars", "wheels"]
    assert sorts_alike(canonical_nquads(document))
    achievement["tag"] = ["🚗 cars", "\uff46\uff55\uff4c\uff4c"]
    assert not sorts_alike(canonical_nquads(document))


def test_a_line_separator_in_a_literal_is_part_of_its_line() -> None:
    """U+2028 ends a line for Python's splitlines, and for nobody else."""
    assert sorts_alike('<a:b> <c:d> "\U0001f697 one\u2028two" .\n<a:c> <c:d> "three" .\n')


def test_another_hash_names_nodes_without_an_id_in_another_order() -> None:
    document = unsecured("published/credential.json")
    document["evidence"] = [{"type": ["Evidence"], "name": f"Piece {number}"} for number in range(8)]
    usual, other = canonical_nquads(document), canonical_nquads(document, digest=hashlib.sha384)
    assert usual != other
    assert canonical_nquads(document, digest=hashlib.sha256) == usual
    dataset = Dataset(parse(json.dumps(inlined(document)), format=RdfFormat.JSON_LD))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0_SHA_384)
    text = serialize(dataset, format=RdfFormat.N_QUADS) or b""
    assert sorted(text.decode().splitlines()) == other.splitlines()
