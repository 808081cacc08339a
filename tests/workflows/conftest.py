"""A registry on GitHub, and machines that run its workflows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.builds import REGISTRY
from tests.workflows.live import Live, live
from tests.workflows.runner import WORKFLOWS, Machine, git

ROOT = WORKFLOWS.parents[1]
# What the workflows need of this repository besides a registry.
PACKAGE = (
    "generator",
    "requirements",
    "pyproject.toml",
    "hatch_build.py",
    "README.md",
    "LICENSE",
    ".gitignore",
    ".github",
)


@pytest.fixture(scope="session")
def venv(tmp_path_factory: pytest.TempPathFactory, new_python: Callable[[Path], Path]) -> Path:
    """What setup-python makes: a Python with pip, and nothing installed."""
    return new_python(tmp_path_factory.mktemp("python") / "venv")


@pytest.fixture(scope="session")
def machine_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One place for all workspaces, as GitHub has it: the package that is installed is the one that lies there."""
    return tmp_path_factory.mktemp("machine")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this package and a small registry, committed to `main`."""
    folder = tmp_path_factory.mktemp("sample")
    for name in PACKAGE:
        copy(ROOT / name, folder / name)
    for name in ("badges", "recipients", "docs", "mkdocs.yml"):
        copy(REGISTRY / name, folder / name)
    (folder / ".github" / "CODEOWNERS").unlink()  # of the registry in this repository
    git(folder, "init", "--quiet", "--initial-branch=main")
    # GitHub hands out any commit, not only the newest.
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit(folder)
    return folder


@pytest.fixture
def origin(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample that a test may spoil."""
    folder = tmp_path / "origin"
    shutil.copytree(sample, folder, symlinks=True)
    return folder


@pytest.fixture(scope="session")
def machine(venv: Path, machine_folder: Path) -> Callable[..., Machine]:
    def make(origin: Path, **given: object) -> Machine:
        (machine_folder / "summary").write_text("", "utf-8")
        return Machine(folder=machine_folder, venv=venv, origin=origin, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with live(tmp_path_factory.mktemp("web"), "badges.riverbend.example", "riverbend.github.example") as site:
        yield site


def copy(source: Path, target: Path) -> None:
    """Copy a file, or a folder without what Python has left in it."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy2(source, target)


def commit(folder: Path) -> str:
    """Commit all that is in the repository; the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "As it is now")
    return git(folder, "rev-parse", "HEAD")
