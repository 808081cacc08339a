"""Which award is meant: an id as it was typed from paper, or the address of an award's page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.addresses import Addresses
from generator.diagnostics import visible
from generator.errors import NoSuchAward, NotAName
from generator.names import AwardId
from generator.sources.index import Index, Row
from generator.sources.shapes import nearest, shorten

_LETTERS = 26
_NEAR = 3


def named(text: str, url: str | None, index: Index) -> Row:
    """The award of that id, or of that address on the site at `url`. Raises `NoSuchAward` with what was meant perhaps.

    A page's address counts with its ending or without, and whatever follows it, such as a receipt, is left alone.
    """
    award = _id_of(text.strip(), url)
    row = index.find(award) if AwardId.admits(award) else None
    if row is None:
        shown = visible(shorten(award))
        near = nearest(award, _alike(award, index))
        hint = f"did you mean {near}?" if near else "its file is not under recipients/ here: is your clone up to date?"
        if "/" not in award and len(award) != _LETTERS:
            hint = f"an id has {_LETTERS} letters and digits, and this has {len(award)}" + (f"; {hint}" if near else "")
        raise NoSuchAward(f"there is no award {shown}: {hint}")
    return row


def _id_of(text: str, url: str | None) -> str:
    """The id that the text is meant to be, or what of it is none."""
    if "://" not in text:
        plain = re.sub(r"[\s-]", "", text)
        try:
            return AwardId.typed(plain)
        except NotAName:
            return plain.lower()
    address = re.split("[?#]", text)[0]
    site = Addresses(url) if url else None
    found = site and (site.award_of(address) or site.award_of(address + ".html"))
    if not found:
        where = f"; they begin with {url}/awards/" if url else ""
        raise NoSuchAward(f"{visible(shorten(address))} is not the page of an award of this registry{where}")
    return found


def _alike(award: str, index: Index) -> Iterable[str]:
    """The ids that begin or end as this one: of a million, few."""
    return (row.id for row in index if row.id[:_NEAR] == award[:_NEAR] or row.id[-_NEAR:] == award[-_NEAR:])
