"""Letters that pass for others: what of a name or host deceives the eye.

A reduced form of Unicode Technical Standard 39 (https://www.unicode.org/reports/tr39/): letters of another alphabet
within a word of Latin ones (5.1, mixed-script detection), texts wholly of letters that look Latin (4.2, whole-script
confusables), styled letters, and invisible characters. Letters within ASCII (`rn` for `m`, `0` for `O`) are not judged.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from typing import Final

from generator.resources import data_text

_MOST_TOLD: Final = 3
_LONGEST_LABEL: Final = 63  # RFC 1035, 2.3.4
_WORD: Final = re.compile(r"[^\W_]+(?:[\u0300-\u036f\u200b-\u200d\u2060\ufeff\u00ad]+[^\W_]+)*")
# Letters of these have no business in a Latin word; Greek ones stand in formulas, such as Δt.
_APART: Final = frozenset({"CYRILLIC", "ARMENIAN", "CHEROKEE", "GEORGIAN", "COPTIC"})
# Of living Latin alphabets: Turkish, Ewe, Dagbani, Kabiye, Khoekhoe, Skolt Sami. No host needs them as much as we do.
_LIVING: Final = frozenset("ıʋɣɩƖǀƷȜȢȣ")
# Blanks that are no format characters: fillers of Hangul, the empty Braille cell, the grapheme joiner.
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_JOINERS: Final = frozenset("\u200c\u200d")
_MARKS: Final = frozenset("\u200e\u200f\u061c")


def in_text(text: str) -> str:
    """Words that name the deceptive letters of a name, such as `"а" (CYRILLIC SMALL LETTER A) looks like "a"`.

    The empty text where there are none: names wholly in their own alphabet, with any accents, are none.
    """
    return "" if text.isascii() else _told(chain(_invisible(text), _of_words(text, _surely(text), _LIVING)))


def in_host(host: str) -> str:
    """The same of a host name, label by label; `xn--` labels are read as what browsers may show."""
    labels = re.split(r"[.\u3002\uff0e\uff61]", host)
    shown = [_shown(label) for label in labels]
    words = [
        f'"{label}" is no label that can be read' for label, text in zip(labels, shown, strict=True) if text is None
    ]
    native = _surely(shown[-1] or "")
    for label in shown:
        if label and not label.isascii():
            words += _invisible(label)
            words += _of_words(label, native, frozenset())
    return _told(words)


def _shown(label: str) -> str | None:
    """What a label of a host name is shown as; None where its Punycode (RFC 3492) cannot be read."""
    if label[:4].lower() != "xn--":
        return label
    if len(label) > _LONGEST_LABEL:
        return None
    try:
        text = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return None
    return text if text.isprintable() and not text.isascii() else None


def _told(words: Iterable[str]) -> str:
    listed: dict[str, None] = {}
    for each in words:
        listed["and others" if len(listed) >= _MOST_TOLD and each not in listed else each] = None
        if len(listed) > _MOST_TOLD:
            break
    return "; ".join(listed)


def _invisible(text: str) -> Iterator[str]:
    """Characters that nobody sees, but those that their scripts and emoji need."""
    right_to_left = any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
    flag = text.find("\U0001f3f4")
    for at, char in enumerate(text):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if char in _JOINERS:
            needed = _joins(before) and _joins(after)
        elif char in _MARKS:
            needed = right_to_left
        elif "\U000e0020" <= char <= "\U000e007f":  # the flags of Scotland and others are spelt with these
            needed = 0 <= flag < at
        elif "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef":  # forms of emoji and ideographs
            needed = bool(before) and _alphabet(before) not in ("LATIN", "GREEK", *_APART)
        else:
            hides = unicodedata.category(char) in ("Cf", "Zl", "Zp") or char in _BLANK
            needed = not hides or "\u0600" <= char <= "\u08e2"  # signs before Arabic and Syriac numbers
        if not needed:
            yield f"the invisible character U+{ord(char):04X} ({_name(char)}) stands in it"


def _joins(char: str) -> bool:
    """Whether the character is of those that joiners are for: letters of Asian scripts, their marks, and emoji."""
    apart = char == "" or char.isascii() or _alphabet(char) in ("LATIN", "GREEK", *_APART)
    return not apart and unicodedata.category(char)[0] in "LMS"


def _of_words(text: str, own: frozenset[str], living: frozenset[str]) -> Iterator[str]:
    """What deceives in the words of a text; `own` are the alphabets that its readers surely read."""
    for word in _WORD.findall(text):
        if not word.isascii():
            yield from _of_word(word, own, living, wide="CJK" in own or "HIRAGANA" in own or "KATAKANA" in own)


def _of_word(word: str, own: frozenset[str], living: frozenset[str], *, wide: bool) -> Iterator[str]:
    letters = [char for char in unicodedata.normalize("NFC", word) if char.isalnum()]
    alphabets = _alphabets(word)
    mixed = "LATIN" in alphabets
    whole = not mixed and not alphabets & own and len(letters) > 1
    whole = whole and all(char in _looks() for char in letters if char.isalpha())
    for char in letters:
        if styled := _styled(char, wide=wide):
            yield _like(char, styled)
        elif char in _looks() and char not in living and (mixed or whole):
            yield _like(char, _looks()[char])
        elif mixed and _alphabet(char) in _APART:
            yield f'"{char}" ({_name(char)}) stands among Latin letters'


def _styled(char: str, *, wide: bool) -> str:
    """The plain letter that a mathematical or full-width one is a form of, or nothing."""
    decomposition = unicodedata.decomposition(char)
    if decomposition.startswith("<font>") or (decomposition.startswith("<wide>") and not wide):
        plain = unicodedata.normalize("NFKC", char)
        return plain if plain.isascii() else ""
    return ""


def _like(char: str, plain: str) -> str:
    return f'"{char}" ({_name(char)}) looks like "{plain}"'


def _name(char: str) -> str:
    return unicodedata.name(char, "without a name")


def _alphabets(text: str) -> frozenset[str]:
    """The alphabets of a text's letters, styled ones aside."""
    plain = (char for char in text if char.isalpha() and not unicodedata.decomposition(char).startswith("<"))
    return frozenset(_alphabet(char) for char in plain)


def _surely(text: str) -> frozenset[str]:
    """The alphabets of which the text has letters that look like no Latin ones."""
    return _alphabets("".join(char for char in text if char not in _looks()))


def _alphabet(char: str) -> str:
    """The first word of a letter's name, which says its script but for a few symbols; nothing of other characters."""
    return unicodedata.name(char, "").partition(" ")[0] if char.isalpha() else ""


@cache
def _looks() -> dict[str, str]:
    """What each look-alike looks like."""
    table: dict[str, str] = json.loads(data_text("lookalikes/letters.json"))
    return {char: plain for plain, chars in table.items() for char in chars}
