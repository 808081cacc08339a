"""From what was asked for to the order of a build: the catalogue loaded, the key found to be the issuer's."""

from __future__ import annotations

from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

from generator import resources
from generator.adapters import keys
from generator.adapters.build_request import Asked, Request
from generator.adapters.earlier import Changes, Look
from generator.adapters.program import version
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.site_build import Making, RegistryWrong, make_site, make_tar
from generator.addresses import PREVIEW
from generator.diagnostics import arrange
from generator.errors import BuildFailed, KeyProblem
from generator.model.catalogue import Catalogue
from generator.proofs.keys import SigningKey
from generator.publishing.building import preview_of
from generator.publishing.composing import Order
from generator.publishing.outcome import Built
from generator.publishing.progress import Hear
from generator.site import words
from generator.sources import catalogue as catalogues


def make(request: Request, asked: Asked, seen: Look, changes: Changes | None, hear: Hear) -> Built:
    """Make the site, or say what is wrong with the registry. Raises `KeyProblem`, `BuildFailed` and OSError."""
    source = RegistryFolder(seen.source)
    hear("catalogue", 0)
    loaded = catalogues.load(source, asked.today)
    if loaded.catalogue is None:
        return Built(tuple(arrange(loaded.problems)))
    order = Order(
        source=source,
        loaded=loaded,
        catalogue=_signed_by(loaded.catalogue, asked.key, asked.preview),
        preview=asked.preview,
        as_of=asked.as_of,
        version=version(),
        commit=asked.commit,
    )
    warnings = (*_of_key(asked.key, asked.preview), *_of_language(order.catalogue.issuer.language))
    making = Making(order, asked.key, hear, request.jobs, plain=request.plain, asked=asked.told(), warnings=warnings)
    try:
        return make_tar(making, request.tar) if request.tar else make_site(making, request.out, seen, changes)
    except RegistryWrong as wrong:
        return wrong.built
    except BrokenProcessPool as error:
        raise BuildFailed("a worker process was ended from outside") from error


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
