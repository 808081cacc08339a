"""What a document came in: plain JSON, a compact JWS around it, or an image with either baked in.

Sources: Open Badges 3.0, 5.3 Baked Badges and 8.2.4 JSON Web Token Proof Format; Securing Verifiable Credentials using
JOSE and COSE, 3.1; VC Data Model 1.1, 6.3.1 (the `vc` claim).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from generator.errors import EncodingError, ImageRefused
from generator.images.baking import unbake
from generator.proofs.jws import Jws, parse_jws
from generator.verification.dates import stamp
from generator.verification.reading import JsonObject, Unreadable, as_list, as_object, as_text, parse

# Base64url, dots between; the first part is that of a JSON object, so it begins with `{"` or a blank.
_COMPACT: Final = re.compile(rb"\s*ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\s*")
_DATA_URL: Final = re.compile(r"data:application/vc(?:\+ld)?(?:\+json)?\+jwt[,;](?P<jws>[A-Za-z0-9._-]+)")
_IMAGES: Final = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"<")
# Claims of the token itself (RFC 7519, 4.1, and RFC 7800); anything else in a payload is the credential's.
CLAIMS: Final = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce")
_STANDARDS: Final = {
    "openbadgecredential": "Open Badges 3.0 credential",
    "clrcredential": "CLR 2.0 record",
    "openbadges": "Open Badges 2.0 assertion",
}


@dataclass(frozen=True)
class Enveloped:
    """A document, and the token that it came in, if it came in one."""

    document: JsonObject
    token: Jws | None = None


def opened(data: bytes, most: int) -> Enveloped:
    """The document in JSON or a compact JWS of at most so many bytes. Raises `Unreadable` for anything else."""
    if _COMPACT.fullmatch(data[: most + 1]):
        return of_token(data.decode("ascii").strip())
    document = parse(data, most)
    inner = _DATA_URL.fullmatch(as_text(document.get("id")))
    if inner and document.get("type") in ("EnvelopedVerifiableCredential", ["EnvelopedVerifiableCredential"]):
        return of_token(inner["jws"])
    return Enveloped(document)


def of_token(text: str) -> Enveloped:
    """The document in a compact JWS. Raises `Unreadable`."""
    try:
        token = parse_jws(text)
    except EncodingError as error:
        raise Unreadable(str(error)) from None
    payload = parse(token.payload)
    return Enveloped(_unwrapped(payload) if isinstance(payload.get("vc"), dict) else _plain(payload), token)


def claims_of(token: Jws) -> JsonObject:
    """The claims about the token itself, of a payload that was read before."""
    payload = parse(token.payload)
    return {name: payload[name] for name in CLAIMS if name in payload}


def is_image(data: bytes) -> bool:
    """Whether the bytes begin as an image does."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()[:4].startswith(_IMAGES) and data[:4] != b""


def baked(data: bytes) -> list[tuple[str, bytes]]:
    """What is baked into an image: of which standard each is, and its text. Raises `Unreadable`."""
    try:
        found = unbake(data)
    except ImageRefused as error:
        raise Unreadable(str(error)) from None
    if not found:
        raise Unreadable("no badge is stored in this image; ask for the file that the badge was given out as")
    return [(_STANDARDS[entry.keyword], entry.text.strip().encode()) for entry in found]


def _plain(payload: JsonObject) -> JsonObject:
    return {name: value for name, value in payload.items() if name not in CLAIMS}


def _unwrapped(payload: JsonObject) -> JsonObject:
    """The credential of the `vc` claim, with what the other claims say in its place (VC Data Model 1.1, 6.3.1)."""
    document: JsonObject = dict(payload["vc"])
    subject = document.get("credentialSubject")
    if isinstance(subject, dict) and "id" not in subject and "sub" in payload:
        document["credentialSubject"] = {"id": payload["sub"], **subject}
    _fill(document, "id", payload.get("jti"))
    _fill(document, "issuer", payload.get("iss"))
    if isinstance(document.get("issuer"), dict):
        _fill(document["issuer"], "id", payload.get("iss"))
    if not {"validFrom", "issuanceDate"} & document.keys():
        _fill(document, "issuanceDate", stamp(payload.get("nbf")))
    if not {"validUntil", "expirationDate"} & document.keys():
        _fill(document, "expirationDate", stamp(payload.get("exp")))
    return document


def _fill(document: JsonObject, name: str, value: Any) -> None:
    if name not in document and value is not None:
        document[name] = value


def subject_id(document: JsonObject) -> str:
    """The id of the one whom a credential is about, empty where it has none."""
    subjects = as_list(document.get("credentialSubject"))
    return as_text(as_object(subjects[0]).get("id")) if len(subjects) == 1 else ""
