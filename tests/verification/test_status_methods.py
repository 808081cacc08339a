"""Ways of asking whether a credential was revoked, beside the one that we publish."""

from __future__ import annotations

from typing import Any

import pytest

from generator.encodings import bitstring
from generator.verification.status import METHODS, bits_of, list_form
from tests.verification.signed_site import (
    DID,
    INDEX,
    NAMES,
    SignedSite,
    as_bytes,
    outcome,
    published,
    signed,
    status_list,
)

LIST = "https://badges.riverbend.example/status/suspended.json"
NAMED = "https://badges.riverbend.example/status/named.json"


def entry(**changes: Any) -> dict[str, Any]:
    return {
        "id": f"{LIST}#{INDEX}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "suspension",
        "statusListIndex": str(INDEX),
        "statusListCredential": LIST,
    } | changes


def suspensions(*set_bits: int) -> dict[str, Any]:
    document = status_list(set_bits)
    document["id"] = LIST
    document["credentialSubject"] |= {"id": LIST + "#list", "statusPurpose": "suspension"}
    return signed(document)


def judged(site: SignedSite, status: Any) -> tuple[str, tuple[str, ...]]:
    document = signed(published("credential") | {"credentialStatus": status})
    return outcome(site.verifier().document(as_bytes(document)))


@pytest.mark.parametrize(
    ("bits", "verdict", "codes"), [((), "verified", ()), ((INDEX,), "revoked", ("suspended",)), ((1,), "verified", ())]
)
def test_suspended_for_a_time(bits: tuple[int, ...], verdict: str, codes: tuple[str, ...]) -> None:
    site = SignedSite()
    site[LIST] = suspensions(*bits)
    assert judged(site, entry()) == (verdict, codes)


@pytest.mark.parametrize("purpose", ["message", "refresh"])
def test_a_purpose_that_says_nothing_of_validity_here(purpose: str) -> None:
    assert judged(SignedSite(), entry(statusPurpose=purpose)) == ("unchecked", ("status-unknown",))


def named(**changes: Any) -> dict[str, Any]:
    revoked = {"id": "urn:uuid:other", "revoked": True, "revocationReason": "Awarded in error"}
    return {"id": NAMED, "issuer": DID, "revokedCredential": [revoked]} | changes


OURS = {"id": published("credential")["id"], "revoked": True, "revocationReason": "Awarded in error"}


@pytest.mark.parametrize(
    ("changes", "verdict", "codes"),
    [
        ({}, "verified", ()),
        ({"revokedCredential": [OURS]}, "revoked", ("revoked",)),
        ({"revokedCredential": [OURS | {"revoked": False}]}, "verified", ()),
        ({"revokedCredential": []}, "verified", ()),
        ({"revokedCredential": None}, "refused", ("status-list-wrong",)),
        ({"revokedCredential": ["", 7]}, "refused", ("status-list-wrong",)),
        ({"issuer": "did:web:mallory.example"}, "refused", ("status-list-wrong",)),
        ({"id": NAMED + "x"}, "refused", ("status-list-wrong",)),
    ],
)
def test_a_list_of_names(changes: dict[str, Any], verdict: str, codes: tuple[str, ...]) -> None:
    site = SignedSite()
    site[NAMED] = named(**changes)
    assert judged(site, {"id": NAMED, "type": "1EdTechRevocationList"}) == (verdict, codes)


def test_a_list_of_names_that_cannot_be_had() -> None:
    status = {"id": NAMED, "type": "1EdTechRevocationList"}
    assert judged(SignedSite(), status) == ("unchecked", ("status-unreachable",))
    site = SignedSite()
    site[NAMED] = b"not JSON"
    assert judged(site, status) == ("refused", ("status-list-wrong",))


@pytest.mark.parametrize("form", ["{}", "{}==", "u{}"])
def test_the_bits_of_older_lists_in_every_form_that_is_about(form: str) -> None:
    document = suspensions()
    document["type"][1] = "StatusList2021Credential"
    encoded = form.format(bitstring.encode((INDEX,))[1:])
    document["credentialSubject"] |= {"type": "StatusList2021", "encodedList": encoded}
    method = METHODS["StatusList2021Entry"]
    assert list(list_form(document, LIST, "suspension", method)) == []
    assert bitstring.is_set(bits_of(document, method), INDEX)
    assert [check.code for check in list_form(document, LIST, "revocation", method)] == ["status-list-wrong"]


def test_no_list_is_asked_for_what_is_not_genuine_and_that_is_said() -> None:
    site = SignedSite()
    report = site.verifier().document(as_bytes(published("credential") | {"name": "Something else"}))
    assert [check.code for check in report.checks if check.name == "status"] == ["status-unasked"]
    assert site.asked == [NAMES["did"]]
