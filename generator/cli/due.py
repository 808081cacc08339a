"""`badges due`: what a registry asks of its people now."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TextIO

import click

from generator.adapters import git, registry
from generator.awarding.upkeep import due as rules
from generator.awarding.upkeep.due import Due
from generator.cli import options
from generator.cli.voice import AT_FAULT, count, say
from generator.errors import RegistryRefused
from generator.model.catalogue import Catalogue

EXAMPLES = """
Examples:

\b
  badges due                        which badges are to be reviewed in 60 days
  badges due --within 365           in a year
  badges due --format json

\b
The workflow "steward" asks this every week, and opens an issue for each.
"""


@click.command(epilog=EXAMPLES)
@options.source
@click.option(
    "--within", type=click.IntRange(0, 3660), default=60, show_default=True, metavar="DAYS",
    help="Badges whose review is due in so many days.",
)  # fmt: skip
@click.option(
    "--differs", type=click.File(encoding="utf-8", errors="replace"), metavar="FILE",
    help="What an audit said of the live site, which is not what the repository says.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "requests"]), default="text", show_default=True,
    help="How it is told; requests: for GitHub, a line each.",
)  # fmt: skip
@click.pass_context
def due(context: click.Context, source: Path, within: int, differs: TextIO | None, form: str) -> None:
    """Tell what is due: badges to review, and what GitHub needs to keep looking after the registry."""
    try:
        catalogue = registry.load_catalogue_of_folder(source)
    except RegistryRefused as refused:
        click.echo(str(refused))
        say("mend these first")
        context.exit(AT_FAULT)
    today = registry.today()
    found = rules.reviews(catalogue, today, timedelta(days=within))
    last = _last_commit(source)
    if last and (silence := rules.silence(last, today)):
        found.append(silence)
    if differs:
        found.append(rules.difference(catalogue.issuer.url, [line.rstrip("\n") for line in differs]))
    _tell(found, catalogue, form)


def _tell(found: list[Due], catalogue: Catalogue, form: str) -> None:
    if form == "json":
        click.echo(json.dumps(_json(found, catalogue), indent=1))
    elif form == "requests":
        for each in found:
            click.echo(each.request)
    else:
        for each in found:
            click.echo(each.title)
        say(f"{count(len(found), 'thing')} to do" if found else "nothing is due")


def _json(found: list[Due], catalogue: Catalogue) -> dict[str, object]:
    issuer = catalogue.issuer
    return {
        "url": issuer.url,
        "repository": issuer.repository,
        "renew": issuer.status_valid_for is not None,
        "due": [{"mark": each.mark, "title": each.title, "body": each.body} for each in found],
    }


def _last_commit(source: Path) -> date | None:
    """The day of the last commit; None where there is none, or no Git."""
    try:
        told = git.answer(source, "rev-list", "--max-count=1", "--timestamp", "HEAD", "--")
    except git.GitFailed:
        return None
    return datetime.fromtimestamp(int(told.split(" ")[0]), UTC).date() if told else None
