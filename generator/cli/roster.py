"""`badges roster`: what the district alone knows of its learners, on this computer."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from pathlib import Path

import click

from generator.adapters import receipts_folder
from generator.adapters.desk import desk_of
from generator.adapters.private_folder import private_folder
from generator.adapters.private_output import keep_out_of_git, take_nothing_else
from generator.adapters.registry_state import look
from generator.awarding import stacks
from generator.awarding.deciding import Desk
from generator.awarding.roster import Entry
from generator.awarding.roster_page import MARK, page, share
from generator.awarding.roster_report import HELD, NOT_YET, Decision, Learner, Near, Report, report, state_of
from generator.cli import options
from generator.cli.badge_meant import badge_meant
from generator.cli.entry_meant import entry_meant
from generator.cli.voice import WRONG_CALL, bar, count, say
from generator.diagnostics import visible
from generator.model.achievement import Requirement
from generator.names import AwardId, Slug
from generator.site import words
from generator.sources.shapes import listing

EXAMPLES = """
Examples:

\b
  badges roster show                        who holds what, who is near
                                            a stack, what is hard
  badges roster show --badge circuit-design --campus lincoln-high
  badges roster show --html ../roster.html  the same as a page, with bars

What it shows names learners. It is for you and this computer: share none of it, and put none of it into Git.
"""
_STATES: Mapping[str, str] = {"revoked": "revoked", "expired": "expired", "absent": "not in this registry yet"}


@click.group(name="roster", epilog=EXAMPLES)
def roster() -> None:
    """Show what the roster knows: who holds what, and what a class finds hard."""


@roster.command(epilog=EXAMPLES)
@click.option("--campus", help="Only what was decided at this campus.")
@click.option("--badge", help="Only this badge, or this version of it (circuit-design@1).")
@click.option(
    "--html", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write it as one HTML file instead."
)
@options.source
@options.private
@options.quiet
@click.pass_context
def show(
    context: click.Context,
    campus: str | None,
    badge: str | None,
    file: Path | None,
    source: Path,
    private: Path | None,
    quiet: bool,
) -> None:
    """Show who holds what, who is one badge from a stack, and which rubric rows a class finds hard."""
    if file is None and os.environ.get("CI", "") not in ("", "0", "false"):
        say("this names learners, and logs of other computers keep what is printed: run it on your own")
        context.exit(WRONG_CALL)
    if file is not None:
        keep_out_of_git(file)
        take_nothing_else(file, MARK)
    with bar(quiet) as progress:
        state = look(source, progress.hear)
        desk = desk_of(state, private_folder(source, private))
        wanted = badge_meant(desk.loaded, badge) if badge else None
        entries = list(_chosen(desk, entry_meant(campus, desk.catalogue.issuer.campuses), wanted))
        made = report(entries, desk.catalogue, _states(desk), stacks.progress(desk))
    if made.absent:
        say(f"not shown, as there is no such badge here or it has mistakes: {listing(map(str, made.absent))}")
    if not made.learners:
        say("the roster has nobody to show; it is filled by badges award, or again by badges receipts --roster")
    if file is None:
        click.echo("\n".join(_text(made)))
        say("this names learners: keep it on this computer")
        return
    chosen = [visible(text) for text in (campus, badge) if text]
    receipts_folder.write({file: page(made, desk.catalogue.issuer, desk.today, chosen)})
    say(f"{count(len(made.learners), 'learner')} shown in {file}: keep it on this computer, and share it with nobody")


def _chosen(desk: Desk, campus: Slug | None, badge: Requirement | None) -> Iterator[Entry]:
    for entry in desk.holdings.roster.entries:
        if campus in (None, entry.campus) and (badge is None or badge.met_by(entry.badge)):
            yield entry


def _states(desk: Desk) -> Callable[[Entry], str]:
    def revoked(award: AwardId) -> bool | None:
        row = desk.holdings.index.find(award)
        return None if row is None else bool(row.revoked)

    return lambda entry: state_of(entry, desk.catalogue, desk.today, revoked)


def _text(made: Report) -> Iterator[str]:
    """The report for a terminal."""
    yield f"Who holds what: {count(len(made.learners), 'learner')}"
    for learner in made.learners:
        yield f"  {visible(learner.name)} <{visible(learner.email)}>"
        yield from (f"    {_decided(each, learner)}" for each in learner.decisions)
    yield "\nOne badge from a stack" + ("" if made.near else ": nobody at present")
    for stack, listed in groupby(made.near, key=lambda each: each.stack):
        yield f"  {stack}"
        yield from (f"    {visible(each.name)}: {_lacks(each)}" for each in listed)
    yield "\nWhat a class finds hard, the hardest rows first" + ("" if made.badges else ": nothing was judged yet")
    yield from _hard(made)


def _lacks(near: Near) -> str:
    return f"lacks {near.missing}" if near.missing else "complete: badges award --due"


def _decided(each: Decision, learner: Learner) -> str:
    name = f"{each.badge.name}, version {each.badge.of.version}"
    if each.state == NOT_YET:
        counts = learner.of(each.badge.of.badge)
        when = "earlier" if counts and counts.state == HELD else "not yet"
        return f"{when}  {name} ({each.awarded}): below what is required in {listing(each.below)}"
    state = "" if each.state == HELD else f": {_STATES[each.state]}"
    return f"{'holds' if each.state == HELD else 'had':8} {name} ({each.awarded}, {each.campus}){state}"


def _hard(made: Report) -> Iterator[str]:
    said = words.of("en")
    for badge in made.badges:
        name = f"{badge.badge.name}, version {badge.badge.of.version}"
        yield f"  {name}: {count(badge.judged, 'decision')}, {badge.below:,} below what is required"
        for row in badge.rows:
            counts = ", ".join(f"{level.name} {level.count}" for level in row.levels)
            yield f"    {share(row.share, said):>4} below {row.required}: {row.name} ({counts})"
