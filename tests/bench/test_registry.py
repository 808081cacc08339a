"""The benchmark's registries: the same for the same seed, right by every rule, and of many shapes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from hashlib import sha256
from math import gcd
from pathlib import Path

import pytest

from bench import catalogue
from bench.registry import GROUP, LAST_DAY, STEP, Plan, add, plan_day, write
from bench.signing import decided
from generator.adapters.registry_folder import RegistryFolder
from generator.diagnostics import errors_of
from generator.publishing.checking import check
from tests.builds import digests

PLAN = Plan(awards=300)
TODAY = date(2026, 7, 1)


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "registry"
    write(PLAN, folder)
    return folder


def test_the_rules_find_no_mistake(registry: Path) -> None:
    checked = check(RegistryFolder(registry), TODAY, map)
    assert errors_of(checked.problems) == []
    assert checked.awards == PLAN.awards


def test_the_same_seed_gives_the_same_files_whoever_writes_them(registry: Path, tmp_path: Path) -> None:
    write(PLAN, tmp_path / "again", processes=2)
    assert digests(tmp_path / "again") == digests(registry)


def test_an_award_follows_from_its_number_alone() -> None:
    """So that it is the same on every machine and with every version of Python."""
    text = "".join(f"{PLAN.path(number)}\n{PLAN.text(number)}" for number in (0, 24, 49, 299))
    assert sha256(text.encode()).hexdigest() == "2dd998be4bf10c3c99f2fddfb6279820f3c63bcbc8d6bd85ff7da473043d0f9a"


def test_another_seed_gives_other_awards() -> None:
    other = replace(PLAN, seed=2)
    assert not {PLAN.id(number) for number in range(300)} & {other.id(number) for number in range(300)}


def test_numbers_ids_and_status_places_are_unique() -> None:
    awards = range(PLAN.awards + PLAN.room)
    assert len({PLAN.id(number) for number in awards}) == len(awards)
    statuses = [line for number in awards for line in PLAN.text(number).split("\n") if line.startswith("status: ")]
    assert len(set(statuses)) == len(awards)
    assert all(0 <= int(status.partition(" ")[2]) < PLAN.statuses for status in statuses)


@pytest.mark.parametrize("awards", [1, 60_000, 1_000_000])
def test_there_are_twice_as_many_status_numbers_as_awards(awards: int) -> None:
    statuses = Plan(awards=awards).statuses
    assert statuses >= 2 * awards
    assert statuses % 131_072 == 0
    assert gcd(statuses, STEP) == 1  # so that each is drawn once


def test_one_award_in_twenty_five_builds_on_others_that_came_before() -> None:
    building = [number for number in range(2_500) if "builds_on:" in PLAN.text(number)]
    assert building == list(range(GROUP - 1, 2_500, GROUP))
    for number in building:
        assert all(plan_day(PLAN, part) < plan_day(PLAN, number) for part in range(number - GROUP + 1, number))


def test_no_award_is_of_a_day_to_come() -> None:
    large = Plan(awards=1_000_000)
    assert max(plan_day(large, number) for number in range(0, 1_000_000, 997)) <= LAST_DAY


def test_the_shapes_are_many_and_each_kind_occurs() -> None:
    known: Counter[str] = Counter()
    for number in range(2_000):
        text = PLAN.text(number)
        known.update(
            mark for mark in ("  id: did:", "narrative:", "revoked:", "genre:", "url:", "description:") if mark in text
        )
        known["odd"] += not text.isascii()
    assert all(known[mark] > 10 for mark in ("  id: did:", "narrative:", "revoked:", "genre:", "url:", "odd"))
    assert known["odd"] < 500


def test_the_catalogue_has_every_kind_of_badge(registry: Path) -> None:
    found = decided(registry, TODAY).catalogue.achievements()
    kinds = [*found]
    assert any(badge.stack for badge in kinds)
    assert any(badge.requires and not badge.stack for badge in kinds)
    assert any(badge.amended for badge in kinds)
    assert any(badge.valid_for for badge in kinds)
    assert any(badge.credits is None for badge in kinds)
    assert {badge.of.version for badge in kinds} == {1, 2}


def test_three_hundred_badges_have_three_hundred_slugs() -> None:
    assert len({catalogue.slug(badge) for badge in range(300)}) == 300


def test_an_added_award_is_right_as_well(registry: Path, tmp_path: Path) -> None:
    write(PLAN, tmp_path / "more")
    for number in range(PLAN.awards, PLAN.awards + GROUP):
        add(PLAN, tmp_path / "more", number)
    checked = check(RegistryFolder(tmp_path / "more"), TODAY, map)
    assert errors_of(checked.problems) == []
    assert checked.awards == PLAN.awards + GROUP
