"""Credentials inside a credential: endorsements by others, and the pieces of a learner's record.

Sources: Open Badges 3.0, 8.4 Endorsement verification; Comprehensive Learner Record 2.0, 8 Verification.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from generator.verification.codes import Verdict
from generator.verification.did import host_of
from generator.verification.kinds import Kind
from generator.verification.reading import JsonObject, as_list, as_object, as_text, id_of
from generator.verification.report import Check, Part, Report, Role, failed, passed
from generator.verification.signature import holds

MOST_ENDORSEMENTS: Final = 50
MOST_PIECES: Final = 500
# A record holds badges, these hold endorsements, whose issuers may be endorsed in turn.
MOST_LEVELS: Final = 4

# What verifies a credential that stands inside another: an object, or the text of a token.
Verify = Callable[[object], Report]
_PIECES: Final = {
    Verdict.REFUSED: "piece-refused",
    Verdict.REVOKED: "piece-revoked",
    Verdict.EXPIRED: "piece-expired",
    Verdict.NOT_YET_VALID: "piece-not-yet-valid",
    Verdict.UNCHECKED: "piece-unchecked",
}
_ENDED: Final = (Verdict.REVOKED, Verdict.EXPIRED, Verdict.NOT_YET_VALID)


def endorsements(document: JsonObject, verify: Verify) -> tuple[list[Check], list[Part]]:
    """The `endorsement` checks of a credential, and the report of each endorsement in it by whose it is."""
    found = list(_endorsements(document))
    if not found:
        return [passed("endorsement")], []
    if len(found) > MOST_ENDORSEMENTS:
        return [failed("endorsement", "endorsement-unchecked", f"there are {len(found):,}")], []
    checks: list[Check] = []
    parts: list[Part] = []
    endorsable = _endorsable(document)
    for endorsement in found:
        report = verify(endorsement)
        who = report.shown.domain or report.shown.issuer or "someone unnamed"
        parts.append(Part(Role.ENDORSEMENT, f"Endorsement by {who}", report))
        checks.append(_judged(report, endorsable.get(report.shown.about), who))
    return checks, parts


def pieces(document: JsonObject, verify: Verify) -> tuple[list[Check], list[Part]]:
    """The `record` checks of a learner's record, and the report of each credential in it by its badge's name."""
    found = as_list(as_object(document.get("credentialSubject")).get("verifiableCredential"))
    if len(found) > MOST_PIECES:
        return [failed("record", "piece-unchecked", f"there are {len(found):,}")], []
    parts = [_named(verify(piece)) for piece in found]
    faults = [
        failed("record", _PIECES[part.report.verdict], part.name) for part in parts if part.report.verdict in _PIECES
    ]
    whose = as_text(as_object(document.get("credentialSubject")).get("id"))
    badges = [part for part in parts if part.report.shown.kind == Kind.CREDENTIAL]
    others = [part for part in badges if whose and part.report.shown.about not in ("", whose)]
    faults += [failed("record", "piece-of-another", part.name) for part in others]
    return faults or [passed("record")], parts


def _named(report: Report) -> Part:
    return Part(Role.PIECE, report.shown.badge or "A credential without a name", report)


def _endorsements(document: JsonObject) -> Iterator[object]:
    """The endorsements of a credential, its issuer, its badge and the one it is about; elsewhere none are admitted."""
    subjects = map(as_object, as_list(document.get("credentialSubject")))
    holders = [document, as_object(document.get("issuer")), *subjects, *_badges(document)]
    for holder in holders:
        yield from as_list(holder.get("endorsement"))
        yield from as_list(holder.get("endorsementJwt"))


def _badges(document: JsonObject) -> Iterator[JsonObject]:
    for subject in map(as_object, as_list(document.get("credentialSubject"))):
        yield from map(as_object, as_list(subject.get("achievement")))


def _endorsable(document: JsonObject) -> dict[str, str]:
    """What an endorsement in this credential may be about: ids, each with a word for it."""
    issuer, own = id_of(document.get("issuer")), id_of(document)
    # Anybody can give an award of theirs the name of somebody else's.
    is_own = not own.startswith("http") or host_of(own) == host_of(issuer)
    named = {own if is_own else "": "this award", issuer: "its issuer"}
    named |= {id_of(badge): "the badge" for badge in _badges(document)}
    return {name: word for name, word in named.items() if name}


def _judged(report: Report, endorsed: str | None, who: str) -> Check:
    if report.verdict is Verdict.REFUSED:
        return failed("endorsement", "endorsement-refused", who)
    if endorsed is None:
        return failed("endorsement", "endorsement-refused", f"{who}: it is about something else")
    if report.verdict is Verdict.UNCHECKED or not holds(report.checks):
        # What ended was an endorsement only if somebody did give it.
        return failed("endorsement", "endorsement-unchecked", who)
    if report.verdict in _ENDED:
        return failed("endorsement", "endorsement-ended", who)
    return passed("endorsement", f"{who} vouches for {endorsed}")
