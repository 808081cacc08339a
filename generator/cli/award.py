"""`badges award`: what was shown becomes an award, for one learner, a class, or all who have completed a stack."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import click

from generator.adapters import drawing, receipts_folder, registry
from generator.adapters.desk import sealing_desk_of
from generator.adapters.private_folder import PrivateFolder, private_folder
from generator.adapters.registry_state import State
from generator.awarding import answers, stacks
from generator.awarding.class_lists import class_list
from generator.awarding.deciding import Decisions, Desk, Drawn, decide
from generator.awarding.edits import Edits
from generator.awarding.receipts import files
from generator.awarding.request import Fault, Request
from generator.cli import options
from generator.cli.asking import somebody_is_there
from generator.cli.award_questions import Given, ask_class
from generator.cli.award_report import report, tell_foreseen, tell_written
from generator.cli.badge_meant import version_meant
from generator.cli.carry_out import begun, carry_out
from generator.cli.entry_meant import entry_meant
from generator.cli.faults import tell_faults
from generator.cli.problems import tell
from generator.cli.sealing_key import tell_unproven
from generator.cli.voice import AT_FAULT, count, say
from generator.model.achievement import Achievement, BadgeVersion

EXAMPLES = """
Examples:

\b
  badges award circuit-design                      asks for one after another
  badges award circuit-design --template > ../class.csv
  badges award circuit-design --from ../class.csv  a class; run twice, it
                                                   awards nothing twice
  badges award circuit-design < learner.yml        answers as YAML
  badges award --due                               stacks that are completed

learner.yml holds name and emailAddress, results ({row: level, …}), evidence (a list of items, each with a name and a
url or a description) and, where needed, campus, assessor, awarded, narrative, id; or a list of such.

Names and addresses are typed, piped or read from a file, never given as arguments: shells remember those.
"""
_MOST = 64 << 20


class Asked(NamedTuple):
    """What is asked for a badge, and what is wrong with the asking."""

    badge: Achievement
    requests: Sequence[Request]
    faults: Sequence[Fault] = ()


@click.command(epilog=EXAMPLES)
@click.argument("badge", required=False)
@click.option("--from", "file", type=click.Path(dir_okay=False, path_type=Path), help="A class list, as CSV.")
@click.option("--template", is_flag=True, help="Print the columns of a class list, with one line to show how.")
@click.option("--due", is_flag=True, help="Award the stacks that learners of the roster have completed.")
@click.option("--campus", help="Where it was earned, for those of whom it isn't said.")
@click.option("--assessor", help="Who decided, for those of whom it isn't said.")
@click.option("--awarded", type=options.Day(), help="The day of the decision; today where it is left out.")
@click.option("--again", is_flag=True, help="Award also those who hold this version of the badge already.")
@options.source
@options.private
@options.receipts
@options.old_key_lost
@options.dry_run
@options.quiet
@click.pass_context
def award(
    context: click.Context,
    badge: str | None,
    file: Path | None,
    template: bool,
    due: bool,
    campus: str | None,
    assessor: str | None,
    awarded: date | None,
    again: bool,
    source: Path,
    private: Path | None,
    receipts: Path | None,
    old_key_lost: bool,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Award a badge: one file for each award, the learner's name and address sealed, and a receipt to hand out."""
    if due and (file or template):
        raise click.UsageError("--due reads the roster: leave out --from and --template")
    if badge is None and not due:
        raise click.UsageError("name the badge, such as circuit-design; badges/ has a folder for each")
    if template:
        loaded = registry.load_folder(source)
        achievement, issuer = version_meant(loaded, badge or ""), loaded.finished_part().issuer
        # Excel takes a file without the mark for one in the encoding of the country.
        mark = "" if sys.stdout.isatty() else "\ufeff"
        click.echo(mark + class_list.template(achievement, issuer, today=registry.today()), nl=False)
        return
    folder = private_folder(source, private)
    folder.sealing_key()  # without one nothing need be looked at, nor asked
    with begun(source, quiet) as state:
        desk = sealing_desk_of(state, folder, lost=old_key_lost)
        if not old_key_lost:
            tell_unproven(desk)
        issuer = desk.catalogue.issuer
        given = Given(
            entry_meant(campus, issuer.campuses), entry_meant(assessor, issuer.assessors, "assessor"), awarded
        )
        judge = partial(_decide, state, desk, again=again)
        made = judge(_asked(context, desk, badge, file, due, given, judge))
        tell_faults(made.faults)
        report(made)
        letters = receipts_folder.receipts_folder(source, receipts)
        _write(state, folder, desk, made, letters, dry_run=dry_run, quiet=quiet)


def _write(
    state: State, folder: PrivateFolder, desk: Desk, made: Decisions, letters: Path, *, dry_run: bool, quiet: bool
) -> None:
    """Write the awards, their receipts, and what was decided into the roster."""
    if not made.entries:
        say("there is nothing to write")
        return
    holdings = desk.holdings
    if not dry_run:
        folder.make_for(holdings.roster)
    noted: dict[Path, bytes | None] = {folder.roster_file: holdings.roster.with_entries(made.entries).write()}
    if made.awards:
        noted |= receipts_folder.targets(letters, files(made.entries, desk.catalogue, holdings.key, desk.today))
    edits = Edits.of(state.folder, made.files)
    carry_out(state.folder.root, edits, noted, before=state, dry_run=dry_run, quiet=quiet)
    if made.awards:
        (tell_foreseen if dry_run else tell_written)(len(made.awards), letters)


def _asked(
    context: click.Context,
    desk: Desk,
    badge: str | None,
    file: Path | None,
    due: bool,
    given: Given,
    judge: Callable[[list[Asked]], Decisions],
) -> list[Asked]:
    """What is asked: of the roster, of a class list, of YAML on standard input, or of a person at the terminal."""
    if due:
        return [Asked(stack, [*map(given.fill, requests)]) for stack, requests in _due(desk, badge)]
    achievement = version_meant(desk.loaded, badge or "")
    if file is not None:
        return [_of_class(desk, achievement, file, given)]
    if somebody_is_there():
        return [
            Asked(achievement, ask_class(desk, achievement, given, lambda asked: judge([Asked(achievement, asked)])))
        ]
    requests, problems = answers.requests(sys.stdin.buffer.read(_MOST), "<stdin>")
    if problems:
        tell(problems, "text")
        say(f"{count(len(problems), 'mistake')} found; nothing was written")
        context.exit(AT_FAULT)
    return [Asked(achievement, [*map(given.fill, requests)])]


def _due(desk: Desk, badge: str | None) -> list[tuple[Achievement, list[Request]]]:
    if not desk.holdings.roster.entries:
        say("the roster is empty: badges receipts --roster --from ../class.csv makes it again")
    only = version_meant(desk.loaded, badge) if badge else None
    if only and not only.stack:
        raise click.UsageError(f"{only.of} is no stack: leave out --due")
    found: dict[BadgeVersion, tuple[Achievement, list[Request]]] = {}
    for stack, request in stacks.due(desk):
        if only is None or only.of == stack.of:
            found.setdefault(stack.of, (stack, []))[1].append(request)
    if desk.holdings.roster.entries and not found:
        say("nobody in the roster has completed a stack without holding it; badges roster show says who is near")
    return [*found.values()]


def _of_class(desk: Desk, badge: Achievement, file: Path, given: Given) -> Asked:
    with file.open("rb") as stream:
        listed = class_list.read(stream.read(class_list.MOST_BYTES + 1), badge, desk.catalogue.issuer, today=desk.today)
    return Asked(badge, [*map(given.fill, listed.requests)], listed.faults)


def _decide(state: State, desk: Desk, asked: Iterable[Asked], *, again: bool) -> Decisions:
    """What becomes of all that is asked."""
    whole = Decisions()
    for badge, requests, faults in asked:
        whole.faults += faults
        numbers = drawing.status_numbers(state.taken | {award.status for award in whole.awards}, len(requests))
        drawn = [Drawn(drawing.award_id(), number) for number in numbers]
        whole.add(decide(desk, badge, requests, drawn, again=again))
    return whole
