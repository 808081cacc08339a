"""The Atom feed, the sitemap and what crawlers are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from generator.adapters.registry import load_catalogue_of_folder
from generator.model.achievement import Achievement
from generator.model.catalogue import Catalogue
from generator.model.dated import Amendment, Names, NameSpan
from generator.names import Slug
from generator.site.machines.crawlers import robots, sitemap
from generator.site.machines.feed import feed
from tests import odd_registry

REGISTRY = Path(__file__).parents[1] / "registry"
ATOM = "{http://www.w3.org/2005/Atom}"
MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CIRCUIT = Slug("circuit-design")
AWARD = "/awards/bh/bhp5n40baqpaaqspp7ft4y5m95"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue_of_folder(REGISTRY)


def entries(data: bytes) -> Iterator[dict[str, str | None]]:
    """Each entry's members by name, with the address of its link and its language."""
    for entry in ElementTree.fromstring(data).iter(f"{ATOM}entry"):
        members = {child.tag.removeprefix(ATOM): child.text for child in entry}
        link = entry.find(f"{ATOM}link")
        assert link is not None
        yield members | {"link": link.get("href"), "language": entry.get(LANG)}


def only(catalogue: Catalogue, badge: Achievement) -> Catalogue:
    return replace(catalogue, badges={badge.of.badge: (badge,)})


def test_the_feed_has_what_atom_wants(catalogue: Catalogue) -> None:
    top = ElementTree.fromstring(feed(catalogue))
    assert top.tag == f"{ATOM}feed"
    texts = {child.tag.removeprefix(ATOM): child.text for child in top}
    assert texts["id"] == "https://badges.riverbend.example/api/badges.atom"
    assert texts["title"] == "Badges of Riverbend STEM District"
    assert texts["updated"] == "2026-09-01T00:00:00Z"
    links = {link.get("rel"): link.get("href") for link in top.findall(f"{ATOM}link")}
    assert links == {"self": texts["id"], "alternate": "https://badges.riverbend.example/badges/"}
    assert [name.text for name in top.findall(f"{ATOM}author/{ATOM}name")] == ["Riverbend STEM District"]
    for entry in entries(feed(catalogue)):
        assert {"id", "title", "updated", "summary", "link"} <= set(entry)
        assert entry["id"] == entry["link"]


def test_every_version_is_an_entry_the_newest_first_and_then_by_id(catalogue: Catalogue) -> None:
    listed = [(entry["updated"] or "", entry["id"] or "") for entry in entries(feed(catalogue))]
    assert len({id_ for _, id_ in listed}) == len([*catalogue.achievements()])
    assert listed == sorted(sorted(listed, key=lambda entry: entry[1]), key=lambda entry: entry[0], reverse=True)
    assert listed[0] == ("2026-09-01T00:00:00Z", "https://badges.riverbend.example/badges/basic-coding/#v2")


def test_an_amendment_updates_an_entry(catalogue: Catalogue) -> None:
    badge = replace(catalogue.badges[CIRCUIT][0], amended=(Amendment(date(2026, 11, 1), "a slip"),))
    assert [entry["updated"] for entry in entries(feed(only(catalogue, badge)))] == ["2026-11-01T00:00:00Z"]


def test_a_feed_of_no_badges_is_one_still(catalogue: Catalogue) -> None:
    top = ElementTree.fromstring(feed(replace(catalogue, badges={})))
    assert top.findtext(f"{ATOM}updated") == "2026-01-05T00:00:00Z"


def test_odd_texts_stay_texts(catalogue: Catalogue) -> None:
    for text in (*odd_registry.ODD, "a\x00b\x0bc\ufffed\ud800e", "]]> <![CDATA[ &#0;"):
        badge = replace(catalogue.badges[CIRCUIT][0], name=text, summary=text)
        issuer = replace(catalogue.issuer, name=Names((NameSpan(text),)))
        made = feed(replace(only(catalogue, badge), issuer=issuer))
        plain = "".join(mark for mark in text if mark in "\n\t" or (mark >= "\x20" and mark not in "\ud800\ufffe"))
        (entry,) = entries(made)
        assert entry["title"] == entry["summary"] == " ".join(plain.split())


def test_the_feed_speaks_the_language_of_the_site(catalogue: Catalogue) -> None:
    texts = {"name": "Diseño de circuitos", "summary": "Diseña un circuito."}
    badge = replace(catalogue.badges[CIRCUIT][0], translations={"es": texts})
    issuer = replace(catalogue.issuer, language="es-US")
    (entry,) = entries(feed(replace(only(catalogue, badge), issuer=issuer)))
    assert (entry["title"], entry["summary"], entry["language"]) == (texts["name"], texts["summary"], "es")
    top = ElementTree.fromstring(feed(replace(catalogue, issuer=issuer)))
    assert top.get(LANG) == "es"
    assert top.findtext(f"{ATOM}title") == "Insignias de Riverbend STEM District"
    assert {entry["language"] for entry in entries(feed(replace(catalogue, issuer=issuer)))} == {"en"}


# -- crawlers -----------------------------------------------------------------------------------------------------


@pytest.fixture(params=["https://badges.riverbend.example", "https://www.riverbend.example/our/badges"])
def rules(request: pytest.FixtureRequest, catalogue: Catalogue) -> tuple[str, RobotFileParser]:
    """A site's url, and its rules as the standard library reads them."""
    parser = RobotFileParser()
    moved = replace(catalogue, issuer=replace(catalogue.issuer, url=request.param))
    parser.parse(robots(moved).decode().splitlines())
    return request.param, parser


@pytest.mark.parametrize("agent", ["Googlebot", "bingbot", "GPTBot", "anybody"])
def test_awards_are_not_for_crawlers(rules: tuple[str, RobotFileParser], agent: str) -> None:
    url, parser = rules
    for path in (f"{AWARD}.html", f"{AWARD}.json", f"/ob2{AWARD}.json", "/ob2/revocations.json"):
        assert not parser.can_fetch(agent, url + path)
    for path in ("/", "/badges/", "/badges/circuit-design/", "/issuer/", "/api/badges.json", "/ob2/issuer.json"):
        assert parser.can_fetch(agent, url + path)


@pytest.mark.parametrize(
    "agent", ["LinkedInBot", "facebookexternalhit", "Twitterbot", "Slackbot", "WhatsApp", "Discordbot"]
)
def test_a_shared_award_gets_its_preview(rules: tuple[str, RobotFileParser], agent: str) -> None:
    url, parser = rules
    assert parser.can_fetch(f"{agent}/1.0", f"{url}{AWARD}.html")
    assert parser.can_fetch(f"{agent}/1.0", f"{url}/badges/circuit-design/v1.png")
    assert not parser.can_fetch(f"{agent}/1.0", f"{url}/ob2{AWARD}.json")


def test_the_sitemap_is_named_and_lists_the_catalogue(rules: tuple[str, RobotFileParser], catalogue: Catalogue) -> None:
    url, parser = rules
    assert parser.site_maps() == [f"{url}/sitemap.xml"]
    moved = replace(catalogue, issuer=replace(catalogue.issuer, url=url))
    top = ElementTree.fromstring(sitemap(moved))
    pages = {page.findtext(f"{MAPS}loc"): page.findtext(f"{MAPS}lastmod") for page in top}
    badges = {f"{url}/badges/{slug}/" for slug in catalogue.badges}
    assert set(pages) == {f"{url}/", f"{url}/badges/", f"{url}/issuer/"} | badges
    assert pages[f"{url}/badges/basic-coding/"] == "2026-09-01"


def test_the_sitemap_lists_what_people_wrote_by_hand_at_its_addresses(catalogue: Catalogue) -> None:
    written = ["README.md", "About-us.md", "how-to/index.md", "how-to/share.md", "how-to/v1.2.md", "a.png", "a.css"]
    plain, whole = (_addresses(sitemap(catalogue, pages)) for pages in ((), written))
    at = catalogue.issuer.url
    assert whole[: len(plain)] == plain, "the front page stands there once, whoever wrote it"
    assert whole[len(plain) :] == [f"{at}/About-us/", f"{at}/how-to/", f"{at}/how-to/share/", f"{at}/how-to/v1.2/"]


def _addresses(data: bytes) -> list[str | None]:
    return [page.findtext(f"{MAPS}loc") for page in ElementTree.fromstring(data)]
