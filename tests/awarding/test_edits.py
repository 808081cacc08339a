"""What a change would do is shown before it is done, and can be checked before it is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.adapters.registry_folder import RegistryFolder
from generator.awarding.edits import Edits
from generator.publishing.checking import check
from generator.sources.overlay import Overlay
from tests.builds import REGISTRY

AWARD = "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml"


def test_a_difference_is_one_that_git_could_apply() -> None:
    text = (REGISTRY / AWARD).read_bytes()
    changed = text.replace(b"2026-05-14", b"2026-05-15")
    shown = Edits.of(RegistryFolder(REGISTRY), {AWARD: changed, "badges/README.md": b"one\ntwo"}).difference()
    assert f"--- a/{AWARD}\n+++ b/{AWARD}\n@@ " in shown
    assert "-awarded: 2026-05-14" in shown
    assert "+awarded: 2026-05-15" in shown
    assert "--- /dev/null\n+++ b/badges/README.md\n@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline" in shown


def test_what_stays_as_it_is_is_no_edit() -> None:
    text = (REGISTRY / AWARD).read_bytes()
    assert Edits.of(RegistryFolder(REGISTRY), {AWARD: text, "badges/README.md": None}).files == {}


def test_a_difference_gives_the_terminal_no_order() -> None:
    assert "\x1b" not in Edits.of(RegistryFolder(REGISTRY), {"badges/README.md": b"\x1b[31mred\n"}).difference()


def test_a_registry_can_be_checked_as_it_would_be() -> None:
    source = RegistryFolder(REGISTRY)
    assert check(source, date(2026, 11, 20)).problems == []
    gone = check(Overlay(source, {AWARD: None}), date(2026, 11, 20))
    assert {problem.code for problem in gone.problems} == {"unknown-award"}
    moved = AWARD.replace("lincoln-high/circuit-design", "new-campus/circuit-design")
    strange = check(Overlay(source, {AWARD: None, moved: (REGISTRY / AWARD).read_bytes()}), date(2026, 11, 20))
    assert "unknown-campus" in {problem.code for problem in strange.problems}
    assert Overlay(source, {AWARD: b"x"}).read(AWARD) == b"x"


def test_what_would_be_gone_cannot_be_read() -> None:
    with pytest.raises(FileNotFoundError):
        Overlay(RegistryFolder(REGISTRY), {AWARD: None}).read(AWARD)


def test_a_registry_under_change_is_listed_like_any_other(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/z.yml").write_text("")
    seen = Overlay(RegistryFolder(tmp_path), {"a/b.yml": b"", "a/c/d.yml": b"", "a/z.yml": None, "x/y": b""})
    assert [(entry.path, entry.kind) for entry in seen.list("a")] == [("a/b.yml", "file"), ("a/c", "folder")]
    assert [entry.path for entry in seen.list("")] == ["a", "x"]
    assert [entry.path for entry in seen.list("a/c")] == ["a/c/d.yml"]
