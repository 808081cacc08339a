"""`badges check`: its formats, its exit codes, and what it waits for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import badges
from tests.odd_registry import write

SAMPLE = Path(__file__).parents[1] / "registry"
AWARD = "recipients/lincoln-high/circuit-design/ef0aqs1f2ye055gxke4z9w47aj.yml"


def spoilt(tmp_path: Path, old: str, new: str) -> Path:
    top = shutil.copytree(SAMPLE, tmp_path / "registry")
    text = (top / AWARD).read_text("utf-8")
    assert old in text
    (top / AWARD).write_text(text.replace(old, new), "utf-8")
    return top


def test_a_registry_without_mistakes_is_good() -> None:
    done = badges("check", "--source", SAMPLE)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "badges: no mistakes in 5 badges and 8 awards\n"


def test_json_tells_code_place_hint_and_related(tmp_path: Path) -> None:
    done = badges("check", "--source", spoilt(tmp_path, "status: 34692", "status: 30907"), "--format", "json")
    assert done.returncode == 1
    assert json.loads(done.stdout) == {
        "problems": [
            {
                "code": "status-taken",
                "severity": "error",
                "message": "the status number 30907 belongs to another award",
                "path": AWARD,
                "line": 4,
                "column": 9,
                "length": 5,
                "hint": "4947 is free",
                "related": [
                    {
                        "message": "it stands here first",
                        "path": "recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml",
                        "line": 4,
                        "column": 9,
                        "length": 5,
                    }
                ],
            }
        ]
    }
    assert json.loads(badges("check", "--source", SAMPLE, "--format", "json").stdout) == {"problems": []}


def deceptive(tmp_path: Path) -> Path:
    top = shutil.copytree(SAMPLE, tmp_path / "registry")
    path = top / "badges/issuer.yml"
    path.write_text(path.read_text("utf-8").replace("name: Riverbend STEM", "name: Riverb\u0435nd STEM"), "utf-8")
    return top


def test_a_warning_is_told_and_keeps_nothing_from_being_good(tmp_path: Path) -> None:
    top = deceptive(tmp_path)
    done = badges("check", "--source", top)
    assert done.returncode == 0
    assert done.stdout.startswith("badges/issuer.yml:2:7: warning: ")
    assert done.stderr == "badges: no mistakes in 5 badges and 8 awards; 1 warning\n"
    (told,) = json.loads(badges("check", "--source", top, "--format", "json").stdout)["problems"]
    assert (told["code"], told["severity"]) == ("look-alike-letters", "warning")
    assert badges("check", "--source", top, "--format", "github").stdout.startswith("::warning file=badges/issuer.yml,")


def test_warnings_are_counted_beside_mistakes(tmp_path: Path) -> None:
    top = deceptive(tmp_path)
    (top / AWARD).write_text((top / AWARD).read_text("utf-8").replace("status: ", "status: 0"), "utf-8")
    done = badges("check", "--source", top)
    assert done.returncode == 1
    (code,) = set(re.findall(r"error: .*\[([a-z-]+)\]", done.stdout))
    assert done.stderr == f"badges: 1 mistake and 1 warning found; badges explain {code} tells more\n"


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_no_format_shows_what_is_personal(tmp_path: Path, form: str) -> None:
    top = spoilt(tmp_path, "assessor: engineering-lab", "assessor: ada@school.example  # 412-555-0147, S123456")
    issuer = top / "badges/issuer.yml"
    issuer.write_text(issuer.read_text("utf-8") + "student_number: S######\n", "utf-8")
    done = badges("check", "--source", top, "--format", form)
    assert done.returncode == 1
    assert done.stdout.count("personal-data") == 3
    assert not any(secret in done.stdout for secret in ("ada", "0147", "123456"))


def test_an_annotation_holds_nothing_that_begins_another(tmp_path: Path) -> None:
    top = spoilt(tmp_path, "assessor: engineering-lab", 'assessor: "50%,a:b\\n::error file=x::y"')
    done = badges("check", "--source", top, "--format", "github")
    assert done.stdout.splitlines() == [
        f"::error file={AWARD},line=3,col=11,endColumn=38,title=wrong-form::"
        '"50%25,a:b ::error file=x::y" is not an assessor%0A'
        "hint: write lower-case letters and digits in words joined by single hyphens, 64 characters at the most"
    ]


def test_output_fits_a_terminal_of_any_encoding(tmp_path: Path) -> None:
    top = spoilt(tmp_path, "assessor: engineering-lab", "assessor: 機械🚗")
    done = badges("check", "--source", top, PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert r'"\u6a5f\u68b0\U0001f697" is not an assessor [wrong-form]' in done.stdout


def test_a_folder_that_is_not_there_is_a_matter_of_usage(tmp_path: Path) -> None:
    assert badges("check", "--source", tmp_path / "nowhere").returncode == 2
    assert badges("check", "--format", "xml").returncode == 2


def test_the_same_is_said_with_any_number_of_processes(tmp_path: Path) -> None:
    top = tmp_path / "registry"
    write(top, 600)
    for path in sorted(top.glob("recipients/*/*/*.yml"))[::7]:
        path.write_text(path.read_text("utf-8").replace("status: ", "status: 0"), "utf-8")
    said = {jobs: badges("check", "--source", top, "--jobs", jobs).stdout for jobs in (1, 3)}
    assert said[1] == said[3]
    assert said[1].count("[not-a-number]") > 50


def test_odd_texts_are_no_mistakes(tmp_path: Path) -> None:
    write(tmp_path / "registry", 300, seed=7)
    done = badges("check", "--source", tmp_path / "registry")
    assert done.returncode == 0, done.stdout


def test_it_waits_for_nothing_that_only_builds_need() -> None:
    code = (
        "import sys; sys.argv = ['badges', 'check', '--source', sys.argv[1]]\n"
        "from generator.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: assert not end.code\n"
        "print(*sorted({'pyld', 'mkdocs', 'jsonschema', 'rich', 'jinja2', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(SAMPLE)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
