"""Documents from the network: had from whoever is open to everybody, and from nobody else."""

from __future__ import annotations

import gzip
import socket
import zlib
from datetime import datetime

import pytest

from generator.adapters.https import Https, trust
from generator.errors import UnknownDocument
from tests.adapters.tls_server import FAR_OFF, LONG_AGO, Authority, serving
from tests.adapters.web_world import CHUNKED, HOST, JSON, LIMIT, OTHER, PUBLIC, PUBLIC6, SECOND, URL, World, ok, to

# -- what is had ----------------------------------------------------------------------------------------------


def test_a_document_is_had(world: World) -> None:
    world.answer(ok())
    assert world.https()(URL) == JSON
    assert (world.looked_up, world.connected) == ([HOST], [PUBLIC])


def test_the_request_says_what_is_wanted_and_nothing_of_who_asks(world: World) -> None:
    world.answer(ok(), "/a.json?b=c")
    world.https()(f"https://{HOST}:8443/a.json?b=c#d")
    first, *fields = world.server.asked[0].strip().split("\r\n")
    assert first == "GET /a.json?b=c HTTP/1.1"
    told = dict(field.split(": ", 1) for field in fields)
    assert told.pop("User-Agent").startswith("badge-registry")
    assert told.pop("Accept").startswith("application/vc+ld+json, application/ld+json, ")
    assert told == {"Host": f"{HOST}:8443", "Accept-Encoding": "identity", "Connection": "close"}


def test_hosts_may_be_international_names_or_public_addresses(world: World) -> None:
    world.names["xn--bcher-kva.example"] = [PUBLIC]
    world.answer(ok())
    for host in ("bücher.example", PUBLIC, f"[{PUBLIC6}]"):
        assert world.https()(f"https://{host}/a.json") == JSON
    assert world.connected == [PUBLIC, PUBLIC, PUBLIC6]
    assert world.looked_up == ["xn--bcher-kva.example"]
    assert f"Host: [{PUBLIC6}]\r\n" in world.server.asked[2]


def test_the_next_address_is_tried_where_one_does_not_answer(world: World) -> None:
    world.names[HOST] = [PUBLIC6, PUBLIC, SECOND]
    world.deaf = {PUBLIC6}
    world.answer(ok())
    assert world.https()(URL) == JSON
    assert world.connected == [PUBLIC6, PUBLIC]


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\n\r\n" + JSON,
        b"HTTP/1.0 200 OK\r\n\r\n" + JSON,
        b"HTTP/1.1 100 Continue\r\n\r\n" + ok(),
        CHUNKED + b"5\r\n" + JSON[:5] + b"\r\n%x;a=b\r\n" % len(JSON[5:]) + JSON[5:] + b"\r\n0\r\nA: b\r\n\r\n",
        ok(gzip.compress(JSON, mtime=0), "Content-Encoding: gzip"),
        ok(gzip.compress(JSON, mtime=0), "Content-Encoding: X-GZip"),
        ok(zlib.compress(JSON), "Content-Encoding: deflate"),
        ok(zlib.compress(JSON, wbits=-15), "Content-Encoding: deflate"),
        ok(JSON, "Content-Encoding: identity", "Set-Cookie: a=b", "Content-Type: text/html; charset=utf-16"),
    ],
    ids=str,
)
def test_a_body_is_read_however_it_is_sent(world: World, answer: bytes) -> None:
    world.answer(answer)
    assert world.https()(URL) == JSON


def test_a_document_of_the_largest_size_is_had(world: World) -> None:
    world.answer(ok(bytes(LIMIT)))
    world.answer(ok(bytes(2 * LIMIT)), "/a.png?size=1")
    assert len(world.https()(URL)) == LIMIT
    assert len(world.https()(f"https://{HOST}/a.png?size=1")) == 2 * LIMIT


def test_whoever_knows_that_documents_are_longer_may_say_so(world: World) -> None:
    world.answer(ok(bytes(3 * LIMIT)))
    assert len(world.https(most=3 * LIMIT)(URL)) == 3 * LIMIT


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_three_redirects_are_followed(world: World, status: int) -> None:
    world.answer(to("b.json", status))
    world.answer(to(f"https://{HOST}/c.json", status), "/b.json")
    world.answer(to("//BADGES.example.org:443/d.json", status), "/c.json")
    world.answer(ok(), "/d.json")
    assert world.https()(URL) == JSON
    assert world.looked_up == [HOST] * 4


def test_proxies_of_the_environment_are_not_asked(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    world.answer(ok())
    assert world.https()(URL) == JSON


# -- who is not asked -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://badges.example.org/",
        "https://u@badges.example.org/",
        "https://2130706433/",
        "https://0x7f.1/",
        "ftp://a.b/",
    ],
)
def test_nobody_is_looked_up_for_a_url_of_no_use(world: World, url: str) -> None:
    assert world.refused(url).startswith("its ")
    assert (world.looked_up, world.connected) == ([], [])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]", "10.0.0.1"]
)
def test_a_private_address_in_the_url_is_not_connected_to(world: World, host: str) -> None:
    assert world.refused(f"https://{host}/a.json") == "its host leads to a private address"
    assert world.connected == []


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        [PUBLIC, "10.0.0.1"],
        [PUBLIC, SECOND, "fe80::1%eth0"],
        ["64:ff9b::7f00:1", PUBLIC],
        [PUBLIC] * 20 + ["::1"],
        ["not an address"],
        [],
    ],
)
def test_every_address_of_a_host_must_be_public(world: World, addresses: list[str]) -> None:
    world.names[HOST] = addresses
    assert world.refused() == "its host leads to a private address"
    assert world.connected == []


def test_a_name_that_changes_its_mind_is_asked_once_and_connected_to_where_it_was_checked(world: World) -> None:
    replies = iter([[PUBLIC], ["127.0.0.1"], ["127.0.0.1"]])

    def rebinding(host: str, port: int) -> list[str]:
        world.looked_up.append(host)
        return next(replies)

    world.answer(ok())
    fetch = Https(resolve=rebinding, connect=world.connect, context=world.authority.context())
    assert fetch(URL) == JSON
    assert (world.looked_up, world.connected) == ([HOST], [PUBLIC])
    with pytest.raises(UnknownDocument, match="private address"):
        fetch(URL)
    assert (world.looked_up, world.connected) == ([HOST] * 2, [PUBLIC])


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("http://badges.example.org/b.json", "does not begin with https"),
        ("file:///etc/passwd", "does not begin with https"),
        ("https://private.example.org/b.json", "private address"),
        ("https://127.0.0.1/b.json", "private address"),
        ("//169.254.169.254/latest/meta-data", "private address"),
        ("https://u:p@other.example.org/b.json", "user name"),
        ("https://[/", "no URL"),
        ("https://other.example.org/b c", "characters"),
        ("/" + "a" * 9_000, "too long"),
    ],
)
def test_a_redirect_is_judged_like_a_url(world: World, target: str, why: str) -> None:
    world.names["private.example.org"] = ["10.1.2.3"]
    world.answer(to(target))
    reason = world.refused()
    assert why in reason
    assert reason.isprintable()
    assert world.connected == [PUBLIC]


def test_a_fourth_redirect_is_not_followed(world: World) -> None:
    for number in range(5):
        world.answer(to(f"/{number + 1}"), f"/{number}")
    assert "redirects more than 3 times" in world.refused(f"https://{HOST}/0")
    assert len(world.server.asked) == 4


def test_a_did_document_may_not_redirect(world: World) -> None:
    world.answer(ok())
    for path in ("/.well-known/did.json", "/issuer/did.json"):
        world.answer(to(URL), path)
        assert world.refused(f"https://{HOST}{path}?a") == "it is not there (404)"
        assert world.refused(f"https://{HOST}{path}") == "it redirects, which a DID document may not"


# -- who is not believed --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "begins", "ends", "why"),
    [
        ([OTHER], LONG_AGO, FAR_OFF, "is for another name"),
        ([PUBLIC], LONG_AGO, FAR_OFF, "is for another name"),
        ([HOST], LONG_AGO, datetime(2021, 1, 1), "has expired"),
        ([HOST], datetime(2089, 1, 1), FAR_OFF, "is not valid yet"),
    ],
)
def test_a_certificate_must_be_of_the_host_and_of_today(
    authority: Authority, names: list[str], begins: datetime, ends: datetime, why: str
) -> None:
    with serving(authority.server_context(*names, begins=begins, ends=ends)) as server:
        world = World(server, authority)
        world.answer(ok())
        assert world.refused() == f"its server's certificate {why}"
        assert server.asked == []


def test_an_authority_that_nobody_knows_is_not_trusted(world: World) -> None:
    world.answer(ok())
    fetch = Https(resolve=world.resolve, connect=world.connect, context=trust())
    with pytest.raises(UnknownDocument, match="certificate is not trusted here"):
        fetch(URL)
    assert world.server.asked == []


def test_a_server_without_tls_is_told_so(world: World) -> None:
    one, other = socket.socketpair()
    with other:
        other.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        fetch = Https(resolve=world.resolve, connect=lambda *_: one, context=world.authority.context())
        with pytest.raises(UnknownDocument, match="no secure connection could be made"):
            fetch(URL)
