"""Whether a document was signed by its issuer, with proofs that are embedded in it.

Source: VC Data Integrity 1.0, 4.4 and 4.5 (verify proof, and sets of proofs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from generator.proofs.cryptosuites import suite_of
from generator.proofs.data_integrity import Reason, SignatureCheck, check_signature
from generator.verification.dates import moment
from generator.verification.did import Refusal
from generator.verification.issuers import Issuers
from generator.verification.meaning import hidden_members
from generator.verification.reading import CONTEXTS, JsonObject, as_list, as_text
from generator.verification.report import Check, Outcome, failed, passed, stands

_MOST_PROOFS: Final = 16
# Of a proof that says nothing about the issuer: it neither helps nor harms one that does.
_IDLE: Final = ("suite-unknown", "key-foreign", "key-unknown-kind")
_CODES: Final = {
    Reason.CRYPTOSUITE_UNKNOWN: "suite-unknown",
    Reason.ALGORITHM_UNSAFE: "signing-unsafe",
    Reason.PURPOSE_WRONG: "proof-purpose-wrong",
    Reason.PROOF_CHAIN: "proof-chained",
    Reason.PREVIOUS_PROOF_MISSING: "proof-chained",
    Reason.PROOF_VALUE_MALFORMED: "proof-malformed",
    Reason.KEY_OTHER_KIND: "key-other-kind",
    Reason.CONTEXT_UNKNOWN: "context-unknown",
    Reason.CONTEXT_DIFFERS: "proof-malformed",
    Reason.NOT_CANONICAL: "not-json-ld",
    Reason.TOO_COMPLEX: "too-complex",
    Reason.SIGNATURE_WRONG: "signature-wrong",
}


def signature_checks(document: JsonObject, issuer: str, issuers: Issuers, now: datetime) -> list[Check]:
    """The checks of who signed the document: `issuer`, `key` and `signature`.

    One proof of the issuer's must hold, and none of a known kind may be wrong; beside a good one, those of unknown
    kinds and those of others are warned of (Open Badges 3.0, 8.2.1: any one of them suffices). The issuer is asked for
    its keys only where there is something to check with them.
    """
    proofs = as_list(document.get("proof"))
    if not proofs:
        return [*unasked(issuers, issuer), failed("signature", "proof-missing")]
    if len(proofs) > _MOST_PROOFS:
        return [*unasked(issuers, issuer), failed("signature", "too-complex")]
    named = [
        as_text(proof.get("verificationMethod")) for proof in proofs if isinstance(proof, dict) and suite_of(proof)
    ]
    asked = any(issuers.asked(method_id, issuer) for method_id in named)
    checks = issuers.standing(issuer) if asked else unasked(issuers, issuer)
    if any(proof in proofs[:index] for index, proof in enumerate(proofs)):
        checks.append(failed("signature", "repeated-member"))
    found: list[list[Check]] = []
    for proof in proofs:
        found.append(list(_proof(document, proof, issuer, issuers, now)))
        if any(check.code == "signature-wrong" for check in found[-1]):
            # One is enough to refuse the document, and each takes its time.
            break
    if any(holds(of_proof) for of_proof in found):
        found = [_beside(of_proof) for of_proof in found]
    return checks + [check for of_proof in found for check in of_proof]


def _beside(checks: list[Check]) -> list[Check]:
    """The checks of a proof where another one of the same document holds."""
    idle = [check for check in checks if check.code in _IDLE]
    return [failed("signature", "proof-idle", check.words) for check in idle] or checks


def unasked(issuers: Issuers, issuer: str) -> list[Check]:
    """What is wrong with the issuer's name, where its site is not asked."""
    return list(issuers.naming(issuer))


def holds(checks: Iterable[Check]) -> bool:
    """Whether some signature was checked, and nothing about keys and signatures failed or stayed unchecked."""
    about = [check for check in checks if check.name in ("meaning", "key", "signature")]
    return stands(about) and any(check.name == "signature" and check.outcome is Outcome.PASSED for check in about)


def signature_check(found: SignatureCheck) -> Check:
    """What was found of a signature, as a check."""
    return passed("signature") if found.holds else failed("signature", _CODES[found.reason], found.detail)


def key_words(issuer: str) -> str:
    """What is to be said of a key that is the issuer's; the empty text: what is always said."""
    if issuer.startswith("did:web:"):
        return ""
    is_key = issuer.startswith("did:key:")
    return "The key that it names is what its issuer is named by" if is_key else "The key that it names is its issuer's"


def _proof(document: JsonObject, proof: object, issuer: str, issuers: Issuers, now: datetime) -> Iterator[Check]:
    if not isinstance(proof, dict):
        yield failed("signature", "proof-malformed")
        return
    suite = suite_of(proof)
    if suite is None:
        yield failed("signature", "suite-unknown", str(proof.get("cryptosuite", proof.get("type"))))
        return
    # Some older signers leave the suite's own dictionary in the proof, where it changes nothing.
    own = bool(suite.own_context) and as_list(proof.get("@context")) == [suite.own_context]
    yield from hidden_members(proof, top=suite.keeps_context or own)
    yield from _times(proof, now)
    method_id = as_text(proof.get("verificationMethod"))
    if not method_id:
        yield failed("signature", "proof-malformed", "it names no key")
        return
    key = issuers.key(method_id, issuer)
    if isinstance(key, Refusal):
        yield failed("key", key.code, key.detail)
        return
    yield passed("key", key_words(issuer))
    yield signature_check(check_signature(document, proof, key, contexts=CONTEXTS))


def _times(proof: JsonObject, now: datetime) -> Iterator[Check]:
    for member in ("created", "expires"):
        if proof.get(member) is not None and moment(proof[member]) is None:
            yield failed("signature", "date-malformed", member)
    expires = moment(proof.get("expires"))
    if expires and now >= expires:
        yield failed("signature", "proof-expired", f"on {proof['expires']}")
