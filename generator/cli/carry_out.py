"""How every verb that changes the registry ends: shown only, or carried out, and told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from generator.adapters import changing
from generator.adapters.registry_state import State
from generator.awarding.edits import Edits
from generator.cli.voice import AT_FAULT, bar, say
from generator.errors import ChangeRefused


def carry_out(
    source: Path,
    edits: Edits,
    private: Mapping[Path, bytes | None] | None = None,
    *,
    before: State | None = None,
    dry_run: bool = False,
    quiet: bool = False,
) -> None:
    """Check the edits and write them with what belongs to them outside of Git, or show what they would change.

    The files that changed are told on stdout. Mistakes that the change would bring are told, and nothing is written.
    """
    try:
        with bar(quiet) as progress:
            if dry_run:
                changing.refuse_mistakes(source, edits, before, progress.hear)
            else:
                changing.apply(source, edits, private, before=before, hear=progress.hear)
    except ChangeRefused as refused:
        say(str(refused))
        raise click.exceptions.Exit(AT_FAULT) from None
    if dry_run:
        click.echo(edits.difference(), nl=False)
        say("nothing was written, as this was a dry run")
        return
    for path, data in sorted(edits.files.items()):
        click.echo(f"{'removed' if data is None else 'wrote'} {path}")
