"""A small signed site in memory: one award of the published vectors with all that stands around it."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from generator.encodings import bitstring
from generator.errors import UnknownDocument
from generator.proofs.data_integrity import secure
from generator.proofs.keys import SigningKey
from generator.verification import Report, Verifier

VECTORS = Path(__file__).parents[1] / "vectors" / "verification"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://badges.riverbend.example"
DID = "did:web:badges.riverbend.example"
LOCAL_URL = "http://localhost:8000"
LOCAL_DID = "did:web:localhost%3A8000"
INDEX = 30907
NAMES = {
    "credential": f"{URL}/awards/bh/bhp5n40baqpaaqspp7ft4y5m95.json",
    "assertion": f"{URL}/ob2/awards/bh/bhp5n40baqpaaqspp7ft4y5m95.json",
    "did": f"{URL}/.well-known/did.json",
    "status": f"{URL}/status/0.json",
    "profile": f"{URL}/issuer/profile.json",
    "achievement": f"{URL}/badges/circuit-design/v1.json",
    "badgeclass": f"{URL}/ob2/badges/circuit-design/v1.json",
    "issuer": f"{URL}/ob2/issuer.json",
    "revocations": f"{URL}/ob2/revocations.json",
    "badge image": f"{URL}/badges/circuit-design/v1.png",
    "issuer image": f"{URL}/issuer/image.png",
}
Json = dict[str, Any]


def key(seed: int = 1) -> SigningKey:
    return SigningKey.from_seed(bytes([seed]) * 32)


def method(seed: int = 1, did: str = DID) -> str:
    return f"{did}#{key(seed).public_multikey}"


def published(name: str) -> Json:
    document: Json = json.loads((VECTORS.parent / "standards" / "published" / f"{name}.json").read_bytes())
    return document


def status_list(revoked: tuple[int, ...] = (), length: int = bitstring.MIN_ENTRIES) -> Json:
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": NAMES["status"],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": DID,
        "validFrom": "2026-06-01T00:00:00Z",
        "credentialSubject": {
            "id": NAMES["status"] + "#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": bitstring.encode(revoked, length),
        },
    }


def signed(document: Json, seed: int = 1, verification_method: str | None = None) -> Json:
    plain = {name: value for name, value in document.items() if name != "proof"}
    created = str(plain["validFrom"])
    return secure(plain, key=key(seed), verification_method=verification_method or method(seed), created=created)


class SignedSite:
    """Documents by name (`NAMES`) or URL; change what you like, then verify."""

    def __init__(self) -> None:
        self.files: dict[str, Json | bytes] = {
            NAMES["credential"]: published("credential"),
            NAMES["assertion"]: published("ob2-assertion"),
            NAMES["did"]: published("did"),
            NAMES["status"]: signed(status_list()),
            NAMES["profile"]: published("profile"),
            NAMES["achievement"]: published("achievement"),
            NAMES["badgeclass"]: published("ob2-badgeclass"),
            NAMES["issuer"]: published("ob2-issuer"),
            NAMES["revocations"]: {
                "@context": "https://w3id.org/openbadges/v2",
                "type": "RevocationList",
                "id": NAMES["revocations"],
                "issuer": NAMES["issuer"],
                "revokedAssertions": [],
            },
            NAMES["badge image"]: b"an image",
            NAMES["issuer image"]: b"an image",
        }
        self.asked: list[str] = []

    def __getitem__(self, name: str) -> Json:
        document = self.files[NAMES.get(name, name)]
        assert isinstance(document, dict)
        return document

    def __setitem__(self, name: str, document: Json | bytes) -> None:
        self.files[NAMES.get(name, name)] = document

    def __delitem__(self, name: str) -> None:
        del self.files[NAMES.get(name, name)]

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url not in self.files:
            raise UnknownDocument(url)
        return as_bytes(self.files[url])

    def sign(self, name: str, seed: int = 1, verification_method: str | None = None) -> None:
        self[name] = signed(self[name], seed, verification_method)

    def verifier(self, now: datetime = NOW) -> Verifier:
        return Verifier(self.fetch, now=now)

    def report(self, name: str = "credential", now: datetime = NOW) -> Report:
        return self.verifier(now).site_document(NAMES.get(name, name))


def local(url: str) -> str:
    """The address, or the text with addresses, as on a preview of the site."""
    moved = url.replace(DID, LOCAL_DID).replace(URL, LOCAL_URL)
    return moved.replace(URL.removeprefix("https://"), LOCAL_URL.removeprefix("http://"))


def preview() -> SignedSite:
    """The site as it stands on the computer of the one who builds it, signed with a key that nobody trusts."""
    site, shown = SignedSite(), SignedSite()
    shown.files = {}
    for url, document in site.files.items():
        moved = document if isinstance(document, bytes) else json.loads(local(json.dumps(document)))
        if not isinstance(moved, bytes) and "proof" in moved:
            moved = signed(moved, verification_method=method(did=LOCAL_DID))
        shown.files[local(url)] = moved
    # did:web knows https alone, and a site on this computer answers for that as well.
    shown.files[local(NAMES["did"]).replace("http:", "https:")] = shown.files[local(NAMES["did"])]
    return shown


def as_bytes(document: object) -> bytes:
    return document if isinstance(document, bytes) else json.dumps(document).encode()


def outcome(report: Report) -> tuple[str, tuple[str, ...]]:
    """The verdict and the codes, but for one that follows wherever a signature doesn't hold."""
    return report.verdict.value, tuple(code for code in report.codes if code != "status-unasked")


def copied(document: Json) -> Json:
    return copy.deepcopy(document)


def at_pointer(document: Any, pointer: str) -> tuple[Any, Any]:
    """The container that holds the value under a JSON pointer, and its key there (RFC 6901)."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
    for step in steps[:-1]:
        document = document[int(step) if isinstance(document, list) else step]
    if isinstance(document, list) and steps[-1] != "-":
        return document, int(steps[-1])
    return document, steps[-1]


def pointers(value: Any, here: str = "") -> list[str]:
    """The JSON pointer of every value inside, the whole first."""
    found = [here]
    steps: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        steps = [(name.replace("~", "~0").replace("/", "~1"), member) for name, member in value.items()]
    elif isinstance(value, list):
        steps = [(str(index), member) for index, member in enumerate(value)]
    for step, member in steps:
        found += pointers(member, f"{here}/{step}")
    return found
