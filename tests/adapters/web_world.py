"""A small web: names, addresses, one server behind them all, and answers of every kind."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from generator.adapters.https import MAX_DOCUMENT_BYTES, Https
from generator.errors import UnknownDocument
from tests.adapters.tls_server import Authority, Server

PUBLIC, SECOND, PUBLIC6 = "93.184.215.14", "93.184.215.15", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
HOST, OTHER = "badges.example.org", "other.example.org"
URL = f"https://{HOST}/a.json"
JSON = b'{"id": "https://badges.example.org/a.json"}'
LIMIT = 2_000_000
UNHURRIED = 60.0  # seconds, for tests that are about something else, on a machine that does much besides
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class World:
    """Names, their addresses, and who connected to which; every address leads to the one server."""

    def __init__(self, server: Server, authority: Authority) -> None:
        self.server = server
        self.authority = authority
        self.names: dict[str, list[str]] = {HOST: [PUBLIC], OTHER: [PUBLIC]}
        self.looked_up: list[str] = []
        self.connected: list[str] = []
        self.deaf: set[str] = set()

    def resolve(self, host: str, port: int) -> list[str]:
        self.looked_up.append(host)
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return self.names[host]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.connected.append(address)
        if address in self.deaf:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.server.port), timeout)

    def https(
        self,
        deadline: float = UNHURRIED,
        *,
        patience: float = UNHURRIED * 10,
        anywhere: bool = False,
        most: int = MAX_DOCUMENT_BYTES,
    ) -> Https:
        return Https(
            anywhere=anywhere,
            most=most,
            deadline=deadline,
            patience=patience,
            resolve=self.resolve,
            connect=self.connect,
            context=self.authority.context(),
        )

    def answer(self, content: bytes | Callable[[Any], None], path: str = "/a.json") -> None:
        self.server.answers[path] = content

    def refused(self, url: str = URL, deadline: float = UNHURRIED, *, anywhere: bool = False) -> str:
        """Why the document cannot be had."""
        return refusal(self.https(deadline, anywhere=anywhere), url)


def refusal(fetch: Https, url: str = URL) -> str:
    """Why the document cannot be had from this source of documents."""
    with pytest.raises(UnknownDocument) as raised:
        fetch(url)
    assert raised.value.url == url
    # Only a server that says so knows that nothing is there.
    assert raised.value.asked is raised.value.reason.endswith(("it is not there (404)", "and is gone (410)"))
    return raised.value.reason


def ok(body: bytes = JSON, *fields: str, length: int | None = None) -> bytes:
    lines = ["HTTP/1.1 200 OK", f"Content-Length: {len(body) if length is None else length}", *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


def to(url: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Elsewhere\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")


def slowly(data: bytes, seconds: float) -> Callable[[Any], None]:
    """The data a byte at a time, with so many seconds in between."""

    def send(line: Any) -> None:
        pause = threading.Event()
        for place in range(len(data)):
            line.sendall(data[place : place + 1])
            pause.wait(seconds)

    return send


def endlessly(start: bytes, more: bytes) -> Callable[[Any], None]:
    """The start, and then the same for as long as anybody listens."""

    def send(line: Any) -> None:
        line.sendall(start)
        while True:
            line.sendall(more)

    return send
