"""What search engines read on a badge page: an EducationalOccupationalCredential as microdata.

Microdata are attributes of HTML, so they survive every site builder, and no text can end a script element.
Source: https://schema.org/EducationalOccupationalCredential, https://html.spec.whatwg.org/multipage/microdata.html.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.model.achievement import Achievement, Alignment
from generator.model.catalogue import Catalogue
from generator.model.dated import Duration
from generator.site.badge_texts import BadgeTexts, Text

SCHEMA = "https://schema.org/"


@dataclass(frozen=True, slots=True)
class Item:
    """A thing of a type of schema.org, with what is said of it; `id` is its address, if it has one."""

    type: str
    properties: tuple[Property, ...]
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A property: `value` is text, or an address if `link`, or an item."""

    name: str
    value: str | Item
    link: bool = False


def credential(catalogue: Catalogue, badge: Achievement, texts: BadgeTexts, kind: str, level: str) -> Item:
    """A badge version as schema.org has it; `kind` and `level` in the words of the page.

    Name and description are in one language, the one that is told: the badge's own where only one is translated.
    """
    name, about = texts.name, texts.summary
    if name.language != about.language:
        name, about = (Text(text, badge.language) for text in (badge.name, badge.summary))
    at, slug, version = catalogue.issuer.addresses, badge.of.badge, badge.of.version
    made = (
        Property("name", name.text),
        Property("description", about.text),
        Property("url", at.badge_page(slug), link=True),
        Property("image", at.image(slug, version), link=True),
        Property("identifier", at.achievement(slug, version)),
        Property("version", str(version)),
        Property("inLanguage", name.language),
        Property("credentialCategory", kind),
        Property("educationalLevel", level),
        *(Property("competencyRequired", skill) for skill in badge.skills),
        *(Property("validFor", _iso(badge.valid_for)) for _ in (1,) if badge.valid_for),
        Property("dateModified", max([badge.review.last, *(a.date for a in badge.amended)]).isoformat()),
        Property("recognizedBy", _issuer(catalogue)),
        Property("creator", _issuer(catalogue)),
        *(Property("educationalAlignment", Item("AlignmentObject", tuple(_alignment(a)))) for a in badge.alignments),
    )
    return Item("EducationalOccupationalCredential", made, at.criteria(slug, version))


def _issuer(catalogue: Catalogue) -> Item:
    issuer = catalogue.issuer
    about = (Property("name", issuer.name.latest), Property("url", f"{issuer.url}/", link=True))
    return Item("EducationalOrganization", about, issuer.addresses.issuer_page)


def _alignment(alignment: Alignment) -> Iterator[Property]:
    """The node of a framework, whose code is told in its name: an `identifier` would be that of the relation."""
    code, name = alignment.code, alignment.name
    yield Property("targetName", f"{code} {name}" if code and code not in name else name)
    if alignment.description:
        yield Property("targetDescription", alignment.description)
    yield Property("targetUrl", alignment.url, link=True)
    if alignment.framework:
        yield Property("educationalFramework", alignment.framework)


def _iso(length: Duration) -> str:
    """ISO 8601, as schema.org's Duration."""
    parts = ((length.years, "Y"), (length.months, "M"), (length.days, "D"))
    return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)
