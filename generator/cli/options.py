"""Options that several verbs have."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from generator.adapters.all_or_none import finish
from generator.cli.voice import say


def examples(lines: str) -> str:
    """The end of a help: these lines of examples, each as it stands."""
    return f"Examples:\n\n\b\n{lines}"


class Day(click.ParamType[date]):
    """A day as it is written everywhere in a registry."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date. Raises `click.BadParameter` with what to type."""
        try:
            return date.fromisoformat(str(value).strip())
        except ValueError:
            self.fail("write year, month and day, such as 2026-11-20", param, ctx)


def _finished(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    """The folder, in which no change is left half made: one that was cut off is finished first."""
    if finish(folder):
        say("a change that was cut off before was finished")
    return folder


source = click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    callback=_finished,
    help="The registry's folder; this one where it is not given.",
)
jobs = click.option(
    "--jobs", type=click.IntRange(1, 256), help="How many processes work at a time; as many as there are cores."
)
quiet = click.option(
    "-q", "--quiet", is_flag=True, help="Don't show how far the work is; results and errors are told all the same."
)
cache = click.option(
    "--cache/--no-cache",
    default=True,
    help="Keep what was found, and use what was found last time, of files that haven't changed since.",
)
private = click.option(
    "--private",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of sealing key and roster; else that which BADGES_PRIVATE names, else REGISTRY-private beside the "
    "registry's folder.",
)
dry_run = click.option("--dry-run", is_flag=True, help="Show what would change in the repository, and write nothing.")
old_key_lost = click.option(
    "--old-key-lost", is_flag=True, help="Seal with this key, though earlier awards were sealed with one that is lost."
)
receipts = click.option(
    "--receipts",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for receipts; receipts/ in the registry where it is not given, which Git then ignores.",
)
