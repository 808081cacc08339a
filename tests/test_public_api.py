"""The names that other programs rely on."""

from __future__ import annotations

import inspect
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import generator
from tests.builds import REGISTRY

NAMES = [
    "Built",
    "Catalogue",
    "Check",
    "Outcome",
    "Position",
    "Problem",
    "Report",
    "SiteFolder",
    "Verdict",
    "build",
    "check",
    "load",
    "verify",
]


def test_the_public_names_are_these_and_each_is_documented() -> None:
    assert generator.__all__ == NAMES
    for name in NAMES:
        assert inspect.getdoc(getattr(generator, name)), name


def test_an_unknown_name_is_told_as_python_tells_it() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        generator.nonsense  # noqa: B018


def test_importing_the_package_imports_nothing_else() -> None:
    code = "import sys, generator; print(sorted(name for name in sys.modules if name.startswith('generator.')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_load_check_build_and_verify_do_what_the_command_does(tmp_path: Path) -> None:
    registry = tmp_path / "registry"
    shutil.copytree(REGISTRY, registry)
    assert generator.check(registry) == []
    assert sorted(generator.load(registry).badges) == [
        "3d-modeling",
        "basic-coding",
        "circuit-design",
        "engineering-foundations",
        "self-driving-car",
    ]
    (tmp_path / "key").write_text("01" * 32)
    built = generator.build(registry, tmp_path / "site", key_file=tmp_path / "key", jobs=1)
    assert (built.problems, built.awards, built.revoked) == ((), 8, 1)
    site = generator.SiteFolder(tmp_path / "site")
    url = "https://badges.riverbend.example/awards/bh/bhp5n40baqpaaqspp7ft4y5m95.json"
    assert generator.verify(site(url), site, at=url).verdict == generator.Verdict.VERIFIED
