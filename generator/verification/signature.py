"""Whether a document was signed by its issuer: keys looked up where the issuer's name leads, proofs checked with them.

Source: VC Data Integrity 1.0, 4.4 and 4.5 (verify proof, and sets of proofs).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Final

from generator.errors import UnknownDocument
from generator.proofs.cryptosuites import suite_of
from generator.proofs.data_integrity import Reason, check_signature
from generator.verification.dates import moment
from generator.verification.did import Refusal, did_key, did_web_url, is_local, key_of
from generator.verification.meaning import hidden_members
from generator.verification.reading import JsonObject, Library, Unreadable, as_list, as_text
from generator.verification.report import Check, checked, failed, passed

_MOST_PROOFS: Final = 16
_CODES: Final = {
    Reason.CRYPTOSUITE_UNKNOWN: "suite-unknown",
    Reason.PURPOSE_WRONG: "proof-purpose-wrong",
    Reason.PROOF_CHAIN: "proof-chained",
    Reason.PREVIOUS_PROOF_MISSING: "proof-chained",
    Reason.PROOF_VALUE_MALFORMED: "proof-malformed",
    Reason.KEY_UNSOUND: "key-malformed",
    Reason.CONTEXT_UNKNOWN: "context-unknown",
    Reason.CONTEXT_DIFFERS: "proof-malformed",
    Reason.NOT_CANONICAL: "not-json-ld",
    Reason.SIGNATURE_WRONG: "signature-wrong",
}


class Issuers:
    """Issuers by name: what their sites say of their keys at one moment. `trusted` names are vouched for otherwise."""

    def __init__(self, library: Library, now: datetime, trusted: Collection[str] = ()) -> None:
        self._library = library
        self._now = now
        self._trusted = frozenset(trusted)

    def problems(self, issuer: str) -> Iterator[Check]:
        """What is wrong with the issuer's name, or with what it leads to."""
        if issuer.startswith("did:web:"):
            found = self._document(issuer)
            if isinstance(found, Refusal):
                yield failed("issuer", found.code, found.detail)
            elif is_local(issuer):
                yield failed("issuer", "issuer-local")
        elif issuer.startswith("did:key:"):
            if issuer not in self._trusted:
                yield failed("issuer", "issuer-unidentified")
        elif not issuer:
            yield failed("issuer", "issuer-malformed")
        else:
            yield failed("issuer", "issuer-unknown-method", issuer)

    def key(self, method_id: str, issuer: str) -> bytes | Refusal:
        """The key under that DID URL, one of the issuer's, that may sign badges now; or why there is none."""
        if method_id.partition("#")[0] != issuer:
            return Refusal("key-foreign")
        if issuer.startswith("did:key:"):
            expected = f"{issuer}#{issuer.removeprefix('did:key:')}"
            return did_key(issuer) if method_id == expected else Refusal("key-unlisted")
        document = self._document(issuer)
        return document if isinstance(document, Refusal) else key_of(document, method_id, self._now)

    def _document(self, did: str) -> JsonObject | Refusal:
        if not did.startswith("did:web:"):
            return Refusal("issuer-unknown-method", did[:100])
        url = did_web_url(did)
        if url is None:
            return Refusal("issuer-malformed", did[:100])
        try:
            document = self._library.document(url)
        except UnknownDocument:
            return Refusal("issuer-unreachable", url)
        except Unreadable as error:
            return Refusal("issuer-document-wrong", str(error))
        return document if document.get("id") == did else Refusal("issuer-document-wrong", "it bears another name")


def signature_checks(document: JsonObject, issuer: str, issuers: Issuers, now: datetime) -> list[Check]:
    """The checks of who signed the document: `issuer`, `key` and `signature`.

    Every proof of a known kind must hold, and at least one must be there; one of an unknown kind stays unchecked.
    """
    checks = checked("issuer", issuers.problems(issuer))
    proofs = as_list(document.get("proof"))
    if not proofs:
        return [*checks, failed("signature", "proof-missing")]
    if len(proofs) > _MOST_PROOFS:
        return [*checks, failed("signature", "too-complex")]
    if any(proof in proofs[:index] for index, proof in enumerate(proofs)):
        checks.append(failed("signature", "repeated-member"))
    for proof in proofs:
        checks.extend(_proof(document, proof, issuer, issuers, now))
    return checks


def _proof(document: JsonObject, proof: object, issuer: str, issuers: Issuers, now: datetime) -> Iterator[Check]:
    if not isinstance(proof, dict):
        yield failed("signature", "proof-malformed")
        return
    suite = suite_of(proof)
    if suite is None:
        yield failed("signature", "suite-unknown", str(proof.get("cryptosuite", proof.get("type"))))
        return
    yield from hidden_members(proof, top=suite.keeps_context)
    yield from _times(proof, now)
    method_id = as_text(proof.get("verificationMethod"))
    if not method_id:
        yield failed("signature", "proof-malformed", "it names no key")
        return
    key = issuers.key(method_id, issuer)
    if isinstance(key, Refusal):
        yield failed("key", key.code, key.detail)
        return
    yield passed("key")
    found = check_signature(document, proof, key)
    yield passed("signature") if found.holds else failed("signature", _CODES[found.reason], found.detail)


def _times(proof: JsonObject, now: datetime) -> Iterator[Check]:
    for member in ("created", "expires"):
        if proof.get(member) is not None and moment(proof[member]) is None:
            yield failed("signature", "date-malformed", member)
    expires = moment(proof.get("expires"))
    if expires and now >= expires:
        yield failed("signature", "proof-expired", f"on {proof['expires']}")
