"""How large a site is by kind of file, and what is said of the limits of GitHub Pages."""

from __future__ import annotations

import io
import pickle
import tarfile

import pytest

from generator.addresses import Addresses
from generator.names import AwardId, Slug
from generator.publishing.sizes import GIGABYTE, Kind, Sizes, kind_of, report, uses, warnings

AT = Addresses("https://badges.riverbend.example")
AWARD = AwardId("bhp5n40baqpaaqspp7ft4y5m95")
BADGE = Slug("circuit-design")

KINDS = {
    AT.award_page(AWARD): Kind.AWARD_PAGE,
    AT.credential(AWARD): Kind.CREDENTIAL,
    AT.assertion(AWARD): Kind.ASSERTION,
    AT.status_list(0): Kind.STATUS,
    AT.ob2_revocations: Kind.STATUS,
    AT.image(BADGE, 1): Kind.IMAGE,
    AT.image(BADGE, 1, "svg"): Kind.IMAGE,
    AT.issuer_image: Kind.IMAGE,
    AT.home: Kind.CATALOGUE,
    AT.catalogue: Kind.CATALOGUE,
    AT.badge_page(BADGE): Kind.CATALOGUE,
    AT.achievement(BADGE, 1): Kind.CATALOGUE,
    AT.badge_class(BADGE, 1): Kind.CATALOGUE,
    AT.issuer_page: Kind.CATALOGUE,
    AT.profile: Kind.CATALOGUE,
    AT.ob2_issuer: Kind.CATALOGUE,
    AT.api_badges: Kind.CATALOGUE,
    AT.feed: Kind.CATALOGUE,
    AT.sitemap: Kind.CATALOGUE,
    AT.at("search/search_index.json"): Kind.CATALOGUE,
    AT.at("about/our-jury/"): Kind.CATALOGUE,
    AT.at("404.html"): Kind.CATALOGUE,
    AT.at("assets/award.css"): Kind.OTHER,
    AT.at("assets/images/favicon.png"): Kind.OTHER,
    AT.schema("award"): Kind.OTHER,
    AT.did_document: Kind.OTHER,
    AT.robots: Kind.OTHER,
    AT.at(".nojekyll"): Kind.OTHER,
}


def site(awards: int, page: int = 6_000, credential: int = 3_000, assertion: int = 600) -> Sizes:
    """A site of so many awards whose files have so many bytes, and 1.5 MB of other files."""
    sizes = Sizes(
        [awards, awards, awards, 0, 0, 0, 1],
        [awards * page, awards * credential, awards * assertion, 0, 0, 0, 1_500_000],
    )
    blocks = sum(1 + -(-size // 512) for size in (page, credential, assertion))
    sizes.packed = 512 * (awards * blocks + 1 + -(-1_500_000 // 512))
    return sizes


@pytest.mark.parametrize(("address", "kind"), KINDS.items())
def test_every_address_has_its_kind(address: str, kind: Kind) -> None:
    path = AT.site_path(address)
    assert path is not None
    assert kind_of(path) is kind


def test_what_workers_count_is_what_one_would_have_counted() -> None:
    files = [("awards/bh/a.html", 6_001), ("awards/bh/a.json", 0), ("ob2/awards/bh/a.json", 512), ("404.html", 9)]
    alone, together = Sizes(), Sizes()
    for path, size in files:
        alone.add(path, size)
        worker = Sizes()
        worker.add(path, size)
        together.merge(pickle.loads(pickle.dumps(worker)))
    assert together == alone
    assert (alone.awards, sum(alone.files), alone.total) == (1, 4, 6_522)


def test_the_tar_is_as_large_as_it_will_be() -> None:
    sizes, stream = Sizes(), io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for number, size in enumerate((0, 1, 511, 512, 513, 100_000)):
            entry = tarfile.TarInfo(f"awards/bh/{number}.json")
            entry.size = size
            sizes.add(entry.name, size)
            tar.addfile(entry, io.BytesIO(bytes(size)))
        assert tar.offset == sizes.packed


def test_the_report_has_a_row_for_each_kind_that_is_there() -> None:
    assert report(site(1_000)) == [
        "                              files       bytes       each",
        "award pages                   1,000   6,000,000      6,000",
        "credentials, Open Badges 3.0  1,000   3,000,000      3,000",
        "assertions, Open Badges 2.0   1,000     600,000        600",
        "styles, scripts, schemas          1   1,500,000  1,500,000",
        "the site                      3,001  11,100,000      3,698",
        "11.1 MB, 1.1 % of the 1,000 MB that GitHub Pages allows a site; room for some 100,000 more such awards",
        "13.3 MB, 1.3 % of the 1,000 MB that GitHub recommends for its tar, as a deployment has ten minutes; "
        "room for some 82,000 more such awards",
    ]


def test_a_site_without_awards_promises_no_room() -> None:
    lines = report(site(0))
    assert lines[-2] == "1.5 MB, 0.1 % of the 1,000 MB that GitHub Pages allows a site"
    assert not [line for line in lines if "award" in line]
    assert report(Sizes())[1] == "the site      0      0"


def test_room_is_what_fits() -> None:
    sizes = site(10_000)
    allowed, _ = uses(sizes)
    fits, bursts = site(10_000 + allowed.room), site(10_000 + allowed.room + 1)
    assert fits.total <= GIGABYTE < bursts.total


def test_without_assertions_an_award_is_smaller() -> None:
    with_them, without = site(1_000), site(1_000)
    without.files[Kind.ASSERTION] = without.bytes[Kind.ASSERTION] = 0
    assert [use.award for use in uses(with_them)] == [9_600, 9_600 + 3 * 768]
    assert [use.award for use in uses(without)] == [9_000, 9_000 + 2 * 768]


def test_four_fifths_of_a_limit_are_warned_of() -> None:
    told = 'docs/hosting.md tells under "Size" what to do'
    tar = "of the 1,000 MB that GitHub recommends for its tar, as a deployment has ten minutes"
    assert warnings(site(65_000)) == []
    assert warnings(site(70_000)) == [f"826 MB, 82 % {tar}: {told}"]
    assert warnings(site(90_000)) == [
        f"866 MB, 86 % of the 1,000 MB that GitHub Pages allows a site: {told}",
        f"1,061 MB, 106 % {tar}: {told}",
    ]


def test_the_warning_begins_at_four_fifths() -> None:
    below, at = Sizes(), Sizes()
    below.add("talk.mp4", 799_998_000)
    at.add("talk.mp4", 800_000_000)
    assert [len(warnings(below)), len(warnings(at))] == [0, 2]


def test_a_full_site_has_no_room() -> None:
    assert [line.partition("; ")[2] for line in report(site(110_000))[-2:]] == ["no more awards fit"] * 2
