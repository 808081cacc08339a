"""A build changes what has changed and nothing else, and what is there then is what a whole new build makes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from generator.adapters import building, earlier, registry, site_build, staging
from generator.adapters.build_request import Request
from generator.adapters.building import build_site
from generator.adapters.ledger import place_of
from generator.diagnostics import errors_of
from generator.errors import SiteChangedInPart
from generator.proofs.keys import SigningKey
from generator.publishing.outcome import Built
from generator.publishing.progress import deaf
from tests.builds import REGISTRY, SEED, digests

CIRCUITS = "recipients/lincoln-high/circuit-design"
FIRST, SECOND = "bhp5n40baqpaaqspp7ft4y5m95", "ef0aqs1f2ye055gxke4z9w47aj"
STACK = "q5xcx3p8dawbb271ayt5v59k0r"
# Files that say something of all awards.
OF_ALL = {"api/registry.json", "status/0.json", "ob2/revocations.json"}


class Place:
    """A copy of the sample registry, with a site of its own."""

    def __init__(self, folder: Path) -> None:
        self.source, self.site = folder / "registry", folder / "site"
        shutil.copytree(REGISTRY, self.source)
        (folder / "key").write_text(SEED, "utf-8")
        self.key = folder / "key"

    def build(self, out: Path | None = None, *, remember: bool = True) -> Built:
        """Build the site, or one elsewhere."""
        place = out or self.site
        request = Request(source=self.source, out=place, jobs=1, key_file=self.key, preview=False, remember=remember)
        return build_site(request, deaf)

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file of the registry."""
        file = self.source / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")

    def seen(self) -> dict[str, tuple[int, int, str]]:
        """Each file of the site: its number, when it was last touched, and what is in it."""
        told = digests(self.site)
        stats = {path: (self.site / path).stat() for path in told}
        return {path: (stats[path].st_ino, stats[path].st_ctime_ns, told[path]) for path in told}

    def as_new(self) -> dict[str, str]:
        """What a whole new build makes."""
        fresh = self.site.with_name("fresh")
        self.build(fresh, remember=False)
        made = digests(fresh)
        shutil.rmtree(fresh)
        return made

    @property
    def ledger(self) -> Path:
        """What the build wrote down."""
        place = place_of("build", self.source, self.site)
        assert place is not None
        return place


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """A registry whose site is built."""
    made = Place(tmp_path)
    assert not made.build().unchanged
    return made


def touched(place: Place, before: dict[str, tuple[int, int, str]]) -> set[str]:
    """The files of the site that are not the same files any more, or are new, or gone."""
    now = place.seen()
    return {path for path in now.keys() | before.keys() if now.get(path) != before.get(path)}


def test_nothing_is_touched_where_nothing_has_changed(place: Place) -> None:
    before, told = place.seen(), place.build()
    assert told.unchanged
    assert (told.awards, told.revoked, told.lists) == (8, 1, 1)
    assert told.sizes.awards == 8
    assert touched(place, before) == set()


def test_files_that_were_only_touched_are_as_they_were(place: Place) -> None:
    before = place.seen()
    for file in (place.source / "recipients").rglob("*.yml"):
        os.utime(file)
    assert place.build().unchanged
    assert touched(place, before) == set()


def test_a_new_award_changes_its_own_files_and_those_of_all_awards(place: Place) -> None:
    before = place.seen()
    new = "0123456789abcdefghjkmnpqrs"
    text = (place.source / CIRCUITS / f"{FIRST}.yml").read_text("utf-8")
    for old, other in (("a1", "b2"), ("3f", "4e"), ("9d", "8c"), ("c0", "d1")):
        text = text.replace(old, other)
    lines = [("status: 90001" if line.startswith("status:") else line) for line in text.splitlines()]
    (place.source / CIRCUITS / f"{new}.yml").write_text("\n".join(lines) + "\n", "utf-8")
    told = place.build()
    assert not told.problems
    assert told.awards == 9
    assert told.read_back.awards == 1
    own = {f"awards/01/{new}.html", f"awards/01/{new}.json", f"ob2/awards/01/{new}.json"}
    assert own <= touched(place, before) <= own | OF_ALL
    assert digests(place.site) == place.as_new()


def test_a_changed_award_changes_what_was_built_on_it(place: Place) -> None:
    before = place.seen()
    parts = (place.source / f"recipients/lincoln-high/engineering-foundations/{STACK}.yml").read_text("utf-8")
    assert FIRST in parts
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-14", "awarded: 2026-05-13")
    told = place.build()
    assert not told.problems
    changed = touched(place, before)
    assert {f"awards/bh/{FIRST}.html", f"awards/bh/{FIRST}.json", f"awards/q5/{STACK}.html"} <= changed
    assert not any(SECOND in path for path in changed)
    assert digests(place.site) == place.as_new()


def test_an_award_that_is_gone_takes_its_files_with_it(place: Place) -> None:
    (place.source / CIRCUITS / f"{SECOND}.yml").unlink()
    told = place.build()
    assert told.awards == 7
    assert not any(SECOND in path for path in digests(place.site))
    assert digests(place.site) == place.as_new()
    assert not (place.site / "awards/ef").exists()


def test_another_word_of_a_badge_leaves_the_awards_of_others_alone(place: Place) -> None:
    before = place.seen()
    place.edit("badges/3d-modeling/v1.yml", "name: 3D Modeling", "name: Modelling in 3D")
    place.build()
    changed = touched(place, before)
    assert "badges/3d-modeling/index.html" in changed
    assert "awards/hb/hb57yhmdwecgv6e0bfjemhdrq3.html" in changed
    assert f"awards/bh/{FIRST}.html" not in changed
    assert digests(place.site) == place.as_new()


def test_a_badge_that_is_gone_takes_its_files_with_it(place: Place) -> None:
    for folder in ("badges/self-driving-car", "recipients/harbor-middle/self-driving-car"):
        shutil.rmtree(place.source / folder)
    place.edit("badges/issuer.yml", ", self-driving-car", "")
    told = place.build()
    assert not errors_of(told.problems), told.problems
    assert not (place.site / "badges/self-driving-car").exists()
    assert digests(place.site) == place.as_new()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda site: (site / f"awards/bh/{FIRST}.html").write_bytes(b""),
        lambda site: (site / f"awards/bh/{FIRST}.json").unlink(),
        lambda site: (site / "awards/bh/stray.html").write_bytes(b"<p>"),
        lambda site: (site / "awards/zz").mkdir(),
        lambda site: shutil.rmtree(site / "ob2"),
        lambda site: (site / "index.html").write_bytes(b"other"),
        lambda site: (site / "badges/index.html").unlink(),
        lambda site: (site / "extra.txt").write_bytes(b"other"),
        lambda site: (site / "status/0.json").write_bytes(b"{}"),
        lambda site: (site / "awards/bh/folder").mkdir(),
        lambda site: (site / "evil").symlink_to("/"),
    ],
    ids=[
        "emptied",
        "removed",
        "added",
        "a folder",
        "a tree",
        "a page",
        "no page",
        "a file",
        "a list",
        "inside",
        "a link",
    ],
)
def test_a_site_that_somebody_touched_is_mended(place: Place, spoil: Callable[[Path], object]) -> None:
    before = digests(place.site)
    spoil(place.site)
    place.build()
    assert digests(place.site) == before


@pytest.mark.parametrize("at", [0.0, 0.02, 0.3, 0.6, 0.9, 1.0])
def test_a_damaged_ledger_costs_time_and_nothing_else(place: Place, at: float) -> None:
    data = bytearray(place.ledger.read_bytes())
    data[min(len(data) - 1, int(len(data) * at))] ^= 0x20
    place.ledger.write_bytes(data)
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-14", "awarded: 2026-05-13")
    place.build()
    assert digests(place.site) == place.as_new()


@pytest.mark.parametrize("content", [b"", b"{}", b"0 {}\n", b"\xff" * 1000])
def test_a_ledger_that_is_none_is_as_if_there_were_none(place: Place, content: bytes) -> None:
    before = digests(place.site)
    place.ledger.write_bytes(content)
    assert not place.build().unchanged
    assert digests(place.site) == before
    assert place.build().unchanged


def test_a_ledger_of_another_program_is_not_believed(place: Place) -> None:
    line, _, rest = place.ledger.read_bytes().partition(b"\n")
    header = json.loads(line.partition(b" ")[2])
    assert len(header["format"][1]) == 64
    place.ledger.write_bytes(line.replace(header["format"][1].encode(), b"0" * 64) + b"\n" + rest)
    assert not place.build().unchanged


def test_another_key_signs_all_anew(place: Place) -> None:
    place.key.write_text("03" * 32, "utf-8")
    place.edit("badges/issuer.yml", "z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX", _public("03" * 32))
    place.build()
    assert digests(place.site) == place.as_new()


def _public(seed: str) -> str:
    return SigningKey.from_secret(seed).public_multikey


# Ends the process as a pulled plug would, at the nth file that is moved into the site.
KILLED = """
import os, signal, sys
from generator.adapters import staging
move, left = staging._move, int(sys.argv.pop(1))
def counted(file, place):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    move(file, place)
staging._move = counted
from generator.cli.main import main
main()
"""


@pytest.mark.parametrize("then", ["2026-05-13", "2026-05-14"])
@pytest.mark.parametrize("moved", [0, 1, 3])
def test_a_change_that_is_cut_off_is_mended_by_the_next_build(place: Place, moved: int, then: str) -> None:
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-14", "awarded: 2026-05-13")
    command = [sys.executable, "-c", KILLED, str(moved), "build", "--source", str(place.source)]
    command += ["--out", str(place.site), "--key-file", str(place.key)]
    kept = {name: os.environ[name] for name in ("XDG_CACHE_HOME", "PATH")}
    done = subprocess.run(command, env={"PYTHONPATH": ".", **kept}, capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (place.site.parent / ".site.staged").exists()
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-13", f"awarded: {then}")
    place.build()
    assert not (place.site.parent / ".site.staged").exists()
    assert digests(place.site) == place.as_new()


def test_what_lies_in_a_staging_folder_is_not_believed(place: Place, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine", "utf-8")
    planted = place.site.parent / ".site.staged" / "planted"
    (planted / "site" / "awards").mkdir(parents=True)
    (planted / "site" / "awards" / "forged.html").write_text("forged", "utf-8")
    note = {"moved": ["awards/forged.html"], "removed": [str(precious), "../precious"]}
    (planted / "change.json").write_text(json.dumps(note), "utf-8")
    before = digests(place.site)
    place.build()
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-14", "awarded: 2026-05-13")
    place.build()
    assert precious.read_text("utf-8") == "mine"
    assert digests(place.site).keys() == before.keys()


@pytest.mark.parametrize("inside", ["awards/bh", "badges", "ob2/awards"])
def test_a_link_in_the_site_leads_nobody_out(place: Place, tmp_path: Path, inside: str) -> None:
    precious = tmp_path / "precious"
    (precious / "bh").mkdir(parents=True)
    (precious / "thesis.html").write_text("mine", "utf-8")
    before = digests(place.site)
    shutil.rmtree(place.site / inside)
    (place.site / inside).symlink_to(precious)
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-14", "awarded: 2026-05-13")
    place.build()
    assert sorted(file.name for file in precious.rglob("*")) == ["bh", "thesis.html"]
    assert not (place.site / inside).is_symlink()
    assert digests(place.site).keys() == before.keys()


def test_a_readme_among_awards_does_not_keep_those_that_are_gone(place: Place) -> None:
    (place.source / CIRCUITS / "README.md").write_text("# Ours\n", "utf-8")
    place.build()
    (place.source / CIRCUITS / f"{SECOND}.yml").unlink()
    place.build()
    assert digests(place.site) == place.as_new()


def test_a_damaged_ledger_does_not_keep_awards_that_are_gone(place: Place) -> None:
    data = bytearray(place.ledger.read_bytes())
    data[-1] ^= 0x20
    place.ledger.write_bytes(data)
    for file in (place.source / "recipients").rglob(f"{SECOND}.yml"):
        file.unlink()
    place.build()
    assert digests(place.site) == place.as_new()


def test_a_clock_that_was_put_back_makes_awards_of_the_future(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: date(2026, 3, 1))
    told = place.build()
    assert "date-in-future" in {problem.code for problem in told.problems}


def test_another_day_and_commit_leave_the_catalogue_alone(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(**_: object) -> None:
        raise AssertionError("the pages of the catalogue are made again")

    before = place.seen()
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-14", "awarded: 2026-05-13")
    monkeypatch.setattr(earlier, "COARSE", 0)  # instead of waiting until the copied files are old enough
    monkeypatch.setattr(registry, "today", lambda: date(2026, 12, 30))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1782864000")
    monkeypatch.setattr(building, "commit_of_folder", lambda folder: "1" * 40)
    with monkeypatch.context() as patched:
        patched.setattr(site_build, "build_catalogue", never)
        place.build()
    changed = touched(place, before)
    assert "api/registry.json" in changed
    assert f"awards/bh/{FIRST}.json" in changed
    assert not {path for path in changed if path.endswith("index.html")}
    assert digests(place.site) == place.as_new()


def test_a_disk_that_is_full_in_the_middle_of_a_change_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.edit(f"{CIRCUITS}/{FIRST}.yml", "awarded: 2026-05-14", "awarded: 2026-05-13")

    def full(file: Path, there: Path) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(staging, "_move", full)
    with pytest.raises(SiteChangedInPart, match="was changed in part"):
        place.build()
    monkeypatch.undo()
    place.build()
    assert digests(place.site) == place.as_new()


def test_without_a_place_for_it_nothing_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    made = Place(tmp_path)
    assert not made.build().unchanged
    assert not made.build().unchanged


def test_awards_of_a_campus_that_the_issuer_does_not_have_are_told(place: Place) -> None:
    (place.source / "recipients" / "harbor-middle").rename(place.source / "recipients" / "elsewhere")
    for remember in (True, False):
        codes = {problem.code for problem in errors_of(place.build(remember=remember).problems)}
        assert "unknown-campus" in codes


@pytest.mark.parametrize("plain", [False, True])
def test_two_records_of_one_id_are_told_and_not_written_over(place: Place, tmp_path: Path, plain: bool) -> None:
    record = next((place.source / "recipients" / "lincoln-high").rglob("*.yml"))
    other = place.source / "recipients" / "harbor-middle" / record.parent.name / record.name
    other.parent.mkdir(exist_ok=True)
    shutil.copyfile(record, other)
    out = tmp_path / "another"
    request = Request(source=place.source, out=out, jobs=1, key_file=place.key, preview=False, plain=plain)
    assert "repeated-id" in {problem.code for problem in build_site(request, deaf).problems}
    assert not out.exists()
