"""Documents with holes: what fills them is what the plain encoders would have written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld.nquads import escape

from generator.encodings import json_text
from generator.encodings.holes import Form, hole, iri_hole, is_marked, quoted, split
from generator.encodings.json_ld import refuse_unsafe
from generator.errors import JsonLdError


@given(st.text())
def test_a_text_is_quoted_alike_in_json_and_in_n_quads_or_cannot_be_signed(text: str) -> None:
    try:
        refuse_unsafe({"": text})
    except JsonLdError:
        with pytest.raises(JsonLdError):
            quoted(text)
    else:
        assert quoted(text).decode() == json.dumps(text, ensure_ascii=False) == f'"{escape(text)}"'


@given(st.dictionaries(st.sampled_from(["a", "b", "c"]), st.text(), min_size=1), st.text())
def test_a_filled_form_is_the_document_without_what_is_absent(values: dict[str, str], other: str) -> None:
    document: dict[str, Any] = {"x": other, **{name: hole(name) for name in "abc"}, "y": [{"z": 1, "a": iri_hole("a")}]}
    plain: dict[str, Any] = {"x": other, **{name: values[name] for name in "abc" if name in values}}
    plain["y"] = [{"z": 1, **({"a": values["a"]} if "a" in values else {})}]
    form = Form(document, "abc", end="\n")
    filled = {name: json.dumps(value, ensure_ascii=False).encode() for name, value in values.items()}
    expected = json.dumps(plain, ensure_ascii=False, separators=(",", ":")) + "\n"
    if not is_marked(repr(other)):
        assert form.filled(filled) == form.filled(filled) == expected.encode()


def test_a_hole_takes_any_json() -> None:
    form = Form([hole("list"), "100%"])
    assert form.filled({"list": b"[1]"}) == b'[[1],"100%"]' == json_text.dump([[1], "100%"]).strip()


def test_an_n_quad_is_split_at_its_hole() -> None:
    assert split(" <p> <o> .\n") == (" <p> <o> .\n", "", "")
    assert split(f' <p> "{hole("a")}"^^<t> .\n') == (" <p> ", "a", "^^<t> .\n")
    assert split(f" <p> <{iri_hole('a')}> .\n") == (" <p> ", "<a>", " .\n")


def test_a_value_that_shows_a_mark_is_told() -> None:
    assert is_marked(repr(["a", hole("a")]))
    assert not is_marked(repr(["a", "\ufdd2"]))
