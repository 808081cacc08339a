"""Pages that are pressed are, byte for byte, the pages that are made by themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.adapters.registry_folder import RegistryFolder
from generator.encodings import crockford32
from generator.model.achievement import Achievement, BadgeVersion, Level, Row
from generator.model.award import Award, Evidence, Part, Revocation
from generator.model.catalogue import Catalogue
from generator.model.dated import Amendment, Names, NameSpan
from generator.names import AwardId, Slug
from generator.site import award_press
from generator.site.award_page import MOST_LINES, award_page
from generator.site.award_press import PagePress
from generator.sources import catalogue as catalogues
from generator.sources import records
from generator.sources.layout import record_files
from tests import odd_registry
from tests.site.page_parts import DAY, PART, award, catalogue
from tests.site.test_hostile_texts import HOSTILE

ONE = Slug("one")
EVIDENCE = tuple(
    Evidence(name="A <name>", **dict(zip(("url", "description", "narrative", "genre"), texts, strict=True)))
    for texts in product(
        (None, "https://work.example/?a&b"), (None, "Six 'pages'"), (None, "It\nruns"), (None, "x", "")
    )
)
PART_LISTS = tuple(
    tuple(
        Part(AwardId(f"{at:026d}"), BadgeVersion(ONE, 1), DAY + timedelta(at), DAY if at % 2 else None)
        for at in range(count)
    )
    for count in (0, 1, 2, MOST_LINES + 2)
)
ENDED = Revocation(date(2026, 8, 1), "Said & <done>")


def other_id(number: int) -> AwardId:
    return AwardId(crockford32.from_bytes(number.to_bytes(17, "big")))


def assert_same(
    whole: Catalogue, awards: Sequence[tuple[Award, Sequence[Part]]], *, preview: bool = False
) -> PagePress:
    """Each award is pressed twice, the second time with another id: a press makes the first of each kind by itself."""
    press = PagePress(whole, preview=preview)
    for number, (each, parts) in enumerate((*awards, *awards)):
        other = replace(each, id=other_id(number)) if number >= len(awards) else each
        assert press.page(other, parts) == award_page(whole, other, parts, preview=preview)
    return press


def shapes() -> Iterator[tuple[Award, Sequence[Part]]]:
    """Awards with every combination of what is optional."""
    states = product(("one", "all"), (None, ENDED), (None, "Said *well*.", "Plain", " "), PART_LISTS, (0, 1, 3))
    for number, (of, revoked, narrative, parts, count) in enumerate(states):
        evidence = tuple(EVIDENCE[(number + at) % len(EVIDENCE)] for at in range(count))
        day = DAY + timedelta(number % 5 - 3)
        made = award("Made", of=of)
        yield replace(made, revoked=revoked, narrative=narrative, evidence=evidence, awarded=day), parts


def rubric(rows: int) -> tuple[Row, ...]:
    levels = tuple(Level(id=Slug(f"level-{at}"), name=f"Level <{at}>", description="d" * at) for at in range(3))
    return tuple(
        Row(id=Slug(f"row-{at}"), name=f"Row {at}", required=Slug("level-1"), levels=levels) for at in range(rows)
    )


def with_first(whole: Catalogue, badge: Achievement) -> Catalogue:
    return replace(whole, badges={**whole.badges, ONE: (badge, *whole.badges[ONE][1:])})


@pytest.mark.parametrize("language", ["en", "es-MX", "fr"])
@pytest.mark.parametrize("preview", [False, True])
def test_every_combination_of_what_is_optional_is_pressed_as_it_is_made(language: str, preview: bool) -> None:
    assert_same(catalogue("A & B", language=language), list(shapes()), preview=preview)


def test_every_kind_of_evidence_is_pressed_as_it_is_made() -> None:
    plain = replace(award(), revoked=None)
    assert_same(catalogue(), [(replace(plain, evidence=(each, EVIDENCE[0])), ()) for each in EVIDENCE])


def test_campuses_of_the_young_and_names_of_every_day_are_pressed_as_they_are_made() -> None:
    whole = catalogue()
    names = Names((NameSpan("Old <name>", DAY), NameSpan("New & name")))
    campuses = {
        Slug("here"): replace(whole.issuer.campuses[Slug("here")], name=names, under_16=True),
        Slug("there"): replace(whole.issuer.campuses[Slug("here")], name=names),
    }
    issuer = replace(whole.issuer, name=names, campuses=campuses, assessors={
        slug: replace(assessor, name=names) for slug, assessor in whole.issuer.assessors.items()
    })  # fmt: skip
    days = [DAY + timedelta(at) for at in (-400, -1, 0, 1, 300)]
    plain = replace(award(), revoked=None)
    awards = [(replace(plain, campus=campus, awarded=day), ()) for campus in campuses for day in days]
    assert_same(replace(whole, issuer=issuer), awards)


@pytest.mark.parametrize("rows", [0, 1, MOST_LINES, MOST_LINES + 1, MOST_LINES + 4])
def test_every_result_of_a_rubric_of_any_length_is_pressed_as_it_is_made(rows: int) -> None:
    whole = with_first(catalogue(), replace(catalogue().badges[ONE][0], rubric=rubric(rows)))
    reached = [{row.id: Slug(f"level-{(at + shift) % 3}") for at, row in enumerate(rubric(rows))} for shift in range(3)]
    assert_same(whole, [(replace(award(), revoked=None, results=each), ()) for each in reached])


def test_amendments_are_pressed_as_they_are_made() -> None:
    amended = tuple(Amendment(DAY + timedelta(at), f"Reason <{at}>") for at in (5, 1, 3))
    whole = with_first(catalogue(), replace(catalogue().badges[ONE][0], amended=amended, valid_for=None))
    assert_same(whole, [(replace(award(), awarded=DAY + timedelta(at)), ()) for at in range(-1, 7)])


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(min_size=1), st.sampled_from(HOSTILE)), st.one_of(st.text(), st.sampled_from(HOSTILE)))
@example("\ufdd0id\ufdd1", "\ufdd0id.shard\ufdd1")
@example("\ufdd0no.such\ufdd1", "x")
@example("\ufdd0code\ufdd1", "\ufdd0qr\ufdd1")
@example("👩🏽‍🔬 עברית", "ends\n")
def test_whatever_people_write_is_pressed_as_it_is_made(of_badge: str, of_award: str) -> None:
    first = award(of_award)
    assert_same(catalogue(of_badge), [(first, ()), (replace(first, revoked=None), PART_LISTS[1])])


def test_awards_of_an_odd_registry_are_pressed_as_they_are_made(tmp_path: Path) -> None:
    source = RegistryFolder(odd_registry.write(tmp_path / "registry", 150, seed=5))
    loaded = catalogues.load(source, date(2026, 11, 22))
    assert loaded.catalogue is not None
    files = record_files(source, loaded.folders, [])
    parsed = [records.parse(file, source.read(file.path), loaded.known).award for file in files]
    awards = {each.id: each for each in parsed if each is not None}
    assert len(awards) == 150
    assert_same(loaded.catalogue, [(each, [part_of(awards[on]) for on in each.builds_on]) for each in awards.values()])


def part_of(held: Award) -> Part:
    return Part(held.id, held.badge, held.awarded, held.revoked.date if held.revoked else None)


def test_what_is_kept_is_bounded_and_what_was_forgotten_is_made_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(award_press, "MOST_PLATES", 2)
    monkeypatch.setattr(award_press, "MOST_DAYS", 2)
    monkeypatch.setattr(award_press, "MOST_KEPT", 2)
    assert_same(catalogue(), list(shapes())[::17])


def test_usual_awards_are_pressed_and_not_made_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = replace(award(), revoked=None)
    press = assert_same(catalogue(), [(usual, ()), (usual, PART_LISTS[2])])
    assert None not in press._plates.values()
    assert None not in press._items._plates.values()
    asked: list[Award] = []
    monkeypatch.setattr(press._pages, "view", lambda award, parts: asked.append(award))
    page = press.page(replace(usual, id=PART), ())
    assert PART.encode() in page
    assert asked == []
