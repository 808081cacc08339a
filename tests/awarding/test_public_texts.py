"""No learner is named where the world can read it, however the name is written."""

from __future__ import annotations

import pytest

from generator.awarding.public_texts import Learners, texts_of
from generator.model.award import Evidence

LEARNERS = Learners.of(["Sample Learner", "José Ejemplo Prueba", "Mononym", "  "])


@pytest.mark.parametrize(
    "text",
    [
        "Robot of Sample Learner",
        "LEARNER, Sample",
        "sample_learner.pdf",
        "https://work.riverbend.example/e/sample-learner/robot",
        "made with jose ejemplo prueba",
        "Prueba José Ejemplo",
        "Sam\u200bple Learner",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert LEARNERS.are_in(text)


@pytest.mark.parametrize("text", ["", "A sample of learners", "Sample: the learner's", "Mononym", "José's prueba"])
def test_other_words_name_nobody(text: str) -> None:
    assert not LEARNERS.are_in(text)


def test_every_text_that_people_write_is_looked_at() -> None:
    item = Evidence(name="a", url="https://b.example", description="c", narrative="d", genre="e")
    found = [text for _, text in texts_of([item], "f")]
    assert found == ["a", "https://b.example", "c", "d", "e", "f"]
