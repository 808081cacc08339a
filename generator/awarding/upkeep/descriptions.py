"""Finding what describes a badge: at the address of its page, of itself, or of somebody's award of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from generator.diagnostics import visible
from generator.encodings import json_text
from generator.errors import BadgeNotCopied, EncodingError, UnknownDocument
from generator.sources.shapes import shorten

_PAGE: Final = re.compile(
    r"(?P<folder>https://[^?#]+/badges/[a-z0-9-]+)(?:/(?:index\.html)?)?(?:#v(?P<number>[1-9][0-9]{0,3}))?"
)
_MOST_VERSIONS: Final = 50


class Description(NamedTuple):
    """An Achievement (Open Badges 3.0) or BadgeClass (2.0), and the address that it was read from."""

    badge: Mapping[str, Any]
    url: str


def description(address: str, fetch: Callable[[str], bytes]) -> Description:
    """The description of a badge. Raises `BadgeNotCopied` where there is none, in words."""
    page = _PAGE.fullmatch(address)
    try:
        found = _of_page(page["folder"], page["number"], fetch) if page else None
        url, data = found or (address, fetch(address.partition("#")[0]))
        return _described(url, _read(url, data), fetch)
    except UnknownDocument as missing:
        raise BadgeNotCopied(shorten(missing.url, 200), missing.reason) from None


def _of_page(folder: str, number: str | None, fetch: Callable[[str], bytes]) -> tuple[str, bytes] | None:
    """The description of a version that a page of a registry like this one tells of, the newest where none is named."""
    if number:
        url = f"{folder}/v{number}.json"
        return url, fetch(url)
    found = None
    for version in range(1, _MOST_VERSIONS + 1):
        url = f"{folder}/v{version}.json"
        try:
            found = url, fetch(url)
        except UnknownDocument as missing:
            if not missing.asked:
                raise
            break
    return found


def _read(url: str, data: bytes) -> Mapping[str, Any]:
    try:
        return json_text.parse_object(data)
    except (EncodingError, RecursionError) as error:
        hint = "; give the address of the badge's JSON, which the page may link to" if data.lstrip()[:1] == b"<" else ""
        why = "this is a web page" if hint else f"this is no description of a badge ({visible(str(error))})"
        raise BadgeNotCopied(shorten(url, 200), why + hint) from None


def _described(url: str, document: Mapping[str, Any], fetch: Callable[[str], bytes]) -> Description:
    """The badge that a document describes, embeds, or leads to."""
    kinds = document.get("type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    if "Achievement" in listed or "BadgeClass" in listed:
        return Description(document, url)
    subject = document.get("credentialSubject")
    inner = subject.get("achievement") if isinstance(subject, Mapping) else document.get("badge")
    if isinstance(inner, Mapping):
        return Description(inner, _id_of(inner, url))
    if "Assertion" in listed and isinstance(inner, str):
        led = _read(inner, fetch(inner))
        if "BadgeClass" in (led["type"] if isinstance(led.get("type"), list) else [led.get("type")]):
            return Description(led, inner)
    raise BadgeNotCopied(shorten(url, 200), "this describes no badge of Open Badges 2.0 or 3.0")


def _id_of(badge: Mapping[str, Any], found_in: str) -> str:
    """The address of a badge's own, if it is of the host that told it; else that of the award which it was found in."""
    own = badge.get("id")
    return own if isinstance(own, str) and _host(own) == _host(found_in) != "" else found_in


def _host(url: str) -> str:
    return url.removeprefix("https://").partition("/")[0] if url.startswith("https://") else ""
