"""What a build wrote is read back as a stranger would, in any number of processes, and what fails is named."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar

import pytest

from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.site_folder import SiteFolder
from generator.errors import ReadBackFailed, UnknownDocument
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.publishing import reading_back
from generator.publishing.outcome import ReadBack, Word
from generator.publishing.progress import deaf
from generator.publishing.reading_back import Opinion, read_back
from generator.publishing.records import Candidate
from generator.sources import catalogue as catalogues

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden" / "site"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class Site:
    """The golden site, but for some files; of its images, which are not kept there, any bytes."""

    folder: SiteFolder
    other: Mapping[str, bytes] = field(default_factory=dict)

    def __call__(self, url: str) -> bytes:
        path = url.removeprefix(self.folder.url + "/")
        if path.endswith((".png", ".svg")):
            return b"image"
        if self.other.get(path) == b"":
            raise UnknownDocument(url)
        return self.other.get(path) or self.folder(url)


@dataclass(frozen=True)
class Says:
    """An implementation that says the same of everything, and of one document something else."""

    usual: Word
    of: str = ""
    other: Word = Word.DIFFERS
    name: str = "another"

    def __call__(self, data: bytes, key: str, /) -> tuple[Word, str]:
        assert key.startswith("z6Mk")
        return (self.other, "it reads 7 for 8") if json.loads(data)["id"].endswith(self.of or "/") else (self.usual, "")


def elsewhere(function: Callable[[A], B], items: Iterable[A], /) -> Iterator[B]:
    """A map that works in other processes, as far as what it is given can tell, the last item first."""
    sent: list[Any] = [pickle.loads(pickle.dumps((function, item))) for item in items]
    values = [pickle.loads(pickle.dumps(work(item))) for work, item in reversed(sent)]
    yield from reversed(values)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    loaded = catalogues.load(RegistryFolder(TESTS / "registry"), NOW.date()).catalogue
    assert loaded is not None
    return loaded


@pytest.fixture(scope="module")
def folder(catalogue: Catalogue) -> SiteFolder:
    return SiteFolder(GOLDEN, catalogue.issuer.url)


def candidates() -> list[Candidate]:
    """All awards of the golden site."""
    found = []
    for file in sorted((GOLDEN / "ob2" / "awards").glob("*/*.json")):
        kinds = {"revoked"} if json.loads(file.read_bytes()).get("revoked") else set()
        found.append(Candidate(sha256(file.stem.encode()).digest(), AwardId(file.stem), frozenset(kinds)))
    return sorted(found)


def done(catalogue: Catalogue, site: Site, run: Any = map, *opinions: Opinion, **more: Any) -> ReadBack:
    return read_back(catalogue, candidates(), [0], site, NOW, run, deaf, opinions=opinions, **more)


@pytest.mark.parametrize("run", [map, elsewhere])
def test_all_that_was_written_is_accepted(
    catalogue: Catalogue, folder: SiteFolder, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_back, "BATCH", 3)
    found = done(catalogue, Site(folder), run, Says(Word.HOLDS))
    badges = len(list(catalogue.achievements()))
    assert found.awards == len(candidates()) == 8
    assert found.documents == 5 + 2 * badges
    assert found.opinions == {"another": {Word.HOLDS: 9, Word.DIFFERS: 0, Word.SILENT: 0}}


@pytest.mark.parametrize("run", [map, elsewhere])
def test_the_first_that_fails_is_named(
    catalogue: Catalogue, folder: SiteFolder, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_back, "BATCH", 2)
    first, last = candidates()[1], candidates()[-1]
    spoilt: dict[str, bytes] = {}
    for candidate in (first, last):
        path = catalogue.issuer.addresses.site_path(catalogue.issuer.addresses.credential(candidate.award))
        assert path is not None
        spoilt[path] = (GOLDEN / path).read_bytes().replace(b'"type":["Achievement"]', b'"type":["Achievements"]')
    with pytest.raises(ReadBackFailed) as failed:
        done(catalogue, Site(folder, spoilt), run)
    assert failed.value.url == catalogue.issuer.addresses.credential(first.award)
    assert failed.value.verdict == "refused"


@pytest.mark.parametrize(
    "path", ["ob2/issuer.json", "issuer/profile.json", "status/0.json", ".well-known/did.json", "ob2/revocations.json"]
)
def test_a_site_document_that_is_missing_is_named(catalogue: Catalogue, folder: SiteFolder, path: str) -> None:
    with pytest.raises(ReadBackFailed, match=path):
        done(catalogue, Site(folder, {path: b""}))


def test_only_what_is_asked_for_is_read(catalogue: Catalogue, folder: SiteFolder) -> None:
    """What was not written again may be anything; awards are judged by what they need all the same."""
    at = catalogue.issuer.addresses
    site = Site(folder, {"badges/basic-coding/v1.json": b"{}"})
    with pytest.raises(ReadBackFailed, match="basic-coding/v1"):
        done(catalogue, site)
    assert done(catalogue, site, documents=[at.profile, at.status_list(0)]).documents == 2
    assert done(catalogue, site, documents=()).documents == 0


def test_a_revoked_award_must_be_shown_as_revoked(catalogue: Catalogue, folder: SiteFolder) -> None:
    revoked = [candidate for candidate in candidates() if candidate.kinds]
    assert revoked
    unsaid = [Candidate(each.digest, each.award, frozenset()) for each in revoked]
    with pytest.raises(ReadBackFailed, match="revoked"):
        read_back(catalogue, unsaid, [0], Site(folder), NOW, map, deaf)
    standing = next(candidate for candidate in candidates() if not candidate.kinds)
    said = [Candidate(standing.digest, standing.award, frozenset(["revoked"]))]
    with pytest.raises(ReadBackFailed, match="nobody is told that it was revoked"):
        read_back(catalogue, said, [0], Site(folder), NOW, map, deaf)


def test_another_implementation_that_reads_otherwise_stops_the_build(catalogue: Catalogue, folder: SiteFolder) -> None:
    award = candidates()[3].award
    with pytest.raises(ReadBackFailed, match=r"it reads 7 for 8 \(second opinion: another\)") as failed:
        done(catalogue, Site(folder), elsewhere, Says(Word.HOLDS, f"{award}.json"))
    assert failed.value.url == catalogue.issuer.addresses.credential(award)


def test_one_that_says_nothing_does_not(catalogue: Catalogue, folder: SiteFolder) -> None:
    found = done(catalogue, Site(folder), map, Says(Word.SILENT))
    assert found.opinions["another"] == {Word.HOLDS: 0, Word.DIFFERS: 0, Word.SILENT: 9}


def test_how_far_it_is_is_told(catalogue: Catalogue, folder: SiteFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_back, "BATCH", 5)
    heard: list[tuple[str, int, int | None]] = []
    read_back(
        catalogue,
        candidates(),
        [0],
        Site(folder),
        NOW,
        map,
        lambda step, count, of=None: heard.append((step, count, of)),
    )
    assert heard[0] == ("awards read back", 0, 8)
    assert sum(count for _, count, _ in heard) == 8


def test_a_site_folder_can_be_sent_to_a_process(folder: SiteFolder) -> None:
    url = f"{folder.url}/issuer/profile.json"
    assert pickle.loads(pickle.dumps(folder))(url) == folder(url)
