"""Where what is made of a registry goes: a build signs and writes it, an audit compares it with what a site holds."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from generator.encodings import json_text
from generator.encodings.json_text import JsonObject
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.names import AwardId
from generator.openbadges import v2, v3
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.publishing.findings import Finding
from generator.publishing.sizes import Sizes
from generator.site.award_page import award_page


class Outlet(Protocol):
    """What the flow hands each file of the site to that is not an award's."""

    def write(self, path: str, data: bytes) -> None:
        """Take a file of the site."""

    def write_secured(self, path: str, document: JsonObject, created: str) -> None:
        """Take an unsecured document that the site holds secured, with a proof of that moment."""

    def deliver(self, name: str, wanted: Collection[str] | None = None) -> Delivered:
        """What was taken since the last time is a batch; some paths of it will be asked for again, None: all."""


# Where files lie in one that holds many: their first byte and how many there are.
Places = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a batch leaves behind: what an audit found, or where some of its files are and how large all are."""

    findings: tuple[Finding, ...] = ()
    places: Places = field(default_factory=dict)
    sizes: Sizes = field(default_factory=Sizes)


# An award, and what it builds on in its order.
Taken = tuple[Award, Sequence[Part]]


class Awards(Protocol):
    """What the flow hands awards to; it is handed to other processes itself."""

    def take(self, awards: Sequence[Taken]) -> None:
        """Take some awards, few enough to hold all that is made of them."""

    def deliver(self, name: str, wanted: Collection[AwardId]) -> Delivered:
        """The batch of that name is complete; some of its awards will be asked for again."""


class Stage(Protocol):
    """Where a build writes; several processes do, each a batch of files under a name of its own."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the site."""

    def deliver(self, name: str, wanted: Collection[str] | None) -> Delivered:
        """What was written since the last time is a batch: its sizes, and where the wanted paths (None: all) are."""


@dataclass(frozen=True)
class Signing:
    """The outlet of a build: documents are secured with the key and written as JSON."""

    stage: Stage
    key: SigningKey
    method: str

    def write(self, path: str, data: bytes) -> None:
        """Write the file."""
        self.stage.write(path, data)

    def write_secured(self, path: str, document: JsonObject, created: str) -> None:
        """Write the document with its proof. Raises `JsonLdError` for one that can't be signed."""
        secured = secure(document, key=self.key, verification_method=self.method, created=created)
        self.stage.write(path, json_text.dump(secured))

    def deliver(self, name: str, wanted: Collection[str] | None = None) -> Delivered:
        """What the stage says of it."""
        return self.stage.deliver(name, wanted)


@dataclass(frozen=True)
class PlainAwards:
    """Awards by the plain path: composed as documents, secured by the full algorithm, rendered from the template.

    It says what an award's files are. Builds have a faster way to the same bytes, `pressed_awards`.
    """

    catalogue: Catalogue
    preview: bool
    outlet: Outlet

    def take(self, awards: Sequence[Taken]) -> None:
        """Hand over the three files of each award: credential, assertion, page."""
        for award, parts in awards:
            with contextlib.suppress(FileExistsError):  # of a record that has another's id, which the index will tell
                self._take(award, parts)

    def _take(self, award: Award, parts: Sequence[Part]) -> None:
        credential, assertion, page = award_paths(self.catalogue, award.id)
        document = v3.credential(self.catalogue, award, parts)
        self.outlet.write_secured(credential, document, document["validFrom"])
        self.outlet.write(assertion, json_text.dump(v2.assertion(self.catalogue, award, parts)))
        self.outlet.write(page, award_page(self.catalogue, award, parts, preview=self.preview))

    def deliver(self, name: str, wanted: Collection[AwardId]) -> Delivered:
        """What the outlet says of these awards."""
        return self.outlet.deliver(name, {path for award in wanted for path in award_paths(self.catalogue, award)})


def award_paths(catalogue: Catalogue, award: AwardId) -> tuple[str, str, str]:
    """The paths of the three files of an award: credential, assertion, page."""
    at = catalogue.issuer.addresses
    credential, assertion, page = at.credential(award), at.assertion(award), at.award_page(award)
    return path_of(catalogue, credential), path_of(catalogue, assertion), path_of(catalogue, page)


def path_of(catalogue: Catalogue, address: str) -> str:
    """The path of one of the site's own addresses."""
    path = catalogue.issuer.addresses.site_path(address)
    assert path is not None
    return path
