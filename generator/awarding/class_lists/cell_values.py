"""Single cells of a class list: names, e-mail addresses, levels; and texts that the world will read.

Each is read to a value, or to `Wrong`: what is wrong with it, without saying the cell's text, which may name a learner.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from generator.awarding.class_lists.plain_text import plain, tidy
from generator.awarding.public_texts import REWORD, is_named
from generator.encodings.identity_hash import normal_email, normal_name
from generator.model.achievement import Level, Row
from generator.model.profile import Profile
from generator.names import Slug
from generator.sources import text_rules
from generator.sources.forms import EMAIL
from generator.sources.personal import Personal
from generator.sources.shapes import Doubt, listing, nearest

# In the example row of the template; nobody's.
EXAMPLE_EMAIL: Final = "sample.learner@school.example"
_LONGEST_NAME: Final = 200
# The letters of one encoding read as another: Ã©, Ã±, â€™.
_GARBLED: Final = re.compile("[ÂÃ][\u0080-\u00bf]|â€|\ufffd")
_FORMULA: Final = re.compile(r"'(?=[=+\-@'\t\r])")
_SUFFIX: Final = re.compile(r"jr|sr|ii|iii|iv|v|esq|phd|md", re.IGNORECASE)
_PIECES: Final = re.compile(r"[()\[\]:=|/]|\s[-–—]\s|\s(?=\d)|(?<=\d)\s")
_POINTS: Final = frozenset(("", "p", "pt", "pts", "point", "points", "punto", "puntos"))


class Wrong(NamedTuple):
    """What is wrong with a cell, and what to type instead."""

    message: str
    hint: str = ""


def email(text: str) -> str | Wrong:
    """The address as it is hashed."""
    plain_address = normal_email(unicodedata.normalize("NFKC", tidy(text)).removeprefix("mailto:"))
    if not plain_address:
        return Wrong("it is empty", "type the learner's e-mail address, or delete the row")
    if plain_address == EXAMPLE_EMAIL:
        return Wrong("this is the example of the template", "write your learners over it, or delete the row")
    try:
        return EMAIL.accept(plain_address)
    except Doubt:
        return Wrong("this is no e-mail address", "just one, such as name@school.example, and nothing beside it")


def name(text: str) -> str | Wrong:
    """The name as it is hashed."""
    read = normal_name(tidy(_FORMULA.sub("", text, count=1)))
    if not read:
        return Wrong("it is empty", "type the learner's name as it should stand on the certificate")
    if "@" in read:
        return Wrong("it is an address, not a name", "are two columns exchanged?")
    if not any(char.isalpha() for char in read):
        return Wrong("it has no letters in it", "are two columns exchanged?")
    if len(read) > _LONGEST_NAME:
        return Wrong(f"it has more than {_LONGEST_NAME} characters", "type the name alone")
    return _readable(read) or read


def _readable(text: str) -> Wrong | None:
    """What is wrong with the characters of a text; None: nothing."""
    if _GARBLED.search(text):
        return Wrong("its accented letters are garbled", "save the table as CSV UTF-8, and look at the names again")
    fault = text_rules.fault(text)
    # The words of these say no text but where letters come apart, which tidying mended.
    return Wrong(fault.message, fault.hint) if fault else None


@dataclass(frozen=True)
class Names:
    """How the names of one column are written: `turned` where the family name comes first, with a comma."""

    turned: bool = False

    @classmethod
    def of(cls, column: Iterable[str]) -> Names:
        """How the names of this column are written."""
        given = [text for text in map(tidy, column) if text]
        return cls(bool(given) and all(text.count(",") == 1 and not _is_suffix(text) for text in given))

    def read(self, text: str) -> str | Wrong:
        """The name, given name first."""
        last, comma, first = tidy(text).partition(",")
        if comma and not _is_suffix(tidy(text)):
            if not self.turned:
                return Wrong("it has a comma in it", "write the given name first, without a comma: First Last")
            return name(f"{first.strip()} {last.strip()}")
        return name(text)


def _is_suffix(text: str) -> bool:
    return _SUFFIX.fullmatch(plain(text.rpartition(",")[2])) is not None


class Levels:
    """What a class list may write for the levels of a rubric row: id, name or points, or several of these."""

    def __init__(self, row: Row) -> None:
        self._row = row
        self._known: dict[str, set[Slug]] = {}
        for level in row.levels:
            for text in {level.id, level.name}:
                for form in {tidy(text).casefold(), plain(text)}:
                    self._known.setdefault(form, set()).add(level.id)

    def read(self, text: str) -> Slug | Wrong:
        """The level."""
        said = tidy(text).casefold()
        if not said:
            return Wrong("it is empty", f"one of {self._listed()}")
        found = self._levels(said)
        if not found:
            found = self._of_pieces(said)
        if len(found) == 1:
            return next(iter(found))
        if found:
            return Wrong("this may be two different levels", f"write the name: one of {self._listed()}")
        names = {level.name.casefold(): level.name for level in self._row.levels}
        near = names.get(nearest(said, names) or "")
        return Wrong("there is no such level", f'did you mean "{near}"?' if near else f"one of {self._listed()}")

    def _levels(self, said: str) -> set[Slug]:
        found = self._known.get(said) or self._known.get(plain(said)) or set()
        points = _points(said)
        return found | {level.id for level in self._row.levels if points is not None and level.points == points}

    def _of_pieces(self, said: str) -> set[Slug]:
        """Of `3 - Proficient` or `Proficient (3 points)`: the level that all its pieces name."""
        pieces = [piece for piece in map(str.strip, _PIECES.split(said)) if piece not in _POINTS]
        named = [self._levels(piece) for piece in pieces]
        return set.intersection(*named) if len(named) > 1 and all(named) else named[0] if len(named) == 1 else set()

    def _listed(self) -> str:
        return listing(map(_both, self._row.levels))


def _points(text: str) -> Decimal | None:
    number = text.replace(",", ".")
    return Decimal(number) if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", number, re.ASCII) else None


def _both(level: Level) -> str:
    return level.name if level.points is None else f"{level.name} ({level.points})"


def entry(text: str, names: Mapping[Slug, Iterable[str]], what: str) -> Slug | Wrong:
    """The campus or assessor that the text names, by its id or one of its names."""
    said = plain(text)
    found = {id for id, known in names.items() if said in map(plain, (id, *known))}
    if len(found) == 1:
        return next(iter(found))
    if found:
        return Wrong(f"there are two {what} of that name", f"write its id: one of {listing(found)}")
    near = nearest(said, names)
    return Wrong(f"there is no such {what}", f'did you mean "{near}"?' if near else f"one of {listing(names)}")


@dataclass(frozen=True)
class Public:
    """What texts that the world reads must not hold: what is personal, and the learner's own name."""

    personal: Personal

    @classmethod
    def of(cls, issuer: Profile) -> Public:
        """For the texts of this issuer's awards."""
        return cls(Personal(issuer.email.casefold(), issuer.student_number or ""))

    def fault(self, text: str, learner: str) -> Wrong | None:
        """What is wrong with a text of an award of that learner; None: nothing."""
        if found := self.personal.find(text):
            return Wrong(f"{found[0].kind} stands in it", "everybody can read it: take it out")
        if is_named(learner, text):
            return Wrong("the learner's name stands in it", f"everybody can read it: {REWORD}")
        return _readable(text)
