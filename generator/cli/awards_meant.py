"""Awards as people name them on the command line, and how a decision on them is refused."""

from __future__ import annotations

from collections.abc import Iterable

import click

from generator.adapters.registry_state import State
from generator.awarding.naming import named
from generator.errors import NoSuchAward
from generator.sources.index import Row


def awards_meant(texts: Iterable[str], state: State) -> list[Row]:
    """The awards that the texts name, each once. Raises `UsageError` with every text that names none."""
    if any(problem.code == "no-issuer" for problem in state.problems):
        raise click.UsageError("there is no registry in this folder: run this in its folder, or name it with --source")
    found: dict[str, Row] = {}
    wrong: list[str] = []
    for text in texts:
        try:
            row = named(text, state.loaded.known.url, state.index)
            found[row.id] = row
        except NoSuchAward as error:
            wrong.append(str(error))
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return [*found.values()]
