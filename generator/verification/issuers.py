"""Issuers by name, and their keys: what a did:web's site, an https address or a did:key itself says.

Sources: did:web method, 3.2 Read; did:key method, 3.1; Open Badges 3.0, 8.3 ("the controller of the key is the
issuer"); Controlled Identifiers 1.0, 3.3 Retrieve Verification Method.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from urllib.parse import urlsplit

from generator.errors import UnknownDocument
from generator.proofs.public_keys import PublicKey
from generator.verification.did import Refusal, did_web_url, host_of, is_https_name, is_local
from generator.verification.methods import asserting_keys, ended_method, key_of, public_key, read_key
from generator.verification.reading import (
    JsonObject,
    Library,
    Unreadable,
    as_list,
    as_object,
    without_fragment,
)
from generator.verification.report import Check, checked, failed, passed

_LISTS = ("verificationMethod", "assertionMethod", "publicKey")


class Issuers:
    """Issuers by name: what their sites say of their keys at one moment. `trusted` names are vouched for otherwise."""

    def __init__(self, library: Library, now: datetime, trusted: Collection[str] = ()) -> None:
        self._library = library
        self._now = now
        self._trusted = frozenset(trusted)

    def naming(self, issuer: str) -> Iterator[Check]:
        """What is wrong with the issuer's name itself; nothing is fetched."""
        if issuer.startswith("did:key:"):
            if issuer not in self._trusted:
                yield failed("issuer", "issuer-unidentified")
        elif not issuer or (issuer.startswith("did:web:") and did_web_url(issuer) is None):
            yield failed("issuer", "issuer-malformed", issuer[:100])
        elif not issuer.startswith("did:web:") and not is_https_name(issuer):
            yield failed("issuer", "issuer-unknown-method", issuer[:100])
        elif is_local(issuer):
            yield failed("issuer", "issuer-local")

    def problems(self, issuer: str) -> Iterator[Check]:
        """What is wrong with the issuer's name, or with what a did:web leads to."""
        naming = list(self.naming(issuer))
        found = self._document(issuer) if issuer.startswith("did:web:") and did_web_url(issuer) else None
        if isinstance(found, Refusal):
            yield failed("issuer", found.code, found.detail)
        else:
            yield from naming

    def standing(self, issuer: str) -> list[Check]:
        """The `issuer` check: what is wrong, or that its name leads where it should."""
        if issuer.startswith("did:key:") and issuer in self._trusted:
            return [passed("issuer", "You said that you know its issuer's key by other means")]
        found = list(self.problems(issuer))
        if found or issuer.startswith("did:web:"):
            return checked("issuer", found)
        return [passed("issuer", "It names its issuer by an address")]

    def asked(self, method_id: str, issuer: str) -> bool:
        """Whether a key of that name may be one of the issuer's, so that it is worth asking."""
        if issuer.startswith("did:"):
            return without_fragment(method_id) == issuer
        return is_https_name(method_id) and host_of(method_id) == host_of(issuer)

    def key(self, method_id: str, issuer: str) -> PublicKey | Refusal:
        """The issuer's key under that DID URL or address, if it may sign badges now; or why there is none."""
        if not issuer.startswith("did:") and not is_https_name(issuer):
            return Refusal("issuer-unknown-method", issuer[:100])
        if not self.asked(method_id, issuer):
            return Refusal("key-foreign")
        if issuer.startswith("did:"):
            find = self._did_key if issuer.startswith("did:key:") else self._of_did
            return find(method_id, issuer)
        return self._of_address(method_id, issuer)

    def owns(self, key: PublicKey, issuer: str) -> Refusal | None:
        """Why a key that came without a name is not one of the issuer's, if so."""
        if issuer.startswith("did:key:"):
            return None if self._did_key(issuer, issuer) == key else Refusal("key-unlisted")
        document = self._document(issuer) if issuer.startswith("did:") else self._issuer_document(issuer)
        if isinstance(document, Refusal):
            return document
        return None if key in list(asserting_keys(document, self._now)) else Refusal("key-unlisted")

    def _did_key(self, method_id: str, issuer: str) -> PublicKey | Refusal:
        """The key that a did:key itself consists of; it has one, so that its fragment may be left out."""
        text = issuer.removeprefix("did:key:")
        if method_id not in (issuer, f"{issuer}#{text}"):
            return Refusal("key-unlisted")
        return read_key("publicKeyMultibase", text)

    def _of_did(self, method_id: str, issuer: str) -> PublicKey | Refusal:
        document = self._document(issuer)
        return document if isinstance(document, Refusal) else key_of(document, method_id, self._now)

    def _document(self, did: str) -> JsonObject | Refusal:
        if not did.startswith("did:web:"):
            return Refusal("issuer-unknown-method", did[:100])
        url = did_web_url(did)
        if url is None:
            return Refusal("issuer-malformed", did[:100])
        document = self._fetched(url)
        if isinstance(document, Refusal) or document.get("id") == did:
            return document
        return Refusal("issuer-document-wrong", "it bears another name")

    def _fetched(self, url: str) -> JsonObject | Refusal:
        try:
            return self._library.document(url)
        except UnknownDocument as error:
            return Refusal("issuer-unreachable", str(error))
        except Unreadable as error:
            return Refusal("issuer-document-wrong", str(error))

    def _issuer_document(self, issuer: str) -> JsonObject | Refusal:
        """What an issuer's own https address says, if it names itself there."""
        if not is_https_name(issuer):
            return Refusal("issuer-unknown-method", issuer[:100])
        document = self._fetched(issuer)
        if isinstance(document, Refusal) or document.get("id") == issuer:
            return document
        return Refusal("issuer-document-wrong", "it bears another name")

    def _of_address(self, method_id: str, issuer: str) -> PublicKey | Refusal:
        """The key at an https address of the issuer's own host: in the issuer's document, or in one of its own.

        A host may be shared by several issuers. So where the issuer's address answers with a list of keys, the key is
        on that list; where it doesn't, the key lies below that address, and names the issuer as its controller (a
        bare JSON Web Key can't). Of any other nobody can tell.
        """
        found = self._fetched(method_id)
        if isinstance(found, Refusal):
            return found
        own = self._issuer_document(issuer)
        if isinstance(own, dict) and _lists(own):
            return self._listed(own, found, method_id, issuer)
        if _is_below(method_id, issuer):
            return self._alone(found, method_id, issuer)
        if isinstance(own, Refusal) and own.code == "issuer-unreachable":
            return own
        return Refusal("key-unconfirmed", method_id[:100])

    def _listed(self, own: JsonObject, found: JsonObject, method_id: str, issuer: str) -> PublicKey | Refusal:
        """The key on the list that the issuer's own address answers with: there itself, or only by its name."""
        entries = [entry for name in _LISTS for entry in as_list(own.get(name))]
        if found is own or method_id in [entry.get("id") for entry in entries if isinstance(entry, dict)]:
            return key_of(own, method_id, self._now)
        return self._alone(found, method_id, issuer) if method_id in entries else Refusal("key-unlisted")

    def _alone(self, document: JsonObject, method_id: str, issuer: str) -> PublicKey | Refusal:
        """The key of a document that holds nothing else."""
        if "kty" in document:
            return read_key("publicKeyJwk", document)
        if "keys" in document:
            fragment = method_id.partition("#")[2]
            named = [key for key in as_list(document["keys"]) if as_object(key).get("kid") in (fragment, method_id)]
            return read_key("publicKeyJwk", named[0]) if len(named) == 1 else Refusal("key-unlisted")
        if document.get("id") != method_id or document.get("controller") != issuer:
            return Refusal("key-foreign")
        ended = ended_method(document, self._now)
        return ended or public_key({"type": "Multikey", **document})


def _lists(document: JsonObject) -> bool:
    return any(as_list(document.get(name)) for name in _LISTS)


def _is_below(address: str, issuer: str) -> bool:
    """Whether an address of the same host is the issuer's own or lies below it, so that nobody else speaks there.

    A last part with a full stop is a file, and what lies beside it is its issuer's as well.
    """
    folder, _, last = urlsplit(issuer).path.rpartition("/")
    top = folder if "." in last or not last else f"{folder}/{last}"
    return without_fragment(address) == without_fragment(issuer) or urlsplit(address).path.startswith(top + "/")
