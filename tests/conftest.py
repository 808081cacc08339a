"""What all tests share."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--bless`: what comes out today is what is expected from now on."""
    parser.addoption("--bless", action="store_true", help="take today's output as the expected one")
