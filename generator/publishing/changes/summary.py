"""What a change does, as values: lists of awards and pages, and the Problems that keep it from being merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Literal, NamedTuple

from generator.addresses import Addresses
from generator.diagnostics import Problem
from generator.names import AwardId
from generator.sources.layout import RecordFile

# The lists of `Changes` by name, in the order in which they are told.
LISTS: Final = ("issues", "revokes", "erases", "renews", "alters", "pages", "completes")


class Told(NamedTuple):
    """An award in a list: its file, and what else is to be said of it, such as a reason."""

    file: RecordFile
    note: str = ""
    declared: bool = False


class Page(NamedTuple):
    """A page of the site by its path, and what becomes of it."""

    path: str
    how: Literal["added", "changed", "removed"]


@dataclass
class Changes:
    """What a change does. `renews`: awards whose words stay and whose proofs are made anew. `pages`: by path.

    `complete` is False where the registry has mistakes that kept the rest from being compared.
    """

    issues: list[Told] = field(default_factory=list)
    revokes: list[Told] = field(default_factory=list)
    erases: list[Told] = field(default_factory=list)
    renews: list[Told] = field(default_factory=list)
    alters: list[Told] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    completes: list[Told] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    complete: bool = True

    def arrange(self) -> None:
        """Put each list in order, each entry once."""
        for name in LISTS:
            listed = getattr(self, name)
            listed[:] = sorted(set(listed))

    @property
    def undeclared(self) -> list[Told]:
        """The published credentials that are altered though nothing declares it."""
        return [told for told in self.alters if not told.declared]


def page_of(award: AwardId) -> str:
    """The path of an award's page in the site."""
    at = Addresses("https://site.example")
    return str(at.site_path(at.award_page(award)))


def pages_of(awards: Iterable[AwardId], how: Literal["added", "changed", "removed"]) -> list[Page]:
    """The pages of these awards."""
    return [Page(page_of(award), how) for award in awards]
