"""A plate is a text with gaps, and its gaps are where a view's texts came to stand."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

import pytest
from markupsafe import Markup, escape

from generator.names import AwardId
from generator.site.award_plates import marked, plate, told
from tests.site.page_parts import AWARD, PART


@dataclass(frozen=True)
class Inner:
    text: str
    nothing: str | None = None


@dataclass(frozen=True)
class Outer:
    id: AwardId
    inner: Inner
    markup: Markup
    pairs: tuple[tuple[str, str], ...] = ()
    yes: bool = True


def shown(view: Outer) -> str:
    pairs = ";".join(f"{escape(one)}={escape(other)}" for one, other in view.pairs)
    link = f"{view.id.shard}/{view.id} {quote(view.id)} {view.inner.nothing}"
    return f"{link} <i>{escape(view.inner.text)}</i>{view.markup}{pairs}{view.yes}{escape(view.inner.text)}"


ONE = Outer(AWARD, Inner('a <b> & "c"'), Markup("<hr>"), (("1", "<2>"), ("3", "4")))
OTHER = Outer(PART, Inner("אחר"), Markup("<b>&amp;</b>"), (("", "x"), ("y", "{}")))


def test_a_plate_makes_of_another_view_what_it_would_have_become_itself() -> None:
    made = plate(shown, ONE)
    assert [made.filled(told(view)) for view in (ONE, OTHER)] == [shown(ONE), shown(OTHER)]


def test_a_plate_in_bytes_makes_the_same_and_shares_the_pieces_that_are_known() -> None:
    known: dict[bytes, bytes] = {}
    made = plate(shown, ONE).encoded(known)
    before = len(known)
    assert made.filled({name: text.encode() for name, text in told(OTHER).items()}) == shown(OTHER).encode()
    plate(shown, OTHER).encoded(known)
    assert len(known) == before


def test_what_is_no_text_is_left_as_it_is() -> None:
    view = marked(ONE)
    assert (view.yes, view.inner.nothing, len(view.pairs)) == (True, None, 2)
    assert "view.inner.nothing" not in told(ONE)


def test_a_gap_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError):
        plate(shown, ONE).filled({})
