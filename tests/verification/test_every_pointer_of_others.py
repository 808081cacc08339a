"""Documents of other issuers' software, spoilt at every place: what is changed and still verified means the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

import pytest

from generator.encodings import bitstring
from generator.encodings.multibase import base64url, from_base64url
from generator.errors import UnknownDocument
from generator.verification import Report, Verdict, Verifier
from generator.verification.dates import moment
from tests.verification.signed_site import as_bytes, pointers
from tests.verification.spoiling import How, add, change, nullify, put, remove, spoilt, value_at
from tests.verification.test_foreign import ALL, FOREIGN, fetch

SCENARIOS: Final = {scenario.file: scenario for scenario in ALL}
WAYS: Final[dict[str, How]] = {
    "changed": change,
    "removed": remove,
    "null": nullify,
    "member": add("x"),
    "object": add({"id": "https://elsewhere.example/"}),
    "id": put("id", "https://elsewhere.example/"),
}
HOLDERS: Final = {"member": (dict, list), "object": (dict, list), "id": (dict,)}


class Kind(NamedTuple):
    """Of each `stride` places one is spoilt in each way, another one in the next; which stay verified, and why."""

    stride: int
    same: dict[str, str]


TWICE: Final = "a badge in the record says the same of the same issuer, and the signature is over both together"
EMPTY: Final = "an empty array says nothing"
UNUSED: Final = "a dictionary of whose words none stands in it: all others are read and signed as before"
ONE_IS_ENOUGH: Final = "one good signature is enough, and the reader is told of one that counts for nothing"
FEWER: Final = "the signatures of a set are each over the badge alone, and those that are left are good"
ENVELOPE: Final = "of an envelope only the token within is read, and all that is shown comes out of that"
CUT: Final = ("changed", "removed")
CLR_EMPTY: Final = [
    f"{number}/credentialSubject/achievement/{name}"
    for number in (0, 1)
    for name in ("alignment", "otherIdentifier", "related", "endorsement")
]
KINDS: Final[dict[str, Kind]] = {
    "digitalbazaar/endorsed.json": Kind(
        3,
        {
            "removed /credentialSubject/achievement/alignment": EMPTY,
            "removed /credentialSubject/achievement/otherIdentifier": EMPTY,
            "removed /credentialSubject/achievement/related": EMPTY,
            "removed /credentialSubject/achievement/endorsement/0/@context/2": UNUSED,
        },
    ),
    "digitalbazaar/clr.json": Kind(
        8,
        {
            "removed /issuer/name": TWICE,
            **{f"removed /credentialSubject/verifiableCredential/{place}": EMPTY for place in CLR_EMPTY},
        },
    ),
    "digitalbazaar/vc11-ed25519signature2020.json": Kind(1, {"removed /@context/2": UNUSED}),
    "digitalbazaar/status-statuslist2021-vc11-good.json": Kind(1, {"removed /@context/2": UNUSED}),
    "awr/eddsa-jcs-2022.json": Kind(3, {}),
    "awr/vc11-eddsa-jcs-2022.json": Kind(1, {}),
    "openvc-core/ecdsa-rdfc-2019-p256.json": Kind(3, {}),
    "digitalbazaar/plain-vc2-languages.json": Kind(1, {}),
    "digitalbazaar/proof-set.json": Kind(
        6,
        {
            "removed /@context/3": UNUSED,
            **{
                f"removed /credentialSubject/achievement/{name}": EMPTY
                for name in ("alignment", "otherIdentifier", "related", "endorsement")
            },
            **{f"removed /proof/{number}": FEWER for number in range(3)},
            **{f"changed /proof/{number}/type": ONE_IS_ENOUGH for number in range(3)},
            **{f"{way} /proof/{number}/cryptosuite": ONE_IS_ENOUGH for number in (0, 2) for way in CUT},
        },
    ),
    "openbadgeslib/ob2-hosted.json": Kind(1, {}),
    "openbadgeslib/ob2-hosted-badgr.json": Kind(1, {}),
    "jose/enveloped.json": Kind(
        1, {"changed /@context": ENVELOPE, "removed /@context": ENVELOPE, "null /@context": ENVELOPE}
    ),
}


def spoils(document: Any, stride: int = 1) -> Iterator[tuple[str, Any]]:
    """What is done, and where, with the document that comes of it."""
    for number, (way, how) in enumerate(WAYS.items()):
        for pointer in pointers(document)[1 + number % stride :: stride]:
            fits = isinstance(value_at(document, pointer), HOLDERS.get(way, (object,)))
            spoilt_document = spoilt(document, pointer, how) if fits else document
            if spoilt_document != document:
                yield f"{way} {pointer}", spoilt_document


def verifier(name: str, beside: dict[str, bytes] | None = None) -> Verifier:
    """One of the scenario's moment, to whom some addresses answer something else."""

    def answer(url: str) -> bytes:
        return beside[url] if beside and url in beside else fetch(url)

    now = moment(SCENARIOS[name].now)
    assert now is not None
    return Verifier(answer, now=now)


def document_of(name: str) -> Any:
    return json.loads((FOREIGN / name).read_bytes())


@pytest.mark.parametrize("name", KINDS)
def test_nothing_that_changes_the_meaning_stays_verified(name: str) -> None:
    document, stranger, kind = document_of(name), verifier(name), KINDS[name]
    assert stranger.document(as_bytes(document)).verdict is Verdict.VERIFIED
    found = {what: stranger.document(as_bytes(other)).verdict for what, other in spoils(document, kind.stride)}
    assert len(found) >= len(pointers(document)) // kind.stride
    assert {what for what, verdict in found.items() if verdict is Verdict.VERIFIED} == kind.same.keys() & found.keys()
    assert set(found.values()) <= {Verdict.REFUSED, Verdict.UNCHECKED, Verdict.VERIFIED}


# -- tokens ---------------------------------------------------------------------------------------------------

TOKENS: Final = ("jose/eddsa.jwt", "did-jwt-vc/es256.jwt", "jose/vc11-rs256.jwt", "openbadgeslib/ob2-signed.jwt")


def parts_of(name: str) -> list[str]:
    return (FOREIGN / name).read_text("ascii").strip().split(".")


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("part", [0, 1], ids=["header", "payload"])
def test_a_token_whose_header_or_payload_was_changed_is_refused(name: str, part: int) -> None:
    parts, stranger = parts_of(name), verifier(name)
    assert stranger.document(".".join(parts).encode()).verdict is Verdict.VERIFIED
    found = {}
    for what, other in spoils(json.loads(from_base64url(parts[part])), 1 + 2 * (name == "jose/eddsa.jwt")):
        spoilt_parts = [*parts[:part], base64url(as_bytes(other)), *parts[part + 1 :]]
        found[what] = stranger.document(".".join(spoilt_parts).encode()).verdict
    assert len(found) > part * 20
    assert Verdict.VERIFIED not in found.values()
    # What is no longer a badge at all, or signed by an unknown method, isn't even asked for its signature.
    assert set(found.values()) <= {Verdict.REFUSED, Verdict.UNCHECKED}


@pytest.mark.parametrize("name", TOKENS)
def test_a_payload_written_otherwise_is_refused(name: str) -> None:
    """The signature of a token is over its bytes, not over what they mean."""
    header, payload, signature = parts_of(name)
    same = json.dumps(json.loads(from_base64url(payload)), indent=1).encode()
    report = verifier(name).document(f"{header}.{base64url(same)}.{signature}".encode())
    assert "signature-wrong" in report.codes


# -- what stands beside a badge -------------------------------------------------------------------------------

MAPLEWOOD: Final = "https://maplewood.example"
# A badge that was revoked, and the list that says so, signed by its issuer.
LISTS: Final = {
    "digitalbazaar/status-bitstring-revoked.json": f"{MAPLEWOOD}/status/3",
    "digitalbazaar/status-statuslist2021-vc11-revoked.json": "https://harborview.example/status/2021/1",
    "digitalbazaar/status-two-entries-suspended.json": f"{MAPLEWOOD}/status/suspension",
}
TOKEN_LIST: Final = ("jose/status-jwt-list-revoked.jwt", f"{MAPLEWOOD}/status/jwt")
NOBODY: Final = bitstring.encode([])
# A badge that is not to be relied on, and a document of its issuer that anybody may read.
KEY_DOCUMENTS: Final = {
    "digitalbazaar/eddsa-rdfc-2022-unlisted-key.json": f"{MAPLEWOOD}/.well-known/did.json",
    "digitalbazaar/status-two-entries-suspended.json": f"{MAPLEWOOD}/.well-known/did.json",
    "digitalbazaar/vc11-ed25519signature2020-tampered.json": "https://harborview.example/issuers/42/did.json",
    "jose/https-key-unlisted.jwt": "https://credentials.lakeside.example/issuers/7",
}
OLD: Final = "https://badges.oldschool.example"
LAKESIDE: Final = "https://credentials.lakeside.example"
# What a site is trusted with, so that it may say whatever it likes.
HOSTED: Final = {
    "openbadgeslib/ob2-hosted.json": tuple(f"{OLD}/{file}.json" for file in ("badges/welding", "issuer", "revoked")),
    "openbadgeslib/ob2-signed.jwt": tuple(f"{OLD}/{file}.json" for file in ("issuer", "keys/1", "revoked")),
    "jose/https-key.jwt": (f"{LAKESIDE}/issuers/7", f"{LAKESIDE}/keys/rsa.json"),
    "digitalbazaar/status-1edtech-revoked.json": (f"{LAKESIDE}/revocations/7",),
}
ODD: Final[tuple[Any, ...]] = (None, [], {}, [{}], [[]], 7, True, "", "x", {"id": 7}, {"id": ["x"]})


def judged(name: str, url: str, document: Any) -> Report:
    """The report of a scenario's document, where the address answers this one."""
    report = verifier(name, {url: as_bytes(document)}).document((FOREIGN / name).read_bytes())
    assert report.checks
    return report


def odd(document: Any) -> Iterator[tuple[str, Any]]:
    """The document with some things of another kind at every place, and with each of them instead of the whole."""
    yield from ((f"{value!r}", value) for value in ODD)
    for number, pointer in enumerate(pointers(document)[1:]):
        for value in ODD[number % 4 :: 4]:
            yield f"{value!r} {pointer}", spoilt(document, pointer, _replacing(value))


def _replacing(value: Any) -> Callable[[Any, Any], None]:
    def replacing(holder: Any, step: Any) -> None:
        holder[step] = value

    return replacing


@pytest.mark.parametrize("name", LISTS)
def test_no_change_of_a_list_makes_a_revoked_badge_good(name: str) -> None:
    url = LISTS[name]
    document = json.loads(fetch(url))
    assert judged(name, url, document).verdict is Verdict.REVOKED
    emptied = ("emptied", spoilt(document, "/credentialSubject", put("encodedList", NOBODY)))
    for what, other in (emptied, *spoils(document), *odd(document)):
        assert judged(name, url, other).verdict is not Verdict.VERIFIED, what


def test_no_change_of_a_list_in_a_token_makes_a_revoked_badge_good() -> None:
    name, url = TOKEN_LIST
    header, payload, signature = fetch(url).decode("ascii").strip().split(".")
    document = json.loads(from_base64url(payload))
    emptied = ("emptied", spoilt(document, "/credentialSubject", put("encodedList", NOBODY)))
    for what, other in (emptied, *spoils(document)):
        token = f"{header}.{base64url(as_bytes(other))}.{signature}".encode()
        assert judged(name, url, token).verdict is not Verdict.VERIFIED, what
        assert judged(name, url, other).verdict is not Verdict.VERIFIED, what  # the list alone, unsigned


@pytest.mark.parametrize("name", KEY_DOCUMENTS)
def test_no_shape_of_the_document_with_the_keys_makes_a_bad_badge_good(name: str) -> None:
    url = KEY_DOCUMENTS[name]
    document = json.loads(fetch(url))
    for what, other in (*spoils(document), *odd(document)):
        assert judged(name, url, other).verdict is not Verdict.VERIFIED, what


@pytest.mark.parametrize("name", HOSTED)
def test_whatever_a_site_says_the_badge_gets_a_report(name: str) -> None:
    for url in HOSTED[name]:
        document = json.loads(fetch(url))
        for what, other in (*spoils(document), *odd(document)):
            assert judged(name, url, other).checks, what


def test_every_address_spoken_of_here_answers() -> None:
    for url in (*LISTS.values(), TOKEN_LIST[1], *KEY_DOCUMENTS.values(), *sum(HOSTED.values(), ())):
        assert fetch(url)
    with pytest.raises(UnknownDocument):
        fetch("https://elsewhere.example/")
