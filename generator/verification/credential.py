"""Verifying a credential, from a document to a report: a badge of Open Badges 3.0, an endorsement, a learner's record,
or any other Verifiable Credential.

Source: Open Badges 3.0, 8.1 to 8.4; the order of checks is the standard's. What needs to be fetched for its own sake,
lists of revoked badges and the keys of those who endorse, is asked for only once the signature holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from generator.proofs.cryptosuites import suite_of
from generator.proofs.jws import Jws
from generator.verification.dates import moment, within
from generator.verification.did import host_of
from generator.verification.enclosed import MOST_LEVELS, endorsements, pieces
from generator.verification.envelope import Enveloped, of_token
from generator.verification.form import credential_form
from generator.verification.issuers import Issuers
from generator.verification.kinds import CREDENTIALS, Kind, kind_of
from generator.verification.meaning import ambiguities
from generator.verification.reading import JsonObject, Unreadable, as_list, as_object, as_text, evidence_of, id_of
from generator.verification.renewal import with_renewed
from generator.verification.report import HIDDEN, Check, Part, Report, Shown, checked, failed, look_alikes, report
from generator.verification.signature import holds, signature_checks, unasked
from generator.verification.status import StatusLists
from generator.verification.tokens import token_checks

_DATES_OF_CREDENTIAL: Final = ("awardedDate",)
_DATES_OF_SUBJECT: Final = ("activityStartDate", "activityEndDate")


# Texts, numbers, lists and objects: a badge with a long rubric has some hundreds, a record those of its badges.
_MOST_OF_OTHERS: Final = 20_000
_MOST_OF_RECORDS: Final = 100_000


class Credentials:
    """Verifies credentials at one moment, each with the credentials inside it."""

    def __init__(self, issuers: Issuers, lists: StatusLists, now: datetime) -> None:
        self._issuers = issuers
        self._lists = lists
        self._now = now

    def report(self, found: Enveloped, *, at: str | None = None, level: int = 1) -> Report:
        """The report of a credential; `at` is the address that must be its own, if it was found at one."""
        document, kind = found.document, kind_of(found.document)
        if _size(document) > (_MOST_OF_RECORDS if kind is Kind.RECORD else _MOST_OF_OTHERS):
            return report([failed("document", "too-complex")], credential_shown({}))
        issuer = id_of(document.get("issuer"))
        checks = checked("form", credential_form(document, kind, signed_whole=found.token is not None))
        checks += self._genuine(document, kind, found.token, issuer)
        parts: list[Part] = []
        if holds(checks):
            checks += self._lists.checks(document)
            for enclosed in self._enclosed(document, kind, level):
                checks += enclosed[0]
                parts += enclosed[1]
        elif as_list(document.get("credentialStatus")):
            checks.append(failed("status", "status-unasked"))
        dates = [check for check in checks if check.name == "dates"]
        checks += checked("dates", [*dates, *_validity(document, self._now), *_other_dates(document)])
        shown = credential_shown(document)
        checks = with_renewed(checks, document, at)
        return report([*checks, *_address(document, at), *look_alikes(shown)], shown, parts)

    def _genuine(self, document: JsonObject, kind: Kind | None, token: Jws | None, issuer: str) -> list[Check]:
        if token is not None:
            # Every byte of it is signed, so nothing in it can be read in two ways.
            return token_checks(document, token, issuer, self._issuers, self._now)
        proofs = [proof for proof in as_list(document.get("proof")) if isinstance(proof, dict)]
        suites = [suite_of(proof) for proof in proofs]
        if suites and all(suite and suite.keeps_context for suite in suites):
            # So do suites of canonical JSON.
            return signature_checks(document, issuer, self._issuers, self._now)
        meaning = ambiguities(document, record=kind is Kind.RECORD)
        if meaning:
            # What is not sound JSON-LD must not reach canonicalisation: it may be built to take days.
            return meaning + unasked(self._issuers, issuer)
        return checked("meaning", []) + signature_checks(document, issuer, self._issuers, self._now)

    def _enclosed(
        self, document: JsonObject, kind: Kind | None, level: int
    ) -> Iterator[tuple[list[Check], list[Part]]]:
        yield endorsements(document, lambda entry: self._inside(entry, level + 1, Kind.ENDORSEMENT))
        if kind is Kind.RECORD:
            yield pieces(document, lambda entry: self._inside(entry, level + 1))

    def _inside(self, entry: object, level: int, kind: Kind | None = None) -> Report:
        """The report of a credential inside another one; `kind` is the one that it must be of."""
        if level > MOST_LEVELS:
            return report([failed("document", "too-complex")])
        try:
            found = of_token(entry) if isinstance(entry, str) else Enveloped(as_object(entry))
        except Unreadable as error:
            return report([failed("document", "unreadable", str(error))])
        said = kind_of(found.document)
        if said not in CREDENTIALS or (kind is not None and said is not kind):
            return report([failed("document", "kind-unknown")], credential_shown(found.document))
        return self.report(found, level=level)


def _size(document: JsonObject) -> int:
    """How many values there are in the document, counted as far as it matters."""
    count, waiting = 0, [document]
    while waiting and count <= _MOST_OF_RECORDS:
        value = waiting.pop()
        count += 1
        waiting.extend(value.values() if isinstance(value, dict) else value if isinstance(value, list) else ())
    return count


def credential_shown(document: JsonObject) -> Shown:
    """What the credential says, for display."""
    issuer, subject, kind = as_object(document.get("issuer")), _subject(document), kind_of(document)
    achievement = as_object(subject.get("achievement"))
    return Shown(
        kind=kind.value if kind else "",
        id=id_of(document),
        domain=host_of(id_of(document.get("issuer"))),
        issuer_id=id_of(document.get("issuer")),
        issuer=_text(issuer.get("name")),
        badge=_text(achievement.get("name")) or _text(document.get("name")),
        summary=_text(achievement.get("description")) or _text(document.get("description")),
        awarded=_first_text(document, "awardedDate", "validFrom", "issuanceDate"),
        until=_first_text(document, "validUntil", "expirationDate"),
        recipient="; ".join(filter(None, map(_recipient, _subjects(document)))),
        results=tuple(_results(achievement, subject)),
        evidence=evidence_of(document),
        comment=_text(subject.get("endorsementComment")),
        about=as_text(subject.get("id")),
    )


def _text(value: object) -> str:
    """A text, or the text of a language."""
    return as_text(as_object(value).get("@value")) or as_text(value)


def _subjects(document: JsonObject) -> list[JsonObject]:
    return [as_object(subject) for subject in as_list(document.get("credentialSubject"))]


def _subject(document: JsonObject) -> JsonObject:
    """The first of those whom the credential is about; of badges there is but one."""
    return next(iter(_subjects(document)), {})


def _first_text(document: JsonObject, *members: str) -> str:
    return next((as_text(document[name]) for name in members if as_text(document.get(name))), "")


def _recipient(subject: JsonObject) -> str:
    entries = [as_object(entry) for entry in as_list(subject.get("identifier"))]
    if any(entry.get("hashed") is True for entry in entries):
        return HIDDEN
    plain = [as_text(entry.get("identityHash")) for entry in entries if entry.get("hashed") is False]
    return _text(subject.get("name")) or next(filter(None, plain), "") or as_text(subject.get("id"))


def _results(achievement: JsonObject, subject: JsonObject) -> Iterator[str]:
    names: dict[str, str] = {}
    levels: dict[tuple[str, str], str] = {}
    for row in map(as_object, as_list(achievement.get("resultDescription"))):
        names[id_of(row)] = as_text(row.get("name"))
        for level in map(as_object, as_list(row.get("rubricCriterionLevel"))):
            levels[id_of(row), id_of(level)] = as_text(level.get("name"))
    for result in map(as_object, as_list(subject.get("result"))):
        row_id = as_text(result.get("resultDescription"))
        reached = levels.get((row_id, as_text(result.get("achievedLevel"))), "") or as_text(result.get("value"))
        yield f"{names.get(row_id) or 'result'}: {reached or as_text(result.get('status'))}"


def _validity(document: JsonObject, now: datetime) -> Iterator[Check]:
    """Dates of the data model 2.0, and of 1.1, which named them otherwise."""
    yield from within(document, now)
    yield from within(document, now, "issuanceDate", "expirationDate")


def _other_dates(document: JsonObject) -> Iterator[Check]:
    subject = _subject(document)
    for holder, members in ((document, _DATES_OF_CREDENTIAL), (subject, _DATES_OF_SUBJECT)):
        for member in members:
            if holder.get(member) is not None and moment(holder[member]) is None:
                yield failed("dates", "date-malformed", member)


def _address(document: JsonObject, at: str | None) -> list[Check]:
    if at is None:
        return []
    return checked("address", [failed("address", "address-differs", at)] if document.get("id") != at else [])
