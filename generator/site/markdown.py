"""Markdown of the registry's files as HTML: raw HTML is shown as text, links lead to http, https and mailto only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_LINK: Final = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
# Lines that begin with a letter, and hold nothing that means anything in Markdown but words in `**`, which can't mean
# anything else where they begin and end with letters or digits, and, perhaps, `_` and spaces at ends.
_SIGNS: Final = r"""[\w ,.;:!?%/()'"’‘“”–—…¿¡-]"""
_PLAIN_LINE: Final = rf"[^\W\d_]{_SIGNS}*(?:\*\*[^\W_](?:{_SIGNS}*[^\W_])?\*\*(?:{_SIGNS}+|$|(?=\n)))*"
_PLAIN: Final = re.compile(rf"{_PLAIN_LINE}(?:\n{_PLAIN_LINE})*")
_STRONG: Final = re.compile(r"\*\*(.*?)\*\*")
# A page has its own headings of the first and second order.
_DEMOTED: Final = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}


@lru_cache(maxsize=1)
def _renderer() -> MarkdownIt:
    """CommonMark with tables, without HTML, images and links to anything but the web and e-mail."""
    from markdown_it import MarkdownIt  # takes a while, and most texts are plain

    class Safe(MarkdownIt):
        def validateLink(self, url: str) -> bool:
            """Whether a link stays one; the library calls it by this name."""
            return _LINK.match(url) is not None

    return Safe("commonmark", {"html": False}).enable("table").disable("image")


def to_html(text: str) -> Markup:
    """The HTML of a text in Markdown; made by a renderer that admits no HTML, so it may stand in a page as it is."""
    if _PLAIN.fullmatch(text) and "_" not in text and " \n" not in text and text[-1] != " ":
        escaped = text.replace('"', "&quot;")
        return Markup("<p>{}</p>\n".format(_STRONG.sub(r"<strong>\1</strong>", escaped) if "**" in text else escaped))
    return rendered(text)


def rendered(text: str) -> Markup:
    """The HTML by the renderer, which `to_html` leaves out where it would change nothing but quotation marks."""
    renderer = _renderer()
    tokens = renderer.parse(text)
    _adapt(tokens)
    return Markup(renderer.renderer.render(tokens, renderer.options, {}))


def _adapt(tokens: Sequence[Token]) -> None:
    """Move headings below the page's own, and mark links as leading elsewhere."""
    for token in tokens:
        token.tag = _DEMOTED.get(token.tag, token.tag) if token.type.startswith("heading") else token.tag
        if token.type == "link_open":
            token.attrSet("rel", "nofollow noopener")
        _adapt(token.children or ())
