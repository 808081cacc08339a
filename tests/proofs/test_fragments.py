"""What is put together of fragments is what the full algorithm makes of the whole document."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.encodings.holes import hole, iri_hole, quoted
from generator.encodings.json_ld import PINNED, Contexts
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import JsonLdError
from generator.proofs.configurations import Configurations
from generator.proofs.cryptosuites import EDDSA_RDFC_2022, digest
from generator.proofs.data_integrity import proof_options
from generator.proofs.fragments import blank, fragments, named
from generator.proofs.public_keys import KeyKind
from generator.proofs.shapes import first_degree_hash, in_order, labelled, leaf, text
from tests.second_opinion import other_canonical

CONTEXT = {
    "@vocab": "https://a.example/#",
    "id": "@id",
    "list": {"@id": "urn:list", "@container": "@list"},
    "graph": {"@id": "urn:graph", "@container": "@graph"},
}
METHOD = "did:web:a.example#key"
# A tree: the document leads to items, which may have ids, and to a twig, which has none and leaves below it.
FRAGMENTS = fragments(
    {
        "@context": CONTEXT,
        "id": iri_hole("document"),
        "name": hole("name"),
        "fixed": ["b <blank:document/x> \ufdd2", "a 100%"],
        "item": {"id": iri_hole("item"), "name": hole("name"), "note": hole("note")},
        "twig": {"fixed": "c", "leaf": [{"name": hole("name")}]},
    }
)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "P", "S", "Zs")), max_size=3)
ITEMS = st.lists(st.fixed_dictionaries({"name": TEXTS}, optional={"note": TEXTS, "id": st.integers(0, 30)}), max_size=9)


def expected(name: str, items: list[dict[str, Any]], leaves: list[str]) -> dict[str, Any]:
    """The whole document."""
    named_items = [{**item, **({"id": f"https://a.example/{item['id']}"} if "id" in item else {})} for item in items]
    return {
        "@context": CONTEXT,
        "id": "https://m.example/",
        "name": name,
        "fixed": ["b <blank:document/x> \ufdd2", "a 100%"],
        "item": named_items,
        "twig": {"fixed": "c", "leaf": [{"name": leaf} for leaf in leaves]},
    }


def put_together(name: str, items: list[dict[str, Any]], leaves: list[str]) -> str:
    """The canonical text of fragments."""
    document, item = FRAGMENTS[named("document")], FRAGMENTS[named("item")]
    twig, below = FRAGMENTS[blank("/twig")], FRAGMENTS[blank("/twig/leaf/0")]
    to_item, to_twig = document.links[named("item")], document.links[blank("/twig")]
    to_leaf, token = twig.links[blank("/twig/leaf/0")], b"<https://m.example/>"
    blanks = [leaf(below.ends({"name": quoted(each)}), to_leaf) for each in leaves]
    own = text(b"_:a", twig.ends({}), [to_leaf], {to_leaf: [b"_:z"] * len(leaves)})
    blanks.append((first_degree_hash(own, to_twig, token), to_twig, []))
    iris, texts = [], []
    for values in items:
        ends = item.ends({member: quoted(each) for member, each in values.items() if member != "id"})
        if "id" in values:
            iris.append(f"<https://a.example/{values['id']}>".encode())
            texts.append(iris[-1].join(ends))
        else:
            blanks.append(leaf(ends, to_item, token))
    found, others = labelled(blanks)
    found[to_item] = sorted(iris) + found.get(to_item, [])
    texts.append(text(token, document.ends({"name": quoted(name)}), [to_item, to_twig], found))
    texts.append(text(found[to_twig][0], twig.ends({}), [to_leaf], found))
    return b"".join(sorted(texts + others)).decode()


@settings(max_examples=100, deadline=None)
@given(name=TEXTS, items=ITEMS, leaves=st.lists(TEXTS, max_size=14))
def test_fragments_give_the_text_of_the_whole(name: str, items: list[dict[str, Any]], leaves: list[str]) -> None:
    distinct = [*{item.get("id", -place): item for place, item in enumerate(items, 1)}.values()]
    document = expected(name, distinct, leaves)
    text = put_together(name, distinct, leaves)
    assert text == canonical_nquads(document, PINNED) == other_canonical(document)


def test_more_than_a_thousand_nodes_without_an_id_have_labels() -> None:
    text = put_together("", [], [str(number) for number in range(1200)])
    assert {f"_:c14n{number}" for number in range(1201)} <= {*text.split(" ")}


@pytest.mark.parametrize("count", [0, 1, 2, 10, 11, 101, 1001])
def test_labels_stand_in_the_order_of_texts(count: int) -> None:
    blanks = [leaf([b"", b' <p> "%d" .\n' % number], b" <l> ", b"<urn:a>") for number in range(count)]
    found, texts = labelled(blanks)
    labels = found.get(b" <l> ", [])
    lines = text(b"<urn:a>", [b"", b" <k> <urn:b> .\n", b" <m> <urn:b> .\n"], [b" <l> "], found).splitlines()
    assert {*labels} == {b"_:c14n%d" % number for number in range(count)}
    assert labels == sorted(labels)
    assert lines == sorted(lines)
    assert len(lines) == count + 2
    assert {*texts} == {label.join(ends) for label, (_, _, ends) in zip(_labels(count), in_order(blanks), strict=True)}


def _labels(count: int) -> list[bytes]:
    return [b"_:c14n%d" % number for number in range(count)]


def test_nodes_that_share_a_hash_get_the_last_labels() -> None:
    twins = [leaf([b"", b' <p> "twin" .\n'], b" <l> ", b"<urn:a>")] * 2
    others = [leaf([b"", b' <p> "%d" .\n' % number], b" <l> ", b"<urn:a>") for number in range(20)]
    assert in_order(twins + others) == [*sorted(others), *twins]
    assert in_order([]) == []


def test_a_node_says_the_same_wherever_it_stands_but_has_another_hash() -> None:
    ends = [b"", b' <p> "x" .\n']
    hashes = {leaf(ends, b" <l> ", parent)[0] for parent in (b"", b"<urn:a>", b"<urn:b>")}
    assert len(hashes) == 3


def test_what_does_not_vary_is_told() -> None:
    found = fragments({"@context": CONTEXT, "id": "urn:a", "name": "a", "b": {"id": "urn:b", "name": hole("n")}})
    assert (found["<urn:a>"].varies, found["<urn:b>"].varies) == (False, True)


@pytest.mark.parametrize(
    ("document", "why"),
    [
        ({"list": [{"name": "a"}]}, "lists"),
        ({"graph": {"name": "a"}}, "named graphs"),
        ({"name": [hole("a"), "b"]}, "two values"),
        ({"name": [hole("a"), hole("b")]}, "two values"),
        ({"name": "\x01"}, "cannot be signed"),
    ],
)
def test_documents_that_are_not_sums_of_their_parts_are_refused(document: dict[str, Any], why: str) -> None:
    with pytest.raises(JsonLdError, match=why):
        fragments({"@context": CONTEXT, **document}, Contexts())


@pytest.mark.parametrize("created", ["2026-05-14T00:00:00Z", "0001-01-01T00:00:00Z"])
def test_the_hash_of_a_configuration_is_that_of_the_whole(created: str) -> None:
    context = ["https://www.w3.org/ns/credentials/v2"]
    configuration = EDDSA_RDFC_2022.configuration({"@context": context}, proof_options(METHOD, created))
    expected_hash = digest(KeyKind.ED25519, canonical_nquads(configuration).encode())
    assert Configurations(context, METHOD).digest(quoted(created)) == expected_hash
    assert Configurations(context, METHOD).options(created) == proof_options(METHOD, created)
