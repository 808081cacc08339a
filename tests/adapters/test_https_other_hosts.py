"""Redirects to another host: it may show a picture, and cannot speak for the host that was named."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.errors import UnknownDocument
from tests.adapters.tls_server import Authority, serving
from tests.adapters.web_world import HOST, JSON, OTHER, PUBLIC, URL, World, ok, refusal, to

WWW = f"www.{HOST}"
PICTURES = {
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "jpeg": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "gif": b"GIF89a\1\0\1\0",
    "old gif": b"GIF87a\1\0\1\0",
    "webp": b"RIFF\x24\0\0\0WEBPVP8 ",
    "svg": b"\n <svg xmlns='http://www.w3.org/2000/svg'/>",
    "svg with a declaration": b"<?xml version='1.0'?>\n<!-- drawn by hand --><svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.fixture
def world(authority: Authority) -> Iterator[World]:
    with serving(authority.server_context(HOST, WWW, f"www.{WWW}", OTHER, PUBLIC)) as server:
        world = World(server, authority)
        world.names |= {WWW: [PUBLIC], f"www.{WWW}": [PUBLIC]}
        world.answer(ok(), "/b.json")
        yield world


def strange(host: str) -> str:
    return f"it leads to another host ({host}), which cannot speak for it"


# -- which host is another ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("named", "led_to"),
    [
        (HOST, f"https://{HOST}/b.json"),
        (HOST, f"//{HOST.upper()}:443/b.json"),
        (HOST, f"https://{WWW}/b.json"),
        (WWW, f"https://{HOST}/b.json"),
        (f"{HOST}:8443", "/b.json"),
        (f"{HOST}:8443", f"https://{WWW}:8443/b.json"),
        (PUBLIC, f"https://{PUBLIC}/b.json"),
    ],
)
def test_a_host_leads_to_itself_with_www_or_without(world: World, named: str, led_to: str) -> None:
    world.answer(to(led_to))
    assert world.https()(f"https://{named}/a.json") == JSON


@pytest.mark.parametrize(
    ("named", "led_to"),
    [
        (HOST, OTHER),
        (HOST, f"{HOST}:8443"),
        (HOST, f"{WWW}:8443"),
        (f"{HOST}:8443", HOST),
        (HOST, PUBLIC),
        (HOST, f"www.{WWW}"),
    ],
)
def test_no_other_host_speaks_for_the_one_that_was_named(world: World, named: str, led_to: str) -> None:
    world.answer(to(f"https://{led_to}/b.json"))
    assert world.refused(f"https://{named}/a.json") == strange(led_to)


def test_the_way_back_home_does_not_make_it_right(world: World) -> None:
    world.answer(to(f"https://{OTHER}/c.json"))
    world.answer(to(f"https://{HOST}/b.json"), "/c.json")
    assert world.refused() == strange(OTHER)
    assert world.looked_up == [HOST, OTHER, HOST]


def test_another_host_cannot_say_that_a_document_was_taken_back(world: World) -> None:
    world.answer(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", "/gone.json")
    for led_to, gone in (("/gone.json", True), (f"https://{OTHER}/gone.json", False)):
        world.answer(to(led_to))
        with pytest.raises(UnknownDocument, match=r"it leads to https://.*\(410\)") as refused:
            world.https()(URL)
        assert refused.value.gone is gone


# -- pictures -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_may_stand_on_another_host(world: World, kind: str) -> None:
    world.answer(to(f"https://{OTHER}/picture"), "/image")
    world.answer(ok(PICTURES[kind]), "/picture")
    assert world.https()(f"https://{HOST}/image") == PICTURES[kind]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"eyJhbGciOiJub25lIn0.e30.",
        b'{"image": "<svg"}',
        b"<html><svg/></html>",
        b"<?xml version='1.0'?><rdf/>",
        b"<?xml version='1.0'?>" + b" " * 1_000 + b"<svg/>",
        b" " * 1_000 + b"<svg/>",
        b" \x89PNG\r\n\x1a\n",
        b"\x89PNG\n",
        b"RIFF\x24\0\0\0WAVEfmt ",
    ],
)
def test_what_is_no_picture_is_not_taken_for_one_whatever_it_is_called(world: World, data: bytes) -> None:
    world.answer(to(f"https://{OTHER}/b.png"), "/a.png")
    world.answer(ok(data, "Content-Type: image/png"), "/b.png")
    assert world.refused(f"https://{HOST}/a.png") == strange(OTHER)


def test_a_picture_is_no_way_into_a_private_network(world: World) -> None:
    world.names["private.example.org"] = ["10.1.2.3"]
    world.answer(to("https://private.example.org/a.png"))
    assert world.refused().endswith("its host leads to a private address")
    assert world.connected == [PUBLIC]


# -- an address that a person typed ---------------------------------------------------------------------------


def test_a_typed_address_may_lead_anywhere(world: World) -> None:
    world.answer(to(f"https://{OTHER}:8443/c.json"))
    world.answer(to(f"https://{HOST}/b.json"), "/c.json")
    assert world.https(anywhere=True)(URL) == JSON


def test_what_a_typed_address_leads_to_may_be_gone(world: World) -> None:
    world.answer(to(f"https://{OTHER}/gone.json"))
    world.answer(b"HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n", "/gone.json")
    with pytest.raises(UnknownDocument) as refused:
        world.https(anywhere=True)(URL)
    assert refused.value.gone


def test_a_typed_address_is_bound_by_all_other_rules(world: World) -> None:
    world.names["private.example.org"] = ["10.1.2.3"]
    wide = world.https(anywhere=True)
    for led_to, why in (
        ("https://private.example.org/", "its host leads to a private address"),
        (f"http://{OTHER}/", "its URL does not begin with https://"),
    ):
        world.answer(to(led_to))
        assert refusal(wide) == f"it leads to {led_to}: {why}"
    world.answer(to("/a.json"))
    assert refusal(wide) == "it redirects more than 3 times"
    world.answer(to(f"https://{OTHER}/b.json"), "/did.json")
    assert refusal(wide, f"https://{HOST}/did.json") == "it redirects, which a DID document may not"
