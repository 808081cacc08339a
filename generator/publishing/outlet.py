"""Where what is made of a registry goes: a build signs and writes it, an audit compares it with what a site holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from generator.encodings import json_text
from generator.encodings.json_text import JsonObject
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.publishing.findings import Finding


class Outlet(Protocol):
    """What the flow hands each file to; it may be handed to other processes itself."""

    def write(self, path: str, data: bytes) -> None:
        """Take a file of the site."""

    def write_secured(self, path: str, document: JsonObject, created: str) -> None:
        """Take an unsecured document that the site holds secured, with a proof of that moment."""

    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the files taken since this was last asked; a build finds nothing."""


class Stage(Protocol):
    """Where a build writes."""

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the site."""


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

    def findings(self) -> tuple[Finding, ...]:
        """None: what is written is read back."""
        return ()
