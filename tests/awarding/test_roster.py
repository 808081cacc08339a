"""The roster is what was written into it, whatever a learner is called."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.awarding.roster import Entry, Roster
from generator.encodings.identity_hash import normal_email, normal_name
from generator.errors import RosterUnreadable
from generator.model.achievement import BadgeVersion
from generator.names import AwardId, Slug

AWARD = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).map(normal_name).filter(bool)


def entry(name: str = "Sample Learner", email: str = "one@learners.example", award: AwardId | None = AWARD) -> Entry:
    return Entry(
        award=award,
        name=name,
        email=email,
        badge=BadgeVersion(Slug("circuit-design"), 2),
        campus=Slug("lincoln-high"),
        awarded=date(2026, 5, 14),
        results={Slug("wiring"): Slug("proficient"), Slug("explanation"): Slug("emerging")},
    )


@given(st.lists(st.tuples(NAMES, NAMES.map(normal_email), st.sampled_from([AWARD, None]))))
def test_what_is_written_is_what_is_read(people: list[tuple[str, str, AwardId | None]]) -> None:
    roster = Roster(tuple(entry(name, email, award) for name, email, award in people))
    assert Roster.read(roster.write()) == roster


def test_a_name_is_no_formula() -> None:
    written = Roster((entry('=HYPERLINK("https://evil.example")'), entry("'=x"))).write().decode("utf-8-sig")
    assert ",=" not in written
    assert [each.name for each in Roster.read(written.encode()).entries] == [
        '=HYPERLINK("https://evil.example")',
        "'=x",
    ]


def test_a_learner_is_known_by_the_address_however_it_is_typed() -> None:
    roster = Roster((entry(), entry(email="two@learners.example")))
    assert roster.of(" ONE@learners.example ") == [entry()]


def test_what_spreadsheets_add_is_no_matter() -> None:
    text = Roster((entry(),)).write().decode().replace("\n", "\r\n") + "\r\n,,,,,,\r\n"
    assert Roster.read(text.encode()) == Roster((entry(),))


@pytest.mark.parametrize(
    ("spoil", "line"),
    [
        (lambda text: text.replace("award,name", "id,name"), 1),
        (lambda text: text.replace("circuit-design@2", "circuit-design"), 2),
        (lambda text: text.replace("2026-05-14", "14/05/2026"), 2),
        (lambda text: text.replace(",lincoln-high", ""), 2),
        (lambda text: text + '"unclosed', 0),
    ],
)
def test_a_spoilt_roster_is_told_by_line_and_without_a_name(spoil, line: int) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(RosterUnreadable) as told:
        Roster.read(spoil(Roster((entry(),)).write().decode()).encode())
    assert told.value.line == line
    assert "Sample" not in str(told.value)
    assert "@learners" not in str(told.value)
