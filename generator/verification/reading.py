"""Getting hold of documents: the seam to the world, strict reading, and small questions to what was read."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import unquote

from generator import resources
from generator.encodings import json_ld, json_text
from generator.errors import EncodingError, UnknownDocument

# The one seam of verification: the bytes under a URL, or `UnknownDocument`. No network is needed to test a rule.
Fetch = Callable[[str], bytes]
JsonObject = dict[str, Any]
T = TypeVar("T")
# What others signed may use terms that a context got after we pinned the text that we sign with.
CONTEXTS: Final = json_ld.Contexts({row.url: resources.later_context(row.url) for row in resources.later_contexts()})
# Documents that many awards share are remembered; a hostile one could name any number of others.
_MOST_REMEMBERED: Final = 4096
# As JSON text; read, they take up to thirty times as much. One alone may be longer.
_MOST_BYTES_REMEMBERED: Final = 8_000_000
# Who speaks for an address is told by how it begins, so that it must lead where it begins (RFC 3986, 5.2.4).
_ROUNDABOUT: Final = re.compile(r"/\.{1,2}(?=[/?]|$)|\\")
_CALLED: Final = ("name", "description", "narrative", "id")
# For one document: a learner's record may hold badges of some dozens of issuers.
MOST_FETCHED: Final = 100
# Of a document that many awards share: a RevocationList has a line for each of an issuer's revoked awards.
MOST_SHARED: Final = 16_000_000


class Unreadable(Exception):
    """The bytes are not a JSON object in strict form; the text says why."""


def parse(data: bytes, most: int = json_text.MAX_BYTES) -> JsonObject:
    """The JSON object in at most so many bytes. Raises `Unreadable` for anything else, hostile forms included."""
    try:
        return json_text.parse_object(data, max_bytes=most)
    except (EncodingError, RecursionError) as error:
        raise Unreadable(str(error)) from None


class Library:
    """Documents by URL, each fetched and read at most once: the DID document of a thousand awards is one."""

    def __init__(self, fetch: Fetch) -> None:
        self._source = fetch
        self._left = MOST_FETCHED
        self._documents: dict[tuple[str, int], JsonObject | UnknownDocument | Unreadable] = {}
        self._bytes = 0
        self._present: dict[str, bool] = {}
        self._judged: dict[tuple[Any, ...], tuple[JsonObject, Any]] = {}

    def begin(self) -> None:
        """Begin with a document: what was fetched for those before doesn't count."""
        self._left = MOST_FETCHED

    @property
    def spent(self) -> bool:
        """Whether no more is fetched for this document, so that nothing may be learnt of what was not."""
        return self._left <= 0

    def fresh(self, url: str) -> bytes:
        """The bytes under the URL, not remembered. Raises `UnknownDocument`."""
        url = without_fragment(url)
        if _ROUNDABOUT.search(unquote(url.partition("?")[0])):
            raise UnknownDocument(url, "it leads elsewhere than it says", asked=False)
        if self.spent:
            raise UnknownDocument(url, "too many other documents would be needed", asked=False)
        self._left -= 1
        return self._source(url)

    def document(self, url: str, most: int = json_text.MAX_BYTES) -> JsonObject:
        """The JSON object of at most so many bytes under the URL. Raises `UnknownDocument` or `Unreadable`."""
        url = without_fragment(url)
        key = (url, most)
        if key in self._documents:
            found = self._documents[key]
        else:
            spent = self.spent
            found, size = self._read(url, most)
            if not spent:
                self._remember(key, found, size)
        if isinstance(found, dict):
            return found
        raise found

    def judged(self, document: JsonObject, judge: Callable[..., T], *more: str) -> T:
        """What `judge` makes of a document of this library, asked once: of a list of thousands, or of an issuer."""
        key = (id(document), judge, *more)
        if key not in self._judged:
            if len(self._judged) >= _MOST_REMEMBERED:
                self._judged.clear()
            # The document is kept, so that no other can ever have its id.
            self._judged[key] = (document, judge(document, *more))
        found: T = self._judged[key][1]
        return found

    def holds(self, url: str) -> bool:
        """Whether there is anything under the URL, an image for one."""
        url = without_fragment(url)
        if url in self._present:
            return self._present[url]
        try:
            present = len(self.fresh(url)) > 0
        except UnknownDocument:
            present = False
        if present or not self.spent:
            if len(self._present) >= _MOST_REMEMBERED:
                self._present.clear()
            self._present[url] = present
        return present

    def _read(self, url: str, most: int) -> tuple[JsonObject | UnknownDocument | Unreadable, int]:
        """What is there, and how many bytes it has."""
        try:
            data = self.fresh(url)
            return parse(data, most), len(data)
        except (UnknownDocument, Unreadable) as error:
            return error, 0

    def _remember(self, key: tuple[str, int], found: JsonObject | UnknownDocument | Unreadable, size: int) -> None:
        if len(self._documents) >= _MOST_REMEMBERED or self._bytes + size > _MOST_BYTES_REMEMBERED:
            self._documents.clear()
            self._judged.clear()
            self._bytes = 0
        self._documents[key] = found
        self._bytes += size


def without_fragment(url: str) -> str:
    """The URL of the document that the URL is about."""
    return url.partition("#")[0]


def as_list(value: object) -> list[Any]:
    """The members of a JSON-LD set: an array's members, a bare value alone, nothing for null or absence."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def as_object(value: object) -> JsonObject:
    """The value where it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def as_text(value: object) -> str:
    """The value where it is a text, else the empty one."""
    return value if isinstance(value, str) else ""


def id_of(value: object) -> str:
    """The id of an object or of a bare reference; the empty text where it has none."""
    return value if isinstance(value, str) else as_text(as_object(value).get("id"))


def has_type(document: JsonObject, name: str) -> bool:
    """Whether the object says of itself that it is of this type."""
    return name in as_list(document.get("type"))


def evidence_of(document: JsonObject) -> tuple[str, ...]:
    """What each piece of evidence is called, else what is said of it, else where it is."""
    entries = as_list(document.get("evidence"))
    called = (as_object(entry) for entry in entries if isinstance(entry, dict))
    named = [next((as_text(entry[m]) for m in _CALLED if as_text(entry.get(m))), "") for entry in called]
    return tuple(filter(None, [*named, *(entry for entry in entries if isinstance(entry, str))]))
