"""The verification page of an award: what was shown, who says so, whether it holds, and how to check.

A page of its own, outside the site builder: small, the same at every build, and whole without its script. It states
dates; what depends on the reader's day and language is worked out by the script.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Final
from urllib.parse import quote, urlencode

from markupsafe import Markup

from generator import resources
from generator.addresses import Addresses
from generator.encodings import crockford32
from generator.images.qr_code import QrCodes, codes_of
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.award import Award, Evidence, Part, Revocation
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from generator.site import words
from generator.site.award_badge import AwardBadge, Entry
from generator.site.award_view import AwardView, Dated, Ended, Listed, PartView
from generator.site.award_words import AwardWords, Day, element, foreign, time
from generator.site.markdown import to_html
from generator.site.templates import render

CSS: Final = "assets/award.css"
SCRIPT: Final = "assets/award.js"
LINKEDIN: Final = "https://www.linkedin.com/profile/add"
# Results, or parts of a stack, that a certificate has room for beside a long summary.
MOST_LINES: Final = 5
ONE_BY_ONE: Final = Markup("\n")
# How an award stands, as paths in a box of 24 by 24.
SIGNS: Final = {
    "tick": "M12 2a10 10 0 1 0 .01 0zM7 12.5l3.5 3.5 6.5-7.5",
    "clock": "M12 2a10 10 0 1 0 .01 0zM12 6.5V12l4 2.5",
    "cross": "M8 2h8l6 6v8l-6 6H8l-6-6V8zM8 8l8 8m0-8-8 8",
}


def award_page(catalogue: Catalogue, award: Award, parts: Sequence[Part], *, preview: bool = False) -> bytes:
    """The page's bytes; `parts` are the awards that it builds on, in its order."""
    return pages_of(catalogue, preview=preview).page(award, parts)


def pages_of(catalogue: Catalogue, *, preview: bool) -> AwardPages:
    """The award pages of a catalogue, the same as before where that was asked for lately."""
    return _pages(_Same(catalogue), preview)


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
def _pages(same: _Same, preview: bool) -> AwardPages:
    return AwardPages(same.catalogue, preview)


@lru_cache(maxsize=2)
def _codes(at: Addresses) -> QrCodes:
    return codes_of(lambda award: at.award_page(AwardId(award)), crockford32.AWARD_ID_DIGITS, crockford32.ALPHABET)


class AwardPages:
    """The award pages of a catalogue, with what they share made once; the template sees it as `site`."""

    signs = SIGNS

    def __init__(self, catalogue: Catalogue, preview: bool) -> None:
        self.catalogue, self.preview = catalogue, preview
        self.at = catalogue.issuer.addresses
        self.domain, self.privacy = self.at.place, catalogue.issuer.privacy_notice
        self.languages = words.all_languages()
        self.words = words.of(catalogue.issuer.language)
        self.said = AwardWords(self.words)
        self._badges: dict[BadgeVersion, AwardBadge] = {}
        self._part_when = lru_cache(4096)(self._when)

    def page(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The page of an award."""
        return self.text(self.badge(award.badge), self.view(award, parts)).encode()

    def text(self, badge: AwardBadge, view: AwardView) -> str:
        """The page with these texts."""
        return render("award.html", site=self, badge=badge, view=view, t=self.said.text)

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

    def view(self, award: Award, parts: Sequence[Part]) -> AwardView:
        """What the page shows of an award."""
        badge = self.badge(award.badge)
        results = badge.results(award.results)
        return AwardView(
            id=award.id,
            code=code(award.id),
            qr=self.qr(award.id),
            dated=self.dated(badge, award),
            campus=self.campus(award.campus, award.awarded),
            assessor=self.assessor(award.assessor, award.awarded),
            results=self.listed(results) if results else None,
            parts=self.listed([self.part(self.part_view(part)) for part in parts]) if parts else None,
            evidence=ONE_BY_ONE.join(map(self.evidence, award.evidence)) if award.evidence else None,
            narrative=(to_html(award.narrative) or None) if award.narrative else None,
            revoked=self.ended(award.revoked) if award.revoked else None,
            for_profiles=self.for_profiles(award),
        )

    def dated(self, badge: AwardBadge, award: Award) -> Dated:
        """What any award of the badge says that was made on the day of this one."""
        day, until = award.awarded, award.valid_until(badge.badge)
        name = self.catalogue.issuer.name.on(day)
        title = f"{badge.name} · {name}"
        return Dated(
            title=title,
            title_expired=self.words.text("award.title_expired", title=title),
            title_revoked=self.words.text("award.title_revoked", title=title),
            issuer=name,
            awarded=self.said.day(day),
            until=self.said.day(until) if until else None,
            profile=f"{profile_names(badge.name, name)}&{profile_months(day, until)}",
            amendments=self.amendments(badge.badge, day),
        )

    def campus(self, slug: Slug, day: date) -> str:
        """The name that the campus bore on that day."""
        return self.catalogue.issuer.campuses[slug].name.on(day)

    def assessor(self, slug: Slug, day: date) -> str:
        """The name that the assessor bore on that day."""
        return self.catalogue.issuer.assessors[slug].name.on(day)

    def listed(self, entries: Sequence[Entry]) -> Listed:
        """Some results, or parts of a stack."""
        lines, rest = [entry.line for entry in entries[:MOST_LINES]], len(entries) - MOST_LINES
        if rest > 0:
            lines.append(Markup("<li>{}</li>").format(self.said.text("paper_rest", n=rest)))
        return Listed(ONE_BY_ONE.join(entry.row for entry in entries), ONE_BY_ONE.join(lines))

    def part_view(self, part: Part) -> PartView:
        """An award that another builds on."""
        badge = self.badge(part.badge)
        when = self._part_when(part.awarded, part.revoked)
        return PartView(part.id, badge.linked_name, badge.picture, when, part.revoked is not None)

    def _when(self, awarded: date, revoked: date | None) -> Markup:
        day = time(self.said.day(awarded))
        if revoked:
            return self.said.text("part_revoked", day=day, end=time(self.said.day(revoked)))
        return self.said.text("part", day=day)

    def part(self, part: PartView) -> Entry:
        """A part as it stands on the page."""
        return Entry(item_text("card", part), item_text("line", part))

    def evidence(self, item: Evidence) -> Markup:
        """A piece of evidence as it stands on the page."""
        return item_text("evidence", item)

    def ended(self, revoked: Revocation) -> Ended:
        """When and why an award ended."""
        return Ended(self.said.day(revoked.date), revoked.reason)

    def for_profiles(self, award: Award) -> bool:
        """Whether learners put it on a profile: not where they are too young for one (under 16)."""
        return not (award.revoked or self.preview or self.catalogue.issuer.campuses[award.campus].under_16)

    def qr(self, award: AwardId) -> str:
        """The QR code of the page's address, as the address of a picture."""
        return _codes(self.at).data_url(award)

    def amendments(self, badge: Achievement, day: date) -> tuple[tuple[Day, str], ...]:
        """What was amended since that day, and why."""
        if not (badge.amended or self.catalogue.issuer.amended):
            return ()
        since = (a for a in (*badge.amended, *self.catalogue.issuer.amended) if a.date > day)
        return tuple((self.said.day(amended.date), amended.reason) for amended in since)


def item_text(piece: str, item: Evidence | PartView) -> Markup:
    """A piece of `award_item.html`."""
    return Markup(render("award_item.html", piece=piece, item=item).strip())


def code(award: AwardId) -> str:
    """The award's id in groups of four, as it is read aloud."""
    a = award.upper()
    return f"{a[:4]}-{a[4:8]}-{a[8:12]}-{a[12:16]}-{a[16:20]}-{a[20:24]}-{a[24:]}"


def profile_names(badge: str, issuer: str) -> str:
    """Where LinkedIn takes awards, with what it is to fill in of badge and issuer; `profile_months` goes on."""
    asked = {"startTask": "CERTIFICATION_NAME", "name": badge, "organizationName": issuer}
    return f"{LINKEDIN}?{urlencode(asked, quote_via=quote)}"


def profile_months(day: date, until: date | None) -> str:
    """What LinkedIn is to fill in of an award's first and last day."""
    issued = f"issueYear={day.year}&issueMonth={day.month}"
    return f"{issued}&expirationYear={until.year}&expirationMonth={until.month}" if until else issued
