"""`badges changes`: what a change does to what the world sees, and whether it may be merged."""

from __future__ import annotations

import json
import math
import secrets
from collections.abc import Iterator
from pathlib import Path

import click

from generator.adapters.change_request import Outcome, Request
from generator.adapters.changes import changes_of
from generator.adapters.https import Https
from generator.adapters.pool import available
from generator.cli import options
from generator.cli.changes_markdown import markdown
from generator.cli.changes_words import MOST_LISTED, headline, listed
from generator.cli.problems import as_json, tell
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import errors_of, visible
from generator.publishing.changes.summary import LISTS, Page, Told, page_of

EXAMPLES = """
Examples:

\b
  badges changes origin/main                  what this branch does
  badges changes HEAD                         what is not committed yet
  badges changes origin/main --format markdown >> "$GITHUB_STEP_SUMMARY"
  badges changes site/                        against a published site
  badges changes https://badges.example.org --sample 200

\b
BASE is a Git revision, the folder of a built site (./NAME, where a revision
has its name), or the https address of a published one.

\b
Against a revision: compared with the commit where this branch left it (the
merge base), as GitHub shows a pull request, so that what others merged since
doesn't count; --exact takes the revision itself. Both sides are composed by
this program. What isn't committed yet counts as well.

Against a site: the documents that this program would publish are compared
with the published ones, without their proofs. So an upgrade of this program
that would write other credentials is found. A site doesn't tell who may
award: authority and entries are compared against a revision alone; and only of
a folder is known what it holds that the registry has no more.

\b
What is listed: awards that are issued, revoked (their bit in a status list
becomes 1), erased, or renewed (the same words, a proof by another key);
published credentials whose words are altered; stacks that are completed; and
pages: HTML pages whose own content changes, be it of an award, a badge, the
catalogue, the issuer or docs/. Menus are not content. Where mkdocs.yml or
what stands around every page changes, all of these but awards' count.

\b
It ends with 1 where the change must not be merged: a published credential is
altered and no `amended` declares it; an address, key, campus, assessor,
badge version or number is taken away or used again; a revocation is taken
back; somebody awards who may not do so yet in BASE (a first import, where
BASE has no badges/issuer.yml, is free of that).
"""

# A status list is the longest document that is asked for.
_LARGEST = 64_000_000


@click.command(epilog=EXAMPLES)
@click.argument("base")
@options.source
@click.option("--exact", is_flag=True, help="Compare with the revision itself, not with the merge base.")
@click.option(
    "--sample", type=click.IntRange(min=0), metavar="N",
    help="Of a published site, compare N awards, drawn by lot; all, if not given.",
)  # fmt: skip
@click.option("--seed", metavar="TEXT", help="Draw the same sample again.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown", "github"]), default="text", show_default=True,
    help="How the changes are told; github: the mistakes as annotations, ten at the most.",
)  # fmt: skip
@options.jobs
@options.quiet
@click.pass_context
def changes(
    context: click.Context,
    base: str,
    source: Path,
    exact: bool,
    sample: int | None,
    seed: str | None,
    form: str,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Tell what a change does to what the world sees, and refuse what would break a promise."""
    if seed is not None and sample is None:
        raise click.UsageError("--seed draws a sample: name its size with --sample")
    seed = seed or secrets.token_hex(4)
    request = Request(source=source, base=base, jobs=jobs or available(), exact=exact, sample=sample, seed=seed)
    with bar(quiet) as progress:
        outcome = changes_of(request, progress.hear, Https(anywhere=True, patience=math.inf, most=_LARGEST))
    _tell(request, outcome, form)
    if mistakes := errors_of(outcome.changes.problems):
        say(f"{count(len(mistakes), 'mistake')} found; badges explain {mistakes[0].code} tells more")
        context.exit(AT_FAULT)


def _tell(request: Request, outcome: Outcome, form: str) -> None:
    found = outcome.changes
    if form == "json":
        click.echo(json.dumps(_json(request, outcome), indent=1))
    elif form == "markdown":
        click.echo(markdown(request.base, outcome.against, found))
    elif form == "github":
        tell(errors_of(found.problems)[:10], "github")
    else:
        for line in _text(outcome):
            click.echo(line)
        tell(found.problems, "text")


def _text(outcome: Outcome) -> Iterator[str]:
    found = outcome.changes
    yield f"compared with {outcome.against}"
    if not found.complete:
        yield "not compared: the registry has mistakes, which come first"
        return
    yield headline(found)
    for name, title, entries in listed(found):
        yield ""
        yield title
        yield from (f"  {entry}" for entry in entries[:MOST_LISTED])
        if len(entries) > MOST_LISTED:
            yield f"  … and {len(entries) - MOST_LISTED:,} more: --format json has all {name}"
    yield ""


def _json(request: Request, outcome: Outcome) -> dict[str, object]:
    found = outcome.changes
    return {
        "base": visible(request.base),
        "comparedWith": outcome.against,
        "commit": outcome.commit or None,
        "complete": found.complete,
        "mayBeMerged": not errors_of(found.problems),
        "counts": {name: len(getattr(found, name)) for name in LISTS},
        **{name: [_entry(name, entry) for entry in getattr(found, name)] for name in LISTS},
        "problems": [as_json(problem) for problem in found.problems],
    }


def _entry(name: str, entry: Told | Page) -> dict[str, object]:
    if isinstance(entry, Page):
        return {"path": visible(entry.path), "change": entry.how}
    file = entry.file
    told: dict[str, object] = {
        "award": file.id,
        "badge": file.badge,
        "campus": file.campus,
        "file": file.path,
        "page": page_of(file.id),
    }
    if name == "alters":
        told |= {"declared": entry.declared, "because": visible(entry.note)}
    elif entry.note:
        told |= {"note": visible(entry.note)}
    return told
