"""The verification page of an award: what was shown, who says so, whether it holds, and how to check.

A page of its own, outside the site builder: small, the same at every build, and whole without its script. It states
dates; what depends on the reader's day and language is worked out by the script.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import quote, urlencode

from markupsafe import Markup

from generator import resources
from generator.addresses import Addresses
from generator.encodings import crockford32
from generator.images.qr_code import QrCodes, codes_of
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.site import words
from generator.site.award_badge import AwardBadge, Result
from generator.site.award_words import AwardWords, element, foreign
from generator.site.markdown import to_html
from generator.site.templates import render

CSS: Final = "assets/award.css"
SCRIPT: Final = "assets/award.js"
LINKEDIN: Final = "https://www.linkedin.com/profile/add"
# Results, or parts of a stack, that a certificate has room for beside a long summary.
MOST_LINES: Final = 5
# How an award stands, as paths in a box of 24 by 24.
SIGNS: Final = {
    "tick": "M12 2a10 10 0 1 0 .01 0zM7 12.5l3.5 3.5 6.5-7.5",
    "clock": "M12 2a10 10 0 1 0 .01 0zM12 6.5V12l4 2.5",
    "cross": "M8 2h8l6 6v8l-6 6H8l-6-6V8zM8 8l8 8m0-8-8 8",
}


@dataclass(frozen=True, slots=True)
class PartView:
    """An award that this one builds on: its badge's name and image, where it leads, when it was made or ended."""

    name: Markup
    href: str
    image: str
    when: Markup
    ended: bool

    @property
    def line(self) -> Markup:
        """The part as it stands on the certificate."""
        return Markup("<li><span>{}</span> <small>{}</small></li>").format(self.name, self.when)


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardView:
    """What the template shows of one award; links lead from the page's own folder."""

    title: str
    title_expired: str
    issuer: str
    issuer_name: Markup
    campus: str
    campus_name: Markup
    assessor: str
    assessor_name: Markup
    results: tuple[Result, ...]
    evidence: tuple[Evidence, ...]
    parts: tuple[PartView, ...]
    amendments: tuple[tuple[Markup, Markup], ...]
    narrative: Markup | None
    awarded: Markup
    until: Markup | None
    until_date: str | None
    revoked: Markup | None
    reason: Markup | None
    code: str
    url: str
    credential: str
    credential_link: Markup
    assertion: str
    command: Markup
    receipt_command: Markup
    linkedin: str | None
    qr: str


def award_page(catalogue: Catalogue, award: Award, parts: Sequence[Part], *, preview: bool = False) -> bytes:
    """The page's bytes; `parts` are the awards that it builds on, in its order."""
    return _pages(_Same(catalogue), preview).page(award, parts)


def site_assets() -> dict[str, bytes]:
    """The files that award pages share, by their path in the site: style, script, and each language's texts."""
    texts = {f"assets/words/{each.language}.json": words.for_browser(each) for each in words.all_languages()}
    return {
        CSS: resources.data_bytes(CSS),
        SCRIPT: resources.data_bytes(SCRIPT),
        **{path: json.dumps(each, ensure_ascii=False, indent=1).encode() + b"\n" for path, each in texts.items()},
    }


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """A catalogue that equals itself only: it is never changed, and comparing two would take long."""

    catalogue: Catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalogue is self.catalogue


@lru_cache(maxsize=2)
def _pages(same: _Same, preview: bool) -> _Pages:
    return _Pages(same.catalogue, preview)


@lru_cache(maxsize=2)
def _codes(at: Addresses) -> QrCodes:
    return codes_of(lambda award: at.award_page(AwardId(award)), crockford32.AWARD_ID_DIGITS, crockford32.ALPHABET)


class _Pages:
    """The award pages of a catalogue, with what they share made once; the template sees it as `site`."""

    most_lines, signs = MOST_LINES, SIGNS

    def __init__(self, catalogue: Catalogue, preview: bool) -> None:
        self.catalogue, self.preview = catalogue, preview
        self.at = catalogue.issuer.addresses
        self.domain, self.privacy = self.at.place, catalogue.issuer.privacy_notice
        self.languages = words.all_languages()
        self.words = words.of(catalogue.issuer.language)
        self.said = AwardWords(self.words)
        self._badges: dict[BadgeVersion, AwardBadge] = {}

    def page(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The page of an award."""
        badge = self.badge(award.badge)
        view = self._view(award, badge, parts)
        return render("award.html", site=self, badge=badge, view=view, t=self.said.text).encode()

    def badge(self, of: BadgeVersion) -> AwardBadge:
        """What all awards of that version say of it."""
        if of not in self._badges:
            self._badges[of] = AwardBadge(self.catalogue, self.catalogue.achievement(of), self.said, self.language)
        return self._badges[of]

    # -- what is the same on all pages ------------------------------------------------------------------------

    @cached_property
    def language(self) -> str:
        """The issuer's language, or that of the interface where there is none in the issuer's."""
        own = self.catalogue.issuer.language
        return own if own.partition("-")[0] == self.words.language.partition("-")[0] else self.words.language

    @cached_property
    def qr_side(self) -> int:
        """The side of every QR code in modules."""
        return _codes(self.at).side

    @cached_property
    def says(self) -> Markup:
        """Who says so, with a link to how to check."""
        check = element(self.said.text("says_check"), "a", href="#check")
        return self.said.text("says", domain=self._domain, check=check)

    @cached_property
    def check_address(self) -> Markup:
        """What the address of a genuine page begins with, and whose website leads there: as it is called today."""
        site, issuer = Markup("<b>{}/</b>").format(self.at.url), foreign(self.catalogue.issuer.name.latest)
        return self.said.text("check_address", site=site, issuer=issuer)

    @cached_property
    def check_program(self) -> Markup:
        """How any verifier checks."""
        return self.said.text("check_program", domain=self._domain)

    @cached_property
    def proves_issuer(self) -> Markup:
        """Who stands behind it."""
        return self.said.text("proves_issuer", domain=self._domain)

    @cached_property
    def in_language(self) -> Markup:
        """In which language the catalogue's pages are."""
        return self.said.text("in_language", language=self.words.name)

    @cached_property
    def rubric_language(self) -> Markup:
        """In which language results are told to readers of another."""
        return self.said.text("rubric_language", language=self.words.name)

    @cached_property
    def paper_name(self) -> Markup:
        """A line on which a name may be written."""
        return self.said.text("paper_name", line="")

    @property
    def _domain(self) -> Markup:
        return Markup("<b>{}</b>").format(self.domain)

    # -- what is of one award ---------------------------------------------------------------------------------

    def _view(self, award: Award, badge: AwardBadge, parts: Sequence[Part]) -> AwardView:
        issuer, said, at, day = self.catalogue.issuer, self.said, self.at, award.awarded
        name, url = issuer.name.on(day), at.award_page(award.id)
        campus = issuer.campuses[award.campus].name.on(day)
        assessor = issuer.assessors[award.assessor].name.on(day)
        until, title = award.valid_until(badge.badge), f"{badge.name} · {name}"
        credential = f"{award.id}.json"
        return AwardView(
            title=self.words.text("award.title_revoked", title=title) if award.revoked else title,
            title_expired=self.words.text("award.title_expired", title=title),
            issuer=name,
            issuer_name=foreign(name),
            campus=campus,
            campus_name=foreign(campus),
            assessor=assessor,
            assessor_name=foreign(assessor),
            results=badge.results(award.results),
            evidence=award.evidence,
            parts=tuple(map(self._part, parts)),
            amendments=self._amendments(award, badge.badge),
            narrative=to_html(award.narrative) if award.narrative else None,
            awarded=said.day(day),
            until=said.day(until) if until else None,
            until_date=until.isoformat() if until else None,
            revoked=said.day(award.revoked.date) if award.revoked else None,
            reason=foreign(award.revoked.reason) if award.revoked else None,
            code=_code(award.id),
            url=url,
            credential=credential,
            credential_link=element(said.text("credential"), "a", href=credential),
            assertion=f"../../ob2/awards/{award.id.shard}/{award.id}.json",
            command=Markup("<code>badges verify {}</code>").format(url),
            receipt_command=Markup("<code>badges verify --recipient {}</code>").format(url),
            linkedin=self._linkedin(award, badge, name),
            qr=_codes(at).data_url(award.id),
        )

    def _amendments(self, award: Award, badge: Achievement) -> tuple[tuple[Markup, Markup], ...]:
        since = (a for a in (*badge.amended, *self.catalogue.issuer.amended) if a.date > award.awarded)
        return tuple((self.said.day(amended.date), foreign(amended.reason)) for amended in since)

    def _part(self, part: Part) -> PartView:
        badge, day = self.badge(part.badge), self.said.day(part.awarded)
        if part.revoked:
            when = self.said.text("part_revoked", day=day, end=self.said.day(part.revoked))
        else:
            when = self.said.text("part", day=day)
        href = f"../../awards/{part.id.shard}/{part.id}.html"
        return PartView(badge.linked_name, href, badge.picture, when, part.revoked is not None)

    def _linkedin(self, award: Award, badge: AwardBadge, issuer: str) -> str | None:
        """Where the learner puts the award on a profile; none where learners are too young for one (under 16)."""
        if award.revoked or self.preview or self.catalogue.issuer.campuses[award.campus].under_16:
            return None
        until = award.valid_until(badge.badge)
        asked = {
            "startTask": "CERTIFICATION_NAME",
            "name": badge.name,
            "organizationName": issuer,
            "issueYear": award.awarded.year,
            "issueMonth": award.awarded.month,
            **({"expirationYear": until.year, "expirationMonth": until.month} if until else {}),
            "certUrl": self.at.award_page(award.id),
            "certId": _code(award.id),
        }
        return f"{LINKEDIN}?{urlencode(asked, quote_via=quote)}"


def _code(award: AwardId) -> str:
    """The award's id in groups of four, as it is read aloud."""
    return "-".join(award[at : at + 4] for at in range(0, 26, 4)).upper()
