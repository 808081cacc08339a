"""One registry, one site: fast or plain, cold or warm, in a folder or a tar, by one process or several."""

from __future__ import annotations

import tarfile
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from generator.adapters import site_build
from generator.adapters.build_request import Request
from generator.adapters.building import build_site
from generator.adapters.tar_stage import TarSite
from generator.publishing import checking, records
from generator.publishing.outlet import Places
from generator.publishing.progress import deaf
from tests import odd_registry
from tests.builds import SEED, badges, built, digests

AWARDS = 1_100  # more than a batch


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A registry with odd text in every field."""
    return odd_registry.write(tmp_path_factory.mktemp("ways") / "registry", AWARDS, seed=5)


@pytest.fixture(scope="module")
def site(source: Path) -> Path:
    """Its site, built fast by two processes."""
    return built(source, source.with_name("site"), "--jobs", 2)


def tarred(source: Path, out: Path, *arguments: object) -> Path:
    """Build a registry into a tar with the sample's key; the tar."""
    done = badges("build", "--source", source, "--tar", out, *arguments, BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def test_one_process_makes_what_two_make(source: Path, site: Path, tmp_path: Path) -> None:
    assert digests(built(source, tmp_path / "site", "--jobs", 1)) == digests(site)


def test_the_plain_path_makes_what_the_fast_one_makes(source: Path, site: Path, tmp_path: Path) -> None:
    assert digests(built(source, tmp_path / "site", "--plain", "--jobs", 2)) == digests(site)


def test_a_site_that_is_there_stays_what_it_is(source: Path, site: Path) -> None:
    before = digests(site)
    done = badges("build", "--source", source, "--out", site, BADGES_SIGNING_KEY=SEED)
    assert "as it was: nothing has changed" in done.stderr
    assert digests(site) == before


def test_a_tar_holds_the_same_site(source: Path, site: Path, tmp_path: Path) -> None:
    tar = tarred(source, tmp_path / "site.tar", "--jobs", 2)
    with tarfile.open(tar) as file:
        members = file.getmembers()
        found = {
            member.name.removeprefix("./"): sha256(content.read()).hexdigest()
            for member in members
            if (content := file.extractfile(member))
        }
    assert found == digests(site)
    assert Counter(member.name for member in members).most_common(1)[0][1] == 1
    assert {(each.type, each.mode, each.uid, each.gid, each.mtime) for each in members} == {
        (tarfile.REGTYPE, 0o644, 0, 0, 0)
    }
    assert [file.name for file in tmp_path.iterdir()] == ["site.tar"]


def test_a_tar_is_the_same_whoever_makes_it(source: Path, tmp_path: Path) -> None:
    made = [
        tarred(source, tmp_path / "one.tar", "--jobs", 1).read_bytes(),
        tarred(source, tmp_path / "two.tar", "--jobs", 2).read_bytes(),
        tarred(source, tmp_path / "plain.tar", "--plain", "--jobs", 2).read_bytes(),
    ]
    assert made[0] == made[1] == made[2]
    assert len(made[0]) % tarfile.RECORDSIZE == 0


def test_a_tar_of_many_batches_knows_where_few_files_are(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[Places] = []

    def noted(file: Path, url: str, places: Places) -> TarSite:
        known.append(places)
        return TarSite(file, url, places)

    monkeypatch.setattr(site_build, "TarSite", noted)
    monkeypatch.setattr(checking, "BATCH", 50)
    monkeypatch.setattr(records, "SAMPLE", 5)
    (tmp_path / "key").write_text(SEED, "utf-8")
    request = Request(source=source, out=tmp_path, tar=tmp_path / "site.tar", jobs=1, key_file=tmp_path / "key",
                      preview=False)  # fmt: skip
    built = build_site(request, deaf)
    assert built.awards == AWARDS
    (places,) = known
    awards = {path.rpartition("/")[2].partition(".")[0] for path in places if "awards/" in path}
    # Each batch has six or seven that would be read back if there were no others.
    assert 5 <= built.read_back.awards <= len(awards) < 2 * AWARDS // 50


def test_a_tar_of_a_registry_with_a_mistake_is_not_made(source: Path, tmp_path: Path) -> None:
    wrong = odd_registry.write(tmp_path / "registry", 3)
    next((wrong / "recipients").glob("*/*/*.yml")).write_text("badge: none\n", "utf-8")
    (tmp_path / "site.tar").write_bytes(b"what was there")
    done = badges("build", "--source", wrong, "--tar", tmp_path / "site.tar", BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 1
    assert (tmp_path / "site.tar").read_bytes() == b"what was there"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["registry", "site.tar"]


def test_a_tar_is_not_written_over_a_folder(source: Path, tmp_path: Path) -> None:
    done = badges("build", "--source", source, "--tar", tmp_path, BADGES_SIGNING_KEY=SEED)
    assert done.returncode != 0
    assert "this is not a file" in done.stderr


def test_a_site_goes_to_one_place(source: Path, tmp_path: Path) -> None:
    done = badges("build", "--source", source, "--tar", tmp_path / "a.tar", "--out", tmp_path / "site")
    assert done.returncode == 2
    assert "leave out --out or --tar" in done.stderr
