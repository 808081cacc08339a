"""A stand-in for GitHub Pages and the way to it: a server on this machine that speaks TLS under the site's own name.

Only the look-up of names and the route are made up. `curl` and `badges verify` speak TLS and HTTP with the server as
they would with any, and judge its certificate, which an authority of this test has signed.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.adapters.tls_server import Answer, Authority, Server, serving
from tests.adapters.web_world import PUBLIC

KINDS: Final = {".html": "text/html; charset=utf-8", ".json": "application/json", ".png": "image/png"}

# Python imports a module of this name by itself when it starts.
ROUTE: Final = """
import socket
connect, look_up = socket.create_connection, socket.getaddrinfo
def getaddrinfo(host, port, *more, **others):
    return look_up(host if host == "127.0.0.1" else {public!r}, port, *more, **others)
def create_connection(address, *more, **others):
    assert address[0] == {public!r}
    return connect(("127.0.0.1", {port}), *more, **others)
socket.getaddrinfo, socket.create_connection = getaddrinfo, create_connection
"""


class Live:
    """The live site: whatever was deployed below `path` of the host."""

    def __init__(self, server: Server, folder: Path, authority: Authority) -> None:
        self._server = server
        route, trusted = folder / "route", folder / "authority.crt"
        route.mkdir()
        (route / "sitecustomize.py").write_text(ROUTE.format(public=PUBLIC, port=server.port), "utf-8")
        (route / ".curlrc").write_text(f'connect-to = "::127.0.0.1:{server.port}"\n', "utf-8")
        [known] = authority.context().get_ca_certs(binary_form=True)
        trusted.write_text(ssl.DER_cert_to_PEM_cert(known), "utf-8")
        self.way: Mapping[str, str] = {
            "PYTHONPATH": str(route),
            "SSL_CERT_FILE": str(trusted),
            "CURL_HOME": str(route),
            "CURL_CA_BUNDLE": str(trusted),
            "NO_PROXY": "*",
        }

    @property
    def asked(self) -> list[str]:
        """The paths that were asked for, in their order."""
        return [head.split(" ")[1] for head in self._server.asked]

    def deploy(self, site: Path, path: str = "") -> None:
        """Answer with the files of the folder and with nothing else."""
        files = (file for file in site.rglob("*") if file.is_file())
        answers: dict[str, Answer] = {f"{path}/{file.relative_to(site).as_posix()}": answer(file) for file in files}
        self._server.answers = answers

    def alter(self, path: str, change: Callable[[bytes], Answer]) -> None:
        """Answer for the path with what is made of the answer so far."""
        before = self._server.answers[path]
        assert isinstance(before, bytes)
        self._server.answers[path] = change(before)

    @property
    def paths(self) -> list[str]:
        """All that is answered."""
        return list(self._server.answers)

    def forget(self) -> None:
        """Have nothing deployed, and nothing asked."""
        self._server.answers = {}
        self._server.asked.clear()


def answer(file: Path) -> bytes:
    """The answer of GitHub Pages for a file."""
    data = file.read_bytes()
    head = (
        f"HTTP/1.1 200 OK\r\nContent-Type: {KINDS.get(file.suffix, 'application/octet-stream')}\r\n"
        f"Content-Length: {len(data)}\r\nAccess-Control-Allow-Origin: *\r\nConnection: close\r\n\r\n"
    )
    return head.encode("ascii") + data


def late(times: int) -> Callable[[bytes], Answer]:
    """Nothing is there for so many times, as before caches have caught up; then it is."""
    left = [times]

    def change(then: bytes) -> Answer:
        def say(line: Any) -> None:
            left[0] -= 1
            missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            line.sendall(missing if left[0] >= 0 else then)

        return say

    return change


@contextmanager
def live(folder: Path, *hosts: str) -> Iterator[Live]:
    """A web in which every name leads to one server, for as long as the `with` lasts."""
    authority = Authority(folder)
    with serving(authority.server_context(*hosts)) as server:
        yield Live(server, folder, authority)
