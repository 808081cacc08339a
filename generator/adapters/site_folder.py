"""A built site as a source of documents: what a web server would answer, read from a folder."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from generator.errors import BadgesError, UnknownDocument

# What is read; what may be in a document of each kind, verification says.
MAX_DOCUMENT_BYTES: Final = 16_000_000
MAX_IMAGE_BYTES: Final = 4_000_000
_IMAGES: Final = (".png", ".svg")
_PROFILE: Final = "issuer/profile.json"
_URL: Final = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*")


class SiteUnreadable(BadgesError):
    """A folder is not a built site that can be read."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder}: {reason}")
        self.folder = folder
        self.reason = reason


def path_of_url(url: str, site: str) -> str | None:
    """The path of the file that answers a URL, or None where it is not of the site at that URL or leads out of it."""
    plain = url.partition("#")[0]
    base = next((base for base in _bases(site) if plain == base or plain.startswith(base + "/")), None)
    if base is None or any(mark in plain for mark in "?%\\\0"):
        return None
    parts = plain[len(base) + 1 :].split("/")
    if parts[-1] == "":
        parts[-1] = "index.html"
    return None if any(part in ("", ".", "..") for part in parts) else "/".join(parts)


def _bases(url: str) -> tuple[str, ...]:
    """The addresses of a site; did:web knows https alone, so a preview's http site answers for that as well."""
    if url.startswith("http://"):
        return (url, "https://" + url.removeprefix("http://"))
    return (url,)


class SiteFolder:
    """The built site in a folder, callable as a `verification.Fetch`: a URL in, the bytes of the file that answers out.

    `url` is the address that the folder stands for, without a closing slash; left out, it is what the site's own
    `issuer/profile.json` names. Raises `SiteUnreadable` where there is no such folder, or it does not say its address.
    """

    def __init__(self, folder: Path, url: str | None = None) -> None:
        if not folder.is_dir():
            raise SiteUnreadable(folder, "there is no such folder")
        try:
            self._folder = folder.resolve(strict=True)
        except (OSError, RuntimeError) as error:
            raise SiteUnreadable(folder, "it cannot be read") from error
        self.folder = folder
        self.url = url if url is not None else self._own_url()

    def __call__(self, url: str) -> bytes:
        """The bytes of the file that answers the URL. Raises `UnknownDocument` for all that is not on this site."""
        path = self._site_path(url)
        if path is None:
            raise UnknownDocument(url, "it is not on this site")
        return self._read(path, url)

    def holds(self, url: str) -> bool:
        """Whether the URL is below the address of this site, whether or not anything is there."""
        return self._site_path(url) is not None

    def _site_path(self, url: str) -> str | None:
        """The path below the folder, or None where the URL is not of this site or leads out of it."""
        return path_of_url(url, self.url)

    def _read(self, path: str, url: str) -> bytes:
        limit = MAX_IMAGE_BYTES if path.endswith(_IMAGES) else MAX_DOCUMENT_BYTES
        try:
            file = self._folder.joinpath(path).resolve(strict=True)
            if not file.is_relative_to(self._folder):
                raise UnknownDocument(url, "it leads out of the site")
            if file.is_dir():
                file = (file / "index.html").resolve(strict=True)
            if not file.is_file() or not file.is_relative_to(self._folder):
                raise UnknownDocument(url, "it is not a file of the site")
            with file.open("rb") as stream:
                data = stream.read(limit + 1)
        except (OSError, RuntimeError, ValueError):  # RuntimeError: a loop of links
            raise UnknownDocument(url) from None
        if len(data) > limit:
            raise UnknownDocument(url, f"it has more than {limit:,} bytes")
        return data

    def _own_url(self) -> str:
        try:
            url = json.loads(self._read(_PROFILE, _PROFILE))["url"]
        except (UnknownDocument, ValueError, TypeError, KeyError, RecursionError):
            raise SiteUnreadable(self.folder, f"it is not a built site: {_PROFILE} does not say its address") from None
        if not isinstance(url, str) or not _URL.fullmatch(url):
            raise SiteUnreadable(self.folder, f"{_PROFILE} names no usable address")
        return url
