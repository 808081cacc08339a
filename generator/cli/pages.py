"""`badges pages`: the catalogue's pages for another site builder."""

from __future__ import annotations

from pathlib import Path

import click

from generator.adapters.pages import stage_pages
from generator.cli import options
from generator.cli.problems import tell
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import errors_of

EXAMPLES = """
Examples:

\b
  badges pages --out pages
  cd pages && mkdocs build          with MkDocs and its theme Material
  cd pages && zensical build        with Zensical, which follows it

\b
The folder holds docs/ (Markdown, images, the catalogue's JSON files), theme/
and mkdocs.yml. Awards and signatures come with badges build only.
"""


@click.command(epilog=EXAMPLES)
@options.source
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder for the pages; it is replaced.")
@options.quiet
@click.pass_context
def pages(context: click.Context, source: Path, out: Path, quiet: bool) -> None:
    """Stage the catalogue's pages in a folder, for any site builder that reads Markdown."""
    with bar(quiet) as progress:
        progress.hear("catalogue pages", 0)
        done = stage_pages(source, out)
    tell(list(done.problems), "text")
    if not done.pages:
        say(f"{count(len(errors_of(done.problems)), 'mistake')} found; nothing was written to {out}")
        context.exit(AT_FAULT)
    say(f"{count(done.pages, 'page')} and what they need are in {out}")
