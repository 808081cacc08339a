"""Tricks with hosted Open Badges 2.0 assertions beyond the scenarios."""

from __future__ import annotations

from typing import Any

import pytest

from generator.verification import Verdict
from tests.verification.signed_site import NAMES, URL, SignedSite, as_bytes, copied, outcome


def test_not_an_assertion() -> None:
    site = SignedSite()
    report = site.verifier().assertion(as_bytes(site["credential"]))
    assert report.verdict is Verdict.REFUSED
    assert {"context-wrong", "type-wrong", "schema-violated"} <= set(report.codes)


def test_the_address_serves_something_else() -> None:
    site, holder = SignedSite(), SignedSite()
    site["assertion"] = b"<!doctype html>"
    assert outcome(site.verifier().assertion(as_bytes(holder["assertion"]))) == ("refused", ("hosted-copy-differs",))


def test_an_enclosed_badge_is_what_its_address_says() -> None:
    site = SignedSite()
    site["assertion"]["badge"] = copied(site["badgeclass"])
    assert site.report("assertion").verdict is Verdict.VERIFIED
    site["assertion"]["badge"]["name"] = "Rocket Science"
    assert outcome(site.report("assertion")) == ("refused", ("badge-wrong",))


def test_an_issuer_without_a_list_revokes_by_the_address_alone() -> None:
    site = SignedSite()
    del site["issuer"]["revocationList"]
    assert site.report("assertion").verdict is Verdict.VERIFIED


def test_a_damaged_list_is_no_list() -> None:
    site = SignedSite()
    site["revocations"] = b"[]"
    assert outcome(site.report("assertion")) == ("refused", ("status-list-wrong",))


@pytest.mark.parametrize(
    "address",
    [
        "https://badges.riverbend.example@evil.example/a.json",
        "https://evil.example/ob2/a.json",
        "https://badges.riverbend.example.evil.example/ob2/a.json",
        "http://badges.riverbend.example/ob2/awards/a.json",
        "https://badges.riverbend.example:8443/other/a.json",
    ],
)
def test_an_address_that_only_looks_like_the_issuers(address: str) -> None:
    """Someone serves an assertion of their own that names the badge of another."""
    site = SignedSite()
    site[address] = site["assertion"] | {"id": address}
    assert outcome(site.report(address)) == ("refused", ("origin-foreign",))


@pytest.mark.parametrize("address", ["https://[::1", "urn:uuid:1", "", "ob2/a.json", 7, None])
def test_an_address_that_is_none(address: Any) -> None:
    site = SignedSite()
    report = site.verifier().assertion(as_bytes(site["assertion"] | {"id": address}))
    assert report.verdict is Verdict.REFUSED


def test_the_policy_may_name_several_hosts() -> None:
    site = SignedSite()
    site["issuer"]["verification"]["allowedOrigins"] = ["other.example", "badges.riverbend.example"]
    site["issuer"]["verification"]["startsWith"] = ["https://other.example/", URL + "/ob2/"]
    assert site.report("assertion").verdict is Verdict.VERIFIED


def test_images_may_stand_in_the_document() -> None:
    site = SignedSite()
    site["badgeclass"]["image"] = "data:image/png;base64,iVBORw0KGgo="
    del site["badge image"]
    assert site.report("assertion").verdict is Verdict.VERIFIED
    assert NAMES["badge image"] not in site.asked


@pytest.mark.parametrize("path", ["/ob2/../other/a.json", "/ob2/%2e%2e/other/a.json", "/ob2/..%2fother/a.json"])
def test_an_address_below_the_issuers_own_only_by_its_beginning(path: str) -> None:
    """Where dots lead out of the part of the site that the issuer speaks for, somebody else may keep assertions."""
    site = SignedSite()
    site[URL + path] = site["assertion"] | {"id": URL + path}
    report = site.verifier().assertion(as_bytes(site[URL + path]))
    assert report.verdict is not Verdict.VERIFIED
    assert URL + path not in site.asked
