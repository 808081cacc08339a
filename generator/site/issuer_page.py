"""The parts of the issuer's page: keys with fingerprints, campuses with the names they bore, and who may award."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from markdown.extensions.toc import slugify

from generator.encodings import multikey
from generator.model.catalogue import Catalogue
from generator.model.dated import Names, Term
from generator.model.profile import Assessor, Key
from generator.names import Slug
from generator.site.badge_texts import foreign, marked, texts_of
from generator.site.words import Words

_SECTIONS: Final = ("campuses", "assessors", "privacy", "verify", "keys")


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key with its dates; `groups` are its Multikey, `fingerprint` the SHA-256 of the 32 raw bytes as hexadecimal.

    Both are in groups of four, as people compare them.
    """

    groups: str
    fingerprint: str
    since: str
    revoked: str | None
    signs: bool


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A campus or assessor: id, name, when, and what it was called before."""

    id: Slug
    name: str
    when: str
    former: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssessorView:
    """An assessor, where it may award, and which badges: slug, name, language where not the page's, and when.

    `ends` is the last day on which it may award anything, None for no end.
    """

    place: PlaceView
    campus: str | None
    badges: tuple[tuple[str, str, str | None, str], ...]
    ends: date | None


def issuer_parts(catalogue: Catalogue, said: Words) -> dict[str, object]:
    """What the template lists: `keys` and the one `in_use` (or None), `campuses` and `assessors`.

    Names are HTML where their language is not the page's.

    `taken` are those sections whose heading a builder would give the id of a campus.
    """
    issuer = catalogue.issuer
    keys = [_key(key, said, key == issuer.signing_key) for key in issuer.keys]
    return {
        "taken": {key for key in _SECTIONS if slugify(said.text(f"catalogue.issuer.{key}"), "-") in issuer.campuses},
        "keys": keys,
        "in_use": next((key for key in keys if key.signs), None),
        "campuses": [_place(catalogue, id_, campus.name, campus.term, said) for id_, campus in issuer.campuses.items()],
        "assessors": [
            AssessorView(
                _place(catalogue, id_, assessor.name, assessor.term, said),
                _name(catalogue, issuer.campuses[assessor.campus].name.latest, said) if assessor.campus else None,
                tuple(_badges(catalogue, assessor.badges.items(), said)),
                _last_day(catalogue, assessor),
            )
            for id_, assessor in issuer.assessors.items()
        ],
    }


def _last_day(catalogue: Catalogue, assessor: Assessor) -> date | None:
    campus = catalogue.issuer.campuses[assessor.campus].term.until if assessor.campus else None
    badges = max((term.until or date.max for term in assessor.badges.values()), default=date.max)
    last = min(badges, campus or date.max, assessor.term.until or date.max)
    return None if last == date.max else last


def _key(key: Key, said: Words, signs: bool) -> KeyView:
    digest = hashlib.sha256(multikey.decode_public(key.public)).hexdigest()
    revoked = said.day(key.revoked) if key.revoked else None
    return KeyView(in_fours(key.public), in_fours(digest), said.day(key.since), revoked, signs)


def in_fours(text: str) -> str:
    """The text in groups of four."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _name(catalogue: Catalogue, name: str, said: Words) -> str:
    return marked(name, catalogue.issuer.language, said)


def _place(catalogue: Catalogue, id_: Slug, names: Names, term: Term, said: Words) -> PlaceView:
    before = [(_name(catalogue, span.name, said), span.until) for span in names.spans[:-1] if span.until]
    former = (said.text("catalogue.issuer.former", name=name, day=said.day(until)) for name, until in before)
    return PlaceView(id_, _name(catalogue, names.latest, said), _when(term, said), tuple(former))


def _badges(
    catalogue: Catalogue, badges: Iterable[tuple[Slug, Term]], said: Words
) -> Iterable[tuple[str, str, str | None, str]]:
    for slug, term in badges:
        name = texts_of(catalogue.badges[slug][-1], catalogue.issuer.language).name
        yield slug, name.text, foreign(name, said), _when(term, said)


def _when(term: Term, said: Words) -> str:
    since, until = (said.day(day) if day else None for day in (term.since, term.until))
    if since and until:
        return said.text("catalogue.issuer.from_until", since=since, until=until)
    if since:
        return said.text("catalogue.issuer.since", since=since)
    return said.text("catalogue.issuer.until", until=until) if until else ""
