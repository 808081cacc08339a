"""Never half a site: a build that is killed, or whose disk fills up, leaves the old site whole."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import odd_registry
from tests.builds import REGISTRY, SEED, badges, built, digests

# Ends the process as a pulled plug would, at the nth file that is written.
KILLED = """
import os, pathlib, signal, sys
from generator.adapters import staging
write, left = staging._write_new, int(sys.argv.pop(1))
def counted(base, path, data):
    global left
    left -= 1
    if left == 0:
        place = pathlib.Path(base, path)
        place.parent.mkdir(parents=True, exist_ok=True)
        with open(place, "wb") as file:
            file.write(data[: len(data) // 2])
            file.flush()
            os.kill(os.getpid(), signal.SIGKILL)
    write(base, path, data)
staging._write_new = counted
from generator.cli.main import main
main()
"""


def environment(**more: str) -> dict[str, str]:
    """What a build is given, and nothing else."""
    kept = {"XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"], "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
    return {"BADGES_SIGNING_KEY": SEED, "PYTHONPATH": "."} | kept | more


# Runs a build whose output lies on a file system of so many kilobytes.
SMALL_DISK = """
set -e
mount -t tmpfs -o size="$1"k none "$2"
shift; place="$1"; shift
cp -R "$1" "$place/site"
shift
"$@" && code=0 || code=$?
cp -R "$place/." "$OUTCOME"
exit $code
"""


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of the sample registry."""
    return built(REGISTRY, tmp_path_factory.mktemp("old") / "site")


def changed(folder: Path) -> Path:
    """The sample registry with another title, so that its site differs."""
    shutil.copytree(REGISTRY, folder)
    file = folder / "badges/circuit-design/v1.yml"
    file.write_text(file.read_text().replace("name: Circuit Design", "name: Circuits", 1))
    return folder


@pytest.mark.parametrize("nth", [1, 5, 25, 40, 58])
def test_a_killed_build_leaves_the_old_site_and_the_next_one_recovers(tmp_path: Path, old: Path, nth: int) -> None:
    source, site = changed(tmp_path / "registry"), tmp_path / "site"
    shutil.copytree(old, site)
    command = [sys.executable, "-c", KILLED, str(nth), "build", "--source", str(source), "--out", str(site)]
    done = subprocess.run(command, env=environment(), check=False)
    assert done.returncode == -signal.SIGKILL
    assert digests(site) == digests(old)
    built(source, site)
    assert digests(site) != digests(old)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["registry", "site"]


def test_no_worker_of_a_killed_build_writes_into_the_next(tmp_path: Path, old: Path) -> None:
    source, site = odd_registry.write(tmp_path / "registry", 1200), tmp_path / "site"
    command = [sys.executable, "-m", "generator", "build", "--jobs", "2", "--source", str(source), "--out", str(site)]
    child = subprocess.Popen(command, env=environment(), stderr=subprocess.DEVNULL)
    _wait_for(lambda: len(list(tmp_path.glob(".site.staged/*/site/awards/*/*.json"))) > 20)
    child.kill()
    child.wait()
    built(REGISTRY, site)
    assert digests(site) == digests(old)
    _wait_for(lambda: sorted(file.name for file in tmp_path.iterdir()) == ["registry", "site"])
    assert digests(site) == digests(old)


def _wait_for(done: Callable[[], bool]) -> None:
    for _ in range(600):
        if done():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def can_mount() -> bool:
    """Whether this system lets us mount a small file system of our own."""
    probe = ["unshare", "-Urm", "mount", "-t", "tmpfs", "none", "/mnt"]
    return (
        shutil.which("unshare") is not None and subprocess.run(probe, capture_output=True, check=False).returncode == 0
    )


@pytest.mark.parametrize("nth", [3, 30, 55])
def test_a_write_that_finds_the_disk_full_leaves_the_old_site_and_says_so(tmp_path: Path, old: Path, nth: int) -> None:
    site = tmp_path / "site"
    shutil.copytree(old, site)
    code = KILLED.replace("os.kill(os.getpid(), signal.SIGKILL)", "raise OSError(28, os.strerror(28))")
    command = [sys.executable, "-c", code, str(nth), "build", "--source", str(REGISTRY), "--out", str(site)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "the disk is full" in done.stderr
    assert "is as it was" in done.stderr
    assert digests(site) == digests(old)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["site"]


@pytest.mark.skipif(not can_mount(), reason="this system lets nobody but its administrator mount a small disk")
@pytest.mark.parametrize("kilobytes", [200, 1500])
def test_a_full_disk_leaves_the_old_site_and_says_so(tmp_path: Path, old: Path, kilobytes: int) -> None:
    source = changed(tmp_path / "registry")
    light = tmp_path / "light"
    _first_files(old, light)
    size = sum(file.stat().st_size for file in light.rglob("*") if file.is_file()) // 1024 + kilobytes
    disk, outcome = tmp_path / "disk", tmp_path / "outcome"
    disk.mkdir()
    outcome.mkdir()
    build = [sys.executable, "-m", "generator", "build", "--source", str(source), "--out", str(disk / "site")]
    command = ["unshare", "-Urm", "sh", "-c", SMALL_DISK, "sh", str(size), str(disk), str(light), *build]
    done = subprocess.run(command, env=environment(OUTCOME=str(outcome)), capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stdout + done.stderr
    assert "the disk is full" in done.stderr
    assert "is as it was" in done.stderr
    assert digests(outcome / "site") == digests(light)
    assert sorted(file.name for file in outcome.iterdir()) == ["site"]


def _first_files(site: Path, target: Path) -> None:
    """A light site that is ours: the old one without its assets."""
    shutil.copytree(site, target, ignore=shutil.ignore_patterns("assets", "search"))


def test_a_build_that_is_told_to_end_cleans_up(tmp_path: Path, old: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(old, site)
    code = KILLED.replace("SIGKILL", "SIGTERM")
    command = [sys.executable, "-c", code, "20", "build", "--source", str(REGISTRY), "--out", str(site)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 128 + signal.SIGTERM
    assert "ended before the site was complete; the site in" in done.stderr
    assert digests(site) == digests(old)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["site"]


def test_a_site_that_a_stranger_would_refuse_is_not_published(tmp_path: Path, old: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(old, site)
    spoiled = 'data.replace(b"Measurement", b"Measuremend") if "awards" in path else data'
    code = KILLED.replace("if left == 0:", "if False:").replace(
        "write(base, path, data)", f"write(base, path, {spoiled})"
    )
    command = [sys.executable, "-c", code, "0", "build", "--source", str(REGISTRY), "--out", str(site)]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "would be refused" in done.stderr
    assert digests(site) == digests(old)


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    done = badges("build", "--source", REGISTRY, "--out", tmp_path / "site", BADGES_SIGNING_KEY=SEED)
    assert done.returncode == 0
    assert done.stdout == ""
    assert "8 awards, 1 of them revoked, 1 status list" in done.stderr
    assert "8 awards read back as a stranger would, and accepted" in done.stderr
