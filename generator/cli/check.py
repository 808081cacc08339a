"""`badges check`: every mistake of a registry at once."""

from __future__ import annotations

from pathlib import Path

import click

from generator.adapters.checking import check_folder
from generator.adapters.commit_files import commit_of
from generator.adapters.pool import available
from generator.cli import options
from generator.cli.problems import tell
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import errors_of

EXAMPLES = """
Examples:

\b
  badges check
  badges check --source my-registry
  badges check --format github      as annotations of a pull request
  badges check --base origin/main   what was added since and taken away, too
"""


@click.command(epilog=EXAMPLES)
@options.source
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "github", "markdown"]), default="text", show_default=True,
    help="How the mistakes are told; github: as annotations, ten at the most.",
)  # fmt: skip
@click.option(
    "--base", metavar="REV",
    help="The commit that a change begins at: no commit since then may have held a private file.",
)  # fmt: skip
@options.jobs
@options.cache
@options.quiet
@click.pass_context
def check(
    context: click.Context, source: Path, form: str, base: str | None, jobs: int | None, cache: bool, quiet: bool
) -> None:
    """Check a registry: tell every mistake with its place and what to type instead."""
    begun = commit_of(source, base).hash if base else None
    with bar(quiet) as progress:
        checked = check_folder(source, jobs or available(), progress.hear, remember=cache, base=begun)
    tell(checked.problems, form)
    errors = errors_of(checked.problems)
    mistakes, warnings = len(errors), len(checked.problems) - len(errors)
    if errors:
        also = f" and {count(warnings, 'warning')}" if warnings else ""
        say(f"{count(mistakes, 'mistake')}{also} found; badges explain {errors[0].code} tells more")
        context.exit(AT_FAULT)
    said = f"no mistakes in {count(checked.badges, 'badge')} and {count(checked.awards, 'award')}"
    say(f"{said}; {count(warnings, 'warning')}" if warnings else said)
