"""`badges audit`: whether a site is what its registry says, to the byte, and without the key."""

from __future__ import annotations

import json
import math
import secrets
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.adapters.https import Https
from generator.adapters.pool import available
from generator.addresses import is_address
from generator.cli import options
from generator.cli.problems import tell
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.diagnostics import errors_of, visible
from generator.publishing.findings import CODES, Finding

if TYPE_CHECKING:
    from generator.adapters.auditing import Outcome, Request

EXAMPLES = """
Examples:

\b
  badges audit site                            the folder, against these files
  badges audit site --commit v1.4              against the files of a commit
  badges audit https://badges.example.org --commit HEAD --sample 200

What is found: changed (another file than the registry makes), missing, added,
signature-wrong (the words are right, and the issuer did not sign them),
unreadable. Each is explained by badges explain, such as badges explain changed.

Every file is made anew from the registry, and of the site's documents only the
signatures are taken, which the key in badges/issuer.yml must have made. The
date in status lists is that of the commit that the site was built from: name
it by --commit.
"""


# An index for searching a large catalogue is the longest file of a site.
_LARGEST = 64_000_000


@click.command(epilog=EXAMPLES)
@click.argument("site")
@options.source
@click.option("--commit", metavar="REV", help="The commit whose files to read; the folder as it is, if not given.")
@click.option(
    "--sample", type=click.IntRange(min=0), metavar="N",
    help="Compare N awards, drawn by lot, and all other files; every award, if not given.",
)  # fmt: skip
@click.option("--seed", metavar="TEXT", help="Draw the same sample again.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How the differences are told.",
)  # fmt: skip
@options.jobs
@options.quiet
@click.pass_context
def audit(
    context: click.Context,
    site: str,
    source: Path,
    commit: str | None,
    sample: int | None,
    seed: str | None,
    form: str,
    jobs: int | None,
    quiet: bool,
) -> None:
    """Compare a built or downloaded site, a folder or an address, with the registry: each byte, without the key."""
    if seed is not None and sample is None:
        raise click.UsageError("--seed draws a sample: name its size with --sample")
    seed = seed or secrets.token_hex(4)
    # Imported here, as all that composes and verifies is much, and a mistyped option needs none of it.
    from generator.adapters.auditing import Request, audit_site

    request = Request(source=source, commit=commit, site=site, jobs=jobs or available(), sample=sample, seed=seed)
    with bar(quiet) as progress:
        outcome = audit_site(request, Https(anywhere=True, patience=math.inf, most=_LARGEST), progress.hear)
    problems = list(outcome.audited.problems)
    if errors_of(problems):
        tell(problems, form)
        say(f"{count(len(errors_of(problems)), 'mistake')} found in the registry; the site was not compared")
        context.exit(AT_FAULT)
    if form == "json":
        click.echo(json.dumps(_json(request, outcome), indent=1))
    else:
        for line in _text(request, outcome):
            click.echo(line)
    if outcome.audited.findings:
        context.exit(AT_FAULT)


def _text(request: Request, outcome: Outcome) -> list[str]:
    """The report for people: what was compared with what, each finding, the verdict."""
    audited = outcome.audited
    of = "" if request.sample is None else f" of {audited.awards:,}, drawn by --seed {visible(request.seed)}"
    others = audited.files - 3 * audited.compared
    lines = [
        f"site      {visible(request.site)}",
        f"registry  {_registry(request, outcome)}",
        f"compared  {count(audited.files, 'file')}: three of each of {count(audited.compared, 'award')}{of}; "
        f"{count(others, 'other')}, {count(audited.lists, 'status list')} among them",
    ]
    lines += ["", *map(as_text, audited.findings)]
    return [*lines, *([""] if audited.findings else []), *_verdict(request, outcome)]


def as_text(finding: Finding) -> str:
    """A finding as people read it: code and path, and below them what is wrong."""
    return f"{finding.code:<15} {visible(finding.path)}\n{'':15} {visible(finding.words)}"


def _registry(request: Request, outcome: Outcome) -> str:
    read = f"at commit {outcome.commit}" if outcome.commit else "as it is in the folder"
    date = f"{outcome.as_of:%Y-%m-%d %H:%M:%S} UTC" if outcome.as_of else "of its newest award"
    return f"{visible(str(request.source))}, {read}, date {date}, of {outcome.url}"


def _verdict(request: Request, outcome: Outcome) -> list[str]:
    audited = outcome.audited
    notes = []
    if is_address(request.site):
        if request.site.rstrip("/") != outcome.url:
            notes.append(f"another address than the registry's own, {outcome.url}: a copy was audited, not the site")
        notes.append("files that should not be there can't be seen from outside: audit the folder to find them")
    if any(f.path.startswith("status/") and "/validFrom" in f.words for f in audited.findings):
        notes.append("a status list bears the date of the commit it was built from: name that commit with --commit")
    if audited.findings:
        kinds = Counter(finding.code for finding in audited.findings)
        each = ", ".join(f"{kinds[code]:,} {code}" for code in CODES if kinds[code])
        total = count(len(audited.findings), "difference")
        verdict = f"{total}, all named above ({each}): the site is not what the registry says"
    elif request.sample is None:
        verdict = "no differences: the site is what the registry says"
    else:
        verdict = "no differences in the sample and in all that is not of an award"
    return [*(f"note: {note}" for note in notes), verdict]


def _json(request: Request, outcome: Outcome) -> dict[str, object]:
    audited = outcome.audited
    return {
        "same": not audited.findings,
        "site": visible(request.site),
        "commit": outcome.commit or None,
        "asOf": f"{outcome.as_of:%Y-%m-%dT%H:%M:%SZ}" if outcome.as_of else None,
        "url": outcome.url,
        "awards": audited.awards,
        "awardsCompared": audited.compared,
        "filesCompared": audited.files,
        "seed": None if request.sample is None else visible(request.seed),
        "findings": [_finding(finding) for finding in audited.findings],
    }


def _finding(finding: Finding) -> dict[str, str]:
    return {"path": visible(finding.path), "code": finding.code, "words": visible(finding.words)}
