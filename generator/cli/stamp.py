"""`badges stamp`: awards' files that were written by hand get status, seals and a name."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import click

from generator.adapters import drawing, history, receipts_folder
from generator.adapters.desk import sealing_desk_of
from generator.adapters.history import Reach
from generator.adapters.private_folder import PrivateFolder, private_folder
from generator.adapters.registry_state import State
from generator.awarding import receipts as making
from generator.awarding import stamping
from generator.awarding.deciding import Desk, Drawn
from generator.awarding.edits import Edits
from generator.awarding.roster import Entry
from generator.awarding.stamping import Person, Stamped, Unstamped
from generator.cli import asking, options
from generator.cli.carry_out import begun, carry_out
from generator.cli.problems import tell
from generator.cli.sealing_key import tell_unproven
from generator.cli.voice import AT_FAULT, count, say
from generator.diagnostics import Problem, visible
from generator.sources.forms import EMAIL, TEXT
from generator.sources.shapes import Doubt, Shape, listing

EXAMPLES = """
Examples:

\b
  badges stamp                                          all that need it
  badges stamp recipients/lincoln-high/soldering/*.yml  these alone
  badges stamp < people.yml

\b
people.yml says whose award each file is:
  - file: recipients/lincoln-high/soldering/first.yml
    name: Sample Learner One
    emailAddress: learner.one@learners.example

Names and addresses are typed, piped, or stand under identity: in the file; never arguments: shells remember those.
"""
_MOST = 1 << 20
_STAGED: Final = "was staged: git add the stamped file before you commit anything"
_COMMITTED: Final = """\
stands in commit {commit}, which isn't pushed yet. Take it out before you push:
git add -A, then
  git commit --amend                  if that is the last commit
  git reset --soft {commit}~1         if it is not; then commit anew"""
_PUSHED: Final = """\
stands in commit {commit}, which was PUSHED: others may have it.
Today, tell whoever keeps the repository
  - the file must go out of the whole history, as docs/erasing.md says:
    git filter-repo --sensitive-data-removal --invert-paths --path FILE
  - the host must be asked to remove what it keeps of it, in pull requests too;
    forks and clones keep theirs
  - the learner must be told"""
_WHERE: Final[Mapping[Reach, str]] = {Reach.STAGED: _STAGED, Reach.COMMITTED: _COMMITTED, Reach.PUSHED: _PUSHED}


@click.command(epilog=EXAMPLES)
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--receipts", "receipts", type=click.Path(file_okay=False, path_type=Path), help="The folder for the "
              "receipts; else receipts/ in the registry.")  # fmt: skip
@options.source
@options.private
@options.old_key_lost
@options.dry_run
@options.quiet
@click.pass_context
def stamp(
    context: click.Context,
    files: tuple[Path, ...],
    receipts: Path | None,
    source: Path,
    private: Path | None,
    old_key_lost: bool,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Fill in what award files lack that were written by hand: a status number, and name and address sealed.

    A file whose name is no award id gets one. Everything else in it stays, notes and all. Without FILE, every file
    under recipients/ that lacks something is stamped.
    """
    folder = private_folder(source, private)
    folder.sealing_key()  # without one nothing need be looked at, nor asked
    with begun(source, quiet) as state:
        desk = sealing_desk_of(state, folder, lost=old_key_lost)
        if not old_key_lost:
            tell_unproven(desk)
        listed = map(_path_of, files, [source] * len(files)) if files else stamping.award_files(state.folder)
        found = [each for path in dict.fromkeys(listed) if (each := stamping.unstamped(state.folder, path))]
        if not found:
            say("nothing lacks a status or an identity")
            return
        people = _people(context, found)
        made = _stamped(context, state, desk, found, people)
        traces = _traces(source, found, people)
        _carry_out(state, folder, desk, found, made, receipts, dry_run=dry_run, quiet=quiet)
    for line in traces:
        say(line)


def _path_of(file: Path, source: Path) -> str:
    """A file's path in the registry. Raises `UsageError` where it is not under recipients/."""
    path = os.path.relpath(os.path.abspath(file), os.path.abspath(source)).replace(os.sep, "/")
    if not path.startswith("recipients/") or path.count("/") != 3 or not path.endswith(".yml"):
        raise click.UsageError(f"{visible(str(file))} is no award's file: recipients/CAMPUS/BADGE/NAME.yml")
    return path


def _people(context: click.Context, found: Sequence[Unstamped]) -> dict[str, Person]:
    """The learner of each file: as the file says in clear, else as somebody tells."""
    people = {each.path: each.person for each in found if each.person}
    wanted = [each.path for each in found if not each.sealed and each.path not in people]
    if asking.somebody_is_there():
        return people | {path: _asked(path) for path in wanted}
    if not wanted:
        return people
    told, problems = stamping.people(sys.stdin.buffer.read(_MOST), "<stdin>", wanted)
    _end_with(context, problems)
    if lacking := [path for path in wanted if path not in told]:
        raise click.UsageError(f"nobody said whose these awards are: {listing(map(visible, lacking))}")
    return people | told


def _asked(path: str) -> Person:
    click.echo(f"\n{visible(path)}", err=True)
    name = asking.ask("Learner's name (it is sealed: nobody can read it in the file)", _reader(TEXT))
    return Person(name, asking.ask("Learner's e-mail address (sealed as well)", _reader(EMAIL)))


class _reader:
    """What reads an answer as a shape does."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape

    def __call__(self, answer: str) -> str:
        """The answer. Raises `click.BadParameter`."""
        try:
            return str(self._shape.accept(answer.strip()))
        except Doubt:
            raise click.BadParameter(f"that is not {getattr(self._shape, 'what', 'right')}") from None


def _stamped(
    context: click.Context, state: State, desk: Desk, found: Sequence[Unstamped], people: Mapping[str, Person]
) -> list[Stamped]:
    """The files as they are to be. Ends the command where anything else is wrong with one."""
    numbers = drawing.status_numbers(state.taken, len(found))
    made, problems = [], list[Problem]()
    for each, number in zip(found, numbers, strict=True):
        stamped, faults = stamping.stamp(desk, each, people.get(each.path), Drawn(drawing.award_id(), number))
        made.append(stamped)
        problems += faults
    _end_with(context, problems)
    return made


def _end_with(context: click.Context, problems: Sequence[Problem]) -> None:
    if problems:
        tell([*problems], "text")
        say(f"{count(len(problems), 'mistake')} to mend first; nothing was written")
        context.exit(AT_FAULT)


def _carry_out(
    state: State, folder: PrivateFolder, desk: Desk, found: Sequence[Unstamped], made: Sequence[Stamped],
    receipts: Path | None, *, dry_run: bool, quiet: bool,
) -> None:  # fmt: skip
    """Write the files, the roster and the receipts, or show what would change, names left out."""
    files: dict[str, bytes | None] = {each.path: None for each in found}
    edits = Edits.of(state.folder, files | {each.path: each.text.encode() for each in made})
    if dry_run:
        shown = {each.path: stamping.without_names(each) for each in found}
        edits = replace(edits, before={**edits.before, **{path: shown[path] for path in edits.files if path in shown}})
    known = {entry.award for entry in desk.holdings.roster.entries}
    entries = [each.entry for each in made if each.entry and each.entry.award not in known]
    private = _private(state, folder, desk, entries, receipts)
    if not dry_run:
        folder.make_for(desk.holdings.roster)
    carry_out(state.folder.root, edits, private, before=state, dry_run=dry_run, quiet=quiet)
    if not dry_run:
        for place in private:
            if place.name not in (".gitignore", folder.roster_file.name):
                click.echo(f"wrote {place}")
        say(f"{count(len(made), 'file')} stamped; next, git add recipients/, commit on a branch, open a pull request")


def _private(
    state: State, folder: PrivateFolder, desk: Desk, entries: Sequence[Entry], receipts: Path | None
) -> dict[Path, bytes | None]:
    """The roster with the new awards, and their receipts."""
    if not entries:
        return {}
    written = making.files(entries, desk.catalogue, desk.holdings.key, desk.today)
    places = receipts_folder.targets(receipts_folder.receipts_folder(state.folder.root, receipts), written)
    return {folder.roster_file: desk.holdings.roster.with_entries(entries).write(), **places}


def _traces(source: Path, found: Iterable[Unstamped], people: Mapping[str, Person]) -> list[str]:
    """What Git remembers of names that stood in files or were their names, and what to do about it."""
    lines = []
    for each in found:
        words = re.findall(r"\w{3,}", people[each.path].name.casefold()) if each.path in people else []
        named = each.id is None and any(word in each.path.rpartition("/")[2].casefold() for word in words)
        trace = history.trace(source, each.path, [*each.clear.values()], named) if named or each.clear else None
        if trace:
            where = _WHERE[trace.reach].format(commit=trace.commit)
            lines.append(f"warning: the learner's name or address in {visible(each.path)} {where}")
    return lines
