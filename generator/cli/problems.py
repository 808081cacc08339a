"""How Problems are told: as text for people, as JSON, or as annotations of a pull request."""

from __future__ import annotations

import json

import click

from generator.diagnostics import Position, Problem, render, visible


def tell(problems: list[Problem], form: str) -> None:
    """Print Problems: as text for people, as one JSON document, or as commands that GitHub turns into annotations."""
    if form == "json":
        click.echo(json.dumps({"problems": [as_json(problem) for problem in problems]}, indent=1))
    elif form == "github":
        for problem in problems:
            click.echo(_github(problem))
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
