"""What a badge page says, in the words of either language, and that it stands whatever a badge has or lacks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal

import markdown
import pytest

from generator.model.achievement import Achievement, Alignment, BadgeVersion, Level, Review, Row
from generator.model.catalogue import Catalogue
from generator.model.dated import Duration, Names, NameSpan, Term
from generator.model.profile import Assessor
from generator.names import Slug
from generator.site import words
from generator.site.assessors import assessors_of
from generator.site.badge_page import badge_page
from generator.site.badge_texts import called, other_languages, texts_of
from generator.site.frameworks import grouped, known_as
from generator.site.rubric_table import rubric_table
from generator.site.structured_data import Item, credential
from generator.sources.forms import ACHIEVEMENT_TYPES
from generator.sources.markdown_pages import EXTENSIONS
from tests.site.page_parts import DAY, Page, badge, catalogue, one_line

ONE, LAB, HERE = Slug("one"), Slug("lab"), Slug("here")
ENGLISH = words.of("en")
SPANISH_TEXTS = {"name": "Un nombre", "summary": "Un resumen", "criteria": "**Así**"}


def page(whole: Catalogue, slug: str = "one") -> Page:
    """The page of a badge, through the renderer of the site."""
    return Page(markdown.markdown(badge_page(whole, whole.badges[Slug(slug)]), extensions=list(EXTENSIONS)))


def with_badge(*versions: Achievement, language: str = "en") -> Catalogue:
    """A catalogue in which the badge has these versions."""
    whole = catalogue(language=language)
    return replace(whole, badges={**whole.badges, ONE: versions})


def row(name: str, *levels: str, required: str) -> Row:
    """A row of such levels, which are their names."""
    made = (Level(id=Slug(level.lower()), name=level) for level in levels)
    return Row(id=Slug(name.lower()), name=name, required=Slug(required.lower()), levels=tuple(made))


def classes(found: Page) -> set[str]:
    """Every class on the page."""
    return {name for value in found.values("class") for name in value.split()}


@pytest.mark.parametrize("language", ["en", "es", "tlh"])
@pytest.mark.parametrize("slug", ["one", "all"])
def test_no_id_stands_twice_and_every_version_has_one(slug: str, language: str) -> None:
    whole = catalogue(language=language)
    found = page(whole, slug)
    ids = Counter(found.values("id"))
    assert {id_: count for id_, count in ids.items() if count > 1} == {}
    assert {f"v{version.of.version}" for version in whole.badges[Slug(slug)]} <= ids.keys()
    assert {link[1:] for link in found.values("href") if link.startswith("#")} <= ids.keys()


def test_a_version_that_is_folded_away_has_its_id_inside() -> None:
    """So that browsers unfold it for an address that leads there: what is searched is what stands around the id."""
    source = badge_page(catalogue(), catalogue().badges[ONE])
    assert source.index('<div class="badge-hero" id="v2">') < source.index("<details")
    assert '</summary>\n<div id="v1">' in source


def test_sections_are_headings_of_markdown_that_a_builder_can_list() -> None:
    lines = badge_page(catalogue(), catalogue().badges[ONE]).splitlines()
    headings = [line for line in lines if line.startswith("## ")]
    assert len(headings) >= 10
    assert all(lines[at - 1] == lines[at + 1] == "" for at, line in enumerate(lines) if line in headings)


def test_the_page_is_in_the_language_of_the_issuer() -> None:
    english, spanish = page(catalogue()), page(catalogue(language="es"))
    assert "How it is judged" in english.text
    assert "Level: advanced, 3 of 3" in english.text
    assert "Cómo se evalúa" in spanish.text
    assert "Nivel: avanzado, 3 de 3" in spanish.text
    assert "15 de mayo" not in english.text


def test_the_first_sight_says_what_it_is() -> None:
    found = page(catalogue())
    text = one_line(found.text)
    for said in ("about 12.5 hours", "0.125", "2 years and 1 day", "Awarded by A text", "★★★"):
        assert said in text, said
    assert "../?skill=A%20text" in found.values("href")
    assert found.of("img")[0]["alt"] == "Image of the badge A text 2"


def test_hours_and_credits_of_nothing_are_told() -> None:
    free = replace(badge("A text", BadgeVersion(ONE, 1)), hours=Decimal(0), credits=Decimal(0))
    text = one_line(page(with_badge(free)).text)
    assert "Time it takes about 0 hours" in text
    assert "Credits 0" in text


def test_a_badge_with_hardly_anything_has_no_empty_section() -> None:
    bare = Achievement(
        of=BadgeVersion(ONE, 1), name="Bare", type="ext:Odd", summary="s", description="d", criteria="c",
        level="introductory", review=Review(last=DAY, next=DAY), language="en",
    )  # fmt: skip
    whole = replace(with_badge(bare), badges={ONE: (bare,)})
    found = page(whole)
    assert found.of("table") == found.of("svg") == []
    headings = {value for value in found.values("id") if value and not value.startswith(("v", "badge"))}
    assert "standards-and-occupations" not in headings
    assert "what-it-builds-on-and-leads-to" not in headings
    assert "in-other-languages" not in headings
    assert "Odd" in found.text
    assert "no end date" in found.text


def test_every_type_of_achievement_has_a_name_in_both_languages() -> None:
    for language in ("en", "es"):
        assert words.of(language).texts["catalogue"]["badge"]["types"].keys() == set(ACHIEVEMENT_TYPES)


def test_a_rubric_of_one_scale_has_the_levels_as_columns() -> None:
    rows = (row("A", "Low", "High", required="High"), row("B", "Low", required="Low"))
    table = rubric_table(rows, ENGLISH)
    assert table.columns == ("Low", "High")
    assert [[(cell.level, cell.required, cell.below) for cell in each.cells] for each in table.rows] == [
        [("Low", False, True), ("High", True, False)],
        [("Low", True, False)],
    ]
    found = page(with_badge(replace(badge("A text", BadgeVersion(ONE, 1)), rubric=rows)))
    assert Counter(attrs.get("scope") for attrs in found.of("th")) == {"col": 3, "row": 2}
    assert found.text.count("Needed for the badge") == 2
    assert "—no such level" in found.text
    assert table.needed is None
    assert "of-column" not in classes(found)


def test_a_level_that_every_row_requires_is_marked_at_the_head_of_its_column() -> None:
    rows = (row("A", "Low", "High", required="Low"), row("B", "Low", "High", required="Low"))
    assert rubric_table(rows, ENGLISH).needed == 0
    found = page(with_badge(replace(badge("A text", BadgeVersion(ONE, 1)), rubric=rows)))
    assert [attrs.get("class") for attrs in found.of("th")] == [None, "needed", None, None, None]
    # The cells' own marks are for phones, where a rubric has no columns.
    assert [attrs["class"] for attrs in found.of("strong") if "needed-mark" in str(attrs.get("class"))] == [
        "needed-mark", "needed-mark of-column", "needed-mark of-column",
    ]  # fmt: skip
    assert rubric_table(rows[:1], ENGLISH).needed is None


@pytest.mark.parametrize(
    "rows",
    [
        (row("A", "Low", "High", required="High"), row("B", "Bad", "Good", required="Bad")),
        (row("A", *"abcdef", required="a"),),
    ],
    ids=["other levels", "too many levels"],
)
def test_a_rubric_of_several_scales_lists_the_levels_of_each_row(rows: tuple[Row, ...]) -> None:
    assert rubric_table(rows, ENGLISH).columns is None
    found = page(with_badge(replace(badge("A text", BadgeVersion(ONE, 1)), rubric=rows)))
    levels = sum(len(each.levels) for each in rows)
    assert Counter(attrs.get("scope") for attrs in found.of("th")) == {"col": 3, "rowgroup": len(rows), "row": levels}


@pytest.mark.parametrize(
    ("framework", "known"),
    [
        ("O*NET-SOC 2019", "onet"),
        ("Classification of Instructional Programs (CIP 2020)", "cip"),
        ("CIP 2020", "cip"),
        ("CSTA K-12 Computer Science Standards (2017)", "csta"),
        ("Next Generation Science Standards", "ngss"),
        ("ISTE Standards for Students", "iste"),
        ("Common Core State Standards", "common_core"),
        ("National Career Clusters Framework", "career_clusters"),
        ("NICE Workforce Framework for Cybersecurity", "nice"),
        ("NICE Framework", "nice"),
        ("A nice framework", None),
        ("Principles of CIPher", None),
        ("Sonnets", None),
        ("Minimalist", None),
        ("State standards", None),
    ],
)
def test_frameworks_are_known_by_their_names_and_no_others(framework: str, known: str | None) -> None:
    assert known_as(framework) == known
    assert known is None or ENGLISH.text(f"catalogue.badge.frameworks.{known}")


def test_alignments_stand_by_framework_and_those_without_one_come_last() -> None:
    loose, iste = Alignment(name="Loose", url="https://a.example"), Alignment(name="i", url="https://b.example")
    named = replace(iste, framework="ISTE")
    groups = grouped((loose, named, loose))
    assert [(group.framework, group.known, len(group.alignments)) for group in groups] == [
        ("ISTE", "iste", 1),
        (None, None, 2),
    ]


def test_assessors_have_the_narrowest_dates_and_their_only_campus() -> None:
    whole = catalogue()
    names = Names((NameSpan("Old", date(2020, 1, 1)), NameSpan("New")))
    lab = Assessor(
        name=names, github="x", badges={ONE: Term(date(2026, 1, 1), date(2027, 1, 1))}, campus=HERE,
        term=Term(date(2025, 1, 1), date(2026, 12, 31)),
    )  # fmt: skip
    whole = replace(whole, issuer=replace(whole.issuer, assessors={LAB: lab}))
    (view,) = assessors_of(whole, ONE, ENGLISH)
    # The campus of this catalogue is open on one day only.
    assert (view.name, view.place, view.since, view.until) == ("New", "A text", DAY, DAY)
    found = page(whole)
    assert [attrs["data-until"] for attrs in found.of("li") if "data-until" in attrs] == ["2026-05-14"]
    assert "only at A text, from May 14, 2026, until May 14, 2026" in one_line(found.text)
    assert assessors_of(whole, Slug("all"), ENGLISH) == ()


def test_a_review_tells_its_dates_and_leaves_the_reader_s_day_to_the_script() -> None:
    found = page(catalogue())
    assert "2026-05-14" in found.values("data-next")
    assert [attrs["datetime"] for attrs in found.of("time")][:2] == ["2026-05-14"] * 2
    assert ("p", {"class": "badge-overdue", "hidden": None}) in found.elements


def test_a_retired_badge_says_so_first_and_promises_no_review_and_no_awards() -> None:
    first = badge("A text", BadgeVersion(ONE, 1))
    whole = with_badge(replace(first, retired=date(2026, 7, 1), retired_because="Replaced by <two>"))
    found = page(whole)
    text = one_line(found.text)
    assert text.startswith("Retired: not awarded after July 1, 2026 · Replaced by <two>")
    assert "The criteria were last reviewed on May 14, 2026." in text
    assert "next review" not in text
    assert "data-next" not in {name for _, attrs in found.elements for name in attrs}
    assert "badge-overdue" not in classes(found)
    (lab,) = assessors_of(whole, ONE, ENGLISH)
    assert lab.until == date(2026, 7, 1)


def test_a_name_of_many_characters_is_set_smaller() -> None:
    first = replace(badge("A text", BadgeVersion(ONE, 1)), language="en")
    assert "long" not in classes(page(with_badge(replace(first, name="N" * 60))))
    assert "long" in classes(page(with_badge(replace(first, name="N" * 61))))


def test_search_leaves_out_what_every_badge_says() -> None:
    left_out = [(tag, attrs) for tag, attrs in page(catalogue()).elements if "data-search-exclude" in attrs]
    left_out = [(tag, attrs) for tag, attrs in left_out if tag in ("h2", "div", "section")]
    assert [attrs.get("id") for tag, attrs in left_out if tag == "h2"] == ["badge-review", "badge-machines"]
    assert [attrs["class"] for tag, attrs in left_out if tag != "h2"] == [
        "badge-counts", "badge-assessors", "badge-versions",
    ]  # fmt: skip
    # For the builder, leaving out ends where the next element of that name ends.
    source = badge_page(catalogue(), catalogue().badges[ONE])
    assert source.count("<section") == 1


def test_a_badge_of_one_version_has_no_list_of_versions_but_its_corrections() -> None:
    first = badge("A text", BadgeVersion(ONE, 1))
    corrected, never = page(with_badge(first)), page(with_badge(replace(first, amended=())))
    assert "All versions" not in corrected.text + never.text
    assert "v1" in corrected.values("id")
    assert "Corrections" in corrected.text
    assert "Corrections" not in never.text


def test_statements_of_partners_are_quoted_with_who_said_them() -> None:
    tags = [tag for tag, _ in page(catalogue()).elements]
    at = tags.index("figure")
    assert tags[at : at + 5] == ["figure", "blockquote", "p", "figcaption", "a"]


def test_what_partners_say_follows_how_it_is_judged_and_stands_in_no_page_without_it() -> None:
    found = page(catalogue())
    assert found.text.index("How it is judged") < found.text.index("What partners say")
    assert found.text.index("What partners say") < found.text.index("What the learner hands in")
    newest = badge("A text", BadgeVersion(ONE, 1))
    silent = replace(newest, review=replace(newest.review, partners=()))
    assert "What partners say" not in page(replace(with_badge(silent), badges={ONE: (silent,)})).text


def test_a_stack_shows_its_parts_and_asks_for_no_evidence_of_its_own() -> None:
    found = page(catalogue(), "all")
    (part,) = (attrs for attrs in found.of("a") if attrs.get("class") == "name")
    # It asks for the first version, of which it has the picture as well.
    assert part["href"] == "../one/#v1"
    assert "../one/v1.svg" in found.values("src")
    assert "data-facets" not in {name for _, attrs in found.elements for name in attrs}
    assert "What the learner hands in" not in found.text
    assert "A stack is awarded for holding other badges" in found.text
    assert "A stack is awarded" not in page(catalogue()).text


def test_changes_are_marked_and_told_in_words() -> None:
    first = badge("A text", BadgeVersion(ONE, 1))
    second = replace(first, of=BadgeVersion(ONE, 2), summary="A longer text", hours=None, level="intermediate")
    found = page(with_badge(first, replace(second, valid_for=Duration(months=6))))
    text = one_line(found.text)
    assert "What changed from version 1 to version 2" in text
    assert "A [added:] longer [end]text" in text
    assert "Before advanced Now intermediate" in text
    assert "Before 2 years and 1 day Now 6 months" in text
    assert "Removed 12.5" in text
    assert len(found.of("ins")) == len(found.of("del")) == 3


def test_a_version_without_visible_changes_says_so() -> None:
    first = badge("A text", BadgeVersion(ONE, 1))
    assert "Nothing shown here has changed." in page(with_badge(first, replace(first, of=BadgeVersion(ONE, 2)))).text


def test_the_language_of_the_page_wins_and_the_others_are_folded_away() -> None:
    there = replace(badge("A text", BadgeVersion(ONE, 1)), translations={"es": SPANISH_TEXTS, "fr": {"name": "Un nom"}})
    spanish, english = page(with_badge(there, language="es-MX")), page(with_badge(there))
    assert [attrs["lang"] for attrs in spanish.of("h1")] == ["es"]
    assert "Un resumen" in spanish.text
    folded = [attrs["lang"] for attrs in spanish.of("details") if "lang" in attrs]
    assert folded == ["en", "fr"]
    assert [attrs["lang"] for attrs in english.of("h1")] == ["en"]
    assert [attrs["lang"] for attrs in english.of("details") if "lang" in attrs] == ["es", "fr"]
    assert "Español: Un nombre" in one_line(english.text)


def test_texts_that_are_not_translated_stay_in_their_own_language() -> None:
    there = replace(badge("A text", BadgeVersion(ONE, 1)), translations={"es": SPANISH_TEXTS, "fr": {}})
    texts = texts_of(there, "es")
    assert (texts.name.text, texts.name.language) == ("Un nombre", "es")
    assert (texts.description.text, texts.description.language) == ("A text", "en")
    assert texts_of(there, "en-GB").name.text == "A text"
    assert texts_of(replace(there, translations={"es-MX": SPANISH_TEXTS}), "es-US").name.language == "es-MX"
    assert texts_of(replace(there, translations={"en-US": SPANISH_TEXTS}), "en-US").name.language == "en-US"
    assert texts_of(there, "fr").name.text == "A text"
    assert [one.language for one in other_languages(there, "de")] == ["es"]
    assert (called("es"), called("fr"), called("tlh"), called("x")) == ("Español", "Français", "tlh", "x")


def test_search_engines_are_told_a_credential_of_schema_org() -> None:
    whole = catalogue("<b> & \"</script>\" 'x'")
    newest = whole.badges[ONE][-1]
    item = credential(whole, newest, texts_of(newest, "en"), "Badge", "advanced")
    said = [(each.name, each.value) for each in item.properties if not isinstance(each.value, Item)]
    assert item.type == "EducationalOccupationalCredential"
    assert item.id == "https://badges.example/badges/one/#v2"
    assert ("validFor", "P2Y1D") in said
    assert ("educationalLevel", "advanced") in said
    assert ("image", "https://badges.example/badges/one/v2.png") in said
    assert ("dateModified", "2026-05-14") in said
    assert [each.value.type for each in item.properties if isinstance(each.value, Item)] == [
        "EducationalOrganization", "EducationalOrganization", "AlignmentObject",
    ]  # fmt: skip
    half = replace(newest, language="en", translations={"es": {"name": "Un nombre"}})
    both = replace(newest, language="en", translations={"es": SPANISH_TEXTS})
    for there, language in ((half, "en"), (both, "es")):
        item = credential(whole, there, texts_of(there, "es"), "Badge", "advanced")
        assert [each.value for each in item.properties if each.name == "inLanguage"] == [language]
    found = page(whole)
    told = [(tag, attrs.get("content") or attrs.get("href")) for tag, attrs in found.elements if "itemprop" in attrs]
    assert ("meta", newest.name) in told
    assert ("link", "https://badges.example/badges/one/") in told
    types = [value.rpartition("/")[2] for value in found.values("itemtype")]
    assert types == [item.type, "EducationalOrganization", "EducationalOrganization", "AlignmentObject"]


def test_nothing_is_needed_to_read_but_the_counts() -> None:
    found = page(catalogue())
    (counts,) = (attrs for attrs in found.of("div") if attrs.get("class") == "badge-counts")
    assert counts["data-badge"] == "one"
    assert counts["data-from"] == "../../api/registry.json"
    assert "{day}" in (counts["data-note"] or "")
    assert "This page needs JavaScript to show how often" in found.text


def test_the_drawing_is_hidden_from_those_who_hear_the_page_and_a_list_says_the_same() -> None:
    found = page(catalogue(), "all")
    assert all(attrs["aria-hidden"] == "true" for attrs in found.of("svg"))
    drawn = [attrs for attrs in found.of("a") if attrs.get("tabindex") == "-1"]
    assert [attrs["href"] for attrs in drawn] == ["../one/", "../all/"]
    assert "badge-path-list" in classes(found)
    assert "version 1 only" in found.text
    assert "it asks for version 1" in page(catalogue()).text


@pytest.mark.parametrize(("language", "adapted"), [("en", "Adapted from"), ("es", "Adaptada de")])
def test_the_source_of_a_copied_badge_is_named_and_linked(language: str, adapted: str) -> None:
    source = "https://badges.lakeside.example/badges/robots/#v2"
    copied = replace(badge("A text", BadgeVersion(ONE, 1)), copied_from=source)
    found = page(with_badge(copied, language=language))
    assert f"{adapted} badges.lakeside.example/badges/robots/#v2" in one_line(found.text)
    assert source in found.values("href")
