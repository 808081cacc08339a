"""Interface texts in every language, and dates, numbers and lengths of time as people read them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import yaml
from markupsafe import Markup

from generator import resources
from generator.model.dated import Duration
from generator.site import words

ENGLISH, SPANISH = words.of("en"), words.of("es")
OTHERS = [tag for tag in resources.word_catalogues() if tag != "en"]


def test_a_day_is_written_as_people_in_the_united_states_write_it_in_each_language() -> None:
    assert ENGLISH.day(date(2026, 5, 4)) == "May 4, 2026"
    assert ENGLISH.day(date(1900, 12, 31)) == "December 31, 1900"
    assert SPANISH.day(date(2026, 5, 4)) == "4 de mayo de 2026"
    assert SPANISH.day(date(1900, 12, 31)) == "31 de diciembre de 1900"


@pytest.mark.parametrize(
    ("written", "read"),
    [("0.5", "0.5"), ("12.50", "12.5"), ("100", "100"), ("1E+2", "100"), ("0.000", "0"), ("1.10", "1.1"), ("0", "0")],
)
def test_a_number_has_no_needless_zeros(written: str, read: str) -> None:
    assert ENGLISH.number(Decimal(written)) == read


@pytest.mark.parametrize(
    ("written", "english", "spanish"),
    [
        ("P1Y", "1 year", "1 año"),
        ("P2Y6M", "2 years and 6 months", "2 años y 6 meses"),
        ("P1Y2M3D", "1 year, 2 months, and 3 days", "1 año, 2 meses y 3 días"),
        ("P2W", "14 days", "14 días"),
    ],
)
def test_a_length_of_time_is_told_in_its_units(written: str, english: str, spanish: str) -> None:
    length = Duration.parse(written)
    assert length is not None
    assert (ENGLISH.duration(length), SPANISH.duration(length)) == (english, spanish)


def test_a_language_is_found_by_the_first_part_of_its_tag_and_english_stands_in() -> None:
    assert words.of("es-MX").language == "es"
    assert words.of("tlh").language == "en"


@pytest.mark.parametrize(
    ("wanted", "known", "found"),
    [
        ("zh-Hant-TW", ["zh", "zh-Hant"], "zh-Hant"),
        ("pt-br", ["pt-BR", "pt"], "pt-BR"),
        ("zh-Hant-x-mine", ["zh-Hant-x", "zh-Hant"], "zh-Hant"),
        ("es", ["es-MX"], None),
        ("fr", ["en"], None),
    ],
)
def test_a_tag_is_cut_from_its_end_until_it_is_known(wanted: str, known: list[str], found: str | None) -> None:
    assert words.lookup(wanted, known) == found


@pytest.mark.parametrize(
    ("wanted", "own", "others", "found"),
    [
        ("es", "en", ["es-MX"], "es-MX"),
        ("en-US", "en-US", ["en-US"], "en-US"),
        ("en-AU", "en-US", ["en-US"], "en-US"),
        ("fr", "en", ["es"], "en"),
        ("es-MX", "en", ["es", "es-ES"], "es"),
    ],
)
def test_a_text_is_shown_in_the_nearest_language(wanted: str, own: str, others: list[str], found: str) -> None:
    assert words.nearest(wanted, own, others) == found


@pytest.mark.parametrize("hours", ["1", "1.0", "1.000"])
def test_one_is_one_however_it_is_written(hours: str) -> None:
    made = _english({"items": {"one": "{n} item", "other": "{n} items"}})
    assert made.text("award.items", n=Decimal(hours)).endswith(" item")


def test_slots_are_escaped_where_one_of_them_is_html() -> None:
    made = _english({"both": "{a} and {b}", "items": {"one": "{n} item", "other": "{n} items"}})
    assert made.text("award.both", a="<i>", b="&") == "<i> and &"
    assert made.text("award.both", a="<i>", b=Markup("<b>x</b>")) == Markup("&lt;i&gt; and <b>x</b>")
    assert made.text("award.items", n=1) == "1 item"
    assert made.text("award.items", n=3) == "3 items"


def test_a_text_that_can_be_switched_names_itself_and_its_slots() -> None:
    made = _english({"until": "Valid until {day}!", "both": "{a} and {b}"})
    expected = '<span data-t="until">Valid until <span>&lt;May 14&gt;</span>!</span>'
    assert made.switchable("until", day="<May 14>") == Markup(expected)
    several = '<span data-t="both"><span data-s="a">1</span> and <b data-s="b" lang="fr">2</b></span>'
    assert made.switchable("both", a=1, b=Markup('<b lang="fr">2</b>')) == Markup(several)


@pytest.mark.parametrize("tag", OTHERS)
def test_every_language_has_every_text_with_the_same_slots_and_no_other(tag: str) -> None:
    english, other = dict(_texts("en")), dict(_texts(tag))
    assert english.keys() == other.keys()
    slots = {key: (_slots(english[key]), _slots(other[key])) for key in english}
    assert {key: both for key, both in slots.items() if both[0] != both[1]} == {}


@pytest.mark.parametrize("tag", OTHERS)
def test_a_language_that_lacks_a_text_shows_the_english_one(tag: str) -> None:
    key = "levels.advanced"
    partial = words._over(ENGLISH.texts, {"name": "x", "levels": {"introductory": "y"}})
    made = words.Words(tag, "x", "en-US", "en", partial)
    assert (made.text(key), made.text("levels.introductory")) == ("advanced", "y")


def _english(award: dict[str, Any]) -> words.Words:
    return words.Words("en", "English", "en-US", "en", {"award": award})


def _texts(tag: str) -> Iterator[tuple[str, Any]]:
    """Every text of a catalogue as it stands in its file, by dotted key; plural forms count as one."""

    def walk(texts: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
        for key, value in texts.items():
            if isinstance(value, Mapping) and "other" not in value:
                yield from walk(value, f"{prefix}{key}.")
            else:
                yield prefix + key, value

    return walk(yaml.safe_load(resources.data_bytes(f"words/{tag}.yml")), "")


def _slots(text: Any) -> set[str]:
    forms = text.values() if isinstance(text, Mapping) else [text]
    return {slot for form in forms for slot in re.findall(r"\{([a-z_]+)\}", str(form))}
