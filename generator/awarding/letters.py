"""Letters to learners: one HTML file with a page for each, to print and hand over. It needs nothing from elsewhere."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Final

from markupsafe import Markup

from generator.awarding.roster import Entry
from generator.encodings import sealing
from generator.images.drawing import draw
from generator.images.qr_code import QUIET
from generator.model.achievement import Achievement
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.site import words
from generator.site.award_page import code
from generator.site.badge_texts import texts_of
from generator.site.templates import render

# The best of eight patterns is hardly better than any, and takes five times as long to find.
_MASK: Final = 3


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What one page says."""

    name: str
    awarded: str
    results: tuple[tuple[str, str], ...]
    qr: str
    page: str
    award_code: Markup
    name_code: Markup


def letters(learners: Sequence[tuple[Entry, AwardId, str]], catalogue: Catalogue, key: bytes) -> bytes:
    """The pages for the holders of these awards, each with its link; all are of one badge version and campus."""
    issuer, badge = catalogue.issuer, catalogue.achievement(learners[0][0].badge)
    said = words.of(issuer.language)
    return render(
        "letters.html",
        t=partial(said.text, issuer=issuer.name.latest, email=issuer.email, site=issuer.addresses.home),
        language=issuer.language,
        issuer=issuer.name.latest,
        badge=badge,
        texts=texts_of(badge, issuer.language),
        picture=Markup(picture(catalogue, badge)),
        young=issuer.campuses[learners[0][0].campus].under_16,
        letters=[_letter(entry, award, link, catalogue, key) for entry, award, link in learners],
    ).encode()


def _letter(entry: Entry, award: AwardId, link: str, catalogue: Catalogue, key: bytes) -> Letter:
    issuer, badge = catalogue.issuer, catalogue.achievement(entry.badge)
    said = words.of(issuer.language)
    return Letter(
        name=entry.name,
        awarded=said.text(
            "letters.awarded",
            day=said.day(entry.awarded),
            campus=issuer.campuses[entry.campus].name.on(entry.awarded),
        ),
        results=tuple(
            (row.name, row.level(level).name)
            for row in badge.rubric
            if row.rank(level := entry.results.get(row.id, "")) is not None
        ),
        qr=qr_code(link),
        page=issuer.addresses.award_page(award),
        award_code=_bold(code(award)),
        name_code=_bold(sealing.salt(key, award, sealing.NAME)),
    )


def qr_code(text: str) -> str:
    """A QR code of the text, as an address that holds its picture: a pixel a module, with the margin readers need."""
    import segno  # takes a while, and who only looks at what would be awarded needs no code

    data = BytesIO()
    made = segno.make_qr(text, error="m", mode="byte", boost_error=False, mask=_MASK)
    made.save(data, kind="png", border=QUIET, scale=1)
    return f"data:image/png;base64,{b64encode(data.getvalue()).decode()}"


def picture(catalogue: Catalogue, badge: Achievement) -> str:
    """The badge's image, as an address that holds it."""
    if badge.image is None:
        data, kind = draw(badge.of.badge, badge.name, badge.level), "svg+xml"
    else:
        data = catalogue.images[f"badges/{badge.of.badge}/{badge.image}"]
        kind = "svg+xml" if badge.image.endswith(".svg") else "png"
    return f"data:image/{kind};base64,{b64encode(data).decode()}"


def _bold(text: str) -> Markup:
    return Markup("<b>{}</b>").format(text)
