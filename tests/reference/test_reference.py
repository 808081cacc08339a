"""Every code is explained, shown by an input that brings it about, and by what is really said of that input.

`--bless` runs all inputs, and writes `generator/data/reference/examples.json` and `docs/reference/` anew.
"""

from __future__ import annotations

import ast
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Final

import pytest

from generator.adapters.registry_folder import RegistryFolder
from generator.cli.explain import LISTS, Entry, Example, entries, written
from generator.diagnostics import render
from generator.publishing.checking import check
from generator.publishing.findings import CODES as FINDINGS
from generator.verification.codes import CODES
from tests.problems.test_problems import codes as codes_in_sources
from tests.reference import auditing, changed, changing, spoilt
from tests.reference.odd_documents import ODD_DOCUMENTS
from tests.reference.odd_files import ODD_FILES
from tests.reference.pages import pages

ROOT: Final = Path(__file__).parents[2]
PACKAGE: Final = ROOT / "generator"
DATA: Final = ROOT / "generator" / "data" / "reference"
PAGES: Final = ROOT / "docs" / "reference"
EXAMPLES: Final = DATA / "examples.json"
# Told of what Git holds: no case is a repository.
IN_GIT: Final = {"private-file", "private-file-once"}
AGAIN: Final = "run `make reference`, and read the difference before you commit it"


FOUND: Final[dict[str, Callable[[], dict[str, list[str]]]]] = {
    "problems": spoilt.cases_of_codes,
    "verification": changed.scenarios_of_codes,
    "changes": changing.cases_of_codes,
    "audit": auditing.cases_of_codes,
}


def shown_by(listed: str) -> dict[str, str]:
    """By code, the name of what is shown with it: chosen in the table, or the odd input of its name, or the first."""
    found = FOUND[listed]()
    chosen = {code: words.get("shown_by") for topic in written(listed) for code, words in topic["codes"].items()}
    odd = {**ODD_FILES, **ODD_DOCUMENTS}
    first = {code: f"odd:{code}" if f"odd:{code}" in odd else next(iter(found.get(code, [])), "") for code in chosen}
    return {code: name or first[code] for code, name in chosen.items()}


RUN: Final[dict[str, Callable[[str, str], Example]]] = {
    "problems": spoilt.example,
    "verification": changed.example,
    "changes": changing.example,
    "audit": auditing.example,
}


@pytest.mark.parametrize("listed", LISTS)
def test_an_example_is_what_running_it_gives(listed: str, bless: bool) -> None:
    ran = {code: asdict(RUN[listed](code, name)) for code, name in shown_by(listed).items() if name}
    stored = json.loads(EXAMPLES.read_text("utf-8")) if EXAMPLES.exists() else {}
    if bless:
        stored[listed] = ran
        EXAMPLES.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", "utf-8")
    kept = stored.get(listed, {})
    assert sorted(code for code in {*ran, *kept} if ran.get(code) != kept.get(code)) == [], AGAIN


def test_the_pages_say_what_the_command_says(bless: bool) -> None:
    made = pages(entries())
    if bless:
        for path, text in made.items():
            (PAGES / path).parent.mkdir(parents=True, exist_ok=True)
            (PAGES / path).write_text(text, "utf-8")
        for path in {file.relative_to(PAGES).as_posix() for file in PAGES.rglob("*.md")} - set(made):
            (PAGES / path).unlink()
    stored = {file.relative_to(PAGES).as_posix(): file.read_text("utf-8") for file in PAGES.rglob("*.md")}
    assert sorted(path for path in {*made, *stored} if made.get(path) != stored.get(path)) == [], AGAIN


def test_every_code_of_badges_check_is_explained() -> None:
    told = codes_in_sources() | set(spoilt.cases_of_codes()) | IN_GIT
    assert told - of("problems") == set(), "explain it in generator/data/reference/problems.yml, then " + AGAIN
    assert of("problems") - told == set(), "no source tells it: take it out of generator/data/reference/problems.yml"


def test_every_code_of_badges_verify_is_explained() -> None:
    table = "generator/data/reference/verification.yml"
    assert set(CODES) - of("verification") == set(), f"explain it in {table}, then {AGAIN}"
    assert of("verification") - set(CODES) == set(), f"codes.py has no such code: take it out of {table}"


def test_every_code_of_badges_changes_is_explained() -> None:
    own = changing.cases_of_codes().keys() - of("problems")
    assert own - of("changes") == set(), "explain it in generator/data/reference/changes.yml, then " + AGAIN
    assert of("changes") - own == set(), "no case shows it: take it out of generator/data/reference/changes.yml"


def test_every_code_of_badges_audit_is_explained() -> None:
    assert of("audit") == set(FINDINGS), "generator/data/reference/audit.yml and findings.py list other codes"


def test_no_room_tells_a_code_that_is_not_explained() -> None:
    known = {entry.code for entry in entries()}
    rooms = [file for file in PACKAGE.rglob("*.py") if "verification" not in file.parts]  # which has a table of its own
    told = {code: str(file.relative_to(ROOT)) for file in rooms for code in _codes_told(file)}
    begun = {code for code in told if code.endswith("-") and any(each.startswith(code) for each in known)}
    assert {code: file for code, file in told.items() if code not in known | begun} == {}
    assert len(told) > 30


def _codes_told(file: Path) -> Iterator[str]:
    """The texts that a file makes Problems and Findings of as their code."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        called = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
        place = {"Problem": 0, "report": 0, "at_top": 1, "Finding": 1}.get(called)
        if isinstance(node, ast.Call) and place is not None and len(node.args) > place:
            yield from _texts(node.args[place])


def _texts(value: ast.expr) -> list[str]:
    return [str(each.value) for each in ast.walk(value) if isinstance(each, ast.Constant)]


@pytest.mark.parametrize("listed", LISTS)
def test_every_code_is_shown_by_an_example(listed: str) -> None:
    kinds = {"problems": "a case in tests/problems/cases", "changes": "a case in tests/problems/changes"}
    kinds |= {"audit": "a deed in tests/reference/auditing.py"}
    kind = kinds.get(listed, "a scenario in tests/vectors/verification")
    missing = [entry.code for entry in entries() if entry.listed == listed and entry.example is None]
    assert not missing, f"{', '.join(missing)}: write {kind} that brings it about, then {AGAIN}"


@pytest.mark.parametrize("listed", LISTS)
def test_nothing_is_explained_twice_or_blankly(listed: str) -> None:
    members = {"title", "meaning", "what_to_do", "shown_by"} - ({"title"} if listed == "verification" else set())
    listing = [code for topic in written(listed) for code in topic["codes"]]
    assert len(listing) == len(set(listing))
    for topic in written(listed):
        assert set(topic) == {"topic", "codes"}
        for code, words in topic["codes"].items():
            assert members - {"shown_by"} <= set(words) <= members, code
            assert all(isinstance(text, str) and text.strip() == text != "" for text in words.values()), code
            assert words["meaning"].endswith(".")
            assert words["what_to_do"].endswith(".")
            assert not words.get("title", "").endswith("."), code


def test_an_example_shows_its_code_where_people_look_for_it() -> None:
    for entry in with_examples():
        assert entry.example is not None
        begins = entry.listed == "audit" and entry.example.output.startswith(f"{entry.code} ")
        assert begins or f"[{entry.code}]" in entry.example.output, entry.code
        assert entry.example.input.strip(), entry.code
        assert entry.example.title.endswith("."), entry.code


def test_every_odd_input_is_shown() -> None:
    used = {name for listed in LISTS for name in shown_by(listed).values()}
    assert {*ODD_FILES, *ODD_DOCUMENTS} - used == set()


def test_the_pages_lie_well_among_those_of_a_registry(tmp_path: Path) -> None:
    """This repository is a registry too, and its own check reads all of `docs/`."""
    shutil.copytree(ROOT / "tests" / "registry", tmp_path, dirs_exist_ok=True)
    shutil.copytree(PAGES, tmp_path / "docs" / "reference")
    problems = check(RegistryFolder(tmp_path), spoilt.TODAY, map).problems
    assert [render(problem) for problem in problems] == []
    assert "  reference/\n" in (ROOT / "mkdocs.yml").read_text("utf-8"), "the site of the sample holds none of them"


def of(listed: str) -> set[str]:
    return {code for topic in written(listed) for code in topic["codes"]}


def with_examples() -> list[Entry]:
    return [entry for entry in entries() if entry.example]
