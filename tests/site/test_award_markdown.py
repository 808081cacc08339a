"""Texts without any mark of Markdown but words in `**` become HTML without its renderer, and the same HTML."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.site.markdown import rendered, to_html
from tests.odd_registry import ODD

# Mostly what may be plain, and what makes it something else.
PLAIN = (*"aZé字א1２²,.;:!?%/()'\"’“–—…¿¡-", " ", "  ", "\n")
OTHER = (" \n", "\n\n", "\n ", "\n-", "\n=", "\n1.", "\n1) ", *"_*`<>&[]\\#|~=+@^$\u00a0\u2028\x85\x0c\t\r\u3000")
SIGNS = st.sampled_from((*PLAIN, *OTHER, "&amp;", "https://a.b/", "a@b.c", "**", "**ab**", " **a b.c**"))
PROSE = st.lists(SIGNS, max_size=30).map("".join)


@settings(max_examples=500, deadline=None)
@given(st.one_of(PROSE, PROSE.map("a{}".format), st.text().map("a{}".format)))
@example("a | b\n--- | ---")
@example("Title\n---")
@example("word_with_marks_")
@example("two **strong** words, **one of 2**")
@example("within**word**s and **at the end**\n**at the beginning**")
@example("not **strong ** or** weak**, ****empty**** ***both***")
@example("ends with spaces  ")
@example("breaks  \nhere")
def test_html_is_the_renderer_s(text: str) -> None:
    assert to_html(text) == rendered(text)


@pytest.mark.parametrize("text", ODD)
def test_html_of_odd_texts_is_the_renderer_s(text: str) -> None:
    assert to_html(text) == rendered(text)
