"""Open Badges 2.0, signed and hosted, and Open Badges 3.0 as VC-JWTs and with Data Integrity: made and baked
with openbadgeslib."""

# mypy: ignore-errors
# The libraries that it runs are no dependencies of this project.

import base64
import json
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric import ed25519
from keys import rsa_key
from material import DRAWING, pem, picture, public_pem
from openbadgeslib.ob2 import models as ob2
from openbadgeslib.ob2.signer import OB2Signer
from openbadgeslib.ob2.verifier import OB2VerificationError, OB2Verifier
from openbadgeslib.ob3 import credential as ob3
from openbadgeslib.ob3.ldp import OB3LdpSigner
from openbadgeslib.ob3.signer import OB3Signer
from openbadgeslib.ob3.verifier import OB3Verifier
from world import ROOT, Scenarios, answer

SITE = "https://badges.oldschool.example/"
ISSUER, KEY, BADGE, GONE = (
    SITE + "issuer.json",
    SITE + "keys/1.json",
    SITE + "badges/welding.json",
    SITE + "revoked.json",
)
LOST = SITE + "lost/issuer.json"
ISSUED, LATE = datetime(2025, 6, 2, 9, tzinfo=UTC), datetime(2026, 6, 2, 9, tzinfo=UTC)


def site(path: str, value: object) -> None:
    if isinstance(value, bytes):
        file = ROOT / "world" / (SITE + path).removeprefix("https://")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(value)
    else:
        answer(SITE + path, value)


key, stray = rsa_key("oldschool"), rsa_key("stray")
site("img/welding.png", picture(120))
site("img/logo.png", picture(30))
site("keys/1.json", ob2.CryptographicKey(KEY, ISSUER, public_pem(key)).to_dict())
site("keys/stray.json", ob2.CryptographicKey(SITE + "keys/stray.json", ISSUER, public_pem(stray)).to_dict())
site(
    "issuer.json",
    {
        **ob2.Profile(
            ISSUER,
            "Old School of Metalwork",
            SITE,
            "badges@oldschool.example",
            SITE + "img/logo.png",
            [KEY],
            GONE,
        ).to_dict()
    },
)
site(
    "badges/welding.json",
    ob2.BadgeClass(
        BADGE,
        "Welding",
        "Lays sound welds.",
        SITE + "img/welding.png",
        SITE + "criteria/welding.html",
        ISSUER,
        ["welding", "metal"],
    ).to_dict(),
)
site(
    "lost/issuer.json",
    ob2.Profile(LOST, "Lost School", SITE, "lost@oldschool.example", None, [SITE + "keys/lost.json"]).to_dict(),
)
site(
    "lost/badge.json",
    ob2.BadgeClass(
        SITE + "lost/badge.json",
        "Welding",
        "Lays sound welds.",
        SITE + "img/welding.png",
        SITE + "criteria/welding.html",
        LOST,
    ).to_dict(),
)
site("criteria/welding.html", "<!doctype html><title>Welding</title><p>Four sound welds.</p>\n")

made = Scenarios("openbadgeslib", "PyPI openbadgeslib 4.6.3")


def assertion(number: int, kind: str, **over: object) -> ob2.Assertion:
    name = (
        f"urn:uuid:7b1f0f6a-2c44-4d0e-9a3b-{number:012d}"
        if kind == "SignedBadge"
        else f"{SITE}assertions/{number}.json"
    )
    recipient = ob2.IdentityObject.create("learner@school.example", "saltandpepper")
    creator = KEY if kind == "SignedBadge" else None
    rest = {
        "issued_on": ISSUED,
        "evidence": SITE + "evidence/7.html",
        "narrative": "Four welds, cut and etched.",
        **over,
    }
    return ob2.Assertion(recipient, BADGE, ob2.Verification(kind, rest.pop("creator", creator)), name, **rest)


LOST_ONE = assertion(6, "SignedBadge", creator=SITE + "keys/lost.json")
LOST_ONE.badge = SITE + "lost/badge.json"


def fetch(url: str) -> bytes:
    return (ROOT / "world" / url.removeprefix("https://")).read_bytes()


def agrees(file: str, token: str, verdict: str) -> None:
    try:
        OB2Verifier(download=fetch).verify(token, check_revocation=True)
        result = "verified"
    except (OB2VerificationError, OSError) as error:
        result = str(error)
    if (result == "verified") != (verdict == "verified"):
        print("!", file, verdict, result)


def put(file: str, token: str, how: str, verdict: str, codes: list[str] | None = None, note: str = "") -> None:
    agrees(file, token, verdict)
    made.add(file, token, how, verdict, codes, note)


def bent(token: str, member: str, value: object) -> str:
    head, body, signature = token.split(".")
    payload = json.loads(base64.urlsafe_b64decode(body + "=="))
    payload[member] = value
    return ".".join([head, base64.urlsafe_b64encode(json.dumps(payload).encode()).rstrip(b"=").decode(), signature])


# ---- signed
signer, other = OB2Signer(pem(key)), OB2Signer(pem(stray))
revoked, named = assertion(3, "SignedBadge"), assertion(8, "SignedBadge")
ended = [{"id": revoked.id, "revocationReason": "Awarded in error"}, named.id]
site("revoked.json", ob2.RevocationList(GONE, ISSUER, ended).to_dict())
good = signer.sign(assertion(1, "SignedBadge"))
put("ob2-signed.jwt", good, "Open Badges 2.0, signed (RS256), key and issuer hosted", "verified")
put(
    "ob2-signed-tampered.jwt",
    bent(good, "narrative", "Forty welds."),
    "signed; payload changed afterwards",
    "refused",
    ["signature-wrong"],
)
put(
    "ob2-signed-expired.jwt",
    signer.sign(assertion(2, "SignedBadge", expires=LATE)),
    "signed; expires has passed",
    "expired",
    ["expired"],
)
put("ob2-signed-revoked-by-id.jwt", signer.sign(named), "signed; the list has its bare id", "revoked", ["revoked"])
put("ob2-signed-revoked.jwt", signer.sign(revoked), "signed; in the issuer's RevocationList", "revoked", ["revoked"])
put(
    "ob2-signed-wrong-key.jwt",
    other.sign(assertion(4, "SignedBadge")),
    "signed with another key than the one that creator names",
    "refused",
    ["signature-wrong"],
)
put(
    "ob2-signed-key-unlisted.jwt",
    other.sign(assertion(5, "SignedBadge", creator=SITE + "keys/stray.json")),
    "the key names the issuer as its owner, the issuer does not list it",
    "refused",
    ["key-unlisted"],
)
put(
    "ob2-signed-key-unreachable.jwt",
    signer.sign(LOST_ONE),
    "the key's document cannot be fetched",
    "unchecked",
)


# ---- hosted
def hosted(
    number: int,
    file: str,
    how: str,
    verdict: str,
    codes: list[str] | None = None,
    note: str = "",
    *,
    served: object = True,
    **over: object,
) -> dict:
    """One assertion as a file, and what its address answers: the same, something else, or nothing."""
    document = assertion(number, "HostedBadge", **over).to_dict()
    if served:
        site(f"assertions/{number}.json", document if served is True else served)
    made.add(file, document, how, verdict, codes, note)
    return document


first = hosted(11, "ob2-hosted.json", "Open Badges 2.0, hosted; verification type HostedBadge", "verified")
hosted(12, "ob2-hosted-expired.json", "hosted; expires has passed", "expired", ["expired"], expires=LATE)
address = SITE + "assertions/13.json"
ended = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": address,
    "revoked": True,
    "revocationReason": "Awarded in error",
}
hosted(
    13,
    "ob2-hosted-revoked.json",
    "hosted; the copy in hand is whole, the address says that it was revoked",
    "revoked",
    ["revoked"],
    served=ended,
)
hosted(
    14,
    "ob2-hosted-copy-differs.json",
    "hosted; the copy in hand says more than its address",
    "refused",
    ["hosted-copy-differs"],
    served={**assertion(14, "HostedBadge").to_dict(), "narrative": "One weld."},
)
hosted(
    15,
    "ob2-hosted-unreachable.json",
    "hosted; its address does not answer",
    "unchecked",
    ["hosted-copy-unreachable"],
    served=False,
)
foreign = {**assertion(16, "HostedBadge").to_dict(), "id": "https://mallory.example/assertions/16.json"}
answer("https://mallory.example/assertions/16.json", foreign)
made.add(
    "ob2-hosted-foreign-origin.json",
    foreign,
    "hosted by somebody else, of the issuer's badge",
    "refused",
    ["origin-foreign"],
)
badgr = {
    **first,
    "id": SITE + "assertions/17.json",
    "verification": {"type": "HostedBadge", "verificationProperty": "id"},
    "recipient": {"type": "email", "hashed": False, "identity": "learner@school.example"},
    "image": SITE + "img/welding.png",
    "evidence": [{"id": SITE + "evidence/8.html", "type": "Evidence", "narrative": "Photographs"}],
}
site("assertions/17.json", badgr)
made.add(
    "ob2-hosted-badgr.json",
    badgr,
    "hosted, in the members that Badgr writes; recipient in the clear, evidence as objects",
    "verified",
    made_by="by hand, after Badgr's exports",
)

# ---- Open Badges 3.0
DID = "did:web:oldschool.example"
edkey = ed25519.Ed25519PrivateKey.from_private_bytes(b"\x61" * 32)
raw = edkey.public_key().public_bytes_raw()


def base58(data: bytes) -> str:
    alphabet, number, out = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        out = alphabet[rest] + out
    return out


MULTIKEY = "z" + base58(b"\xed\x01" + raw)
tokens = {"RS256": OB3Signer(pem(key), "RS256"), "EdDSA": OB3Signer(pem(edkey), "EdDSA")}
methods = [{"id": f"{DID}#{MULTIKEY}", "type": "Multikey", "controller": DID, "publicKeyMultibase": MULTIKEY}]
for name, one in tokens.items():
    jwk = {member: value for member, value in one._public_jwk().items() if member not in ("key_ops", "alg", "use")}
    methods.append({"id": f"{DID}#{name.lower()}", "type": "JsonWebKey2020", "controller": DID, "publicKeyJwk": jwk})
answer(
    "https://oldschool.example/.well-known/did.json",
    {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
        "id": DID,
        "verificationMethod": methods,
        "assertionMethod": [one["id"] for one in methods],
    },
)


def badge(number: int, **over: object) -> ob3.OpenBadgeCredential:
    achievement = ob3.Achievement(
        SITE + "achievements/welding",
        "Welding",
        "Lays sound welds.",
        "Four sound welds.",
        image_url=SITE + "img/welding.png",
        tags=["welding"],
        achievement_type="Badge",
        alignments=[ob3.Alignment("Join metal", "https://frameworks.example/metal/7", "Metalwork Framework")],
    )
    issuer = ob3.Issuer(DID, "Old School of Metalwork", SITE, "badges@oldschool.example")
    return ob3.OpenBadgeCredential(
        issuer,
        "mailto:learner@school.example",
        achievement,
        f"urn:uuid:7b1f0f6a-2c44-4d0e-9a3b-{number:012d}",
        issuance_date=ISSUED,
        evidence=[ob3.Evidence(SITE + "evidence/7.html", "Photographs")],
        **over,
    )


for name, one in tokens.items():
    token = one.sign(badge(31))
    OB3Verifier(public_pem(key if name == "RS256" else edkey)).verify(token)
    low = name.lower()
    made.add(
        f"ob3-{low}.jwt",
        token,
        f"VC-JWT, {name}, its key in the header (jwk) and in the issuer's DID document as JsonWebKey2020",
        "verified",
        note="The subject's id is mailto:.",
    )
    late = one.sign(badge(32, expiration_date=LATE))
    made.add(f"ob3-{low}-expired.jwt", late, f"VC-JWT, {name}; its end has passed", "expired", ["expired"])
made.add(
    "ob3-rs256-tampered.jwt",
    bent(tokens["RS256"].sign(badge(31)), "name", "Mastery"),
    "VC-JWT; payload changed afterwards",
    "refused",
    ["signature-wrong"],
)
impostor = OB3Signer(pem(stray), "RS256").sign(badge(33))
made.add(
    "ob3-rs256-foreign-key.jwt", impostor, "VC-JWT; the key in its header is nobody's", "refused", ["key-unlisted"]
)
made.add(
    "ob3-jwt-baked.png", tokens["RS256"].sign_into_png(badge(34), picture(120)), "VC-JWT baked into a PNG", "verified"
)
made.add("ob3-jwt-baked.svg", tokens["RS256"].sign_into_svg(badge(34), DRAWING), "VC-JWT baked into an SVG", "verified")
made.add(
    "ob2-signed-baked.png",
    signer.sign_into_png(assertion(21, "SignedBadge"), picture(120)),
    "Open Badges 2.0, signed, baked into a PNG",
    "verified",
)
made.add(
    "ob2-signed-baked.svg",
    signer.sign_into_svg(assertion(21, "SignedBadge"), DRAWING),
    "Open Badges 2.0, signed, baked into an SVG",
    "verified",
)
proved = OB3LdpSigner(pem(edkey), f"{DID}#{MULTIKEY}").sign(badge(35), created=ISSUED)
made.add("ob3-eddsa-rdfc-2022.json", proved, "Data Integrity, eddsa-rdfc-2022", "verified")
made.write()
