"""The two documents of one award, a credential of 3.0 and an assertion of 2.0: do they say the same?"""

from __future__ import annotations

from collections.abc import Iterator

from generator.verification.dates import moment
from generator.verification.reading import JsonObject, Unreadable, as_list, as_object, has_type, id_of, parse
from generator.verification.report import Outcome, Report, failed, report

_BADGE_CLASS = "https://w3id.org/openbadges#BadgeClass"


def compared(hosted: Report, credential: bytes, assertion: bytes) -> Report:
    """The assertion's report, refused where the credential of the same award says something else.

    An assertion that says only that it was revoked has nothing to compare; what cannot be read is refused already.
    """
    try:
        signed, shown = parse(credential), parse(assertion)
    except Unreadable:
        return hosted
    differing = [] if shown.get("revoked") is True else list(_differing(signed, shown))
    if not differing:
        return hosted
    kept = [check for check in hosted.checks if (check.name, check.outcome) != ("hosting", Outcome.PASSED)]
    return report([*kept, failed("hosting", "twins-differ", ", ".join(differing))], hosted.shown, hosted.parts)


def _differing(credential: JsonObject, assertion: JsonObject) -> Iterator[str]:
    """In what the two differ, in words."""
    subject = as_object(credential.get("credentialSubject"))
    if as_object(assertion.get("recipient")).get("identity") not in list(_addresses(subject)):
        yield "who earned it"
    badges = list(_badges(as_object(subject.get("achievement"))))
    if badges and id_of(assertion.get("badge")) not in badges:
        yield "the badge"
    for words, theirs, ours in (("the day", "awardedDate", "issuedOn"), ("the end", "validUntil", "expires")):
        if moment(credential.get(theirs)) != moment(assertion.get(ours)):
            yield words


def _addresses(subject: JsonObject) -> Iterator[object]:
    """The sealed e-mail addresses of the person whom the credential is about."""
    for entry in map(as_object, as_list(subject.get("identifier"))):
        if entry.get("identityType") == "emailAddress":
            yield entry.get("identityHash")


def _badges(achievement: JsonObject) -> Iterator[str]:
    """The badge classes of 2.0 that the achievement names as its own; none where it is silent."""
    for entry in map(as_object, as_list(achievement.get("related"))):
        if has_type(entry, _BADGE_CLASS):
            yield id_of(entry)
