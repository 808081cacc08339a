"""Getting hold of documents: the seam to the world, strict reading, and small questions to what was read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from generator import resources
from generator.encodings import json_ld, json_text
from generator.errors import EncodingError, UnknownDocument

# The one seam of verification: the bytes under a URL, or `UnknownDocument`. No network is needed to test a rule.
Fetch = Callable[[str], bytes]
JsonObject = dict[str, Any]
# What others signed may use terms that a context got after we pinned the text that we sign with.
CONTEXTS: Final = json_ld.Contexts({row.url: resources.later_context(row.url) for row in resources.later_contexts()})
# Documents that many awards share are remembered; a hostile one could name any number of others.
_MOST_REMEMBERED: Final = 4096
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
        self._documents: dict[str, JsonObject | UnknownDocument | Unreadable] = {}
        self._present: dict[str, bool] = {}

    def begin(self) -> None:
        """Begin with a document: what was fetched for those before doesn't count."""
        self._left = MOST_FETCHED

    def _fetch(self, url: str) -> bytes:
        if self._left <= 0:
            raise UnknownDocument(url, "too many other documents would be needed")
        self._left -= 1
        return self._source(url)

    def fresh(self, url: str) -> bytes:
        """The bytes under the URL, not remembered. Raises `UnknownDocument`."""
        return self._fetch(without_fragment(url))

    def document(self, url: str) -> JsonObject:
        """The JSON object under the URL. Raises `UnknownDocument` or `Unreadable`."""
        url = without_fragment(url)
        if url not in self._documents:
            _make_room(self._documents)
            self._documents[url] = self._read(url)
        found = self._documents[url]
        if isinstance(found, dict):
            return found
        raise found

    def holds(self, url: str) -> bool:
        """Whether there is anything under the URL, an image for one."""
        url = without_fragment(url)
        if url not in self._present:
            _make_room(self._present)
            try:
                self._present[url] = len(self._fetch(url)) > 0
            except UnknownDocument:
                self._present[url] = False
        return self._present[url]

    def _read(self, url: str) -> JsonObject | UnknownDocument | Unreadable:
        try:
            return parse(self._fetch(url), MOST_SHARED)
        except (UnknownDocument, Unreadable) as error:
            return error


def _make_room(memory: dict[str, Any]) -> None:
    if len(memory) >= _MOST_REMEMBERED:
        memory.clear()


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
