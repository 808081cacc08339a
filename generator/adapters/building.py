"""A build on this machine: registry folder, key, pages, stage and swap put together."""

from __future__ import annotations

import errno
import os
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from generator import resources
from generator.adapters import keys, registry
from generator.adapters.build_commit import commit_of_folder
from generator.adapters.build_date import as_of
from generator.adapters.earlier import Changes, Look, look
from generator.adapters.program import version
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.site_build import Making, RegistryWrong, make_site, make_tar
from generator.adapters.staging import refuse_unless_ours
from generator.adapters.told import told_of
from generator.addresses import PREVIEW
from generator.diagnostics import arrange
from generator.errors import BuildFailed, KeyProblem, OutputRefused
from generator.model.catalogue import Catalogue
from generator.proofs.keys import SigningKey
from generator.publishing.building import Built, preview_of
from generator.publishing.composing import Order
from generator.publishing.progress import Hear
from generator.site import words
from generator.sources import catalogue as catalogues


@dataclass(frozen=True, kw_only=True)
class Request:
    """What was asked for: a site in the folder `out`, or, where `tar` is given, in that file.

    `plain`: by the plain path alone. `remember`: what the last build found may be used, and this one's is written down.
    """

    source: Path
    out: Path
    jobs: int
    key_file: Path | None
    preview: bool
    tar: Path | None = None
    plain: bool = False
    remember: bool = True

    @property
    def place(self) -> Path:
        """Where the site goes."""
        return self.tar or self.out


def build_site(request: Request, hear: Hear) -> Built:
    """Build the site and swap it in; where the registry has errors, say them and leave what was there.

    Raises `KeyProblem`, `OutputRefused`, `BuildFailed` and OSError, each before the old site is touched.
    """
    _refuse_inside(request)
    key = keys.development_key(request.source) if request.preview else keys.signing_key(request.key_file)
    if request.tar is None:
        refuse_unless_ours(request.out)
    with look(request.source, request.out, remember=request.remember and not request.tar) as seen:
        return _build(request, key, seen, hear)


def _build(request: Request, key: SigningKey, seen: Look, hear: Hear) -> Built:
    date, commit = as_of(request.source, registry.now()), commit_of_folder(request.source)
    asked = {
        "key": key.public_multikey,
        "preview": request.preview,
        "today": registry.today().isoformat(),
        "as_of": date.isoformat() if date else None,
        "commit": commit,
    }
    changes = Changes(seen, seen.ledger) if seen.ledger and request.out.is_dir() else None
    if changes and changes.ledger.header["asked"] == asked and changes.nothing:
        return told_of(changes.ledger)
    source = RegistryFolder(request.source)
    hear("catalogue", 0)
    loaded = catalogues.load(source, registry.today())
    if loaded.catalogue is None:
        return Built(tuple(arrange(loaded.problems)))
    order = Order(
        source=source,
        loaded=loaded,
        catalogue=_signed_by(loaded.catalogue, key, request.preview),
        preview=request.preview,
        as_of=date,
        version=version(),
        commit=commit,
    )
    warnings = (*_of_key(key, request.preview), *_of_language(order.catalogue.issuer.language))
    making = Making(order, key, hear, request.jobs, plain=request.plain, asked=asked, warnings=warnings)
    return _made(making, request, seen, changes)


def _made(making: Making, request: Request, seen: Look, changes: Changes | None) -> Built:
    """The site, in its place. Raises `BuildFailed` where the world fails."""
    try:
        return make_tar(making, request.tar) if request.tar else make_site(making, request.out, seen, changes)
    except RegistryWrong as wrong:
        return wrong.built
    except OSError as error:
        raise BuildFailed(f"{reason(error)}; {kept(request.place)}") from error
    except BrokenProcessPool as error:
        raise BuildFailed(f"a worker process was ended from outside; {kept(request.place)}") from error
    except BuildFailed as error:
        raise BuildFailed(f"{error}; {kept(request.place)}") from error


def kept(out: Path) -> str:
    """What is to be found where the site should have gone, after a build that did not end well."""
    return f"the site in {out} is as it was" if out.exists() else f"nothing is in {out}"


def reason(error: OSError) -> str:
    """What the file system said, in words."""
    words = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error)).lower()
    return f"{error.filename}: {words}" if error.filename else words


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
