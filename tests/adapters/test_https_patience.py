"""Waiting: so long for all documents of a badge, and for nobody twice who did not answer."""

from __future__ import annotations

import math
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from generator.adapters.http_answer import Patience
from generator.adapters.https import Https
from generator.adapters.web_address import parse
from tests.adapters.web_world import HOST, JSON, OTHER, PUBLIC, PUBLIC6, URL, World, ok, refusal, to

BEFORE = "its host did not answer before"
TOO_LONG = "too much time went by waiting for other documents"


@pytest.fixture
def silence() -> Iterator[Callable[[Any], None]]:
    """The answer of a server that says nothing until the test is over."""
    over = threading.Event()

    def send(line: Any) -> None:
        over.wait()

    yield send
    over.set()


# -- patience in all ------------------------------------------------------------------------------------------


def test_patience_is_shared_by_all_documents(world: World, silence: Callable[[Any], None]) -> None:
    world.answer(silence)
    world.answer(ok(), "/b.json")
    fetch = world.https(patience=0.3)
    assert refusal(fetch) == TOO_LONG
    assert refusal(fetch, f"https://{OTHER}/b.json") == TOO_LONG
    assert (world.looked_up, world.connected) == ([HOST], [PUBLIC])


def test_a_redirect_takes_from_the_same_patience(world: World, silence: Callable[[Any], None]) -> None:
    world.answer(to("/b.json"))
    world.answer(silence, "/b.json")
    assert refusal(world.https(patience=0.5)).endswith(TOO_LONG)


def test_without_patience_nobody_is_asked(world: World) -> None:
    assert refusal(world.https(patience=0.0)) == TOO_LONG
    assert world.looked_up == []


def test_time_between_documents_costs_no_patience() -> None:
    patience = Patience(20.0)
    with patience.waiting():
        threading.Event().wait(0.01)
    left = patience.left
    threading.Event().wait(0.01)
    assert patience.left == left < 20.0
    patience.begin()
    assert patience.left == 20.0


def test_each_badge_has_its_own_patience(world: World, silence: Callable[[Any], None]) -> None:
    world.answer(silence)
    fetch = world.https(patience=0.3)
    for _ in range(2):
        assert [refusal(fetch), refusal(fetch)] == [TOO_LONG, TOO_LONG]
        fetch.begin()
    assert world.looked_up == [HOST, HOST]


# -- who did not answer ---------------------------------------------------------------------------------------


def test_a_host_that_was_too_slow_is_not_asked_again_for_this_badge(
    world: World, silence: Callable[[Any], None]
) -> None:
    world.answer(silence)
    fetch = world.https(0.3)
    assert refusal(fetch) == "it took longer than 0.3 seconds"
    assert refusal(fetch, f"https://{HOST}/b.json") == BEFORE
    assert world.looked_up == [HOST]
    fetch.begin()
    assert refusal(fetch) == "it took longer than 0.3 seconds"


@pytest.mark.parametrize(
    "error",
    [ConnectionRefusedError(), TimeoutError(), OSError(113, "No route to host")],
    ids=["refused", "timed out", "no route"],
)
def test_a_host_that_cannot_be_connected_to_is_not_asked_again(world: World, error: OSError) -> None:
    def failing(address: str, port: int, timeout: float) -> socket.socket:
        world.connected.append(address)
        raise error

    fetch = Https(resolve=world.resolve, connect=failing)
    assert refusal(fetch) != BEFORE
    assert refusal(fetch) == BEFORE
    assert world.connected == [PUBLIC]
    fetch.begin()
    assert refusal(fetch) != BEFORE


def test_a_host_without_a_name_is_not_looked_up_again(world: World) -> None:
    fetch = world.https()
    url = "https://nobody.example.org/"
    assert [refusal(fetch, url), refusal(fetch, url)] == ["there is no host of its name", BEFORE]
    assert world.looked_up == ["nobody.example.org"]


def test_other_hosts_and_other_ports_are_asked_still(world: World) -> None:
    world.names[HOST], world.deaf = [PUBLIC6], {PUBLIC6}
    world.answer(ok())
    fetch = world.https()
    assert refusal(fetch) == "its server refused the connection"
    assert fetch(f"https://{OTHER}/a.json") == JSON
    world.deaf = set()
    assert fetch(f"https://{HOST}:8443/a.json") == JSON


def test_a_redirect_to_a_host_that_did_not_answer_is_not_followed(world: World) -> None:
    world.names[OTHER], world.deaf = [PUBLIC6], {PUBLIC6}
    world.answer(to(f"https://{OTHER}/b.png"))
    world.answer(ok(), "/b.json")
    fetch = world.https()
    there = f"it leads to https://{OTHER}/b.png: "
    assert refusal(fetch) == there + "its server refused the connection"
    assert refusal(fetch) == there + BEFORE
    assert fetch(f"https://{HOST}/b.json") == JSON  # the host that led there answers


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 504 Timeout\r\nContent-Length: 0\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"",
        ok(JSON, length=1_000),
    ],
    ids=["404", "503", "504", "nonsense", "nothing", "cut off"],
)
def test_a_host_that_answers_anything_is_asked_again(world: World, answer: bytes) -> None:
    world.answer(answer)
    fetch = world.https()
    refusal(fetch)
    world.answer(ok())
    assert fetch(URL) == JSON


def test_a_host_whose_certificate_is_refused_has_answered(world: World) -> None:
    fetch = Https(resolve=world.resolve, connect=world.connect)
    reasons = [refusal(fetch), refusal(fetch)]
    assert reasons == ["its server's certificate is not trusted here"] * 2


def test_endless_patience_asks_everybody_again(world: World) -> None:
    world.names[HOST], world.deaf = [PUBLIC6], {PUBLIC6}
    world.answer(ok())
    fetch = world.https(patience=math.inf)
    assert [refusal(fetch), refusal(fetch)] == ["its server refused the connection"] * 2
    world.deaf = set()
    assert fetch(URL) == JSON


def test_no_more_than_a_thousand_silent_hosts_are_remembered() -> None:
    patience = Patience(20.0)
    places = [parse(f"https://h{number}.example.org/") for number in range(1_001)]
    for place in places:
        patience.remember_silent(place)
    assert list(map(patience.is_silent, places)) == [True] * 1_000 + [False]
