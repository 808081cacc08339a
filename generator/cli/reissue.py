"""`badges reissue`: an award with a mistake in it ends, and points to a new one that is right."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from generator.adapters import drawing, receipts_folder
from generator.adapters.desk import desk_of
from generator.adapters.private_folder import private_folder
from generator.adapters.registry_state import State
from generator.awarding import receipts as making
from generator.awarding import reissuing, revoking
from generator.awarding.building_on import building_on
from generator.awarding.deciding import Desk, Drawn
from generator.awarding.edits import Edits
from generator.awarding.record import path_of, text_of
from generator.awarding.reissuing import Changes, Reissued
from generator.cli import options, reissue_questions
from generator.cli.awards_meant import awards_meant
from generator.cli.carry_out import begun, carry_out
from generator.cli.problems import tell
from generator.cli.voice import AT_FAULT, count, say
from generator.errors import ActRefused
from generator.model.award import Award
from generator.sources.index import Row
from generator.sources.layout import RecordFile
from generator.sources.records import parse

EXAMPLES = """
Examples:

\b
  badges reissue BHP5-N4OB-AQPA-AQSP-P7FT-4Y5M-95       asks what is different
  badges reissue bhp5n40baqpaaqspp7ft4y5m95 < changes.yml

\b
changes.yml holds only what is different, for example:
  results: {wiring: exemplary}
  assessor: technology-shop

It may hold name, emailAddress, badge (slug@version), awarded, campus, assessor, results, evidence (all of it),
builds_on, narrative, and without: [narrative]. Names and addresses are typed or piped, never arguments: shells
remember those.
"""
_MOST = 1 << 20


@click.command(epilog=EXAMPLES)
@click.argument("award", metavar="ID")
@click.option("--receipts", "receipts", type=click.Path(file_okay=False, path_type=Path), help="The folder for the new "
              "receipt; else receipts/ in the registry.")  # fmt: skip
@options.source
@options.private
@options.dry_run
@options.quiet
@click.pass_context
def reissue(
    context: click.Context,
    award: str,
    receipts: Path | None,
    source: Path,
    private: Path | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Correct an award: the old one is revoked and points to a new one, which has an id and a receipt of its own.

    ID is the award's id as it stands on paper, or the address of its page. What a published award says can't be
    changed; so the mistake is answered by a new award.
    """
    folder = private_folder(source, private)
    folder.sealing_key()  # without one nothing need be looked at, nor asked
    with begun(source, quiet) as state:
        desk = desk_of(state, folder)
        (row,) = awards_meant([award], state)
        old = _old(desk, state, row)
        above = building_on([row.id], state.folder, state.loaded, state.index)
        reissuing.refuse_today(row.id, above.get(row.id, ()), desk.today)
        asked = _asked(context, desk, old)
        chance = Drawn(drawing.award_id(), drawing.status_numbers(state.taken, 1)[0])
        made = reissuing.reissue(desk, old, asked, chance, state.folder)
        if not reissuing.is_sealed_in(desk, old, made.entry.name, made.entry.email):
            say("the old award is sealed to another name or address than the new one will be: see that this is meant")
        ended = revoking.revoke(state.folder, [row], desk.today, made.reason, desk.today, above)
        edits = Edits.of(state.folder, {**ended.files, path_of(made.award): text_of(made.award).encode()})
        letters = _receipts(desk, made, receipts_folder.receipts_folder(source, receipts))
        noted = {folder.roster_file: desk.holdings.roster.with_entries([made.entry]).write(), **letters}
        if not dry_run:
            folder.make_for(desk.holdings.roster)
        carry_out(source, edits, noted, before=state, dry_run=dry_run, quiet=quiet)
    _tell(old, made, above.get(row.id, ()), [] if dry_run else [*letters])


def _old(desk: Desk, state: State, row: Row) -> Award:
    """The award that is to end. Raises `ActRefused` where it has ended, or its file has mistakes."""
    old = parse(row.file, state.folder.read(row.path), desk.known).award
    if old is None:
        raise ActRefused(f"{row.path} has mistakes: mend these first; badges check tells them")
    if old.revoked:
        raise ActRefused(f"{row.id} was revoked on {old.revoked.date} already: see {row.path}")
    return old


def _asked(context: click.Context, desk: Desk, old: Award) -> Changes:
    """What is different, as a person at the terminal or YAML on standard input says."""
    if sys.stdin.isatty():
        return reissue_questions.ask(desk, old)
    asked, problems = reissuing.changes(sys.stdin.buffer.read(_MOST), "<stdin>")
    if problems:
        tell(problems, "text")
        say(f"{count(len(problems), 'mistake')} found; nothing was written")
        context.exit(AT_FAULT)
    return asked


def _receipts(desk: Desk, made: Reissued, folder: Path) -> Mapping[Path, bytes | None]:
    """The new receipt, as a table and as a letter, where each goes."""
    award = made.award
    file = RecordFile(path_of(award), award.campus, award.badge.badge, award.id)
    if award.campus not in desk.catalogue.issuer.campuses or not parse(file, text_of(award).encode(), desk.known).award:
        return {}  # what is wrong with it is told when the change is checked
    written = making.files([made.entry], desk.catalogue, desk.holdings.key, desk.today)
    return {**receipts_folder.targets(folder, written)}


def _tell(old: Award, made: Reissued, above: Sequence[Row], written: Sequence[Path]) -> None:
    """Say what follows; never whose it is."""
    for stack in above:
        if not stack.revoked:
            say(
                f"warning: {stack.id} ({stack.badge}) builds on {old.id}, and stays good; if the correction matters to "
                f"it, run badges reissue {stack.id} as well: it will then build on {made.award.id}"
            )
    for place in written:
        if place.name != ".gitignore":
            click.echo(f"wrote {place}")
    if written:
        say(f"{old.id} ends, and its page will lead to {made.award.id}")
        say("next: commit recipients/ on a branch, open a pull request, and give the learner the new receipt")
