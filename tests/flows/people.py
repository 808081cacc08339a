"""People at their computers: shells in clones of a registry, in which the guides' commands are typed."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Person:
    """Somebody with a computer of their own; `said` is what the terminal has shown."""

    home: Path
    name: str
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        programs = self.home / "bin"
        programs.mkdir(parents=True)
        # As an installed command does it, from whatever folder.
        command = (
            f'#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.quote(sys.executable)} -m generator "$@"\n'
        )
        (programs / "badges").write_text(command, "utf-8")
        (programs / "badges").chmod(0o755)
        self.registry = self.home / "badges"
        self.private = self.home / "badges-private"

    def clone(self, remote: Path) -> None:
        """Clone the registry."""
        self.type(f"git clone -q {remote} badges", self.home)

    def type(self, command: str, folder: Path | None = None, *, stdin: str = "", code: int = 0) -> str:
        """Type a command in the registry's folder; what is shown, which must end with this exit code."""
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        env = kept | {
            "PATH": f"{self.home / 'bin'}{os.pathsep}{kept['PATH']}",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "GIT_CONFIG_SYSTEM": os.devnull,
        }
        env |= {f"GIT_{who}_NAME": self.name for who in ("AUTHOR", "COMMITTER")}
        env |= {f"GIT_{who}_EMAIL": f"{self.name}@riverbend.example" for who in ("AUTHOR", "COMMITTER")}
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder or self.registry, env=env, input=stdin,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        self.said.append(done.stdout)
        assert done.returncode == code, f"$ {command}\n{done.stdout}"
        return done.stdout


def commands(guide: str, heading: str) -> Iterator[str]:
    """The commands under a heading of a guide in docs/, in their order."""
    text = (ROOT / "docs" / guide).read_text("utf-8")
    [section] = re.findall(rf"^## {re.escape(heading)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    yield from (line.strip() for line in section.splitlines() if line.startswith("    "))
