"""Whatever people write stays text: on award pages, on catalogue pages, in titles and in what finds them."""

from __future__ import annotations

import re
from html import unescape

import markdown
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.site.award_page import award_page
from generator.site.catalogue_pages import _page, catalogue_pages
from generator.site.markdown import to_html
from generator.sources.markdown_pages import EXTENSIONS
from tests.odd_registry import ODD
from tests.site.page_parts import PARTS, Page, award, catalogue, one_line

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title><script>alert(1)</script>",
    "</div></div></article><script>alert(1)</script>",
    "[x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x](java\nscript:alert(1)) ![y](data:image/svg+xml;base64,x)",
    "{{ 7*7 }} {% include 'x' %}",
    "]]>",
    "<!-- --!> <![CDATA[ <?php ?>",
    "' onmouseover='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;&amp;lt;",
    "---\ntitle: stolen\n---\n\n# Heading",
    "x\n\n</div>\n\n# Heading\n\n<script>alert(1)</script>",
    "wzxhzdk:0 klzzwxh:0001",
    *ODD,
)
# Elements that Markdown may become; attributes with them.
ADMITTED = {
    name: frozenset[str]() for name in "p em strong code pre br hr blockquote ul li table thead tbody tr".split()
}
ADMITTED |= {name: frozenset[str]() for name in ("h3", "h4", "h5", "h6")}
ADMITTED |= {"a": frozenset({"href", "title", "rel"}), "ol": frozenset({"start"}), "code": frozenset({"class"})}
ADMITTED |= {"td": frozenset({"style"}), "th": frozenset({"style"})}
MARKS = st.sampled_from(
    ["<", ">", "[", "](", ")", "javascript:", "data:", "https://", "\n", "\n\n", "`", "```", "*", "_", "#", "|",
     "|-|\n",
     "&", "&lt;", "&#x3c;", "\\", '"', "'", "<script>", "<a href=", "<!--", "]]>", "- ", "1. ", "> ", "    ", "\t", "x",
     "://", "[a]: ", "<svg/onload=alert(1)>", "![", "\u2028", "\u00a0", "＜"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(MARKS).map("".join), st.lists(st.one_of(MARKS, st.text(max_size=3))).map("".join))


def of_markdown(text: str) -> Page:
    """A catalogue page's body, through the renderer of the site."""
    head, _, body = text.partition("\n---\n")
    assert head.startswith("---\n")
    return Page(markdown.markdown(body, extensions=list(EXTENSIONS)))


CHANGES = re.compile('<dl class="badge-changes">.*?</dl>', re.DOTALL)


def shape(page: Page) -> list[tuple[str, frozenset[str]]]:
    """Its elements and their attributes, whatever these are set to; a drawing has as many lines as its names take."""
    return [(tag, frozenset(attrs)) for tag, attrs in page.elements if tag != "text"]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_text_on_an_award_page(text: str) -> None:
    page = Page(award_page(catalogue(text), award(text), PARTS).decode())
    assert list(page.acts()) == []
    # Issuer, name, summary, campus, assessor, skill, row, level, its description, reason, evidence …
    assert one_line(page.text).count(one_line(text)) >= 18
    assert page.of("title") == [{}]
    assert len(page.of("head")) == len(page.of("body")) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_are_text_on_catalogue_pages(text: str) -> None:
    plain, pages = catalogue_pages(catalogue("plain")).texts, catalogue_pages(catalogue(text)).texts
    assert set(plain) == set(pages)
    for path, source in pages.items():
        page, calm = of_markdown(source), of_markdown(plain[path])
        # Drawings and forms are the templates' own.
        assert list(page.acts()) == list(calm.acts()), path
        assert {act.split()[0].strip("<>") for act in page.acts()} <= {"form", "svg"}, path
        assert len(page.of("img")) == len(calm.of("img")), path
        assert one_line(page.text).count(one_line(text)) >= {"badges/one/index.md": 25}.get(path, 1), path


@pytest.mark.parametrize("text", [text for text in HOSTILE if not re.search(r"[*_`#|-]|\n|\[", text)])
def test_texts_without_markdown_leave_the_page_as_it_is(text: str) -> None:
    # How a change is told goes by how many words of a text are others.
    plain, pages = (
        {path: CHANGES.sub("", source) for path, source in catalogue_pages(catalogue(name)).texts.items()}
        for name in ("plain", text)
    )
    for path, source in pages.items():
        assert shape(of_markdown(source)) == shape(of_markdown(plain[path])), path


@given(TEXTS)
def test_markdown_becomes_nothing_but_harmless_elements(text: str) -> None:
    page = Page(str(to_html(text)))
    assert list(page.acts()) == []
    for tag, attrs in page.elements:
        assert set(attrs) <= ADMITTED[tag], (tag, attrs)
    for link in page.values("href"):
        assert re.match(r"(?:https?://|mailto:)", link, re.IGNORECASE), link
    for style in page.values("style"):
        assert re.fullmatch("text-align:(?:left|center|right)", style)


def test_markdown_is_markdown() -> None:
    assert to_html("# One\n\n*two* [three](https://example.org)") == (
        '<h3>One</h3>\n<p><em>two</em> <a href="https://example.org" rel="nofollow noopener">three</a></p>\n'
    )
    assert to_html("<b>no</b>") == "<p>&lt;b&gt;no&lt;/b&gt;</p>\n"


@settings(max_examples=300)
@given(st.one_of(TEXTS, st.text(st.characters(exclude_categories=["Cs"]))), st.text())
def test_a_page_head_says_the_plain_text_whatever_it_is(title: str, description: str) -> None:
    head = _page(title, description, "body").split("\n---\n")[0].removeprefix("---\n")
    assert head.count("\n") == 1
    parsed = yaml.load(head, yaml.CSafeLoader)
    assert set(parsed) == {"title", "description"}
    for said, meant in ((parsed["title"], title), (parsed["description"], description)):
        assert said == str(said)
        assert not set(said) & set('<>"\\`\n')
        # Not one entity is left: who unescapes it, even twice, gets what stands there.
        assert unescape(unescape(said)) == said
        assert len(said) == len(" ".join(meant.split()))


@pytest.mark.parametrize("title", ["Arts & Crafts", "Sägen – 日本語 👩🏽‍🔬", "C++ and C#", "50 % {x} ~ no"])
def test_a_harmless_title_stays_as_it_is(title: str) -> None:
    head = _page(title, title, "").split("\n---\n")[0].removeprefix("---\n")
    assert yaml.safe_load(head) == {"title": title, "description": title}
