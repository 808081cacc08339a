"""An award's page with a receipt in its address: it says whose the award is, to whoever has the receipt alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from generator.encodings.multibase import base64url, from_base64url
from sample import make
from sample.awards import MadeAward
from tests.browser.conftest import SCHEMES, OpenPage, switch
from tests.browser.sample import ROOT
from tests.browser.test_accessibility import listed, violations

ENGLISH, SPANISH = {"locale": "en-US"}, {"locale": "es-MX"}


@pytest.fixture(scope="module")
def held() -> MadeAward:
    """An award of the sample with what its learner holds."""
    return make.awards(ROOT)[0]


def address(award: MadeAward) -> str:
    return f"/awards/{award.id.shard}/{award.id}.html"


def changed(receipt: str, **members: Any) -> str:
    """The receipt with other members; None takes one away."""
    document = json.loads(from_base64url(receipt.removeprefix("1."))) | members
    left = {name: value for name, value in document.items() if value is not None}
    return "1." + base64url(json.dumps(left, ensure_ascii=False).encode())


def shown(page: Page, award: MadeAward, receipt: str) -> Page:
    page.goto("about:blank")
    page.goto(f"{address(award)}#receipt={receipt}", wait_until="load")
    return page


def test_a_receipt_shows_whose_it_is_and_leaves_the_address_at_once(open_page: OpenPage, held: MadeAward) -> None:
    page = open_page("award", **ENGLISH)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    shown(page, held, held.receipt)
    expect(page.get_by_role("status").first).to_have_text(
        f"This badge was earned by {held.learner.name}, {held.learner.email}"
    )
    assert page.url.endswith(address(held))
    assert not [url for url in asked if "receipt" in url or "%40" in url]
    assert [url for url in asked if url.endswith(f"{held.id}.json")]
    page.reload()
    expect(page.get_by_role("status").first).to_be_empty()


def test_a_receipt_may_disclose_the_name_alone(open_page: OpenPage, held: MadeAward) -> None:
    page = shown(open_page("award", **ENGLISH), held, changed(held.receipt, emailAddress=None))
    expect(page.get_by_role("status").first).to_have_text(f"This badge was earned by {held.learner.name}")


def test_who_it_is_is_told_in_the_reader_s_language_and_can_be_switched(open_page: OpenPage, held: MadeAward) -> None:
    page = shown(open_page("award", **SPANISH), held, changed(held.receipt, emailAddress=None))
    expect(page.get_by_role("status").first).to_have_text(f"Esta insignia la obtuvo {held.learner.name}")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("status").first).to_have_text(f"This badge was earned by {held.learner.name}")


@pytest.mark.parametrize(
    "members",
    [
        {"name": ["Somebody Else", "A" * 22]},
        {"emailAddress": ["somebody@learners.example", "A" * 22]},
        {"award": "a" * 26},
        {"award": None},
    ],
)
def test_a_receipt_of_something_else_shows_nobody(
    members: dict[str, Any], open_page: OpenPage, held: MadeAward
) -> None:
    page = shown(open_page("award", **ENGLISH), held, changed(held.receipt, **members))
    expect(page.get_by_role("status").first).to_contain_text("does not fit this award")
    assert held.learner.name not in page.inner_text("body")


@pytest.mark.parametrize("spoil", ["cut", "empty", "other", "tag", "salt", "kind"])
def test_a_damaged_receipt_is_told_plainly(spoil: str, open_page: OpenPage, held: MadeAward) -> None:
    name = ["Somebody", "A" * 22]
    spoilt = {
        "cut": held.receipt[:-7],
        "empty": "",
        "other": "2" + held.receipt[1:],
        "tag": "<img src=x onerror=alert(1)>",
        "salt": changed(held.receipt, name=[name[0] + "A", name[1][1:]]),
        "kind": changed(held.receipt, phone=name),
    }
    page = shown(open_page("award", **ENGLISH), held, spoilt[spoil])
    expect(page.get_by_role("status").first).to_contain_text("is damaged")
    assert page.url.endswith(address(held))


def test_a_receipt_that_is_pasted_behind_an_open_page_s_address_is_taken_too(
    open_page: OpenPage, held: MadeAward
) -> None:
    page = open_page("award", **ENGLISH)
    page.goto(address(held))
    page.evaluate("(receipt) => { location.hash = `receipt=${receipt}` }", held.receipt)
    expect(page.get_by_role("status").first).to_contain_text(held.learner.name)
    assert "#" not in page.url


def test_where_the_award_says_to_whom_it_went_the_name_stands_as_long_as_its_receipt_holds(
    open_page: OpenPage, held: MadeAward
) -> None:
    page = shown(open_page("award", **ENGLISH), held, held.receipt)
    expect(page.get_by_role("status").first).to_contain_text(held.learner.name)
    expect(page.get_by_role("link", name="Name not published")).to_be_hidden()
    name = "getComputedStyle(document.querySelector('dl div:nth-child(2) dd'), '::before').content"
    assert page.evaluate(name) == f'"{held.learner.name}"'
    page.evaluate("location.hash = 'receipt=1.spoilt'")
    expect(page.get_by_role("status").first).to_contain_text("is damaged")
    expect(page.get_by_role("link", name="Name not published")).to_be_visible()
    assert page.evaluate(name) == "none"


def test_where_the_browser_cannot_hash_the_command_is_named(open_page: OpenPage, held: MadeAward) -> None:
    page = open_page("award", **ENGLISH)
    page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    shown(page, held, held.receipt)
    expect(page.get_by_role("status").first).to_contain_text("badges verify --recipient")
    assert "#" not in page.url


def test_without_the_credential_nothing_is_shown(open_page: OpenPage, held: MadeAward) -> None:
    page = open_page("award", **ENGLISH)
    page.route("**/*.json", lambda route: route.fulfill(body="{}", content_type="application/json"))
    shown(page, held, held.receipt)
    expect(page.get_by_role("status").first).to_contain_text("could not be checked just now")


def test_without_a_script_the_page_names_the_command(open_page: OpenPage, held: MadeAward) -> None:
    page = shown(open_page("award", java_script_enabled=False), held, held.receipt)
    expect(page.locator("body")).to_contain_text("badges verify --recipient")


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_where_a_name_is_shown(width: int, open_page: OpenPage, held: MadeAward) -> None:
    page = shown(open_page("award", viewport={"width": width, "height": 900}), held, held.receipt)
    expect(page.get_by_role("status").first).to_contain_text(held.learner.name)
    found = []
    for scheme in SCHEMES:
        switch(page, scheme)
        found += [f"{scheme}: {broken}" for broken in violations(page)]
    assert not found, listed(found)


def test_the_certificate_on_paper_says_whose_it_is_once_that_was_checked(open_page: OpenPage, held: MadeAward) -> None:
    page = shown(open_page("award", **ENGLISH), held, held.receipt)
    expect(page.get_by_role("status").first).to_contain_text(held.learner.name)
    page.emulate_media(media="print")
    written = "getComputedStyle(document.querySelector('dl div:nth-child(2) dd'), '::before').content"
    assert page.evaluate(written) == f'"{held.learner.name}"'
