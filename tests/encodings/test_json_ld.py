"""Safe mode: what would be dropped, resolved or read differently is an error that names it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from generator.encodings import json_ld
from generator.encodings.json_ld import Contexts, strict
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import JsonLdError, TooComplex, UnknownDocument

VECTORS = Path(__file__).parents[1] / "vectors" / "standards"
BADGE: dict[str, Any] = json.loads((VECTORS / "examples" / "openbadge.hashed.json").read_text("utf-8"))
Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    badge = copy.deepcopy(BADGE)
    change(badge)
    return badge


@pytest.mark.parametrize("path", sorted(VECTORS.glob("examples/*.json")), ids=lambda path: path.name)
def test_the_examples_are_clean(path: Path) -> None:
    # Open Badges 2.0 uses its context's terms in ways that JSON-LD 1.1 drops; it is never signed with these suites.
    if not path.name.startswith("ob2."):
        assert strict(json.loads(path.read_text("utf-8")))


BROKEN: list[tuple[Change, str]] = [
    # undefined terms
    (lambda b: b["issuer"].update(telephone="+1"), "telephone is not defined"),
    (lambda b: b["issuer"].update(alsoKnownAs=["https://a.example"]), "alsoKnownAs is not defined"),
    (lambda b: b.update(note="x"), "note is not defined"),
    (lambda b: b["credentialSubject"].update(evidence=b["evidence"]), "evidence is not defined"),
    (lambda b: b.update(issuanceDate="2026-06-01T15:00:00Z"), "issuanceDate is not defined"),
    # 3, a missing type
    (lambda b: b["credentialSubject"]["achievement"].pop("type"), "criteria is not defined"),
    (lambda b: b["credentialSubject"].pop("type"), "achievement is not defined"),
    (lambda b: b["issuer"].pop("type"), "is not defined"),
    # 4, a missing context
    (lambda b: b["@context"].pop(), "the type '1EdTech"),
    (lambda b: b["@context"].pop(0), "is not"),
    # 5, relative and malformed ids and types
    (lambda b: b.update(id="credentials/1"), "the id 'credentials/1' is not absolute"),
    (lambda b: b["image"].update(id="/img.png"), "the id '/img.png' is not absolute"),
    (lambda b: b["image"].update(id="https://a.example/a b.png"), "is not absolute"),
    (lambda b: b["issuer"].update(id="ada@example.org"), "is not absolute"),
    (lambda b: b["issuer"].update(id="https://a.example/\n"), "is not absolute"),
    (lambda b: b["issuer"].update(id="https://a.example/> <https://a.example/"), "is not absolute"),
    (lambda b: b["issuer"].update(id=""), "is not absolute"),
    (lambda b: b["issuer"].update(id="@unknown"), "is not absolute"),
    (lambda b: b["issuer"].update(id="_: b"), "is not absolute"),
    (lambda b: b["type"].append("Diploma"), "the type 'Diploma' is not absolute"),
    (lambda b: b["type"].append("https://a.example/\n"), "is not absolute"),
    # Keys that are no IRIs, types of values, languages, directions, indexes
    (lambda b: b.update({"x:a b": "1"}), "is not"),
    (lambda b: b.update({"_:p": "1"}), "the property '_:p' is not absolute"),
    (lambda b: b.update(name={"@value": "x", "@type": "a:\\"}), "is not absolute"),
    (lambda b: b.update(name={"@value": "x", "@language": "en_US"}), "the language 'en_us' is malformed"),
    (lambda b: b.update(name={"@value": "x", "@language": "en\n"}), "is malformed"),
    (lambda b: b.update(name={"@value": "x", "@direction": "rtl"}), "the keyword @direction"),
    (lambda b: b.update({"@index": "x"}), "the keyword @index"),
    (lambda b: b.update({"@graph": ["x"]}), "the keyword @graph"),
    (lambda b: b.update({"@later": "x"}), "the keyword @later"),
    (lambda b: b["@context"].append({"@later": "x"}), "the keyword @later"),
    (lambda b: b["@context"].append({"later": "@later"}), "the keyword @later"),
    (lambda b: (b["@context"].append({"at": "@index"}), b.update(at="x")), "@index would not be signed"),
    (lambda b: (b["@context"].append({"to": "@direction"}), b.update(name={"@value": "x", "to": "ltr"})), "@direction"),
    # What PyLD itself refuses, in whatever way
    (lambda b: b.update(id=5), "not JSON-LD"),
    (lambda b: b.update(id=["https://a.example/1", "https://a.example/2"]), "not JSON-LD"),
    (lambda b: b.update(type=5), "not JSON-LD"),
    (lambda b: b.update({"@context": 5}), "not JSON-LD"),
    (lambda b: b["@context"].append({"name": "https://a.example/name"}), "not JSON-LD"),
    (lambda b: b.update(name={"@value": ["x"]}), "not JSON-LD"),
    (lambda b: b.update(name={"@list": [["x"]], "@set": []}), "not JSON-LD"),
    # Texts
    *(
        (lambda b, c=character: b.update(name=f"a{c}b"), f"U\\+{ord(character):04X}")
        for character in "\x00\x08\x0b\x0c\x0e\x1f\x7f\ud800\udfff\ufffe\uffff"
    ),
    (lambda b: b.update({"na\x08me": "x"}), r"U\+0008"),
    (lambda b: b["@context"].append({"x": "https://a.example/\x7f"}), r"U\+007F"),
    # Numbers
    (lambda b: b["credentialSubject"].update(creditsEarned=1e-7), "the number 1e-07"),
    (lambda b: b["credentialSubject"].update(creditsEarned=2**53), "the number 9007199254740992"),
    (lambda b: b["credentialSubject"].update(creditsEarned=float("nan")), "the number nan"),
    (lambda b: b["credentialSubject"].update(creditsEarned=float("-inf")), "the number -inf"),
    # Not JSON
    (lambda b: b.update(validFrom=date(2026, 6, 1)), "a date is not JSON"),
    (lambda b: cast("dict[Any, Any]", b).update({5: "x"}), "the member name 5"),
    (lambda b: b.update(tag=("x",)), "a tuple is not JSON"),
]


@pytest.mark.parametrize(("change", "message"), BROKEN)
def test_broken_badges(change: Change, message: str) -> None:
    with pytest.raises(JsonLdError, match=message):
        strict(changed(change))


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(JsonLdError, match="nonsense is not defined; the id 'a' is not absolute; the id 'b'"):
        strict(changed(lambda b: (b["image"].update(id="a"), b.update(id="b", nonsense=1))))


def test_the_first_cause_is_named() -> None:
    with pytest.raises(JsonLdError, match=r'not JSON-LD: .*"@id" value must be a string'):
        canonical_nquads(changed(lambda b: b.update(id=5)))


def test_an_unknown_context_is_the_cause() -> None:
    with pytest.raises(JsonLdError, match=r"the context https://a\.example/c is not known") as caught:
        strict(changed(lambda b: b["@context"].append("https://a.example/c")))
    assert isinstance(caught.value.__cause__, UnknownDocument)


@pytest.mark.parametrize("document", [[], "https://a.example", None])
def test_what_is_not_an_object(document: Any) -> None:
    with pytest.raises(JsonLdError, match="not an object"):
        strict(document)


def test_a_document_that_says_nothing() -> None:
    with pytest.raises(JsonLdError, match="says nothing"):
        strict({"@context": BADGE["@context"], "id": "https://a.example/1"})


def test_depth() -> None:
    value: Any = "x"
    for _ in range(64):
        value = [value]
    with pytest.raises(JsonLdError, match="64 levels"):
        strict({"name": value})


def test_what_is_fine() -> None:
    assert strict(changed(lambda b: b.update(name={"@value": "Kreis", "@language": "de-AT"})))
    assert strict(changed(lambda b: b["issuer"].update(id="_:b0")))
    assert strict(changed(lambda b: b.update(name="tab\t, line\n, return\r, 🚗, @home, \u0080")))
    assert strict(changed(lambda b: b.update(description=None, tag=True) or b.pop("tag")))


def test_extra_contexts_stay_with_their_owner() -> None:
    url = "https://a.example/c"
    extra = Contexts({url: {"@context": {"shoe": "https://a.example/shoe"}}})
    badge = changed(lambda b: (b["@context"].append(url), b.update(shoe="42")))
    assert "https://a.example/shoe" in strict(badge, extra)[0]
    other = Contexts({url: {"@context": {"shoe": "https://a.example/boot"}}})
    assert "https://a.example/boot" in strict(badge, other)[0]
    with pytest.raises(JsonLdError, match="not known"):
        strict(badge)


def test_a_context_file_without_a_context() -> None:
    extra = Contexts({"https://a.example/c": {}, "https://a.example/d": {"@context": "https://a.example/d"}})
    with pytest.raises(JsonLdError, match="note is not defined"):
        strict(changed(lambda b: (b["@context"].append("https://a.example/c"), b.update(note="x"))), extra)
    with pytest.raises(JsonLdError, match="Cyclical"):
        strict(changed(lambda b: b["@context"].append("https://a.example/d")), extra)


def test_inline_contexts_of_strangers_do_not_pile_up() -> None:
    contexts = Contexts()
    for number in range(600):
        inner = {"name": f"https://a.example/{number}"}
        context = {"part": {"@id": "https://a.example/part", "@context": inner}}
        strict({"@context": context, "@id": "https://a.example/", "part": {"name": "x"}}, contexts)
    assert len(contexts._memory) == 0
    assert len(contexts.scoped) == json_ld._Memory._LIMIT


def test_a_document_defines_as_much_each_time_that_it_is_read() -> None:
    """What one reading remembers does not bring the next one further."""
    contexts = Contexts()
    terms = {f"t{number}": f"https://a.example/{number}" for number in range(json_ld.MOST_TERMS - 1)}
    nested = {"@context": terms | {"part": {"@id": "https://a.example/part", "@context": {"a": "https://a.example/a"}}}}
    document = nested | {"@id": "https://a.example/", "part": {"a": "x"}}
    for _ in range(3):
        with pytest.raises(TooComplex):
            strict(document, contexts)


def test_processing_leaves_the_document_alone() -> None:
    badge = copy.deepcopy(BADGE)
    strict(badge)
    assert badge == BADGE
