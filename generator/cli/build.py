"""`badges build`: the registry as a signed site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from generator.adapters.build_request import Request
from generator.adapters.building import build_site, kept
from generator.adapters.pool import available
from generator.cli import options
from generator.cli.problems import tell
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import errors_of, visible
from generator.publishing import sizes
from generator.publishing.outcome import Built, Word

EXAMPLES = """
Examples:

\b
  badges build --preview
  badges build --key-file ~/badges.key --out public
  badges build --key-file ~/badges.key --tar site.tar
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
@click.option(
    "--tar", type=click.Path(path_type=Path), help="Write the site into this one file, as a Pages upload takes it."
)
@click.option("--plain", is_flag=True, help="Make each award by the full algorithms: slow, and the same bytes.")
@options.cache
@options.quiet
@click.pass_context
def build(
    context: click.Context,
    source: Path,
    out: Path | None,
    jobs: int | None,
    key_file: Path | None,
    preview: bool,
    tar: Path | None,
    plain: bool,
    cache: bool,
    quiet: bool,
) -> None:
    """Build the site of a registry: pages, credentials, status lists, all signed, read back, and swapped in at once."""
    if preview and key_file is not None:
        raise click.UsageError("a preview is signed by a key of its own: leave out --key-file")
    if tar is not None and out is not None:
        raise click.UsageError("the site goes into a folder or into one file: leave out --out or --tar")
    request = Request(
        source=source,
        out=out or source / "site",
        jobs=jobs or available(),
        key_file=key_file,
        preview=preview,
        tar=tar,
        plain=plain,
        remember=cache,
    )
    with bar(quiet) as progress:
        try:
            built = build_site(request, progress.hear)
        except (KeyboardInterrupt, SystemExit):
            say(f"ended before the site was complete; {kept(request.place)}")
            raise
    tell(list(built.problems), "text")
    if mistakes := errors_of(built.problems):
        say(f"{count(len(mistakes), 'mistake')} found; nothing was written to {request.place}")
        context.exit(AT_FAULT)
    for warning in (*built.warnings, *sizes.warnings(built.sizes)):
        say(f"warning: {visible(warning)}")
    for line in _report(built, request):
        say(line)


def _report(built: Built, request: Request) -> Iterator[str]:
    yield f"{count(built.awards, 'award')}, {built.revoked:,} of them revoked, {count(built.lists, 'status list')}"
    if not built.unchanged:
        by = "".join(f", and by {name}" for name, said in built.read_back.opinions.items() if said.get(Word.HOLDS))
        yield f"{count(built.read_back.awards, 'award')} read back as a stranger would, and accepted{by}"
    yield from sizes.report(built.sizes)
    also = ", a preview that the issuer did not sign" if request.preview else ""
    yield f"the site is in {request.place}{also}" + (", as it was: nothing has changed" if built.unchanged else "")
