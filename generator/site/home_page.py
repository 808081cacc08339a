"""The parts of the front page: figures of the registry, badges to look at, and what a partner says of one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from markupsafe import Markup

from generator.model.catalogue import Catalogue
from generator.site.badge_cards import Card, some_of
from generator.site.badge_texts import Text, foreign
from generator.site.words import Words

_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Quote:
    """A partner's statement, its language where that is not the page's, and who said it about which badge."""

    statement: str
    language: str | None
    said: str


def home_parts(catalogue: Catalogue, cards: Sequence[Card], said: Words) -> dict[str, object]:
    """What the template shows: `figures`, `cards`, a `quote` or None, and the `locale` of its numbers.

    How many awards there are is not among the figures, so that a new one changes no page of the catalogue.
    """
    shown = some_of(cards, _SHOWN)
    return {
        "figures": tuple(_figures(catalogue, said)),
        "cards": shown,
        "quote": next(_quotes(catalogue, shown, said), None),
        "locale": said.locale,
    }


def _figures(catalogue: Catalogue, said: Words) -> Iterator[str]:
    for key, n in (("count_badges", len(catalogue.badges)), ("count_campuses", len(catalogue.issuer.campuses))):
        number = Markup("<strong>{}</strong>").format(said.number(Decimal(n)))
        yield said.text(f"catalogue.home.{key}", n=n, number=number)


def _quotes(catalogue: Catalogue, cards: Iterable[Card], said: Words) -> Iterator[Quote]:
    for card in cards:
        badge = catalogue.badges[card.slug][-1]
        link = Markup('<a href="badges/{}/" dir="auto">{}</a>').format(card.slug, card.name)
        for partner in badge.review.partners:
            told = said.text("catalogue.home.quoted", partner=Markup("<bdi>{}</bdi>").format(partner.name), badge=link)
            statement = Text(partner.statement, badge.language)
            yield Quote(statement.text, foreign(statement, said), told)
