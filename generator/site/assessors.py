"""Who may award a badge, where, and from and until when: every date, as nobody knows the reader's day at build."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.model.catalogue import Catalogue
from generator.model.dated import Term
from generator.model.profile import Assessor
from generator.names import Slug
from generator.site.badge_texts import marked
from generator.site.words import Words


@dataclass(frozen=True, slots=True)
class AssessorView:
    """An assessor by today's name; `campus` and `place` are its only campus, if it has one; dates also in words.

    Names are HTML where their language is not the page's.
    """

    name: str
    campus: Slug | None
    place: str | None
    since: date | None
    since_said: str
    until: date | None
    until_said: str


def assessors_of(catalogue: Catalogue, badge: Slug, said: Words) -> tuple[AssessorView, ...]:
    """Everybody who may award the badge, or could until some day, by name; nobody may once it is retired."""
    assessors = sorted(catalogue.issuer.assessors.values(), key=lambda assessor: assessor.name.latest)
    return tuple(_view(catalogue, assessor, badge, said) for assessor in assessors if badge in assessor.badges)


def _view(catalogue: Catalogue, assessor: Assessor, badge: Slug, said: Words) -> AssessorView:
    terms = [assessor.term, assessor.badges[badge], Term(until=catalogue.badges[badge][-1].retired)]
    language, place = catalogue.issuer.language, None
    if assessor.campus is not None:
        campus = catalogue.issuer.campuses[assessor.campus]
        place = marked(campus.name.latest, language, said)
        terms.append(campus.term)
    since = max((term.since for term in terms if term.since), default=None)
    until = min((term.until for term in terms if term.until), default=None)
    return AssessorView(
        name=marked(assessor.name.latest, language, said),
        campus=assessor.campus,
        place=place,
        since=since,
        since_said=said.day(since) if since else "",
        until=until,
        until_said=said.day(until) if until else "",
    )
