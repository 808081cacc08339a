"""One stranger at one moment: documents in, reports out, whatever they share looked up once."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from generator.encodings.json_text import MAX_BYTES
from generator.errors import UnknownDocument
from generator.verification import site_documents
from generator.verification.credential import Credentials
from generator.verification.did import did_web_url, host_of, is_local
from generator.verification.envelope import Enveloped, baked, is_image, kind_of_file, opened, presented
from generator.verification.issuers import Issuers
from generator.verification.kinds import CREDENTIALS, Kind, kind_of
from generator.verification.ob2 import assertion_report, document_report
from generator.verification.reading import MOST_SHARED, Fetch, JsonObject, Library, Unreadable, as_list, id_of
from generator.verification.recipient import Claim, recipient_checks
from generator.verification.report import Check, Outcome, Report, failed, passed, report
from generator.verification.status import StatusLists
from generator.verification.twins import compared


class Verifier:
    """Verifies documents as someone who knows nothing but what `fetch` brings, at the moment `now` (aware).

    DID documents, status lists, badge classes and issuers are fetched and judged once for all documents, so keep one
    verifier for a batch and none for longer. `trusted` are issuer ids vouched for by other means; `claim` is what a
    person shows of herself, to be compared with each document's recipient. Bad data never raises: it becomes a check
    that did not pass.
    """

    def __init__(
        self, fetch: Fetch, *, now: datetime, trusted: Collection[str] = (), claim: Claim | None = None
    ) -> None:
        if now.tzinfo is None:
            raise ValueError("the moment of verification needs a time zone")
        self._now = now
        self._claim = claim
        self._library = Library(fetch)
        self._issuers = Issuers(self._library, now, trusted)
        self._credentials = Credentials(self._issuers, StatusLists(self._library, self._issuers, now), now)

    def file(self, data: bytes) -> list[tuple[str, Report]]:
        """The reports of what is in a file: a document, or the documents baked into an image, each by its standard.

        Of a presentation (VC Data Model 2.0, 4.13) each credential in it is reported; who presents it is not checked.
        """
        if not is_image(data):
            several = presented(data)
            if len(several) == 1:
                return [("", self._one(several[0]))]
            return [
                (f"Credential {number} of {len(several)}", self._one(each)) for number, each in enumerate(several, 1)
            ]
        try:
            found = baked(data)
        except Unreadable as error:
            return [("", _alone(failed("document", "unreadable", str(error))))]
        reports = [(standard, self._baked(text)) for standard, text in found]
        return reports if len(reports) > 1 else [("", reports[0][1])]

    def _one(self, data: bytes) -> Report:
        """The report of a document, or what else the file is where it can't be read as one."""
        found, what = self.document(data), kind_of_file(data)
        return _alone(failed("document", "unreadable", what)) if what and "unreadable" in found.codes else found

    def credential(self, data: bytes, *, at: str | None = None) -> Report:
        """The report of a credential; `at` is the address that must be its own, if it was found at one."""
        return self._careful(data, lambda found: self._credentials.report(found, at=at))

    def assertion(self, data: bytes, *, at: str | None = None) -> Report:
        """The report of an Open Badges 2.0 assertion; `at` is the address that must be its own."""
        return self._careful(data, lambda found: assertion_report(found, self._library, self._now, at))

    def document(self, data: bytes, *, at: str | None = None) -> Report:
        """The report of a document of any kind known here; of some kinds, none but at their own address."""
        if at is not None and len(data) > MAX_BYTES:
            return self._careful(data, lambda found: self._long(found, at), MOST_SHARED)
        return self._careful(data, lambda found: self._vouched(found, at))

    def site_document(self, url: str) -> Report:
        """The report of what is found under the URL, of any kind known here; it must name the URL as its own."""
        return _reported(url, self._fresh(url), self.document)

    def found(self, url: str, bring: Fetch) -> list[tuple[str, Report]]:
        """The reports of what `bring` finds under the URL, any that leads to a badge, as share links do."""
        try:
            return self.file(bring(url))
        except UnknownDocument as error:
            return [("", _absent(error))]

    def award(self, *, credential: str, assertion: str) -> tuple[Report, Report]:
        """The reports of an award's credential and assertion, fetched from their addresses and compared."""
        one, other = self._fresh(credential), self._fresh(assertion)
        signed, hosted = _reported(credential, one, self.credential), _reported(assertion, other, self.assertion)
        if isinstance(one, bytes) and isinstance(other, bytes):
            hosted = compared(hosted, one, other)
        return signed, _without_doubt(hosted) if _belongs(signed) else hosted

    def _fresh(self, url: str) -> bytes | UnknownDocument:
        self._library.begin()
        try:
            return self._library.fresh(url)
        except UnknownDocument as error:
            return error

    def _baked(self, text: bytes) -> Report:
        """The report of what was baked in; the oldest badges hold nothing but their address."""
        address = text.decode("utf-8", "replace")
        if not address.startswith(("https://", "http://")) or not address.isprintable() or " " in address:
            return self.document(text)
        found = self.site_document(address)
        is_badge = found.shown.kind in (Kind.ASSERTION, *CREDENTIALS, "")
        return found if is_badge else _alone(failed("document", "kind-unknown", address))

    def _long(self, found: Enveloped, at: str) -> Report:
        """The report of a document longer than any but a list of revoked awards may be."""
        if kind_of(found.document) is not Kind.REVOCATION_LIST:
            raise Unreadable(f"it has more than {MAX_BYTES:,} bytes")
        return self._vouched(found, at)

    def _vouched(self, found: Enveloped, at: str | None) -> Report:
        """The report of a document; one neither signed nor shown by its own site has nothing to vouch for it."""
        document, kind = found.document, kind_of(found.document)
        judged = self._any(found, kind, at)
        if kind in (None, Kind.STATUS_LIST, Kind.ASSERTION, *CREDENTIALS):
            return judged
        more = [failed("issuer", "issuer-local")] if is_local(id_of(document)) else []
        if as_list(document.get("endorsement")) or as_list(document.get("endorsementJwt")):
            more.append(failed("endorsement", "endorsement-unchecked", "only those of an award are"))
        if at is None:
            more.append(passed("hosting") if self._is_hosted(document) else failed("hosting", "unsigned"))
        shown = replace(judged.shown, kind=kind or "", id=id_of(document), domain=host_of(at or id_of(document)))
        return report([*judged.checks, *more], shown)

    def _is_hosted(self, document: JsonObject) -> bool:
        """Whether the same stands at the document's own address; of a Profile, whose id is a DID, that is not known."""
        own = id_of(document)
        try:
            return self._library.document(did_web_url(own) or own, MOST_SHARED) == document
        except (UnknownDocument, Unreadable):
            return False

    def _any(self, found: Enveloped, kind: Kind | None, at: str | None) -> Report:
        document = found.document
        if kind in CREDENTIALS:
            return self._credentials.report(found, at=at)
        if kind is Kind.ASSERTION:
            return assertion_report(found, self._library, self._now, at)
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

    def _careful(self, data: bytes, verify: Callable[[Enveloped], Report], most: int = MAX_BYTES) -> Report:
        """What `verify` reports of the document in the bytes, and a report also where they are none."""
        self._library.begin()
        try:
            document = opened(data, most)
            found = verify(document)
        except Unreadable as error:
            return _alone(failed("document", "unreadable", str(error)))
        except RecursionError:
            return _alone(failed("document", "too-complex"))
        more = [] if any(check.name == "document" for check in found.checks) else [passed("document")]
        if self._claim is not None:
            more += recipient_checks(document.document, self._claim)
        return report([*more, *found.checks], found.shown, found.parts)


def _reported(url: str, found: bytes | UnknownDocument, verify: Callable[..., Report]) -> Report:
    """What `verify` reports of what was fetched from the address, and a report also where nothing was."""
    if isinstance(found, UnknownDocument):
        return _absent(found)
    return verify(found, at=url)


def _belongs(signed: Report) -> bool:
    return any(check.name == "recipient" and check.outcome is Outcome.PASSED for check in signed.checks)


def _without_doubt(hosted: Report) -> Report:
    """The assertion's report where the credential says whose the award is: an assertion holds an address alone."""
    doubts = ("recipient-unknown", "recipient-unopened")
    return replace(hosted, checks=tuple(check for check in hosted.checks if check.code not in doubts))


def _absent(error: UnknownDocument) -> Report:
    return _alone(failed("document", "not-found" if error.asked else "not-asked", str(error)))


def _alone(check: Check) -> Report:
    return report([check])
