"""Hand-written pages: Markdown without raw HTML, with links of harmless kinds.

A page is rendered here by Python-Markdown with the extensions that the site uses, and it is the result that is
judged: what the renderer makes of a page is the only thing that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Final

import markdown

from generator.diagnostics import Problem
from generator.sources.shapes import Choice, Items, Member, Table, Text
from generator.sources.yaml_nodes import Document, read, read_text

# What hand-written pages are rendered with. None of these lets a page set attributes or hold HTML.
EXTENSIONS: Final = ("toc", "tables", "fenced_code")

_ELEMENTS: Final = frozenset(
    ["a", "blockquote", "br", "code", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre",
     "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"]
)  # fmt: skip
_LINK: Final = re.compile(r"(?:https?://|mailto:|(?![A-Za-z][A-Za-z0-9+.-]*:)(?!//))[^\x00-\x20]*", re.ASCII)
_FRONT: Final = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_META: Final = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:(?:\s|$)")
_META_TABLE: Final = Table(
    "a page's head",
    {
        "title": Member(Text(), "the page's title"),
        "description": Member(Text(), "what search engines show"),
        "hide": Member(Items(Choice("a part of the page", ("navigation", "toc", "footer"))), "what to leave out"),
    },
)


def faults(path: str, data: bytes) -> list[Problem]:
    """The Problems of a hand-written page."""
    document = read_text(path, data)
    if document.problems:
        return document.problems
    body = _head(document)
    renderer = markdown.Markdown(extensions=list(EXTENSIONS))
    html = renderer.convert(document.text[body:])
    for raw in renderer.htmlStash.rawHtmlBlocks:
        start = document.text.find(raw.strip(), body) if isinstance(raw, str) and raw.strip() else -1
        if start >= 0:
            place = document.place(start, start + len(raw.strip()))
            hint = "write Markdown; put code between backquotes"
            document.report("raw-html", "a page holds no HTML", place, hint)
    if not document.problems:
        for code, message, text in _Judge.of(html):
            start = document.text.find(text, body) if text else -1
            place = document.place(max(start, body), max(start, body) + max(len(text), 1))
            document.report(code, message, place, "links begin with https:, http: or mailto:, or lead within the site")
    return document.problems


def _head(document: Document) -> int:
    """Where the page's body begins, with Problems noted of what stands before it."""
    match = _FRONT.match(document.text)
    if match:
        head = read(document.path, match["yaml"].encode())
        if head.root is not None:
            _META_TABLE.decode(head.root, head, None)
        for problem in head.problems:
            place = document.place(match.start("yaml"))
            document.report(problem.code, f"in the page's head: {problem.message}", place, problem.hint)
        return match.end()
    if _META.match(document.text):
        hint = "begin with a heading, such as # Welcome"
        document.report(
            "page-metadata", "a page that begins with a word and a colon loses that line", document.place(0), hint
        )
    return 0


class _Judge(HTMLParser):
    """Notes each element, attribute and link of rendered Markdown that none of the extensions makes of harmless text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    @classmethod
    def of(cls, html: str) -> Iterator[tuple[str, str, str]]:
        """Code, message and the text to look for in the source, of each fault."""
        judge = cls()
        judge.feed(html)
        judge.close()
        yield from judge.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _ELEMENTS:
            self.found.append(("raw-html", f"a page holds no <{tag}>", f"<{tag}"))
        for name, value in attrs:
            if name in ("href", "src") and not _LINK.fullmatch(value or ""):
                self.found.append(("unsafe-link", "this link leads nowhere that it may", value or ""))
            elif name.startswith("on"):
                self.found.append(("raw-html", "a page holds no scripts", name))
