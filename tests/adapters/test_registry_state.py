"""What a change would spoil is found without reading what didn't change, and is what a whole check would find."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.adapters import registry
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.registry_state import look
from generator.publishing.checking import check
from generator.sources.overlay import Overlay
from tests.builds import REGISTRY

CAMPUS = "recipients/lincoln-high"
AWARD = f"{CAMPUS}/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml"
NEW = f"{CAMPUS}/circuit-design/0123456789abcdefghjkmnpqrs.yml"
STACK = next((REGISTRY / CAMPUS / "engineering-foundations").glob("*.yml"))


def text(path: str) -> str:
    return (REGISTRY / path).read_text("utf-8")


CHANGES: list[tuple[str, dict[str, bytes | None]]] = [
    ("nothing", {}),
    ("a part goes", {AWARD: None}),
    ("a copy", {NEW: text(AWARD).encode()}),
    ("an id in two folders", {f"{CAMPUS}/3d-modeling/{Path(AWARD).name}": text(AWARD).encode()}),
    ("a number taken", {NEW: text(AWARD).replace("name: sha256$", "name: sha256$0").encode()}),
    ("a number reserved", {"recipients/reserved.yml": b"- {status: 34692, revoked: false}\n"}),
    ("a stack without its parts", {STACK.relative_to(REGISTRY).as_posix(): STACK.read_bytes().split(b"builds_on")[0]}),
    ("another campus", {NEW.replace("lincoln-high", "nowhere"): text(AWARD).encode()}),
    ("a stray file", {f"{CAMPUS}/circuit-design/notes.txt": b"x"}),
    ("nonsense", {AWARD: b"\xff"}),
    ("a badge that changes", {"badges/circuit-design/v1.yml": text("badges/circuit-design/v1.yml")[:200].encode()}),
    (
        "an issuer without the assessor",
        {"badges/issuer.yml": text("badges/issuer.yml").replace("lab:", "hall:").encode()},
    ),
]


@pytest.mark.parametrize("files", [files for _, files in CHANGES], ids=[name for name, _ in CHANGES])
def test_a_change_is_judged_as_the_whole_registry_would_be(files: dict[str, bytes | None]) -> None:
    before, whole = look(REGISTRY), check(Overlay(RegistryFolder(REGISTRY), files), registry.today())
    assert before.changed(files) == [problem for problem in whole.problems if problem not in before.problems]


@pytest.mark.parametrize("files", [files for _, files in CHANGES], ids=[name for name, _ in CHANGES])
def test_so_it_is_while_a_badge_is_a_draft(files: dict[str, bytes | None], tmp_path: Path) -> None:
    top = Path(shutil.copytree(REGISTRY, tmp_path / "registry", ignore=shutil.ignore_patterns(".badges")))
    draft = text("badges/circuit-design/v1.yml").replace("name: Circuit", 'name: "TODO: Circuit"  #')
    (top / "badges/circuit-design/v2.yml").write_text(draft, "utf-8")
    before, whole = look(top), check(Overlay(RegistryFolder(top), files), registry.today())
    assert [problem.code for problem in before.problems] == ["unfinished"]
    assert before.changed(files) == [problem for problem in whole.problems if problem not in before.problems]


def test_most_of_these_changes_bring_mistakes() -> None:
    before = look(REGISTRY)
    assert [name for name, files in CHANGES if not before.changed(files)] == ["nothing"]


def test_what_was_wrong_before_is_not_told_of_a_change(tmp_path: Path) -> None:
    files: dict[str, bytes | None] = {"recipients/stray.txt": b"x"}
    state = look(REGISTRY)
    assert [problem.code for problem in state.changed(files)] == ["unexpected-file"]


def test_the_first_award_of_a_badge_moves_no_other_award(tmp_path: Path) -> None:
    """A folder that comes first among those of its kind, in which there was none before."""
    top = Path(shutil.copytree(REGISTRY, tmp_path / "registry", ignore=shutil.ignore_patterns(".badges")))
    first = {file.relative_to(top).as_posix(): file.read_bytes() for file in top.glob("recipients/*/3d-modeling/*.yml")}
    stacks = [file.relative_to(top).as_posix() for file in top.glob("recipients/*/engineering-foundations/*.yml")]
    texts = {path: (top / path).read_bytes() for path in stacks}
    for folder in [*top.glob("recipients/*/3d-modeling"), *top.glob("recipients/*/engineering-foundations")]:
        shutil.rmtree(folder)
    before = look(top)
    assert before.problems == []
    assert before.changed(first | texts) == []
