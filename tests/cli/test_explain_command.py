"""`badges explain`: one code, several, all of them, and none that there is."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from generator.cli import explain as command
from generator.verification.codes import CODES


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.explain, list(arguments))


def test_a_code_is_told_with_its_meaning_an_input_and_the_real_output() -> None:
    result = run("unknown-assessor")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[:2] == ["unknown-assessor: There is no such assessor", "Told by badges check."]
    wanted = [
        "What to do",
        "Example: A misspelt assessor: the one that was meant is shown.",
        "  recipients/lincoln-high/circuit-design/bhp5n40baqpaaqspp7ft4y5m95.yml",
        "      3 | assessor: enginering-lab",
        "What badges check says of it",
        '    hint: "engineering-lab" is defined at badges/issuer.yml:35:3',
    ]
    assert [line for line in lines if line in wanted] == [*wanted[:5], wanted[3], wanted[5]]


def test_a_code_of_verify_tells_its_verdict() -> None:
    lines = run("key-revoked").stdout.splitlines()
    assert lines[:2] == [f"key-revoked: {CODES['key-revoked'].words}", "Told by badges verify; verdict: refused."]
    assert "What badges verify says of it" in lines
    assert any(line.startswith("    NO  ") and line.endswith("[key-revoked]") for line in lines)


def test_a_code_that_both_commands_tell_is_told_twice() -> None:
    told = run("dates-reversed").stdout
    assert "dates-reversed: Something ends before it begins\nTold by badges check." in told
    assert "dates-reversed: It ends before it begins\nTold by badges verify" in told


@pytest.mark.parametrize("typed", ["[no-file]", " no-file ", "NO-FILE", "mkdocs.yml:5:13: error: … [no-file]"])
def test_a_code_is_known_as_it_stands_in_a_line(typed: str) -> None:
    assert run(typed).stdout == run("no-file").stdout != ""


def test_several_codes_are_told_one_after_the_other() -> None:
    told = run("no-file", "url-mismatch").stdout
    assert told == run("no-file").stdout + "\n\n" + run("url-mismatch").stdout


def test_without_a_code_all_are_listed_by_topic() -> None:
    result = run()
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "What `badges check` says of a registry"
    assert "What `badges verify` says of a badge" in lines
    listed = [line.split()[0] for line in lines if line.startswith("  ")]
    assert listed == [entry.code for entry in command.entries()]
    assert set(CODES) <= set(listed)
    assert lines[-1] == "badges explain CODE tells more"


def test_all_codes_as_json() -> None:
    found = json.loads(run("--format", "json").stdout)
    assert [entry["code"] for entry in found] == [entry.code for entry in command.entries()]
    (one,) = json.loads(run("--format", "json", "unknown-assessor").stdout)
    assert set(one) == {"listed", "topic", "code", "title", "verdict", "meaning", "what_to_do", "example"}
    assert set(one["example"]) == {"title", "input", "output"}


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("unknown-asessor", 'did you mean "unknown-assessor"?'),
        ("[key-revokd]", 'did you mean "key-revoked"?'),
        ("weather", "badges explain lists all codes"),
        ("", "badges explain lists all codes"),
    ],
)
def test_a_misspelt_code_is_told_with_the_one_that_was_meant(typed: str, hint: str) -> None:
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f'there is no code "{typed}": {hint}' in result.stderr


def test_a_code_cannot_command_the_terminal() -> None:
    result = run("\x1b[2Jno-file\u202e")
    assert result.exit_code == 2
    assert '"\\x1b[2Jno-file\\u202e"' in result.stderr
    assert "\x1b" not in result.stderr


def test_nothing_that_is_told_can_command_the_terminal() -> None:
    for entry in command.entries():
        assert all(line.isprintable() for line in command.as_text(entry).split("\n")), entry.code


def test_the_list_fits_a_line_each() -> None:
    assert max(len(line) for line in run().stdout.splitlines()) <= 140


def test_help_has_examples() -> None:
    result = run("--help")
    assert result.exit_code == 0
    assert result.stdout.count("  badges explain ") >= 3
