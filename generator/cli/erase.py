"""`badges erase`: an award is taken away altogether, and what remains of it elsewhere is told."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from generator.adapters.private_folder import PrivateFolder, private_folder
from generator.adapters.receipts_folder import receipts_folder
from generator.awarding import erasing
from generator.awarding.building_on import building_on
from generator.cli import options
from generator.cli.awards_meant import awards_meant
from generator.cli.carry_out import begun, carry_out
from generator.cli.voice import count, say
from generator.names import AwardId
from generator.sources.index import Row

EXAMPLES = """
Examples:

\b
  badges erase BHP5-N4OB-AQPA-AQSP-P7FT-4Y5M-95
  badges erase bhp5n40baqpaaqspp7ft4y5m95 --revoke    copies that people hold
                                                      become invalid, too
  badges erase bhp5n40baqpaaqspp7ft4y5m95 --dry-run

Erasing is for what must be gone, such as when a family asks for it. What was awarded by mistake is better revoked:
badges revoke; a wrong result or date is mended by badges reissue.
"""
_BELOW: Final = " \\\n      "
_REMAINS: Final = """\
what remains elsewhere, and what to do about each (docs/erasing.md says more):

  published site    goes when this is merged and published. Browsers and
                    GitHub's servers keep pages ten minutes.
  learner's copy    whoever holds a copy keeps it;
                    {copies}.
  Git history       earlier commits hold the file: no name in it, only seals
                    that nobody opens without a receipt or your sealing key.
                    If it must go as well, rewrite the history, in a fresh
                    clone. This renames every later commit: open pull requests
                    break, and everybody must clone anew.

    git filter-repo --sensitive-data-removal --invert-paths{paths}
    git push --force --mirror origin

  pull requests     GitHub keeps their commits under refs/pull/ for ever, and
                    no push changes that. Only GitHub Support removes them,
                    after the rewrite: https://support.github.com/contact
  logs, artefacts   of workflows: GitHub deletes them after 90 days, or as you
                    have set it. At once: delete the runs under Actions, or by
                    gh run delete.
  forks, clones     stay as they are. Ask their owners; what GitHub calls the
                    fork network, Support can clean.
  search, archives  Google and Bing have forms for pages that are gone;
                    archive.org and softwareheritage.org answer mail.
  your own          backups, mails with receipts, printed letters, class lists,
                    and site/ until it is built anew."""


@click.command(epilog=EXAMPLES)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--revoke", is_flag=True, help="Let copies that people hold be told to be revoked; no reason is given.")
@options.receipts
@options.source
@options.private
@options.dry_run
@options.quiet
def erase(
    ids: tuple[str, ...],
    revoke: bool,
    receipts: Path | None,
    source: Path,
    private: Path | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Erase awards: file, page and credential go, and what remains elsewhere is told.

    ID is an award's id as it stands on paper, or the address of its page. The award's status number is never used
    again, and erasing alone doesn't revoke.
    """
    with begun(source, quiet) as state:
        rows = awards_meant(ids, state)
        awards = [row.id for row in rows]
        above = building_on(awards, state.folder, state.loaded, state.index, deep=True)
        edits = erasing.erase(state.folder, rows, above, revoke=revoke)
        own = dict(_of_roster(private_folder(source, private), awards))
        own |= dict(_of_receipts(receipts_folder(source, receipts), awards))
        left = erasing.naming(state.folder, state.index, awards)
        carry_out(source, edits, own, before=state, dry_run=dry_run, quiet=quiet)
        for row in left:
            say(f"warning: {row.id} was corrected by what is erased, and still leads there: should it go as well?")
        for file, data in sorted(own.items()):
            would = "would be " if dry_run else ""
            say(f"{file} {would}{'deleted' if data is None else 'written anew, without what is erased'}")
        if any(data is None for data in own.values()):
            say("if other learners' receipts were in these, badges receipts makes them again")
    if not dry_run:
        say(f"{count(len(rows), 'award')} erased. Next: commit recipients/ on a branch, and open a pull request")
        say(_remains(rows, revoke))


def _of_roster(folder: PrivateFolder, awards: Collection[AwardId]) -> Iterator[tuple[Path, bytes | None]]:
    """The roster without these awards, where it has one."""
    roster = folder.roster()
    left = roster.without(awards)
    if len(left.entries) < len(roster.entries):
        yield folder.roster_file, left.write()


def _of_receipts(folder: Path, awards: Collection[AwardId]) -> Iterator[tuple[Path, bytes | None]]:
    """What becomes of each file of receipts that tells of these awards: a CSV loses rows, anything else goes."""
    trace = erasing.traces(awards)
    for file in sorted(folder.rglob("*")):
        if file.is_symlink() or not file.is_file():
            continue
        data = file.read_bytes()
        if trace.search(file.name.encode()):
            yield file, None
        elif trace.search(data):
            yield file, erasing.without_rows(data, trace) if file.suffix.lower() == ".csv" else None


def _remains(rows: Sequence[Row], revoke: bool) -> str:
    """What remains of these awards in the world."""
    still = [row for row in rows if not revoke and not row.revoked]
    copies = "it is still told to be verified: erasing isn't revoking" if still else "checked, it is told to be revoked"
    return _REMAINS.format(copies=copies, paths="".join(f"{_BELOW}--path-glob '*{row.id}.yml'" for row in rows))
