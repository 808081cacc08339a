from __future__ import annotations

import pytest

from generator.errors import NotAName
from generator.names import AwardId, Did, SitePath, Slug


@pytest.mark.parametrize("text", ["a", "circuit-design", "3d-modeling", "a" * 64, "42", "com", "x-con"])
def test_slugs(text: str) -> None:
    assert Slug(text) == text


@pytest.mark.parametrize("text", ["", "A", "a_b", "-a", "a-", "a--b", "a" * 65, "é", "a\n", "con", "com1", "lpt9"])
def test_what_is_no_slug(text: str) -> None:
    with pytest.raises(NotAName):
        Slug(text)


def test_an_award_id_is_of_crockfords_letters() -> None:
    award = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
    assert award.shard == "bh"
    for wrong in ("", award[:-1], award + "0", award.upper(), award[:-1] + "l", award[:-1] + "u", award + "\n"):
        assert not AwardId.admits(wrong)


def test_an_award_id_typed_from_paper() -> None:
    assert AwardId.typed("BHP5N4-0BAQPA AQSPP7-FT4Y5M95") == "bhp5n40baqpaaqspp7ft4y5m95"
    assert AwardId.typed("OoIiLl" + "2" * 20) == "001111" + "2" * 20
    with pytest.raises(NotAName):
        AwardId.typed("bhp5n4")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Lincoln High School", "lincoln-high-school"),
        ("  St. Mary's & Söhne (Ost) ", "st-marys-sohne-ost"),
        ("Löten für alle!", "loten-fur-alle"),
        ("3-D", "3-d"),
        ("学校", None),
        ("con", None),
        ("a" * 63 + " b", "a" * 63),
    ],
)
def test_a_name_suggests_a_slug_where_it_has_letters_for_one(name: str, slug: str | None) -> None:
    assert Slug.of_words(name) == slug


@pytest.mark.parametrize("text", ["did:web:a.example", "did:web:a.example%3A8443:b", "did:key:z6Mk"])
def test_dids(text: str) -> None:
    assert Did(text) == text


@pytest.mark.parametrize("text", ["did:web:", "did:web:a:", "did:Web:a", "did:web:a/b", "did:web:a#b", "did:web:a%3"])
def test_what_is_no_did(text: str) -> None:
    assert not Did.admits(text)


@pytest.mark.parametrize("text", ["", "/a", "a/", "a//b", ".", "..", "a/../b", "a\0"])
def test_what_is_no_path_in_a_site(text: str) -> None:
    assert not SitePath.admits(text)
