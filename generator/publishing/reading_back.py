"""Reading back what was written, as a stranger would, before anybody else can: what fails is not published."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple, Protocol

from generator.addresses import PREVIEW
from generator.errors import ReadBackFailed
from generator.model.catalogue import Catalogue
from generator.publishing.checking import Map
from generator.publishing.outcome import ReadBack, Word
from generator.publishing.progress import Hear
from generator.publishing.records import Candidate
from generator.verification import Fetch, Report, Verdict, Verifier

# An award may have ended; it may not be refused, unverifiable or of the future.
_ENDED: Final = (Verdict.VERIFIED, Verdict.EXPIRED)
# Documents and awards that go to a process at a time: a twentieth of a second's work.
BATCH: Final = 10


class Opinion(Protocol):
    """Another implementation of the standards, which can be pickled for a worker."""

    @property
    def name(self) -> str:
        """What the implementation is called."""

    def __call__(self, data: bytes, key: str, /) -> tuple[Word, str]:
        """What it says of a secured document's JSON and a public Multikey; where the signature doesn't hold, why."""


class _Task(NamedTuple):
    """What is to be read: a document of the site, or the two documents of an award."""

    url: str
    assertion: str = ""
    revoked: bool = False
    secured: bool = False


class _Failure(NamedTuple):
    url: str
    verdict: str
    words: str


@dataclass(frozen=True)
class _Found:
    """What came of a batch; after a failure the rest of it is not read."""

    awards: int
    documents: int
    said: Counter[tuple[str, Word]]
    failure: _Failure | None


def read_back(
    catalogue: Catalogue,
    candidates: Sequence[Candidate],
    lists: Iterable[int],
    fetch: Fetch,
    now: datetime,
    run: Map,
    hear: Hear,
    *,
    opinions: Sequence[Opinion] = (),
    documents: Collection[str] | None = None,
) -> ReadBack:
    """Verify the site's own documents and these awards, from the bytes on disk.

    `documents` are the addresses of those of the site's own that are to be read, None: all. `fetch` and `opinions` go
    to whatever processes `run` has. Raises `ReadBackFailed`, naming the first document that a stranger would not
    accept, or that another implementation reads otherwise.
    """
    signing = catalogue.issuer.signing_key
    assert signing is not None, "a site without a signing key is not built"
    reader = _Reader(fetch, now, catalogue.issuer.addresses.url == PREVIEW.url, signing.public, tuple(opinions))
    own = (task for task in _site_documents(catalogue, lists) if documents is None or task.url in documents)
    tasks = itertools.chain(own, (_award(catalogue, candidate) for candidate in candidates))
    awards, count, said = 0, 0, Counter[tuple[str, Word]]()
    hear("awards read back", 0, len(candidates))
    for found in run(reader, _batches(tasks)):
        if found.failure:
            raise ReadBackFailed(*found.failure)
        awards, count = awards + found.awards, count + found.documents
        said += found.said
        hear("awards read back", found.awards, len(candidates))
    told = {each.name: {word: said[each.name, word] for word in Word} for each in opinions}
    return ReadBack(awards, count, told)


def _batches(tasks: Iterable[_Task]) -> Iterator[tuple[_Task, ...]]:
    stream = iter(tasks)
    return iter(lambda: tuple(itertools.islice(stream, BATCH)), ())


def _award(catalogue: Catalogue, candidate: Candidate) -> _Task:
    at = catalogue.issuer.addresses
    revoked = "revoked" in candidate.kinds
    return _Task(at.credential(candidate.award), at.assertion(candidate.award), revoked, secured=True)


def _site_documents(catalogue: Catalogue, lists: Iterable[int]) -> Iterator[_Task]:
    at = catalogue.issuer.addresses
    yield from map(_Task, (at.did_document, at.profile, at.ob2_issuer, at.ob2_revocations))
    yield from (_Task(at.status_list(number), secured=True) for number in lists)
    for badge in catalogue.achievements():
        yield _Task(at.achievement(badge.of.badge, badge.of.version))
        yield _Task(at.badge_class(badge.of.badge, badge.of.version))


@dataclass(frozen=True)
class _Reader:
    """Reads batches. What it learns in one of what awards share, it knows in the next; a copy knows nothing yet."""

    fetch: Fetch
    now: datetime
    preview: bool
    key: str
    opinions: tuple[Opinion, ...]
    _kept: list[Verifier] = field(default_factory=list, compare=False)

    def __getstate__(self) -> dict[str, object]:
        return {**self.__dict__, "_kept": []}

    def __call__(self, tasks: tuple[_Task, ...]) -> _Found:
        awards, documents, said = 0, 0, Counter[tuple[str, Word]]()
        for task in tasks:
            failure = next(self._failures(task, said), None)
            if failure:
                return _Found(awards, documents, said, failure)
            awards, documents = awards + bool(task.assertion), documents + (not task.assertion)
        return _Found(awards, documents, said, None)

    @property
    def _verifier(self) -> Verifier:
        if not self._kept:
            self._kept.append(Verifier(self.fetch, now=self.now))
        return self._kept[0]

    def _failures(self, task: _Task, said: Counter[tuple[str, Word]]) -> Iterator[_Failure]:
        if not task.assertion:
            yield from self._refused(task.url, self._verifier.site_document(task.url), (Verdict.VERIFIED,))
        else:
            expected = (Verdict.REVOKED,) if task.revoked else _ENDED
            signed, hosted = self._verifier.award(credential=task.url, assertion=task.assertion)
            yield from self._refused(task.url, signed, expected)
            yield from self._refused(task.assertion, hosted, expected)
        for opinion in self.opinions if task.secured else ():
            word, words = opinion(self.fetch(task.url), self.key)
            said[opinion.name, word] += 1
            if word is Word.DIFFERS:
                yield _Failure(task.url, Verdict.REFUSED, f"{words} (second opinion: {opinion.name})")

    def _refused(self, url: str, report: Report, verdicts: Sequence[Verdict]) -> Iterator[_Failure]:
        # A stranger can't check a preview; for the one who builds it, that is all that may be wrong.
        local = self.preview and report.verdict is Verdict.UNCHECKED
        preview = local and {*report.codes} <= {"issuer-local", "look-alike"}
        if (Verdict.VERIFIED if preview else report.verdict) not in verdicts:
            words = "; ".join(check.words for check in report.checks if check.code)
            yield _Failure(url, report.verdict, words or "nobody is told that it was revoked")
