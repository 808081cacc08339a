"""How faults of a request or a class list are told: by place, all of them, and never with a learner's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from generator.awarding.request import Fault
from generator.cli.voice import AT_FAULT, count, say
from generator.diagnostics import visible


def tell_faults(faults: Iterable[Fault], nothing: str = "nothing was written") -> None:
    """Tell what is wrong; unless these are mere warnings, that is the end of the command."""
    found = [*faults]
    for fault in found:
        kind = "warning" if fault.warning else "error"
        click.echo(f"{fault.place}: {kind}: {visible(fault.message)}", err=True)
        if fault.hint:
            click.echo(f"  hint: {visible(fault.hint)}", err=True)
    mistakes = [fault for fault in found if not fault.warning]
    if mistakes:
        say(f"{count(len(mistakes), 'mistake')} found; {nothing}")
        raise click.exceptions.Exit(AT_FAULT)


def few(places: Sequence[str], most: int = 10) -> str:
    """The places, the first of them if they are many."""
    shown = ", ".join(places[:most])
    return shown if len(places) <= most else f"{shown} and {len(places) - most:,} more"
