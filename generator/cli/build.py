"""`badges build`: the registry as a signed site."""

from __future__ import annotations

from pathlib import Path

import click

from generator.adapters.building import Request, build_site, kept
from generator.adapters.pool import available
from generator.cli import options
from generator.cli.check import tell
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import errors_of, visible

EXAMPLES = """
Examples:

\b
  badges build --preview
  badges build --key-file ~/badges.key --out public
  BADGES_SIGNING_KEY=… badges build        as a workflow does it
"""


@click.command(epilog=EXAMPLES)
@options.source
@click.option(
    "--out", type=click.Path(path_type=Path), help="Where the site goes; site/ in the registry where it is not given."
)
@options.jobs
@click.option(
    "--key-file", type=click.Path(path_type=Path), help="The file of the signing key; else BADGES_SIGNING_KEY holds it."
)
@click.option("--preview", is_flag=True, help="Build without the issuer's key, to look at on this machine.")
@click.pass_context
def build(
    context: click.Context, source: Path, out: Path | None, jobs: int | None, key_file: Path | None, preview: bool
) -> None:
    """Build the site of a registry: pages, credentials, status lists, all signed, read back, and swapped in at once."""
    if preview and key_file is not None:
        raise click.UsageError("a preview is signed by a key of its own: leave out --key-file")
    place = out or source / "site"
    request = Request(source=source, out=place, jobs=jobs or available(), key_file=key_file, preview=preview)
    with bar() as progress:
        try:
            built = build_site(request, progress.hear)
        except (KeyboardInterrupt, SystemExit):
            say(f"ended before the site was complete; {kept(request.out)}")
            raise
    tell(list(built.problems), "text")
    if mistakes := errors_of(built.problems):
        say(f"{count(len(mistakes), 'mistake')} found; nothing was written to {request.out}")
        context.exit(AT_FAULT)
    for warning in built.warnings:
        say(f"warning: {visible(warning)}")
    say(f"{count(built.awards, 'award')}, {built.revoked:,} of them revoked, {count(built.lists, 'status list')}")
    say(f"{count(built.read_back, 'award')} read back as a stranger would, and accepted")
    say(f"the site is in {request.out}" + (", a preview that the issuer did not sign" if preview else ""))
