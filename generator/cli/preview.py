"""`badges preview`: the pages that a change alters, to look at before it is merged."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from generator.adapters import change_request
from generator.adapters.build_request import Request
from generator.adapters.building import build_site
from generator.adapters.changed_pages import take_out
from generator.adapters.changes import changes_of
from generator.adapters.pool import available
from generator.cli import options
from generator.cli.problems import tell
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import errors_of

EXAMPLES = """
Examples:

\b
  badges preview origin/main --out preview

The pages say that they are a preview, and are signed by a test key that nobody
trusts. Styles, scripts and pictures that they need lie beside them.
"""


@click.command(epilog=EXAMPLES)
@click.argument("base")
@options.source
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder, for the pages.")
@options.jobs
@options.quiet
@click.pass_context
def preview(context: click.Context, base: str, source: Path, out: Path, jobs: int | None, quiet: bool) -> None:
    """Build the pages that differ from BASE, a Git revision, to look at before they are merged."""
    asked = change_request.Request(source=source, base=base, jobs=jobs or available())
    with bar(quiet) as progress, tempfile.TemporaryDirectory(prefix="badges-") as name:
        changes = changes_of(asked, progress.hear).changes
        pages = [page.path for page in changes.pages if page.how != "removed"]
        changed = len(pages)
        problems = changes.problems if not changes.complete else []
        if pages and changes.complete:
            site = Path(name) / "site"
            request = Request(source=source, out=site, jobs=asked.jobs, key_file=None, preview=True, remember=False)
            problems = list(build_site(request, progress.hear).problems)
            pages = take_out(site, pages, out) if not errors_of(problems) else []
    if errors_of(problems):
        tell(errors_of(problems), "text")
        say("mend these first: there is nothing to look at")
        context.exit(AT_FAULT)
    if not pages:
        say("no page would change")
        return
    more = f", of {changed:,} that change" if changed > len(pages) else ""
    say(f"{count(len(pages), 'page')} in {out}{more}: a preview, signed with a test key that nobody trusts")
