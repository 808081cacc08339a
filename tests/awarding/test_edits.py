"""What a change would do is shown before it is done, and can be checked before it is written."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.adapters.registry_folder import RegistryFolder
from generator.awarding.edits import Edits
from generator.cli.carry_out import show
from generator.publishing.checking import check
from generator.sources.overlay import Overlay
from tests.builds import REGISTRY

AWARD = "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml"


@pytest.mark.parametrize(
    "before",
    [
        None,
        b"one\ntwo\nthree\n",
        b"one\r\ntwo\t# here\r\nthree",
        b"\xef\xbb\xbfone\rtwo\nthree\x0c\x1b[31m\n",
        "one\u2028two\u0085\nthree\u202e".encode(),
        b"S\xe4mple\n",
    ],
)
@pytest.mark.parametrize("after", [None, b"one\r\nfour", b"\xe4\n\n"])
def test_a_difference_is_one_that_git_applies_to_the_byte(
    tmp_path: Path, before: bytes | None, after: bytes | None
) -> None:
    (tmp_path / "badges").mkdir()
    file = tmp_path / "badges/README.md"
    if before is not None:
        file.write_bytes(before)
    edits = Edits.of(RegistryFolder(tmp_path), {"badges/README.md": after})
    for name in ("init", "apply") if edits.files else ():
        subprocess.run(["git", name, "--quiet"], cwd=tmp_path, input=edits.difference(), check=True)
    assert (file.read_bytes() if file.exists() else None) == after


def test_a_difference_names_its_files_and_shows_what_is_around() -> None:
    text = (REGISTRY / AWARD).read_bytes()
    changed = text.replace(b"2026-05-14", b"2026-05-15")
    shown = Edits.of(RegistryFolder(REGISTRY), {AWARD: changed, "badges/README.md": b"one\ntwo"}).difference().decode()
    assert f"--- a/{AWARD}\n+++ b/{AWARD}\n@@ " in shown
    assert "-awarded: 2026-05-14" in shown
    assert "+awarded: 2026-05-15" in shown
    assert "--- /dev/null\n+++ b/badges/README.md\n@@ -0,0 +1,2 @@\n+one\n+two\n\\ No newline" in shown


def test_of_what_is_no_text_only_the_name_is_shown() -> None:
    edits = Edits({"a.whl": b"PK\x03\x04\0\n", "b.txt": b"one\n"}, {"a.whl": None, "b.txt": b"\0\n"})
    told = edits.difference()
    assert told == b"Binary files /dev/null and b/a.whl differ\nBinary files a/b.txt and b/b.txt differ\n"


def test_what_stays_as_it_is_is_no_edit() -> None:
    text = (REGISTRY / AWARD).read_bytes()
    assert Edits.of(RegistryFolder(REGISTRY), {AWARD: text, "badges/README.md": None}).files == {}


@pytest.mark.parametrize("somebody_looks", [True, False])
def test_a_difference_gives_a_terminal_no_order_and_a_file_every_byte(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], somebody_looks: bool
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: somebody_looks)
    show(Edits.of(RegistryFolder(REGISTRY), {"badges/README.md": b"\x1b[31mred\t# comment\r\n"}))
    told = capsysbinary.readouterr().out
    assert (b"\x1b" in told) == (not somebody_looks)
    assert (b"\n+\\x1b[31mred    # comment\n" in told) == somebody_looks


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
