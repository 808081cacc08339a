"""One question over a TLS connection, and its answer: bounded in time, in bytes, and in what it unpacks to.

Also how long answers are waited for in all, and which answers are pictures.
"""

from __future__ import annotations

import importlib.metadata
import math
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection

from generator.adapters.web_address import Absent, Gone, Unavailable, WebAddress

_ACCEPT: Final = (
    "application/vc+ld+json, application/ld+json, application/did+json, application/json, application/jwt,"
    " image/png, image/svg+xml, */*;q=0.1"
)
_STEP: Final = 1 << 16
_MOST_SILENT: Final = 1_000
_PICTURES: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")
_SVG_WITHIN: Final = 1_000  # bytes, for what may stand before its first element
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_STATUS: Final = {
    401: "it is not for everybody",
    403: "it is not for everybody",
    404: "it is not there",
    410: "it was there once, and is gone",
    429: "its server was asked too often: try again later",
}


@dataclass(frozen=True, slots=True)
class Clock:
    """When it will be too late, in seconds of the monotonic clock."""

    until: float

    def left(self) -> float:
        """How many seconds are left. Raises TimeoutError where none are."""
        if (left := self.until - time.monotonic()) <= 0:
            raise TimeoutError
        return left


class Patience:
    """How many seconds may be spent waiting in all, and who is not worth waiting for; for threads, too."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self.begin()

    def begin(self) -> None:
        """Begin anew."""
        with self._lock:
            self._left = self._seconds
            self._silent: set[str] = set()

    @property
    def left(self) -> float:
        """How many seconds are left; none where it is not above 0."""
        return self._left

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Waiting counts, for as long as the `with` lasts."""
        since = time.monotonic()
        try:
            yield
        finally:
            with self._lock:
                self._left -= time.monotonic() - since

    def is_silent(self, place: WebAddress) -> bool:
        """Whether its server, which is a host and a port, did not answer since the beginning."""
        return place.authority in self._silent

    def remember_silent(self, place: WebAddress) -> None:
        """Its server did not answer. Endless patience asks again; nor is any number of servers remembered."""
        if self._seconds < math.inf and len(self._silent) < _MOST_SILENT:
            self._silent.add(place.authority)


class Line(ssl.SSLSocket):
    """A TLS connection whose every read ends by the deadline, and which takes no more than so many bytes in all."""

    clock: Clock
    most: int

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        """How many bytes were read into the buffer. Raises Unavailable past the limit, else what a socket does."""
        self.settimeout(self.clock.left())
        count = super().recv_into(buffer, nbytes, flags)
        self.most -= count
        if self.most < 0:
            raise Unavailable("its server says far more than the document")
        return count

    def hang_up(self) -> None:
        """Close the connection now, also where a reader of half an answer would keep it open."""
        if (number := self.detach()) >= 0:
            socket.close(number)


def get(line: Line, place: WebAddress, most: int) -> bytes | str:
    """The document, of at most so many bytes, or where it is said to be instead.

    Raises Unavailable for any other answer, and what urllib3, http.client and sockets raise.
    """
    connection = HTTPConnection(place.host, place.port, timeout=line.clock.left())
    connection.sock = line
    headers = {
        "Host": place.authority,
        "User-Agent": _user_agent(),
        "Accept": _ACCEPT,
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request("GET", place.target, headers=headers, preload_content=False, decode_content=False)
    response = connection.getresponse()
    try:
        if response.status in _REDIRECTS and (to := response.headers.get("Location")):
            return to
        if response.status != 200:
            words = f"{_STATUS.get(response.status, 'its server could not answer')} ({response.status})"
            raise {404: Absent, 410: Gone}.get(response.status, Unavailable)(words)
        return _unpacked(_body(response, most), response.headers.get("Content-Encoding", ""), most)
    finally:
        response.close()
        connection.close()


def is_picture(data: bytes) -> bool:
    """Whether the bytes begin as a PNG, JPEG, GIF, WebP or SVG does, which no document in JSON or as a token does."""
    if data.startswith(_PICTURES) or (data[:4], data[8:12]) == (b"RIFF", b"WEBP"):
        return True
    start = data[:_SVG_WITHIN].lstrip()
    return start.startswith((b"<svg", b"<?xml")) and b"<svg" in start


def _body(response: BaseHTTPResponse, most: int) -> bytes:
    """The body as it was sent, refused as soon as it is known to be too large."""
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and int(announced[:20]) > most:
        raise _too_large(most)
    body = bytearray()
    for part in response.stream(_STEP, decode_content=False):
        body += part
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """The document of a body that a server packed, though it was asked not to (RFC 9110, 8.4.1)."""
    match encoding.strip().lower():
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            window = zlib.MAX_WBITS + 16
        case "deflate":  # which many servers send without the frame of zlib
            framed = len(body) > 1 and body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
            window = zlib.MAX_WBITS if framed else -zlib.MAX_WBITS
        case _:
            raise Unavailable("it is packed in a way that was not asked for")
    stream = zlib.decompressobj(window)
    try:
        document = stream.decompress(body, most + 1)
    except zlib.error:
        raise Unavailable("the answer is cut off or damaged") from None
    if len(document) > most:
        raise _too_large(most)
    if not stream.eof or stream.unused_data:
        raise Unavailable("the answer is cut off or damaged")
    return document


def _too_large(most: int) -> Unavailable:
    return Unavailable(f"it has more than {most:,} bytes")


def _user_agent() -> str:
    """The name of this program, and nothing of the machine."""
    try:
        return f"badge-registry/{importlib.metadata.version('badge-registry')}"
    except importlib.metadata.PackageNotFoundError:
        return "badge-registry"
