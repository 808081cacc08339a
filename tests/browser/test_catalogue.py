"""The catalogue in a browser: filters that an address holds, and the box that leads to an award."""

from __future__ import annotations

import base64
import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.adapters.mkdocs_build import build_catalogue
from generator.adapters.registry import load_catalogue_of_folder
from generator.site.catalogue_pages import catalogue_pages
from tests.browser import sample
from tests.browser.conftest import OpenPage, Watched
from tests.browser.serving import Host, hosted

HOST = sample.host_name()
SITE = f"https://{HOST}"
NOBODYS = "0" * 26
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@pytest.fixture(scope="module")
def award(addresses: dict[str, str]) -> str:
    """The id of an award."""
    return addresses["award"].rpartition("/")[2].removesuffix(".html")


def shown(page: Page) -> list[str]:
    """The names of the badges that are shown."""
    return [str(name.text_content()) for name in page.locator(".badge-list .name").all() if name.is_visible()]


def asked(page: Page, text: str) -> None:
    page.get_by_label("Link or award code").fill(text)
    page.get_by_role("button", name="Check", exact=True).click()


def given(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})


def answer(page: Page) -> str:
    """What the box says, once it has looked."""
    status = page.locator(".badge-check [role=status]")
    expect(status).not_to_have_text("")
    expect(status).not_to_have_text("Looking for it…")
    return str(status.text_content())


def altered(page: Page, file: Path, old: str, new: str) -> None:
    """Give the page of badges with the first of something as something else."""
    body = file.read_text("utf-8").replace(old, new, 1)
    page.route(re.compile(r"/badges/(?:\?.*)?$"), lambda route: route.fulfill(body=body))


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


# -- home and issuer ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("counted", "words"), [(1234, "1,234awards"), (None, ""), ("<b>", "")])
def test_home_says_how_many_awards_there_are_if_that_is_told(counted: object, words: str, open_page: OpenPage) -> None:
    page = open_page("home")
    page.route("**/api/registry.json", lambda route: route.fulfill(json={"awards": counted}))
    with page.expect_response("**/api/registry.json"):
        page.goto(SITE)
    figures = page.locator(".home-figures li")
    expect(figures.last).to_have_text(words.replace("awards", " awards") if words else "")
    expect(figures).to_have_count(3)
    assert figures.first.inner_text().split()[1] == "badges"


def test_assessors_whose_time_is_over_stand_apart_by_the_reader_s_day(open_page: OpenPage) -> None:
    page = open_page("issuer")
    former = page.locator(".formerly li > strong")
    page.clock.set_fixed_time("2026-06-30T12:00:00Z")
    page.goto(f"{SITE}/issuer/")
    expect(former).to_have_count(0)
    expect(page.get_by_role("heading", name="Formerly")).to_be_hidden()
    page.clock.set_fixed_time("2026-07-02T12:00:00Z")
    page.goto(f"{SITE}/issuer/")
    expect(page.get_by_role("heading", name="Formerly")).to_be_visible()
    expect(former).to_have_text(["Maker Club"])


def test_keys_are_folded_away_and_keys_unfold_them(open_page: OpenPage) -> None:
    page = open_page("issuer")
    folded = page.locator("details.all-keys")
    expect(folded.locator(".keys")).to_be_hidden()
    folded.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(folded.locator(".keys > li").first).to_be_visible()


# -- filters --------------------------------------------------------------------------------------------------


def test_a_choice_is_in_the_address_and_the_back_button_takes_it_back(open_page: OpenPage) -> None:
    page = open_page("catalogue")
    all_of_them = shown(page)
    status = page.locator(".badge-filters [role=status]")
    expect(status).to_have_text(f"{len(all_of_them)} of {len(all_of_them)} badges")
    page.get_by_label("Level").select_option("advanced")
    advanced = shown(page)
    assert 0 < len(advanced) < len(all_of_them)
    expect(status).to_have_text(f"{len(advanced)} of {len(all_of_them)} badges")
    page.get_by_label("Part of").select_option("information-technology")
    assert page.url == f"{SITE}/badges/?level=advanced&stack=information-technology"
    page.go_back()
    assert page.url == f"{SITE}/badges/?level=advanced"
    assert shown(page) == advanced
    expect(page.get_by_label("Part of")).to_have_value("")
    page.get_by_role("button", name="Clear all").click()
    assert page.url == f"{SITE}/badges/"
    assert shown(page) == all_of_them
    expect(page.get_by_role("button", name="Clear all")).to_be_hidden()


def test_an_address_that_was_shared_shows_the_same(open_page: OpenPage) -> None:
    page = open_page("catalogue")
    page.get_by_label("Skill").select_option("Programming")
    chosen, address = shown(page), page.url
    page.goto("about:blank")
    page.goto(address)
    assert shown(page) == chosen
    expect(page.get_by_label("Skill")).to_have_value("Programming")


def test_an_address_with_a_choice_that_is_none_shows_all(open_page: OpenPage) -> None:
    page = open_page("catalogue")
    all_of_them = shown(page)
    page.goto(f"{SITE}/badges/?skill=__proto__&level=%22%3E%3Cscript%3E&other=1")
    assert shown(page) == all_of_them


def test_a_skill_that_is_not_offered_is_shown_to_whom_its_badge_sends(open_page: OpenPage, site: Path) -> None:
    page = open_page("catalogue")
    altered(page, site / "badges/index.html", '<option value="Programming">', "<option hidden>")
    page.goto(f"{SITE}/badges/?skill=Programming")
    expect(page.get_by_label("Skill")).to_have_value("Programming")
    assert 0 < len(shown(page)) < page.locator(".badge-list > li").count()


def test_a_badge_goes_to_the_end_of_the_list_after_its_last_day(open_page: OpenPage, site: Path) -> None:
    page = open_page("catalogue")
    name = page.locator(".badge-list > li").first.locator(".name").text_content() or ""
    altered(page, site / "badges/index.html", "<li data-facets=", '<li data-retired="2026-06-30" data-facets=')
    for day, place in (("2026-06-30", 0), ("2026-07-01", -1)):
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.goto(f"{SITE}/badges/")
        expect(page.locator(".badge-list > li").nth(place).locator(".name")).to_have_text(name)
        expect(page.locator(".badge-list > li.retired")).to_have_count(-place)


def test_where_nothing_fits_the_page_says_so(open_page: OpenPage) -> None:
    page = open_page("catalogue")
    page.get_by_label("Level").select_option("introductory")
    page.get_by_label("Skill").select_option("Data visualization")
    assert shown(page) == []
    expect(page.get_by_text("No badge fits all of these")).to_be_visible()


# -- the box --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["code", "from paper", "link", "credential", "without scheme", "json"])
def test_whatever_names_an_award_leads_to_it(form: str, award: str, open_page: OpenPage) -> None:
    paper = "-".join(award[at : at + 4] for at in range(0, 26, 4)).upper().replace("0", "O").replace("1", "i")
    address = f"{SITE}/awards/{award[:2]}/{award}"
    page = open_page("home")
    texts = {
        "code": award,
        "from paper": f" {paper} ",
        "link": f"{address}.html?from=mail#top",
        "credential": f"{address}.json",
        "without scheme": f"{address}.html".removeprefix("https://"),
        "json": json.dumps({"id": f"{SITE}/ob2/awards/{award[:2]}/{award}.json"}),
    }
    asked(page, texts[form])
    page.wait_for_url(f"{address}.html")
    expect(page.get_by_text(f"{address}.html", exact=True)).to_be_visible()


@pytest.mark.parametrize("form", ["json", "svg", "png", "packed png", "token"])
def test_a_badge_file_leads_to_its_award(form: str, award: str, open_page: OpenPage, site: Path) -> None:
    address = f"{SITE}/awards/{award[:2]}/{award}"
    credential = (site / f"awards/{award[:2]}/{award}.json").read_bytes()
    keyword = b"openbadgecredential\0"
    payload = base64.urlsafe_b64encode(credential).rstrip(b"=")
    files = {
        "json": credential,
        "svg": b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:o="https://purl.imsglobal.org/ob/v3p0"><o:credential>'
        b"<![CDATA[" + credential + b"]]></o:credential></svg>",
        "png": SIGNATURE + chunk(b"iTXt", keyword + b"\0\0\0\0" + credential),
        "packed png": SIGNATURE + chunk(b"iTXt", keyword + b"\1\0\0\0" + zlib.compress(credential)),
        "token": b"eyJhbGciOiJFZERTQSJ9." + payload + b".c2lnbmF0dXJl",
    }
    page = open_page("home")
    given(page, f"badge.{form[-3:]}", files[form])
    page.wait_for_url(f"{address}.html")
    expect(page.get_by_text(f"{address}.html", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Paste the link or type the code"),
        ("7Z2K", "this has 4"),
        ("U" * 26, "the character “u”"),
        ("https://other.example/badge/1", "It says that it is from other.example"),
        (f"{SITE}.evil.example/awards/00/{NOBODYS}.html", "evil.example"),
        (f"{SITE}/badges/circuit-design/", "but not to an award"),
        ("javascript:alert(1)//<img src=x onerror=alert(1)>", "No award code has the character"),
    ],
)
def test_what_names_no_award_of_this_site_is_told_why(typed: str, words: str, open_page: OpenPage) -> None:
    page = open_page("home")
    asked(page, typed)
    assert words in answer(page)
    assert page.url == f"{SITE}/"


def test_a_code_of_no_award_is_told_before_anybody_lands_nowhere(open_page: OpenPage, watched: Watched) -> None:
    page = open_page("home")
    asked(page, NOBODYS)
    assert "There is no award with this code" in answer(page)
    assert page.url == f"{SITE}/"
    # That the page was asked for and is not there, the console says on its own.
    assert [error for error in watched.errors if "404" in error] == watched.errors
    watched.errors.clear()


@pytest.mark.parametrize("data", [b"", b"not a badge", b"{}", b"<svg", SIGNATURE, SIGNATURE + b"\xff" * 40, b"[1]"])
def test_a_file_without_a_badge_is_told_as_such(data: bytes, open_page: OpenPage) -> None:
    page = open_page("home")
    given(page, "file.bin", data)
    assert "No badge was found in this file" in answer(page)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (f"{SITE}/other/awards/00/{NOBODYS}.html", f"It says that it is from {HOST}/other."),
        (f"{SITE}/other/", f"It says that it is from {HOST}/other."),
        ("https://other.example/reg/awards/", "It says that it is from other.example."),
        (f"{SITE}/reg/badges/", f"This link is to {HOST}/reg, but not to an award"),
        (f"{SITE}/reg", f"This link is to {HOST}/reg, but not to an award"),
    ],
)
def test_a_site_below_a_path_tells_itself_from_others_of_its_host(
    typed: str, words: str, open_page: OpenPage, site: Path
) -> None:
    page = open_page("home")
    page.route("**/reg/**", lambda route: route.fulfill(path=site / route.request.url.rpartition("/reg/")[2]))
    home = (site / "index.html").read_text("utf-8").replace(f'data-site="{SITE}"', f'data-site="{SITE}/reg"')
    page.route("**/reg/", lambda route: route.fulfill(body=home.replace(f"to {HOST}", f"to {HOST}/reg")))
    page.goto(f"{SITE}/reg/")
    asked(page, typed)
    assert words in answer(page)


@pytest.mark.parametrize("kind", [b"zTXt", b"iTXt"])
def test_a_small_image_that_unpacks_to_very_much_is_cut_off(kind: bytes, open_page: OpenPage) -> None:
    page = open_page("home")
    packed = zlib.compress(bytes(40_000_000), 9)
    after = b"\0\0" if kind == b"zTXt" else b"\0\1\0\0\0"
    given(page, "bomb.png", SIGNATURE + chunk(kind, b"openbadgecredential" + after + packed))
    assert "This file is too large" in answer(page)


# -- pages that change without being loaded -------------------------------------------------------------------


@pytest.fixture(scope="module")
def instant(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The sample's site as the theme makes it with instant changes of pages."""
    folder = tmp_path_factory.mktemp("instant")
    shutil.copytree(site, folder / "site")
    theme = {"name": "material", "features": ["navigation.instant", "navigation.tabs"]}
    build_catalogue(
        settings={"site_name": "Sample", "theme": theme},
        docs={},
        pages=catalogue_pages(load_catalogue_of_folder(sample.ROOT)),
        url=SITE,
        preview=False,
        out=folder / "site",
    )
    with hosted(folder / "site", HOST, folder) as made:
        yield made


def test_filters_figures_and_box_work_after_an_instant_change_of_pages(
    instant: Host, start: Callable[[Host], Browser], watched: Watched
) -> None:
    page = watched.watch(start(instant).new_page(base_url=SITE, reduced_motion="reduce"))
    page.goto(SITE)
    expect(page.locator(".of-awards strong")).to_have_count(1)
    # Whatever loads a page anew takes this away.
    page.evaluate("globalThis.unloaded = true")
    tabs = page.locator(".md-tabs")
    tabs.get_by_role("link", name="Badges", exact=True).click()
    page.wait_for_url("**/badges/")
    # The address changes before the page does.
    expect(page.get_by_label("Level")).to_be_visible()
    all_of_them = shown(page)
    page.get_by_label("Level").select_option("advanced")
    assert page.url == f"{SITE}/badges/?level=advanced"
    assert 0 < len(shown(page)) < len(all_of_them)
    page.go_back()
    expect(page.get_by_label("Level")).to_have_value("")
    assert shown(page) == all_of_them
    tabs.get_by_role("link", name="Home", exact=True).click()
    expect(page.locator(".of-awards strong")).to_have_count(1)
    asked(page, "7Z2K")
    assert "this has 4" in answer(page)
    page.go_back()
    expect(page.get_by_label("Level")).to_be_visible()
    page.get_by_label("Level").select_option("introductory")
    assert 0 < len(shown(page)) < len(all_of_them)
    assert page.evaluate("globalThis.unloaded") is True


# -- the menu of a small screen, and colours ------------------------------------------------------------------


def test_keys_open_the_menu_of_a_small_screen_and_close_it(open_page: OpenPage) -> None:
    page = open_page("home", viewport={"width": 390, "height": 800})
    menu = page.get_by_role("button", name="Navigation")
    menu.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".md-nav--primary").get_by_role("link", name="Badges").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()


def test_colours_can_be_chosen_and_stay_chosen(open_page: OpenPage) -> None:
    page = open_page("home", color_scheme="dark")
    body = page.locator("body")
    expect(body).to_have_attribute("data-md-color-scheme", "slate")
    page.locator("label[title$='Switch to light']").click()
    expect(body).to_have_attribute("data-md-color-scheme", "default")
    page.goto(f"{SITE}/issuer/")
    expect(body).to_have_attribute("data-md-color-scheme", "default")


def test_search_finds_a_badge_in_its_own_words(open_page: OpenPage) -> None:
    page = open_page("home")
    page.get_by_placeholder("Search").click()
    expect(page.locator(".md-search-result__meta")).to_have_text("Type to start searching")
    page.keyboard.type("robot")
    found = page.locator(".md-search-result__link")
    expect(found.first).to_be_visible()
    assert not [link for link in found.all() if re.search(r"/badges/(?:[?#]|$)", link.get_attribute("href") or "")]
