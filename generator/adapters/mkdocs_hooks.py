"""Hooks of MkDocs that make it faster with the catalogue's pages, and change nothing of what it makes.

MkDocs loads this file by itself, in a process where the package may not be there, so nothing of ours is imported.

A page of the catalogue is blocks of HTML between headings, and each is parsed three times in Python: by Markdown to
find where it ends, by MkDocs to find its anchors, by Material's search to find its words. The first two are spared
whole blocks, which an empty one stands for meanwhile; the third gets a quicker reader of tags. Whatever isn't plainly
such a block, or plainly such a tag, goes the long way.
"""

from __future__ import annotations

import gc
import re
from html import unescape
from typing import Any, Final

from jinja2 import Environment
from material.plugins.search import plugin as search  # type: ignore[import-untyped]
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.pages import Page

# Whatever Markdown may change in raw HTML: tabs, other ends of lines, its own marks, lines of spaces alone.
_CHANGED: Final = ("\t", "\r", "\x02", "\x03", "<!", "<?")
_EMPTY_LINE: Final = re.compile(r"\n *\n")
_OPENS: Final = re.compile(r"<(div|section)(?=[\s>])")
_TAG: Final = {name: re.compile(rf"<(/?){name}[\s>]") for name in ("div", "section")}
_ANCHOR: Final = re.compile(r" id=\"([^\"]*)\"")
_STAND_IN: Final = '<div data-block-taken="{}"></div>'
_STANDS_IN: Final = re.compile(_STAND_IN.format("([0-9]+)"))
_TOKEN: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z][\w:.-]*(?:=\"[^\"]*\")?)*)\s*(/?)>|([^<]+)")
_ATTRIBUTE: Final = re.compile(r"([A-Za-z][\w:.-]*)(?:=\"([^\"]*)(\"))?")
# Within these, HTML's parser reads by other rules.
_OTHER_RULES: Final = re.compile(
    r"<(?:script|style|textarea|title|xmp|iframe|noembed|noframes|noscript|plaintext)", re.IGNORECASE
)
# Of a page's objects most live until the end of the build: looking through all of them again and again frees nothing.
_GARBAGE: Final = 50_000

_taken: Final[dict[str, list[str]]] = {}


class QuickParser(search.Parser):  # type: ignore[misc]  # Material has no types
    """Material's reader of words, told of tags by one expression instead of the parser of all HTML."""

    def feed(self, data: str) -> None:
        """Call the handlers for a whole page, as the parser would, or let it."""
        if _OTHER_RULES.search(data) or _TOKEN.sub("", data):
            super().feed(data)
            return
        for closes, tag, attributes, alone, text in _TOKEN.findall(data):
            if text:
                self.handle_data(unescape(text) if "&" in text else text)
            elif closes:
                self.handle_endtag(tag.lower())
            else:
                self.handle_starttag(tag.lower(), _attributes(attributes) if attributes else [])
                if alone:
                    self.handle_endtag(tag.lower())


def _attributes(text: str) -> list[tuple[str, str | None]]:
    """Name and value of each; None where there is no value."""
    found = _ATTRIBUTE.findall(text)
    return [(name.lower(), unescape(value) if quoted else None) for name, value, quoted in found]


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the quick reader in the other's place."""
    gc.set_threshold(_GARBAGE)
    search.Parser = QuickParser
    return config


def on_env(env: Environment, **_: Any) -> Environment:
    """No template changes during a build, so their files aren't looked at again."""
    env.auto_reload = False
    return env


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, **_: Any) -> str:
    """The page of the catalogue with something short in place of each block; others as they are."""
    made = page.file.src_uri in config.extra["made"]
    return _without_blocks(markdown, _taken.setdefault(page.file.src_uri, [])) if made else markdown


def on_page_content(html: str, *, page: Page, **_: Any) -> str:
    """The page with its blocks where they belong, and their anchors known."""
    blocks = _taken.pop(page.file.src_uri, [])
    found = {unescape(name) for block in blocks for name in _ANCHOR.findall(block)}
    page.present_anchor_ids = (page.present_anchor_ids or set()) | found
    return _STANDS_IN.sub(lambda match: blocks[int(match[1])], html) if blocks else html


def _without_blocks(markdown: str, taken: list[str]) -> str:
    parts = markdown.split("\n\n")
    for place, part in enumerate(parts):
        block = part.strip("\n")
        if _is_block(block):
            parts[place] = part.replace(block, _STAND_IN.format(len(taken)))
            taken.append(block)
    return "\n\n".join(parts)


def _is_block(text: str) -> bool:
    """Whether this is one element whole, which Markdown leaves as it is."""
    opens = _OPENS.match(text)
    if not opens or any(sign in text for sign in _CHANGED) or _EMPTY_LINE.search(text):
        return False
    depth, end = 0, 0
    for tag in _TAG[opens[1]].finditer(text):
        depth += -1 if tag[1] else 1
        if not depth:
            end = tag.end()
            break
    return end == len(text)
