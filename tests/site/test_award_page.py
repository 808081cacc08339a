"""The page of an award: whole, quiet and small in every state that an award may be in."""

from __future__ import annotations

import base64
import re
import zlib
from dataclasses import replace
from datetime import date
from urllib.parse import urljoin, urlsplit

import pytest
import segno

from generator.model.award import Award, Revocation
from generator.names import AwardId
from generator.site.award_page import CSS, SCRIPT, award_page, site_assets
from tests.images.test_qr_code import drawn
from tests.site.page_parts import AWARD, PART, PARTS, Page, award, catalogue, one_line
from tests.site.page_parts import SCRIPT as LOADED

BARE = replace(award(), evidence=(), builds_on=(), narrative=None, revoked=None)
STATES = {
    "everything": award(),
    "held": replace(award(), revoked=None),
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
    "issuer/index.html",
    "assets/award.css",
    "assets/award.js",
    "badges/one/index.html",
    "badges/all/index.html",
    "badges/one/v1.svg",
    "badges/all/v1.svg",
    *(f"awards/{award_id[:2]}/{award_id}.{kind}" for award_id in (AWARD, PART) for kind in ("html", "json")),
    f"ob2/awards/{AWARD[:2]}/{AWARD}.json",
}
URLS = ("https://badges.example", "https://www.example.org/our/badges")
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'"
)


def made(state: Award, **options: bool) -> Page:
    return Page(award_page(catalogue(), state, PARTS if state.builds_on else (), **options).decode())


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_whole(state: str) -> None:
    page = made(STATES[state])
    assert page.of("html") == [{"lang": "en"}]
    assert [len(page.of(tag)) for tag in ("title", "h1", "main", "header")] == [1] * 4
    assert {"charset": "utf-8"} in page.of("meta")
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert all("alt" in image for image in page.of("img"))


@pytest.mark.parametrize("state", STATES)
def test_search_engines_leave_it_and_it_says_nothing_of_where_readers_come_from(state: str) -> None:
    metas = made(STATES[state]).of("meta")
    assert {"name": "robots", "content": "noindex,nofollow"} in metas
    assert {"name": "referrer", "content": "no-referrer"} in metas
    assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in metas


@pytest.mark.parametrize("state", STATES)
def test_nothing_on_it_acts_or_is_fetched_from_elsewhere(state: str) -> None:
    page = made(STATES[state])
    assert list(page.acts()) == []
    assert page.of("script") == [LOADED]
    assert page.values("style") == []
    assert [address for address in page.loads() if urlsplit(address).netloc] == []


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("state", STATES)
def test_every_link_within_the_site_leads_to_a_file_that_a_build_writes(state: str, url: str) -> None:
    whole = catalogue(url=url)
    html = award_page(whole, STATES[state], PARTS if STATES[state].builds_on else ()).decode()
    page, at = Page(html), whole.issuer.addresses
    links = [link for link in page.values("href") + page.values("src") if urlsplit(link)[:2] == ("", "")]
    assert len(links) > 5
    for link in links:
        assert at.site_path(urljoin(at.award_page(AWARD), link)) in WRITTEN, link


@pytest.mark.parametrize(
    ("state", "says", "says_not"),
    [
        ("everything", "Revoked on May 14, 2026: this badge no longer counts", "Valid"),
        ("everything", "Not a certificate", "Compare"),
        ("bare", "Valid until May 15, 2028", "Revoked"),
        ("bare", "Compare that date with today’s.", "Not a certificate"),
        ("a stack", "Earned by holding all of these badges", "What was shown"),
        ("held", "Builds on", "Earned by holding"),
        ("bare", "What the badge asks for", "What the assessor says"),
        ("with a narrative", "What the assessor says", "Evidence"),
    ],
)
def test_the_page_says_how_things_are(state: str, says: str, says_not: str) -> None:
    text = made(STATES[state]).text
    assert says in text
    assert says_not not in text


def test_what_has_no_end_says_so() -> None:
    whole = catalogue()
    endless = {slug: tuple(replace(v, valid_for=None) for v in versions) for slug, versions in whole.badges.items()}
    page = Page(award_page(replace(whole, badges=endless), BARE, ()).decode())
    assert "Valid, without an end date" in page.text
    assert page.of("body") == [{"class": "awarded"}]


def test_the_results_tell_how_high_a_level_is() -> None:
    assert made(award()).text.count("(2/2)") == 1


def test_the_code_is_what_people_type() -> None:
    assert "BHP5-N40B-AQPA-AQSP-P7FT-4Y5M-95" in made(award()).text


def test_a_preview_says_that_nobody_vouches_for_it() -> None:
    preview = made(BARE, preview=True)
    assert "not signed by A text" in one_line(preview.text)
    assert "Nothing was changed" not in preview.text
    assert "not signed by" not in made(BARE).text


def test_whoever_asks_whose_it_is_is_sent_to_the_receipt() -> None:
    page = made(BARE)
    assert "Awarded toName not published: ask for the receipt" in one_line(page.text)
    assert page.values("href").count("#check") == 2
    assert "Ask the learner for the receipt: a private link that shows the name here," in page.text


def test_what_else_is_to_be_known_of_the_badge_is_one_link_away() -> None:
    page = made(BARE)
    assert {"data-t": "badge_page", "href": "../../badges/one/#v1"} in page.of("a")


def test_what_is_left_to_the_script_is_not_on_the_page() -> None:
    page = made(STATES["held"])
    assert page.of("button") == []
    assert "LinkedIn" not in page.text


def test_what_was_revoked_proves_nothing_without_saying_that_it_does_not_count() -> None:
    text = one_line(made(STATES["revoked"]).text)
    assert "What it proves Revoked: it does not count. The issuer says" in text
    assert "it does not count" not in made(BARE).text


def test_the_address_of_the_award_that_took_its_place_is_a_link() -> None:
    new = catalogue().issuer.addresses.award_page(PART)
    reason = f"Corrected, and issued anew: {new}"
    state = replace(BARE, revoked=Revocation(date(2026, 6, 1), reason))
    page = made(state)
    assert f"Reason: {reason}" in one_line(page.text)
    assert {"href": f"../{PART.shard}/{PART}.html"} in page.of("a")


@pytest.mark.parametrize("address", ["https://elsewhere.example/awards/bh/{}.html", "javascript:{}", "{}"])
def test_no_other_word_of_a_reason_is_a_link(address: str) -> None:
    state = replace(BARE, revoked=Revocation(date(2026, 6, 1), f"See {address.format(PART)}"))
    assert len(made(state).of("a")) == len(made(replace(BARE, revoked=award().revoked)).of("a"))


def test_only_what_holds_is_printed_as_a_certificate() -> None:
    assert ["Not a certificate" in made(STATES[state]).text for state in ("revoked", "bare")] == [True, False]


def test_the_learner_is_told_who_sees_the_page() -> None:
    text = one_line(made(BARE).text)
    assert "Anyone with this link can see this page. It does not show your name." in text


def test_a_certificate_names_no_one_and_leaves_a_line_for_a_name() -> None:
    certificate = one_line(made(BARE).text).partition("Certificate")[2]
    assert "The signed record holds no name; a receipt proves whose it is." in certificate


def test_no_identity_is_on_the_page() -> None:
    html = award_page(catalogue(), award(), PARTS).decode()
    assert "sha256$" not in html
    assert "did:example:123" not in html


@pytest.mark.parametrize("url", URLS)
def test_the_certificate_has_the_qr_code_of_the_address(url: str) -> None:
    whole = catalogue(url=url)
    for award_id in (AWARD, AwardId("0" * 26)):
        page = Page(award_page(whole, replace(BARE, id=award_id), ()).decode())
        address = whole.issuer.addresses.award_page(award_id)
        shown = page.of("img")[-1]
        code = [segno.make_qr(address, error="m", mode="byte", boost_error=False, mask=mask) for mask in range(8)]
        assert shown["alt"] == "QR"
        png = base64.b64decode(str(shown["src"]).removeprefix("data:image/png;base64,"), validate=True)
        assert drawn(png) in [[list(row) for row in each.matrix] for each in code]
        assert address in page.text


def test_the_page_and_its_style_are_light() -> None:
    usual = "A text of the usual length, such as people write."
    page = award_page(catalogue(usual), replace(award(usual), revoked=None), PARTS)
    assert len(page) <= 7 * 1024
    assert len(zlib.compress(page)) <= 3 * 1024
    assert len(zlib.compress(site_assets()[CSS])) <= 3 * 1024


def test_the_style_loads_nothing() -> None:
    style = site_assets()[CSS]
    assert b"@import" not in style
    assert b"url(" not in style


def test_the_script_asks_for_nothing_but_files_of_the_site() -> None:
    script = site_assets()[SCRIPT].decode()
    assert re.findall(r"import .*", script) == ["import words from './words.js'"]
    # The one thing that is asked for is the page's own credential, where a receipt is to be compared with it.
    assert script.count("fetch") == script.count("fetch(credential.href)") == 1
    # A link for the learner to follow.
    assert re.findall(r"https?://[^/]+", script) == ["https://www.linkedin.com"]
    assert "innerHTML" not in script
