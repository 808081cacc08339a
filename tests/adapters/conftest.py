"""The web as tests of adapters see it: a server on this machine, and a world in which every address leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adapters.tls_server import Authority, Server, serving
from tests.adapters.web_world import HOST, OTHER, PUBLIC, PUBLIC6, World


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def running(authority: Authority) -> Iterator[Server]:
    with serving(authority.server_context(HOST, OTHER, "xn--bcher-kva.example", PUBLIC, PUBLIC6)) as server:
        yield server


@pytest.fixture
def world(running: Server, authority: Authority) -> World:
    running.answers.clear()
    running.asked.clear()
    return World(running, authority)
