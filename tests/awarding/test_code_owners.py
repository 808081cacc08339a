"""Who must approve which files, as GitHub reads the file that is made: the last line that fits counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from generator.awarding.upkeep import code_owners
from generator.awarding.upkeep.code_owners import NoAdministrators, TooManyOwners, problems, text_of
from generator.model.dated import Names, NameSpan, Term
from generator.model.profile import Assessor, Campus, Key, Profile
from generator.names import Slug

TODAY = date(2026, 11, 22)
CIRCUITS, WELDING, OLD = Slug("circuits"), Slug("welding"), Slug("old")
BADGES = (WELDING, CIRCUITS, OLD)
NORTH, SOUTH, CLOSED = Slug("north"), Slug("south"), Slug("closed")
ADMINISTRATORS = {"@district/badges", "@it-lead"}


def assessor(github: str, *badges: Slug, **more: object) -> Assessor:
    given = {"badges": {badge: Term() for badge in badges}} | more
    return Assessor(name=Names((NameSpan(github),)), github=github, **given)  # type: ignore[arg-type]


def issuer(**more: object) -> Profile:
    named = Names((NameSpan("Somewhere"),))
    given = {
        "name": named,
        "url": "https://badges.example",
        "email": "badges@badges.example",
        "description": "A district",
        "language": "en",
        "privacy_notice": "https://badges.example/privacy",
        "keys": (Key(public="z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX", since=TODAY),),
        "campuses": {
            NORTH: Campus(name=named),
            SOUTH: Campus(name=named),
            CLOSED: Campus(name=named, term=Term(None, date(2025, 6, 30))),
        },
        "assessors": {
            Slug("lab"): assessor("district/lab", CIRCUITS, campus=NORTH),
            Slug("shop"): assessor("Shop-Teacher", CIRCUITS, WELDING),
            Slug("gone"): assessor("gone", CIRCUITS, WELDING, OLD, term=Term(None, date(2026, 6, 30))),
            Slug("half"): assessor("half", badges={OLD: Term(None, date(2026, 1, 1)), WELDING: Term()}, campus=SOUTH),
        },
        "administrators": ("it-lead", "district/badges"),
    }
    return Profile(**given | more)  # type: ignore[arg-type]


def owners(text: str, path: str) -> set[str]:
    """The owners of a file by the last line that fits it."""
    found: set[str] = set()
    for line in text.splitlines():
        pattern, *named = line.split(" ") if line and not line.startswith("#") else ("",)
        folder = pattern.endswith("/") and path.startswith(pattern.removeprefix("/"))
        if pattern == "*" or folder or (pattern and pattern.removeprefix("/") == path):
            found = set(named)
    return found


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("recipients/north/circuits/0.yml", {"@district/lab", "@Shop-Teacher"}),
        ("recipients/south/circuits/0.yml", {"@Shop-Teacher"}),
        ("recipients/south/welding/0.yml", {"@Shop-Teacher", "@half"}),
        ("recipients/north/old/0.yml", ADMINISTRATORS),
        ("recipients/closed/circuits/0.yml", ADMINISTRATORS),
        ("recipients/elsewhere/circuits/0.yml", ADMINISTRATORS),
        ("recipients/north/circuits-2/0.yml", ADMINISTRATORS),
        ("recipients/reserved.yml", ADMINISTRATORS),
        ("badges/circuits/v1.yml", {"@district/lab", "@Shop-Teacher"}),
        ("badges/welding/v2.yml", {"@Shop-Teacher", "@half"}),
        ("badges/old/v1.yml", ADMINISTRATORS),
        ("badges/issuer.yml", ADMINISTRATORS),
        ("badges/logo.svg", ADMINISTRATORS),
        ("mkdocs.yml", ADMINISTRATORS),
        ("docs/index.md", ADMINISTRATORS),
        (".github/CODEOWNERS", ADMINISTRATORS),
        (".github/workflows/publish.yml", ADMINISTRATORS),
        ("requirements.txt", ADMINISTRATORS),
        ("requirements/runtime.txt", ADMINISTRATORS),
        ("generator/cli/check.py", ADMINISTRATORS),
        ("whatever/else", ADMINISTRATORS),
    ],
)
def test_each_file_is_approved_by_those_who_may(path: str, who: set[str]) -> None:
    assert owners(text_of(issuer(), BADGES, TODAY), path) == who


def test_the_first_line_and_the_last_ones_are_the_administrators() -> None:
    lines = [line for line in text_of(issuer(), BADGES, TODAY).splitlines() if line and not line.startswith("#")]
    assert lines[0] == "* @district/badges @it-lead"
    last = lines.index("/badges/issuer.yml @district/badges @it-lead")
    assert all(line.endswith(" @district/badges @it-lead") for line in lines[last:])
    assert not any(line.startswith(("/recipients/n", "/badges/c")) for line in lines[last:])


def test_the_text_does_not_depend_on_the_order_of_anything() -> None:
    first, turned = issuer(), issuer(administrators=("district/badges", "it-lead"))
    turned = replace(turned, assessors=dict(reversed([*turned.assessors.items()])))
    turned = replace(turned, campuses=dict(reversed([*turned.campuses.items()])))
    assert text_of(first, BADGES, TODAY) == text_of(turned, reversed(BADGES), TODAY)


def test_who_is_named_twice_stands_there_once_whatever_the_capitals() -> None:
    twice = {Slug("a"): assessor("Kim", WELDING), Slug("b"): assessor("kim", WELDING)}
    assert "/badges/welding/ @kim\n" in text_of(issuer(assessors=twice), BADGES, TODAY)


def test_without_administrators_it_says_what_to_add() -> None:
    with pytest.raises(NoAdministrators, match=r"administrators: \[your-organization/badges\]"):
        text_of(issuer(administrators=()), BADGES, TODAY)


def test_a_file_that_github_would_not_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_owners, "MOST_BYTES", 500)
    with pytest.raises(TooManyOwners, match="500"):
        text_of(issuer(), BADGES, TODAY)


def test_a_current_file_has_no_problem_also_with_the_line_ends_of_windows() -> None:
    text = text_of(issuer(), BADGES, TODAY)
    assert problems(issuer(), BADGES, TODAY, text.encode()) == []
    assert problems(issuer(), BADGES, TODAY, text.replace("\n", "\r\n").encode()) == []


def test_whatever_else_stands_there_is_told_and_not_repeated() -> None:
    text = text_of(issuer(), BADGES, TODAY)
    for spoilt in (text + "* @mallory\n", text.replace("@it-lead", "@mallory"), "", "\xff@mallory"):
        [found] = problems(issuer(), BADGES, TODAY, spoilt.encode("latin-1"))
        assert (found.code, found.severity) == ("codeowners-differ", "error")
        assert "mallory" not in found.message + found.hint + found.source


def test_what_only_the_calendar_has_changed_is_a_warning() -> None:
    before = text_of(issuer(), BADGES, date(2026, 6, 30))
    assert before != text_of(issuer(), BADGES, TODAY)
    [found] = problems(issuer(), BADGES, TODAY, before.encode())
    assert (found.code, found.severity) == ("codeowners-outdated", "warning")
    [found] = problems(issuer(), BADGES, TODAY, before.replace("@gone", "@mallory").encode())
    assert (found.code, found.severity) == ("codeowners-differ", "error")


def test_a_file_written_by_hand_is_left_alone_until_there_are_administrators() -> None:
    assert problems(issuer(administrators=()), BADGES, TODAY, b"* @somebody\n") == []
    assert problems(issuer(), BADGES, TODAY, b"* @somebody\n") != []


def test_who_takes_the_administrators_away_is_found() -> None:
    made = text_of(issuer(), BADGES, TODAY).encode()
    assert [found.code for found in problems(issuer(administrators=()), BADGES, TODAY, made)] == ["codeowners-differ"]
