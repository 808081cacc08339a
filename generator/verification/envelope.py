"""What a document came in: plain JSON, a compact JWS around it, or an image with either baked in.

Sources: Open Badges 3.0, 5.3 Baked Badges and 8.2.4 JSON Web Token Proof Format; Securing Verifiable Credentials using
JOSE and COSE, 3.1; VC Data Model 1.1, 6.3.1 (the `vc` claim).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import Any, Final

from generator.encodings import json_text
from generator.encodings.json_text import MAX_BYTES
from generator.errors import EncodingError, ImageRefused
from generator.images.baking import unbake
from generator.proofs.jws import Jws, parse_jws
from generator.verification.dates import stamp
from generator.verification.reading import JsonObject, Unreadable, as_list, as_object, as_text, parse

# Base64url, dots between; the first part is that of a JSON object, so it begins with `{"` or a blank.
_COMPACT: Final = re.compile(rb"\s*ey[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.[A-Za-z0-9_-]*\s*")
_DATA_URL: Final = re.compile(r"data:application/vc(?:\+ld)?(?:\+json)?\+jwt[,;](?P<jws>[A-Za-z0-9._-]+)")
_IMAGES: Final = (b"\x89PNG", b"<")
_PAGES: Final = (b"<!doctype html", b"<html")
# Claims of the token itself (RFC 7519, 4.1, and RFC 7800); anything else in a payload is the credential's.
CLAIMS: Final = ("iss", "sub", "aud", "exp", "nbf", "iat", "jti", "cnf", "nonce")
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MOST_PRESENTED: Final = 100
_KINDS_OF_FILES: Final = (
    ((b"%pdf",), "a PDF file"),
    ((b"pk\x03\x04",), "a Word file or an archive"),
    ((b"\xd0\xcf\x11\xe0",), "a Word or Excel file"),
    ((b"\xff\xd8\xff", b"gif8", b"riff"), "a photo or picture of a kind that holds no badges"),
    ((b"<!doctype html", b"<html"), "a web page; give its address instead"),
    ((b"http://", b"https://", b"[internetshortcut]"), "a link; give the address in it instead"),
)
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


def presented(data: bytes) -> list[bytes]:
    """The documents in a file: those of a presentation or list, else the file itself, without the mark of its bytes.

    A file that was saved as UTF-16 or with a byte order mark is the same text: nothing signs the marks.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark) and len(data) <= 2 * MAX_BYTES:
            data = data.removeprefix(mark).decode(name, "replace").encode()
            break
    try:
        whole = json_text.parse(data)
    except (EncodingError, RecursionError):
        return [data]
    if isinstance(whole, dict) and "VerifiablePresentation" in as_list(whole.get("type")):
        whole = as_list(whole.get("verifiableCredential"))
    if not isinstance(whole, list) or not 0 < len(whole) <= _MOST_PRESENTED:
        return [data]
    return [each.encode() if isinstance(each, str) else json_text.dump(each) for each in whole]


def kind_of_file(data: bytes) -> str:
    """What a file that is no badge is, where that can be told by how it begins; the empty text where it can't."""
    start = data[:512].lstrip().lower()
    return next((f"it is {words}" for marks, words in _KINDS_OF_FILES if start.startswith(marks)), "")


def is_image(data: bytes) -> bool:
    """Whether the bytes begin as an image does."""
    start = data[:512].removeprefix(codecs.BOM_UTF8).lstrip()
    return start.startswith(_IMAGES) and not start.lower().startswith(_PAGES)


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
