"""Whatever goes wrong on the network, or is made to: it ends in time, in little memory, and in words."""

from __future__ import annotations

import contextlib
import gzip
import socket
import threading
import tracemalloc
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.adapters.https import Https, look_up, open_connection
from generator.errors import UnknownDocument
from tests.adapters.tls_server import Authority, Server
from tests.adapters.web_world import (
    CHUNKED,
    HOST,
    JSON,
    LIMIT,
    PUBLIC,
    SECOND,
    UNHURRIED,
    URL,
    World,
    endlessly,
    ok,
    slowly,
    to,
)


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (204, "its server could not answer (204)"),
        (206, "its server could not answer (206)"),
        (302, "its server could not answer (302)"),
        (304, "its server could not answer (304)"),
        (401, "it is not for everybody (401)"),
        (404, "it is not there (404)"),
        (410, "it was there once, and is gone (410)"),
        (429, "its server was asked too often: try again later (429)"),
        (503, "its server could not answer (503)"),
    ],
)
def test_any_answer_but_200_is_told(world: World, status: int, why: str) -> None:
    world.answer(f"HTTP/1.1 {status} X\r\nContent-Length: 2\r\n\r\n{{}}".encode())
    assert world.refused() == why


def test_what_is_gone_is_told_from_what_is_not_there(world: World) -> None:
    for status, gone in ((404, False), (410, True)):
        world.answer(f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode())
        with pytest.raises(UnknownDocument) as refused:
            world.https(UNHURRIED)(URL)
        assert refused.value.gone is gone


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (ok(JSON, length=LIMIT + 1), "more than 2,000,000 bytes"),
        (ok(JSON, length=10**30), "more than 2,000,000 bytes"),
        (ok(bytes(LIMIT + 1)), "more than 2,000,000 bytes"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + bytes(LIMIT + 1), "more than 2,000,000 bytes"),
        (endlessly(CHUNKED, b"2000\r\n" + bytes(8192) + b"\r\n"), "more than 2,000,000 bytes"),
        (endlessly(CHUNKED, b"1;" + b"a" * 5_000 + b"\r\nx\r\n"), "far more than the document"),
        (endlessly(CHUNKED + b"0\r\n", b"a: b\r\n" * 100), "far more than the document"),
        (endlessly(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), "far more than"),
        (ok(gzip.compress(bytes(LIMIT + 1), mtime=0), "Content-Encoding: gzip"), "more than 2,000,000 bytes"),
        (ok(zlib.compress(bytes(100_000_000)), "Content-Encoding: deflate"), "more than 2,000,000 bytes"),
        (ok(gzip.compress(JSON, mtime=0)[:-9], "Content-Encoding: gzip"), "cut off or damaged"),
        (ok(gzip.compress(JSON, mtime=0) + b"more", "Content-Encoding: gzip"), "cut off or damaged"),
        (ok(JSON, "Content-Encoding: gzip"), "cut off or damaged"),
        (ok(JSON, "Content-Encoding: deflate"), "cut off or damaged"),
        (ok(JSON, "Content-Encoding: br"), "packed in a way"),
        (ok(JSON, "Content-Encoding: gzip, gzip"), "packed in a way"),
        (ok(JSON, length=1_000), "cut off or damaged"),
        (ok(JSON, "Content-Length: 3"), "cut off or damaged"),
        (CHUNKED + b"ff\r\n{}", "cut off or damaged"),
        (CHUNKED + b"2\r\n{}\r\n", "cut off or damaged"),
        (CHUNKED + b"zz\r\n{}\r\n", "cut off or damaged"),
        (b"", "broke the connection off"),
        (b"\0\1\2\3 garbage\r\n\r\n", "is not HTTP"),
        (b"HTTP/1.1 OK\r\n\r\n", "is not HTTP"),
        (b"SSH-2.0-OpenSSH\r\n", "is not HTTP"),
        (b"HTTP/1.1 200 " + b"a" * 100_000, "is not HTTP"),
        (endlessly(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 100), "is not HTTP"),
        (endlessly(b"HTTP/1.1 200 OK\r\nA: ", b"b" * 1000), "is not HTTP"),
    ],
    ids=lambda value: value if isinstance(value, str) else "answer",
)
def test_a_server_that_says_too_much_too_little_or_nonsense_is_given_up(world: World, answer: Any, why: str) -> None:
    world.answer(answer)
    reason = world.refused()
    assert why in reason
    assert reason.isprintable()


def test_a_packed_answer_is_not_unpacked_past_the_limit(world: World) -> None:
    world.answer(ok(gzip.compress(bytes(100_000_000), mtime=0), "Content-Encoding: gzip"))
    tracemalloc.start()
    try:
        assert world.refused() == "it has more than 2,000,000 bytes"
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


def test_an_image_has_its_own_limit(world: World) -> None:
    world.answer(ok(bytes(2 * LIMIT + 1)), "/a.svg")
    assert world.refused(f"https://{HOST}/a.svg") == "it has more than 4,000,000 bytes"


@pytest.mark.parametrize("start", [b"", ok()[:20], ok()[:-10]], ids=["status", "header", "body"])
def test_a_server_that_drips_is_given_up_at_the_deadline(world: World, start: bytes) -> None:
    whole = ok()
    drip = slowly(whole[len(start) :], 0.1)

    def send(line: Any) -> None:
        line.sendall(start)
        drip(line)

    world.answer(send)
    assert world.refused(deadline=0.5) == "it took longer than 0.5 seconds"


def test_redirects_share_one_deadline(world: World) -> None:
    for number in range(3):
        world.answer(slowly(to(f"/{number + 1}"), 0.005), f"/{number}")
    world.answer(ok(), "/3")
    assert world.https()(f"https://{HOST}/0") == JSON
    assert world.refused(f"https://{HOST}/0", deadline=0.6).endswith("it took longer than 0.6 seconds")


def test_a_look_up_that_hangs_is_left_behind(world: World) -> None:
    released = threading.Event()

    def hanging(host: str, port: int) -> list[str]:
        released.wait()
        return [PUBLIC]

    fetch = Https(deadline=0.2, resolve=hanging, connect=world.connect, context=world.authority.context())
    with pytest.raises(UnknownDocument, match="it took longer than"):
        fetch(URL)
    released.set()
    assert world.connected == []


def test_a_handshake_that_hangs_is_given_up(world: World) -> None:
    one, other = socket.socketpair()
    with other, contextlib.closing(one):
        context = world.authority.context()
        fetch = Https(deadline=0.2, resolve=world.resolve, connect=lambda *_: one, context=context)
        with pytest.raises(UnknownDocument, match="it took longer than"):
            fetch(URL)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (ConnectionRefusedError(), "its server refused the connection"),
        (ConnectionResetError(), "its server broke the connection off"),
        (TimeoutError(), "it took longer than 10 seconds"),
        (OSError(101, "Network is unreachable"), "no connection could be made"),
    ],
)
def test_a_connection_that_cannot_be_made_is_told(world: World, error: OSError, why: str) -> None:
    def failing(address: str, port: int, timeout: float) -> socket.socket:
        world.connected.append(address)
        raise error

    world.names[HOST] = [PUBLIC, SECOND]
    with pytest.raises(UnknownDocument) as raised:
        Https(resolve=world.resolve, connect=failing)(URL)
    assert raised.value.reason == why
    assert world.connected == [PUBLIC, SECOND]


def test_a_name_that_nobody_has_is_told(world: World) -> None:
    assert world.refused("https://nobody.example.org/") == "there is no host of its name"
    failing = Https(resolve=lambda *_: (_ for _ in ()).throw(socket.gaierror(socket.EAI_AGAIN, "later")))
    with pytest.raises(UnknownDocument, match="name could not be looked up"):
        failing(URL)


def test_there_is_no_document_without_time(world: World) -> None:
    world.answer(ok())
    assert world.refused(deadline=0.0) == "it took longer than 0 seconds"
    assert world.connected == []


def test_the_system_is_asked_for_addresses_and_connections(running: Server) -> None:
    assert look_up("127.0.0.1", 443) == ["127.0.0.1"]
    with open_connection("127.0.0.1", running.port, 5.0) as line:
        assert line.getpeername() == ("127.0.0.1", running.port)


PIECES = (
    b"HTTP/1.1 200 OK\r\n,HTTP/1.0 301 Moved\r\n,HTTP/1.1 100 Continue\r\n,Location: /a\r\n,Location: https://[\r\n"
    b",Location: https://other.example.org/a.json\r\n,Content-Length: 5\r\n,Content-Length: -1\r\n"
    b",Transfer-Encoding: chunked\r\n,Content-Encoding: gzip\r\n,Content-Encoding: deflate\r\n,\r\n,5\r\n,0\r\n"
    b",{},\0,: ,\n"
).split(b",")


@settings(deadline=None, max_examples=80)
@given(answer=st.lists(st.sampled_from(PIECES) | st.binary(max_size=9)).map(b"".join))
def test_any_answer_is_a_document_or_none(running: Server, authority: Authority, answer: bytes) -> None:
    world = World(running, authority)
    world.answer(answer)
    try:
        assert len(world.https()(URL)) <= len(answer) * 1_100  # the most that deflate can pack
    except UnknownDocument as error:
        reason = error.reason
    else:
        return
    assert reason.isprintable()
