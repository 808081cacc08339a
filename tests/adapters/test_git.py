"""Git is asked so that no program of a repository runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

from generator.adapters import git, history
from tests.workflows import runner

_SIGNED = """\
tree {tree}
author Sample Committer <sample@riverbend.example> 1790000000 +0000
committer Sample Committer <sample@riverbend.example> 1790000000 +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 \n iQ==
 -----END PGP SIGNATURE-----

A change
"""


def test_a_repository_names_no_program_that_looks_at_signatures(tmp_path: Path) -> None:
    runner.git(tmp_path, "init", "--quiet", "--initial-branch=main")
    (tmp_path / "file.yml").write_text("a text\n")
    runner.git(tmp_path, "add", "file.yml")
    tree = str(git.answer(tmp_path, "write-tree"))
    command = ["git", "-C", str(tmp_path), "hash-object", "-t", "commit", "-w", "--stdin"]
    commit = subprocess.run(command, input=_SIGNED.format(tree=tree), text=True, capture_output=True, check=True)
    runner.git(tmp_path, "update-ref", "refs/heads/main", commit.stdout.strip())
    program, ran = tmp_path / "program", tmp_path / "ran"
    program.write_text(f"#!/bin/sh\ntouch {ran}\n")
    program.chmod(0o755)
    runner.git(tmp_path, "config", "gpg.program", str(program))
    runner.git(tmp_path, "config", "log.showSignature", "true")
    assert history.trace(tmp_path, "file.yml", ["a text"]) == (history.Reach.COMMITTED, commit.stdout[:10])
    assert not ran.exists()
