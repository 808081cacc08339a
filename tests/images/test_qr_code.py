"""QR codes by the difference of characters are the ones that an encoder makes of the whole text."""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.addresses import Addresses
from generator.images.qr_code import QrCodes, codes_of
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


@lru_cache
def codes(site: str) -> QrCodes:
    return codes_of(lambda name: address(site, name), 26, ALPHABET)


def address(site: str, name: str) -> str:
    return Addresses(site).award_page(AwardId(name))


def by_the_encoder(site: str, name: str) -> list[list[int]]:
    code = segno.make_qr(address(site, name), error="m", mode="byte", boost_error=False, mask=codes(site).mask)
    return [list(row) for row in code.matrix]


def drawn(png: bytes) -> list[list[int]]:
    """The dark modules of a PNG of one bit a pixel, read by the standard."""
    chunks = list(read(png))
    assert [kind for kind, _ in chunks] == [b"IHDR", b"IDAT", b"IEND"]
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[0][1])
    assert kind == [1, 0, 0, 0, 0]
    lines, bytes_a_line = zlib.decompress(chunks[1][1]), 1 + (width + 7) // 8
    assert len(lines) == height * bytes_a_line
    assert set(lines[::bytes_a_line]) == {0}, "no line is filtered"
    bits = [
        "".join(f"{byte:08b}" for byte in lines[at + 1 : at + bytes_a_line])
        for at in range(0, len(lines), bytes_a_line)
    ]
    return [[int(bit == "0") for bit in line[:width]] for line in bits]


def read(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG, each with its checksum checked."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at = 8
    while at < len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        chunk, at = png[at + 4 : at + 8 + length], at + 12 + length
        assert int.from_bytes(png[at - 4 : at], "big") == zlib.crc32(chunk)
        yield chunk[:4], chunk[4:]


@pytest.mark.parametrize("site", SITES)
@settings(max_examples=15, deadline=None)
@given(name=NAMES)
def test_it_is_the_code_that_an_encoder_makes(site: str, name: str) -> None:
    assert drawn(codes(site).png(name)) == by_the_encoder(site, name)


def test_the_first_name_has_the_mask_that_an_encoder_takes() -> None:
    code = segno.make_qr(address(SITES[0], "0" * 26), error="m", mode="byte", boost_error=False)
    assert (codes(SITES[0]).mask, codes(SITES[0]).size) == (code.mask, code.symbol_size(border=0)[0])


def test_its_bytes_are_those_of_no_library_that_compresses() -> None:
    made = codes(SITES[1]).png("bhp5n40baqpaaqspp7ft4y5m95")
    assert sha256(made).hexdigest() == "435301dd3cefb1f07f8040941934d92c0bbb723f48fe61c2a8a91d2f3069f8a3"
    assert len(made) < 300


def test_its_address_holds_it() -> None:
    of = codes(SITES[1])
    held = of.data_url("bhp5n40baqpaaqspp7ft4y5m95").removeprefix("data:image/png;base64,")
    assert base64.b64decode(held, validate=True) == of.png("bhp5n40baqpaaqspp7ft4y5m95")


def test_a_name_of_another_alphabet_or_length_has_none() -> None:
    with pytest.raises(KeyError):
        codes(SITES[0]).png("o" * 26)
    with pytest.raises(ValueError, match="25 characters"):
        codes(SITES[0]).png("0" * 25)


def test_two_builds_make_the_same() -> None:
    again = codes_of(lambda name: address(SITES[1], name), 26, ALPHABET)
    assert again.png("bhp5n40baqpaaqspp7ft4y5m95") == codes(SITES[1]).png("bhp5n40baqpaaqspp7ft4y5m95")
