"""The network as a source of documents: one GET over https, to addresses that are open to everybody, within bounds.

What is asked for is named by documents of strangers. So the host's name is looked up once, every address that it has
must be public, and the connection goes to one of these very addresses: a name that changes its mind in between, or a
redirect, leads nowhere else. Proxies of the environment are not used: they would look names up themselves, and nobody
could say where the connection went. No cookies are kept, and nothing is remembered but who did not answer.

What a document says counts because it stands at its issuer's address. So a redirect to another host brings nothing but
pictures: whoever finds a page of the issuer's that leads anywhere would else speak for the issuer.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cached_property
from typing import Final, cast

import certifi
from urllib3.exceptions import HTTPError

from generator.adapters.http_answer import Clock, Line, Patience, get, is_picture
from generator.adapters.web_address import Absent, Gone, Unavailable, WebAddress, is_public, parse
from generator.errors import UnknownDocument

DEADLINE: Final = 10.0  # seconds for one document, from the look-up of its host's name to its last byte
PATIENCE: Final = 60.0  # seconds for all documents of one badge, which may name a hundred slow hosts
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
_TOO_LONG: Final = "too much time went by waiting for other documents"
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
    more than three times (a DID document: at all, for did:web names where it is) or to another host (but pictures,
    which often stand elsewhere), not whole within the deadline, too large.

    With `anywhere` any public host may be led to: for the one address that a person typed herself, a share link.
    `deadline` is for one document, `patience` for all since `begin`, in seconds spent waiting; who did not answer is
    not asked again before the next `begin`. With endless patience (`math.inf`) everybody is asked each time: for many
    documents of one host. `most` is how many bytes a document may have that is no picture. `resolve`, `connect` and
    `context` stand in for the world in tests.
    """

    def __init__(
        self,
        *,
        anywhere: bool = False,
        deadline: float = DEADLINE,
        patience: float = PATIENCE,
        most: int = MAX_DOCUMENT_BYTES,
        resolve: Callable[[str, int], list[str]] = look_up,
        connect: Callable[[str, int, float], socket.socket] = open_connection,
        context: ssl.SSLContext | None = None,
    ) -> None:
        self._anywhere = anywhere
        self._deadline = deadline
        self._patience = Patience(patience)
        self._most = most
        self._resolve = resolve
        self._connect = connect
        self._given = context

    def begin(self) -> None:
        """Begin with a badge: there is all patience again, and whoever did not answer is asked again."""
        self._patience.begin()

    def __call__(self, url: str) -> bytes:
        """The bytes under the URL. Raises `UnknownDocument`."""
        if (left := self._patience.left) <= 0:
            raise UnknownDocument(url, _TOO_LONG, asked=False)
        with self._patience.waiting():
            return self._fetched(url, min(self._deadline, left))

    def _fetched(self, url: str, seconds: float) -> bytes:
        """The bytes under the URL, had within so many seconds. Raises `UnknownDocument`."""
        clock, at, places = Clock(time.monotonic() + seconds), url, list[WebAddress]()
        try:
            while True:
                places.append(place := parse(at))
                answer = self._ask(place, clock)
                if isinstance(answer, bytes):
                    break
                if place.path.endswith(_DID_DOCUMENT):
                    raise Unavailable("it redirects, which a DID document may not")
                if len(places) > MOST_REDIRECTS:
                    raise Unavailable(f"it redirects more than {MOST_REDIRECTS} times")
                at = place.joined(answer)
        except _FAILURES as error:
            reason = self._words(_cause(error), seconds)
            reason = reason if at == url else f"it leads to {_shown(at)}: {reason}"
            # Nor may another host say that the document was taken back.
            gone = isinstance(error, Gone) and self._stranger(places) is None
            raise UnknownDocument(url, reason, gone=gone, asked=isinstance(error, Absent)) from None
        if (stranger := self._stranger(places)) is not None and not is_picture(answer):
            reason = f"it leads to another host ({stranger.authority}), which cannot speak for it"
            raise UnknownDocument(url, reason, asked=False)
        return answer

    def _stranger(self, places: Sequence[WebAddress]) -> WebAddress | None:
        """The first of the places that cannot speak for the one that was named; also where the way led back home."""
        if self._anywhere:
            return None
        return next((place for place in places if not place.is_of_the_host_of(places[0])), None)

    @cached_property
    def _context(self) -> ssl.SSLContext:
        """Loaded when first needed: reading hundreds of certificates takes a while."""
        context = self._given if self._given is not None else trust()
        context.sslsocket_class = Line
        return context

    def _ask(self, place: WebAddress, clock: Clock) -> bytes | str:
        """The document, or where it is said to be instead; who did not answer before is not asked."""
        if self._patience.is_silent(place):
            raise Unavailable("its host did not answer before")
        try:
            return self._asked(place, clock)
        except (HTTPError, OSError) as error:
            if _is_silence(_cause(error)):
                self._patience.remember_silent(place)
            raise

    def _asked(self, place: WebAddress, clock: Clock) -> bytes | str:
        most = max(self._most, MAX_IMAGE_BYTES) if place.path.endswith(_IMAGES) else self._most
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

    def _words(self, cause: BaseException, seconds: float) -> str:
        """What went wrong, for people, where there were so many seconds for it."""
        match cause:
            case Unavailable():
                return str(cause)
            case TimeoutError():
                return f"it took longer than {seconds:g} seconds" if seconds >= self._deadline else _TOO_LONG
            case socket.gaierror():
                unknown = cause.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", None))
                return "there is no host of its name" if unknown else "its host's name could not be looked up"
            case ssl.SSLCertVerificationError():
                return _CERTIFICATE.get(cause.verify_code, "its server's certificate is not trusted here")
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


def _cause(error: BaseException) -> BaseException:
    """What urllib3 wrapped in errors of its own."""
    while isinstance(error, HTTPError) and error.__cause__ is not None:
        error = error.__cause__
    return error


def _is_silence(cause: BaseException) -> bool:
    """Whether nobody was reached, or not in time; a server that answers nonsense or breaks off is no such."""
    match cause:
        case ConnectionRefusedError():
            return True
        case ssl.SSLError() | ConnectionError():
            return False
    return isinstance(cause, OSError)


def _shown(url: str) -> str:
    """The start of a URL from an answer, in characters that show nothing but themselves."""
    return "".join(mark if "!" <= mark <= "~" else "?" for mark in url[:200])
