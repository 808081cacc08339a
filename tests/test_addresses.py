from __future__ import annotations

import pytest

from generator.addresses import Addresses, did_of, is_site_url, url_of
from generator.names import AwardId, Slug

AWARD = AwardId("bhp5n40baqpaaqspp7ft4y5m95")


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example",
        "https://a.example:8443",
        "https://a.example/badges/x",
        "https://localhost",
        "https://a-b.c1.example",
    ],
)
def test_urls_of_sites(url: str) -> None:
    assert is_site_url(url)
    assert url_of(did_of(url)) == url


@pytest.mark.parametrize(
    "url",
    ["http://a.example", "https://A.example", "https://a.example/", "https://a.example?q", "https://a.example#f", "https://",
     "https://a..example", "https://-a.example", "https://a-.example", "https://10.0.0.1", "https://a.example:443",
     "https://a.example:0", "https://a.example:65536", "https://a.example/../b", "https://a.example/~b",
     "https://a.example//b", "https://u@a.example", "https://é.example", "https://a.example/b c", "https://a.example\n"],
)  # fmt: skip
def test_what_is_no_url_of_a_site(url: str) -> None:
    assert not is_site_url(url)


def test_where_a_did_document_stands() -> None:
    assert Addresses("https://a.example").did_document == "https://a.example/.well-known/did.json"
    assert Addresses("https://a.example/b").did_document == "https://a.example/b/did.json"
    assert did_of("https://a.example:8443/b/c") == "did:web:a.example%3A8443:b:c"


def test_addresses_are_for_ever() -> None:
    at = Addresses("https://a.example/b")
    slug = Slug("circuit-design")
    assert at.award_page(AWARD) == f"https://a.example/b/awards/bh/{AWARD}.html"
    assert at.credential(AWARD) == f"https://a.example/b/awards/bh/{AWARD}.json"
    assert at.assertion(AWARD) == f"https://a.example/b/ob2/awards/bh/{AWARD}.json"
    assert at.level(slug, 2, "wiring", "low") == "https://a.example/b/badges/circuit-design/v2.json#wiring/low"
    assert at.criteria(slug, 2) == "https://a.example/b/badges/circuit-design/#v2"
    assert at.status_entry(131_073) == "https://a.example/b/status/1.json#1"
    assert at.campus(Slug("north")) == "https://a.example/b/issuer/#north"
    assert at.schema("award") == "https://a.example/b/schemas/award.json"
    assert at.host == "a.example"


def test_addresses_for_machines_are_for_ever_too() -> None:
    at = Addresses("https://a.example/b")
    files = [at.api_badges, at.api_skills, at.api_registry, at.api_description, at.feed, at.robots, at.sitemap]
    paths = ["badges.json", "skills.json", "registry.json", "openapi.json", "badges.atom"]
    assert [at.site_path(file) for file in files] == [*(f"api/{path}" for path in paths), "robots.txt", "sitemap.xml"]
    assert all(map(at.is_own, files))
    assert (at.home, at.catalogue) == ("https://a.example/b/", "https://a.example/b/badges/")
    assert (at.site_path(at.home), at.site_path(at.catalogue)) == ("index.html", "badges/index.html")


def test_an_address_leads_to_its_file() -> None:
    at = Addresses("https://a.example/b")
    assert at.site_path("https://a.example/b/badges/#v1") == "badges/index.html"
    assert at.site_path("https://a.example/b/") == "index.html"
    for elsewhere in (
        "https://a.example/c",
        "https://a.example/bc",
        "https://a.example/b/../c",
        "https://a.example/b/x?y",
    ):
        assert at.site_path(elsewhere) is None
    assert at.award_of(at.credential(AWARD)) == AWARD
    assert at.award_of(f"https://a.example/b/awards/zz/{AWARD}.json") is None
    assert at.is_own("https://a.example/b/did.json")
    assert not at.is_own("https://a.example/b/about/")
