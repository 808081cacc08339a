"""The benchmark verifies before it prints, and its check can fail."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from bench import rows, verifying
from bench.measuring import badges
from bench.registry import Plan, write
from bench.results import Result
from bench.verifying import Wrong
from bench.workplace import NoRoom, Workplace
from generator.errors import UnknownDocument

PLAN = Plan(awards=30)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    write(PLAN, folder / "registry")
    badges("build", "--source", folder / "registry", "--out", folder / "site", "--jobs", 1, cores=2, cache=folder)
    return folder / "site"


def test_a_site_that_was_built_is_verified(site: Path) -> None:
    assert verifying.verify(verifying.folder(site), PLAN, range(PLAN.awards)) == PLAN.awards
    assert verifying.count_awards(site) == PLAN.awards


def test_the_same_site_in_a_tar(site: Path, tmp_path: Path) -> None:
    file = tmp_path / "site.tar"
    with tarfile.open(file, "w") as tar:
        tar.add(site, ".")
    assert verifying.digests(file) == verifying.digests(site)
    fetch, awards = verifying.tar(file, PLAN, [3, 24])
    assert awards == PLAN.awards
    assert verifying.verify(fetch, PLAN, [3, 24]) == 2
    with pytest.raises(UnknownDocument):
        fetch("https://badges.riverbend.example/nothing.json")


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_long_paths_in_every_form_of_tar(tmp_path: Path, form: int) -> None:
    long = Path("/".join(["a-folder-with-quite-a-name"] * 5)) / "file.txt"
    (tmp_path / "in" / long).parent.mkdir(parents=True)
    (tmp_path / "in" / long).write_bytes(b"long" * 200)
    (tmp_path / "in" / "short.txt").write_bytes(b"")
    with tarfile.open(tmp_path / "x.tar", "w", format=form) as tar:
        tar.add(tmp_path / "in", ".")
    with (tmp_path / "x.tar").open("rb") as stream:
        found = {path: (start, size) for path, start, size in verifying.members(stream.read, stream.seek)}
    assert {path: size for path, (_, size) in found.items()} == {long.as_posix(): 800, "short.txt": 0}
    start, size = found[long.as_posix()]
    assert (tmp_path / "x.tar").read_bytes()[start : start + size] == b"long" * 200


def test_a_spoilt_site_is_noticed(site: Path) -> None:
    fetch = verifying.folder(site)
    award = PLAN.id(5)

    def spoilt(url: str) -> bytes:
        return fetch(url).replace(b"Riverbend", b"Riverbent") if award in url else fetch(url)

    with pytest.raises(Wrong, match=f"award {award} is refused"):
        verifying.verify(spoilt, PLAN, [5])


def test_an_award_that_is_missing_is_noticed(site: Path) -> None:
    with pytest.raises(Wrong):
        verifying.verify(verifying.folder(site), PLAN, [PLAN.awards])


def test_trees_that_differ_are_noticed(tmp_path: Path) -> None:
    for name, text in (("one", "a"), ("two", "a"), ("other", "b")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(text)
    assert verifying.demand_same(tmp_path / "one", tmp_path / "two", "two ways") == 1
    with pytest.raises(Wrong, match="two ways: 1 files differ, the first is file"):
        verifying.demand_same(tmp_path / "one", tmp_path / "other", "two ways")


def test_the_sample_is_spread_and_of_every_place_in_a_group() -> None:
    chosen = verifying.sample(100_000, 50)
    assert len(chosen) >= 50
    assert {number % 25 for number in chosen} == set(range(25))
    assert (chosen[0], chosen[-1]) == (0, 99_999)
    assert verifying.sample(10, 50) == list(range(10))


def test_a_disk_without_room_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    place = Workplace(tmp_path, 100, 100, 1, 1)
    with pytest.raises(NoRoom, match="name another with --folder"):
        place.registry(Plan(awards=10**11))
    assert not list(tmp_path.rglob("registry*"))


def test_a_site_with_an_award_too_few_gives_no_figure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "count_awards", lambda site: PLAN.awards - 1)
    place = Workplace(tmp_path, PLAN.awards, PLAN.awards, 1, 1)
    printed: list[Result] = []
    with pytest.raises(Wrong, match="29 awards were built of 30"):
        printed.extend(rows.cold(place))
    assert printed == []
