"""What the reader can switch on an award page, and what stands there in more than one language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest

from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site import words
from generator.site.award_page import WORDS, award_page, site_assets
from tests.site.page_parts import PARTS, Page, award, catalogue, one_line

TRANSLATED = {"es": {"name": "Un nombre", "summary": "Un resumen", "criteria": "*Criterios*"}}
LANGUAGES = [each.language for each in words.all_languages()]


def translated(language: str = "en") -> Catalogue:
    whole = catalogue(language=language)
    first, *others = whole.badges[Slug("one")]
    badge = replace(first, translations=TRANSLATED)
    return replace(whole, badges={**whole.badges, Slug("one"): (badge, *others)})


def texts(language: str) -> Mapping[str, Any]:
    script = site_assets()[WORDS].decode()
    found: Mapping[str, Any] = json.loads(script.removeprefix("export default "))[language]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_switchable_text_of_a_page_is_in_every_language(language: str) -> None:
    known = texts(language)["texts"]
    for of, revoked in (("one", True), ("one", False), ("all", True)):
        shown = award(of=of) if revoked else replace(award(of=of), revoked=None)
        page = Page(award_page(catalogue(), shown, PARTS).decode())
        assert len(page.values("data-t")) > 40
        for key in page.values("data-t"):
            assert reduce(lambda found, part: found[part], key.split("."), known), key


def test_the_reader_may_choose_among_all_languages_by_their_own_names() -> None:
    page = Page(award_page(catalogue(), award(), PARTS).decode())
    assert page.of("button") == []
    assert [texts(language)["name"] for language in LANGUAGES] == ["English", "Español"]


def test_a_page_in_spanish_says_everything_in_spanish() -> None:
    revoked = award_page(catalogue(language="es-MX"), award(), PARTS).decode()
    assert "<title>Revocada: A text" in revoked
    assert "Revocada el 14 de mayo de 2026: esta insignia ya no cuenta" in Page(revoked).text
    # Whatever is in a language that is neither the page's nor marked as another is a text of the registry.
    english = set(_plain(texts("en")["texts"])) - set(_plain(texts("es")["texts"]))
    for text in english:
        assert f">{text}<" not in revoked


def test_a_page_in_a_language_without_a_catalogue_is_in_english_and_says_so() -> None:
    assert Page(award_page(catalogue(language="ht"), award(), PARTS).decode()).of("html") == [{"lang": "en"}]


def test_a_badge_in_another_language_is_marked_as_such() -> None:
    page = Page(award_page(catalogue(language="es-MX"), award(), PARTS).decode())
    assert page.of("html") == [{"lang": "es-MX"}]
    assert page.of("h1") == [{"lang": "en"}]
    assert Page(award_page(catalogue(), award(), PARTS).decode()).of("h1") == [{}]


@pytest.mark.parametrize(("language", "shown"), [("en", "en"), ("es", "es"), ("es-MX", "es"), ("ht", "en")])
def test_a_badge_is_shown_in_the_language_of_the_page_where_it_has_a_translation(language: str, shown: str) -> None:
    html = award_page(translated(language), award(), PARTS).decode()
    others = [attrs["lang"] for _, attrs in Page(html).elements if "hidden" in attrs]
    # Name, summary and criteria, and the name on the card of the part.
    assert others == ["es" if shown == "en" else "en"] * (3 + 1)
    assert f"{'Un nombre' if shown == 'es' else 'A text'} · A text</title>" in html
    assert "<em>Criterios</em>" in html


def test_what_a_translation_lacks_stands_once_in_the_own_language() -> None:
    page = Page(award_page(translated("es"), award(), PARTS).decode())
    assert one_line(page.text).count("Un resumen") == 1


def test_plurals_keep_their_number_in_every_form() -> None:
    """The script takes it from there when it switches to another language."""
    for language in LANGUAGES:
        for form in texts(language)["texts"]["paper_rest"].values():
            assert "{n}" in form


def _plain(found: Any) -> list[str]:
    if isinstance(found, str):
        return [] if re.search(r"\{", found) else [found]
    return [text for each in found.values() for text in _plain(each)]
