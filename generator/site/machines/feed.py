"""The Atom feed of new badge versions (RFC 4287)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final
from xml.etree import ElementTree

from generator.model.achievement import Achievement, BadgeVersion
from generator.model.catalogue import Catalogue
from generator.model.profile import Profile
from generator.openbadges.json_values import midnight
from generator.site import words
from generator.site.badge_texts import texts_of

_ATOM: Final = "http://www.w3.org/2005/Atom"
# What no XML document may hold, not even by number (XML 1.0, 2.2, Char).
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(catalogue: Catalogue) -> bytes:
    """The feed: every version of every badge, those that changed last first; XML in UTF-8.

    An entry's id is the address of its criteria; it was updated when it was last reviewed or amended, at midnight UTC.
    (When it was first published is written nowhere; so a version is at least as new as those before it.)
    """
    issuer = catalogue.issuer
    at, said = issuer.addresses, words.of(issuer.language)
    entries = sorted(catalogue.achievements(), key=lambda badge: at.criteria(badge.of.badge, badge.of.version))
    days = updated(catalogue)
    entries.sort(key=lambda badge: days[badge.of], reverse=True)
    top = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": said.language})
    _text(top, "id", at.feed)
    _text(top, "title", said.text("feed.title", issuer=issuer.name.latest))
    _text(top, "subtitle", said.text("feed.subtitle"))
    _text(top, "updated", midnight(days[entries[0].of] if entries else _first_day(issuer)))
    ElementTree.SubElement(top, "link", rel="self", type="application/atom+xml", href=at.feed)
    ElementTree.SubElement(top, "link", rel="alternate", type="text/html", href=at.catalogue)
    author = ElementTree.SubElement(top, "author")
    _text(author, "name", issuer.name.latest)
    _text(author, "uri", issuer.url)
    for badge in entries:
        top.append(_entry(issuer, badge, days[badge.of], said))
    ElementTree.indent(top, space=" ")
    return bytes(ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)) + b"\n"


def updated(catalogue: Catalogue) -> dict[BadgeVersion, date]:
    """The day on which each badge version, or one before it, was last reviewed or amended."""
    days: dict[BadgeVersion, date] = {}
    for versions in catalogue.badges.values():
        newest = date.min
        for badge in versions:
            newest = max(newest, badge.review.last, *(amended.date for amended in badge.amended))
            days[badge.of] = newest
    return days


def _entry(issuer: Profile, badge: Achievement, day: date, said: words.Words) -> ElementTree.Element:
    at, slug, version = issuer.addresses, badge.of.badge, badge.of.version
    texts = texts_of(badge, issuer.language)
    title = texts.name.text
    entry = ElementTree.Element("entry", {"xml:lang": texts.name.language})
    _text(entry, "id", at.criteria(slug, version))
    _text(entry, "title", title if version == 1 else said.text("feed.version", name=title, n=version))
    _text(entry, "updated", midnight(day))
    _text(entry, "summary", texts.summary.text).set("xml:lang", texts.summary.language)
    ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=at.criteria(slug, version))
    return entry


def _first_day(issuer: Profile) -> date:
    """A day for a feed without entries, which needs one."""
    return max(key.since for key in issuer.keys)


def _text(parent: ElementTree.Element, tag: str, text: str) -> ElementTree.Element:
    made = ElementTree.SubElement(parent, tag)
    made.text = " ".join(_NO_XML.sub("", text).split())
    return made
