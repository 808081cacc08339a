"""Names of issuers: where the document of a did:web stands, and which names lead anywhere at all.

Source: did:web method, 3.2 Read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from generator.verification.reading import as_list

MOST_METHODS: Final = 200
DID_CONTEXT: Final = "https://www.w3.org/ns/did/v1"
_SEGMENT = r"(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})+"
_DID_WEB: Final = re.compile(
    rf"did:web:(?P<host>[a-z0-9.-]+)(?:%3[Aa](?P<port>[1-9]\d{{0,4}}))?(?P<path>(?::{_SEGMENT})*)"
)
_LABEL: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# What may not come out of a path segment once it is decoded: a separator, or what a host reads as another place.
_UNSAFE: Final = re.compile(r"[/\\?#%\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A code of `codes.CODES` that says why there is no key, and what to add to its words."""

    code: str
    detail: str = ""


def did_web_host(did: str) -> str:
    """The host, with its port, that a did:web names; the empty text where it names none."""
    match = _DID_WEB.fullmatch(did)
    if match is None:
        return ""
    return match["host"] + (f":{match['port']}" if match["port"] else "")


def did_web_url(did: str) -> str | None:
    """The https address of a did:web's document; None for an IP address, capitals in the host and other tricks."""
    match = _DID_WEB.fullmatch(did)
    if match is None or not _is_host(match["host"]) or int(match["port"] or 0) > 65_535:
        return None
    segments = match["path"].split(":")[1:]
    if any(_UNSAFE.search(unquote(segment)) or unquote(segment) in (".", "..") for segment in segments):
        return None
    return f"https://{did_web_host(did)}/" + "/".join([*(segments or [".well-known"]), "did.json"])


def host_of(name: str) -> str:
    """The host, with its port, that an issuer's name leads to; empty for a did:key and whatever leads nowhere."""
    if name.startswith("did:"):
        return did_web_host(name)
    try:
        parts = urlsplit(name)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # a malformed IPv6 address or port
        return ""
    return (parts.hostname or "") + port


def is_https_name(name: str) -> bool:
    """Whether an issuer's name is an https address of a named host, with nobody's password in it."""
    try:
        parts = urlsplit(name)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and "@" not in parts.netloc and parts.netloc == parts.netloc.lower()
    return plain and _is_host(host) and (port is None or port > 0)


def is_local(name: str) -> bool:
    """Whether a did:web or an address leads to the computer that asks, so that it means nothing to anybody else."""
    try:
        host = urlsplit(f"https://{did_web_host(name)}" if name.startswith("did:web:") else name).hostname
    except ValueError:  # a malformed IPv6 address
        return False
    return host is not None and (host == "localhost" or host.endswith(".localhost"))


def _is_host(host: str) -> bool:
    labels = host.split(".")
    # A last label of digits makes an IP address of it, in any of the ways that readers count (WHATWG URL, 3.5).
    numeric = labels[-1].isdigit() or re.fullmatch(r"0x[0-9a-f]*", labels[-1]) is not None
    return len(host) <= 253 and not numeric and all(_LABEL.fullmatch(label) for label in labels)


def disorder(document: dict[str, Any], did: str) -> str:
    """What is out of order in a DID document that we publish, in words; empty where nothing is.

    Stricter than reading one: ids are absolute and unique, methods are objects, relationships name methods of the
    document (the form that every verifier tried accepts).
    """
    if document.get("id") != did:
        return "it is the document of another name"
    if (as_list(document.get("@context")) or [None])[0] != DID_CONTEXT:
        return "it is not a DID document"
    methods = as_list(document.get("verificationMethod"))
    used = [*as_list(document.get("assertionMethod")), *as_list(document.get("authentication"))]
    if len(methods) + len(used) > MOST_METHODS:
        return "it lists too many keys"
    names = [method.get("id") if isinstance(method, dict) else None for method in methods]
    if not all(isinstance(name, str) and name.startswith(did + "#") and len(name) > len(did) + 1 for name in names):
        return "a key in it has no name of its own"
    if len(set(names)) != len(names):
        return "two keys in it bear one name"
    if not all(name in names for name in used):
        return "it uses a key that it does not list"
    return ""
