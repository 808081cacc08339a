"""One stranger at one moment: documents in, reports out, whatever they share looked up once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from generator.encodings.json_text import MAX_BYTES
from generator.errors import UnknownDocument
from generator.verification import site_documents
from generator.verification.credential import credential_report
from generator.verification.did import did_web_url, is_local
from generator.verification.kinds import Kind, kind_of
from generator.verification.ob2 import assertion_report, document_report
from generator.verification.reading import MOST_SHARED, Fetch, JsonObject, Library, Unreadable, id_of, parse
from generator.verification.report import Check, Report, failed, passed, report
from generator.verification.signature import Issuers
from generator.verification.status import StatusLists
from generator.verification.twins import compared


class Verifier:
    """Verifies documents as someone who knows nothing but what `fetch` brings, at the moment `now` (aware).

    DID documents, status lists, badge classes and issuers are fetched and judged once for all documents, so keep one
    verifier for a batch and none for longer. `trusted` are issuer ids vouched for by other means. Bad data never
    raises: it becomes a check that did not pass.
    """

    def __init__(self, fetch: Fetch, *, now: datetime, trusted: Collection[str] = ()) -> None:
        if now.tzinfo is None:
            raise ValueError("the moment of verification needs a time zone")
        self._now = now
        self._library = Library(fetch)
        self._issuers = Issuers(self._library, now, trusted)
        self._lists = StatusLists(self._library, self._issuers, now)

    def credential(self, data: bytes, *, at: str | None = None) -> Report:
        """The report of an Open Badges 3.0 credential; `at` is the address where it was found."""
        return _careful(data, lambda d: credential_report(d, self._issuers, self._lists, self._now, at))

    def assertion(self, data: bytes, *, at: str | None = None) -> Report:
        """The report of a hosted Open Badges 2.0 assertion; `at` is the address where it was found."""
        return _careful(data, lambda d: assertion_report(d, self._library, self._now, at))

    def document(self, data: bytes, *, at: str | None = None) -> Report:
        """The report of a document of any kind known here; of some kinds, none but at their own address."""
        if at is not None and len(data) > MAX_BYTES:
            return _careful(data, lambda document: self._long(document, at), MOST_SHARED)
        return _careful(data, lambda document: self._vouched(document, at))

    def site_document(self, url: str) -> Report:
        """The report of what is found under the URL, of any kind known here."""
        return self._fetched(url, self.document)

    def award(self, *, credential: str, assertion: str) -> tuple[Report, Report]:
        """The reports of an award's credential and assertion, fetched from their addresses and compared."""
        one, other = self._fresh(credential), self._fresh(assertion)
        signed, hosted = _reported(credential, one, self.credential), _reported(assertion, other, self.assertion)
        if isinstance(one, bytes) and isinstance(other, bytes):
            hosted = compared(hosted, one, other)
        return signed, hosted

    def _fetched(self, url: str, verify: Callable[..., Report]) -> Report:
        return _reported(url, self._fresh(url), verify)

    def _fresh(self, url: str) -> bytes | UnknownDocument:
        try:
            return self._library.fresh(url)
        except UnknownDocument as error:
            return error

    def _long(self, document: JsonObject, at: str) -> Report:
        """The report of a document longer than any but a list of revoked awards may be."""
        if kind_of(document) is not Kind.REVOCATION_LIST:
            raise Unreadable(f"it has more than {MAX_BYTES:,} bytes")
        return self._vouched(document, at)

    def _vouched(self, document: JsonObject, at: str | None) -> Report:
        """The report of a document; one neither signed nor shown by its own site has nothing to vouch for it."""
        found = self._any(document, at)
        if kind_of(document) in (None, Kind.CREDENTIAL, Kind.STATUS_LIST, Kind.ASSERTION):
            return found
        more = [failed("issuer", "issuer-local")] if is_local(id_of(document)) else []
        if at is None:
            more.append(passed("hosting") if self._is_hosted(document) else failed("hosting", "unsigned"))
        return report([*found.checks, *more], found.shown)

    def _is_hosted(self, document: JsonObject) -> bool:
        """Whether the same stands at the document's own address; of a Profile, whose id is a DID, that is not known."""
        own = id_of(document)
        try:
            return self._library.document(did_web_url(own) or own) == document
        except (UnknownDocument, Unreadable):
            return False

    def _any(self, document: JsonObject, at: str | None) -> Report:
        kind = kind_of(document)
        if kind is Kind.CREDENTIAL:
            return credential_report(document, self._issuers, self._lists, self._now, at)
        if kind is Kind.ASSERTION:
            return assertion_report(document, self._library, self._now, at)
        if kind is Kind.STATUS_LIST:
            where = at if at is not None else str(document.get("id"))
            return site_documents.status_list_report(document, self._issuers, self._now, where)
        if kind is Kind.DID_DOCUMENT:
            return site_documents.did_document_report(document, self._now, at)
        if kind is Kind.PROFILE:
            return site_documents.profile_report(document)
        if kind is Kind.ACHIEVEMENT:
            return site_documents.achievement_report(document, at)
        if kind is None:
            return _alone(failed("document", "kind-unknown"))
        return document_report(document, self._library, kind.value, at)


def _reported(url: str, found: bytes | UnknownDocument, verify: Callable[..., Report]) -> Report:
    """What `verify` reports of what was fetched from the address, and a report also where nothing was."""
    if isinstance(found, UnknownDocument):
        return _alone(failed("document", "not-found", str(found)))
    return verify(found, at=url)


def _careful(data: bytes, verify: Callable[[JsonObject], Report], most: int = MAX_BYTES) -> Report:
    """What `verify` reports of the document in the bytes, and a report also where they are none."""
    try:
        found = verify(parse(data, most))
    except Unreadable as error:
        return _alone(failed("document", "unreadable", str(error)))
    except RecursionError:
        return _alone(failed("document", "too-complex"))
    readable = [] if any(check.name == "document" for check in found.checks) else [passed("document")]
    return report([*readable, *found.checks], found.shown)


def _alone(check: Check) -> Report:
    return report([check])
