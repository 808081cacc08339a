"""What award pages say of one version of a badge: made once, in pieces, for all of its awards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from markupsafe import Markup

from generator.model.achievement import Achievement, Alignment, Level, Onward, Row
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site import words
from generator.site.award_words import AwardWords
from generator.site.markdown import to_html
from generator.site.templates import render

DRAWN: Final = (512, 512)  # pixels of an image that is drawn


@dataclass(frozen=True, slots=True)
class Variant:
    """A text of a badge in one language; `shown` on the page as it is built."""

    language: str
    text: str | Markup
    shown: bool


@dataclass(frozen=True, slots=True)
class ResultView:
    """A rubric row with the level that was reached, and a class for each of its boxes, from low to high."""

    name: str
    level: str
    description: str
    steps: tuple[str, ...]
    place: Markup
    needed: Markup


@dataclass(frozen=True, slots=True)
class Entry:
    """A result, or a part of a stack, as it stands on the page and on the certificate."""

    row: Markup
    line: Markup


@dataclass(frozen=True)
class AwardBadge:
    """One version of a badge for award pages, in HTML with links that lead from an award's folder.

    `language` is the page's. Everything is escaped; what is Markdown came from a renderer that admits no HTML.
    """

    catalogue: Catalogue
    badge: Achievement
    words: AwardWords
    language: str
    _results: dict[tuple[Slug, Slug], Entry] = field(default_factory=dict)

    # -- in words ---------------------------------------------------------------------------------------------

    @cached_property
    def name(self) -> str:
        """The name in the page's language, if it has one there."""
        return next(str(name.text) for name in self.names if name.shown)

    @cached_property
    def summary(self) -> str:
        """The summary in the page's language, if it has one there."""
        return next(str(summary.text) for summary in self.summaries if summary.shown)

    @cached_property
    def names(self) -> tuple[Variant, ...]:
        """The name in every language."""
        return self._variants("name", self.badge.name)

    @cached_property
    def summaries(self) -> tuple[Variant, ...]:
        """The summary in every language."""
        return self._variants("summary", self.badge.summary)

    @cached_property
    def descriptions(self) -> tuple[Variant, ...]:
        """The description in every language."""
        return self._variants("description", self.badge.description)

    @cached_property
    def criteria(self) -> tuple[Variant, ...]:
        """The criteria in every language."""
        return self._variants("criteria", self.badge.criteria, to_html)

    @property
    def lang(self) -> Markup:
        """The attribute that tells a language other than the page's."""
        same = self.badge.language == self.language
        return Markup() if same else Markup(' lang="{}"').format(self.badge.language)

    @cached_property
    def kind(self) -> Markup:
        """Level and version."""
        level = self.words.text(f"level.{self.badge.level}")
        return self.words.text("kind_stack" if self.stack else "kind", level=level, version=self.badge.of.version)

    @cached_property
    def results_note(self) -> Markup:
        """How to read the table of results."""
        return self.words.text("results_note", version=self.badge.of.version)

    # -- what it is made of -----------------------------------------------------------------------------------

    @property
    def skills(self) -> tuple[str, ...]:
        """Its skills."""
        return self.badge.skills

    @property
    def stack(self) -> bool:
        """Whether it is earned by holding others."""
        return self.badge.stack

    @property
    def credits(self) -> Markup | None:
        """Its credits."""
        return self.words.number(self.badge.credits) if self.badge.credits is not None else None

    @property
    def hours(self) -> Markup | None:
        """Its hours."""
        return self.words.number(self.badge.hours) if self.badge.hours is not None else None

    @property
    def frameworks(self) -> tuple[tuple[str, tuple[Alignment, ...]], ...]:
        """The alignments by framework, in the order in which these come first; without a framework: an empty one."""
        grouped: dict[str, list[Alignment]] = {}
        for alignment in self.badge.alignments:
            grouped.setdefault(alignment.framework or "", []).append(alignment)
        return tuple((framework, tuple(entries)) for framework, entries in grouped.items())

    @property
    def onward(self) -> tuple[Onward, ...]:
        """What it leads to."""
        return self.badge.leads_to

    # -- where it is ------------------------------------------------------------------------------------------

    @cached_property
    def page(self) -> str:
        """The badge's page."""
        return f"../../badges/{self.badge.of.badge}/#v{self.badge.of.version}"

    @cached_property
    def image(self) -> str:
        """The address of the image as a PNG."""
        return self.catalogue.issuer.addresses.image(self.badge.of.badge, self.badge.of.version)

    @cached_property
    def image_size(self) -> tuple[int, int] | None:
        """Width and height of that PNG in pixels, where it is drawn; of an author's image they aren't known here."""
        return DRAWN if self.badge.image is None else None

    @cached_property
    def picture(self) -> str:
        """The image that the page shows: the SVG, where there is one."""
        kind = "svg" if self.badge.image is None or self.badge.image.endswith(".svg") else "png"
        return f"../../badges/{self.badge.of.badge}/v{self.badge.of.version}.{kind}"

    # -- in pieces --------------------------------------------------------------------------------------------

    @cached_property
    def head(self) -> Markup:
        """Image, name and summary."""
        return self._piece("head")

    @cached_property
    def facts(self) -> Markup:
        """Credits and hours."""
        return self._piece("facts")

    @cached_property
    def about(self) -> Markup:
        """What the badge asks for, its skills, what it leads to, and standards."""
        return self._piece("about")

    @cached_property
    def sheet(self) -> Markup:
        """Name and summary on the certificate."""
        return self._piece("sheet")

    @cached_property
    def linked_name(self) -> Markup:
        """The name in every language, for a link."""
        return self._piece("name")

    def results(self, reached: Mapping[Slug, Slug]) -> tuple[Entry, ...]:
        """The results of an award, in the order of the rubric."""
        return tuple(self._result(row, row.level(reached[row.id])) for row in self.badge.rubric)

    def _result(self, row: Row, level: Level) -> Entry:
        known = self._results.get((row.id, level.id))
        if known is None:
            view = self._result_view(row, level)
            known = Entry(self._piece("row", result=view), self._piece("line", result=view))
            self._results[row.id, level.id] = known
        return known

    def _result_view(self, row: Row, level: Level) -> ResultView:
        return ResultView(
            name=row.name,
            level=level.name,
            description=level.description or "",
            steps=tuple(_steps(row, level)),
            place=self.words.text("place", place=row.levels.index(level) + 1, levels=len(row.levels)),
            needed=self.words.text("needed", level=Markup("<bdi>{}</bdi>").format(row.level(row.required).name)),
        )

    def _piece(self, piece: str, **values: object) -> Markup:
        return Markup(render("award_badge.html", piece=piece, badge=self, t=self.words.text, **values).strip())

    def _variants(
        self, member: str, own: str, made: Callable[[str], str | Markup] = lambda text: text
    ) -> tuple[Variant, ...]:
        texts = {self.badge.language: own}
        texts |= {tag: known[member] for tag, known in sorted(self.badge.translations.items()) if member in known}
        shown = words.nearest(self.catalogue.issuer.language, self.badge.language, texts)
        return tuple(Variant(tag, made(text), tag == shown) for tag, text in texts.items())


def _steps(row: Row, level: Level) -> Iterator[str]:
    """The class of each level's box: reached or not, and whether it is the one that was needed."""
    reached = row.levels.index(level)
    for place, each in enumerate(row.levels):
        yield " ".join(filter(None, ("on" if place <= reached else "", "need" if each.id == row.required else "")))
