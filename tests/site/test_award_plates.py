"""A plate is a text with gaps, and its gaps are where a view's texts came to stand."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from markupsafe import Markup, escape

from generator.names import AwardId
from generator.site.award_plates import escaped, marked, plate
from tests.site.page_parts import AWARD, PART


@dataclass(frozen=True)
class View:
    id: AwardId
    text: str
    markup: Markup
    nothing: str | None = None
    yes: bool = True

    @property
    def told(self) -> dict[str, str]:
        """What fills the gaps."""
        texts = {"id": self.id, "id.shard": self.id.shard, "text": escaped(self.text), "markup": self.markup}
        return texts | ({} if self.nothing is None else {"nothing": self.nothing})


def shown(view: View) -> str:
    link = f"{view.id.shard}/{view.id} {view.nothing}"
    return f"{link} <i>{escape(view.text)}</i>{view.markup}{view.yes}{escape(view.text)}"


ONE = View(AWARD, 'a <b> & "c"', Markup("<hr>"))
OTHER = View(PART, "אחר", Markup("<b>&amp;</b>"))


def test_a_plate_makes_of_another_view_what_it_would_have_become_itself() -> None:
    made = plate(shown, ONE)
    assert [made.filled(view.told) for view in (ONE, OTHER)] == [shown(ONE), shown(OTHER)]


def test_a_plate_in_bytes_makes_the_same_and_shares_the_pieces_that_are_known() -> None:
    known: dict[bytes, bytes] = {}
    made = plate(shown, ONE).encoded(known)
    before = len(known)
    assert made.filled({name: text.encode() for name, text in OTHER.told.items()}) == shown(OTHER).encode()
    plate(shown, OTHER).encoded(known)
    assert len(known) == before


def test_what_is_no_text_is_left_as_it_is() -> None:
    assert (marked(ONE).yes, marked(ONE).nothing) == (True, None)


def test_a_gap_without_a_value_is_refused() -> None:
    with pytest.raises(KeyError):
        plate(shown, ONE).filled({})


@pytest.mark.parametrize("text", ["plain", "a<b", "a>b", "a&b", "a'b", 'a"b', ""])
def test_texts_are_escaped_as_a_template_escapes_them(text: str) -> None:
    assert escaped(text) == str(escape(text))
