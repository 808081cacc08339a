"""Letters and the roster's page, which are looked at on one computer and on paper: readable for everyone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from playwright.sync_api import Browser, Page

from generator.adapters import registry
from generator.awarding import receipts, roster_page
from generator.awarding.roster import Entry
from generator.awarding.roster_report import HELD, NOT_YET, report
from generator.model.achievement import BadgeVersion
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Slug
from tests.browser.conftest import SCHEMES, Watched, switch
from tests.browser.test_accessibility import listed, violations
from tests.builds import REGISTRY

TODAY = date(2026, 11, 22)
LEARNERS = 5
ROWS = [f"{row}-{copy}" if copy else row for row in ("wiring", "explanation") for copy in range(8)]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return registry.load_catalogue_of_folder(REGISTRY)


@pytest.fixture
def blank(browser: Browser, watched: Watched) -> Iterator[Page]:
    """An empty page, to be filled; it may ask nobody anything."""
    context = browser.new_context(reduced_motion="reduce")
    yield watched.watch(context.new_page())
    context.close()


def entries() -> list[Entry]:
    return [
        Entry(
            award=AwardId(f"{number:026d}") if number else None,
            name=f"Sample Learner {number}",
            email=f"{number}@learners.example",
            badge=BadgeVersion(Slug("circuit-design"), 1),
            campus=Slug("lincoln-high"),
            awarded=date(2026, 11, 20),
            results={Slug(row): Slug("proficient" if number else "emerging") for row in ROWS},
        )
        for number in range(LEARNERS + 1)
    ]


def letters(catalogue: Catalogue) -> str:
    made = receipts.files(entries(), catalogue, b"\x07" * 32, TODAY)
    return next(data.decode() for name, data in made.items() if name.endswith(".html"))


def wordy(catalogue: Catalogue) -> Catalogue:
    """The same in Spanish, with a rubric of sixteen rows."""
    badge = catalogue.badges[Slug("circuit-design")][0]
    rows = [replace(row, id=Slug(f"{row.id}-{copy}" if copy else row.id)) for row in badge.rubric for copy in range(8)]
    longer = replace(badge, rubric=tuple(rows), summary=f"{badge.summary} {badge.summary}")
    issuer = replace(catalogue.issuer, language="es")
    return replace(catalogue, issuer=issuer, badges={**catalogue.badges, Slug("circuit-design"): (longer,)})


def roster(catalogue: Catalogue) -> str:
    shown = report(entries(), catalogue, lambda entry: HELD if entry.award else NOT_YET)
    return roster_page.page(shown, catalogue.issuer, TODAY).decode()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", ["letters", "roster"])
def test_axe_finds_nothing(kind: str, width: int, blank: Page, catalogue: Catalogue) -> None:
    blank.set_viewport_size({"width": width, "height": 900})
    blank.set_content({"letters": letters, "roster": roster}[kind](catalogue))
    found = []
    for scheme in SCHEMES:
        switch(blank, scheme)
        found += [f"{scheme}: {broken}" for broken in violations(blank)]
    assert not found, listed(found)
    assert blank.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_learner_gets_one_sheet_of_paper(paper: str, blank: Page, catalogue: Catalogue) -> None:
    blank.set_content(letters(wordy(catalogue)))
    made = blank.pdf(format=paper, margin={"top": "16mm", "bottom": "16mm", "left": "18mm", "right": "18mm"})
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == LEARNERS


def test_the_codes_on_letters_are_drawn_sharply_and_with_their_margin(blank: Page, catalogue: Catalogue) -> None:
    blank.set_content(letters(catalogue))
    sizes = blank.evaluate("[...document.images].map((one) => [one.complete, one.naturalWidth, one.width])")
    assert len(sizes) == LEARNERS
    assert all(complete and 40 < natural < shown for complete, natural, shown in sizes)
