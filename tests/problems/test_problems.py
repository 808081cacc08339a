"""Each case in `cases/` spoils the sample registry, and `badges check` says what stands beside it, to the letter."""

from __future__ import annotations

import ast
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.adapters import registry
from generator.cli.main import badges
from tests.problems.cases_of import apply

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "registry"
PACKAGE = HERE.parents[1] / "generator"
CASES = sorted((HERE / "cases").glob("*.case"))
# Told of files that no text holds: tests/sources/test_hostile.py has them.
ELSEWHERE = frozenset(["not-a-file", "not-utf8", "too-many-values"])


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "today", lambda: date(2026, 11, 22))


def check(top: Path, *options: str) -> tuple[int, str]:
    """Exit code and output of the command."""
    done = CliRunner().invoke(badges, ["check", "--source", str(top), "--jobs", "1", *options])
    return done.exit_code, done.stdout


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_mistake_is_told_where_it_is_with_what_to_type(case: Path, tmp_path: Path, bless: bool) -> None:
    shutil.copytree(SAMPLE, tmp_path, dirs_exist_ok=True)
    apply(case.read_text("utf-8"), tmp_path)
    code, said = check(tmp_path)
    expected = case.with_suffix(".txt")
    if bless:
        expected.write_text(said, "utf-8")
    assert said == expected.read_text("utf-8")
    assert code == (1 if ": error: " in said else 0)


def test_the_sample_has_no_mistakes() -> None:
    assert check(SAMPLE) == (0, "")


def test_every_code_has_a_case() -> None:
    said = "".join(case.with_suffix(".txt").read_text("utf-8") for case in CASES)
    known = codes()
    silent = {code for code in known if f" [{code}]\n" not in said}
    assert silent == ELSEWHERE
    assert len(known) > 70


def codes() -> set[str]:
    """Every text in the code that looks like a code and stands where one does: as an argument or in a tuple."""
    found: set[str] = set()
    for path in [*PACKAGE.glob("sources/*.py"), PACKAGE / "diagnostics.py"]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            listed = node.args[:2] if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
            texts = [str(each.value) for each in listed if isinstance(each, ast.Constant)]
            found |= {text for text in texts if _is_code(text)}
    return found


def _is_code(value: str) -> bool:
    return re.fullmatch("[a-z]+(-[a-z]+[0-9]?)+|quoted|repeated|unfinished", value) is not None
