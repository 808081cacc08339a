"""A check reads what has changed since the last one, and finds what a first one finds."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.adapters import earlier, remembered
from generator.adapters.checking import check_folder
from generator.adapters.ledger import place_of
from generator.adapters.registry_folder import RegistryFolder
from generator.publishing.progress import deaf
from tests.builds import REGISTRY

CIRCUITS = "recipients/lincoln-high/circuit-design"
FIRST, SECOND = f"{CIRCUITS}/bhp5n40baqpaaqspp7ft4y5m95.yml", f"{CIRCUITS}/ef0aqs1f2ye055gxke4z9w47aj.yml"
STACK = "recipients/lincoln-high/engineering-foundations/q5xcx3p8dawbb271ayt5v59k0r.yml"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the sample registry that was checked, and is right."""
    shutil.copytree(REGISTRY, tmp_path / "registry")
    assert told(tmp_path / "registry") == []
    return tmp_path / "registry"


def told(source: Path, *, remember: bool = True) -> list[tuple[str, str, int]]:
    """Code, path and line of each Problem."""
    found = check_folder(source, 1, deaf, remember=remember)
    return [(each.code, each.position.path, each.position.line) for each in found.problems]


def edit(file: Path, old: str, new: str) -> None:
    """Change a file."""
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def status_of(file: Path) -> str:
    return next(line for line in file.read_text("utf-8").splitlines() if line.startswith("status:"))


def test_a_second_check_reads_no_record(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(folder: RegistryFolder, path: str) -> bytes:
        read.append(path)
        return reading(folder, path)

    reading = RegistryFolder.read
    monkeypatch.setattr(RegistryFolder, "read", counted)
    # The first that comes looks into what was written a moment ago, and finds it the same.
    assert told(source) == []
    outcome = check_folder(source, 1, deaf)
    assert (outcome.badges, outcome.awards) == (5, 8)
    told(source, remember=False)
    assert {path for path in read if path.startswith("recipients/")} >= {FIRST, SECOND, STACK}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda top: edit(top / FIRST, "assessor: ", "assessor: no-such-"), "unknown-assessor"),
        (lambda top: edit(top / SECOND, status_of(top / SECOND), status_of(top / FIRST)), "status-taken"),
        (lambda top: (top / FIRST).unlink(), "unknown-award"),
        (lambda top: edit(top / FIRST, "awarded: 2026-05-14", "awarded: 2026-06-14"), "part-later"),
        (lambda top: edit(top / "badges/circuit-design/v1.yml", "id: exemplary", "id: other"), "unknown-level"),
        (lambda top: (top / CIRCUITS / "notes.txt").write_text("stray", "utf-8"), "unexpected-file"),
        (lambda top: shutil.copy(top / FIRST, top / CIRCUITS / "0123456789abcdefghjkmnpqrs.yml"), "seal-repeated"),
    ],
)
def test_what_is_wrong_is_found_each_time(source: Path, spoil: Callable[[Path], object], code: str) -> None:
    kept = source.with_name("kept")
    shutil.copytree(source, kept)
    spoil(source)
    fresh = told(source, remember=False)
    assert code in {each[0] for each in fresh}
    assert told(source) == fresh
    assert told(source) == fresh
    edit(source / "docs/index.md", "\n", "\n\n")
    assert told(source) == fresh
    shutil.rmtree(source)
    kept.rename(source)
    assert told(source) == []


def test_what_was_kept_twice_is_known_as_well_as_what_is_new(source: Path) -> None:
    for file in (FIRST, SECOND):
        edit(source / file, "\nidentity:", "\n\nidentity:")
        assert told(source) == []
    edit(source / SECOND, status_of(source / SECOND), status_of(source / FIRST))
    assert [each[0] for each in told(source)] == ["status-taken"]
    (source / FIRST).unlink()
    assert [each[:2] for each in told(source)] == [("unknown-award", STACK)]


@pytest.mark.parametrize("spoilt", ["a record", "a folder"])
def test_what_built_on_a_record_that_had_problems_is_asked_again_when_that_is_gone(source: Path, spoilt: str) -> None:
    if spoilt == "a record":
        (source / FIRST).write_text((source / FIRST).read_text("utf-8") + "nonsense: 1\n", "utf-8")
    else:
        (source / CIRCUITS / "junk.txt").write_text("", "utf-8")
    assert told(source)
    (source / FIRST).unlink()
    for _ in range(2):
        assert told(source) == told(source, remember=False)
        assert "unknown-award" in {code for code, _, _ in told(source)}


def test_a_damaged_ledger_hides_nothing(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (earlier, remembered):
        monkeypatch.setattr(module, "COARSE", 0, raising=False)  # instead of waiting until all is old enough
    place = place_of("check", source.resolve(), source.resolve())
    assert place is not None
    (source / FIRST).unlink()
    whole = place.read_bytes()
    entry = whole.index(Path(FIRST).stem.encode())
    for at in [*range(20, len(whole), len(whole) // 40), *range(entry, entry + 120, 20)]:
        place.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "unknown-award" in {code for code, _, _ in told(source)}


def test_what_a_computer_leaves_behind_does_not_matter(source: Path) -> None:
    (source / CIRCUITS / ".DS_Store").write_bytes(b"\0")
    assert told(source) == []
    assert told(source) == []


def test_a_registry_that_moved_is_checked_anew(source: Path, tmp_path: Path) -> None:
    edit(source / FIRST, "assessor: ", "assessor: no-such-")
    moved = tmp_path / "moved"
    source.rename(moved)
    assert [each[0] for each in told(moved)] == ["unknown-assessor"]
