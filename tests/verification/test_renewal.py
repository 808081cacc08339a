"""Of a badge whose key was withdrawn it is told where the issuer has it now, and nobody is sent anywhere else."""

from __future__ import annotations

import pytest

from generator.verification import Verdict
from tests.verification.signed_site import INDEX, NAMES, SignedSite, as_bytes, copied, status_list

SITE = "https://badges.riverbend.example"


def words(address: object, *, at: str | None = None) -> str:
    """What is told of the key of a copy that bears this address as its id."""
    site = SignedSite()
    site["credential"] = {**copied(site["credential"]), "id": address}
    site.sign("credential", 2)
    report = site.verifier().document(as_bytes(site["credential"]), at=at)
    assert report.verdict is Verdict.REFUSED
    assert "key-revoked" in report.codes
    return next(check.words for check in report.checks if check.code == "key-revoked")


def test_the_renewed_badge_is_named_by_its_address_on_the_issuers_site() -> None:
    told = words(NAMES["credential"])
    assert told.endswith(f"If its issuer ever issued it, it is there with another signature: {NAMES['credential']}")
    assert "since 2026-01-05" in told


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/awards/bh/x.json",
        SITE + ".evil.example/x.json",
        SITE + "@evil.example/x.json",
        SITE + "/../x.json",
        SITE + "/a?next=https://evil.example/",
        SITE + "/%2e%2e/x.json",
        SITE + "/a//b",
        SITE,
        SITE + "/" + "a" * 300,
        "urn:uuid:8f1c2d1e-5f0a-4c1d-9d5e-000000000000",
    ],
)
def test_a_forged_address_sends_nobody_anywhere(address: str) -> None:
    assert "another signature" not in words(address)


def test_what_was_found_at_its_own_address_is_not_sent_there_again() -> None:
    assert "another signature" not in words(NAMES["credential"], at=NAMES["credential"])


def test_of_a_revoked_award_its_page_is_named_which_leads_to_a_corrected_one() -> None:
    site = SignedSite()
    site["status"] = status_list((INDEX,))
    site.sign("status")
    elsewhere = {**copied(site["credential"]), "id": f"{SITE}/other/a.json"}
    for document, page in ((site["credential"], f"{SITE}/awards/bh/bhp5n40baqpaaqspp7ft4y5m95.html"), (elsewhere, "")):
        site["credential"] = document
        site.sign("credential")
        report = site.verifier().document(as_bytes(site["credential"]))
        assert report.verdict is Verdict.REVOKED
        told = next(check.words for check in report.checks if check.code == "revoked")
        assert told.endswith(f"leads to a corrected one: {page}" if page else "The issuer has revoked it")
