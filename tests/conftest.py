"""What every test may use: `--bless` writes what is now for what is expected; read the difference before you commit."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="take what is now for what is expected")


@pytest.fixture
def bless(request: pytest.FixtureRequest) -> bool:
    """Whether expected results are to be written instead of compared."""
    return bool(request.config.getoption("--bless"))
