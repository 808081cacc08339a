"""One question over a TLS connection, and its answer: bounded in time, in bytes, and in what it unpacks to."""

from __future__ import annotations

import importlib.metadata
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from typing import Any, Final

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection

from generator.adapters.web_address import Gone, Unavailable, WebAddress

_ACCEPT: Final = (
    "application/vc+ld+json, application/ld+json, application/did+json, application/json, application/jwt,"
    " image/png, image/svg+xml, */*;q=0.1"
)
_STEP: Final = 1 << 16
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
            raise Gone(words) if response.status == 410 else Unavailable(words)
        return _unpacked(_body(response, most), response.headers.get("Content-Encoding", ""), most)
    finally:
        response.close()
        connection.close()


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
