"""Reads a case and applies it to a registry.

A case is a text of steps. The first lines, up to the first step, say what it shows. Steps are:

    @replace PATH      then a part of the file, `@with`, and what comes in its place
    @write PATH        then the whole file
    @bytes PATH        then the whole file in hexadecimal digits
    @append PATH       then what comes at its end
    @delete PATH       a file or folder
    @move PATH TO      a file or folder
    @link PATH TO      a symbolic link
    @folder PATH       an empty folder
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

_STEP = re.compile(r"^@(replace|write|bytes|append|delete|move|link|folder) (\S+)(?: (\S+))?\n", re.MULTILINE)


def apply(case: str, top: Path) -> None:
    """Change the registry at `top` as the case says."""
    steps = list(_STEP.finditer(case))
    assert steps, "a case has steps"
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        body = case[step.end() : following.start() if following else len(case)]
        _apply(step[1], top / step[2], step[3] or "", body, top)


def _apply(verb: str, path: Path, to: str, body: str, top: Path) -> None:
    if verb == "replace":
        old, _, new = (part.removesuffix("\n") for part in body.partition("@with\n"))
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{path.name} holds {text.count(old)} times:\n{old}"
        path.write_text(text.replace(old, new), "utf-8")
    elif verb == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body, "utf-8", newline="")
    elif verb == "bytes":
        path.write_bytes(bytes.fromhex(body))
    elif verb == "append":
        path.write_text(path.read_text("utf-8") + body, "utf-8")
    elif verb == "delete":
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    elif verb == "move":
        (top / to).parent.mkdir(parents=True, exist_ok=True)
        path.rename(top / to)
    elif verb == "link":
        path.symlink_to(to)
    else:
        path.mkdir(parents=True)
