"""A build on this machine: registry folder, key, pages, stage and swap put together."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from generator import resources
from generator.adapters import keys, registry
from generator.adapters.build_commit import commit_of_folder
from generator.adapters.build_date import as_of
from generator.adapters.mkdocs_build import build_catalogue
from generator.adapters.pool import map_of
from generator.adapters.program import version
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.site_folder import SiteFolder
from generator.adapters.staging import Stage, refuse_unless_ours, staged
from generator.addresses import PREVIEW
from generator.diagnostics import arrange, errors_of
from generator.errors import BuildFailed, KeyProblem, OutputRefused
from generator.model.catalogue import Catalogue
from generator.proofs.keys import SigningKey
from generator.publishing.building import Built, World, build, preview_of
from generator.publishing.composing import Order
from generator.site import words
from generator.site.catalogue_pages import catalogue_pages
from generator.sources import catalogue as catalogues

Hear = Callable[[str, int], None]


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for."""

    source: Path
    out: Path
    jobs: int
    key_file: Path | None
    preview: bool


class _Refused(Exception):
    """The registry has errors, so what was staged is dropped."""

    def __init__(self, built: Built) -> None:
        super().__init__()
        self.built = built


def build_site(request: Request, hear: Hear) -> Built:
    """Build the site and swap it in; where the registry has errors, say them and leave what was there.

    Raises `KeyProblem`, `OutputRefused`, `BuildFailed` and OSError, each before the old site is touched.
    """
    _refuse_inside(request)
    key = keys.development_key(request.source) if request.preview else keys.signing_key(request.key_file)
    refuse_unless_ours(request.out)
    source = RegistryFolder(request.source)
    hear("catalogue", 0)
    loaded = catalogues.load(source, registry.today())
    if loaded.catalogue is None:
        return Built(tuple(arrange(loaded.problems)))
    catalogue = _signed_by(loaded.catalogue, key, request.preview)
    order = Order(
        source=source,
        loaded=loaded,
        catalogue=catalogue,
        preview=request.preview,
        as_of=as_of(request.source, registry.now()),
        version=version(),
        commit=commit_of_folder(request.source),
    )
    try:
        with staged(request.out) as stage:
            return _fill(order, key, stage, request, hear)
    except _Refused as refused:
        return refused.built
    except OSError as error:
        raise BuildFailed(f"{reason(error)}; {kept(request.out)}") from error
    except BrokenProcessPool as error:
        raise BuildFailed(f"a worker process was ended from outside; {kept(request.out)}") from error
    except BuildFailed as error:
        raise BuildFailed(f"{error}; {kept(request.out)}") from error


def kept(out: Path) -> str:
    """What is to be found where the site should have gone, after a build that did not end well."""
    return f"the site in {out} is as it was" if out.exists() else f"nothing is in {out}"


def reason(error: OSError) -> str:
    """What the file system said, in words."""
    words = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error)).lower()
    return f"{error.filename}: {words}" if error.filename else words


def _fill(order: Order, key: SigningKey, stage: Stage, request: Request, hear: Hear) -> Built:
    issuer = order.catalogue.issuer
    hear("catalogue pages", 0)
    warnings = build_catalogue(
        settings=order.loaded.pages.settings,
        docs=order.loaded.pages.docs,
        pages=catalogue_pages(order.catalogue, preview=order.preview),
        url=issuer.url,
        preview=order.preview,
        out=stage.site,
    )
    world = World(stage, SiteFolder(stage.site, issuer.url), map_of(request.jobs), hear)
    built = build(order, key, world)
    built = replace(built, problems=tuple(arrange([*order.loaded.problems, *built.problems])))
    if errors_of(built.problems):
        raise _Refused(built)
    hear("swapping in", 0)
    return replace(built, warnings=(*_of_key(key, order.preview), *_of_language(issuer.language), *warnings))


def _of_key(key: SigningKey, preview: bool) -> tuple[str, ...]:
    """What must be said of the key that signed."""
    if preview or key.public_multikey not in keys.PUBLISHED:
        return ()
    return ("this was signed with the sample's key, which anybody has: before publishing, make one with badges keygen",)


def _of_language(language: str) -> tuple[str, ...]:
    """What must be said where the pages can't speak the issuer's language."""
    known = resources.word_catalogues()
    if words.lookup(language, known):
        return ()
    return (f"the pages' own words are in English: there are none in {language} yet, only in {', '.join(known)}",)


def _signed_by(catalogue: Catalogue, key: SigningKey, preview: bool) -> Catalogue:
    """The catalogue as this key signs it. Raises `KeyProblem` where the key is not the issuer's to sign with."""
    current = catalogue.issuer.signing_key
    assert current is not None, "an issuer without a signing key is a Problem"
    if preview:
        return replace(catalogue, issuer=preview_of(catalogue.issuer, PREVIEW.url, key.public_multikey, current.since))
    if key.public_multikey != current.public:
        raise KeyProblem(
            f"the key given is that of {key.public_multikey}, and the issuer signs with {current.public}, "
            "the first key in badges/issuer.yml that is not revoked"
        )
    return catalogue


def _refuse_inside(request: Request) -> None:
    """Raise `OutputRefused` where the site would be written among the registry's own files, or over them."""
    out, top = Path(os.path.realpath(request.out)), Path(os.path.realpath(request.source))
    inside = any(out.is_relative_to(top / name) for name in ("badges", "recipients", "docs", ".git", ".badges"))
    if inside or top.is_relative_to(out):
        raise OutputRefused(request.out, "the registry's own files are there; name another folder")
