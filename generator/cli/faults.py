"""How faults of a request or a class list are told: by place, all of them, and never with a learner's name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

import click

from generator.awarding.request import Fault
from generator.cli.voice import AT_FAULT, count, say
from generator.diagnostics import visible

_NUMBERED: Final = re.compile(r"(?P<what>row|line) (?P<number>[0-9]{1,9})(?P<of> of the roster)?")


def tell_faults(faults: Iterable[Fault], nothing: str = "nothing was written") -> None:
    """Tell what is wrong; unless these are mere warnings, that is the end of the command."""
    found = [*faults]
    for (message, hint, warning), places in _alike(found).items():
        click.echo(f"{rows(places)}: {'warning' if warning else 'error'}: {visible(message)}", err=True)
        if hint:
            click.echo(f"  hint: {visible(hint)}", err=True)
    mistakes = [fault for fault in found if not fault.warning]
    if mistakes:
        say(f"{count(len(mistakes), 'mistake')} found; {nothing}")
        raise click.exceptions.Exit(AT_FAULT)


def _alike(faults: Iterable[Fault]) -> dict[tuple[str, str, bool], list[str]]:
    """The places of the faults by what is wrong there."""
    found: dict[tuple[str, str, bool], list[str]] = {}
    for fault in faults:
        found.setdefault((fault.message, fault.hint, fault.warning), []).append(fault.place)
    return found


def rows(places: Sequence[str]) -> str:
    """The places, rows in a row taken together: `row 2`, `rows 2-31, 35`, `lines 2-4 of the roster`."""
    found = [match for match in map(_NUMBERED.fullmatch, places) if match]
    kinds = {(match["what"], match["of"] or "") for match in found}
    if len(found) < 2 or len(found) < len(places) or len(kinds) > 1:
        return ", ".join(places)
    spans: list[list[int]] = []
    for number in sorted(int(match["number"]) for match in found):
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    [(what, of)] = kinds
    listed = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
    return f"{what}s {listed}{of}"


def few(places: Sequence[str], most: int = 10) -> str:
    """The places, the first of them if they are many."""
    shown = ", ".join(places[:most])
    return shown if len(places) <= most else f"{shown} and {len(places) - most:,} more"
