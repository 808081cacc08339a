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
from generator.proofs.shapes import Constant, Node, canonical
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
    twig, leaf = FRAGMENTS[blank("/twig")], FRAGMENTS[blank("/twig/leaf/0")]
    ends, blanks, texts = document.ends({"name": quoted(name)}), [], []
    for values in items:
        found = item.ends({member: quoted(text) for member, text in values.items() if member != "id"})
        if "id" in values:
            token = f"<https://a.example/{values['id']}>"
            ends.append(f"{document.links[named('item')]}{token} .\n")
            texts.append(token.join(found).encode())
        else:
            blanks.append(Node(found, link=document.links[named("item")]))
    link = twig.links[blank("/twig/leaf/0")]
    below = [Node(leaf.ends({"name": quoted(text)}), link=link) for text in leaves]
    blanks.append(Node(twig.ends({}), link=document.links[blank("/twig")], blanks=below))
    return canonical([Node(ends, token="<https://m.example/>", blanks=blanks)], texts).decode()


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


def test_a_node_may_be_used_again_below_another() -> None:
    leaf = Node(["", ' <p> "x" .\n'], link=" <l> ")
    for token in ("<urn:b>", "<urn:a>", "<urn:b>"):
        node = Node(["", ' <p> "y" .\n'], token=token, blanks=[leaf])
        text = canonical([node], [b'<urn:aa> <p> "z" .\n']).decode()
        assert f"{token} <l> _:c14n0 .\n" in text
        lines = text.split("\n")[:-1]
        assert lines == sorted(lines)


@pytest.mark.parametrize("count", [0, 1, 2, 13])
def test_a_node_that_is_the_same_in_many_datasets_has_the_quads_of_any(count: int) -> None:
    ends = ["", ' <a> "x" .\n', ' <l> "ü" .\n', " <l> <urn:a> .\n", " <m> <urn:a> .\n"]
    leaves = [Node(["", f' <p> "{number}" .\n'], link=" <l> ") for number in range(count)]
    constant, plain = Constant(ends, "<urn:b>", " <l> ", leaves), Node(ends, token="<urn:b>", blanks=leaves)
    assert canonical([constant], []) == canonical([plain], [])


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
    assert Configurations(context, METHOD).digest(created) == expected_hash
    assert Configurations(context, METHOD).options(created) == proof_options(METHOD, created)
