"""What award pages say of one version of a badge: made once, in pieces, for all of its awards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from markupsafe import Markup

from generator.model.achievement import Achievement, Alignment, Level, Row
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.site import words
from generator.site.award_words import AwardWords
from generator.site.markdown import to_html
from generator.site.templates import render

REACHED: Final = "■"
ABOVE: Final = "□"


@dataclass(frozen=True, slots=True)
class Variant:
    """A text of a badge in one language; `shown` on the page as it is built."""

    language: str
    text: str | Markup
    shown: bool


@dataclass(frozen=True, slots=True)
class ResultView:
    """A rubric row with the level that was reached, a box for each level from low to high, and how many those are."""

    name: str
    level: str
    description: str
    steps: str
    place: str
    needed: Markup


@dataclass(frozen=True)
class AwardBadge:
    """One version of a badge for award pages, in HTML with links that lead from an award's folder.

    `language` is the page's. Everything is escaped; what is Markdown came from a renderer that admits no HTML.
    """

    catalogue: Catalogue
    badge: Achievement
    words: AwardWords
    language: str
    _results: dict[tuple[Slug, Slug], Markup] = field(default_factory=dict)

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
        kind = "kind_stack" if self.stack else "kind"
        return self.words.text(f"{kind}.{self.badge.level}", version=self.badge.of.version)

    @cached_property
    def results_note(self) -> Markup:
        """What the table of results tells."""
        return self.words.text("results_note", version=self.badge.of.version)

    # -- what it is made of -----------------------------------------------------------------------------------

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
        """About how many hours it takes."""
        hours = self.badge.hours
        return self.words.text("hours_about", hours=self.words.number(hours)) if hours is not None else None

    @property
    def alignments(self) -> tuple[Alignment, ...]:
        """The standards and occupations that it matches."""
        return self.badge.alignments

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
        """What the badge asks for, and the standards that it matches."""
        return self._piece("about")

    @cached_property
    def linked_name(self) -> Markup:
        """The name in every language, for a link."""
        return self._piece("name")

    def results(self, reached: Mapping[Slug, Slug]) -> tuple[Markup, ...]:
        """The results of an award as rows of a table, in the order of the rubric."""
        return tuple(self._result(row, row.level(reached[row.id])) for row in self.badge.rubric)

    def _result(self, row: Row, level: Level) -> Markup:
        known = self._results.get((row.id, level.id))
        if known is None:
            known = self._results[row.id, level.id] = self._piece("row", result=self._result_view(row, level))
        return known

    def _result_view(self, row: Row, level: Level) -> ResultView:
        place, levels = row.levels.index(level) + 1, len(row.levels)
        return ResultView(
            name=row.name,
            level=level.name,
            description=level.description or "",
            steps=REACHED * place + ABOVE * (levels - place),
            place=f"({place}/{levels})",
            needed=self.words.text("needed", level=row.level(row.required).name),
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
