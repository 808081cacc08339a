"""No learner is named where the world can read it, however the name is written."""

from __future__ import annotations

import pytest

from generator.awarding.public_texts import Learners, is_named, texts_of
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
        "EJEMPLO PRUEBA, José",
        "Sam\u200bple Learner",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert LEARNERS.are_in(text)


@pytest.mark.parametrize("text", ["", "A sample of learners", "Sample: the learner's", "Mononym", "José's prueba"])
def test_other_words_name_nobody(text: str) -> None:
    assert not LEARNERS.are_in(text)


@pytest.mark.parametrize(
    ("learner", "text"),
    [
        ("Ana", "Joint by Ana"),
        ("Ana", "https://work.riverbend.example/ana/joint"),
        ("Ana Ejemplo", "Ana’s joint"),
        ("José Ejemplo", "Lámpara de Jose"),
        ("O'Sample", "By O'Sample"),
        ("Jesus Sample", "Jesus' lamp"),
        ("李小龍", "李小龍的作品"),
        ("李 小龍", "作品 李小龍"),
        ("Ли", "Лампа Ли"),
    ],
)
def test_an_award_names_its_own_learner_neither_by_one_name_nor_in_another_script(learner: str, text: str) -> None:
    assert is_named(learner, text)


@pytest.mark.parametrize(
    ("learner", "text"),
    [
        ("May Sample", "Built in May, of sample wood"),
        ("Rose Grant", "A rose window with grant money"),
        ("An", "An amplifier"),
        ("Ana", "Analogue banana"),
        ("", "by hand"),
        ("李小龍", "李的作品"),
    ],
)
def test_words_that_are_names_as_well_are_let_through(learner: str, text: str) -> None:
    assert not is_named(learner, text)


def test_learners_of_scripts_without_spaces_are_found_in_the_texts_of_others() -> None:
    assert Learners.of(["Sample Learner", "李小龍"]).are_in("和李小龍一起")


def test_every_text_that_people_write_is_looked_at() -> None:
    item = Evidence(name="a", url="https://b.example", description="c", narrative="d", genre="e")
    found = [text for _, text in texts_of([item], "f")]
    assert found == ["a", "https://b.example", "c", "d", "e", "f"]
