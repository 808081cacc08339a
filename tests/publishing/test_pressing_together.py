"""Awards that are pressed together, and ones with many nodes without an id, are as the plain path makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from generator.model.award import Award, Evidence, Identity, Part, Revocation
from generator.names import AwardId, Did
from tests.publishing.test_pressing import (
    BASIC,
    CATALOGUES,
    DAY,
    LINKED,
    STACK,
    TAKEN,
    award,
    plainly,
    press,
    pressed,
    same,
)


@pytest.mark.parametrize("name", CATALOGUES)
def test_awards_made_together_are_as_those_made_one_by_one(name: str) -> None:
    told = Evidence(name="Work", description="Seen")
    did = Identity(name="sha256$aa", email_address="sha256$aa", id=Did("did:example:123"))
    part = Part(AwardId("1" * 26), BASIC, DAY)
    many: list[tuple[Award, Sequence[Part]]] = [
        (award(), ()),
        (award(evidence=(Evidence(name="a", url=TAKEN[0]),)), ()),
        (award(badge=STACK, evidence=(), results={}, builds_on=(part.id,)), (part,)),
        (award(identity=did, evidence=(told, told, *LINKED), narrative="𝒜"), ()),
        (award(evidence=tuple(replace(told, genre=str(number)) for number in range(12))), ()),
        (award(revoked=Revocation(DAY, "By mistake"), narrative=""), ()),
    ]
    found = [pressed(name, made, parts) for made, parts in many]
    assert found == [True, False, True, True, True, True]
    one_by_one = [tuple(make() for make in plainly(CATALOGUES[name](), made, parts)) for made, parts in many]
    assert press(name).all_files(many) == one_by_one
    assert press(name).all_files(many[::-1]) == one_by_one[::-1]
    assert press(name).all_files([]) == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 6, 11, 30])
@pytest.mark.parametrize("narrative", [None, "", "So it was"])
@pytest.mark.parametrize("did", [None, Did("did:example:123")])
def test_any_number_of_nodes_without_an_id_is_labelled(count: int, narrative: str | None, did: Did | None) -> None:
    told = tuple(Evidence(name="Work", description=str(number % 7)) for number in range(count))
    made = award(evidence=told, narrative=narrative, identity=Identity(name="a", email_address="b", id=did))
    for name in CATALOGUES:
        assert pressed(name, made)
        same(name, made)
