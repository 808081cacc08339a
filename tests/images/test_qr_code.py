"""QR codes by the difference of characters are the ones that an encoder makes of the whole text."""

from __future__ import annotations

import re
from functools import lru_cache

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.addresses import Addresses
from generator.images.qr_code import QUIET, QrCodes, codes_of
from generator.names import AwardId

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
SITES = (
    "https://a.example",
    "https://badges.riverbend.example",
    "https://xn--bcher-kva.example:8443",
    "https://district.k12.example/our_schools/Badges-2.0/~".removesuffix("/~"),
    "http://localhost:8000",
    "https://" + ".".join(["a-rather-long-label"] * 8) + ".example/" + "deep/" * 60 + "site",
)
NAMES = st.text(ALPHABET, min_size=26, max_size=26)
_MOVE = re.compile(r"([Mhm])(-?\d+)(?: (-?[\d.]+))?")


@lru_cache
def codes(site: str) -> QrCodes:
    return codes_of(lambda name: address(site, name), 26, ALPHABET)


def address(site: str, name: str) -> str:
    return Addresses(site).award_page(AwardId(name))


def by_the_encoder(site: str, name: str) -> list[list[int]]:
    code = segno.make_qr(address(site, name), error="m", mode="byte", boost_error=False, mask=codes(site).mask)
    return [list(row) for row in code.matrix]


def drawn(path: str, size: int) -> list[list[int]]:
    """The modules that the path draws within the margin; what lies outside may not be drawn on."""
    modules = [[0] * size for _ in range(size)]
    x = y = 0
    for kind, first, second in _MOVE.findall(path):
        if kind == "M":
            x, y = int(first) - QUIET, int(float(second) - 0.5) - QUIET
        elif kind == "m":
            x, y = x + int(first), y + int(second)
        else:
            modules[y][x : x + int(first)] = [1] * int(first)
            x += int(first)
        assert 0 <= x <= (size + 7) // 8 * 8
    assert {len(row) for row in modules} == {size}
    return modules


@pytest.mark.parametrize("site", SITES)
@settings(max_examples=15, deadline=None)
@given(name=NAMES)
def test_it_is_the_code_that_an_encoder_makes(site: str, name: str) -> None:
    assert drawn(codes(site).path(name), codes(site).size) == by_the_encoder(site, name)


def test_the_first_name_has_the_mask_that_an_encoder_takes() -> None:
    code = segno.make_qr(address(SITES[0], "0" * 26), error="m", mode="byte", boost_error=False)
    assert (codes(SITES[0]).mask, codes(SITES[0]).size) == (code.mask, code.symbol_size(border=0)[0])
    assert codes(SITES[0]).side == code.symbol_size(border=QUIET)[0]


def test_the_path_is_all_of_it() -> None:
    path = codes(SITES[1]).path("bhp5n40baqpaaqspp7ft4y5m95")
    assert _MOVE.sub("", path) == ""


def test_a_name_of_another_alphabet_or_length_has_none() -> None:
    with pytest.raises(KeyError):
        codes(SITES[0]).path("o" * 26)
    with pytest.raises(ValueError, match="shorter"):
        codes(SITES[0]).path("0" * 25)


def test_two_builds_make_the_same() -> None:
    again = codes_of(lambda name: address(SITES[1], name), 26, ALPHABET)
    assert again.path("bhp5n40baqpaaqspp7ft4y5m95") == codes(SITES[1]).path("bhp5n40baqpaaqspp7ft4y5m95")
