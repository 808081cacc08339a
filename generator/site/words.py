"""Interface texts in the reader's language, and how dates, numbers and lengths of time read in it.

One catalogue a language, `data/words/<language>.yml`: another language needs no code. Texts have slots in braces.
Dates, numbers, plurals and lists follow CLDR, by Babel, and in browsers by `Intl`, which knows the same rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final

import yaml
from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from markupsafe import Markup, escape

from generator import resources
from generator.model.dated import Duration

FALLBACK: Final = "en"
_SLOT: Final = re.compile(r"\{([a-z_]+)\}")

Texts = Mapping[str, Any]


@dataclass(frozen=True)
class Words:
    """The interface texts of one language; `language` is the tag that HTML wants, `locale` whose dates and numbers."""

    language: str
    name: str
    locale: str
    material: str
    texts: Texts

    def text(self, key: str, **slots: object) -> str:
        """The text of a dotted key with its slots filled; HTML (escaped) if one of them is HTML.

        A text with plural forms takes the one of its slot `n`. Raises LookupError for a key or slot that is missing:
        the package's own mistake.
        """
        parts = _parts(self._form(_find(self.texts, key), slots))
        if len(parts) == 1:
            return parts[0]
        filled = [part if place % 2 == 0 else slots[part] for place, part in enumerate(parts)]
        if any(isinstance(part, Markup) for part in filled):
            return Markup("").join(escape(part) for part in filled)
        return "".join(map(str, filled))

    def switchable(self, key: str, **slots: object) -> Markup:
        """The text as an element that a page's script can switch to another language.

        The key is one of the section `award`; `data-t` tells it. Each slot is an element in the text: a value that is
        one, or one around it; where there are several, `data-s` tells their names.
        """
        text = self._form(_find(self.texts, f"award.{key}"), slots)
        marked = {name: _slot(name if len(slots) > 1 else None, value) for name, value in slots.items()}
        parts = (part if place % 2 == 0 else marked[part] for place, part in enumerate(_parts(text)))
        return Markup('<span data-t="{}">{}</span>').format(key, Markup("").join(escape(part) for part in parts))

    def day(self, when: date) -> str:
        """A date in words: `May 14, 2026`."""
        return _day(when, self.locale)

    def number(self, value: Decimal) -> str:
        """A number without needless zeros."""
        return format_decimal(_plain(value), locale=_locale(self.locale))

    def duration(self, length: Duration) -> str:
        """`2 years and 6 months`."""
        locale = _locale(self.locale)
        units = ((length.years, "year"), (length.months, "month"), (length.days, "day"))
        return format_list([format_unit(n, f"duration-{unit}", locale=locale) for n, unit in units if n], locale=locale)

    def listed(self, items: list[str]) -> str:
        """`A, B, and C`."""
        return format_list(items, locale=_locale(self.locale))

    def _form(self, text: str | Mapping[str, str], slots: Mapping[str, object]) -> str:
        if isinstance(text, str):
            return text
        form = _locale(self.locale).plural_form(_plain(Decimal(str(slots["n"]))))
        return text.get(form) or text["other"]


def of(language: str) -> Words:
    """The texts of a language, by its tag or the beginning of it; where there are none, the English ones."""
    return _read(lookup(language, resources.word_catalogues()) or FALLBACK)


def lookup(wanted: str, known: Collection[str]) -> str | None:
    """Which of the known language tags to take for the wanted one: RFC 4647, 3.4, Lookup; None: none of them.

    What is wanted is cut from its end until it is known (`zh-Hant-TW`, `zh-Hant`, `zh`), capitals apart.
    """
    tags = {tag.lower(): tag for tag in known}
    parts = wanted.lower().split("-")
    while parts:
        if (tag := "-".join(parts)) in tags:
            return tags[tag]
        # A subtag of one sign begins an extension, and means nothing by itself.
        parts = parts[:-2] if len(parts) > 1 and len(parts[-2]) == 1 else parts[:-1]
    return None


def all_languages() -> tuple[Words, ...]:
    """Every language that there is a catalogue of, by tag."""
    return tuple(_read(tag) for tag in resources.word_catalogues())


def for_browser(words: Words) -> dict[str, Any]:
    """What a page's script needs to switch: the locale and the texts of award pages by key."""
    return {"locale": words.locale, "name": words.name, "texts": dict(words.texts["award"])}


def nearest(wanted: str, own: str, others: Collection[str]) -> str:
    """In which language a text that there is in its own and in others is shown to who wants one.

    The wanted one by `lookup`, else one of the same first part, else its own.
    """
    tags = (own, *sorted(others))
    prime = wanted.partition("-")[0].lower()
    near = (tag for tag in tags if tag.partition("-")[0].lower() == prime)
    return lookup(wanted, tags) or next(near, own)


@cache
def _read(tag: str) -> Words:
    texts = yaml.load(resources.data_bytes(f"words/{tag}.yml"), yaml.CSafeLoader)
    if tag != FALLBACK:
        texts = _over(_read(FALLBACK).texts, texts)
    return Words(tag, texts["name"], texts["locale"], texts["material"], texts)


def _over(under: Texts, texts: Texts) -> Texts:
    """The texts, with those of `under` where there are none; plural forms are taken together."""
    made = {**under, **texts}
    for key, theirs in under.items():
        mine = texts.get(key)
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping) and "other" not in theirs:
            made[key] = _over(theirs, mine)
    return made


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    """What stands before the first slot, that slot's name, what stands behind it, and so on."""
    return tuple(_SLOT.split(text))


def _slot(name: str | None, value: object) -> Markup:
    """The value as an element, with the name if there is one."""
    given = Markup(' data-s="{}"').format(name) if name else Markup()
    if not (isinstance(value, Markup) and value.startswith("<")):
        return Markup("<span{}>{}</span>").format(given, value)
    end = min(at for at in (value.find(" "), value.find(">")) if at > 0)
    return Markup(value[:end] + given + value[end:])


def _find(texts: Texts, key: str) -> Any:
    found: Any = texts
    for part in key.split("."):
        found = found[part]
    return found


def _plain(value: Decimal) -> Decimal:
    """The number without needless zeros, which some languages count by: one hour, but 1.0 hours."""
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


@cache
def _locale(tag: str) -> Locale:
    return Locale.parse(tag, sep="-")


@lru_cache(maxsize=4096)
def _day(when: date, locale: str) -> str:
    return format_date(when, format="long", locale=_locale(locale))
