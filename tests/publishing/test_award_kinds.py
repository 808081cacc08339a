"""What awards have in common as to their form, and which of a batch may be read back."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

from generator.model.achievement import BadgeVersion
from generator.model.award import Award, Evidence, Identity, Revocation
from generator.names import AwardId, Did, Slug
from generator.publishing.award_kinds import kinds, shape
from generator.publishing.records import SAMPLE, candidates_of

BADGE = BadgeVersion(Slug("basic-coding"), 2)
LINKED = Evidence(name="Program", url="https://work.example/1")
TOLD = Evidence(name="Program", description="Kept in the shop.", genre="Software")


def award(number: int = 0, **members: Any) -> Award:
    """An award of a fictional learner."""
    own: dict[str, Any] = {
        "id": AwardId(f"{number:026d}"),
        "campus": Slug("north"),
        "badge": BADGE,
        "awarded": date(2026, 3, 2),
        "assessor": Slug("team"),
        "status": number,
        "identity": Identity(name="sha256$aa", email_address="sha256$bb"),
    }
    return Award(**own | members)


def odd_awards() -> list[Award]:
    """One award of each combination of what is optional."""
    choices: dict[str, list[Any]] = {
        "badge": [BADGE, BadgeVersion(Slug("basic-coding"), 1)],
        "identity": [award().identity, Identity(name="sha256$aa", email_address="sha256$bb", id=Did("did:example:1"))],
        "evidence": [(), (LINKED,), (TOLD,), (LINKED, TOLD), (TOLD, LINKED)],
        "builds_on": [(), (AwardId("1" * 26),)],
        "narrative": [None, "Well done."],
        "revoked": [None, Revocation(date(2026, 4, 1), "by mistake")],
    }
    chosen = product(*choices.values())
    return [award(number, **dict(zip(choices, each, strict=True))) for number, each in enumerate(chosen)]


def test_kinds_tell_awards_of_different_form_apart() -> None:
    assert kinds(award(evidence=(TOLD,))) == {
        "basic-coding@2",
        "evidence told",
        "evidence's description",
        "evidence's genre",
    }
    assert kinds(award(evidence=(LINKED,), narrative="n")) == {"basic-coding@2", "evidence", "narrative"}
    assert "revoked" in kinds(award(revoked=Revocation(date(2026, 4, 1), "by mistake")))


def test_awards_of_one_shape_are_of_the_same_kinds() -> None:
    found: dict[Any, set[frozenset[str]]] = {}
    for each in odd_awards():
        found.setdefault(shape(each), set()).add(kinds(each))
    assert len(found) == len(odd_awards())
    assert all(len(each) == 1 for each in found.values())


def test_one_award_of_each_kind_may_be_read_back_however_rare_it_is() -> None:
    common = [award(1_000 + number, evidence=(LINKED,)) for number in range(3 * SAMPLE)]
    chosen = candidates_of([*common, *odd_awards()])
    assert {kind for each in chosen for kind in each.kinds} == {kind for each in odd_awards() for kind in kinds(each)}
    assert len(candidates_of(common)) == SAMPLE


def test_the_same_awards_may_be_read_back_in_whatever_order_they_come() -> None:
    awards = [award(number, evidence=(LINKED, TOLD)[: number % 3]) for number in range(2 * SAMPLE)]
    assert candidates_of(awards) == candidates_of(reversed(awards))
    assert len({each.award for each in candidates_of(awards)}) == len(candidates_of(awards)) >= SAMPLE
