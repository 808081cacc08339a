"""The classes of Open Badges 2.0: which members each must have, and what they may hold.

There is no JSON Schema of the standard, so this table is it. Source: Open Badges 2.0, "Open Badges Vocabulary".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from generator.verification.dates import moment
from generator.verification.reading import JsonObject, as_list, as_object, id_of

CONTEXT: Final = "https://w3id.org/openbadges/v2"
_WEB: Final = re.compile(r"https?://[^\x00-\x20<>\"{}|\\^`]+")
_IRI: Final = re.compile(r"(https?://|urn:uuid:|_:)[^\x00-\x20<>\"{}|\\^`]+")
_HASH: Final = re.compile(r"sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32}")
_RECIPIENT_TYPES: Final = ("email", "url", "telephone", "id")

Rule = Callable[[object], bool]


def _text(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _iri(value: object) -> bool:
    return isinstance(value, str) and _IRI.fullmatch(value) is not None


def _web(value: object) -> bool:
    return isinstance(value, str) and _WEB.fullmatch(value) is not None


def _link(value: object) -> bool:
    return _iri(id_of(value))


def _image(value: object) -> bool:
    return id_of(value).startswith("data:image/") or _web(id_of(value))


def _moment(value: object) -> bool:
    return moment(value) is not None


def _criteria(value: object) -> bool:
    return _web(value) or _web(as_object(value).get("id")) or _text(as_object(value).get("narrative"))


def _recipient(value: object) -> bool:
    entry = as_object(value)
    if entry.get("type") not in _RECIPIENT_TYPES or not isinstance(entry.get("hashed"), bool):
        return False
    identity = entry.get("identity")
    return isinstance(identity, str) and (_HASH.fullmatch(identity) is not None if entry["hashed"] else identity != "")


def _typed(value: object) -> bool:
    return _text(as_object(value).get("type"))


def _alignments(value: object) -> bool:
    entries = [as_object(entry) for entry in as_list(value)]
    return all(_text(entry.get("targetName")) and _web(entry.get("targetUrl")) for entry in entries)


def _revocations(value: object) -> bool:
    return isinstance(value, list) and all(_iri(id_of(entry)) for entry in value)


# Per class the members it must have, and those that it may have and must then be in order.
_Rules = tuple[dict[str, Rule], dict[str, Rule]]
_ISSUER: Final[_Rules] = (
    {"id": _web, "name": _text, "url": _web, "email": _text},
    {"description": _text, "image": _image, "revocationList": _link},
)
_CLASSES: Final[dict[str, _Rules]] = {
    "Assertion": (
        {"id": _iri, "recipient": _recipient, "badge": _link, "verification": _typed, "issuedOn": _moment},
        {"expires": _moment, "image": _image, "narrative": _text},
    ),
    "BadgeClass": (
        {"id": _web, "name": _text, "description": _text, "image": _image, "criteria": _criteria, "issuer": _link},
        {"alignment": _alignments, "tags": lambda value: all(_text(tag) for tag in as_list(value))},
    ),
    "Issuer": _ISSUER,
    "Profile": _ISSUER,
    "RevocationList": ({"revokedAssertions": _revocations}, {"id": _web, "issuer": _web}),
}


def class_faults(document: JsonObject, kind: str) -> Iterator[str]:
    """What a document of this class lacks or has in the wrong form, in words."""
    required, optional = _CLASSES[kind]
    for name, holds in required.items():
        if name not in document:
            yield f'"{name}" is missing'
        elif not holds(document[name]):
            yield f'"{name}" is not in its form'
    for name, holds in optional.items():
        if document.get(name) is not None and not holds(document[name]):
            yield f'"{name}" is not in its form'
