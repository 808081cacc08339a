"""The verification page of an award: what was shown, who says so, whether it holds, and how to check.

A page of its own, outside the site builder: no script, one small style sheet, the same at every build. It states
dates; nothing on it depends on the reader's day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from generator import resources
from generator.model.achievement import Achievement, Alignment, Level, Row
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.site import words
from generator.site.markdown import to_html
from generator.site.templates import render

CSS: Final = "assets/award.css"


@dataclass(frozen=True, slots=True)
class ResultView:
    """A rubric row with the level that was reached, its place from 1 among `levels`, and the one that was needed."""

    name: str
    level: str
    description: str
    place: int
    levels: int
    required: str


@dataclass(frozen=True, slots=True)
class PartView:
    """An award that this one builds on: its badge's name, where it leads, when it was made and when it ended."""

    name: str
    href: str
    awarded: str
    revoked: str | None


@dataclass(frozen=True, kw_only=True)
class AwardView:
    """Everything that the template shows; links lead from the page's own folder."""

    award: Award
    badge: Achievement
    issuer: str
    domain: str
    site: str
    campus: str
    assessor: str
    language: str
    badge_language: str | None
    results: tuple[ResultView, ...]
    evidence: tuple[Evidence, ...]
    alignments: tuple[Alignment, ...]
    parts: tuple[PartView, ...]
    amendments: tuple[tuple[str, str], ...]
    criteria: Markup
    narrative: Markup | None
    awarded: str
    until: str | None
    revoked: str | None
    credits: str | None
    hours: str | None
    url: str
    image: str
    credential: str
    assertion: str
    badge_page: str
    root: str
    preview: bool

    @property
    def state(self) -> str:
        """The one word that colours the page; words say it too."""
        return "revoked" if self.revoked else "awarded"

    @property
    def code(self) -> str:
        """The award's id in groups of four, as it is read aloud."""
        return "-".join(self.award.id[at : at + 4] for at in range(0, 26, 4)).upper()


def award_page(catalogue: Catalogue, award: Award, parts: Sequence[Part], *, preview: bool = False) -> bytes:
    """The page's bytes; `parts` are the awards that it builds on, in its order."""
    return render("award.html", view=_view(catalogue, award, parts, preview)).encode()


def site_assets() -> dict[str, bytes]:
    """The files that award pages share, by their path in the site."""
    return {CSS: resources.data_bytes(CSS)}


def _view(catalogue: Catalogue, award: Award, parts: Sequence[Part], preview: bool) -> AwardView:
    issuer, badge, day = catalogue.issuer, catalogue.achievement(award.badge), award.awarded
    at, until = issuer.addresses, award.valid_until(badge)
    root, said = "../../", words.of(issuer.language)
    return AwardView(
        award=award,
        badge=badge,
        issuer=issuer.name.on(day),
        domain=at.host,
        site=issuer.url,
        campus=issuer.campuses[award.campus].name.on(day),
        assessor=issuer.assessors[award.assessor].name.on(day),
        language=issuer.language,
        badge_language=badge.language if badge.language != issuer.language else None,
        results=tuple(_result(row, row.level(award.results[row.id])) for row in badge.rubric),
        evidence=award.evidence,
        alignments=badge.alignments,
        parts=tuple(_part(catalogue, part, root, said) for part in parts),
        amendments=tuple((said.day(a.date), a.reason) for a in (*badge.amended, *issuer.amended) if a.date > day),
        criteria=to_html(badge.criteria),
        narrative=to_html(award.narrative) if award.narrative else None,
        awarded=said.day(day),
        until=said.day(until) if until else None,
        revoked=said.day(award.revoked.date) if award.revoked else None,
        credits=said.number(badge.credits) if badge.credits is not None else None,
        hours=said.number(badge.hours) if badge.hours is not None else None,
        url=at.award_page(award.id),
        image=at.image(badge.of.badge, badge.of.version),
        credential=f"{award.id}.json",
        assertion=f"{root}ob2/awards/{award.id.shard}/{award.id}.json",
        badge_page=f"{root}badges/{badge.of.badge}/#v{badge.of.version}",
        root=root,
        preview=preview,
    )


def _part(catalogue: Catalogue, part: Part, root: str, said: words.Words) -> PartView:
    return PartView(
        name=catalogue.achievement(part.badge).name,
        href=f"{root}awards/{part.id.shard}/{part.id}.html",
        awarded=said.day(part.awarded),
        revoked=said.day(part.revoked) if part.revoked else None,
    )


def _result(row: Row, level: Level) -> ResultView:
    place = row.rank(level.id)
    assert place is not None
    return ResultView(
        row.name, level.name, level.description or "", place + 1, len(row.levels), row.level(row.required).name
    )
