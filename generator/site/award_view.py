"""What the template of award pages is given of one award, in groups by what they depend on."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from markupsafe import Markup

from generator.names import AwardId
from generator.site.award_words import Day


@dataclass(frozen=True, slots=True)
class Dated:
    """What an award says by its badge version and its day; `profile` fills in a form of LinkedIn, but for the award."""

    title: str
    title_expired: str
    title_revoked: str
    issuer: str
    awarded: Day
    until: Day | None
    profile: str
    amendments: tuple[tuple[Day, str], ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Results, or parts of a stack: all of them on the page, and as many as there is room for on the certificate."""

    rows: Markup
    lines: Markup


@dataclass(frozen=True, slots=True)
class Ended:
    """When and why an award was revoked."""

    day: Day
    reason: str


@dataclass(frozen=True, slots=True)
class PartView:
    """An award that this one builds on: its badge's name and image, when it was made or ended."""

    id: AwardId
    name: Markup
    image: str
    when: Markup
    ended: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AwardView:
    """What the template shows of one award; nothing else of the award, or of the part of a catalogue that dates change.

    None is what isn't there; the template asks for that, and for no text's value.
    """

    id: AwardId
    code: str
    qr: str
    dated: Dated
    campus: str
    assessor: str
    results: Listed | None
    parts: Listed | None
    evidence: Markup | None
    narrative: Markup | None
    revoked: Ended | None
    for_profiles: bool

    @property
    def title(self) -> str:
        """The page's title."""
        return self.dated.title_revoked if self.revoked else self.dated.title

    @property
    def lines(self) -> Markup | None:
        """What the certificate lists."""
        listed = self.results or self.parts
        return listed.lines if listed else None

    def linkedin(self, url: str) -> str | None:
        """Where the learner puts the award, whose page this is, on a profile."""
        asked = urlencode({"certUrl": url, "certId": self.code}, quote_via=quote)
        return f"{self.dated.profile}&{asked}" if self.for_profiles else None
