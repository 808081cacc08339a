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

from markupsafe import Markup

from generator import resources
from generator.addresses import Addresses
from generator.encodings import crockford32
from generator.images.qr_code import QrCodes, codes_of
from generator.model.achievement import Achievement, BadgeVersion
from generator.model.award import Award, Evidence, Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from generator.site import words
from generator.site.award_badge import AwardBadge
from generator.site.award_view import AwardView, PartView
from generator.site.award_words import AwardWords, element
from generator.site.markdown import to_html
from generator.site.templates import render

CSS: Final = "assets/award.css"
SCRIPT: Final = "assets/award.js"
WORDS: Final = "assets/words.js"
# Results, or parts of a stack, that a certificate has room for beside a long summary; the style leaves out the rest.
MOST_LINES: Final = 5
ONE_BY_ONE: Final = Markup("\n")
REST_OF_RESULTS: Final = Markup('<tr class="rest"><th>{}</th></tr>')
REST_OF_PARTS: Final = Markup('<li class="rest">{}</li>')


def award_page(catalogue: Catalogue, award: Award, parts: Sequence[Part], *, preview: bool = False) -> bytes:
    """The page's bytes; `parts` are the awards that it builds on, in its order."""
    return pages_of(catalogue, preview=preview).page(award, parts)


def pages_of(catalogue: Catalogue, *, preview: bool) -> AwardPages:
    """The award pages of a catalogue, the same as before where that was asked for lately."""
    return _pages(_Same(catalogue), preview)


def site_assets() -> dict[str, bytes]:
    """The files that award pages share, by their path in the site: style, script, and its texts in each language."""
    texts = {each.language: words.for_browser(each) for each in words.all_languages()}
    return {
        CSS: resources.data_bytes(CSS),
        SCRIPT: resources.data_bytes(SCRIPT),
        WORDS: f"export default {json.dumps(texts, ensure_ascii=False, indent=1)}\n".encode(),
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

    def __init__(self, catalogue: Catalogue, preview: bool) -> None:
        self.catalogue, self.preview = catalogue, preview
        self.at = catalogue.issuer.addresses
        self.domain, self.privacy = self.at.place, catalogue.issuer.privacy_notice
        self.words = words.of(catalogue.issuer.language)
        self.said = AwardWords(self.words)
        self._badges: dict[BadgeVersion, AwardBadge] = {}
        self.part_when = lru_cache(4096)(self._part_when)
        self._paragraph = lru_cache(4096, typed=True)(self._made_paragraph)

    def page(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The page of an award."""
        return self.text(self.badge(award.badge), self.issuer(award.awarded), self.view(award, parts)).encode()

    def text(self, badge: AwardBadge, issuer: str, view: AwardView) -> str:
        """The page with these texts; `issuer` is the name that it bore."""
        title = f"{badge.name} · {issuer}"
        if view.revoked:
            title = self.words.text("award.title_revoked", title=title)
        return render("award.html", site=self, badge=badge, issuer=issuer, title=title, view=view, t=self.said.text)

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
    def codes(self) -> QrCodes:
        """The QR codes of the pages' addresses."""
        return _codes(self.at)

    @cached_property
    def check_address(self) -> Markup:
        """What the address of a genuine page begins with, as the issuer's own website tells."""
        return self.said.text("check_address", site=Markup("<b>{}/</b>").format(self.at.url))

    # -- what is of one award ---------------------------------------------------------------------------------

    def view(self, award: Award, parts: Sequence[Part]) -> AwardView:
        """What the page shows of an award."""
        badge = self.badge(award.badge)
        day = award.awarded
        return AwardView(
            id=award.id,
            code=code(award.id),
            qr=self.qr(award.id),
            state=self.state(badge.badge, award),
            awarded=self.said.day(day),
            campus=self.campus(award.campus, day),
            assessor=self.assessor(award.assessor, day),
            results=self.listed(badge.results(award.results), REST_OF_RESULTS) if award.results else None,
            parts=self.listed([self.part(self.part_view(part)) for part in parts], REST_OF_PARTS) if parts else None,
            evidence=ONE_BY_ONE.join(map(self.evidence, award.evidence)) if award.evidence else None,
            narrative=(to_html(award.narrative) or None) if award.narrative else None,
            revoked=award.revoked is not None,
            ends=badge.badge.valid_for is not None,
            for_profiles=self.for_profiles(award),
        )

    def state(self, badge: Achievement, award: Award) -> Markup:
        """How the award stands, in words with dates, and what was amended since it was made."""
        day, until = self.said.day, award.valid_until(badge)
        if award.revoked:
            texts = [self._paragraph("revoked", day=day(award.revoked.date))]
            texts.append(self._paragraph("reason", reason=self._reason(award.revoked.reason)))
        elif until:
            texts = [self._paragraph("valid_until", day=day(until)), self._paragraph("compare")]
        else:
            texts = [self._paragraph("valid")]
        for each in (*badge.amended, *self.catalogue.issuer.amended):
            if each.date > award.awarded:
                texts.append(self._paragraph("amended", day=day(each.date), reason=each.reason))
        return ONE_BY_ONE.join(texts)

    def _made_paragraph(self, key: str, **slots: str) -> Markup:
        return element(self.said.text(key, **slots), "p")

    def _reason(self, text: str) -> str:
        """Why an award ended; the address of the one that took its place, at the end, is a link."""
        words, _, address = text.rpartition(" ")
        new = self.at.award_of(address)
        if new is None:
            return text
        return Markup('<span>{} <a href="../{}/{}.html">{}</a></span>').format(words, new.shard, new, address)

    def issuer(self, day: date) -> str:
        """The name that the issuer bore on that day."""
        return self.catalogue.issuer.name.on(day)

    def campus(self, slug: Slug, day: date) -> str:
        """The name that the campus bore on that day."""
        return self.catalogue.issuer.campuses[slug].name.on(day)

    def assessor(self, slug: Slug, day: date) -> str:
        """The name that the assessor bore on that day."""
        return self.catalogue.issuer.assessors[slug].name.on(day)

    def listed(self, rows: Sequence[Markup], rest: Markup) -> Markup:
        """Some rows; with more than a certificate has room for, it tells on paper how many the rest are."""
        more = len(rows) - MOST_LINES
        return ONE_BY_ONE.join(rows if more <= 0 else (*rows, rest.format(self.said.text("paper_rest", n=more))))

    def part_view(self, part: Part) -> PartView:
        """An award that another builds on."""
        badge = self.badge(part.badge)
        when = self.part_when(part.awarded, part.revoked)
        return PartView(part.id, badge.linked_name, badge.picture, when, part.revoked is not None)

    def _part_when(self, awarded: date, revoked: date | None) -> Markup:
        day = self.said.day(awarded)
        if revoked:
            return element(self.said.text("part_revoked", day=day, end=self.said.day(revoked)), "small")
        return element(self.said.text("part", day=day), "small")

    def part(self, part: PartView) -> Markup:
        """A part as it stands on the page."""
        return item_text("part", part)

    def evidence(self, item: Evidence) -> Markup:
        """A piece of evidence as it stands on the page."""
        return item_text("evidence", item)

    def for_profiles(self, award: Award) -> bool:
        """Whether learners put it on a profile: not where they are too young for one (under 16)."""
        return not (award.revoked or self.preview or self.catalogue.issuer.campuses[award.campus].under_16)

    def qr(self, award: AwardId) -> str:
        """The QR code of the page's address, as the address of a picture."""
        return self.codes.data_url(award)


def item_text(piece: str, item: Evidence | PartView) -> Markup:
    """A piece of `award_item.html`."""
    return Markup(render("award_item.html", piece=piece, item=item).strip())


def code(award: AwardId) -> str:
    """The award's id in groups of four, as it is read aloud."""
    a = award.upper()
    return f"{a[:4]}-{a[4:8]}-{a[8:12]}-{a[12:16]}-{a[16:20]}-{a[20:24]}-{a[24:]}"
