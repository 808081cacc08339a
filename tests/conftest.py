"""What every test may use: `--bless` writes what is now for what is expected; read the difference before you commit."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builds import build_wheel

VECTORS = Path(__file__).parent / "vectors"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="take what is now for what is expected")


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What builds and checks remember stays with the tests, and no test knows what another run left."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.delenv("BADGES_PRIVATE", raising=False)
        yield


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that is made by one of the workers, and read by all."""
    base = factory.getbasetemp()
    top = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, made = top / f"once-{name}", top / f"once-{name}-made"
    with (top / f"once-{name}-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            made.touch()
    return folder


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that this code would make."""
    [file] = once(tmp_path_factory, "wheel", build_wheel).iterdir()
    return file


@pytest.fixture(scope="session")
def new_python(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Makes what setup-python makes, in a new folder: a Python with pip, and nothing installed."""

    def begin(folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)

    pattern = once(tmp_path_factory, "python", begin)
    [packages] = pattern.glob("lib/python*/site-packages")

    def make(folder: Path) -> Path:
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
        # Installing pip is what takes a venv so long.
        shutil.copytree(packages, folder / packages.relative_to(pattern), dirs_exist_ok=True)
        return folder

    return make


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether expected results are to be written instead of compared."""
    return bool(request.config.getoption("--bless"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Count what was not made here: its verdicts are those of other people's software and of the standards."""
    listed = sorted((VECTORS / "foreign").glob("*/scenarios.json"))
    makers = Counter(row["made_by"] for file in listed for row in json.loads(file.read_text("utf-8")))
    terminalreporter.write_sep("-", f"{makers.total()} documents made by other people's software")
    for maker, count in makers.most_common():
        terminalreporter.write_line(f"{count:5} {maker}")
    for folder in sorted((VECTORS / "standards").glob("w3c-*")):
        count = sum(file.suffix in (".json", ".txt") for file in folder.rglob("*"))
        terminalreporter.write_line(f"{count:5} test vectors: {folder.name}")
