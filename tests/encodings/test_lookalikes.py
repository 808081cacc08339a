"""Letters that pass for others are named; names in any alphabet of their own are left in peace."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.encodings.lookalikes import in_host, in_text
from generator.resources import data_text

HONEST = [
    "",
    "Riverbend STEM District",
    "Niño Peña, École «Été» – n° 1…",
    "Đặng Thị Hương",
    "Cafe\u0301",
    "Kırmızı Okul",
    "Ελληνικό Σχολείο",
    "Школьный хор",  # every letter of its second word looks Latin
    "Українська школа",
    "Հայկական դպրոց",
    "北京学校",
    "学校ＳＴＥＭ",
    "スクール Ｓ",
    "مدرسة\u200e 7",
    "بيت\u0601\u0661",
    "हिन्दी",
    "क्\u200dष",
    "Δt and 5 kΩ",
    "α",
    "m², CO₂, 2ª",
    "Algebra Ⅱ",
    "👩\u200d🔬 Lab ⚗\ufe0f",
    "葛\U000e0100",
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
]

DECEPTIVE = {
    "Riverb\u0435nd": '"\u0435" (CYRILLIC SMALL LETTER IE) looks like "e"',
    "\u0391lpha": '"\u0391" (GREEK CAPITAL LETTER ALPHA) looks like "A"',
    "Riverbe\u0578d": '"\u0578" (ARMENIAN SMALL LETTER VO) looks like "n"',
    "\u13a1iver": '"\u13a1" (CHEROKEE LETTER E) looks like "R"',
    "\u0251lpha": '"\u0251" (LATIN SMALL LETTER ALPHA) looks like "a"',
    "Rive\u0432end": '"\u0432" (CYRILLIC SMALL LETTER VE) stands among Latin letters',
    "\U0001d411iver": '"\U0001d411" (MATHEMATICAL BOLD CAPITAL R) looks like "R"',
    "\uff32iver": '"\uff32" (FULLWIDTH LATIN CAPITAL LETTER R) looks like "R"',
    "\u0421\u0421 Riverbend": '"\u0421" (CYRILLIC CAPITAL LETTER ES) looks like "C"',
    "River\u200bbend": "the invisible character U+200B (ZERO WIDTH SPACE) stands in it",
    "River\u200dbend": "the invisible character U+200D (ZERO WIDTH JOINER) stands in it",
    "é\u200d": "the invisible character U+200D (ZERO WIDTH JOINER) stands in it",
    "River\u200ebend": "the invisible character U+200E (LEFT-TO-RIGHT MARK) stands in it",
    "River\u00adbend": "the invisible character U+00AD (SOFT HYPHEN) stands in it",
    "River\ufe0fbend": "the invisible character U+FE0F (VARIATION SELECTOR-16) stands in it",
    "River\U000e0061": "the invisible character U+E0061 (TAG LATIN SMALL LETTER A) stands in it",
    "River\u3164": "the invisible character U+3164 (HANGUL FILLER) stands in it",
    "River\u2028": "the invisible character U+2028 (LINE SEPARATOR) stands in it",
}

HOSTS = {
    "riverbend.example": "",
    "g00gle.example": "",
    "münchen.example": "",
    "школа.рф": "",
    "xn--e1aybc.xn--p1ai": "",
    "xn--pypal-4ve.example": '"\u0430" (CYRILLIC SMALL LETTER A) looks like "a"',
    "XN--PYPAL-4VE.example": '"\u0430" (CYRILLIC SMALL LETTER A) looks like "a"',
    "r\u0131ver.example": '"\u0131" (LATIN SMALL LETTER DOTLESS I) looks like "i"',
    "\u043e\u043e-школа.example": '"\u043e" (CYRILLIC SMALL LETTER O) looks like "o"',
    "xn--a.example": '"xn--a" is no label that can be read',
    "xn--.example": '"xn--" is no label that can be read',
    "xn--zzzzzz99999999.example": '"xn--zzzzzz99999999" is no label that can be read',
    f"xn--{'a' * 60}.example": f'"xn--{"a" * 60}" is no label that can be read',
    "xn--é.example": '"xn--é" is no label that can be read',
    "r\u200biver.example": "the invisible character U+200B (ZERO WIDTH SPACE) stands in it",
}


@pytest.mark.parametrize("text", HONEST)
def test_names_in_an_alphabet_of_their_own_are_left_in_peace(text: str) -> None:
    assert in_text(text) == ""


@pytest.mark.parametrize(("text", "words"), DECEPTIVE.items(), ids=map(ascii, DECEPTIVE))
def test_what_deceives_is_named(text: str, words: str) -> None:
    assert in_text(text) == words


@pytest.mark.parametrize(("host", "words"), HOSTS.items(), ids=map(ascii, HOSTS))
def test_hosts_are_judged_as_they_may_be_shown(host: str, words: str) -> None:
    assert in_host(host) == words


def test_a_host_wholly_of_look_alikes_is_told_though_no_latin_letter_is_in_it() -> None:
    assert in_host("xn--80ak6aa92e.example").startswith('"\u0430" (CYRILLIC SMALL LETTER A) looks like "a"; ')
    assert in_host("xn--80ak6aa92e.example").endswith("; and others")


def test_each_is_named_once_and_few_of_them() -> None:
    assert in_text("Rive\u0430\u0430\u0430") == '"\u0430" (CYRILLIC SMALL LETTER A) looks like "a"'
    assert in_text("R\u0430\u0435\u043e\u0440\u0441").count(";") == 3


def test_the_table_holds_letters_and_numbers_alone() -> None:
    table: dict[str, str] = json.loads(data_text("lookalikes/letters.json"))
    assert all(len(plain) == 1 and plain.isascii() and plain.isalnum() for plain in table)
    assert all(unicodedata.category(char)[0] in "LNC" for chars in table.values() for char in chars)


@given(st.text())
def test_any_text_is_judged(text: str) -> None:
    assert all(isinstance(words, str) and words.isprintable() for words in (in_text(text), in_host(text)))


@given(st.text(st.characters(max_codepoint=126)))
def test_ascii_never_deceives(text: str) -> None:
    assert in_text(text) == ""
