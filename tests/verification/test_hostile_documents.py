"""Whatever a stranger hands in, the answer is a report, and soon."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.verification import Outcome, Verdict, Verifier
from tests.verification.signed_site import DID, NAMES, NOW, SignedSite, as_bytes, at_pointer, copied, outcome, pointers

SITE = SignedSite()
CREDENTIAL = SITE["credential"]
ASSERTION = SITE["assertion"]
VERIFIER = SITE.verifier()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe{\x00}\x00",
        b"\xef\xbb\xbf{}",
        b"[]",
        b"null",
        b'"did:web:example.org"',
        b"{",
        b'{"id": "a", "id": "b"}',
        b'{"id": NaN}',
        b'{"id": 1e999}',
        b'{"id": ' + b"1" * 5000 + b"}",
        b'{"id": "\\ud800"}',
        b'{"a":' * 100_000,
        b'{"a":' * 80 + b"1" + b"}" * 80,
        b" " * 2_000_001,
    ],
    ids=lambda data: repr(data[:24]),
)
def test_unreadable(data: bytes) -> None:
    for verify in (VERIFIER.credential, VERIFIER.assertion, VERIFIER.document):
        assert outcome(verify(data)) == ("refused", ("unreadable",))


def test_nothing_there() -> None:
    assert outcome(VERIFIER.site_document("https://badges.riverbend.example/nothing.json")) == (
        "unchecked",
        ("not-found",),
    )


ODD: list[Any] = [
    None,
    [],
    {},
    [[]],
    [{}],
    [None],
    -1,
    1.5,
    True,
    "",
    "\x00",
    "_:b0",
    "did:web:",
    {"@value": 1},
    {"id": []},
]


ODD_BESIDE: list[Any] = [[], {}, [{}], 7, "x"]


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_values_are_never_verified(odd: Any) -> None:
    places = [p for p in pointers(CREDENTIAL)[1:] if p.count("/") <= 2]
    verdicts = set()
    for pointer in places:
        document = copied(CREDENTIAL)
        holder, step = at_pointer(document, pointer)
        holder[step] = odd
        verdicts.add(VERIFIER.credential(as_bytes(document)).verdict)
    assert verdicts <= {Verdict.REFUSED, Verdict.UNCHECKED}


@pytest.mark.parametrize("name", ["did", "status", "assertion", "badgeclass", "issuer", "revocations", "profile"])
def test_odd_values_beside_it(name: str) -> None:
    """Documents that the award's own lead to: no shape of theirs is an exception."""
    for pointer in (place for place in pointers(SITE[name]) if place.count("/") <= 3):
        for odd in ODD_BESIDE:
            site = SignedSite()
            if pointer:
                holder, step = at_pointer(site[name], pointer)
                holder[step] = odd
            else:
                site[name] = as_bytes(odd)
            verifier = site.verifier()
            award = verifier.site_document(NAMES["credential" if name in ("did", "status") else "assertion"])
            assert award.checks
            assert verifier.site_document(NAMES[name]).checks


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["credential", "assertion", "did", "status"]), st.data())
def test_mangled_bytes(name: str, data: st.DataObject) -> None:
    plain = bytearray(as_bytes(SITE[name]))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(plain) - 1))
        plain[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    mangled = bytes(plain)
    report = VERIFIER.document(mangled)
    if report.verdict is Verdict.VERIFIED and name in ("credential", "status"):
        assert json.loads(mangled) == SITE[name]


def knotted(results: int, alignments: int) -> dict[str, Any]:
    alignment = {"type": ["Alignment"], "targetName": "Same", "targetUrl": "https://example.org/same"}
    result = {"type": ["Result"], "value": "A", "alignment": [alignment] * alignments}
    document = copied(CREDENTIAL)
    document["credentialSubject"]["result"] = [result] * results
    return document


def test_a_knot_is_told_before_it_is_untied() -> None:
    start = time.monotonic()
    assert outcome(VERIFIER.credential(as_bytes(knotted(2, 12)))) == ("unchecked", ("too-complex",))
    assert time.monotonic() - start < 10


def test_what_is_not_too_complex_takes_no_time() -> None:
    start = time.monotonic()
    report = VERIFIER.credential(as_bytes(knotted(60, 0)))
    assert "signature-wrong" in report.codes
    assert time.monotonic() - start < 10


def test_too_many_proofs() -> None:
    document = copied(CREDENTIAL)
    document["proof"] = [document["proof"][0] | {"nonce": str(number)} for number in range(17)]
    assert outcome(VERIFIER.credential(as_bytes(document))) == ("unchecked", ("too-complex",))


def test_a_stack_that_overflows_is_a_report() -> None:
    def fetch(url: str) -> bytes:
        raise RecursionError

    assert outcome(Verifier(fetch, now=NOW).credential(as_bytes(CREDENTIAL))) == ("unchecked", ("too-complex",))


def test_nested_to_the_limit() -> None:
    document = copied(CREDENTIAL)
    organisation: dict[str, Any] = {"id": "https://example.org/0", "type": ["Profile"]}
    for number in range(1, 55):
        organisation = {"id": f"https://example.org/{number}", "type": ["Profile"], "parentOrg": organisation}
    document["issuer"]["parentOrg"] = organisation
    report = VERIFIER.credential(as_bytes(document))
    assert report.verdict in (Verdict.REFUSED, Verdict.UNCHECKED)


def test_nothing_is_fetched_that_the_document_does_not_need() -> None:
    """Only what the verdict needs, each once: no context, no schema, no evidence, no image of a credential."""
    site = SignedSite()
    verifier = site.verifier()
    for _ in range(3):
        assert verifier.credential(as_bytes(CREDENTIAL)).verdict is Verdict.VERIFIED
    assert site.asked == [NAMES["did"], NAMES["status"]]


def test_words_are_short_whatever_the_document_says() -> None:
    document = copied(CREDENTIAL)
    document["issuer"]["id"] = document["credentialSubject"]["achievement"]["creator"]["id"] = "x:" + "y" * 100_000
    document["@context"].append("https://example.org/" + "z" * 100_000)
    report = VERIFIER.credential(as_bytes(document))
    assert max(len(check.words) for check in report.checks) < 500
    assert DID not in report.codes


def test_all_that_is_wrong_is_told_at_once() -> None:
    document = copied(CREDENTIAL)
    document["type"] = ["VerifiableCredential"]
    document["validUntil"] = "tomorrow"
    del document["proof"]
    report = VERIFIER.credential(as_bytes(document))
    assert {"schema-violated", "date-malformed", "proof-missing"} <= set(report.codes)
    assert all(check.words for check in report.checks)
    assert {check.outcome for check in report.checks} >= {Outcome.PASSED, Outcome.FAILED}
