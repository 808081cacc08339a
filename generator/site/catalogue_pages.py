"""Pages of the catalogue as Markdown with front matter, for MkDocs or any other site builder.

Headings are Markdown, so that the builder can list them; everything else is a block of HTML in which the registry's
texts are escaped, so that nothing in a text is Markdown, front matter or a construct of the builder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from generator.model.catalogue import Catalogue
from generator.site import words
from generator.site.badge_cards import cards_of, filters_of
from generator.site.badge_page import badge_page
from generator.site.badge_texts import marked
from generator.site.frame import frame
from generator.site.home_page import home_parts
from generator.site.issuer_page import issuer_parts
from generator.site.requirement_graph import users_of
from generator.site.templates import render

# Builders put titles into attributes and elements without escaping them, some after unescaping them once more: so they
# get no character that matters there, and no ampersand that begins the name of one.
_PLAIN: Final = str.maketrans({"<": "‹", ">": "›", '"': "”", "\\": "＼", "`": "´"})
_ENTITY: Final = re.compile(r"&(?=[#A-Za-z0-9])")
# What YAML takes as it is between quotes; all else is written by its number.
_UNPRINTABLE: Final = re.compile(r"[^ !#-\[\]-~\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\U00010000-\U0010FFFF]")
# Parts of the builder's page that these pages do without.
_WIDE: Final = ("navigation", "toc")


@dataclass(frozen=True, slots=True)
class Pages:
    """The catalogue's pages by their path below `docs/`, and what the frame around every page of the site says.

    `texts["index.md"]` is for registries that have no front page of their own; `frame` holds JSON values.
    """

    texts: Mapping[str, str]
    frame: Mapping[str, Any]


def catalogue_pages(catalogue: Catalogue, *, preview: bool = False) -> Pages:
    """Home, the list of badges, a page for each, and that of the issuer, in the issuer's language.

    A preview says so on every page.
    """
    issuer, name, said = catalogue.issuer, catalogue.issuer.name.latest, words.of(catalogue.issuer.language)
    at, cards, around = issuer.addresses, cards_of(catalogue, said), frame(catalogue, said)
    shared = {"issuer": issuer, "name": name, "at": at, "t": said.text, "number_of_badges": len(cards)}
    shared["description"] = marked(issuer.description, issuer.language, said)
    home = render("home.md", **shared, root="badges/", check=around["check"], **home_parts(catalogue, cards, said))
    listed = render("badges.md", **shared, cards=cards, root="", filters=filters_of(catalogue, cards, said))
    own = at.issuer_image if issuer.image else None
    pages = {
        "index.md": _page(
            said.text("catalogue.home.page_title", issuer=name), issuer.description, home,
            image=own, hide=_WIDE, found=False,
        ),
        "badges/index.md": _page(
            said.text("catalogue.site.badges"), said.text("catalogue.list.about", issuer=name), listed,
            image=own, hide=_WIDE, found=False,
        ),
        "issuer/index.md": _page(
            said.text("catalogue.issuer.page_title", issuer=name), said.text("catalogue.issuer.about", issuer=name),
            render("issuer.md", **shared, **issuer_parts(catalogue, said)),
            image=own, hide=_WIDE[:1],
        ),
    }  # fmt: skip
    users = users_of(catalogue)
    # In the order of the menu that a builder makes of them.
    for card in sorted(cards, key=lambda card: (card.name.casefold(), card.slug)):
        slug, versions = card.slug, catalogue.badges[card.slug]
        image = at.image(slug, versions[-1].of.version)
        text = badge_page(catalogue, versions, users)
        pages[f"badges/{slug}/index.md"] = _page(card.name, card.summary, text, image=image)
    return Pages(pages, around)


def _page(
    title: str,
    description: str,
    body: str,
    *,
    image: str | None = None,
    hide: Iterable[str] = (),
    found: bool = True,
) -> str:
    """A page with its front matter, whose texts are one plain line each; `image` is the address of its picture.

    What is not to be `found` by the search of the site says on other pages all that it says.
    """
    head = {"title": _plain(title), "description": _plain(description)} | ({"image": image} if image else {})
    lines = [f"{name}: {_quoted(text)}" for name, text in head.items()]
    left_out = ["hide:", *(f"  - {part}" for part in hide)] if hide else []
    unfound = [] if found else ["search:", "  exclude: true"]
    return "\n".join(["---", *lines, *left_out, *unfound, "---", "", body])


def _plain(text: str) -> str:
    return _ENTITY.sub("＆", " ".join(text.split()).translate(_PLAIN))


def _quoted(text: str) -> str:
    """The text as a scalar of YAML in double quotes, on one line."""
    return '"' + _UNPRINTABLE.sub(lambda found: f"\\U{ord(found[0]):08X}", text) + '"'
