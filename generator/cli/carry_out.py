"""How every verb that changes the registry begins and ends: looked at, then shown only or carried out, and told."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

from generator.adapters import changing
from generator.adapters.registry_state import State, look
from generator.awarding.edits import Edits
from generator.cli.voice import AT_FAULT, bar, say
from generator.diagnostics import visible
from generator.errors import ActRefused, ChangeRefused, EditRefused, RegistryRefused


@contextmanager
def begun(source: Path, quiet: bool = False) -> Iterator[State]:
    """The registry as it is now, which nobody else changes by a command while the block runs.

    What can't be done to it is told, and ends the command.
    """
    with changing.exclusive(source), refused():
        with bar(quiet) as progress:
            state = look(source, progress.hear)
        yield state


@contextmanager
def refused() -> Iterator[None]:
    """What can't be done to this registry is told, with what to do instead, and nothing is written."""
    try:
        yield
    except (ActRefused, EditRefused, RegistryRefused) as error:
        say(str(error))
        raise click.exceptions.Exit(AT_FAULT) from None


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
    except ChangeRefused as error:
        say(str(error))
        raise click.exceptions.Exit(AT_FAULT) from None
    if dry_run:
        show(edits)
        say("nothing was written, as this was a dry run")
        return
    for path, data in sorted(edits.files.items()):
        click.echo(f"{'removed' if data is None else 'wrote'} {path}")


def show(edits: Edits) -> None:
    """Show what the edits would change: as it is for `git apply`; on a terminal, nothing that would act on that."""
    told = edits.difference()
    if sys.stdout.isatty():
        lines = told.decode("utf-8", "replace").split("\n")
        told = "\n".join(visible(line.removesuffix("\r").replace("\t", "    ")) for line in lines).encode()
    click.echo(told, nl=False)
