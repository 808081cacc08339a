"""Hand-written pages: Markdown without raw HTML, with links of harmless kinds.

A page is rendered here by Python-Markdown with the extensions that the site uses, and it is the result that is
judged: what the renderer makes of a page is the only thing that counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from generator.diagnostics import Position, Problem
from generator.sources.personal import OF_ANYBODY, Personal, conceal
from generator.sources.scalars import Choice
from generator.sources.site_settings import PLAIN
from generator.sources.tables import Items, Member, Table
from generator.sources.yaml_nodes import Document, read, read_text

if TYPE_CHECKING:
    from markdown import Markdown

# What hand-written pages are rendered with. None of these lets a page set attributes or hold HTML.
EXTENSIONS: Final = ("toc", "tables", "fenced_code")
# The renderer takes time that grows faster than the page, above all where brackets stay open.
_MOST_CHARACTERS: Final = 40_000
_MOST_LINES: Final = 1_000
_MOST_MARKS: Final = 200
_MOST_OPEN: Final = 30

_MARKS: Final = re.compile(rf"([\[\](){{}}<>*_`!&~^|:\\\"' \t\-+=#.])\1{{{_MOST_MARKS}}}")
_UNCLOSED_TAG: Final = re.compile(r"<[A-Za-z/!?][^<>]*(?=<|\Z)")
_BLOCK: Final = re.compile(r"(?:[^\n]*\S[^\n]*\n?)+")
# Every element and attribute that these extensions make of Markdown, and what the attribute may be.
_ID: Final = r"[^\s\"'<>&]*"
_TITLE: Final = r".*"
# Of this site alone: readers' browsers ask nothing of other hosts.
_FILE: Final = r"(?![A-Za-z][A-Za-z0-9+.-]*:)(?!//)[^\x00-\x20\\]*"
_LINK: Final = r"(?:https?://|mailto:|(?![A-Za-z][A-Za-z0-9+.-]*:)(?!//))[^\x00-\x20\\]*"
_PLAIN_ELEMENTS: Final = "blockquote br em hr li p pre strong table tbody thead tr ul".split()
_ELEMENTS: Final[Mapping[str, Mapping[str, str]]] = {
    **{name: {} for name in _PLAIN_ELEMENTS},
    **{f"h{level}": {"id": _ID} for level in range(1, 7)},
    "a": {"href": _LINK, "title": _TITLE},
    "code": {"class": r"language-[\w+#.-]+"},
    "img": {"src": _FILE, "alt": _TITLE, "title": _TITLE},
    "ol": {"start": "[0-9]+"},
    "td": {"style": "text-align: (?:left|center|right);"},
    "th": {"style": "text-align: (?:left|center|right);"},
}
# How MkDocs finds what stands before a page: YAML between lines, else lines of a word and a colon.
_FRONT: Final = re.compile(r"-{3}[ \t]*\n(?P<yaml>.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.DOTALL)
_META: Final = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:")
_HEAD: Final = Table(
    "a page's head",
    {
        "title": Member(PLAIN, "the page's title"),
        "description": Member(PLAIN, "what search engines show"),
        "hide": Member(Items(Choice("a part of the page", ("navigation", "toc", "footer"))), "what to leave out"),
    },
)
# Where a link leads, in each of the ways in which Markdown writes it.
_TARGET: Final = re.compile(r"(?:\]\([ \t]*<?|^\[[^\]\n]{1,200}\]:[ \t]*<?|<)(?P<target>[^\s)>]+)", re.MULTILINE)
_NO_HTML: Final = "write Markdown; put what is to be seen as it is between backquotes"
_LINKS: Final = "links begin with https:, http: or mailto:, or lead within the site; an image is a file in docs/"


def faults(path: str, data: bytes, personal: Personal = OF_ANYBODY) -> list[Problem]:
    """The Problems of a hand-written page."""
    document = read_text(path, data)
    # As MkDocs reads it; lines and columns stay what they are.
    document.text = document.text.replace("\r\n", "\n").replace("\r", "\n")
    body = 0 if document.problems or _too_much(document) else _head(document)
    if not document.problems:
        _judge(document, body)
    conceal(document, personal)
    return document.problems


def _too_much(document: Document) -> bool:
    if len(document.text) > _MOST_CHARACTERS:
        message = f"the page has more than {_MOST_CHARACTERS:,} characters"
        document.report("file-too-large", message, None, "make two pages of it")
    elif found := _MARKS.search(document.text):
        message = f"this sign stands more than {_MOST_MARKS} times in a row"
        document.report("too-many-marks", message, document.place(found.start(), found.end()), "write fewer")
    elif (at := _left_open(document.text)) is not None:
        message = f"more than {_MOST_OPEN} brackets are open here"
        document.report("too-many-marks", message, document.place(at), "close them, or put a backslash before them")
    elif len(tags := list(_UNCLOSED_TAG.finditer(document.text))) > _MOST_MARKS:
        document.report("raw-html", "a page holds no HTML", document.place(tags[0].start(), tags[0].end()), _NO_HTML)
    else:
        long = [block.start() for block in _BLOCK.finditer(document.text) if block[0].count("\n") > _MOST_LINES]
        message = f"more than {_MOST_LINES:,} lines follow one another without an empty one"
        for start in long:
            document.report("too-many-marks", message, document.place(start), "put empty lines between them")
    return bool(document.problems)


def _left_open(text: str) -> int | None:
    """Where one bracket too many is open in a block of the page, or None."""
    for block in _BLOCK.finditer(text):
        depth = {"[": 0, "(": 0}
        for mark in re.finditer(r"[\[\]()]", block[0]):
            if mark[0] in depth:
                depth[mark[0]] += 1
                if depth[mark[0]] > _MOST_OPEN:
                    return block.start() + mark.start()
            else:
                opening = "[" if mark[0] == "]" else "("
                depth[opening] = max(0, depth[opening] - 1)
    return None


def _judge(document: Document, body: int) -> None:
    renderer = _renderer().reset()
    try:
        html = renderer.convert(document.text[body:])
    except RecursionError:
        _renderer.cache_clear()  # it may not know any more where it is in a page
        document.report("too-deep", "lists and quotations are nested too deep", None, "make the page plainer")
        return
    _raw_html(document, body, renderer)
    told = bool(document.problems)
    for code, message, text in Judge.of(html):
        if code == "unsafe-link" or not told:
            start, end = _source_of(document.text, body, text)
            document.report(code, message, document.place(start, end), _LINKS if code == "unsafe-link" else _NO_HTML)


@cache
def _renderer() -> Markdown:
    """Made once, as that takes as long as a page does; `reset` makes it forget the page before."""
    import markdown  # takes a while, and most files of a registry are no Markdown

    return markdown.Markdown(extensions=list(EXTENSIONS))


def _source_of(page: str, body: int, text: str) -> tuple[int, int]:
    """Where the text stands in the page, as it is or with its signs written as entities; else where the page begins."""
    start = page.lower().find(text.lower(), body) if text else -1
    if start >= 0:
        return start, start + len(text)
    for found in _TARGET.finditer(page, body) if text else ():
        # A target may have brackets in it, where this one ends.
        if "&" in found["target"] and text.lower().startswith(unescape(found["target"]).lower()):
            return found.start("target"), found.end("target")
    return body, body + 1


def _head(document: Document) -> int:
    """Where the page's body begins, with Problems noted of what stands before it."""
    match = _FRONT.match(document.text)
    if match:
        head = read(document.path, match["yaml"].encode())
        if head.root is not None:
            _HEAD.decode(head.root, head)
        document.problems += (_one_lower(problem) for problem in head.problems)
        return match.end()
    if first := _META.match(document.text):
        message = "a page that begins with a word and a colon loses that line"
        hint = "begin with a heading, such as # Welcome"
        document.report("page-metadata", message, document.place(0, first.end()), hint)
    return 0


def _one_lower(problem: Problem) -> Problem:
    """The Problem of a page's head, which begins in the page's second line."""
    related = tuple(replace(each, position=_below(each.position)) for each in problem.related)
    return replace(problem, position=_below(problem.position), related=related)


def _below(position: Position) -> Position:
    return replace(position, line=position.line + 1)


def _raw_html(document: Document, body: int, renderer: Markdown) -> None:
    """Tell of the HTML that the renderer took out of the page, where it can be found again in the page."""
    at = body
    for raw in renderer.htmlStash.rawHtmlBlocks:
        text = raw.strip() if isinstance(raw, str) else ""
        start = document.text.find(text, at) if text.startswith("<") else -1
        if start >= 0:
            at = start + len(text)
            document.report("raw-html", "a page holds no HTML", document.place(start, at), _NO_HTML)


def _wrong_value(name: str, value: str) -> tuple[str, str, str]:
    if name == "src":
        return "unsafe-link", "an image comes from elsewhere", value
    if name == "href":
        return "unsafe-link", "this link leads nowhere that it may", value
    return "raw-html", f"a page sets no such {name}", value


class Judge(HTMLParser):
    """Notes what of rendered Markdown is no element, attribute or link that the extensions make of harmless text."""

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
        """Judge an element and its attributes."""
        if tag not in _ELEMENTS:
            self.found.append(("raw-html", f"a page holds no <{tag}>", f"<{tag}"))
            return
        for name, value in attrs:
            form = _ELEMENTS[tag].get(name)
            if form is None:
                self.found.append(("raw-html", f"a page sets no {name} of <{tag}>", name))
            elif not re.fullmatch(form, value or "", re.DOTALL):
                self.found.append(_wrong_value(name, value or ""))

    def handle_comment(self, data: str) -> None:
        """Comments are HTML too."""
        self.found.append(("raw-html", "a page holds no HTML comments", "<!--"))

    def handle_decl(self, decl: str) -> None:
        """So are declarations."""
        self.found.append(("raw-html", "a page holds no HTML declarations", "<!"))

    def handle_pi(self, data: str) -> None:
        """So are processing instructions."""
        self.found.append(("raw-html", "a page holds no processing instructions", "<?"))

    def unknown_decl(self, data: str) -> None:
        """And marked sections."""
        self.found.append(("raw-html", "a page holds no marked sections", "<!["))
