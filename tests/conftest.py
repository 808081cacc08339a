"""What every test may use: `--bless` writes what is now for what is expected; read the difference before you commit."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release that this code would make."""
    return build_wheel(tmp_path_factory.mktemp("release"))


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
