"""What a change does, on this machine: the registry in a folder, and what it is compared with."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from generator.adapters import changed_files, registry
from generator.adapters.audited_site import FolderSite, WebSite, several_at_once
from generator.adapters.auditing import is_address, site_of
from generator.adapters.changed_files import erased_before, fork_of
from generator.adapters.commit_files import CommitUnreadable, commit_of
from generator.adapters.mkdocs_build import build_catalogue, included
from generator.adapters.pool import processes
from generator.adapters.registry_folder import RegistryFolder
from generator.diagnostics import Problem, arrange, errors_of, visible
from generator.errors import BadgesError
from generator.publishing.auditing import drawn
from generator.publishing.changes.comparing import compare
from generator.publishing.changes.comparing_site import World, compare_site
from generator.publishing.changes.lasting import versions_removed
from generator.publishing.changes.published import Published
from generator.publishing.changes.sides import Side, bytes_of
from generator.publishing.changes.summary import Changes
from generator.publishing.progress import Hear
from generator.site.catalogue_pages import catalogue_pages
from generator.sources import catalogue as catalogues
from generator.sources.layout import ISSUER, Source, record_folders
from generator.verification import Fetch

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


def changes_of(request: Request, hear: Hear, fetch: Fetch | None = None) -> Outcome:
    """What the change does. Raises `BaseUnknown`, `CommitUnreadable`, `PublishedUnreadable`, `BuildFailed` and OSError.

    `fetch` brings the documents of a site that is named by its address; without it, none may be.
    """
    today, source = registry.today(), RegistryFolder(request.source)
    site = _site(request.base, fetch)
    try:
        if site:
            return _against_site(request, site, source, today, hear)
        return _against_commit(request, source, today, hear)
    except BrokenProcessPool as error:
        raise BaseUnknown("a worker process was ended from outside") from error


def _site(base: str, fetch: Fetch | None) -> FolderSite | WebSite | None:
    """The site that is named; None: a revision is."""
    if is_address(base):
        if fetch is None:
            raise BaseUnknown(f"{visible(base)}: name a Git revision, or a folder, here")
        return site_of(base, fetch)
    folder = Path(base)
    return FolderSite(folder.resolve()) if (folder / "issuer" / "profile.json").is_file() else None


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
    against = f"commit {commit.hash}" + ("" if request.exact else f", where this branch left {visible(request.base)}")
    now = catalogues.load(source, today)
    if now.catalogue is None:
        gone = [path for path, data in base.files.items() if data is not None and bytes_of(source, path) is None]
        return _refused([*now.problems, *versions_removed(gone)], against, commit.hash)
    this = _side(source, now)
    before = _before(base, this, commit.hash)
    with processes(request.jobs) as run:
        erased = partial(erased_before, request.source, commit)
        changes = compare(before, this, frozenset(base.files), today, run, hear, erased)
    return Outcome(changes, against, commit.hash)


def _against_site(
    request: Request, site: FolderSite | WebSite, source: RegistryFolder, today: date, hear: Hear
) -> Outcome:
    against, on_web = f"the site {visible(request.base)}", isinstance(site, WebSite)
    published = Published.of(site)
    hear("catalogue", 0)
    now = catalogues.load(source, today)
    if now.catalogue is None:
        return _refused(now.problems, against)
    chosen = None if request.sample is None else drawn(source, now.folders, request.sample, request.seed)
    if chosen is not None:
        against += f", {len(chosen):,} of its awards, drawn by --seed {visible(request.seed)}"
    this = _side(source, now)
    # Threads that wait for the web need no further process.
    with tempfile.TemporaryDirectory(prefix="badges-") as name, processes(1 if on_web else request.jobs) as run:
        world = World(
            pages=_pages(this, Path(name) / "pages"),
            entries=(entry.path for entry in site.entries()) if isinstance(site, FolderSite) else None,
            run=run,
            at_once=several_at_once if on_web else map,
            hear=hear,
        )
        return Outcome(compare_site(published, this, chosen, world), against)


def _refused(problems: Iterable[Problem], against: str, commit: str = "") -> Outcome:
    """What is said of a registry with mistakes."""
    return Outcome(Changes(problems=arrange(problems), complete=False), against, commit)


def _pages(this: Side, out: Path) -> Iterator[tuple[str, bytes]]:
    """The pages of the catalogue as they would be published."""
    build_catalogue(
        settings=this.loaded.pages.settings,
        docs=this.loaded.pages.docs,
        pages=catalogue_pages(this.catalogue, preview=False),
        url=this.catalogue.issuer.url,
        preview=False,
        out=out,
    )
    for file in sorted(out.rglob("*.html")):
        yield file.relative_to(out).as_posix(), file.read_bytes()


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
