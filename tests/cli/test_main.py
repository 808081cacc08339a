"""How the command starts, and what becomes of what nobody foresaw."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator.cli import check, main
from generator.cli.main import badges

ROOT = Path(__file__).parents[2]
# These take longest to be imported, and what they are for is done by few verbs, or late.
HEAVY = {"cryptography", "jsonschema", "markdown_it", "mkdocs", "pyld", "requests", "segno"}


def started(code: str, **environment: str) -> str:
    """What Python says that runs these lines."""
    env = os.environ | {"PYTHONPATH": str(ROOT)} | environment
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout


def test_a_verb_starts_without_what_it_may_not_need() -> None:
    code = (
        "import sys\n"
        "from generator.cli.verbs import VERBS\n"
        "for name in VERBS.keys() - {'verify', 'explain'}: VERBS[name][0]()\n"
        "print(*sys.modules)"
    )
    loaded = set(started(code).split())
    assert "generator.cli.changes" in loaded
    assert HEAVY & loaded == set()


def test_the_version_is_told_whether_it_is_installed_or_not() -> None:
    code = "import sys\nfrom generator.cli.main import main\nsys.argv = ['badges', '--version']\n{}main()"
    unknown = "import importlib.metadata as m\ndef no(name): raise m.PackageNotFoundError(name)\nm.version = no\n"
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert started(code.format(unknown)) == f"badges, version {version}\n"
    known = "import importlib.metadata as m\nm.version = lambda name: name + ' 7'\n"
    assert started(code.format(known)) == "badges, version badge-registry 7\n"


def test_an_unforeseen_fault_says_where_it_is_and_nothing_that_was_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("Sample Learner One <one@learners.example>")

    monkeypatch.setattr(check, "check_folder", fail)
    monkeypatch.setattr(sys, "argv", ["badges", "check"])
    with pytest.raises(SystemExit) as ended:
        main.main()
    said = capsys.readouterr().err
    assert ended.value.code == 3
    assert "KeyError at main.py:" in said
    assert "check.py:" in said
    assert "Sample" not in said
    assert "learners.example" not in said


def test_every_help_has_examples_and_fits_a_terminal_of_eighty_columns() -> None:
    pages = dict(_helps(badges, "badges"))
    assert len(pages) > 30
    assert [command for command, text in pages.items() if "Example" not in text] == []
    assert [line for text in pages.values() for line in text.splitlines() if len(line) > 80] == []


def _helps(command: click.Command, path: str) -> Iterator[tuple[str, str]]:
    """The help of a command and of all below it."""
    with click.Context(command, info_name=path, terminal_width=78) as context:
        yield path, command.get_help(context)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                below = command.get_command(context, name)
                assert below is not None
                yield from _helps(below, f"{path} {name}")
