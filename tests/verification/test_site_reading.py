"""A site's documents read as a stranger would, each by its kind, many by one verifier."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from generator.errors import UnknownDocument
from generator.verification import (
    Verdict,
    Verifier,
)
from generator.verification.codes import PASSED_WORDS
from generator.verification.did import is_local
from tests.verification.signed_site import (
    DID,
    LOCAL_DID,
    NAMES,
    NOW,
    URL,
    VECTORS,
    SignedSite,
    as_bytes,
    copied,
    local,
    outcome,
    preview,
    signed,
    status_list,
)

DOCUMENTS = [name for name in NAMES if not name.endswith("image")]


def test_every_document_of_the_site() -> None:
    verifier = Verifier(SignedSite().fetch, now=NOW)
    verdicts = {name: verifier.site_document(NAMES[name]).verdict.value for name in DOCUMENTS}
    assert verdicts == dict.fromkeys(DOCUMENTS, "verified")


def test_an_award_has_two_documents() -> None:
    site = SignedSite()
    verifier = Verifier(site.fetch, now=NOW)
    credential, assertion = verifier.award(credential=NAMES["credential"], assertion=NAMES["assertion"])
    assert (credential.verdict, assertion.verdict) == (Verdict.VERIFIED, Verdict.VERIFIED)
    assert credential.shown.domain == assertion.shown.domain == "badges.riverbend.example"
    assert credential.shown.issuer == assertion.shown.issuer == "Riverbend STEM District"
    assert credential.shown.results == (
        "Wiring and assembly: Exemplary",
        "Measurement and explanation: Proficient",
    )


@pytest.mark.parametrize(
    ("name", "pointer", "value", "codes"),
    [
        ("did", "id", "did:web:other.example", {"issuer-document-wrong", "address-differs"}),
        ("did", "id", "did:web:10.0.0.1", {"issuer-document-wrong", "issuer-malformed"}),
        ("did", "assertionMethod", [DID + "#z6Mko9hTggMwjSTEaJaPUfE6tqcy2xvU6BnNq3e3o8qVBiyH"], {"key-revoked"}),
        ("did", "service", [{"id": "x"}], {"not-json-ld"}),
        ("status", "id", URL + "/status/1.json", {"address-differs", "signature-wrong"}),
        ("status", "validUntil", "2026-07-01T00:00:00Z", {"expired", "signature-wrong"}),
        ("status", "proof", [], {"proof-missing"}),
        ("status", "type", ["BitstringStatusListCredential"], {"type-wrong", "not-json-ld"}),
        ("status", "added", 1, {"not-json-ld"}),
        ("profile", "id", "riverbend", {"not-json-ld"}),
        ("profile", "url", "riverbend", {"relative-address"}),
        ("profile", "telephone", "+1", {"not-json-ld"}),
        ("profile", "image", "x.png", {"schema-violated", "not-json-ld"}),
        ("achievement", "id", URL + "/badges/circuit-design/v2.json", {"address-differs"}),
        ("achievement", "criteria", {}, {"schema-violated"}),
        ("achievement", "name", 7, {"schema-violated"}),
        ("achievement", "tag", ["a", "a"], {"repeated-member"}),
        ("badgeclass", "id", URL + "/ob2/badges/circuit-design/v2.json", {"address-differs"}),
        ("badgeclass", "name", "", {"schema-violated"}),
        ("badgeclass", "alignment", [{"targetName": "x"}], {"schema-violated"}),
        ("badgeclass", "image", URL + "/none.png", {"image-missing"}),
        ("issuer", "email", None, {"schema-violated"}),
        ("revocations", "revokedAssertions", [7], {"schema-violated"}),
        ("revocations", "type", "List", {"kind-unknown"}),
    ],
)
def test_one_thing_wrong(name: str, pointer: str, value: Any, codes: set[str]) -> None:
    site = SignedSite()
    site[name][pointer] = value
    assert set(site.report(name).codes) == codes


EXAMPLES = VECTORS.parent / "standards" / "examples"


@pytest.mark.parametrize(
    ("name", "verdict", "codes"),
    [
        # Its place in the list that is served is set. The issuer's twin, the creator, repeats some of what it says.
        ("openbadge.hashed", "revoked", ("revoked",)),
        ("openbadge.did", "revoked", ("revoked",)),
        # The one who vouches for it has a site, where its keys are found.
        ("openbadge.endorsed", "revoked", ("revoked",)),
        ("statuslist", "verified", ()),
        ("did.harbor", "verified", ()),
        ("did.accreditor", "verified", ()),
        ("ob2.issuer", "verified", ()),
        ("ob2.badgeclass", "verified", ()),
        ("ob2.assertion", "verified", ()),
        ("ob2.revocationlist", "verified", ()),
        ("clr", "revoked", ("piece-revoked",)),
    ],
)
def test_examples_of_the_standards(name: str, verdict: str, codes: tuple[str, ...]) -> None:
    files = {file.name: file.read_bytes() for file in EXAMPLES.glob("*.json")}
    site = {json.loads(data)["id"]: data for data in files.values()}
    site |= {"https://badges.example.org/issuers/harbor/did.json": files["did.harbor.json"]}
    site |= {"https://accreditor.example.net/.well-known/did.json": files["did.accreditor.json"]}
    site |= dict.fromkeys(
        (f"https://badges.example.org/ob2/{path}.png" for path in ("logo", "python-data-1", "a/1")), b"x"
    )

    def fetch(url: str) -> bytes:
        if url not in site:
            raise UnknownDocument(url)
        return site[url]

    moment = datetime(2026, 7, 1, tzinfo=UTC)
    assert outcome(Verifier(fetch, now=moment).document(files[f"{name}.json"])) == (verdict, codes)


@pytest.mark.parametrize(
    ("did", "at", "codes"),
    [
        (LOCAL_DID, "http://localhost:8000/.well-known/did.json", ("issuer-local",)),
        (LOCAL_DID, "https://localhost:8000/.well-known/did.json", ("issuer-local",)),
        (LOCAL_DID, "http://localhost:8001/.well-known/did.json", ("address-differs", "issuer-local")),
        (DID, "http://badges.riverbend.example/.well-known/did.json", ("address-differs",)),
    ],
)
def test_did_web_is_https_but_for_a_preview(did: str, at: str, codes: tuple[str, ...]) -> None:
    site = SignedSite()
    site[at] = as_bytes(site["did"]).replace(DID.encode(), did.encode())
    assert site.report(at).codes == codes


@pytest.mark.parametrize("name", DOCUMENTS)
def test_nobody_else_can_check_what_only_this_computer_shows(name: str) -> None:
    report = preview().report(local(NAMES[name]))
    assert outcome(report) == ("unchecked", ("issuer-local",))
    assert [check.code for check in report.checks if check.name == "issuer"] == ["issuer-local"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("did:web:localhost", True),
        ("did:web:site.localhost%3A80", True),
        ("https://LOCALHOST/x.json", True),
        ("did:web:localhost.example", False),
        ("https://notlocalhost/", False),
        ("https://[::1", False),
        ("did:web:", False),
        ("", False),
    ],
)
def test_what_is_local(name: str, told: bool) -> None:
    assert is_local(name) is told


@pytest.mark.parametrize("name", ["achievement", "badgeclass", "issuer", "revocations"])
def test_what_was_found_nowhere_was_not_found_at_its_address(name: str) -> None:
    site = SignedSite()
    words = PASSED_WORDS["address"]
    assert words in [check.words for check in site.report(name).checks]
    assert words not in [check.words for check in site.verifier().document(as_bytes(site[name])).checks]


def test_twins_that_differ_are_refused_in_the_assertion_alone() -> None:
    site = SignedSite()
    site["assertion"]["issuedOn"] = "2026-05-15T00:00:00Z"
    credential, assertion = site.verifier().award(credential=NAMES["credential"], assertion=NAMES["assertion"])
    assert credential.verdict is Verdict.VERIFIED
    assert outcome(assertion) == ("refused", ("twins-differ",))
    assert [check.code for check in assertion.checks if check.name == "hosting"] == ["twins-differ"]
    assert outcome(site.report("assertion")) == ("verified", ())


def test_what_cannot_be_read_is_not_compared() -> None:
    site = SignedSite()
    site["assertion"] = b"{"
    _, assertion = site.verifier().award(credential=NAMES["credential"], assertion=NAMES["assertion"])
    assert assertion.codes == ("unreadable",)


def test_a_page_is_not_a_document() -> None:
    site = SignedSite()
    site[URL + "/index.html"] = b"<!doctype html>"
    assert outcome(site.report(URL + "/index.html")) == ("refused", ("unreadable",))


def test_a_list_signed_by_another_key_of_the_issuer_is_the_issuers() -> None:
    site = SignedSite()
    site["did"]["verificationMethod"][1].pop("revoked")
    site["did"]["assertionMethod"].append(site["did"]["verificationMethod"][1]["id"])
    site["status"] = signed(status_list(), seed=2)
    assert site.report().verdict is Verdict.VERIFIED


def test_what_many_awards_share_is_fetched_once() -> None:
    site = SignedSite()
    addresses = []
    for number in range(10):
        credential = copied(site["credential"])
        credential["id"] = f"{URL}/awards/x{number}.json"
        site[credential["id"]] = signed(credential)
        assertion = site["assertion"] | {"id": f"{URL}/ob2/awards/x{number}.json"}
        site[assertion["id"]] = assertion
        addresses.append((credential["id"], assertion["id"]))
    verifier = site.verifier()
    site.asked.clear()
    for credential_url, assertion_url in addresses:
        reports = verifier.award(credential=credential_url, assertion=assertion_url)
        assert [report.verdict for report in reports] == [Verdict.VERIFIED, Verdict.VERIFIED]
    assert site.asked.count(NAMES["did"]) == site.asked.count(NAMES["status"]) == 1
    assert site.asked.count(NAMES["badgeclass"]) == site.asked.count(NAMES["badge image"]) == 1


def test_a_list_of_many_revoked_awards_is_read_and_no_other_document_of_that_length() -> None:
    site = SignedSite()
    entry = {"id": f"{URL}/ob2/awards/zz/{'z' * 26}.json", "revocationReason": "Awarded in error"}
    site["revocations"]["revokedAssertions"] = [entry] * 20_000
    assert site.verifier().site_document(NAMES["revocations"]).verdict is Verdict.VERIFIED
    assert site.verifier().award(credential=NAMES["credential"], assertion=NAMES["assertion"])[1].codes == ()
    site["badgeclass"]["description"] = "x" * 2_100_000
    assert site.verifier().site_document(NAMES["badgeclass"]).codes == ("unreadable",)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("assertion", ("verified", ())),
        ("credential", ("verified", ())),
        ("status", ("refused", ("kind-unknown",))),
        ("profile", ("refused", ("kind-unknown",))),
        ("badgeclass", ("refused", ("kind-unknown",))),
    ],
)
def test_an_image_may_hold_the_address_of_a_badge_and_of_nothing_else(name: str, found: tuple[str, Any]) -> None:
    namespace = 'xmlns:openbadges="http://openbadges.org"'
    image = f'<svg xmlns="http://www.w3.org/2000/svg" {namespace}><openbadges:assertion verify="{NAMES[name]}"/></svg>'
    ((_, report),) = SignedSite().verifier().file(image.encode())
    assert outcome(report) == found
