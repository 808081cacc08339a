"""A stand-in for GitHub's program `gh`, as far as steward.yml needs it: lists and opens issues, starts workflows.

It is run as a program of its own. What it knows lies in the file that GH_WORLD names: issues, and what was started.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"
TWO = 2  # issues a page, so that there are several


def main(arguments: list[str]) -> None:
    place = Path(os.environ["GH_WORLD"])
    world = json.loads(place.read_text("utf-8"))
    assert os.environ["GH_TOKEN"] == world["token"], "gh: To use GitHub CLI in a workflow, set GH_TOKEN"
    match arguments:
        case ["api", "--paginate", address, "--jq", expression]:
            _list(world, address, expression)
        case ["api", "--method", "POST", address, "--input", "-", "--jq", ".html_url"]:
            assert urlsplit(address).path == f"repos/{world['repository']}/issues"
            asked = json.loads(sys.stdin.read())
            number = len(world["issues"]) + 1
            world["issues"].append({**asked, "state": "open", "creator": BOT, "number": number})
            print(f"https://github.example/{world['repository']}/issues/{number}")
        case ["workflow", "run", name, "--repo", repository, "--ref", "main", "--field", field]:
            assert repository == world["repository"]
            world["started"].append([name, field])
        case _:
            raise AssertionError(f"unknown command: {arguments}")
    place.write_text(json.dumps(world), "utf-8")


def _list(world: dict[str, Any], address: str, expression: str) -> None:
    parts = urlsplit(address)
    assert parts.path == f"repos/{world['repository']}/issues"
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    found = [issue for issue in world["issues"] if issue["creator"] == query["creator"]]
    assert query["state"] == "all"
    for start in range(0, len(found), TWO):
        _print(found[start : start + TWO], expression)


def _print(page: list[dict[str, Any]], expression: str) -> None:
    """What `--jq` prints of a page: by jq where it is, else what our expression means."""
    if program := which("jq"):
        subprocess.run([program, "--raw-output", expression], input=json.dumps(page), text=True, check=True)
        return
    for issue in page:
        for mark in re.findall("<!-- badges: [a-z0-9 -]+ -->", issue["body"] or ""):
            print(f"{issue['state']}\t{mark}")


if __name__ == "__main__":
    main(sys.argv[1:])
