"""`badges receipts`: what learners hold for their awards, made again from the sealing key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from generator.adapters import changing, receipts_folder, registry
from generator.adapters.private_folder import PrivateFolder, private_folder
from generator.adapters.registry_state import State, look
from generator.awarding import receipts as making
from generator.awarding.class_lists import class_list
from generator.awarding.class_lists.class_list import Person
from generator.awarding.finding import Found, find, opens
from generator.awarding.roster import Entry
from generator.cli import options
from generator.cli.badge_meant import badge_meant
from generator.cli.bar import Bar
from generator.cli.faults import few, tell_faults
from generator.cli.voice import AT_FAULT, bar, count, say
from generator.model.achievement import BadgeVersion, Requirement
from generator.model.award import Award
from generator.sources.index import Row
from generator.sources.records import parse

EXAMPLES = """
Examples:

\b
  badges receipts circuit-design --from ../class.csv   for a list's learners
  badges receipts                                      for the whole roster
  badges receipts --from ../class.csv --roster         and fill the roster by
                                                       what it lacks

They are made from the sealing key and the list alone; no roster is needed. The list has a column of names and one of
e-mail addresses, as on the day of the award. Nothing that is made here may get into Git or onto the web.
"""


@click.command(name="receipts", epilog=EXAMPLES)
@click.argument("badge", required=False)
@click.option("--from", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="A class list, CSV.")
@click.option("--roster", "rebuild", is_flag=True, help="Write the awards that the roster lacks into it as well.")
@options.source
@options.private
@options.receipts
@click.option("--dry-run", is_flag=True, help="Say which files would be made, and make none.")
@options.quiet
def receipts_verb(
    badge: str | None,
    file: Path | None,
    rebuild: bool,
    source: Path,
    private: Path | None,
    receipts: Path | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Make receipts again: a table for mail merge, and letters to print with a code to scan."""
    if rebuild and file is None:
        raise click.UsageError("--roster needs a class list, as names stand nowhere else: --from ../class.csv")
    secret = private_folder(source, private)
    key = secret.sealing_key()
    people = _people(file) if file else None
    with bar(quiet) as progress:
        state = look(source, progress.hear)
        wanted = badge_meant(state.loaded, badge) if badge else None
        if people is None:
            entries = _of_roster(state, secret, wanted, key)
        else:
            found = _found(state, people, wanted, key, progress)
            entries = [entry for entry in found.entries if entry.award not in found.ended]
    if people is not None:
        _tell(found, people)
    if not entries:
        say("there is no award to make a receipt for")
        raise click.exceptions.Exit(AT_FAULT)
    for version in {entry.badge for entry in entries}:
        state.loaded.finished_version(version)
    made = making.files(entries, state.catalogue, key, registry.today())
    places = receipts_folder.targets(receipts_folder.receipts_folder(source, receipts), made)
    if not dry_run:
        receipts_folder.write(places)
    for place in places:
        if place.name != ".gitignore":
            click.echo(f"{'would write' if dry_run else 'wrote'} {place}")
    if dry_run:
        say(f"nothing was written, as this was a dry run: {count(len(entries), 'receipt')}")
        return
    if rebuild:
        _write_roster(source, secret, found.entries)
    say(f"{count(len(entries), 'receipt')} made; hand each to its learner only, and keep them out of Git")


def _people(file: Path) -> list[Person]:
    """The learners of a list; every bad row is told, and then nothing is made."""
    with file.open("rb") as stream:
        people, faults = class_list.people(stream.read(class_list.MOST_BYTES + 1))
    tell_faults(faults, "nothing was made")
    return people


def _met(wanted: Requirement | None, row: Row) -> bool:
    return wanted is None or (row.badge == wanted.badge and wanted.version in (None, row.version))


def _of_roster(state: State, secret: PrivateFolder, wanted: Requirement | None, key: bytes) -> list[Entry]:
    """The awards of the roster that are in the registry and have not ended; what doesn't open them is told."""
    entries, spoilt = [], []
    for line, entry in enumerate(secret.roster().entries, start=2):
        row = state.index.find(entry.award) if entry.award else None
        if row is None or row.revoked or not row.version or not _met(wanted, row):
            continue
        if opens(entry, row, key):
            # Where and for what it was awarded, the registry knows.
            entries.append(replace(entry, badge=BadgeVersion(row.badge, row.version), campus=row.campus))
        else:
            spoilt.append(f"line {line} of the roster")
    if spoilt:
        say(f"name or e-mail address was another one on the day of the award: {few(spoilt)}; no receipt is made for it")
    return entries


def _found(state: State, people: Sequence[Person], wanted: Requirement | None, key: bytes, progress: Bar) -> Found:
    """What the learners hold, told by the sealing key."""
    rows = [row for row in state.index if _met(wanted, row)]

    def award_of(row: Row) -> Award | None:
        return parse(row.file, state.folder.read(row.path), state.loaded.known).award

    return find(people, _heard(rows, progress), key, award_of)


def _heard(rows: Sequence[Row], progress: Bar) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % 64 == 0:
            progress.hear("looking for their awards", number, len(rows))
        yield row


def _tell(found: Found, people: Sequence[Person]) -> None:
    """Say what was found of whom; only places are named, never learners."""
    holders = len(people) - len(found.without)
    say(f"{count(holders, 'learner')} of {len(people):,} have awards here: {len(found.entries):,} in all")
    if found.without:
        say(f"no award was found for {_places(found.without)}: was the e-mail address another one on that day?")
    if found.misnamed:
        say(f"the name was spelled otherwise in an award of {_places(found.misnamed)}: write it as it was on that day")
    if found.ended:
        say(f"{count(len(found.ended), 'award')} revoked since: no receipt is made for those")


def _places(people: Sequence[Person]) -> str:
    return few([person.place for person in people])


def _write_roster(source: Path, secret: PrivateFolder, entries: Iterable[Entry]) -> None:
    """Write those awards into the roster that it lacks."""
    with changing.exclusive(source):
        roster = secret.roster()
        known = {entry.award for entry in roster.entries}
        lacking = [entry for entry in entries if entry.award not in known]
        if lacking:
            secret.make()
            receipts_folder.write({secret.roster_file: roster.with_entries(lacking).write()})
    say(f"the roster had {count(len(known - {None}), 'award')}, and now has {len(lacking):,} more")
