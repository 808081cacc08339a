"""What builds on an award is found, also what builds on that, and a person's way of naming it is understood."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.adapters.registry_folder import RegistryFolder
from generator.awarding.building_on import building_on
from generator.awarding.erasing import erase, traces
from generator.awarding.naming import named
from generator.encodings.sealing import receipt
from generator.errors import ActRefused, NoSuchAward
from generator.names import AwardId
from generator.publishing.checking import Checked, check
from generator.sources.overlay import Overlay
from tests.builds import REGISTRY

URL = "https://badges.riverbend.example"
PART = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
STACK = AwardId("q5xcx3p8dawbb271ayt5v59k0r")
HIGHER = AwardId("hgher00000000000000000000z")
_STACK = "badges/engineering-foundations/v1.yml"
_SEAL = "sha256$" + sha256(b"a").hexdigest()
_SEAL_2 = "sha256$" + sha256(b"b").hexdigest()
_AWARD = (
    f"badge: whole-course@1\nawarded: 2026-06-10\nassessor: engineering-lab\nstatus: 77\n"
    f"identity:\n  name: {_SEAL}\n  emailAddress: {_SEAL_2}\nbuilds_on: [{STACK}]\n"
)


@cache
def registry() -> tuple[Overlay, Checked]:
    """The sample registry, with a stack that builds on another stack."""
    folder = RegistryFolder(REGISTRY)
    badge = folder.read(_STACK).decode().replace("all: [circuit-design, basic-coding, 3d-modeling]", "all: [x]")
    issuer = folder.read("badges/issuer.yml").decode()
    files: Mapping[str, bytes | None] = {
        "badges/whole-course/v1.yml": badge.replace("[x]", "[engineering-foundations]").encode(),
        "badges/issuer.yml": issuer.replace("[circuit-design, 3d", "[whole-course, circuit-design, 3d").encode(),
        f"recipients/lincoln-high/whole-course/{HIGHER}.yml": _AWARD.encode(),
    }
    source = Overlay(folder, files)
    found = check(source, date(2026, 11, 22))
    assert found.problems == []
    return source, found


def test_what_builds_on_an_award_is_found_and_what_builds_on_that() -> None:
    source, found = registry()
    near = building_on([PART], source, found.loaded, found.index)
    assert {award: [row.id for row in rows] for award, rows in near.items()} == {PART: [STACK]}
    deep = building_on([PART], source, found.loaded, found.index, deep=True)
    assert {award: [row.id for row in rows] for award, rows in deep.items()} == {PART: [STACK], STACK: [HIGHER]}


def test_what_is_erased_takes_the_whole_of_what_builds_on_it() -> None:
    source, found = registry()
    rows = [named(PART, URL, found.index)]
    above = building_on([PART], source, found.loaded, found.index, deep=True)
    with pytest.raises(ActRefused, match=f"badges erase {PART} {HIGHER} {STACK}"):
        erase(source, rows, above)
    all_of_them = [named(award, URL, found.index) for award in (PART, STACK, HIGHER)]
    edits = erase(source, all_of_them, above)
    assert check(Overlay(source, edits.files), date(2026, 11, 22)).problems == []


@given(
    cuts=st.lists(st.integers(0, 26), max_size=8),
    between=st.sampled_from(["-", " ", " - "]),
    upper=st.booleans(),
    mistaken=st.booleans(),
)
def test_an_id_is_understood_however_it_is_typed(cuts: list[int], between: str, upper: bool, mistaken: bool) -> None:
    _, found = registry()
    ends = sorted({0, 26, *cuts})
    typed = between.join(STACK[start:end] for start, end in pairwise(ends))
    typed = typed.replace("0", "o").replace("1", "l") if mistaken else typed
    assert named(typed.upper() if upper else typed, URL, found.index).id == STACK


@pytest.mark.parametrize("end", ["", ".html", ".json", ".html?x=1", ".html#receipt=1.x", "#receipt=1.x"])
def test_an_address_of_its_page_names_an_award(end: str) -> None:
    _, found = registry()
    assert named(f"{URL}/awards/q5/{STACK}{end}", URL, found.index).id == STACK
    with pytest.raises(NoSuchAward, match="is not the page of an award of this registry"):
        named(f"https://elsewhere.example/awards/q5/{STACK}{end}", URL, found.index)
    with pytest.raises(NoSuchAward) as refused:
        named(f"https://elsewhere.example/awards/q5/{STACK}#receipt=1.secret", URL, found.index)
    assert "secret" not in str(refused.value)


@given(st.text(max_size=40))
def test_any_other_text_names_none(text: str) -> None:
    _, found = registry()
    with pytest.raises(NoSuchAward):
        named(text, URL, found.index)


def test_an_award_is_traced_by_its_id_as_printed_and_by_its_receipts() -> None:
    trace = traces([PART])
    for told in (PART, PART.upper(), "BHP5-N40B-AQPA-AQSP-P7FT-4Y5M-95", receipt(bytes(32), PART, name="Sample One")):
        assert trace.search(f"…{told}…".encode())
    assert not trace.search(f"{STACK} {receipt(bytes(32), STACK, email='one@pupils.example')}".encode())
