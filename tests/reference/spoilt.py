"""What `badges check` says of a spoilt registry, as the example of one code."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

from generator.adapters import registry
from generator.adapters.checking import check_folder
from generator.cli.explain import Example
from generator.diagnostics import Problem, render, visible
from generator.publishing.progress import deaf
from tests.problems.cases_of import apply
from tests.reference.odd_files import ODD_FILES

# What stands for a character that no Problem shows.
HIDDEN: Final = "•"
_TESTS: Final = Path(__file__).parents[1]
_SAMPLE: Final = _TESTS / "registry"
CASES: Final = _TESTS / "problems" / "cases"
TODAY: Final = date(2026, 11, 22)
_ADDRESS: Final = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_STEP: Final = re.compile(r"^@(?!with\n)(\w+) (\S+)(?: (\S+))?\n", re.MULTILINE)
_TOLD: Final = re.compile(r"^\S.* \[([a-z0-9-]+)\]$", re.MULTILINE)
# No page shows a secret key whole, not even the sample's: it would be taken for a real one.
_SECRET: Final = re.compile(r"(z3u2\w{4})\w{40}")
_MOST_LINES: Final = 8
_MOST_COLUMNS: Final = 116


@cache
def cases_of_codes() -> dict[str, list[str]]:
    """The names of the cases that bring a code about, by code; those that say little else come first."""
    return cases_in(CASES)


def cases_in(folder: Path) -> dict[str, list[str]]:
    """The same, of the cases in a folder."""
    found: dict[str, list[tuple[int, str]]] = {}
    for file in sorted(folder.glob("*.txt")):
        told = _TOLD.findall(file.read_text("utf-8"))
        for code in set(told):
            found.setdefault(code, []).append((len(told), file.stem))
    return {code: [name for _, name in sorted(names)] for code, names in found.items()}


def example(code: str, shown_by: str) -> Example:
    """The example of a code from the case or odd file of that name."""
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        shutil.copytree(_SAMPLE, top, dirs_exist_ok=True)
        odd = ODD_FILES.get(shown_by)
        case = "" if odd else (CASES / f"{shown_by}.case").read_text("utf-8")
        odd.spoil(top) if odd else apply(case, top)
        with patch.object(registry, "today", lambda: TODAY):
            problems = check_folder(top, 1, deaf, remember=False).problems
        if not odd:
            return example_of(code, shown_by, case, problems, top)
        problem = next(each for each in problems if each.code == code)
        return Example(odd.title, odd.words, render(problem))


def example_of(code: str, shown_by: str, case: str, problems: list[Problem], top: Path) -> Example:
    """The example of a code, of what is said of a registry after a case."""
    problem = next((each for each in problems if each.code == code), None)
    assert problem, f"{shown_by} does not bring about {code}"
    shown = _around(problem, problems, top) if problem.source else _in_words(problem, case)
    return Example(" ".join(_STEP.split(case)[0].split()), shown, render(problem))


def _around(problem: Problem, problems: Iterable[Problem], top: Path) -> str:
    """The file's lines around the place; what no Problem shows of them is not shown here either."""
    at = problem.position
    masked = {p.position.line: p.source for p in problems if p.position.path == at.path and HIDDEN in p.source}
    lines = (top / at.path).read_text("utf-8").removesuffix("\n").split("\n")
    numbers = range(max(1, at.line - 3), min(len(lines), at.line + 3) + 1)
    # In another district's copy of these pages, the sample's address is one that isn't theirs.
    told = (_ADDRESS.sub(HIDDEN * 3, masked.get(number, lines[number - 1])) for number in numbers)
    shown = [f"{number:>5} | {_short(line)}".rstrip() for number, line in zip(numbers, told, strict=True)]
    return "\n".join([visible(at.path), "", *shown])


def _in_words(problem: Problem, case: str) -> str:
    """The steps of the case that have to do with the problem, or all of them."""
    places = [problem.position.path, *(related.position.path for related in problem.related)]
    steps = list(_steps(case))
    fitting = [words for paths, words in steps if any(_touch(path, place) for path in paths for place in places)]
    return "\n\n".join(fitting or [words for _, words in steps])


def _touch(path: str, place: str) -> bool:
    return path == place or path.startswith(place + "/") or place.startswith(path + "/")


def _steps(case: str) -> Iterator[tuple[list[str], str]]:
    """The paths of each step, and what it does in words."""
    found = list(_STEP.finditer(case))
    made = {step[2] for step in found if step[1] != "delete"}
    for step, following in zip(found, [*found[1:], None], strict=True):
        verb, path, to = step[1], step[2], step[3] or ""
        body = case[step.end() : following.start() if following else len(case)]
        if verb == "delete" and path in made:
            continue  # something else comes in its place
        yield [path, *([to] if verb == "move" else [])], _words(verb, path, to, body)


def _words(verb: str, path: str, to: str, body: str) -> str:
    if verb == "replace":
        old, _, new = body.partition("@with\n")
        return f"In {path}\n\n{_block(old)}\n\nbecomes\n\n{_block(new) or '  (nothing)'}"
    if verb in ("write", "append"):
        if not body:
            return f"{path} is empty"
        where = f"{path} holds" if verb == "write" else f"At the end of {path} stands"
        return f"{where}\n\n{_block(body)}"
    if verb == "bytes":
        return f"{path} holds these bytes, in hexadecimal digits\n\n{_block(body)}"
    return {
        "delete": f"{path} is not there",
        "move": f"{path} is moved to\n{to}",
        "link": f"{path} is a symbolic link to {to}",
        "folder": f"{path} is an empty folder",
    }[verb]


def _block(body: str) -> str:
    lines = body.removesuffix("\n").split("\n") if body else []
    more = len(lines) - _MOST_LINES
    shown = [f"  {_short(line)}" for line in lines[:_MOST_LINES]]
    return "\n".join([*shown, *([f"  … and {more} more lines"] if more > 0 else [])])


def _short(line: str) -> str:
    line = _SECRET.sub(r"\1" + HIDDEN * 8, visible(line))
    return line if len(line) <= _MOST_COLUMNS else line[: _MOST_COLUMNS - 1] + "…"
