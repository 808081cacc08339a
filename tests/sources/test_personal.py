"""What counts as personal, what doesn't though it looks like it, and how it is kept from being shown."""

from __future__ import annotations

import time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import render
from generator.sources import personal
from generator.sources.personal import Personal, conceal
from generator.sources.yaml_nodes import read

OURS = Personal(office="badges@riverbend.example", mask="S######")

ADDRESSES = [
    "ada@school.example",
    "Ada.Example+badges@mail.school.example",
    "ada＠school.example",
    "ad\u200ba@sch\u200dool.example",
    "ada [at] school.example",
    "ada (at) school (dot) example",
    "ada(AT)school.example",
    "ada%40school.example",
    "ada&#64;school.example",
    "ada&#x40;school.example",
    "ada&commat;school.example",
    r"ada\@school\.example",
    "ada\x01@school.example",
    "adá@schöol.example",
    "ada@xn--schol-jua.xn--p1ai",
    "ada @ school.example",
]
PHONES = [
    "+15555550100",
    "+1 (555) 555-0100",
    "(555) 555-0100",
    "555-555-0100",
    "555.555.0100",
    "555 555 0100",
    "555\u2011555\u20110100",
    "1-800-555-0100",
    "+44 20 7946 0958",
    "+49-30-123456",
    "(+44) 20 7946 0958",
    "5555550100",
    "ring-555-555-0100",
    "15555550100",
    "tel:5555550100",
    "５５５-５５５-０１００",
]
STUDENTS = ["S123456", "s123456", "S 123456", "S-123456", "S 123 456", "S１２３４５６", "https://x.example/e/S123456"]
SECURITY = ["123-45-6789", "SSN 123-45-6789.", "(123-45-6789)"]
HARMLESS = [
    "220-330-1000 ohm",
    "433 868 2400 MHz",
    "300 400 5000 rpm",
    "245 312 4500 g",
    "Part 555-214-3000",
    "Lot 2025551234",
    "model no. 555-214-3000",
    "serial number: 555-214-3000",
    "000-45-6789",
    "123-45-67890",
    "2026-45-6789",
    "badges@riverbend.example",
    "Badges@Riverbend.example",
    "2026-05-14",
    "2024-2026",
    "10:30:00",
    "2026-11-22T10:00:00Z",
    "UTC+02:00",
    "92 of 100",
    "978-0-306-40615-7",
    "0-306-40615-2",
    "ISBN 9992158107",
    "15-2051.00",
    "12-555-555-0100",
    "11.0902",
    "74HC595-2020",
    "MAT-101-2020",
    "10.1000/182-2020",
    "192.168.1.1",
    "1700000000",
    "1234567890",
    "$2,125,550,123",
    "did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwVcnXHzy",
    "bhp5n40baqpaaqspp7ft4y5m95",
    "sha256$8074ce098bcc256567cad5df336ce6ba4a2edd3e976c7a7014ca2497ef016172",
    "550e8400-e29b-41d4-a716-446655440000",
    "https://work.example/e/2125550123",
    "https://pictures.example/12345678@N00/",
    "https://maps.example/@40.44,-79.99,15z",
    "https://unpkg.example/react@18.2.0/dist/x.js",
    "circuit-design@1",
    "@riverbend",
    "git@code.example:riverbend/badges",
    "AS123456",
    "S1234567",
    "C++11 and +3 dB",
]
HOSTILE = [
    "@", "a@", "a", "1", "1-", "(555) 555-", "+1 ", "a@b.", "(at)", "a (at) ", "a@b.cc ", "\u200b@", "555-555-0100 ",
    "S12345", "S 1", "%40", "&#0", " @ ", "a@b(dot)", "\u200b", "é@", "a.", "[",
]  # fmt: skip


@pytest.mark.parametrize("text", ADDRESSES)
def test_addresses_are_found_however_they_are_written(text: str) -> None:
    assert {found.kind for found in OURS.find(f"Ask {text}, please.")} == {"an e-mail address"}


@pytest.mark.parametrize("text", PHONES)
def test_phone_numbers_are_found(text: str) -> None:
    assert {found.kind for found in OURS.find(f"Ring {text}.")} == {"a phone number"}


@pytest.mark.parametrize("text", STUDENTS)
def test_student_numbers_are_found(text: str) -> None:
    assert {found.kind for found in OURS.find(f"By {text}.")} == {"a student number"}


@pytest.mark.parametrize("text", SECURITY)
def test_a_social_security_number(text: str) -> None:
    assert [found.kind for found in OURS.find(text)] == ["a social security number"]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_personal_is_left_in_peace(text: str) -> None:
    assert OURS.find(text) == []
    assert OURS.find(f"See “{text}” there.") == []


@pytest.mark.parametrize("text", [*ADDRESSES, *PHONES, *STUDENTS[:-1]])
def test_nothing_of_it_is_shown_and_nothing_else_hidden(text: str) -> None:
    hidden = OURS.hide(f"Ask {text}, please.")
    assert hidden.startswith("Ask ")
    assert hidden.endswith(", please.")
    assert len(hidden) == len(f"Ask {text}, please.")
    assert not any(char.isdigit() or char == "@" for char in hidden)


def test_a_mask_of_digits_alone_finds_numbers_that_stand_alone() -> None:
    ours = Personal(mask="######")
    assert [ours.hide(text) for text in ("no 123456.", "x?n=123456")] == ["no ••••••.", "x?n=••••••"]
    for text in ("1.123456", "https://x.example/123456", "status: 123456", "2026-123456", "1123456", "€123456"):
        assert ours.find(text) == []


def test_no_problem_of_a_file_shows_what_is_personal() -> None:
    text = b'x: "ada\\x40school.example" # S123456\n? [a]\n: (555) 555-0100 ada@school.example\n'
    document = read("a.yml", text)
    conceal(document, OURS)
    document.report("x-y", "no ada@school.example", document.place(4), "S123456")
    said = "\n".join(map(render, document.problems))
    assert "0100" not in said
    assert "123456" not in said
    assert "ada@" not in said
    assert said.count("[personal-data]") == 4


@pytest.mark.parametrize("part", HOSTILE)
def test_looking_takes_time_that_grows_with_the_text_alone(part: str) -> None:
    text = "é" + part * ((1 << 18) // len(part))
    start = time.process_time()
    OURS.find(text)
    OURS.find(text[1:])
    assert time.process_time() - start < 5


@given(st.text(st.sampled_from("S1234567890 @.-()+a[t]dot\u200bé\x01:")))
def test_what_is_hidden_is_as_long_as_it_was_and_found_no_more(text: str) -> None:
    hidden = OURS.hide(text)
    assert len(hidden) == len(text)
    assert all(0 <= found.start < found.end <= len(text) for found in OURS.find(text))


PIECES = [
    *r"ada school.example S 215 2155550100 555-0100 555.0100 0100 123-45-6789 (215) +1 1 tel: @ %40 &#64;".split(),
    *r"&#x40; &commat; \@ \x40 \u0040 [at] {@] (dot) . - / é x ＠ ０ ‑ %2e".split(),
    *("555 0100", "+44 20 7946 0958", "@1\n", "( at }", "<AT\t>", " ", "\n", "\x01", "\u200b"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_the_first_look_misses_nothing_that_the_whole_look_finds(text: str) -> None:
    found = OURS.find(text)
    with (
        patch.object(personal, "_may_hold_addresses", lambda *_: True),
        patch.object(personal, "_may_hold_phones", lambda *_: True),
    ):
        assert OURS.find(text) == found
