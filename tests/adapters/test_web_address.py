"""Which URLs may be asked for, and which addresses are open to everybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.adapters.web_address import Unavailable, is_public, parse


@pytest.mark.parametrize(
    ("url", "host", "authority", "target"),
    [
        ("https://badges.example.org/a.json", "badges.example.org", "badges.example.org", "/a.json"),
        ("HTTPS://Badges.Example.ORG", "badges.example.org", "badges.example.org", "/"),
        ("https://badges.example.org:443/a?b=c#d", "badges.example.org", "badges.example.org", "/a?b=c"),
        ("https://badges.example.org:8443?b", "badges.example.org", "badges.example.org:8443", "/?b"),
        ("https://BÜCHER.example/ü?é", "xn--bcher-kva.example", "xn--bcher-kva.example", "/%C3%BC?%C3%A9"),
        ("https://bücher.example/a/../b", "xn--bcher-kva.example", "xn--bcher-kva.example", "/b"),
        ("https://93.184.215.14/", "93.184.215.14", "93.184.215.14", "/"),
        ("https://[2606:2800:21F::1]:8443/", "2606:2800:21f::1", "[2606:2800:21f::1]:8443", "/"),
        ("https://_dmarc.example.org/", "_dmarc.example.org", "_dmarc.example.org", "/"),
    ],
)
def test_an_https_url_is_taken_apart(url: str, host: str, authority: str, target: str) -> None:
    place = parse(url)
    assert (place.host, place.authority, place.target) == (host, authority, target)
    assert place.is_literal is (host[0] in "92")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "badges.example.org",
        "//badges.example.org/",
        "http://badges.example.org/",
        "file:///etc/passwd",
        "https:badges.example.org",
        "https:///a",
        "https://:443/",
        "https://user@badges.example.org/",
        "https://user:word@badges.example.org/",
        "https://badges.example.org:0/",
        "https://badges.example.org:65536/",
        "https://badges.example.org:4x/",
        "https://badges.example.org\\@127.0.0.1/",
        "https://badges.example.org/a b",
        "https://badges.example.org/\r\nHost: other.example.org",
        "https://badges.example.org/\0",
        "https://badges.example.org/" + "a" * 8_000,
        "https://localhost/",
        "https://intranet/",
        "https://badges..example.org/",
        "https://.example.org/",
        "https://badges.example.org./",
        "https://-badges.example.org/",
        "https://" + "a" * 64 + ".example.org/",
        "https://" + "a." * 130 + "org/",
        "https://bad ges.example.org/",
        "https://bad*ges.example.org/",
        "https://１２７.0.0.1/",
        "https://127。0。0。1/",
        "https://①.example.org/",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://127.1/",
        "https://127.0.0.0x1/",
        "https://0177.0.0.1/",
        "https://127.0.0.01/",
        "https://badges.example.0/",
        "https://1.2.3.4.5/",
        "https://1.2.3.256/",
        "https://[::1/",
        "https://[1.2.3.4]x/",
        "https://[v1.a]/",
    ],
)
def test_any_other_url_is_refused(url: str) -> None:
    with pytest.raises(Unavailable):
        parse(url)


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "::ffff:93.184.215.14",
        "64:ff9b::93.184.215.14",
        "2002:5db8:d70e::1",
    ],
)
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    """
    0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16 169.254.169.254
    172.16.0.1 172.31.255.255 192.0.0.9 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.51.100.1
    203.0.113.1 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:0:127.0.0.1 64:ff9b::127.0.0.1
    64:ff9b::a9fe:a9fe 64:ff9b:1::1 100::1 100:0:0:1::1 2001::1 2001:0:5db8:d70e::1 2001:2::1 2001:20::1 2001:db8::1
    2002:7f00:1::1 2002:a00:1::1 2002:a9fe:a9fe::1 3fff::1 4000::1 5f00::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
    2606:2800:21f::1%1 fec0::1 ff02::1 ff0e::1
    """.split(),
)
def test_addresses_of_machines_networks_and_groups_are_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("text", ["", "a.example", "2130706433", "0x7f.1", "127.1", "1.2.3.4/8", "[::1]", "１.2.3.4"])
def test_what_is_no_address_is_not_public(text: str) -> None:
    assert not is_public(text)


@given(st.text() | st.text("htps:/@[]%\\.?#0123456789abcdefx").map("https://{}".format))
def test_any_text_is_taken_apart_or_refused(url: str) -> None:
    try:
        place = parse(url)
    except Unavailable:
        return
    assert parse(f"https://{place.authority}{place.target}") == place
    assert f"{place.authority}{place.target}".isascii()


@given(st.ip_addresses(v=4).map(str))
def test_an_ipv4_address_is_judged_alike_however_it_is_wrapped(address: str) -> None:
    assert is_public(f"::ffff:{address}") == is_public(f"64:ff9b::{address}") == is_public(address)
