"""A site is replaced whole or not at all."""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator.adapters import staging
from generator.adapters.staging import MARK, MARK_TEXT, settling, staged
from generator.errors import OutputRefused


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below the folder by its path."""
    return {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}


def build(out: Path, **files: str) -> None:
    with staged(out) as stage:
        for name, text in files.items():
            stage.write(f"deep/{name}.txt", text.encode())


def fail(out: Path, *files: str) -> None:
    """Stage these files, and then raise."""
    with staged(out) as stage:
        for name in files or ("b.txt",):
            stage.write(name, b"2")
        raise ValueError("no")


def test_a_site_is_made_where_there_was_none(tmp_path: Path) -> None:
    build(tmp_path / "new" / "site", a="1")
    assert tree(tmp_path) == {f"new/site/{MARK}": MARK_TEXT, "new/site/deep/a.txt": b"1"}


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_site_replaces_the_one_before_and_nothing_is_left_lying(
    tmp_path: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanges:
        monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    build(tmp_path / "site", a="1")
    build(tmp_path / "site", b="2")
    assert tree(tmp_path) == {f"site/{MARK}": MARK_TEXT, "site/deep/b.txt": b"2"}
    assert sorted(os.listdir(tmp_path)) == ["site"]


def test_a_failed_build_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    build(tmp_path / "site", a="1")
    before = tree(tmp_path)
    with pytest.raises(ValueError, match="no"):
        fail(tmp_path / "site")
    assert tree(tmp_path) == before
    assert sorted(os.listdir(tmp_path)) == ["site"]


def test_no_file_is_written_twice(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        fail(tmp_path / "site", "a.txt", "a.txt")


def test_what_cannot_be_written_to_the_disk_meanwhile_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def fails(folder: Path) -> None:
        tried.set()
        raise OSError(errno.EIO, "Input/output error", str(folder))

    monkeypatch.setattr(staging, "_SECONDS", 0.001)
    monkeypatch.setattr(staging, "_sync", fails)
    with pytest.raises(OSError, match="Input/output error"), settling(tmp_path):
        assert tried.wait(60)
    with pytest.raises(ValueError, match="no"), settling(tmp_path):
        raise ValueError("no")


def test_without_a_call_for_one_file_system_all_are_written_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: object())
    monkeypatch.setattr(os, "sync", lambda: synced.append("all"))
    build(tmp_path / "site", a="1")
    assert synced == ["all"]
    assert tree(tmp_path) == {f"site/{MARK}": MARK_TEXT, "site/deep/a.txt": b"1"}


def test_a_build_ended_between_the_two_steps_of_a_swap_is_mended(tmp_path: Path) -> None:
    build(tmp_path / "site", a="1")
    (tmp_path / "site").rename(tmp_path / ".site.previous")
    with pytest.raises(ValueError, match="no"):
        fail(tmp_path / "site")
    assert tree(tmp_path / "site")["deep/a.txt"] == b"1"
    assert sorted(os.listdir(tmp_path)) == ["site"]


def test_what_a_killed_build_left_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".site.staged" / "site").mkdir(parents=True)
    (tmp_path / ".site.staged" / "site" / "half.html").write_text("half")
    build(tmp_path / "site", a="1")
    assert tree(tmp_path) == {f"site/{MARK}": MARK_TEXT, "site/deep/a.txt": b"1"}
    assert sorted(os.listdir(tmp_path)) == ["site"]


def _file(place: Path) -> None:
    place.write_text("mine")


def _folder(place: Path) -> None:
    place.mkdir()
    (place / "letters.txt").write_text("mine")


def _foreign_mark(place: Path) -> None:
    _folder(place)
    (place / MARK).write_text("")


def _dangling_link(place: Path) -> None:
    place.with_name("elsewhere").mkdir()
    (place.with_name("elsewhere") / "letters.txt").write_text("mine")
    place.symlink_to("elsewhere")


@pytest.mark.parametrize("make", [_file, _folder, _foreign_mark, _dangling_link])
def test_what_is_not_ours_is_refused_and_kept(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "out")
    before = tree(tmp_path)
    with pytest.raises(OutputRefused), staged(tmp_path / "out"):
        raise AssertionError("the block must not run")
    assert tree(tmp_path) == before


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    build(tmp_path / "out", a="1")
    assert (tmp_path / "out" / "deep" / "a.txt").read_text() == "1"


def test_two_builds_do_not_write_to_one_place(tmp_path: Path) -> None:
    with staged(tmp_path / "site") as stage:
        stage.write("a.txt", b"1")
        code = "import sys, pathlib; from generator.adapters import staging\n"
        code += "with staging.staged(pathlib.Path(sys.argv[1])): pass"
        other = subprocess.run(
            [sys.executable, "-c", code, str(tmp_path / "site")], capture_output=True, text=True, check=False
        )
        assert "another build is writing there" in other.stderr
    assert (tmp_path / "site" / "a.txt").read_bytes() == b"1"
