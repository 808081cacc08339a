"""The files of a new registry, from what its founders answer."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.awarding.upkeep.founding import Package, requirements, scalar
from generator.sources.text_rules import fault


@pytest.mark.parametrize(
    "plain", ["Lincoln High", "https://badges.example.org", "a@b.example", "org/team", "St. Mary's"]
)
def test_plain_texts_stand_without_quotes(plain: str) -> None:
    assert scalar(plain) == plain


@pytest.mark.parametrize(
    "odd", ["no", "1.10", "2026-11-22", "~", "@org", "a: b", "a #b", "- a", "a:", "'", '"', "{{ 7*7 }}"]
)
def test_what_yaml_takes_for_something_else_is_quoted(odd: str) -> None:
    assert scalar(odd).startswith('"')


@given(st.text(min_size=1).filter(lambda text: text.strip() and not fault(text)))
def test_every_text_that_a_registry_may_hold_is_read_as_itself(text: str) -> None:
    written = scalar(text)
    assert "\n" not in written
    assert yaml.safe_load(f"a: {written}\n") == {"a": text}


def test_a_release_elsewhere_is_named_with_its_hash() -> None:
    libraries = "click==8 \\\n    --hash=sha256:00\n"
    text = requirements(Package("https://code.example/p-1.whl", "0a" * 32, libraries))
    line = "badge-registry @ https://code.example/p-1.whl"
    assert text.endswith(f"{line} \\\n    --hash=sha256:{'0a' * 32}\n{libraries}")
