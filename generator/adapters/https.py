"""The network as a source of documents: one GET over https, to addresses that are open to everybody, within bounds.

What is asked for is named by documents of strangers. So the host's name is looked up once, every address that it has
must be public, and the connection goes to one of these very addresses: a name that changes its mind in between, or a
redirect, leads nowhere else. Proxies of the environment are not used: they would look names up themselves, and nobody
could say where the connection went. No cookies are kept and nothing is remembered.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import cached_property
from typing import Final, cast

import certifi
from urllib3.exceptions import HTTPError

from generator.adapters.http_answer import Clock, Line, get
from generator.adapters.web_address import Gone, Unavailable, WebAddress, is_public, parse
from generator.errors import UnknownDocument

DEADLINE: Final = 10.0  # seconds for one document, from the look-up of its host's name to its last byte
MAX_DOCUMENT_BYTES: Final = 2_000_000
MAX_IMAGE_BYTES: Final = 4_000_000
MOST_REDIRECTS: Final = 3

_IMAGES: Final = (".png", ".svg")
_DID_DOCUMENT: Final = "/did.json"
_MOST_ADDRESSES: Final = 8
# OpenSSL's X509_V_ERR_…; all others are of certificates that nobody here vouches for.
_CERTIFICATE: Final = {
    9: "its server's certificate is not valid yet",
    10: "its server's certificate has expired",
    62: "its server's certificate is for another name",
    64: "its server's certificate is for another address",
}
_FAILURES: Final = (Unavailable, HTTPError, http.client.HTTPException, OSError)


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, in the system's order. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def open_connection(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to an IP address, made within so many seconds. Raises OSError."""
    return socket.create_connection((address, port), timeout)


def trust() -> ssl.SSLContext:
    """Whom to believe: what this machine trusts, a company's own authority for one, and what browsers trust."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


class Https:
    """The network, callable as a `verification.Fetch`: an https URL in, the document's bytes out.

    Raises `UnknownDocument`, with words, for whatever cannot be had: no https, no public host, not there, redirected
    more than three times (a DID document: at all, for did:web names where it is), not whole within the deadline, too
    large. `resolve`, `connect` and `context` stand in for the world in tests.
    """

    def __init__(
        self,
        *,
        deadline: float = DEADLINE,
        resolve: Callable[[str, int], list[str]] = look_up,
        connect: Callable[[str, int, float], socket.socket] = open_connection,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._deadline = deadline
        self._resolve = resolve
        self._connect = connect
        self._given = context

    def __call__(self, url: str) -> bytes:
        """The bytes under the URL. Raises `UnknownDocument`."""
        clock, at, redirects = Clock(time.monotonic() + self._deadline), url, 0
        try:
            while True:
                place = parse(at)
                answer = self._ask(place, clock)
                if isinstance(answer, bytes):
                    return answer
                if place.path.endswith(_DID_DOCUMENT):
                    raise Unavailable("it redirects, which a DID document may not")
                if redirects == MOST_REDIRECTS:
                    raise Unavailable(f"it redirects more than {MOST_REDIRECTS} times")
                at, redirects = place.joined(answer), redirects + 1
        except _FAILURES as error:
            reason = self._words(error)
            reason = reason if at == url else f"it leads to {_shown(at)}: {reason}"
            raise UnknownDocument(url, reason, gone=isinstance(error, Gone)) from None

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """Loaded when first needed: reading hundreds of certificates takes a while."""
        context = self._given if self._given is not None else trust()
        context.sslsocket_class = Line
        return context

    def _ask(self, place: WebAddress, clock: Clock) -> bytes | str:
        """The document, or where it is said to be instead."""
        most = MAX_IMAGE_BYTES if place.path.endswith(_IMAGES) else MAX_DOCUMENT_BYTES
        with self._connected(place, clock) as plain:
            plain.settimeout(clock.left())
            line = cast(Line, self._context.wrap_socket(plain, server_hostname=place.host))
        line.clock, line.most = clock, 2 * most
        try:
            return get(line, place, most)
        finally:
            line.hang_up()

    def _connected(self, place: WebAddress, clock: Clock) -> socket.socket:
        """A connection to the first of the host's addresses that takes one; each has its share of the time."""
        addresses = [place.host] if place.is_literal else self._looked_up(place, clock)
        if not addresses or not all(map(is_public, addresses)):
            raise Unavailable("its host leads to a private address")
        failure = OSError()
        for before, address in enumerate(addresses := addresses[:_MOST_ADDRESSES]):
            try:
                return self._connect(address, place.port, clock.left() / (len(addresses) - before))
            except OSError as error:
                failure = error
        raise failure

    def _looked_up(self, place: WebAddress, clock: Clock) -> list[str]:
        """The host's addresses; the system's look-up knows no deadline, so it is left behind where it hangs."""
        answer: Future[list[str]] = Future()

        def look() -> None:
            try:
                answer.set_result(self._resolve(place.host, place.port))
            except OSError as error:
                answer.set_exception(error)

        threading.Thread(target=look, name="name look-up", daemon=True).start()
        return answer.result(timeout=clock.left())

    def _words(self, error: BaseException) -> str:
        """What went wrong, for people."""
        while isinstance(error, HTTPError) and error.__cause__ is not None:
            error = error.__cause__
        match error:
            case Unavailable():
                return str(error)
            case TimeoutError():
                return f"it took longer than {self._deadline:g} seconds"
            case socket.gaierror():
                unknown = error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
                return "there is no host of its name" if unknown else "its host's name could not be looked up"
            case ssl.SSLCertVerificationError():
                return _CERTIFICATE.get(error.verify_code, "its server's certificate is not trusted here")
            case ssl.SSLError():
                return "no secure connection could be made"
            case ConnectionRefusedError():
                return "its server refused the connection"
            case ConnectionError():
                return "its server broke the connection off"
            case http.client.IncompleteRead() | HTTPError():
                return "the answer is cut off or damaged"
            case http.client.HTTPException():
                return "the answer is not HTTP"
        return "no connection could be made"


def _shown(url: str) -> str:
    """The start of a URL from an answer, in characters that show nothing but themselves."""
    return "".join(mark if "!" <= mark <= "~" else "?" for mark in url[:200])
