"""An audit on this machine: a registry's files or those of a commit, and a site in a folder or on the web."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from generator.adapters import registry
from generator.adapters.audited_site import FolderSite, WebSite, several_at_once
from generator.adapters.build_commit import commit_of_folder, is_top
from generator.adapters.build_date import as_of
from generator.adapters.commit_files import Commit, commit_of, write_files
from generator.adapters.mkdocs_build import build_catalogue, included
from generator.adapters.pool import processes
from generator.adapters.program import version
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.staging import MARK, MARK_TEXT, Stage
from generator.addresses import PREVIEW, is_address
from generator.diagnostics import arrange, errors_of
from generator.encodings import json_text, multikey
from generator.errors import BadgesError, EncodingError
from generator.model.catalogue import Catalogue
from generator.publishing.auditing import Audited, Entry, World, audit, drawn
from generator.publishing.checking import Map
from generator.publishing.comparing import Comparing
from generator.publishing.composing import Order
from generator.publishing.findings import Finding
from generator.publishing.progress import Hear
from generator.site.catalogue_pages import catalogue_pages
from generator.sources import catalogue as catalogues
from generator.verification import Fetch

_MOST: Final = 1_000_000


class AuditFailed(BadgesError):
    """There is nothing to audit: no site, or none that a registry's signed site could be."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for: `site` is a folder or an https address; of `sample` awards, None: all, `seed` draws which."""

    source: Path
    commit: str | None
    site: str
    jobs: int
    sample: int | None
    seed: str


@dataclass(frozen=True)
class Outcome:
    """What came of it: the commit that was read, if one was, the registry's address, and the date of its lists."""

    audited: Audited
    commit: str = ""
    url: str = ""
    as_of: datetime | None = None


def audit_site(request: Request, fetch: Fetch, hear: Hear) -> Outcome:
    """Compare the site with the registry. Raises `AuditFailed`, `CommitUnreadable`, `BuildFailed` and OSError.

    `fetch` brings the documents of a site that is named by its address.
    """
    site = site_of(request.site, fetch)
    with tempfile.TemporaryDirectory(prefix="badges-") as name:
        work = Path(name)
        commit = _commit(request, work)
        source = RegistryFolder(work / "registry" if commit else request.source)
        hear("catalogue", 0)
        loaded = catalogues.load(source, registry.today())
        if loaded.catalogue is None or errors_of(loaded.problems):
            return Outcome(Audited(problems=tuple(arrange(loaded.problems))))
        if isinstance(site, WebSite):
            _refuse_unreachable(site, loaded.catalogue)
        else:
            _refuse_other_folder(site, request.site, loaded.catalogue)
        _refuse_preview(site, loaded.catalogue)
        date = as_of(request.source, registry.now(), commit.hash if commit else "HEAD")
        chosen = None if request.sample is None else drawn(source, loaded.folders, request.sample, request.seed)
        order = Order(
            source=source,
            loaded=loaded,
            catalogue=loaded.catalogue,
            as_of=date,
            version=version(),
            commit=_named(request, commit),
            chosen=chosen,
        )
        try:
            audited = _audited(order, site, request, work, hear)
        except BrokenProcessPool as error:
            raise AuditFailed("a worker process was ended from outside") from error
        told = tuple(arrange([*loaded.problems, *audited.problems]))
        audited = replace(audited, problems=told)
        return Outcome(audited, commit.hash if commit else "", loaded.catalogue.issuer.url, date)


def _named(request: Request, commit: Commit | None) -> str | None:
    """The commit that a site built of the registry names."""
    if commit is None:
        return commit_of_folder(request.source)
    return commit.hash if is_top(request.source) else None


def _audited(order: Order, site: FolderSite | WebSite, request: Request, work: Path, hear: Hear) -> Audited:
    on_web = isinstance(site, WebSite)
    # MkDocs is a process of its own. Threads that wait for the web need no further process.
    with ThreadPoolExecutor(1) as beside, processes(1 if on_web else request.jobs) as run:
        built = beside.submit(_build_pages, order, work / "pages")
        return audit(order, _world(order, site, work, _pages(built, not on_web), run, hear))


def _world(
    order: Order,
    site: FolderSite | WebSite,
    work: Path,
    pages: Iterable[tuple[str, bytes]],
    run: Map,
    hear: Hear,
) -> World:
    issuer = order.catalogue.issuer
    assert issuer.signing_key is not None, "an issuer without a signing key is a Problem"
    public = issuer.signing_key.public
    at_once = several_at_once if isinstance(site, WebSite) else map
    compared = [
        Comparing(site, multikey.decode_public(public), issuer.addresses.key(public), at_once) for _ in range(2)
    ]
    written = order.loaded.pages
    return World(
        outlet=compared[0],
        awards=compared[1],
        drawer=Stage(work),
        pages=pages,
        entries=_entries(site),
        run=run,
        hear=hear,
        written=included(written.docs, written.settings.get("exclude_docs", "")),
    )


def site_of(site: str, fetch: Fetch) -> FolderSite | WebSite:
    """The site of that name, a folder or an address. Raises `AuditFailed`."""
    if not is_address(site):
        folder = Path(site)
        if not folder.is_dir():
            raise AuditFailed(f"{folder}: there is no such folder")
        return FolderSite(folder.resolve())
    try:
        parts = urlsplit(site)
    except ValueError:  # a malformed IPv6 address
        parts = urlsplit("")
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise AuditFailed(f"{site}: the address of a site is https://… without a query or fragment")
    return WebSite(site.rstrip("/"), fetch)


def _commit(request: Request, work: Path) -> Commit | None:
    """The commit whose files were written into the folder `registry` of `work`, if one was asked for."""
    if request.commit is None:
        return None
    commit = commit_of(request.source, request.commit)
    (work / "registry").mkdir()
    write_files(request.source, commit, work / "registry")
    return commit


def _refuse_unreachable(site: WebSite, catalogue: Catalogue) -> None:
    """Raise `AuditFailed` where no file of the site can be had for another reason than that it is not there."""
    at, words = catalogue.issuer.addresses, ""
    for address in (at.did_document, at.profile, at.ob2_issuer):
        document = site.read(str(at.site_path(address)), _MOST)
        if not isinstance(document, Finding) or document.code == "missing":
            return
        words = document.words
    raise AuditFailed(f"{site.url} cannot be read: {words}")


def _refuse_other_folder(site: FolderSite, name: str, catalogue: Catalogue) -> None:
    """Raise `AuditFailed` for a folder that has none of the files by which a site is known, wherever it stands."""
    at = catalogue.issuer.addresses
    known = [str(at.site_path(address)) for address in (at.did_document, at.profile, at.ob2_issuer)]
    if all(isinstance(site.read(path, 1), Finding) for path in known):
        raise AuditFailed(f"{name}: this is not a built site: it has no {known[1]}")


def _refuse_preview(site: FolderSite | WebSite, catalogue: Catalogue) -> None:
    """Raise `AuditFailed` where the site says itself that it is a preview: a lie would help nobody."""
    for path in sorted({str(at.site_path(at.did_document)) for at in (catalogue.issuer.addresses, PREVIEW)}):
        document = site.read(path, _MOST)
        if isinstance(document, bytes) and _id_of(document) == PREVIEW.did:
            raise AuditFailed("this is a preview, which no stranger would accept: build it signed to audit it")


def _id_of(document: bytes) -> object:
    try:
        return json_text.parse_object(document).get("id")
    except EncodingError:
        return None


def _build_pages(order: Order, out: Path) -> Path:
    """The folder of what the site builder makes."""
    build_catalogue(
        settings=order.loaded.pages.settings,
        docs=order.loaded.pages.docs,
        pages=catalogue_pages(order.catalogue, preview=False),
        url=order.catalogue.issuer.url,
        preview=False,
        out=out,
    )
    return out


def _pages(built: Future[Path], in_folder: bool) -> Iterator[tuple[str, bytes]]:
    """What the site builder made, and the mark of a built site, which tells a host something and is not served."""
    if in_folder:
        yield MARK, MARK_TEXT
    out = built.result()
    for file in sorted(out.rglob("*")):
        if file.is_file():
            yield file.relative_to(out).as_posix(), file.read_bytes()


def _entries(site: FolderSite | WebSite) -> Iterable[Entry] | None:
    return site.entries() if isinstance(site, FolderSite) else None
