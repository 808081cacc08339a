"""Whether a credential was revoked: its entry in a list of its issuer's, and the list itself.

Sources: Bitstring Status List 1.0, 3.2 Validate Algorithm; Status List 2021 (the drafts before it);
1EdTech Revocation List Status Method 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import unquote

from generator.encodings import bitstring
from generator.errors import EncodingError, UnknownDocument
from generator.verification.codes import CODES, Verdict
from generator.verification.dates import within
from generator.verification.envelope import Enveloped, opened
from generator.verification.form import contexts
from generator.verification.issuers import Issuers
from generator.verification.meaning import ABSOLUTE, ambiguities
from generator.verification.reading import (
    MOST_SHARED,
    JsonObject,
    Library,
    Unreadable,
    as_list,
    as_object,
    as_text,
    has_type,
    id_of,
)
from generator.verification.report import Check, failed, passed
from generator.verification.signature import signature_checks
from generator.verification.tokens import token_checks

REVOCATION: Final = "revocation"
# What a set bit means, by the purpose of the list.
_PURPOSES: Final = {REVOCATION: "revoked", "suspension": "suspended"}
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_MOST_ENTRIES: Final = 8
# Of the lists that are remembered, bits in all.
_MOST_BYTES: Final = 32 * 1024 * 1024
_STALE: Final = frozenset(["expired", "not-yet-valid"])


@dataclass(frozen=True)
class Method:
    """A kind of status list made of bits: types of the list's credential and subject, multibase prefix of the bits."""

    credential: str
    subject: str
    prefix: str


BITSTRING: Final = Method("BitstringStatusListCredential", "BitstringStatusList", "u")
# Only read: older badges name it. Its text has no prefix (Status List 2021, 5.2).
METHODS: Final = {
    "BitstringStatusListEntry": BITSTRING,
    "StatusList2021Entry": Method("StatusList2021Credential", "StatusList2021", ""),
}
# The vocabularies whose types have plain names.
_OF_STATUS: Final = ("https://www.w3.org/", "https://w3id.org/", "https://purl.imsglobal.org/")
_NAMED_LIST: Final = "1EdTechRevocationList"


@dataclass(frozen=True)
class StatusList:
    """A list that was read: its bits, and what is wrong with it as checks named `status`."""

    bits: bytes = b""
    problems: tuple[Check, ...] = ()


class StatusLists:
    """Status lists by URL, each fetched, verified and inflated once, at one moment."""

    def __init__(self, library: Library, issuers: Issuers, now: datetime) -> None:
        self._library = library
        self._issuers = issuers
        self._now = now
        self._bytes = 0
        self._lists: dict[tuple[str, str, str, str], StatusList] = {}

    def checks(self, credential: JsonObject) -> list[Check]:
        """The `status` checks of a credential: one or more, the passed one alone."""
        entries = as_list(credential.get("credentialStatus"))
        if not entries:
            return [passed("status", "Its issuer names no list in which it could be revoked")]
        if len(entries) > _MOST_ENTRIES:
            return [failed("status", "too-complex", f"it names {len(entries):,} lists")]
        issuer = id_of(credential.get("issuer"))
        found: list[Check] = []
        for entry in map(as_object, entries):
            if not _is_plain(entry):
                found.append(failed("status", "status-malformed", "its type or size is not in plain form"))
            elif has_type(entry, _NAMED_LIST):
                found += self._named(entry, id_of(credential), issuer)
            else:
                found += self._entry(entry, issuer)
        return found or [passed("status")]

    def _entry(self, entry: JsonObject, issuer: str) -> Iterator[Check]:
        method = next((method for name, method in METHODS.items() if has_type(entry, name)), None)
        unknown = _unknown(entry, method)
        url, index = as_text(entry.get("statusListCredential")), str(entry.get("statusListIndex"))
        purpose = as_text(entry.get("statusPurpose"))
        if method is None or unknown:
            yield failed("status", "status-unknown", unknown)
        elif not (ABSOLUTE.fullmatch(url) and _INDEX.fullmatch(index) and purpose in _PURPOSES):
            yield failed("status", "status-malformed")
        elif entry.get("id") == url:
            yield failed("status", "status-malformed", "the entry bears the list's name")
        else:
            found = self._list(url, issuer, purpose, method)
            yield from found.problems
            if found.bits:
                yield from _bit(found.bits, int(index), purpose)

    def _list(self, url: str, issuer: str, purpose: str, method: Method) -> StatusList:
        key = (url, issuer, purpose, method.credential)
        if key in self._lists:
            return self._lists[key]
        found = self._read(url, issuer, purpose, method)
        if not self._library.spent:
            self._bytes += len(found.bits) + 1_000
            if self._bytes > _MOST_BYTES:
                self._lists.clear()
                self._bytes = len(found.bits)
            self._lists[key] = found
        return found

    def _read(self, url: str, issuer: str, purpose: str, method: Method) -> StatusList:
        try:
            found = opened(self._library.fresh(url), MOST_SHARED)
        except UnknownDocument as error:
            return StatusList(problems=(failed("status", "status-unreachable", str(error)),))
        except Unreadable as error:
            return StatusList(problems=(failed("status", "status-list-wrong", str(error)),))
        listed = self._list_problems(found, url, issuer, purpose, method)
        problems = tuple(dict.fromkeys(map(_as_status, listed)))
        trusted = not any(CODES[check.code].verdict is Verdict.REFUSED for check in problems)
        return StatusList(bits_of(found.document, method) if trusted else b"", problems)

    def _list_problems(self, found: Enveloped, url: str, issuer: str, purpose: str, method: Method) -> Iterator[Check]:
        document = found.document
        checks = list(list_form(document, url, purpose, method))
        if found.token is not None:
            checks += token_checks(document, found.token, issuer, self._issuers, self._now)
        else:
            meaning = ambiguities(document)
            checks += meaning or signature_checks(document, issuer, self._issuers, self._now)
        if id_of(document.get("issuer")) != issuer:
            checks.append(failed("status", "status-list-wrong", "another issuer's"))
        # Who the issuer is, and that nobody vouches for it, is said once, of the credential.
        yield from (check for check in checks if check.code not in ("", "issuer-local", "issuer-unidentified"))
        yield from within(document, self._now)
        yield from within(document, self._now, "issuanceDate", "expirationDate")

    def _named(self, entry: JsonObject, credential: str, issuer: str) -> Iterator[Check]:
        """A list that names each revoked credential; it is not signed, so it counts by where the issuer says it is."""
        url = as_text(entry.get("id"))
        if not ABSOLUTE.fullmatch(url):
            yield failed("status", "status-malformed")
            return
        if not credential:
            yield failed("status", "status-unknown", "it has no name that could be on a list")
            return
        try:
            listed = self._library.document(url)
        except UnknownDocument as error:
            yield failed("status", "status-unreachable", str(error))
            return
        except Unreadable as error:
            yield failed("status", "status-list-wrong", str(error))
            return
        named, in_form = self._library.judged(listed, _by_name)
        if listed.get("id") != url or id_of(listed.get("issuer")) != issuer:
            yield failed("status", "status-list-wrong", "another issuer's, or at another address")
        elif not in_form:
            yield failed("status", "status-list-wrong", "it does not say what was revoked")
        for each in named.get(_plain_name(credential), ()):
            if each.get("revoked") is not False:
                yield failed("status", "revoked", as_text(each.get("revocationReason")))


def _by_name(listed: JsonObject) -> tuple[dict[str, list[JsonObject]], bool]:
    """What a list says of each credential, and whether it names one in each entry."""
    revocations = listed.get("revokedCredential")
    entries = [as_object(each) for each in as_list(revocations)]
    named: dict[str, list[JsonObject]] = {}
    for each in entries:
        named.setdefault(_plain_name(id_of(each)), []).append(each)
    return named, revocations is not None and all(id_of(each) for each in entries)


def _plain_name(name: str) -> str:
    """The name as it is compared (Open Badges 3.0, 9.3): percent-encoding and blanks don't count."""
    return unquote(name).strip().rstrip("/")


def list_form(document: JsonObject, url: str, purpose: str = REVOCATION, method: Method = BITSTRING) -> Iterator[Check]:
    """What is wrong with a status list found under the URL, but for its meaning, its signature and its dates."""
    subject = as_object(document.get("credentialSubject"))
    yield from contexts(document)
    if not has_type(document, "VerifiableCredential") or not has_type(document, method.credential):
        yield failed("form", "type-wrong")
    if document.get("id") != url:
        yield failed("address", "address-differs", url)
    if not has_type(subject, method.subject) or purpose not in as_list(subject.get("statusPurpose")):
        yield failed("form", "status-list-wrong", f"it is no list for {purpose}")
    if subject.get("id") == url:
        yield failed("form", "status-list-wrong", "the list bears its document's name")
    try:
        bits_of(document, method)
    except EncodingError as error:
        yield failed("form", "status-list-wrong", str(error))


def bits_of(document: JsonObject, method: Method) -> bytes:
    """The bits of a list. Raises `EncodingError`."""
    text = as_text(as_object(document.get("credentialSubject")).get("encodedList"))
    if not method.prefix:
        # Drafts left open whether the base64url is padded; some writers already put the prefix of multibase.
        text = "u" + text.removeprefix("u").rstrip("=")
    return bitstring.decode(text)


def _is_plain(entry: JsonObject) -> bool:
    """Whether the entry says what it is as readers expect: the signature also holds over other ways of writing it."""
    size = entry.get("statusSize", 1)
    types = as_list(entry.get("type"))
    plain = all(isinstance(name, str) and not name.startswith(_OF_STATUS) for name in types)
    return plain and isinstance(size, int) and not isinstance(size, bool)


def _unknown(entry: JsonObject, method: Method | None) -> str:
    """What about the entry is of a kind not known here, in words; empty where nothing is."""
    if method is None:
        return str(entry.get("type"))[:80]
    purpose = entry.get("statusPurpose")
    if isinstance(purpose, str) and purpose not in _PURPOSES:
        return purpose[:80]
    return "" if entry.get("statusSize", 1) == 1 else "several bits each"


def _bit(bits: bytes, index: int, purpose: str) -> Iterator[Check]:
    try:
        if bitstring.is_set(bits, index):
            yield failed("status", _PURPOSES[purpose])
    except EncodingError:
        yield failed("status", "status-out-of-range")


def _as_status(check: Check) -> Check:
    """A problem of the list as a problem of the credential: refused lists are wrong, those out of time are stale."""
    if check.code in _STALE:
        return failed("status", "status-list-stale")
    if CODES[check.code].verdict is Verdict.REFUSED:
        return failed("status", "status-list-wrong", check.words)
    return failed("status", check.code, "the list of revoked badges")
