"""The locks: complete, agreed with one another, hashed, and naming no registry."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.architecture.house import ROOT
from tests.architecture.test_tree import texts

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUNTIME, DEV, LOCK = (f"requirements/{name}.txt" for name in ("runtime", "dev", "lock"))
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)(?P<rest>[^\\\n]*(?:\\\n[^\\\n]*)*)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return {pin["name"]: pin["version"] for pin in PIN.finditer((ROOT / lock).read_text("utf-8"))}


def names(requirements: list[object]) -> set[str]:
    found = (re.match(r"[\w.-]+", each) for each in requirements if isinstance(each, str))
    return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match}


def test_no_lock_names_a_registry() -> None:
    """A lock that names a host works nowhere but there; hashes make the host irrelevant."""
    locks = {name: text for name, text in texts() if re.search(r"requirements/.*\.txt$|[.-]lock(\.\w+)?$|pylock", name)}
    assert {RUNTIME, DEV, LOCK} <= set(locks)
    for name, text in locks.items():
        assert not re.search(r"\"resolved\"" if name.endswith(".json") else r"://", text), name
        assert not re.search(r"^\s*-i|^\s*--(?!hash=)", text, re.MULTILINE), name


@pytest.mark.parametrize("lock", [RUNTIME, DEV, LOCK])
def test_every_pin_has_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert {pin["name"] for pin in PIN.finditer(text) if "--hash=sha256:" not in pin["rest"]} == set()
    assert len(list(PIN.finditer(text))) == sum("==" in line for line in text.splitlines() if line[:1].isalnum())


def test_each_package_is_pinned_once() -> None:
    """One version for every Python, so that all make the same site."""
    for lock in (RUNTIME, DEV):
        found = [pin["name"] for pin in PIN.finditer((ROOT / lock).read_text("utf-8"))]
        assert len(found) == len(set(found))


def test_tests_run_on_what_the_site_is_made_with() -> None:
    assert pins(RUNTIME).items() <= pins(DEV).items()


def test_what_the_project_asks_for_is_locked() -> None:
    groups = PROJECT["dependency-groups"]
    assert groups["build"] == PROJECT["build-system"]["requires"]
    assert names(PROJECT["project"]["dependencies"]) | names(groups["build"]) <= set(pins(RUNTIME))
    assert names(groups["dev"]) <= set(pins(DEV))
    assert names(groups["lock"]) <= set(pins(LOCK))
