"""Receipts: a table for mail merge and letters to print, for the learners of some awards.

A link discloses the name alone; the receipt beside it the e-mail address, too. Both are made again from the sealing key
whenever they are lost. None of it may get into Git, and no file's name says a learner's.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from generator.awarding.letters import letters
from generator.awarding.roster import Entry, escaped
from generator.encodings import sealing
from generator.model.achievement import BadgeVersion
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from generator.site import words

COLUMNS: Final = ("name", "email", "badge", "awarded", "campus", "page", "link", "receipt", "how to check")


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What one learner holds for one award; only for that learner."""

    entry: Entry
    award: AwardId
    page: str
    link: str
    code: str


def receipts(entries: Iterable[Entry], catalogue: Catalogue, key: bytes) -> list[Receipt]:
    """The receipts of those entries that are awards, in their order."""
    at, made = catalogue.issuer.addresses, []
    for entry in entries:
        if entry.award is not None:
            page = at.award_page(entry.award)
            shown = sealing.receipt(key, entry.award, name=entry.name)
            code = sealing.receipt(key, entry.award, name=entry.name, email=entry.email)
            made.append(Receipt(entry=entry, award=entry.award, page=page, link=f"{page}#receipt={shown}", code=code))
    return made


def files(entries: Iterable[Entry], catalogue: Catalogue, key: bytes, today: date) -> Mapping[str, bytes]:
    """The bytes of a table and of letters for each badge version and campus, by names made of these and the day."""
    made: dict[str, bytes] = {}
    for (badge, campus), group in _groups(receipts(entries, catalogue, key)):
        name = f"{badge.badge}-v{badge.version}-{campus}-{today}"
        made[f"{name}.csv"] = table(group, catalogue)
        made[f"{name}.html"] = letters([(each.entry, each.award, each.link) for each in group], catalogue, key)
    return made


def table(made: Iterable[Receipt], catalogue: Catalogue) -> bytes:
    """The receipts as CSV in UTF-8 with a byte order mark, which Excel asks for; no cell is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(escaped, _cells(receipt, catalogue)) for receipt in made)
    return text.getvalue().encode("utf-8-sig")


def _cells(receipt: Receipt, catalogue: Catalogue) -> tuple[str, ...]:
    entry, issuer = receipt.entry, catalogue.issuer
    how = words.of(issuer.language).text("letters.how_to_check", site=f"{issuer.url}/")
    return (
        entry.name,
        entry.email,
        catalogue.achievement(entry.badge).name,
        str(entry.awarded),
        issuer.campuses[entry.campus].name.on(entry.awarded),
        receipt.page,
        receipt.link,
        receipt.code,
        how,
    )


def _groups(made: list[Receipt]) -> Iterator[tuple[tuple[BadgeVersion, Slug], list[Receipt]]]:
    """The receipts by badge version and campus, in their order otherwise."""

    def place(receipt: Receipt) -> tuple[BadgeVersion, Slug]:
        return receipt.entry.badge, receipt.entry.campus

    return ((of, list(group)) for of, group in groupby(sorted(made, key=place), key=place))
