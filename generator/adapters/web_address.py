"""Where a document may be fetched from: https URLs, and addresses of the internet that are open to everybody."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

MOST_CHARACTERS: Final = 8_000

_UNFIT: Final = re.compile(r"[\x00-\x20\x7f\\]")
_LABEL: Final = r"(?!-)[a-z0-9_-]{1,63}(?<!-)"
_NAME: Final = re.compile(rf"(?=.{{1,253}}\Z)({_LABEL}\.)+{_LABEL}")
# Of such a name other programs make an IPv4 address: 2130706433, 0x7f.1, 127.1 (URL, "ends in a number").
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*")

# All of IPv6 that was given out so far, https://www.iana.org/assignments/ipv6-address-space; the rest is of local use.
_GIVEN_OUT: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1
# What Python counts as global or not, as its version goes, though nobody serves documents to everybody from there.
_CLOSED: Final = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # RFC 6890: of protocols, the nearest router's among them
        "192.88.99.0/24",  # RFC 7526: relays of 6to4, given up
        "168.63.129.16/32",  # a cloud's own services, answering each of its machines
        "2001::/23",  # RFC 2928: of protocols, Teredo among them
        "2001:db8::/32",  # RFC 3849: of documentation
        "3fff::/20",  # RFC 9637: of documentation
    )
)


class Unavailable(Exception):
    """Why a document cannot be had, in words."""


class Absent(Unavailable):
    """The document is not there, as its server says."""


class Gone(Absent):
    """The document was there, and its server says that it will not be again."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An https URL that may be asked for, in its parts."""

    host: str  # in ASCII and lower case; a literal IPv6 address without its brackets
    port: int
    target: str  # path and query

    @property
    def authority(self) -> str:
        """Host and port as they stand in a URL, without the port where it is the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 443 else f"{host}:{self.port}"

    @property
    def path(self) -> str:
        """What is before the query."""
        return self.target.partition("?")[0]

    @property
    def is_literal(self) -> bool:
        """Whether the host is an address and no name."""
        return ":" in self.host or self.host.replace(".", "").isdigit()

    def is_of_the_host_of(self, other: WebAddress) -> bool:
        """Whether both are of one host and port, a `www.` before one of the names making no difference."""
        mine, its = self.host, other.host
        return self.port == other.port and (mine == its or mine == f"www.{its}" or its == f"www.{mine}")

    def joined(self, reference: str) -> str:
        """The URL that a reference in an answer from here leads to. Raises Unavailable."""
        try:
            return urljoin(f"https://{self.authority}{self.target}", reference.strip())
        except ValueError:
            raise Unavailable("it redirects to what is no URL") from None


def parse(url: str) -> WebAddress:
    """The parts of an https URL, its fragment left out. Raises Unavailable for any other, and for hosts of no use."""
    if len(url) > MOST_CHARACTERS or _UNFIT.search(url):
        raise Unavailable("its URL is too long, or has characters that are none of a URL")
    try:
        parts = parse_url(url)
    except (LocationParseError, ValueError):
        raise Unavailable("its URL is malformed") from None
    if parts.scheme != "https":
        raise Unavailable("its URL does not begin with https://")
    if parts.auth is not None:
        raise Unavailable("its URL has a user name in it")
    if parts.port == 0:
        raise Unavailable("its URL has no usable port")
    return WebAddress(_host(parts.host or ""), parts.port or 443, parts.request_uri)


def _host(host: str) -> str:
    """The host, if it is a name with a dot in it, or an address in the one form that everybody reads alike."""
    bare = host[1:-1] if host.startswith("[") else host
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        if not _NAME.fullmatch(host) or _NUMBER.fullmatch(host.rpartition(".")[2]):
            raise Unavailable("its host has no name that is known everywhere") from None
    return host


def is_public(text: str) -> bool:
    """Whether it is an IP address that anybody on the internet may mean.

    False for addresses of this machine, of a private network, of a provider's inside, of groups, and for what is no
    address. An IPv6 address that stands for an IPv4 one is judged by that.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        if address.scope_id is not None:
            return False
        if (inner := _inner(address)) is not None:
            return is_public(str(inner))
        if address not in _GIVEN_OUT:
            return False
    if address.is_multicast or address.is_reserved or not address.is_global:
        return False
    return all(address not in network for network in _CLOSED)


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for: mapped, 6to4 (RFC 3056), NAT64."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
