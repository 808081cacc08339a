"""The page of an award: whole, quiet and small in every state that an award may be in."""

from __future__ import annotations

import zlib
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import pytest

from generator.model.award import Award
from generator.site.award_page import award_page, site_assets
from tests.site.page_parts import AWARD, PART, PARTS, Page, award, catalogue

BARE = replace(award(), evidence=(), builds_on=(), narrative=None, revoked=None)
STATES = {
    "everything": award(),
    "bare": BARE,
    "a stack": replace(award(of="all"), revoked=None),
    "without a DID": replace(award(), identity=replace(award().identity, id=None)),
    "evidence without an address": replace(award(), evidence=award().evidence[1:]),
    "revoked": replace(BARE, revoked=award().revoked),
    "with a narrative": replace(BARE, narrative="Said *well*."),
}
# The site's own files that a build writes, for an award and badge of these names.
WRITTEN = {
    "index.html",
    "assets/award.css",
    "badges/one/index.html",
    "badges/all/index.html",
    "badges/one/v1.png",
    "badges/all/v1.png",
    *(f"awards/{award_id[:2]}/{award_id}.{kind}" for award_id in (AWARD, PART) for kind in ("html", "json")),
    f"ob2/awards/{AWARD[:2]}/{AWARD}.json",
}
URLS = ("https://badges.example", "https://www.example.org/our/badges")


def made(state: Award, **options: bool) -> Page:
    return Page(award_page(catalogue(), state, PARTS if state.builds_on else (), **options).decode())


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_whole(state: str) -> None:
    page = made(STATES[state])
    assert [page.of(tag) for tag in ("html", "title", "h1", "main")] == [
        [{"lang": "en"}],
        [{}],
        [{"dir": "auto"}],
        [{}],
    ]
    assert {"name": "robots", "content": "noindex"} in page.of("meta")
    assert {"charset": "utf-8"} in page.of("meta")
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert all("alt" in image for image in page.of("img"))


@pytest.mark.parametrize("state", STATES)
def test_nothing_on_it_acts_or_is_fetched_from_elsewhere(state: str) -> None:
    page = made(STATES[state])
    assert list(page.acts()) == []
    assert page.of("script") == []
    assert page.values("style") == []
    assert [address for address in page.loads() if urlsplit(address).netloc] == []


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("state", STATES)
def test_every_link_within_the_site_leads_to_a_file_that_a_build_writes(state: str, url: str) -> None:
    whole = catalogue(url=url)
    html = award_page(whole, STATES[state], PARTS if STATES[state].builds_on else ()).decode()
    page, at = Page(html), whole.issuer.addresses
    links = [link for link in page.values("href") + page.values("src") if not urlsplit(link).netloc]
    assert len(links) > 5
    own = f"awards/{AWARD.shard}/"
    for link in links:
        assert at.site_path(urljoin(at.award_page(AWARD), link)) in WRITTEN, link
    absolute = [link for link in page.values("href") if link.startswith(url)]
    assert [at.site_path(link) for link in absolute] == [f"{own}{AWARD}.html"]


@pytest.mark.parametrize(
    ("state", "says", "says_not"),
    [
        ("everything", "Revoked on 14 May 2026", "Valid"),
        ("bare", "Valid until 15 May 2028", "Revoked"),
        ("a stack", "Builds on", "What was shown"),
        ("bare", "Criteria", "What the assessor says"),
        ("with a narrative", "What the assessor says", "Evidence"),
    ],
)
def test_the_page_says_how_things_are(state: str, says: str, says_not: str) -> None:
    text = made(STATES[state]).text
    assert says in text
    assert says_not not in text.replace("whether it was revoked", "")


def test_what_has_no_end_says_so() -> None:
    whole = catalogue()
    endless = {slug: tuple(replace(v, valid_for=None) for v in versions) for slug, versions in whole.badges.items()}
    assert "Valid, without an end date" in Page(award_page(replace(whole, badges=endless), BARE, ()).decode()).text


def test_the_results_tell_how_high_a_level_is() -> None:
    assert "(2 of 2)" in made(award()).text


def test_the_code_is_what_people_type() -> None:
    assert "BHP5-N40B-AQPA-AQSP-P7FT-4Y5M-95" in made(award()).text


def test_a_preview_says_that_nobody_vouches_for_it() -> None:
    assert "not signed by" in made(award(), preview=True).text
    assert "not signed by" not in made(award()).text


def test_a_badge_in_another_language_is_marked_as_such() -> None:
    page = Page(award_page(catalogue(language="es-MX"), award(), PARTS).decode())
    assert page.of("html") == [{"lang": "es-MX"}]
    assert page.values("lang") == ["es-MX", *["en"] * 5]
    assert made(award()).values("lang") == ["en"]


def test_no_identity_is_on_the_page() -> None:
    html = award_page(catalogue(), award(), PARTS).decode()
    assert "sha256$" not in html
    assert "did:example:123" not in html


def test_the_page_and_its_style_are_light() -> None:
    usual = "A text of the usual length, such as people write."
    page = award_page(catalogue(usual), award(usual), PARTS)
    assert len(zlib.compress(page)) <= 6 * 1024
    assert sum(map(len, site_assets().values())) <= 8 * 1024


def test_the_style_loads_nothing() -> None:
    for data in site_assets().values():
        assert b"@import" not in data
        assert b"url(" not in data
