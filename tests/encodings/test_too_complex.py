"""Documents that would keep an algorithm busy for hours end early, and large honest ones pass."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from generator.encodings import json_ld, rdf_canonical
from generator.encodings.effort import Effort
from generator.encodings.json_ld import Contexts
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import JsonLdError, TooComplex
from tests.second_opinion import other_canonical

VECTORS = Path(__file__).parents[1] / "vectors" / "standards"
VOCABULARY = "https://a.example/v#"
CREDENTIALS = "https://www.w3.org/ns/credentials/v2"


def document(**members: Any) -> dict[str, Any]:
    return {"@context": {"@vocab": VOCABULARY}, "@id": "https://a.example/1"} | members


def read(name: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads((VECTORS / name).read_text("utf-8"))
    return {member: content for member, content in value.items() if member != "proof"}


def graph(edges: Iterable[tuple[int, int]]) -> dict[str, Any]:
    nodes: dict[int, list[dict[str, str]]] = {}
    for start, end in edges:
        nodes.setdefault(start, []).append({"@id": f"_:b{end}"})
    return document(n=[{"@id": f"_:b{start}", "p": ends} for start, ends in nodes.items()])


def clique(size: int) -> dict[str, Any]:
    return graph((a, b) for a in range(size) for b in range(size) if a != b)


def ring(size: int) -> dict[str, Any]:
    return graph((a, (a + 1) % size) for a in range(size))


def halves(size: int) -> dict[str, Any]:
    return graph((a, size + b) for a in range(size) for b in range(size))


def tree(width: int, depth: int) -> dict[str, Any]:
    """Two equal trees of nodes without ids, written without any id."""

    def branch(left: int) -> dict[str, Any]:
        return {"p": [branch(left - 1) for _ in range(width)]} if left else {"q": "leaf"}

    return document(n=[branch(depth), branch(depth)])


def aligned(results: int, alignments: int) -> dict[str, Any]:
    credential = read("published/credential.json")
    alignment = {"type": ["Alignment"], "targetName": "Same", "targetUrl": "https://example.org/same"}
    result = {"type": ["Result"], "value": "A", "alignment": [alignment] * alignments}
    credential["credentialSubject"]["result"] = [result] * results
    return json.loads(json.dumps(credential))  # type: ignore[no-any-return]


# --------------------------------------------------------------------------------------- canonicalisation


@pytest.mark.parametrize(
    "knot",
    [
        clique(8),
        clique(12),
        clique(40),
        ring(250),
        ring(900),
        halves(6),
        halves(30),
        tree(3, 4),
        tree(2, 9),
        tree(12, 1),
        tree(200, 1),
        aligned(2, 12),
        aligned(12, 40),
    ],
    ids=lambda knot: str(len(json.dumps(knot))),
)
def test_knots_of_nodes_that_look_alike_are_too_complex(knot: dict[str, Any]) -> None:
    with pytest.raises(TooComplex, match="look alike"):
        canonical_nquads(knot)


@pytest.mark.parametrize(
    "knot", [clique(5), ring(40), ring(150), halves(3), tree(2, 3), tree(5, 1), aligned(2, 5), aligned(60, 4)]
)
def test_small_knots_are_untied_as_others_do(knot: dict[str, Any]) -> None:
    text = canonical_nquads(knot)
    # Written the other way round, it is the same document.
    reversed_ = {name: value[::-1] if name == "n" else value for name, value in knot.items()}
    assert canonical_nquads(reversed_) == text
    assert other_canonical(knot) == text


def test_sixty_equal_pieces_of_evidence_are_fine() -> None:
    credential = read("published/credential.json")
    credential["evidence"] = [{"type": ["Evidence"], "name": "Same"} for _ in range(60)]
    assert canonical_nquads(credential).count("Same") == 60


def test_a_record_of_a_hundred_badges_is_fine() -> None:
    record = read("examples/clr.json")
    [badge, *_] = record["credentialSubject"]["verifiableCredential"]
    text = json.dumps(badge)
    record["credentialSubject"]["verifiableCredential"] = [
        json.loads(text.replace(badge["id"], f"urn:uuid:58172aac-d8ba-41ed-83dd-{number:012d}"))
        for number in range(100)
    ]
    lines = canonical_nquads(record).splitlines()
    assert len(lines) > 6_000
    assert lines == sorted(lines)


def test_one_step_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rdf_canonical, "MOST_STEPS", 60)
    credential = read("published/credential.json")
    credential["evidence"] = [{"type": ["Evidence"], "name": "Same"} for _ in range(200)]
    with pytest.raises(TooComplex):
        canonical_nquads(credential)


# ---------------------------------------------------------------------------------------------- expansion


def crowd(values: Iterable[Any]) -> dict[str, Any]:
    return document(n=list(values))


def merged(parts: int, size: int) -> dict[str, Any]:
    """One node said in many parts, each with other values of the same property."""
    return crowd(
        {"@id": "https://a.example/2", "p": [f"{part} {number}" for number in range(size)]} for part in range(parts)
    )


@pytest.mark.parametrize(
    ("large", "words"),
    [
        (crowd(str(number) for number in range(4_000)), "#n has too many values"),
        (crowd({"q": "x"} for _ in range(4_000)), "#n has too many values"),
        (crowd({"@id": f"https://a.example/{number}"} for number in range(4_000)), "#n has too many values"),
        (crowd({"@value": "x", "@language": "a" * (n % 8 + 1) + f"-{n}"} for n in range(9_000)), "#n has too many"),
        (document(n={"@type": [f"{VOCABULARY}{number}" for number in range(9_000)]}), "@type has too many values"),
        (merged(90, 90), "#p has too many values"),
        (crowd({"p": ["x"]} for _ in range(40_000)), "it has too many values"),
        (crowd([] for _ in range(100_000)), "it has too many values"),
    ],
)
def test_crowds_are_too_complex(large: dict[str, Any], words: str) -> None:
    for algorithm in (json_ld.strict, canonical_nquads):
        with pytest.raises(TooComplex, match=words):
            algorithm(large)


def test_the_same_node_said_many_times_is_no_crowd() -> None:
    assert json_ld.strict(crowd({"@id": "https://a.example/2", "p": "x"} for _ in range(3_000)))
    assert json_ld.strict(crowd("x" for _ in range(3_000)))


def test_contexts_that_define_too_much() -> None:
    terms = {f"t{number}": f"{VOCABULARY}{number}" for number in range(20_000)}
    small = [{"@context": {"x": f"{VOCABULARY}{number}"}, "x": str(number)} for number in range(2_000)]
    for context, members in (
        ([CREDENTIALS, {"x": f"{VOCABULARY}x"}] * 2_000, {}),
        ([{"x": f"{VOCABULARY}x"} | terms, {f"u{number}": "t1" for number in range(20_001)}], {"x": "1"}),
        ([{"@vocab": VOCABULARY} | terms], {"n": small}),
    ):
        with pytest.raises(TooComplex, match="its contexts define too much"):
            json_ld.strict(document(**members) | {"@context": context}, Contexts())


def test_contexts_inside_a_term_are_counted_too() -> None:
    """PyLD answers whatever goes wrong there with an error of its own."""
    inner = {f"t{number}": f"{VOCABULARY}{number}" for number in range(40_000)}
    context = {"@vocab": VOCABULARY, "outer": {"@id": f"{VOCABULARY}outer", "@context": inner}}
    with pytest.raises(TooComplex, match="its contexts define too much"):
        json_ld.strict(document(outer={"t1": "x"}) | {"@context": context})


def test_terms_that_lean_on_one_another_endlessly() -> None:
    terms = {f"t{number}": f"t{number - 1}:x" for number in range(9_000, 0, -1)}
    with pytest.raises(TooComplex, match="too deep"):
        json_ld.strict(document(t5="x") | {"@context": [{"@vocab": VOCABULARY}, terms | {"t0": VOCABULARY}]})


def test_each_run_has_its_own_effort() -> None:
    for _ in range(3):
        assert canonical_nquads(clique(6))


def test_effort() -> None:
    effort = Effort(3)
    effort.spend(3, "why")
    assert effort.left == 0
    with pytest.raises(TooComplex, match="too complex: why"):
        effort.spend(1, "why")
    assert issubclass(TooComplex, JsonLdError)
