"""What the catalogue's pages say: home, the list with its filters, the issuer, and the frame around all of them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import markdown
import pytest
import yaml

from generator.encodings import multikey
from generator.model.achievement import Alignment, BadgeVersion, Partner, Requirement
from generator.model.catalogue import Catalogue
from generator.model.dated import Names, NameSpan, Term
from generator.model.profile import Assessor, Campus
from generator.names import Slug
from generator.site import words
from generator.site.badge_cards import campuses_of, cards_of, filters_of, some_of
from generator.site.catalogue_pages import catalogue_pages
from generator.sources.markdown_pages import EXTENSIONS
from tests.site.page_parts import DAY, KEY, Page, badge, catalogue, one_line

ENGLISH = words.of("en")
HERE, THERE = Slug("here"), Slug("there")


def several(language: str = "en") -> Catalogue:
    """Eight badges: five in a row, each needing the one before, a stack of the fourth, a retired and a lonely one."""
    whole = catalogue("Plain", language=language)
    made = {}
    for number in range(5):
        needs = (Requirement(Slug(f"b{number - 1}")),) if number else ()
        made[Slug(f"b{number}")] = (plain(f"b{number}", requires=needs, skills=(f"Skill {number}", "Shared")),)
    made[Slug("all")] = (replace(plain("all", requires=(Requirement(Slug("b3")),)), stack=True, level="intermediate"),)
    made[Slug("old")] = (replace(plain("old"), retired=DAY, level="introductory"),)
    made[Slug("lone")] = (replace(plain("lone"), level="introductory", alignments=()),)
    names = Names((NameSpan("Old name", date(2026, 7, 31)), NameSpan("New name")))
    assessors = {
        Slug("lab"): Assessor(name=names, github="x", badges=dict.fromkeys(made, Term())),
        Slug("club"): Assessor(
            name=names, github="x", badges={Slug("b1"): Term(None, date(2026, 3, 1))}, campus=THERE,
            term=Term(None, date(2027, 1, 1)),
        ),
    }  # fmt: skip
    campuses = {HERE: Campus(name=names), THERE: Campus(name=names, term=Term(DAY, date(2027, 6, 30)))}
    return replace(whole, badges=made, issuer=replace(whole.issuer, campuses=campuses, assessors=assessors))


def plain(slug: str, **parts: Any) -> Any:
    made = replace(
        badge(slug.title(), BadgeVersion(Slug(slug), 1)),
        retired=None,
        skills=(),
        alignments=(Alignment(name="x", url="https://example.org/", framework="A framework"),),
    )
    return replace(made, **parts)


def only(whole: Catalogue, **badges: Any) -> Catalogue:
    """The catalogue with these badges alone, which one assessor may award anywhere."""
    made = {Slug(slug): (version,) for slug, version in badges.items()}
    lab = replace(whole.issuer.assessors[Slug("lab")], badges=dict.fromkeys(made, Term()))
    return replace(whole, badges=made, issuer=replace(whole.issuer, assessors={Slug("lab"): lab}))


def page(whole: Catalogue, path: str) -> Page:
    body = catalogue_pages(whole).texts[path].partition("\n---\n")[2]
    return Page(markdown.markdown(body, extensions=list(EXTENSIONS)))


def head(whole: Catalogue, path: str) -> dict[str, Any]:
    made: dict[str, Any] = yaml.safe_load(catalogue_pages(whole).texts[path].split("---\n")[1])
    return made


def facets(found: Page) -> list[dict[str, dict[str, str]]]:
    return [json.loads(str(card["data-facets"])) for card in found.of("li") if "data-facets" in card]


# -- home -----------------------------------------------------------------------------------------------------


def test_home_shows_six_badges_from_all_levels_and_first_those_without_a_last_day() -> None:
    home = page(several(), "index.md")
    shown = {link for link in home.values("href") if link.startswith("badges/") and link != "badges/"}
    assert len(shown) == 6
    assert "badges/old/" not in shown
    assert {"badges/lone/", "badges/all/", "badges/b0/"} <= shown
    ending = {"old": replace(plain("old"), retired=DAY), "new": plain("new")}
    cards = cards_of(only(several(), **ending), ENGLISH)
    assert [card.slug for card in some_of(cards, 6)] == ["new", "old"]
    assert [card.slug for card in some_of(cards, 1)] == ["new"]


def test_a_catalogue_of_few_badges_shows_them_all_and_an_empty_one_no_heading() -> None:
    one = page(only(several(), b0=plain("b0")), "index.md")
    assert len(facets(one)) == 1
    assert "See all 1 badges" not in one.text
    assert "Some of the badges" not in page(only(several()), "index.md").text
    assert some_of((), 6) == ()


def test_home_names_the_issuer_and_its_domain() -> None:
    home = page(several(), "index.md")
    assert "badges.example" in home.text
    assert "Plain" in home.text


def test_the_box_is_no_dead_one_without_a_script() -> None:
    home = page(several(), "index.md")
    (form,) = home.of("form")
    assert "hidden" in form
    assert "https://badges.example/awards/xx/code.html" in home.text
    assert form["data-site"] == "https://badges.example"
    assert "{host}" in str(form["data-not-ours"])
    assert {"role": "status", "class": "answer"} in home.of("p")


def test_home_counts_badges_and_campuses_and_leaves_awards_to_the_script() -> None:
    home = page(several(), "index.md")
    assert "8 badges\n2 campuses" in home.text
    (awards,) = (attrs for attrs in home.of("li") if attrs.get("class") == "of-awards")
    assert (awards["data-from"], awards["data-said"]) == ("api/registry.json", "{number} awards")
    assert "1 badge\n" in page(only(several(), b0=plain("b0")), "index.md").text


def test_home_quotes_the_first_partner_of_a_badge_that_it_shows() -> None:
    lone = several().badges[Slug("lone")][-1]
    quoted = replace(lone, review=replace(lone.review, partners=(Partner(name="<P>", statement="<Well done>"),)))
    silent = {f"b{n}": plain(f"b{n}", review=replace(lone.review, partners=())) for n in range(5)}
    home = page(only(several(), lone=quoted, **silent), "index.md")
    assert home.text.count("<Well done>") == 1
    assert "<P>, about Lone" in home.text
    assert home.of("figure") == [{"class": "partner"}]
    assert page(only(several(), **silent), "index.md").of("figure") == []


# -- the catalogue --------------------------------------------------------------------------------------------


def test_cards_go_from_introductory_to_advanced_and_the_script_is_told_which_are_retired() -> None:
    slugs = [card.slug for card in cards_of(several(), ENGLISH)]
    assert slugs == ["lone", "old", "all", "b0", "b1", "b2", "b3", "b4"]
    listed = page(several(), "badges/index.md")
    assert listed.values("data-retired") == ["2026-05-14"]
    assert "retired" not in listed.values("class")
    assert "No longer awarded after May 14, 2026" in listed.text
    assert "a stack of other badges" in listed.text


def test_each_filter_offers_what_is_on_the_cards() -> None:
    filters = {found.name: found.options for found in filters_of(several(), cards_of(several(), ENGLISH), ENGLISH)}
    assert list(filters) == ["skill", "level", "campus", "stack", "framework"]
    assert [value for value, _ in filters["skill"]] == ["Shared", *(f"Skill {number}" for number in range(5))]
    assert [value for value, _ in filters["level"]] == ["introductory", "intermediate", "advanced"]
    assert filters["campus"] == (("here", "New name"), ("there", "New name"))
    assert filters["stack"] == (("all", "All"),)
    assert filters["framework"] == (("A framework", "A framework"),)


def test_a_filter_without_a_choice_is_left_out() -> None:
    one = only(several(), lone=plain("lone", alignments=()))
    names = [found.name for found in filters_of(one, cards_of(one, ENGLISH), ENGLISH)]
    assert names == ["campus"]


def test_a_stack_holds_all_that_it_needs_however_far_down() -> None:
    stacks = {card.slug: set(json.loads(card.facets)["stack"]) for card in cards_of(several(), ENGLISH)}
    assert {slug for slug, found in stacks.items() if found} == {"b0", "b1", "b2", "b3", "all"}


def test_a_stack_may_be_made_of_a_very_long_row() -> None:
    row = {f"b{n}": plain(f"b{n}", requires=(Requirement(Slug(f"b{n - 1}")),) if n else ()) for n in range(3_000)}
    row["b2999"] = replace(row["b2999"], stack=True)
    cards = cards_of(only(several(), **row), ENGLISH)
    assert all(json.loads(card.facets)["stack"] == {"b2999": ""} for card in cards)


def test_of_very_many_skills_those_are_offered_that_several_badges_have() -> None:
    many = {f"b{n}": plain(f"b{n}", skills=(f"Skill {n}", f"Pair {n // 2}")) for n in range(80)}
    few = dict(list(many.items())[:60])
    for badges, offered in ((many, 40), (few, 90)):
        whole = only(several(), **badges)
        skills = filters_of(whole, cards_of(whole, ENGLISH), ENGLISH)[0]
        assert (skills.name, len(skills.options)) == ("skill", offered)


def test_badges_that_need_one_another_in_a_circle_end() -> None:
    circle = {
        "a": plain("a", requires=(Requirement(Slug("b")),), stack=True),
        "b": plain("b", requires=(Requirement(Slug("a")),), stack=True),
    }
    cards = cards_of(only(several(), **circle), ENGLISH)
    assert [set(json.loads(card.facets)["stack"]) for card in cards] == [{"a", "b"}, {"a", "b"}]


def test_a_campus_counts_until_the_last_day_on_which_somebody_may_award_there() -> None:
    whole = several()
    assert campuses_of(whole, Slug("b1")) == {"here": "", "there": "2027-06-30"}
    club = {Slug("club"): whole.issuer.assessors[Slug("club")]}
    alone = replace(whole, issuer=replace(whole.issuer, assessors=club))
    assert campuses_of(alone, Slug("b1")) == {"there": "2026-03-01"}
    assert campuses_of(alone, Slug("b2")) == {}


def test_without_a_script_the_list_is_whole_and_the_filters_are_out_of_sight() -> None:
    listed = page(several(), "badges/index.md")
    assert len(facets(listed)) == 8
    (form,) = listed.of("form")
    assert "hidden" in form
    assert len([link for link in listed.values("href") if re.fullmatch(r"[a-z0-9-]+/", link)]) == 8


def test_the_count_has_a_place_for_the_number_that_is_shown() -> None:
    assert "{shown} of 8 badges" in page(several(), "badges/index.md").values("data-count")


# -- the issuer -----------------------------------------------------------------------------------------------


def test_a_key_is_shown_whole_with_a_fingerprint_of_its_raw_bytes() -> None:
    issuer = page(several(), "issuer/index.md")
    digest = hashlib.sha256(multikey.decode_public(KEY)).hexdigest()
    assert KEY in issuer.text.replace(" ", "")
    assert digest in issuer.text.replace(" ", "")
    assert "In use today" in issuer.text
    assert "Retired and revoked on May 14, 2026" in issuer.text
    (summary,) = re.findall("Key in use: (.*) since", issuer.text)
    assert summary.replace(" ", "") == KEY


def test_campuses_have_anchors_and_tell_what_they_were_called() -> None:
    issuer = page(several(), "issuer/index.md")
    assert {"here", "there"} <= set(issuer.values("id"))
    assert one_line(issuer.text).count("called Old name until July 31, 2026") == 4
    assert "from May 14, 2026 until June 30, 2027" in one_line(issuer.text)


def test_the_issuer_page_is_an_organization_that_machines_read() -> None:
    issuer = page(several(), "issuer/index.md")
    assert "https://schema.org/Organization" in issuer.values("itemtype")
    assert {"name", "url", "email", "identifier", "description"} <= set(issuer.values("itemprop"))
    assert "https://example.org/privacy" in issuer.values("href")


def test_the_issuer_page_goes_from_who_they_are_to_what_only_programs_need() -> None:
    text = page(several(), "issuer/index.md").text
    order = ["Campuses", "Who may award", "Learners’ privacy", "How to check a badge", "For developers", "Keys\n"]
    assert [text.index(heading) for heading in order] == sorted(text.index(heading) for heading in order)


@pytest.mark.parametrize("taken", ["keys", "campuses", "who-may-award", "learners-privacy"])
def test_a_campus_that_is_called_as_a_heading_keeps_its_anchor_and_no_id_stands_twice(taken: str) -> None:
    whole = several()
    campuses = {**whole.issuer.campuses, Slug(taken): Campus(name=Names((NameSpan("Taken"),)))}
    issuer = page(replace(whole, issuer=replace(whole.issuer, campuses=campuses)), "issuer/index.md")
    ids = issuer.values("id")
    assert sorted(set(ids)) == sorted(ids)
    assert [attrs for attrs in issuer.of("li") if attrs.get("id") == taken]
    assert len(issuer.of("h2")) == 6


def test_an_assessor_says_the_last_day_on_which_it_may_award_anything() -> None:
    issuer = page(several(), "issuer/index.md")
    # The only badge of one may be awarded no longer than this, whatever its own time and that of its campus.
    assert [attrs["data-until"] for attrs in issuer.of("li") if "data-until" in attrs] == ["2026-03-01"]
    assert "until March 1, 2026" in issuer.text
    (former,) = (attrs for attrs in issuer.of("div") if attrs.get("class") == "formerly")
    assert "hidden" in former


# -- heads and languages --------------------------------------------------------------------------------------


def test_a_badge_page_has_a_picture_for_those_who_share_it() -> None:
    assert head(several(), "badges/b0/index.md")["image"] == "https://badges.example/badges/b0/v1.png"
    assert "image" not in head(several(), "index.md")


def test_pages_that_list_badges_are_not_found_in_the_place_of_each_of_them() -> None:
    assert head(several(), "badges/index.md")["search"] == {"exclude": True}
    assert [path for path in catalogue_pages(several()).texts if "search" in head(several(), path)] == [
        "index.md",
        "badges/index.md",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_two_pages_have_one_title_or_description(language: str) -> None:
    whole = several(language)
    heads = [head(whole, path) for path in ("index.md", "badges/index.md", "issuer/index.md")]
    for name in ("title", "description"):
        assert len({made[name] for made in heads}) == 3
    assert heads[0]["title"] == ("Badges of Plain" if language == "en" else "Insignias de Plain")


def test_a_long_name_of_the_issuer_is_set_smaller() -> None:
    whole = several()
    long = replace(whole, issuer=replace(whole.issuer, name=Names((NameSpan("Long " * 13),))))
    assert page(whole, "issuer/index.md").of("h1") == [{"dir": "auto", "class": "short"}]
    assert page(long, "issuer/index.md").of("h1") == [{"dir": "auto", "class": "long"}]


def test_badges_come_by_name_as_menus_list_them() -> None:
    named = {"a": plain("a", name="Zebra"), "b": plain("b", name="apple"), "c": plain("c", name="Mango")}
    paths = [path for path in catalogue_pages(only(several(), **named)).texts if path.startswith("badges/")]
    assert paths == ["badges/index.md", "badges/b/index.md", "badges/c/index.md", "badges/a/index.md"]


def test_a_translated_badge_is_shown_in_the_language_of_the_site() -> None:
    told = {"es": {"name": "Nombre", "summary": "Resumen"}}
    both = only(several("es"), b0=plain("b0", translations=told))
    (card,) = cards_of(both, words.of("es"))
    assert (card.name, card.name_language, card.summary, card.summary_language) == ("Nombre", None, "Resumen", None)
    assert head(both, "badges/b0/index.md")["title"] == "Nombre"


def test_a_text_in_another_language_says_which() -> None:
    listed = page(several("es"), "badges/index.md")
    assert listed.values("lang") == ["en"] * 16
    assert page(several("en-US"), "badges/index.md").values("lang") == []


def test_a_registry_in_a_language_that_the_pages_lack_says_so_of_each_of_its_texts() -> None:
    french = several("fr")
    texts = {slug: (replace(versions[-1], language="fr"),) for slug, versions in french.badges.items()}
    listed = page(replace(french, badges=texts), "badges/index.md")
    assert "See all" not in listed.text
    assert listed.values("lang") == ["fr"] * 16
    for path, names in {"index.md": 1, "issuer/index.md": 1 + 2 + 2 + 4 + 1}.items():
        assert page(french, path).values("lang").count("fr") == names, path
    assert [attrs["lang"] for attrs in page(french, "badges/b1/index.md").of("span") if "lang" in attrs].count(
        "fr"
    ) == 3


@pytest.mark.parametrize("path", ["index.md", "badges/index.md", "issuer/index.md"])
def test_a_spanish_registry_has_no_english_text_of_ours(path: str) -> None:
    said = one_line(page(several("es"), path).text)
    frame = catalogue_pages(several("es")).frame
    assert frame["language"] == "es"
    for section in ("home", "list", "issuer", "check", "site", "missing"):
        english = ENGLISH.texts["catalogue"][section]
        for key, text in english.items():
            if isinstance(text, str) and len(text) > 6 and "{" not in text:
                assert text not in said, key
    assert (frame["said"]["home"], frame["said"]["badges"]) == ("Inicio", "Insignias")


def test_the_same_catalogue_gives_the_same_pages_in_whatever_order_it_was_read() -> None:
    whole = several()
    turned = replace(whole, badges=dict(reversed(list(whole.badges.items()))))
    assert dict(catalogue_pages(turned).texts) == dict(catalogue_pages(whole).texts)
