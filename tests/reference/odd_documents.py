"""What no scenario can hold: named `odd:NAME` as `shown_by` in the table of codes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from generator.errors import UnknownDocument
from generator.verification import Report, Verifier
from generator.verification.recipient import Claim
from tests.verification.signed_site import (
    DID,
    INDEX,
    NOW,
    URL,
    Json,
    SignedSite,
    as_bytes,
    key,
    method,
    signed,
    status_list,
)

_NOTHING: Final = f"{URL}/awards/no/nothing.json"
_CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)


class OddDocument(NamedTuple):
    """What is odd in a sentence, the input in words, what is verified, and its report."""

    title: str
    words: str
    thing: str
    report: Callable[[], Report]


def _cut_off() -> Report:
    return SignedSite().verifier().document(as_bytes(SignedSite()["credential"])[:2000])


def _signed_often() -> Report:
    document = SignedSite()["credential"]
    document["proof"] = [document["proof"][0] | {"nonce": str(number)} for number in range(17)]
    return SignedSite().verifier().document(as_bytes(document))


def _claimed(*values: tuple[str, str, str], without: str = "") -> Callable[[], Report]:
    """The report of the credential for somebody who claims these values; without its seals of one kind, signed so."""

    def report() -> Report:
        site = SignedSite()
        subject = site["credential"]["credentialSubject"]
        subject["identifier"] = [seal for seal in subject["identifier"] if seal["identityType"] != without]
        site.sign("credential")
        verifier = Verifier(site.fetch, now=NOW, claim=Claim(values))
        return verifier.document(as_bytes(site["credential"]))

    return report


def _token(algorithm: str, **claims: Any) -> Callable[[], Report]:
    """The report of the credential as a token, signed by its issuer unless the algorithm is none."""

    def report() -> Report:
        site = SignedSite()
        credential = {name: value for name, value in site["credential"].items() if name != "proof"}
        header = {"alg": algorithm, "typ": "JWT", "kid": method()}
        payload = credential | {"iss": DID, "jti": credential["id"], "nbf": 1778716800} | claims
        text = ".".join(_base64url(json.dumps(part).encode()) for part in (header, payload))
        signature = key().sign(text.encode()) if algorithm == "EdDSA" else b""
        return site.verifier().document(f"{text}.{_base64url(signature)}".encode())

    return report


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _record(change: Callable[[Json, SignedSite], None], **whose: str) -> Callable[[], Report]:
    """The report of a learner's record that holds the credential, changed."""

    def report() -> Report:
        site = SignedSite()
        piece = site["credential"]
        change(piece, site)
        record = {
            "@context": [*_CONTEXTS],
            "id": f"{URL}/records/1.json",
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "A learner's record",
            "issuer": {"id": DID, "type": ["Profile"], "name": "Riverbend STEM District"},
            "validFrom": "2026-06-05T00:00:00Z",
            "partial": True,
            "credentialSubject": {**whose, "type": ["ClrSubject"], "verifiableCredential": [piece]},
        }
        return site.verifier().document(as_bytes(signed(record)))

    return report


def _again(change: Callable[[Json], Any]) -> Callable[[Json, SignedSite], None]:
    """The change, after which the credential in the record is signed anew by its issuer."""

    def changed(piece: Json, site: SignedSite) -> None:
        change(piece)
        piece["proof"] = signed(piece)["proof"]

    return changed


def _tampered(piece: Json, site: SignedSite) -> None:
    piece["credentialSubject"]["achievement"]["name"] = "Rocket Science"


def _listless(piece: Json, site: SignedSite) -> None:
    del site["status"]


def _revoked(piece: Json, site: SignedSite) -> None:
    site["status"] = signed(status_list((INDEX,)))


def _somebody_elses(piece: Json) -> None:
    piece["credentialSubject"]["id"] = "did:example:one"


def _nobody(url: str) -> bytes:
    raise UnknownDocument(url, "the network was not asked", asked=False)


def _key_elsewhere() -> Report:
    site, issuer, method = SignedSite(), "https://shared.example/riverbend", "https://shared.example/keys/1"
    for holder in (site["credential"]["issuer"], site["credential"]["credentialSubject"]["achievement"]["creator"]):
        holder["id"] = issuer
    site["credential"].pop("credentialStatus")
    site.sign("credential", 1, method)
    site[issuer] = {"id": issuer, "type": "Profile", "name": "Riverbend STEM District"}
    multikey = key().public_multikey
    site[method] = {"id": method, "type": "Multikey", "controller": issuer, "publicKeyMultibase": multikey}
    return site.verifier().document(as_bytes(site["credential"]))


_CODE: Final = "A" * 22
_PIECE: Final = "A record (CLR 2.0) holds the credential, "

ODD_DOCUMENTS: Final = {
    "odd:not-found": OddDocument(
        "An address at which nothing lies.",
        f"The site has no document at\n{_NOTHING}",
        _NOTHING,
        lambda: SignedSite().report(_NOTHING),
    ),
    "odd:unreadable": OddDocument(
        "A file that was cut off on its way.",
        "Of the credential only the first 2,000 bytes are there",
        "credential.json",
        _cut_off,
    ),
    "odd:too-complex": OddDocument(
        "A badge with more signatures than anybody would make.",
        "The credential has 17 signatures",
        "credential.json",
        _signed_often,
    ),
    "odd:signing-unsafe": OddDocument(
        "A token that nobody signed.",
        'The credential comes as a token, whose header is {"alg": "none", …}, without a signature',
        "credential.jwt",
        _token("none"),
    ),
    "odd:token-differs": OddDocument(
        "A token with the envelope of another badge.",
        f'The credential comes as a token, signed by its issuer, that says "jti": "{_NOTHING}"',
        "credential.jwt",
        _token("EdDSA", jti=_NOTHING),
    ),
    "odd:recipient-differs": OddDocument(
        "A badge that somebody else earned.",
        "The credential, and beside it the receipt of another person",
        "credential.json",
        _claimed(("emailAddress", "grace@riverbend.example", _CODE)),
    ),
    "odd:recipient-unopened": OddDocument(
        "A name with a code that was copied badly.",
        f"The credential, and on standard input: Sample Learner One {_CODE}",
        "credential.json",
        _claimed(("", "Sample Learner One", _CODE)),
    ),
    "odd:not-asked": OddDocument(
        "An address, without a network.",
        f"badges verify --offline {_NOTHING}",
        _NOTHING,
        lambda: Verifier(_nobody, now=NOW).site_document(_NOTHING),
    ),
    "odd:recipient-unknown": OddDocument(
        "A badge that does not name its holder.",
        "The credential, in which only the e-mail address is sealed, and beside it a receipt for the name",
        "credential.json",
        _claimed(("name", "Grace Sample", _CODE), without="name"),
    ),
    "odd:key-unconfirmed": OddDocument(
        "An issuer and a key on one host, which others may use as well.",
        "The issuer is https://shared.example/riverbend, where no keys are listed;\n"
        "the key is https://shared.example/keys/1, and names the issuer as its own",
        "credential.json",
        _key_elsewhere,
    ),
    "odd:piece-of-another": OddDocument(
        "A record of one person with a badge of another.",
        _PIECE + "which is about did:example:one; the record is about did:example:two",
        "record.json",
        _record(_again(_somebody_elses), id="did:example:two"),
    ),
    "odd:piece-refused": OddDocument(
        "A record with a badge that was improved.",
        _PIECE + 'in which /credentialSubject/achievement/name becomes "Rocket Science"',
        "record.json",
        _record(_tampered),
    ),
    "odd:piece-revoked": OddDocument(
        "A record with a badge that was taken back.",
        _PIECE + "and the list of revoked badges says that it is revoked",
        "record.json",
        _record(_revoked),
    ),
    "odd:piece-expired": OddDocument(
        "A record with a badge whose time is over.",
        _PIECE + "which its issuer gave until 2026-07-01",
        "record.json",
        _record(_again(lambda piece: piece.update(validUntil="2026-07-01T00:00:00Z"))),
    ),
    "odd:piece-not-yet-valid": OddDocument(
        "A record with a badge whose time is yet to come.",
        _PIECE + "which its issuer gave from 2027-01-01 on",
        "record.json",
        _record(_again(lambda piece: piece.update(validFrom="2027-01-01T00:00:00Z"))),
    ),
    "odd:piece-unchecked": OddDocument(
        "A record with a badge whose list of revoked badges cannot be asked.",
        _PIECE + "and the list of revoked badges cannot be fetched",
        "record.json",
        _record(_listless),
    ),
}
