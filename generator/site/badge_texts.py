"""A badge's own texts in the language of a page, where there is a translation, and in the others that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from babel import Locale, UnknownLocaleError
from markupsafe import Markup

from generator.model.achievement import Achievement
from generator.site.markdown import to_html
from generator.site.words import Words, nearest

_NAMES: Final = ("name", "summary", "description", "criteria")


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the tag of its language."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class BadgeTexts:
    """The texts that a badge has translations of; `criteria` is Markdown."""

    name: Text
    summary: Text
    description: Text
    criteria: Text


@dataclass(frozen=True, slots=True)
class Translation:
    """A badge in another language: its tag, what the language calls itself, and those texts that there are."""

    language: str
    called: str
    name: str | None
    summary: str | None
    description: str | None
    criteria_html: Markup | None


def texts_of(badge: Achievement, language: str) -> BadgeTexts:
    """Each text in the language that is the nearest to the wanted one, else as the badge has it."""
    tag = _shown(badge, language)
    there = badge.translations.get(tag, {})
    return BadgeTexts(
        *(Text(there[name], tag) if name in there else Text(getattr(badge, name), badge.language) for name in _NAMES)
    )


def other_languages(badge: Achievement, language: str) -> tuple[Translation, ...]:
    """The badge in the languages that `texts_of` does not show, its own first."""
    return tuple(_others(badge, _shown(badge, language)))


def foreign(text: Text, said: Words) -> str | None:
    """The tag that HTML wants for a text, where its language is not that of the page, which is that of the words."""
    return None if text.language == said.language else text.language


def marked(text: str, language: str, said: Words) -> str:
    """The text, as HTML in an element that tells its language where that is not the page's."""
    tag = foreign(Text(text, language), said)
    return Markup('<span dir="auto" lang="{}">{}</span>').format(tag, text) if tag else text


def called(language: str) -> str:
    """What a language calls itself, as at the beginning of a line; its tag where that is not known."""
    try:
        name = Locale.parse(language, sep="-").get_language_name() or language
    except (UnknownLocaleError, ValueError):
        return language
    return name[:1].upper() + name[1:]


def _others(badge: Achievement, shown: str) -> Iterator[Translation]:
    if shown != badge.language:
        yield _translation(badge.language, {name: getattr(badge, name) for name in _NAMES})
    for tag, texts in sorted(badge.translations.items()):
        if tag != shown and texts:
            yield _translation(tag, texts)


def _translation(tag: str, texts: Mapping[str, str]) -> Translation:
    name, summary, description, criteria = map(texts.get, _NAMES)
    return Translation(tag, called(tag), name, summary, description, to_html(criteria) if criteria else None)


def _shown(badge: Achievement, language: str) -> str:
    """Whose texts stand in for the badge's own, or its own language."""
    return nearest(language, badge.language, [tag for tag, texts in badge.translations.items() if texts])
