"""Badges signed with openvc-core (Data Integrity with EdDSA and ECDSA) and with awr (eddsa-jcs-2022)."""

# mypy: ignore-errors
# The libraries that it runs are no dependencies of this project.

import copy
import json
from datetime import datetime

import awr.didkey
import awr.proof
from keys import ec_jwk, ed25519_jwk
from openvc.errors import OpenvcError
from openvc.keys import signing_key_from_jwk
from openvc.proof.data_integrity import DataIntegrityProofSuite
from openvc.proof.di_ecdsa_rdfc import EcdsaRdfcProofSuite
from openvc.proof.di_jcs import EddsaJcsProofSuite
from world import NOW, ROOT, Scenarios, contexts, template

MAPLE = "did:web:maplewood.example"
CREATED = datetime.fromisoformat("2026-03-02T09:14:30Z")
DID = json.loads((ROOT / "world/maplewood.example/.well-known/did.json").read_text())
METHODS = [method["id"] for method in DID["verificationMethod"]]
PINNED = contexts()
MOMENT = datetime.fromisoformat(NOW)


def named(name: str, over: dict | None = None) -> dict:
    document = template("ob3")
    number = sum(name.encode())
    return {**document, "id": f"urn:uuid:5a1e0c3d-0000-4000-8000-{number:012d}", **(over or {})}


def spoiled(document: dict) -> dict:
    copied = copy.deepcopy(document)
    copied["credentialSubject"]["achievement"]["name"] = "Welding Mastery"
    return copied


found = Scenarios("openvc-core", "PyPI openvc-core 1.37.0")
SUITES = [
    ("eddsa-rdfc-2022", DataIntegrityProofSuite(), ed25519_jwk(0x21), METHODS[0]),
    ("ecdsa-rdfc-2019-p256", EcdsaRdfcProofSuite(), ec_jwk("P-256", 0x22), METHODS[1]),
    ("ecdsa-rdfc-2019-p384", EcdsaRdfcProofSuite(), ec_jwk("P-384", 0x23), METHODS[2]),
]
for name, suite, jwk, method in SUITES:
    key = signing_key_from_jwk(jwk, method)
    options = {"signing_key": key, "verification_method": method, "created": CREATED, "extra_contexts": PINNED}
    valid = suite.add_proof(named(name), **options)
    public = {member: value for member, value in jwk.items() if member != "d"}
    suite.verify(valid, public_key_jwk=public, extra_contexts=PINNED, now=MOMENT)
    if jwk["crv"] == "P-384":
        note = (
            "For P-384 the standard canonicalises with SHA-384 inside, too (VC-DI-ECDSA, 3.2); "
            "this library does so with SHA-256."
        )
        found.add(
            f"{name}.json",
            valid,
            f"{name}, which this library understands otherwise than the standard",
            "refused",
            ["signature-wrong"],
            note,
        )
        continue
    found.add(f"{name}.json", valid, name, "verified")
    try:
        suite.verify(spoiled(valid), public_key_jwk=public, extra_contexts=PINNED, now=MOMENT)
        print("!", name, "tampered")
    except OpenvcError:
        found.add(
            f"{name}-tampered.json", spoiled(valid), f"{name}; changed afterwards", "refused", ["signature-wrong"]
        )
    late = suite.add_proof(named(name + " late", {"validUntil": "2026-10-01T00:00:00Z"}), **options)
    found.add(f"{name}-expired.json", late, f"{name}; its end has passed", "expired", ["expired"])
    # What the other library signed verifies here, too: both read the standard in the same way.
    other = json.loads((ROOT / "digitalbazaar" / f"{name}.json").read_text())
    suite.verify(other, public_key_jwk=public, extra_contexts=PINNED, now=MOMENT)

found.write()

made = Scenarios("awr", "PyPI awr 2.0.1")


class Key(awr.didkey.SigningKey):
    """A key named as its issuer names it; the library alone knows did:key."""

    @property
    def verification_method(self) -> str:
        return METHODS[0]


def seed_key(kind: type, byte: int) -> awr.didkey.SigningKey:
    return kind.from_seed(bytes([byte]) * 32)


def whole(name: str, over: dict | None = None) -> dict:
    """Without fractions, which the library refuses."""
    document = named(name, over)
    document["credentialSubject"]["creditsEarned"] = document["credentialSubject"]["achievement"][
        "creditsAvailable"
    ] = 2
    return document


def jcs(document: dict, key: awr.didkey.SigningKey) -> dict:
    return awr.proof.sign_document(document, key, "2026-03-02T09:14:30Z")


def check(document: dict) -> None:
    """With the other library, too."""
    jwk = {name: value for name, value in ed25519_jwk(0x21).items() if name != "d"}
    EddsaJcsProofSuite().verify(document, public_key_jwk=jwk, now=MOMENT)


ours, theirs = seed_key(Key, 0x21), seed_key(Key, 0x66)
valid = jcs(whole("jcs"), ours)
check(valid)
# What both libraries accept.
made.add("eddsa-jcs-2022.json", valid, "eddsa-jcs-2022", "verified")
made.add(
    "eddsa-jcs-2022-tampered.json", spoiled(valid), "eddsa-jcs-2022; changed afterwards", "refused", ["signature-wrong"]
)
made.add(
    "eddsa-jcs-2022-expired.json",
    jcs(whole("jcs late", {"validUntil": "2026-10-01T00:00:00Z"}), ours),
    "eddsa-jcs-2022; its end has passed",
    "expired",
    ["expired"],
)
made.add(
    "eddsa-jcs-2022-not-yet-valid.json",
    jcs(whole("jcs early", {"validFrom": "2027-01-01T00:00:00Z"}), ours),
    "eddsa-jcs-2022; its time begins next year",
    "not-yet-valid",
    ["not-yet-valid"],
)
made.add(
    "eddsa-jcs-2022-forged.json",
    jcs(whole("jcs forged"), theirs),
    "signed with an unknown key, naming the issuer's",
    "refused",
    ["signature-wrong"],
)
reordered = copy.deepcopy(valid)
reordered["credentialSubject"]["achievement"]["tag"].reverse()
made.add(
    "eddsa-jcs-2022-reordered.json",
    reordered,
    "the order of tags was changed: to RDF the same, to JCS another text",
    "refused",
    ["signature-wrong"],
)
respelt = {**valid, "proof": {**valid["proof"], "@context": valid["proof"]["@context"][:1]}}
made.add("eddsa-jcs-2022-proof-context-cut.json", respelt, "the proof's own context was shortened", "refused")
revoked = whole(
    "jcs revoked",
    {
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": "94567",
            "statusListCredential": "https://maplewood.example/status/3",
        }
    },
)
made.add("eddsa-jcs-2022-revoked.json", jcs(revoked, ours), "its bit is set", "revoked", ["revoked"])
anyone = seed_key(awr.didkey.SigningKey, 0x77)
did = anyone.verification_method.split("#")[0]
made.add(
    "eddsa-jcs-2022-did-key.json",
    jcs(
        whole("jcs did:key", {"issuer": {"id": did, "type": ["Profile"], "name": "Maplewood Community College"}}),
        anyone,
    ),
    "issuer is a did:key",
    "unchecked",
    ["issuer-unidentified"],
)
older = {**template("ob3-vc11"), "issuer": MAPLE}
made.add("vc11-eddsa-jcs-2022.json", jcs(older, ours), "VC 1.1, issuer a bare text", "verified")
unknown = whole("jcs words")
unknown["@context"] = [*unknown["@context"], "https://words.example/unknown/v1"]
made.add(
    "eddsa-jcs-2022-unknown-context.json",
    jcs(unknown, ours),
    "a context that nobody here has: the signature holds, the words mean nothing",
    "unchecked",
    ["context-unknown"],
)
made.write()
