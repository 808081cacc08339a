"""A live site is audited over https: from a server of this machine, through the network's own code."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.adapters.auditing import AuditFailed, Outcome, Request, audit_site
from generator.adapters.https import Https
from generator.errors import UnknownDocument
from generator.publishing.progress import deaf
from tests.adapters.tls_server import Authority, Server, serving
from tests.builds import REGISTRY, built

HOST, MIRROR = "badges.riverbend.example", "mirror.lakeside.example"
ID = "bhp5n40baqpaaqspp7ft4y5m95"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The sample registry's site by path."""
    site = built(REGISTRY, tmp_path_factory.mktemp("built") / "site")
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def server(authority: Authority, files: dict[str, bytes]) -> Iterator[Server]:
    """A server of the site, but for its dot files that tell a host something."""
    with serving(authority.server_context(HOST, MIRROR)) as running:
        for path, data in files.items():
            if path != ".nojekyll":
                running.answers[f"/{path}"] = response(data)
        yield running


def response(data: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(data) + data


def audited(server: Server, authority: Authority, site: str = f"https://{HOST}", sample: int | None = None) -> Outcome:
    def connect(address: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", server.port), timeout)

    https = Https(resolve=lambda host, port: ["93.184.215.14"], connect=connect, context=authority.context())
    request = Request(source=REGISTRY, commit=None, site=site, jobs=2, sample=sample, seed="1")
    return audit_site(request, https, deaf)


def test_a_live_site_is_compared_file_by_file(server: Server, authority: Authority, files: dict[str, bytes]) -> None:
    outcome = audited(server, authority)
    assert outcome.audited.findings == ()
    asked = {head.split(" ")[1] for head in server.asked}
    assert asked == {f"/{path}" for path in files} - {"/.nojekyll"}
    assert outcome.audited.files == len(files) - 1


def test_what_differs_on_a_live_site_is_named(server: Server, authority: Authority, files: dict[str, bytes]) -> None:
    page, credential = f"awards/bh/{ID}.html", f"awards/bh/{ID}.json"
    del server.answers[f"/{page}"]
    server.answers[f"/{credential}"] = response(files[credential].replace(b"Circuit Design", b"Circuit Desing", 1))
    server.answers["/index.html"] = b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n"
    outcome = audited(server, authority, f"https://{MIRROR}/", sample=8)
    found = {finding.path: (finding.code, finding.words) for finding in outcome.audited.findings}
    assert found == {
        page: ("missing", "it is not there (404)"),
        credential: ("changed", 'at /name: "Circuit Desing", where the registry says "Circuit Design"'),
        "index.html": ("unreadable", "its server could not answer (500)"),
    }


def test_a_sample_asks_for_no_more(server: Server, authority: Authority) -> None:
    outcome = audited(server, authority, sample=2)
    assert outcome.audited.findings == ()
    asked = [head.split(" ")[1] for head in server.asked]
    assert sum(path.startswith(("/awards/", "/ob2/awards/")) for path in asked) == 6
    assert "/status/0.json" in asked


def test_a_site_that_cannot_be_reached_is_no_difference(tmp_path: Path) -> None:
    def fetch(url: str) -> bytes:
        raise UnknownDocument(url, "there is no host of its name")

    request = Request(source=REGISTRY, commit=None, site=f"https://{HOST}", jobs=1, sample=None, seed="1")
    with pytest.raises(AuditFailed, match="no host of its name"):
        audit_site(request, fetch, deaf)
