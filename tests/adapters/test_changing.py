"""A change is written whole or not at all, whatever happens in between."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.adapters import changing
from generator.adapters.registry_folder import RegistryFolder
from generator.awarding.edits import Edits
from generator.errors import ChangedMeanwhile, ChangeRefused, PrivateProblem
from tests.builds import REGISTRY, digests

AWARD = "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml"
README = "recipients/lincoln-high/new/README.md"


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    return Path(shutil.copytree(REGISTRY, tmp_path / "registry", ignore=shutil.ignore_patterns(".badges")))


def edits(registry: Path, files: dict[str, bytes | None]) -> Edits:
    return Edits.of(RegistryFolder(registry), files)


def note(registry: Path) -> Edits:
    """Edits of three files that bring no mistake."""
    award = (registry / AWARD).read_bytes()
    return edits(registry, {AWARD: b"# seen\n" + award, "badges/README.md": b"New.\n", "recipients/README.md": None})


def test_a_change_and_what_belongs_to_it_are_written(registry: Path, tmp_path: Path) -> None:
    (registry / "recipients/README.md").write_text("Old.\n")
    private = tmp_path / "private"
    private.mkdir()
    (private / "old.csv").write_text("x")
    changing.apply(registry, note(registry), {private / "roster.csv": b"one", private / "old.csv": None})
    assert (registry / AWARD).read_bytes().startswith(b"# seen\n")
    assert (registry / "badges/README.md").read_bytes() == b"New.\n"
    assert not (registry / "recipients/README.md").exists()
    assert [file.name for file in private.iterdir()] == ["roster.csv"]
    assert (private / "roster.csv").stat().st_mode & 0o077 == 0


def test_a_change_that_brings_a_mistake_is_not_written(registry: Path, tmp_path: Path) -> None:
    before = digests(registry)
    wrong = edits(registry, {AWARD: (registry / AWARD).read_bytes().replace(b"engineering-lab", b"nobody")})
    with pytest.raises(ChangeRefused) as refused:
        changing.apply(registry, wrong, {tmp_path / "roster.csv": b"one"})
    assert [problem.code for problem in refused.value.problems] == ["unknown-assessor"]
    assert digests(registry) == before
    assert not (tmp_path / "roster.csv").exists()


def test_a_mistake_that_was_there_before_keeps_nobody_from_another_change(registry: Path) -> None:
    (registry / "recipients/stray.txt").write_text("x")
    changing.apply(registry, note(registry))
    assert (registry / AWARD).read_bytes().startswith(b"# seen\n")


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(registry: Path) -> None:
    planned = note(registry)
    (registry / AWARD).write_bytes((registry / AWARD).read_bytes() + b"# by hand\n")
    with pytest.raises(ChangedMeanwhile, match="in the meantime"):
        changing.apply(registry, planned)
    assert (registry / AWARD).read_bytes().endswith(b"# by hand\n")
    assert not (registry / "badges/README.md").exists()


def test_a_link_leads_no_change_out_of_the_registry(registry: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (registry / "recipients/lincoln-high/new").symlink_to(tmp_path / "elsewhere")
    with pytest.raises((PrivateProblem, ChangeRefused)):
        changing.apply(registry, edits(registry, {README: b"New.\n"}))
    assert [*(tmp_path / "elsewhere").iterdir()] == []


def test_two_commands_wait_for_one_another(registry: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from generator.adapters import changing\n"
        "with changing.exclusive(Path(sys.argv[1])): pass"
    )
    with changing.exclusive(registry):
        done = subprocess.run([sys.executable, "-c", script, registry], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "another badges command" in done.stderr


KILLED = """
import os, signal, sys
from pathlib import Path
from generator.adapters import changing
from generator.adapters.registry_folder import RegistryFolder
from generator.awarding.edits import Edits

registry, private, step = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
award = sys.argv[4]
calls = 0
def watched(event, arguments):
    global calls
    ours = ("open", "os.rename", "os.remove", "os.mkdir")
    if event in ours and any("registry" in str(a) or "private" in str(a) or "state" in str(a) for a in arguments[:2]):
        if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            return
        calls += 1
        if calls == step:
            os.kill(os.getpid(), signal.SIGKILL)
edits = Edits.of(RegistryFolder(registry), {
    award: b"# seen\\n" + (registry / award).read_bytes(),
    "badges/README.md": b"New.\\n",
    "recipients/README.md": None,
})
sys.addaudithook(watched)
changing.apply(registry, edits, {private / "roster.csv": b"one"})
"""


def test_killed_at_any_step_it_is_whole_or_nothing_after_the_next_command(registry: Path, tmp_path: Path) -> None:
    """Killed before every write, rename and removal in turn, until one run comes through."""
    (registry / "recipients/README.md").write_text("Old.\n")
    ends = set()
    for step in range(1, 60):
        folder = tmp_path / f"step-{step}"
        there = Path(shutil.copytree(registry, folder / "registry"))
        private = folder / "private"
        private.mkdir()
        before = digests(folder)
        environment = os.environ | {"XDG_STATE_HOME": str(tmp_path / f"state-{step}"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(
            [sys.executable, "-c", KILLED, there, private, str(step), AWARD], env=environment, check=False
        )
        finishing = "import sys; from pathlib import Path; from generator.adapters import changing\n"
        finishing += "with changing.exclusive(Path(sys.argv[1])): pass"
        subprocess.run([sys.executable, "-c", finishing, there], env=environment, check=True)
        after = digests(folder)
        changed = (there / "badges/README.md").exists()
        if changed:
            assert (there / AWARD).read_bytes().startswith(b"# seen\n")
            assert not (there / "recipients/README.md").exists()
            assert (private / "roster.csv").read_bytes() == b"one"
            assert len(after) == len(before) + 1
        else:
            assert after == before
        ends.add(changed)
        if done.returncode == 0:
            break
        assert done.returncode == -signal.SIGKILL
    else:
        pytest.fail("no run came through")
    assert ends == {True, False}


def test_a_place_that_cannot_be_written_leaves_everything_as_it_was(registry: Path, tmp_path: Path) -> None:
    before = digests(registry)
    (tmp_path / "a-file").write_text("x")
    with pytest.raises(NotADirectoryError):
        changing.apply(registry, note(registry), {tmp_path / "a-file" / "roster.csv": b"1"})
    assert digests(registry) == before
    assert [file.suffix for file in (tmp_path / "state/badge-registry").iterdir()] == [".lock"]


def test_a_file_that_finds_no_room_leaves_everything_as_it_was(registry: Path, tmp_path: Path) -> None:
    before = digests(registry)
    script = (
        "import resource, signal, sys; from pathlib import Path; from generator.adapters import changing\n"
        "from generator.adapters.registry_folder import RegistryFolder; from generator.awarding.edits import Edits\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); top = Path(sys.argv[1])\n"
        "edits = Edits.of(RegistryFolder(top), {'badges/README.md': b'x' * 9000, 'recipients/README.md': b'New'})\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))\n"
        "changing.apply(top, edits)"
    )
    done = subprocess.run([sys.executable, "-c", script, registry], capture_output=True, text=True, check=False)
    assert "OSError" in done.stderr
    assert digests(registry) == before


def test_a_journal_that_came_with_a_registry_is_not_obeyed(registry: Path, tmp_path: Path) -> None:
    dear = tmp_path / "dear.txt"
    dear.write_text("x")
    (registry / ".badges").mkdir()
    for name in ("change.json", "change", "plan"):
        (registry / ".badges" / name).write_text(json.dumps([[None, str(dear)]]))
    assert changing.finish(registry) is False
    changing.apply(registry, note(registry))
    assert dear.exists()
