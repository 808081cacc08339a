"""Pages of the catalogue as Markdown with front matter, for MkDocs or any other site builder.

Headings are Markdown, so that the builder can list them; everything else is a block of HTML in which the registry's
texts are escaped, so that nothing in a text is Markdown, front matter or a construct of the builder.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from generator.model.catalogue import Catalogue
from generator.model.dated import Term
from generator.names import Slug
from generator.site import words
from generator.site.badge_page import badge_page
from generator.site.templates import render

# Builders put titles into attributes and elements without escaping them, some after unescaping them once more: so they
# get no character that matters there, and no ampersand that begins the name of one.
_PLAIN: Final = str.maketrans({"<": "‹", ">": "›", '"': "”", "\\": "＼", "`": "´"})
_ENTITY: Final = re.compile(r"&(?=[#A-Za-z0-9])")
# What YAML takes as it is between quotes; all else is written by its number.
_UNPRINTABLE: Final = re.compile(r"[^ !#-\[\]-~\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]")


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key with its dates."""

    public: str
    since: str
    revoked: str | None
    signs: bool


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A campus or assessor: id, name, and when."""

    id: Slug
    name: str
    when: str
    badges: tuple[tuple[str, str], ...] = ()


def catalogue_pages(catalogue: Catalogue, *, preview: bool = False) -> dict[str, str]:
    """The text of each page by its path below `docs/`; `index.md` is for registries that have none of their own."""
    issuer, name = catalogue.issuer, catalogue.issuer.name.latest
    newest = [versions[-1] for _, versions in sorted(catalogue.badges.items())]
    shared = {"issuer": issuer, "name": name, "at": issuer.addresses, "badges": newest, "preview": preview}
    pages = {
        "index.md": _page(name, issuer.description, render("home.md", **shared)),
        "badges/index.md": _page("Badges", f"The badges of {name}", render("badges.md", **shared)),
        "issuer/index.md": _page(name, issuer.description, render("issuer.md", **shared, **_issuer(catalogue))),
    }
    for slug, versions in sorted(catalogue.badges.items()):
        text = badge_page(catalogue, versions)
        pages[f"badges/{slug}/index.md"] = _page(versions[-1].name, versions[-1].summary, text)
    return pages


def _page(title: str, description: str, body: str) -> str:
    """A page with its front matter, whose texts are one plain line each."""
    head = {"title": _plain(title), "description": _plain(description)}
    lines = [f"{name}: {_quoted(text)}" for name, text in head.items()]
    return "\n".join(["---", *lines, "---", "", body])


def _plain(text: str) -> str:
    return _ENTITY.sub("＆", " ".join(text.split()).translate(_PLAIN))


def _quoted(text: str) -> str:
    """The text as a scalar of YAML in double quotes, on one line."""
    return '"' + _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08X}", text) + '"'


def _name(catalogue: Catalogue, badge: Slug) -> str:
    return catalogue.badges[badge][-1].name


def _issuer(catalogue: Catalogue) -> dict[str, object]:
    issuer, said = catalogue.issuer, words.of(catalogue.issuer.language)
    signing = issuer.signing_key
    return {
        "keys": [
            KeyView(key.public, said.day(key.since), said.day(key.revoked) if key.revoked else None, key == signing)
            for key in issuer.keys
        ],
        "campuses": [PlaceView(id_, c.name.latest, _when(c.term, said)) for id_, c in issuer.campuses.items()],
        "assessors": [
            PlaceView(id_, a.name.latest, _when(a.term, said), tuple((_name(catalogue, b), str(b)) for b in a.badges))
            for id_, a in issuer.assessors.items()
        ],
    }


def _when(term: Term, said: words.Words) -> str:
    since = f"from {said.day(term.since)}" if term.since else ""
    until = f"until {said.day(term.until)}" if term.until else ""
    return " ".join(part for part in (since, until) if part)
