"""Verifying an Open Badges 3.0 credential with embedded proofs, from its bytes to a report.

Source: Open Badges 3.0, 8.1 to 8.3; the order of checks is the standard's, but all are made, so that a person sees all
that is wrong at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from generator.verification.dates import moment, within
from generator.verification.did import did_web_host
from generator.verification.form import credential_form
from generator.verification.meaning import ambiguities
from generator.verification.reading import JsonObject, as_list, as_object, as_text, id_of
from generator.verification.report import Check, Report, Shown, checked, failed, report
from generator.verification.signature import Issuers, signature_checks
from generator.verification.status import StatusLists

_DATES_OF_CREDENTIAL: Final = ("awardedDate",)
_DATES_OF_SUBJECT: Final = ("activityStartDate", "activityEndDate")


def credential_report(
    document: JsonObject, issuers: Issuers, lists: StatusLists, now: datetime, at: str | None
) -> Report:
    """The report of a credential that was parsed; `at` is the address where it was found, if it was found at one."""
    issuer = id_of(document.get("issuer"))
    meaning = ambiguities(document)
    checks = checked("form", credential_form(document)) + checked("meaning", meaning)
    if meaning:
        # What is not sound JSON-LD must not reach canonicalisation: it may be built to take days.
        checks += [check for check in checked("issuer", issuers.problems(issuer)) if check.code]
    else:
        checks += signature_checks(document, issuer, issuers, now)
    checks += lists.checks(document) if issuer else []
    checks += checked("dates", [*within(document, now), *_other_dates(document)])
    checks += _address(document, at) + _endorsements(document)
    return report(checks, credential_shown(document))


def credential_shown(document: JsonObject) -> Shown:
    """What the credential says, for display."""
    issuer, subject = as_object(document.get("issuer")), as_object(document.get("credentialSubject"))
    achievement = as_object(subject.get("achievement"))
    awarded = as_text(document.get("awardedDate")) or as_text(document.get("validFrom"))
    hashed = any(as_object(entry).get("hashed") is True for entry in as_list(subject.get("identifier")))
    return Shown(
        domain=did_web_host(id_of(document.get("issuer"))),
        issuer=as_text(issuer.get("name")),
        badge=as_text(achievement.get("name")) or as_text(document.get("name")),
        summary=as_text(achievement.get("description")),
        awarded=awarded,
        until=as_text(document.get("validUntil")),
        recipient="sealed: only the holder's receipt opens the name" if hashed else as_text(subject.get("id")),
        results=tuple(_results(achievement, subject)),
    )


def _results(achievement: JsonObject, subject: JsonObject) -> Iterator[str]:
    rows = {id_of(row): as_object(row) for row in as_list(achievement.get("resultDescription"))}
    for result in map(as_object, as_list(subject.get("result"))):
        row = rows.get(as_text(result.get("resultDescription")), {})
        levels = {id_of(level): as_object(level).get("name") for level in as_list(row.get("rubricCriterionLevel"))}
        level = as_text(levels.get(as_text(result.get("achievedLevel")))) or as_text(result.get("value"))
        yield f"{as_text(row.get('name'))}: {level or as_text(result.get('status'))}"


def _other_dates(document: JsonObject) -> Iterator[Check]:
    subject = as_object(document.get("credentialSubject"))
    for holder, members in ((document, _DATES_OF_CREDENTIAL), (subject, _DATES_OF_SUBJECT)):
        for member in members:
            if holder.get(member) is not None and moment(holder[member]) is None:
                yield failed("dates", "date-malformed", member)


def _address(document: JsonObject, at: str | None) -> list[Check]:
    if at is None:
        return []
    return checked("address", [failed("address", "address-differs", at)] if document.get("id") != at else [])


def _endorsements(document: JsonObject) -> list[Check]:
    """Endorsements are documents of their own, by others: nothing here vouches for them."""
    holders = [document, as_object(document.get("issuer")), as_object(document.get("credentialSubject"))]
    holders.append(as_object(holders[-1].get("achievement")))
    if any(as_list(holder.get(member)) for holder in holders for member in ("endorsement", "endorsementJwt")):
        return [failed("endorsement", "endorsement-unchecked")]
    return []
