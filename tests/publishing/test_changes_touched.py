"""Which awards a changed catalogue may touch: the others are not looked at, so none of them may be another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from generator.adapters.registry_folder import RegistryFolder
from generator.model.dated import Duration, Term
from generator.model.profile import Assessor, Campus, Profile
from generator.names import Slug
from generator.publishing.changes.sides import Pages, Side, documents
from generator.publishing.changes.touched import Touched
from generator.site.award_page import award_page
from generator.sources import catalogue
from generator.sources.layout import record_files

REGISTRY = Path(__file__).parents[1] / "registry"


@pytest.fixture(scope="module")
def side() -> Side:
    source = RegistryFolder(REGISTRY)
    loaded = catalogue.load(source, date(2026, 11, 22))
    assert loaded.catalogue
    return Side(source=source, loaded=loaded, catalogue=loaded.catalogue)


def new_assessor(issuer: Profile) -> Profile:
    first = next(iter(issuer.assessors.values()))
    return replace(issuer, assessors={**issuer.assessors, Slug("another"): first})


def new_campus(issuer: Profile) -> Profile:
    first = next(iter(issuer.campuses.values()))
    return replace(issuer, campuses={**issuer.campuses, Slug("another"): first})


def other_entries(issuer: Profile) -> Profile:
    def assessor(of: Assessor) -> Assessor:
        return replace(of, github="other", badges={}, term=Term(None, date(2026, 1, 1)))

    def campus(of: Campus) -> Campus:
        return replace(of, enrolled=7, term=Term(None, date(2026, 1, 1)))

    return replace(
        issuer,
        assessors={slug: assessor(of) for slug, of in issuer.assessors.items()},
        campuses={slug: campus(of) for slug, of in issuer.campuses.items()},
    )


def other_members(issuer: Profile) -> Profile:
    return replace(
        issuer,
        keys=issuer.keys[::-1],
        evidence_hosts={},
        trusted_issuers=("did:web:other.example",),
        moved_from=("https://other.example",),
        sole_approver=True,
        administrators=("other",),
        student_number="X#####",
        status_valid_for=Duration(years=2),
        image=None,
        region=None,
        repository=None,
        email="other@riverbend.example",
        description="Other words.",
    )


@pytest.mark.parametrize("change", [new_assessor, new_campus, other_entries, other_members])
def test_what_touches_no_award_leaves_each_document_and_page_as_it_is(side: Side, change: object) -> None:
    assert callable(change)
    now = replace(side.catalogue, issuer=change(side.catalogue.issuer))
    assert Touched.between(side.catalogue, now) == Touched(False, set(), set())
    pages = Pages(side.catalogue, now)
    for file in record_files(side.source, side.loaded.folders, []):
        award = side.award(file)
        assert award
        parts = side.parts(award)
        assert documents(side.catalogue, award, parts) == documents(now, award, parts) is not None
        assert award_page(side.catalogue, award, parts or ()) == award_page(now, award, parts or ())
        assert not pages.differ((award, parts or ()), (award, parts or ()))


def test_a_badge_touches_its_awards_and_those_that_build_on_it(side: Side) -> None:
    old = side.catalogue.badges[Slug("circuit-design")]
    badges = {**side.catalogue.badges, Slug("circuit-design"): (replace(old[0], name="Other"),)}
    touched = Touched.between(side.catalogue, replace(side.catalogue, badges=badges))
    assert (touched.all, touched.campuses) == (False, set())
    assert touched.badges == {"circuit-design", "engineering-foundations"}
    visited = {str(file.badge) for file in touched.files(side)}
    assert visited == {"circuit-design", "engineering-foundations"}
