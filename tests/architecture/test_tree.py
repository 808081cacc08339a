"""What the repository may hold: nobody's folders, no long files, and no package that doesn't say what it is."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.architecture.house import PACKAGE, ROOT

LONGEST_FILE: Final = 400
LONGEST_FUNCTION: Final = 50
# Numbered algorithms of a standard and tables may be longer: the file, or `file::function`, and how long it may be.
LONGER: Final[dict[str, int]] = {}

# A folder of somebody's computer at the start of a path; an address that goes on like one is none.
MACHINE_PATH: Final = re.compile(
    r"(?<![\w.~:/})>*\]-])/(?:root|(?:home|Users|tmp|opt|mnt|work|workspace|private|var/folders)/\w)[\w./-]*"
    r"|[A-Za-z]:\\+Users\\+\w+"
)


def files() -> list[Path]:
    """Every file that is committed, or would be: those that Git sees and doesn't ignore."""
    command = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, capture_output=True, check=False, text=True)
    if found.returncode == 0:
        return sorted(path for name in found.stdout.split("\0") if name and (path := ROOT / name).is_file())
    made = {".venv", "site", ".badges", "__pycache__", ".hypothesis", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
    return sorted(path for path in ROOT.rglob("*") if path.is_file() and not made & set(path.relative_to(ROOT).parts))


def texts() -> Iterator[tuple[str, str]]:
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8", errors="replace")


def sources() -> Iterator[tuple[str, str]]:
    yield from ((name, text) for name, text in texts() if name.endswith(".py"))


def machine_paths(text: str) -> list[str]:
    return [match[0] for match in MACHINE_PATH.finditer(text)]


def lengths(name: str, text: str) -> dict[str, int]:
    """Lines of the file and of each function in it; a function's docstring doesn't count."""
    found = {name: len(text.splitlines())}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            docstring = node.body[0] if ast.get_docstring(node, clean=False) is not None else None
            said = (docstring.end_lineno or 0) - docstring.lineno + 1 if docstring else 0
            found[f"{name}::{node.name}"] = (node.end_lineno or 0) - node.lineno + 1 - said
    return found


def test_no_file_names_a_folder_of_some_computer() -> None:
    assert {name: found for name, text in texts() if (found := machine_paths(text))} == {}


def test_no_file_or_function_is_too_long() -> None:
    long = {
        place: length
        for name, text in sources()
        for place, length in lengths(name, text).items()
        if length > LONGER.get(place, LONGEST_FUNCTION if "::" in place else LONGEST_FILE)
    }
    assert long == {}


def test_every_exception_is_still_needed() -> None:
    now = {place: length for name, text in sources() for place, length in lengths(name, text).items()}
    needless = [p for p in LONGER if now.get(p, 0) <= (LONGEST_FUNCTION if "::" in p else LONGEST_FILE)]
    assert needless == []


def test_every_package_says_what_it_is() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    silent = [str(folder.relative_to(ROOT)) for folder in sorted(folders) if not _docstring(folder / "__init__.py")]
    assert silent == []


def _docstring(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "") if path.is_file() else ""


@pytest.mark.parametrize("folder", ["root", "home/ada", "Users/ada", "tmp/x", "opt/python", "var/folders/zz", "work/a"])
def test_the_checker_sees_a_machine_path(folder: str) -> None:
    assert machine_paths(f"at /{folder}/badges, ") == [f"/{folder}/badges"]
    assert machine_paths(f"'/{folder}'") == [f"/{folder}"]
    assert machine_paths(f"https://badges.example/{folder}/, {{url}}/{folder}/, docs/{folder}") == []


def test_the_checker_sees_a_machine_path_of_windows() -> None:
    assert machine_paths("C:" + r"\Users\ada\badges") != []


def test_the_checker_counts_without_docstrings() -> None:
    text = 'def f():\n    """One.\n\n    Two.\n    """\n    def g():\n        return 1\n    return g\n'
    assert lengths("a.py", text) == {"a.py": 8, "a.py::f": 4, "a.py::g": 2}


def possessive_groups(text: str) -> list[str]:
    return re.findall(r"(?<!\()\)(?:[*+?]|\{\d*,?\d*\})\+", text)


@pytest.mark.parametrize(("text", "found"), [("(?:ab?c)*+", 1), ("(?:a){2,}+", 1), ("[a-z]*+(?>(?:ab?c)*)'()*+,'", 0)])
def test_a_possessive_group_is_found(text: str, found: int) -> None:
    assert len(possessive_groups(text)) == found


def test_no_pattern_has_a_group_that_is_possessive() -> None:
    """Python before 3.11.5 matches wrongly by them, and rightly by `(?>(?:…)*)`: python/cpython, issue 106052."""
    package = {name: text for name, text in sources() if name.startswith(f"{PACKAGE.name}/")}
    assert package
    assert {name: found for name, text in package.items() if (found := possessive_groups(text))} == {}
