"""Who may award is read from the registry as it was: a change can't authorise itself."""

from __future__ import annotations

from generator.model.award import Award
from generator.model.profile import Profile


def objection(issuer: Profile, award: Award) -> str | None:
    """Why the issuer as it was doesn't let this assessor make this award, as a sentence; None: it does."""
    name, day, badge = award.assessor, award.awarded, award.badge.badge
    assessor = issuer.assessors.get(name)
    if assessor is None:
        return f'there is no assessor "{name}" yet'
    if badge not in assessor.badges:
        return f'"{name}" may not award "{badge}" yet'
    if award.campus not in issuer.campuses:
        return f'there is no campus "{award.campus}" yet'
    if assessor.campus not in (None, award.campus):
        return f'"{name}" may award at "{assessor.campus}" only, not yet at "{award.campus}"'
    if not all(day in term for term in (assessor.term, assessor.badges[badge], issuer.campuses[award.campus].term)):
        return f'"{name}" may not yet award "{badge}" at "{award.campus}" on {day}'
    return None
