"""What the roster shows: who holds what, who is near a stack, and which rubric rows are hard."""

from __future__ import annotations

from datetime import date

import pytest

from generator.adapters import registry
from generator.awarding import roster_page
from generator.awarding.roster import Entry
from generator.awarding.roster_report import ABSENT, EXPIRED, HELD, NOT_YET, REVOKED, Report, report, state_of
from generator.awarding.stacks import Progress
from generator.model.achievement import BadgeVersion
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from tests.builds import REGISTRY

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return registry.load_catalogue_of_folder(REGISTRY)


def entry(number: int, wiring: str, *, held: bool = True, badge: str = "circuit-design", version: int = 1) -> Entry:
    results = {Slug("wiring"): Slug(wiring), Slug("explanation"): Slug("proficient")}
    return Entry(
        award=AwardId(f"{number:026d}") if held else None,
        name=f"Sample Learner {number}",
        email=f"{number}@learners.example",
        badge=BadgeVersion(Slug(badge), version),
        campus=Slug("lincoln-high"),
        awarded=date(2026, 11, number),
        results=results,
    )


def made(catalogue: Catalogue, *entries: Entry) -> Report:
    return report(entries, catalogue, lambda each: HELD if each.award else NOT_YET)


CLASS = (
    entry(1, "emerging", held=False),
    entry(2, "proficient"),
    entry(3, "exemplary"),
    entry(4, "emerging", held=False),
)


def test_a_hard_row_is_told_by_how_many_are_below_what_it_requires(catalogue: Catalogue) -> None:
    [badge] = made(catalogue, *CLASS).badges
    assert (badge.judged, badge.below) == (4, 2)
    wiring, explanation = badge.rows
    assert [(level.name, level.count) for level in wiring.levels] == [
        ("Emerging", 2),
        ("Proficient", 1),
        ("Exemplary", 1),
    ]
    assert (wiring.below, wiring.share, wiring.required) == (2, 0.5, "Proficient")
    assert (explanation.name, explanation.share) == ("Measurement and explanation", 0.0)


def test_an_attempt_below_mastery_still_counts_once_it_was_reached(catalogue: Catalogue) -> None:
    later = Entry(**{**vars(entry(7, "proficient")), "email": "1@learners.example", "name": "Sample Learner One"})
    shown = made(catalogue, CLASS[0], later)
    assert shown.badges[0].rows[0].share == 0.5
    [learner] = shown.learners
    assert learner.name == "Sample Learner One"
    assert [each.state for each in learner.decisions] == [NOT_YET, HELD]
    counts = learner.of(Slug("circuit-design"))
    assert counts is not None
    assert counts.state == HELD


def test_a_decision_below_mastery_names_its_rows(catalogue: Catalogue) -> None:
    [learner] = made(catalogue, CLASS[0]).learners
    assert learner.decisions[0].below == ("Wiring and assembly",)


def test_what_became_of_an_award_is_told(catalogue: Catalogue) -> None:
    one = entry(2, "proficient")
    assert state_of(one, catalogue, TODAY, lambda award: False) == HELD
    assert state_of(one, catalogue, TODAY, lambda award: True) == REVOKED
    assert state_of(one, catalogue, TODAY, lambda award: None) == ABSENT
    assert state_of(one, catalogue, date(2031, 11, 2), lambda award: False) == EXPIRED
    assert state_of(CLASS[0], catalogue, TODAY, lambda award: False) == NOT_YET


def test_a_badge_that_the_registry_no_longer_has_hinders_nothing(catalogue: Catalogue) -> None:
    gone = entry(1, "proficient", badge="gone"), entry(2, "proficient", version=9)
    assert made(catalogue, *gone, CLASS[1]).learners[0].email == "2@learners.example"


def test_who_is_near_a_stack_is_told_with_what_is_missing(catalogue: Catalogue) -> None:
    stack = catalogue.badges[Slug("engineering-foundations")][0]
    need = stack.requires
    steps = [
        Progress(stack, CLASS[1], 1, (), need[:1]),
        Progress(stack, CLASS[2], 2, (), ()),
        Progress(stack, CLASS[0], 3, (), need[:2]),
    ]
    shown = report(CLASS, catalogue, lambda each: HELD, steps)
    missing = catalogue.badges[need[0].badge][-1].name
    assert [(each.name, each.missing) for each in shown.near] == [
        ("Sample Learner 2", missing),
        ("Sample Learner 3", None),
    ]


def test_the_page_escapes_names_and_needs_nothing_from_elsewhere(catalogue: Catalogue) -> None:
    hostile = Entry(**{**vars(CLASS[1]), "name": "<script>alert(1)</script>"})
    text = roster_page.page(made(catalogue, CLASS[0], hostile), catalogue.issuer, TODAY, ["lincoln-high"]).decode()
    assert "&lt;script&gt;" in text
    assert "<script" not in text
    assert "default-src 'none'" in text
    assert "https://" not in text
    assert "Private: this page names learners." in text
    assert "50% below Proficient" in text


def test_many_badges_are_printed_across_the_long_side_of_the_paper(catalogue: Catalogue) -> None:
    few, many = (
        roster_page.page(
            made(catalogue, *(entry(1, "proficient", badge=badge) for badge in badges)), catalogue.issuer, TODAY
        )
        for badges in (list(catalogue.badges)[:2], list(catalogue.badges)[:5])
    )
    assert [b"size:landscape" in page for page in (few, many)] == [False, True]


def test_nobody_makes_a_page_as_well(catalogue: Catalogue) -> None:
    text = roster_page.page(made(catalogue), catalogue.issuer, TODAY).decode()
    assert "Nothing was judged by a rubric yet." in text
