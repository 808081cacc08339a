"""A room knows only rooms below it, and below row 7 nothing reads the world."""

from __future__ import annotations

import tomllib

import pytest

from tests.architecture.house import (
    ABOVE,
    FIRST_ROW_OF_THE_WORLD,
    PACKAGE,
    ROOT,
    ROWS,
    hidden_inputs,
    imports_of,
    layer_faults,
    modules_of,
    packages_of,
    part,
)

SOURCES = modules_of(PACKAGE)
PACKAGES = packages_of(PACKAGE)
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
BANNED = frozenset(SETTINGS["tool"]["ruff"]["lint"]["flake8-tidy-imports"]["banned-api"])
EVERY_ROOM = frozenset({"generator", *(f"generator.{name}" for name in ROWS)})


def faults(**modules: str) -> list[str]:
    """The faults of a house where every room is an empty package but for these: `sources__rules="import …"`."""
    written = {"generator." + name.replace("__", "."): source for name, source in modules.items()}
    return layer_faults(dict.fromkeys(EVERY_ROOM, "") | written, EVERY_ROOM)


# ------------------------------------------------------------------------------------------- the house


def test_every_import_leads_down() -> None:
    assert layer_faults(SOURCES, PACKAGES) == []


def test_everything_in_the_house_is_in_a_room() -> None:
    here = {path.name.removesuffix(".py") for path in PACKAGE.iterdir()} - {"__pycache__"}
    assert here - set(ROWS) - {"__init__", "__main__", "api", "py.typed"} == set()


@pytest.mark.parametrize("module", [m for m in SOURCES if m not in ABOVE and ROWS[part(m)][0] < FIRST_ROW_OF_THE_WORLD])
def test_no_hidden_inputs_below_the_adapters(module: str) -> None:
    assert hidden_inputs(module, SOURCES[module], BANNED, is_package=module in PACKAGES) == []


def test_only_the_adapters_know_mkdocs() -> None:
    builders = {"mkdocs", "material", "zensical"}
    knowing = {
        each.module
        for module, source in SOURCES.items()
        for each in imports_of(module, source, is_package=module in PACKAGES)
        if each.target.partition(".")[0] in builders and part(module) != "adapters"
    }
    assert knowing == set()


def test_the_linter_lets_only_the_world_read_the_world() -> None:
    ignores = SETTINGS["tool"]["ruff"]["lint"]["per-file-ignores"]
    assert {glob for glob, codes in ignores.items() if "TID251" in codes} == {
        "generator/adapters/**",
        "generator/cli/**",
        "tests/**",
    }


# ----------------------------------------------------------------------------------------- the checker


def test_an_empty_house_has_no_faults() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    "source",
    [
        "import generator.model",
        "import generator.model as m",
        "from generator import model",
        "from generator.model import Award",
        "from ..model import Award",
        "from .. import model",
        "def f():\n    from generator.model import Award",
        "if TYPE_CHECKING:\n    from generator.model import Award",
        "import_module('generator.model')",
        "importlib.import_module('generator.model')",
        "__import__('generator.model')",
    ],
)
def test_any_kind_of_import_counts(source: str) -> None:
    (fault,) = faults(encodings__hex=source)
    assert fault.startswith("generator.encodings.hex:")
    assert fault.endswith("imports generator.model, sideways")
    assert faults(sources__rules=source) == []


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        ("names", "from generator.diagnostics import Problem", "imports generator.diagnostics, up"),
        ("model__award", "from generator.cli import main", "imports generator.cli, up"),
        ("site__pages", "import generator.verification", "imports generator.verification, sideways"),
        ("proofs__sign", "import generator.openbadges", "imports generator.openbadges, sideways"),
        ("sources", "from .. import site", "imports generator.site, up"),
        ("cli__main", "import generator", "imports generator, which stands above all rows"),
        ("model__award", "from generator import load", "imports generator, which stands above all rows"),
        ("cli__main", "from generator import utils", "imports generator, which stands above all rows"),
        ("cli__main", "import generator.utils.text", "imports generator.utils.text, which is in no room"),
        ("model__award", "import_module(name)", "imports a module whose name only the running program knows"),
    ],
)
def test_up_sideways_and_away(module: str, source: str, fault: str) -> None:
    assert faults(**{module: source}) == [f"generator.{module.replace('__', '.')}:1: {fault}"]


def test_a_module_of_no_room() -> None:
    assert faults(utils="") == ["generator.utils: is in no room"]


def test_inside_a_room_all_but_circles() -> None:
    assert faults(model__a="from . import b", model__b="") == []
    assert faults(names="from generator.errors import NotAName") == []
    (fault,) = faults(model__a="from . import b", model__b="from .c import d", model__c="import generator.model.a")
    assert fault.startswith("in a circle: ")
    assert {"generator.model.a", "generator.model.b", "generator.model.c"} <= set(fault.split(": ")[1].split(" <- "))


@pytest.mark.parametrize("room", ["model", "sources", "openbadges"])
def test_verification_knows_what_a_stranger_knows(room: str) -> None:
    way = f"generator.verification.trust -> generator.{room}"
    assert faults(verification__trust=f"import generator.{room}") == [f"a stranger can't know this: {way}"]


def test_verification_knows_nothing_through_others_either() -> None:
    way = "generator.verification -> generator.proofs.sign -> generator.model"
    assert faults(verification="from generator.proofs import sign", proofs__sign="import generator.model") == [
        f"a stranger can't know this: {way}"
    ]


def test_the_public_api_may_know_all_rooms() -> None:
    sources = dict.fromkeys(EVERY_ROOM, "") | {"generator": "from .cli import main\nimport_module(name)"}
    assert layer_faults(sources, EVERY_ROOM) == []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\ndate.today()",
        "import datetime\ndatetime.datetime.now()",
        "import datetime as dt\nnow = dt.datetime.now",
        "import time",
        "from time import monotonic as tick",
        "import os\nos.environ['A']",
        "from os import environ",
        "from os import getenv as setting  # noqa: TID251",
        "import os.path\nos.path.abspath('a')",
        "from pathlib import Path\nPath.cwd()",
        "def f():\n    import secrets",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "import random as r",
        "from nacl.signing import SigningKey\nSigningKey.generate()",
        "__import__('socket')",
    ],
)
def test_hidden_inputs_are_found_under_any_name(source: str) -> None:
    assert hidden_inputs("generator.model.a", source, BANNED) != []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date, datetime, timezone\ndate(2026, 5, 14)\ndatetime.fromisoformat(text)",
        "import os\nos.fspath(path)",
        "from pathlib import Path\nPath('a').read_text()",
        "from urllib.parse import urlsplit",
        "time = 1\ntime.now",
        "self.random()",
        "from .time import zone",
    ],
)
def test_what_is_no_hidden_input(source: str) -> None:
    assert hidden_inputs("generator.model.a", source, BANNED) == []
