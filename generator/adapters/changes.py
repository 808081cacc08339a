"""What a change does, on this machine: the registry in a folder, and what it is compared with."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from generator.adapters import changed_files, registry
from generator.adapters.changed_files import fork_of
from generator.adapters.commit_files import commit_of
from generator.adapters.mkdocs_build import included
from generator.adapters.pool import processes
from generator.adapters.registry_folder import RegistryFolder
from generator.diagnostics import arrange, errors_of, visible
from generator.errors import BadgesError
from generator.publishing.changes.comparing import compare
from generator.publishing.changes.lasting import versions_removed
from generator.publishing.changes.sides import Side, bytes_of
from generator.publishing.changes.summary import Changes
from generator.publishing.progress import Hear
from generator.sources import catalogue as catalogues
from generator.sources.layout import ISSUER, Source, record_folders

_CATALOGUE: Final = ("badges", "docs", "mkdocs.yml", "recipients/reserved.yml")


class BaseUnknown(BadgesError):
    """There is nothing to compare with, or what there is can't be understood."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for: `base` is a revision, a folder or an address; `exact`: no merge base in its stead."""

    source: Path
    base: str
    jobs: int
    exact: bool = False
    sample: int | None = None
    seed: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of it: the changes, and the commit that was compared with, if one was."""

    changes: Changes
    against: str
    commit: str = ""


def changes_of(request: Request, hear: Hear) -> Outcome:
    """What the change does. Raises `BaseUnknown`, `CommitUnreadable` and OSError."""
    commit = (commit_of if request.exact else fork_of)(request.source, request.base)
    base_name = visible(request.base)
    against = f"commit {commit.hash}" + ("" if request.exact else f", where this branch left {base_name}")
    today, source = registry.today(), RegistryFolder(request.source)
    hear("what differs", 0)
    base = changed_files.before(request.source, commit, source)
    now = catalogues.load(source, today)
    if now.catalogue is None:
        gone = [path for path, data in base.files.items() if data is not None and bytes_of(source, path) is None]
        problems = arrange([*now.problems, *versions_removed(gone)])
        return Outcome(Changes(problems=problems, complete=False), against, commit.hash)
    this = _side(source, now)
    before = _before(base, this, commit.hash)
    try:
        with processes(request.jobs) as run:
            changes = compare(before, this, frozenset(base.files), today, run, hear)
    except BrokenProcessPool as error:
        raise BaseUnknown("a worker process was ended from outside") from error
    return Outcome(changes, against, commit.hash)


def _side(source: Source, loaded: catalogues.Loaded) -> Side:
    assert loaded.catalogue is not None
    settings, docs = loaded.pages.settings, loaded.pages.docs
    shown = included(docs, settings.get("exclude_docs", ""))
    return Side(source=source, loaded=loaded, catalogue=loaded.catalogue, written={path: docs[path] for path in shown})


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
    return _side(base, loaded)
