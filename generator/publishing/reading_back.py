"""Reading back what was written, as a stranger would, before anybody else can: what fails is not published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from generator.addresses import PREVIEW
from generator.errors import ReadBackFailed
from generator.model.catalogue import Catalogue
from generator.publishing.records import Candidate
from generator.verification import Fetch, Report, Verdict, Verifier

# An award may have ended; it may not be refused, unverifiable or of the future.
_ENDED: Final = (Verdict.VERIFIED, Verdict.EXPIRED)


def read_back(
    catalogue: Catalogue,
    awards: Sequence[Candidate],
    lists: Iterable[int],
    fetch: Fetch,
    now: datetime,
    progress: Callable[[str, int], None],
) -> int:
    """Verify the site's own documents and these awards, from the bytes on disk; how many awards were read.

    Raises `ReadBackFailed`, naming the first document that a stranger would not accept.
    """
    verifier = Verifier(fetch, now=now)
    for url in _site_documents(catalogue, lists):
        _demand(url, verifier.site_document(url), (Verdict.VERIFIED,), catalogue)
    at = catalogue.issuer.addresses
    for candidate in awards:
        credential, assertion = at.credential(candidate.award), at.assertion(candidate.award)
        expected = (Verdict.REVOKED,) if "revoked" in candidate.parts else _ENDED
        for url, report in zip(
            (credential, assertion), verifier.award(credential=credential, assertion=assertion), strict=True
        ):
            _demand(url, report, expected, catalogue)
        progress("awards read back", 1)
    return len(awards)


def _site_documents(catalogue: Catalogue, lists: Iterable[int]) -> Iterator[str]:
    at = catalogue.issuer.addresses
    yield from (at.did_document, at.profile, at.ob2_issuer, at.ob2_revocations)
    yield from map(at.status_list, lists)
    for badge in catalogue.achievements():
        yield at.achievement(badge.of.badge, badge.of.version)
        yield at.badge_class(badge.of.badge, badge.of.version)


def _demand(url: str, report: Report, verdicts: Sequence[Verdict], catalogue: Catalogue) -> None:
    # A stranger can't check a preview; for the one who builds it, that is all that may be wrong.
    local = catalogue.issuer.addresses.url == PREVIEW.url and report.verdict is Verdict.UNCHECKED
    preview = local and {*report.codes} <= {"issuer-local", "look-alike"}
    verdict = Verdict.VERIFIED if preview else report.verdict
    if verdict not in verdicts:
        words = "; ".join(check.words for check in report.checks if check.code)
        raise ReadBackFailed(url, report.verdict, words)
