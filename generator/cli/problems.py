"""How Problems are told: as text, as JSON, as annotations of a pull request, or as a table for its summary."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

import click

from generator.diagnostics import Position, Problem, errors_of, render, visible

# GitHub shows so many of a step; the table has them all.
MOST_ANNOTATIONS: Final = 10


def tell(problems: list[Problem], form: str) -> None:
    """Print Problems: as text, as one JSON document, as commands for annotations, or as a table in Markdown."""
    if form == "json":
        click.echo(json.dumps({"problems": [as_json(problem) for problem in problems]}, indent=1))
    elif form == "github":
        for problem in _mistakes_first(problems)[:MOST_ANNOTATIONS]:
            click.echo(_github(problem))
    elif form == "markdown":
        for line in _table(problems):
            click.echo(line)
    else:
        for problem in problems:
            click.echo(render(problem))


def as_json(problem: Problem) -> dict[str, object]:
    """The problem as a JSON value."""
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


def _mistakes_first(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.severity)


def _table(problems: list[Problem]) -> Iterator[str]:
    """All of them, the mistakes first; whatever comes from a file can make no markup."""
    # Imported here, as few ask for it.
    from generator.cli.changes_markdown import MOST_ALONE, table

    if not problems:
        yield "The registry has no mistakes."
        return
    mistakes = len(errors_of(problems))
    warnings = len(problems) - mistakes
    yield f"## What is wrong with the registry: mistakes {mistakes:,}, warnings {warnings:,}"
    yield ""
    yield from table(_mistakes_first(problems), MOST_ALONE)
