"""Which files differ from a commit, whatever Git is told to believe."""

from __future__ import annotations

import os
from pathlib import Path

from generator.adapters.changed_files import before
from generator.adapters.commit_files import commit_of
from generator.adapters.registry_folder import RegistryFolder
from tests.cli.git_registry import commit, git, repository

FOLDER = "recipients/lincoln-high/circuit-design"


def test_what_git_writes_otherwise_than_it_holds_it_is_compared_as_it_was_written(tmp_path: Path) -> None:
    clone = repository(tmp_path)
    path = f"{FOLDER}/ef0aqs1f2ye055gxke4z9w47aj.yml"
    file = clone / path
    file.write_text(file.read_text("utf-8").rstrip("\n") + "\nnarrative: By the plan of José Ejemplo.\n", "utf-8")
    commit(clone)
    base = commit_of(clone, "HEAD")
    (clone / FOLDER / ".gitattributes").write_text("*.yml working-tree-encoding=ASCII//TRANSLIT\n")
    git(clone, "add", f"{FOLDER}/.gitattributes")
    git(clone, "commit", "-q", "-m", "Letters without accents")
    file.unlink()
    git(clone, "checkout", "--", ".")
    assert "Jose Ejemplo" in file.read_text("utf-8")
    os.utime(clone / ".git/index", (file.stat().st_mtime + 9,) * 2)  # Git believes it without a look
    held = before(clone, base, RegistryFolder(clone)).files[path]
    assert held is not None
    assert "José Ejemplo" in held.decode()


def test_without_such_attributes_only_what_differs_is_told(tmp_path: Path) -> None:
    clone = repository(tmp_path)
    (clone / ".gitattributes").write_text("* text=auto eol=lf\n")
    commit(clone)
    assert before(clone, commit_of(clone, "HEAD"), RegistryFolder(clone)).files == {}
