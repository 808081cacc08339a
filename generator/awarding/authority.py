"""Who decides on an award, and where: what was asked, else the only ones possible."""

from __future__ import annotations

from datetime import date

from generator.awarding.request import Fault, Request
from generator.model.profile import Assessor, Profile
from generator.names import Slug
from generator.sources.shapes import listing


def authority(issuer: Profile, badge: Slug, request: Request, day: date) -> tuple[Slug, Slug] | Fault:
    """The assessor and the campus of what is asked of a badge on that day; a Fault where nobody can tell, or may."""
    if request.campus is not None and request.campus not in issuer.campuses:
        known = listing(sorted(issuer.campuses))
        return Fault(request.place, f'there is no campus "{request.campus}"', f"one of {known}")
    able = issuer.able(badge, day, request.campus)
    name = request.assessor
    if name is not None and name not in issuer.assessors:
        hint = f"those who may award {badge} then: {listing(sorted(able)) or 'nobody'}"
        return Fault(request.place, f'there is no assessor "{name}"', hint)
    if name is None and len(able) > 1:
        hint = f"say which with --assessor, or in a column of that name: {listing(sorted(able))}"
        return Fault(request.place, f"several assessors may award {badge}", hint)
    if name is None and not able:
        where = f" at {request.campus}" if request.campus else ""
        return Fault(request.place, f"nobody may award {badge}{where} on {day}", _who_may(issuer, badge))
    decided = name or next(iter(able))
    campus = request.campus or issuer.assessors[decided].campus or _only_campus(issuer, day)
    if campus is None:
        open_then = [id for id, each in issuer.campuses.items() if day in each.term]
        hint = f"say where with --campus, or in a column of that name: {listing(sorted(open_then))}"
        return Fault(request.place, "it is not said at which campus the badge was earned", hint)
    return decided, campus


def _only_campus(issuer: Profile, day: date) -> Slug | None:
    open_then = [name for name, campus in issuer.campuses.items() if day in campus.term]
    return open_then[0] if len(open_then) == 1 else None


def _who_may(issuer: Profile, badge: Slug) -> str:
    """Who may award the badge on other days or at other places, and what to write where that should be otherwise."""
    known = {name: each for name, each in issuer.assessors.items() if badge in each.badges}
    if not known:
        return f"in badges/issuer.yml, add {badge} under badges: of an assessor; badges new assessor makes another"
    said = listing(f"{name}{_limits(each, badge)}" for name, each in known.items())
    return f"in badges/issuer.yml stands: {said}; if it was allowed that day, mend it there, and merge that first"


def _limits(assessor: Assessor, badge: Slug) -> str:
    terms = (assessor.term, assessor.badges[badge])
    since = max((term.since for term in terms if term.since), default=None)
    until = min((term.until for term in terms if term.until), default=None)
    return (
        (f" from {since} on" if since else "")
        + (f" until {until}" if until else "")
        + (f" at {assessor.campus}" if assessor.campus else "")
    )
