"""What the template of award pages is given of one award."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from generator.names import AwardId


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
    """What the template shows of one award, beside its badge version and the issuer's name of its day.

    Nothing else of the award, or of the part of a catalogue that dates change. None is what isn't there; the template
    asks for that, and for no text's value.
    """

    id: AwardId
    code: str
    qr: str
    state: Markup
    awarded: Markup
    campus: str
    assessor: str
    results: Markup | None
    parts: Markup | None
    evidence: Markup | None
    narrative: Markup | None
    revoked: bool
    ends: bool
    for_profiles: bool
