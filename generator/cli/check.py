"""`badges check`: every mistake of a registry at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.adapters.checking import check_folder
from generator.adapters.pool import available
from generator.cli import options
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import Position, Problem, errors_of, render, visible

EXAMPLES = """
Examples:

\b
  badges check
  badges check --source my-registry
  badges check --format github      as annotations of a pull request
"""


@click.command(epilog=EXAMPLES)
@options.source
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github"]), default="text", show_default=True,
    help="How the mistakes are told.",
)  # fmt: skip
@options.jobs
@options.cache
@options.quiet
@click.pass_context
def check(context: click.Context, source: Path, form: str, jobs: int | None, cache: bool, quiet: bool) -> None:
    """Check a registry: tell every mistake with its place and what to type instead."""
    with bar(quiet) as progress:
        checked = check_folder(source, jobs or available(), progress.hear, remember=cache)
    tell(checked.problems, form)
    errors = errors_of(checked.problems)
    mistakes, warnings = len(errors), len(checked.problems) - len(errors)
    if errors:
        also = f" and {count(warnings, 'warning')}" if warnings else ""
        say(f"{count(mistakes, 'mistake')}{also} found; badges explain {errors[0].code} tells more")
        context.exit(AT_FAULT)
    said = f"no mistakes in {count(checked.badges, 'badge')} and {count(checked.awards, 'award')}"
    say(f"{said}; {count(warnings, 'warning')}" if warnings else said)


def tell(problems: list[Problem], form: str) -> None:
    """Print Problems: as text for people, as one JSON document, or as commands that GitHub turns into annotations."""
    if form == "json":
        click.echo(json.dumps({"problems": [_json(problem) for problem in problems]}, indent=1))
    elif form == "github":
        for problem in problems:
            click.echo(_github(problem))
    else:
        for problem in problems:
            click.echo(render(problem))


def _json(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "message": problem.message,
        **_place(problem.position),
        "hint": problem.hint,
        "related": [{"message": related.message, **_place(related.position)} for related in problem.related],
    }


def _place(position: Position) -> dict[str, object]:
    path = visible(position.path)
    return {"path": path, "line": position.line, "column": position.column, "length": position.length}


def _github(problem: Problem) -> str:
    """A workflow command; what comes from a file is escaped, so that it can't begin another."""
    at = problem.position
    message = problem.message + (f"\nhint: {problem.hint}" if problem.hint else "")
    end = at.column + at.length - 1
    place = f"file={_property(visible(at.path))},line={at.line},col={at.column},endColumn={end}"
    return f"::{problem.severity} {place},title={_property(problem.code)}::{_data(message)}"


def _data(text: str) -> str:
    lines = "\n".join(visible(line) for line in text.split("\n"))
    return lines.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
