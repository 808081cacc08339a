"""The outlet of an audit: what the registry says is compared with what a site holds, without the key.

Of a secured document the site's `proofValue` is taken, and nothing else: put into the document that was composed, with
the proof that the build would make, it must give the site's bytes; and it must be the issuer's signature over it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Final, Protocol

from nacl.bindings import crypto_sign_open
from nacl.exceptions import BadSignatureError

from generator.encodings import json_text
from generator.encodings.json_text import JsonObject
from generator.encodings.multibase import decode_base58btc, encode_base58btc
from generator.encodings.rdf_canonical import canonical_nquads
from generator.errors import EncodingError
from generator.proofs.cryptosuites import EDDSA_RDFC_2022
from generator.proofs.data_integrity import check_signature, proof_options
from generator.proofs.public_keys import PublicKey
from generator.publishing.checking import Map
from generator.publishing.findings import Finding, changed
from generator.publishing.outlet import Delivered
from generator.publishing.probable_text import PROBABLE

_AFTER: Final = b'"}]}\n'
# More of a file is read than the registry makes, so that what was added can be told.
_MORE: Final = 65_536
_MOST_WAITING: Final = 200


class Site(Protocol):
    """A site's files, in a folder or on the web."""

    def read(self, path: str, most: int) -> bytes | Finding:
        """The file's bytes, cut where there are more than `most`, or what is wrong in its place."""


@dataclass(frozen=True, slots=True)
class _Plain:
    """A file as the registry makes it."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Secured:
    """An unsecured document of the registry, and the moment that its proof must bear."""

    path: str
    document: JsonObject
    created: str


@dataclass
class Comparing:
    """The outlet of an audit; `key` is the issuer's public key, 32 bytes, and `method` its verification method.

    Some files at a time are compared through `run`, so that a site on the web is asked for several at once.
    """

    site: Site
    key: bytes
    method: str
    run: Map = map
    _waiting: list[_Plain | _Secured] = field(default_factory=list)
    _found: list[Finding] = field(default_factory=list)

    def write(self, path: str, data: bytes) -> None:
        """Note a file to compare."""
        self._note(_Plain(path, data))

    def write_secured(self, path: str, document: JsonObject, created: str) -> None:
        """Note a document to compare."""
        self._note(_Secured(path, document, created))

    def deliver(self, name: str, wanted: Collection[str] | None = None) -> Delivered:
        """What is wrong with the files noted since the last time."""
        self._compare_noted()
        found, self._found = self._found, []
        return Delivered(tuple(found))

    def _note(self, ours: _Plain | _Secured) -> None:
        self._waiting.append(ours)
        if len(self._waiting) >= _MOST_WAITING:
            self._compare_noted()

    def _compare_noted(self) -> None:
        waiting, self._waiting = self._waiting, []
        self._found += (finding for finding in self.run(self._compare, waiting) if finding)

    def _compare(self, ours: _Plain | _Secured) -> Finding | None:
        if isinstance(ours, _Secured):
            return self._compare_secured(ours)
        found = self.site.read(ours.path, len(ours.data) + _MORE)
        if isinstance(found, Finding) or found == ours.data:
            return found if isinstance(found, Finding) else None
        return changed(ours.path, found, ours.data)

    def _compare_secured(self, ours: _Secured) -> Finding | None:
        options = proof_options(self.method, ours.created)
        before = json_text.dump(ours.document | {"proof": [options | {"proofValue": ""}]}).removesuffix(_AFTER)
        found = self.site.read(ours.path, len(before) + _MORE)
        if isinstance(found, Finding):
            return found
        value = _between(before, found, _AFTER)
        if value is None:
            return _changed(ours, options, found)
        secured = ours.document | {"proof": [options | {"proofValue": value}]}
        return self._signed(ours.path, secured)

    def _signed(self, path: str, secured: JsonObject) -> Finding | None:
        """The Finding of a document that is all right but for its signature."""
        proof = secured["proof"][0]
        if _probably_holds(secured, self.key):
            return None
        check = check_signature(secured, proof, PublicKey.from_ed25519(self.key))
        if check.holds and proof["proofValue"] == _one_form(proof["proofValue"]):
            return None
        detail = f" ({check.detail})" if check.detail else ""
        words = f"at /proof/0/proofValue: this is not the issuer's signature over what is written there{detail}"
        return Finding(path, "signature-wrong", words)


def _between(before: bytes, found: bytes, after: bytes) -> str | None:
    """The base 58 text that stands between the two in what was found, if nothing else does."""
    if not (found.startswith(before) and found.endswith(after) and len(found) >= len(before) + len(after)):
        return None
    value = found[len(before) : len(found) - len(after)]
    return value.decode() if value.isalnum() and value.isascii() else None


def _changed(ours: _Secured, options: dict[str, str], found: bytes) -> Finding:
    """The Finding of a document that differs, told by the first difference that is not in the signature alone."""
    value = "the issuer's signature"
    try:
        theirs = json_text.parse_object(found, max_bytes=len(found))["proof"][0]["proofValue"]
        value = theirs if isinstance(theirs, str) and theirs.isalnum() and theirs.isascii() else value
    except (EncodingError, LookupError, TypeError):
        pass
    return changed(ours.path, found, json_text.dump(ours.document | {"proof": [options | {"proofValue": value}]}))


def _one_form(value: str) -> str:
    """The one text that a build writes for these bytes."""
    try:
        return encode_base58btc(decode_base58btc(value))
    except EncodingError:
        return ""


def _probably_holds(secured: JsonObject, key: bytes) -> bool:
    """Whether the signature is over the text that is probably canonical: if so, it is; if not, nothing is known."""
    document = {name: value for name, value in secured.items() if name != "proof"}
    options = {name: value for name, value in secured["proof"][0].items() if name != "proofValue"}
    text = PROBABLE.text(document)
    if text is None:
        return False
    value = secured["proof"][0]["proofValue"]
    digest = _configuration_digest(options["verificationMethod"], options["created"], tuple(document["@context"]))
    try:
        signature = decode_base58btc(value)
        if len(signature) != 64 or encode_base58btc(signature) != value:
            return False
        crypto_sign_open(signature + digest + sha256(text.encode()).digest(), key)
    except (EncodingError, BadSignatureError):
        return False
    return True


@lru_cache(maxsize=4096)
def _configuration_digest(method: str, created: str, context: tuple[str, ...]) -> bytes:
    """The digest of the proof configuration, which awards of one day share."""
    configuration = EDDSA_RDFC_2022.configuration({"@context": [*context]}, proof_options(method, created))
    return sha256(canonical_nquads(configuration).encode()).digest()
