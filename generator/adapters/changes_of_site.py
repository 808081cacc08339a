"""What a change does to a published site, in a folder or on the web."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from generator.adapters.audited_site import FolderSite, WebSite, several_at_once
from generator.adapters.auditing import site_of
from generator.adapters.change_request import BaseUnknown, Outcome, Request, refused, side_of
from generator.adapters.mkdocs_build import build_catalogue
from generator.adapters.pool import processes
from generator.adapters.registry_folder import RegistryFolder
from generator.addresses import is_address
from generator.diagnostics import visible
from generator.publishing.auditing import drawn
from generator.publishing.changes.comparing_site import World, compare_site
from generator.publishing.changes.published import Published
from generator.publishing.changes.sides import Side
from generator.publishing.progress import Hear
from generator.site.catalogue_pages import catalogue_pages
from generator.sources import catalogue as catalogues
from generator.verification import Fetch


def against_site(request: Request, fetch: Fetch | None, source: RegistryFolder, today: date, hear: Hear) -> Outcome:
    """What differs from the site that is named as `base`. Raises as `changes_of` does."""
    site = _site(request.base, fetch)
    against, on_web = f"the site {visible(request.base)}", isinstance(site, WebSite)
    published = Published.of(site)
    hear("catalogue", 0)
    now = catalogues.load(source, today)
    if now.catalogue is None:
        return refused(now.problems, against)
    chosen = None if request.sample is None else drawn(source, now.folders, request.sample, request.seed)
    if chosen is not None:
        against += f", {len(chosen):,} of its awards, drawn by --seed {visible(request.seed)}"
    this = side_of(source, now)
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


def _site(base: str, fetch: Fetch | None) -> FolderSite | WebSite:
    if not is_address(base):
        return FolderSite(Path(base).resolve())
    if fetch is None:
        raise BaseUnknown(f"{visible(base)}: name a Git revision, or a folder, here")
    return site_of(base, fetch)


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
