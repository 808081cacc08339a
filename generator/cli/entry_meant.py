"""Which campus or assessor is meant by what a person typed: its short name, or its name as people know it."""

from __future__ import annotations

from collections.abc import Mapping

import click

from generator.awarding.class_lists import cell_values
from generator.model.profile import Assessor, Campus
from generator.names import Slug


def entry_meant(
    text: str | None, entries: Mapping[Slug, Campus] | Mapping[Slug, Assessor], what: str = "campus"
) -> Slug | None:
    """The entry of `badges/issuer.yml`; None where nothing was typed.

    Raises `click.UsageError` with those that there are.
    """
    if text is None:
        return None
    names = {id: tuple(span.name for span in each.name.spans) for id, each in entries.items()}
    found = cell_values.entry(text, names, what)
    if isinstance(found, cell_values.Wrong):
        raise click.UsageError(f"--{what}: {found.message}: {found.hint}")
    return found
