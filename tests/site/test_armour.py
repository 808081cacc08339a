"""Texts of the registry in a page of Markdown: whatever they are, the page has the same elements and says them."""

from __future__ import annotations

import markdown
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from generator.site.armour import armour
from generator.site.catalogue_pages import catalogue_pages
from generator.site.markdown import to_html
from generator.sources.markdown_pages import EXTENSIONS
from tests.odd_registry import ODD
from tests.site.page_parts import Page, catalogue

# What somebody else's site may render the same pages with.
MORE = ["abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "meta", "sane_lists", "smarty"]
MORE += ["pymdownx.snippets", "pymdownx.superfences", "pymdownx.tilde", "pymdownx.details", "pymdownx.tasklist"]
SIGNS = st.sampled_from(
    ["\n", "\n\n", "{{", "}}", "{%", "{: .x }", "*[x]: y\n", "[x]: y\n", "--8<--", "<!--", "-->", "]]>", "<", ">", "&",
     "&amp;", "\\", "`", "```\n", "~~~\n", "---\n", "===\n", "# ", "!!! x\n", "???", "[^1]:", "</div>", "<p>", '"', "'",
     "|", "    ", "\t", "::: ", "/// ", "\u2028", "x", "-", "é", "😀"]
)  # fmt: skip
PLAIN = st.characters(exclude_categories=("Cc", "Cs", "Cn"))
TEXTS = st.one_of(st.text(PLAIN), st.lists(st.one_of(SIGNS, st.text(PLAIN, max_size=3))).map("".join))


def page(text: str, *more: str) -> Page:
    """The text as it stands in a page, between others, through a renderer."""
    source = f"# One\n\n<div>\n<p>{armour(text)}</p>\n</div>\n\n## Two\n\n<ul>\n<li>{armour(text)}</li>\n</ul>\n"
    return Page(markdown.markdown(source, extensions=[*EXTENSIONS, *more]))


@pytest.mark.parametrize("more", [[], MORE], ids=["as built", "as others may"])
@given(text=TEXTS)
def test_a_text_is_seen_as_it_was_written(more: list[str], text: str) -> None:
    found = page(text, *more)
    assert [tag for tag, _ in found.elements] == ["h1", "div", "p", "h2", "ul", "li"]
    assert found.text.count(text) >= 2


@given(TEXTS)
def test_rendered_markdown_keeps_its_elements_and_its_text(text: str) -> None:
    plain, armoured = Page(str(to_html(text))), Page(str(armour(to_html(text))))
    assert armoured.elements == plain.elements
    assert armoured.text == plain.text
    assert "\n" not in armour(to_html(text))


@given(TEXTS)
def test_an_attribute_holds_what_it_was_given(text: str) -> None:
    assert Page(f'<p title="{armour(text)}">x</p>').elements == [("p", {"title": text})]


@given(TEXTS)
def test_nothing_live_is_left(text: str) -> None:
    assert set(armour(text)).isdisjoint("\n\r\t<>\"'{}[]*_`\\~^|$!@=+\u2028\u2029")


def test_what_is_plain_stays_readable() -> None:
    assert armour("Follow-up, part 2 (of 3): é 80%") == "Follow-up, part 2 (of 3): é 80%"
    assert armour(Markup("<p>a &lt; b</p>")) == "<p>a &lt; b</p>"
    assert armour(escape("a < b")) == "a &lt; b"


@pytest.mark.parametrize("text", ODD)
def test_no_text_changes_a_page_whoever_renders_it(text: str) -> None:
    def shapes(of: str) -> dict[str, list[str]]:
        pages = catalogue_pages(catalogue(of)).texts.items()
        rendered = {path: markdown.markdown(body, extensions=[*EXTENSIONS, *MORE]) for path, body in pages}
        return {
            path: [tag for tag, _ in Page(html).elements if tag in ("div", "h1", "h2", "img")]
            for path, html in rendered.items()
        }

    assert shapes(text) == shapes("plain")
