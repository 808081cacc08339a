"""What a change does, on this machine: the registry in a folder, and what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from generator.adapters import changed_files, registry
from generator.adapters.change_request import BaseUnknown, Outcome, Request, refused, side_of
from generator.adapters.changed_files import erased_before, fork_of
from generator.adapters.checking import checked_folder
from generator.adapters.commit_files import CommitUnreadable, commit_of
from generator.adapters.pool import processes
from generator.adapters.registry_folder import RegistryFolder
from generator.addresses import is_address
from generator.diagnostics import Problem, Related, arrange, errors_of, visible
from generator.publishing.changes.comparing import compare
from generator.publishing.changes.lasting import versions_removed
from generator.publishing.changes.sides import Side, bytes_of
from generator.publishing.changes.summary import Changes
from generator.publishing.progress import Hear
from generator.sources import catalogue as catalogues
from generator.sources.layout import ISSUER, record_folders

if TYPE_CHECKING:
    from generator.verification import Fetch

# What `check` says of two awards that have in common what each has for itself alone.
_REUSED: Final = ("repeated-id", "seal-repeated", "status-taken")
_CATALOGUE: Final = ("badges", "docs", "mkdocs.yml", "recipients/reserved.yml")


def changes_of(request: Request, hear: Hear, fetch: Fetch | None = None) -> Outcome:
    """What the change does. Raises `BaseUnknown`, `CommitUnreadable`, `PublishedUnreadable`, `BuildFailed` and OSError.

    `fetch` brings the documents of a site that is named by its address; without it, none may be.
    """
    today, source = registry.today(), RegistryFolder(request.source)
    try:
        if _names_a_site(request):
            # Imported here, as reading a site is much, and what a branch does needs none of it.
            from generator.adapters.changes_of_site import against_site

            outcome = against_site(request, fetch, source, today, hear)
        else:
            outcome = _against_commit(request, source, today, hear)
        outcome.changes.problems += _reused(request, outcome.changes, hear)
    except BrokenProcessPool as error:
        raise BaseUnknown("a worker process was ended from outside") from error
    outcome.changes.problems = arrange(outcome.changes.problems)
    return outcome


def _reused(request: Request, changes: Changes, hear: Hear) -> Iterator[Problem]:
    """The Problems of awards that are issued with the id, number or seals of another; of none, nothing is read.

    Each is told of the new award, wherever `check` tells it: the other one is published.
    """
    issued = {told.file.path for told in changes.issues}
    for problem in checked_folder(request.source, request.jobs, hear).problems if issued else ():
        new = next((other.position for other in problem.related if other.position.path in issued), None)
        if problem.code not in _REUSED:
            continue
        if problem.position.path in issued:
            yield problem
        elif new:
            yield replace(problem, position=new, related=(Related(problem.position, "the other award"),), source="")


def _names_a_site(request: Request) -> bool:
    """Whether the base is a published site. What Git knows as a revision is none: a change may bring along a folder of
    that name, and would be judged by it.
    """
    if is_address(request.base):
        return True
    if not (Path(request.base) / "issuer" / "profile.json").is_file():
        return False
    try:
        commit_of(request.source, request.base)
    except CommitUnreadable:
        return True
    return False


def _against_commit(request: Request, source: RegistryFolder, today: date, hear: Hear) -> Outcome:
    if request.sample is not None:
        raise BaseUnknown("--sample draws awards of a published site; against a revision all are compared")
    try:
        commit = (commit_of if request.exact else fork_of)(request.source, request.base)
    except CommitUnreadable as error:
        if Path(request.base).is_dir():
            raise BaseUnknown(f"{visible(request.base)}: no built site is in this folder, and {error}") from error
        raise
    hear("what differs", 0)
    base = changed_files.before(request.source, commit, source)
    named = request.exact or request.base == commit.hash
    against = f"commit {commit.hash}" + ("" if named else f", where this branch left {visible(request.base)}")
    now = catalogues.load(source, today)
    if now.catalogue is None:
        gone = [path for path, data in base.files.items() if data is not None and bytes_of(source, path) is None]
        return refused([*now.problems, *versions_removed(gone)], against, commit.hash)
    this = side_of(source, now)
    before = _before(base, this, commit.hash)
    with processes(request.jobs) as run:
        erased = partial(erased_before, request.source, commit)
        changes = compare(before, this, frozenset(base.files), today, run, hear, erased)
    return Outcome(changes, against, commit.hash)


def _before(base: changed_files.Before, this: Side, commit: str) -> Side | None:
    """The registry as it was; None where there was no issuer, so that nothing had been published."""
    if base.files.get(ISSUER, b"") is None:
        return None
    if not any(path.startswith(_CATALOGUE) for path in base.files):
        known = replace(this.loaded.known, folders=record_folders(base))
        return replace(this, source=base, loaded=replace(this.loaded, known=known))
    loaded = catalogues.load(base, this.loaded.known.today)
    if loaded.catalogue is None:
        first = errors_of(arrange(loaded.problems))[0]
        raise BaseUnknown(
            f"the registry has mistakes at commit {commit[:12]}, so what it published is not known "
            f"({first.position}: {first.message}): name another commit, or the published site"
        )
    return side_of(base, loaded)
