"""Whether a credential was revoked: its entry in a Bitstring Status List, and the list itself.

Source: Bitstring Status List 1.0, 3.2 Validate Algorithm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from generator.encodings import bitstring
from generator.errors import EncodingError, UnknownDocument
from generator.verification.codes import CODES, Verdict
from generator.verification.dates import within
from generator.verification.form import contexts
from generator.verification.meaning import ABSOLUTE, ambiguities
from generator.verification.reading import JsonObject, Library, Unreadable, as_list, as_object, as_text, has_type, id_of
from generator.verification.report import Check, failed, passed
from generator.verification.signature import Issuers, signature_checks

REVOCATION: Final = "revocation"
_INDEX: Final = re.compile(r"0|[1-9][0-9]{0,9}")
_MOST_REMEMBERED: Final = 256
_STALE: Final = frozenset(["expired", "not-yet-valid"])


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
        self._lists: dict[tuple[str, str], StatusList] = {}

    def checks(self, credential: JsonObject) -> list[Check]:
        """The `status` checks of a credential: one or more, the passed one alone."""
        entries = as_list(credential.get("credentialStatus"))
        if not entries:
            return [passed("status", "Its issuer names no list in which it could be revoked")]
        issuer = id_of(credential.get("issuer"))
        found = [check for entry in entries for check in self._entry(as_object(entry), issuer)]
        return found or [passed("status")]

    def _entry(self, entry: JsonObject, issuer: str) -> Iterator[Check]:
        unknown = _unknown(entry)
        url, index = as_text(entry.get("statusListCredential")), str(entry.get("statusListIndex"))
        if unknown:
            yield failed("status", "status-unknown", unknown)
        elif not (ABSOLUTE.fullmatch(url) and _INDEX.fullmatch(index) and entry.get("statusPurpose") == REVOCATION):
            yield failed("status", "status-malformed")
        elif entry.get("id") == url:
            yield failed("status", "status-malformed", "the entry bears the list's name")
        else:
            found = self._list(url, issuer)
            yield from found.problems
            if found.bits:
                yield from _bit(found.bits, int(index))

    def _list(self, url: str, issuer: str) -> StatusList:
        if (url, issuer) not in self._lists:
            if len(self._lists) >= _MOST_REMEMBERED:
                self._lists.clear()
            self._lists[url, issuer] = self._read(url, issuer)
        return self._lists[url, issuer]

    def _read(self, url: str, issuer: str) -> StatusList:
        try:
            document = self._library.document(url)
        except UnknownDocument:
            return StatusList(problems=(failed("status", "status-unreachable", url),))
        except Unreadable as error:
            return StatusList(problems=(failed("status", "status-list-wrong", str(error)),))
        problems = tuple(dict.fromkeys(map(_as_status, self._list_problems(document, url, issuer))))
        trusted = not any(CODES[check.code].verdict is Verdict.REFUSED for check in problems)
        return StatusList(inflated(document) if trusted else b"", problems)

    def _list_problems(self, document: JsonObject, url: str, issuer: str) -> Iterator[Check]:
        checks = [*list_form(document, url), *signature_checks(document, issuer, self._issuers, self._now)]
        if id_of(document.get("issuer")) != issuer:
            checks.append(failed("status", "status-list-wrong", "another issuer's"))
        # That the issuer is this computer is said once, of the credential: its list can be read all the same.
        yield from (check for check in checks if check.code not in ("", "issuer-local"))
        yield from within(document, self._now)


def list_form(document: JsonObject, url: str) -> Iterator[Check]:
    """What is wrong with a status list found under the URL, but for its signature and dates."""
    subject = as_object(document.get("credentialSubject"))
    yield from contexts(document, badge=False)
    if not has_type(document, "VerifiableCredential") or not has_type(document, "BitstringStatusListCredential"):
        yield failed("form", "type-wrong")
    if document.get("id") != url:
        yield failed("address", "address-differs", url)
    if subject.get("type") != "BitstringStatusList" or subject.get("statusPurpose") != REVOCATION:
        yield failed("form", "status-list-wrong", "it is no list of revocations")
    if subject.get("id") == url:
        yield failed("form", "status-list-wrong", "the list bears its document's name")
    try:
        bitstring.decode(as_text(subject.get("encodedList")))
    except EncodingError as error:
        yield failed("form", "status-list-wrong", str(error))
    yield from ambiguities(document)


def inflated(document: JsonObject) -> bytes:
    """The bits of a list that `list_form` found nothing wrong with."""
    return bitstring.decode(document["credentialSubject"]["encodedList"])


def _unknown(entry: JsonObject) -> str:
    """What about the entry is of a kind not known here, in words; empty where nothing is."""
    if entry.get("type") != "BitstringStatusListEntry":
        return str(entry.get("type"))[:80]
    if entry.get("statusPurpose") in ("suspension", "refresh", "message"):
        return str(entry["statusPurpose"])
    return "" if entry.get("statusSize", 1) == 1 else "several bits each"


def _bit(bits: bytes, index: int) -> Iterator[Check]:
    try:
        if bitstring.is_set(bits, index):
            yield failed("status", "revoked")
    except EncodingError:
        yield failed("status", "status-out-of-range")


def _as_status(check: Check) -> Check:
    """A problem of the list as a problem of the credential: refused lists are wrong, those out of time are stale."""
    if check.code in _STALE:
        return failed("status", "status-list-stale")
    if CODES[check.code].verdict is Verdict.REFUSED:
        return failed("status", "status-list-wrong", check.words)
    return failed("status", check.code, "the list of revoked badges")
