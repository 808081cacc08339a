"""A published site as the other side of a comparison: what it says of each award, and of all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from generator.addresses import PREVIEW, STATUS_LIST_LENGTH, Addresses, is_site_url
from generator.encodings import bitstring, json_text
from generator.errors import BadgesError, EncodingError
from generator.openbadges.json_values import Json
from generator.publishing.comparing import Site
from generator.publishing.findings import Finding

_MOST: Final = 4_000_000
_PROFILE: Final = "issuer/profile.json"


class PublishedUnreadable(BadgesError):
    """Something of the published site can't be read or understood, so that nothing is known of what it says."""

    def __init__(self, path: str, words: str) -> None:
        super().__init__(f"{path} of the published site can't be compared with: {words}")
        self.path = path


@dataclass(frozen=True)
class Published:
    """A site that was published at `url`."""

    site: Site
    url: str

    @classmethod
    def of(cls, site: Site) -> Published:
        """The site, at the address that it names. Raises `PublishedUnreadable`, also for a preview."""
        profile = read_object(site, _PROFILE)
        if profile is None:
            raise PublishedUnreadable(_PROFILE, "it is not there, so this is no built site")
        if profile.get("id") == PREVIEW.did:
            raise PublishedUnreadable(_PROFILE, "the site is a preview, which nobody published")
        url = profile.get("url")
        if not isinstance(url, str) or not is_site_url(url):
            raise PublishedUnreadable(_PROFILE, "it names no address")
        return cls(site, url)

    @property
    def at(self) -> Addresses:
        """The addresses of the site."""
        return Addresses(self.url)

    def document(self, address: str) -> Json | None:
        """The document of an address of the site, None where there is none. Raises `PublishedUnreadable`."""
        return read_object(self.site, str(self.at.site_path(address)))

    def keys(self) -> Iterator[tuple[str, bool]]:
        """Each public key that the site lists, and whether it still signs."""
        document = self.document(self.at.did_document) or {}
        signs = document.get("assertionMethod", [])
        for method in _objects(document.get("verificationMethod")):
            yield str(method.get("publicKeyMultibase")), method.get("id") in signs

    def versions(self) -> dict[tuple[str, int], list[Json]]:
        """The amendments of each badge version that the site lists, by slug and number."""
        found = {}
        for badge in _objects((self.document(self.at.api_badges) or {}).get("badges")):
            for version in _objects(badge.get("versions")):
                if isinstance(number := version.get("version"), int):
                    found[str(badge.get("slug")), number] = list(_objects(version.get("amended")))
        return found

    def revoked(self, number: int) -> Iterator[int]:
        """The status numbers that list `number` says are revoked."""
        bits = self._bits(number)
        for place, byte in enumerate(bits):
            if byte:
                yield from (number * STATUS_LIST_LENGTH + 8 * place + bit for bit in range(8) if byte & (0x80 >> bit))

    def _bits(self, number: int) -> bytes:
        address = self.at.status_list(number)
        document = self.document(address)
        if document is None:
            return b""
        try:
            return bitstring.decode(document["credentialSubject"]["encodedList"])
        except (EncodingError, LookupError, TypeError):
            raise PublishedUnreadable(str(self.at.site_path(address)), "it is not a status list") from None


def read_object(site: Site, path: str) -> Json | None:
    """A JSON object of a site, None where nothing is there. Raises `PublishedUnreadable`."""
    data = read_bytes(site, path)
    if data is None:
        return None
    try:
        return json_text.parse_object(data, max_bytes=_MOST)
    except EncodingError as error:
        raise PublishedUnreadable(path, str(error)) from None


def read_bytes(site: Site, path: str) -> bytes | None:
    """A file of a site, None where nothing is there. Raises `PublishedUnreadable`."""
    found = site.read(path, _MOST)
    if isinstance(found, Finding):
        if found.code == "missing":
            return None
        raise PublishedUnreadable(path, found.words)
    return found


def _objects(values: Any) -> Iterator[Json]:
    return (value for value in values if isinstance(value, dict)) if isinstance(values, list) else iter(())
