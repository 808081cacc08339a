"""Fuzzing whole files that a stranger hands in: always a report, and nothing is verified that means something else."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

from hypothesis import given
from hypothesis import strategies as st

from generator.errors import UnknownDocument
from generator.images.baking import unbake
from generator.verification import CODES, Report, Verdict, Verifier
from generator.verification.dates import moment
from generator.verification.envelope import opened
from tests.fuzz.meaning import exact, proofs, statements
from tests.fuzz.mutations import examples, mutated, mutated_json, soon
from tests.verification.test_foreign import ALL, FOREIGN, Scenario, fetch

GOOD: Final = [scenario for scenario in ALL if scenario.verdict == Verdict.VERIFIED and not scenario.trusted]
BYTES: Final = {scenario.file: (FOREIGN / scenario.file).read_bytes() for scenario in GOOD}
SIGNED: Final = {
    name: json.loads(data)
    for name, data in BYTES.items()
    if name.endswith(".json") and "proof" in json.loads(data) and len(data) < 9_000
}
HOSTED: Final = {name: json.loads(data) for name, data in BYTES.items() if "ob2-hosted" in name and data[:1] == b"{"}
PICTURES: Final = [data for name, data in BYTES.items() if name.endswith(("png", "svg"))]
JWTS: Final = {name: data for name, data in BYTES.items() if name.endswith("jwt")}
NOW: Final = moment("2026-11-22T12:00:00Z")
# Of the documents beside a badge; whoever holds the address may say what he likes there.
BESIDE: Final = (
    ("digitalbazaar/status-two-entries-none.json", "https://maplewood.example/.well-known/did.json"),
    ("digitalbazaar/status-two-entries-none.json", "https://maplewood.example/status/suspension"),
    ("digitalbazaar/status-1edtech-good.json", "https://credentials.lakeside.example/revocations/7"),
    ("jose/https-key.jwt", "https://credentials.lakeside.example/keys/rsa.json"),
    ("jose/https-key.jwt", "https://credentials.lakeside.example/issuers/7"),
    ("openbadgeslib/ob2-signed.jwt", "https://badges.oldschool.example/badges/welding.json"),
    ("openbadgeslib/ob2-signed.jwt", "https://badges.oldschool.example/issuer.json"),
    ("openbadgeslib/ob2-signed.jwt", "https://badges.oldschool.example/keys/1.json"),
    ("openbadgeslib/ob2-signed.jwt", "https://badges.oldschool.example/revoked.json"),
)
TOKENS: Final = (
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b'"id"',
    b'"proof"',
    b"null",
    b"true",
    b" ",
    b"\n",
    b".",
    b"\0",
)


def verifier(beside: dict[str, bytes] | None = None) -> Verifier:
    """A stranger of that day, to whom some addresses answer something else."""

    def answer(url: str) -> bytes:
        if beside and url in beside:
            return beside[url]
        try:
            return fetch(url)
        except ValueError:  # no address at all, or one of a file that no system can have
            raise UnknownDocument(url) from None

    assert NOW is not None
    return Verifier(answer, now=NOW)


@cache
def stranger() -> Verifier:
    return verifier()


def judged(data: bytes) -> list[Report]:
    """The reports of a file, each of the closed list of codes and about every check."""
    reports = [report for _, report in soon(stranger().file, data)]
    assert reports
    for report in reports:
        assert report.checks
        assert set(report.codes) <= CODES.keys()
    return reports


def is_verified(data: bytes) -> bool:
    return any(report.verdict is Verdict.VERIFIED for report in judged(data))


def assert_same(found: dict[str, Any], good: dict[str, Any]) -> None:
    """That a document says what the good one says, and bears one of its signatures."""
    assert statements(found) == statements(good)
    assert any(proof in proofs(good) for proof in proofs(found))


def original(found: dict[str, Any]) -> dict[str, Any]:
    """The good document that bears one of the document's signatures."""
    values = [proof.get("proofValue") for proof in held(found)]
    return next(good for good in SIGNED.values() if any(proof.get("proofValue") in values for proof in held(good)))


def held(document: dict[str, Any]) -> list[dict[str, Any]]:
    proof = document.get("proof")
    return [each for each in (proof if isinstance(proof, list) else [proof]) if isinstance(each, dict)]


@examples(250)
@given(mutated_json(SIGNED.values()))
def test_a_signed_document_that_was_changed_is_verified_only_if_it_says_the_same(document: dict[str, Any]) -> None:
    if is_verified(json.dumps(document).encode()):
        assert_same(document, original(document))


@examples(150)
@given(mutated([data for name, data in BYTES.items() if name in SIGNED], TOKENS))
def test_a_signed_file_that_was_changed_is_verified_only_if_it_says_the_same(data: bytes) -> None:
    if is_verified(data):
        document = json.loads(data)
        assert_same(document, original(document))


@examples(150)
@given(st.sampled_from(sorted(HOSTED)), st.data())
def test_a_hosted_badge_that_was_changed_is_verified_only_if_it_is_the_same(name: str, draw: st.DataObject) -> None:
    document = draw.draw(mutated_json([HOSTED[name]]))
    if is_verified(json.dumps(document).encode()):
        assert exact(document) in [exact(good) for good in HOSTED.values()]


@examples(150)
@given(mutated(JWTS.values(), [b".", b"e30", b"A", b" ", b"\n"]))
def test_a_token_that_was_changed_is_not_verified(data: bytes) -> None:
    if is_verified(data):
        assert data.strip() in [token.strip() for token in JWTS.values()]


@examples(100)
@given(mutated([*PICTURES, *BYTES.values()], [b"<", b">", b"IEND", b"iTXt", b"openbadgecredential", *TOKENS]))
def test_any_file_gets_a_report(data: bytes) -> None:
    for report in judged(data):
        if report.verdict is Verdict.VERIFIED and data[:4] in (b"\x89PNG", b"<?xm", b"<svg"):
            assert [baked.text for baked in unbake(data)]


@examples(200)
@given(st.sampled_from(BESIDE), st.data())
def test_whatever_stands_beside_a_badge_it_gets_a_report(pair: tuple[str, str], draw: st.DataObject) -> None:
    name, url = pair
    there = opened(fetch(url), 100_000).document
    other = json.dumps(draw.draw(mutated_json([there]))).encode()
    report = soon(verifier({url: other}).document, BYTES[name])
    assert report.checks
    assert soon(verifier().document, other).checks


def test_the_good_documents_are_good_and_many() -> None:
    kinds: list[tuple[int, dict[str, Any]]] = [(15, SIGNED), (2, HOSTED), (10, JWTS)]
    assert all(len(found) >= least for least, found in kinds)
    for name in (*sorted(SIGNED)[:3], *HOSTED, *sorted(JWTS)[:3]):
        assert is_verified(BYTES[name])
        if name in SIGNED:
            assert_same(SIGNED[name], original(SIGNED[name]))
    assert all(isinstance(scenario, Scenario) for scenario in GOOD)
