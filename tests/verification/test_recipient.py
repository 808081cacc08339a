"""Whose badge it is: receipts, names and addresses against what a document holds of its recipient."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from generator.encodings.identity_hash import identity_hash
from generator.verification import Claim, NotAReceipt, Outcome, Verdict, Verifier
from generator.verification.recipient import recipient_checks
from tests.verification.signed_site import NAMES, NOW, VECTORS, SignedSite, as_bytes, outcome, published

AWARD = "bhp5n40baqpaaqspp7ft4y5m95"
HELD = {
    entry["award"]: entry
    for entry in json.loads((VECTORS.parents[1] / "registry" / "disclosures.json").read_text("utf-8"))
}[AWARD]
NAME, EMAIL = HELD["name"], HELD["emailAddress"]
CREDENTIAL, ASSERTION = published("credential"), published("ob2-assertion")
BELONGS, DIFFERS, UNOPENED, UNKNOWN = "", "recipient-differs", "recipient-unopened", "recipient-unknown"


def receipt(**members: Any) -> str:
    text = json.dumps(members)
    return "1." + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def code(text: str, document: dict[str, Any] = CREDENTIAL) -> str:
    (check,) = recipient_checks(document, Claim.read(text))
    return check.code


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (receipt(award=AWARD, name=NAME, emailAddress=EMAIL), BELONGS),
        (receipt(award=AWARD, name=NAME), BELONGS),
        (receipt(award=AWARD, emailAddress=EMAIL) + "\n", BELONGS),
        (
            f"https://badges.riverbend.example/awards/bh/{AWARD}.html#receipt=" + receipt(award=AWARD, name=NAME),
            BELONGS,
        ),
        (f"{NAME[0]} {NAME[1]}", BELONGS),
        (f"  {EMAIL[0].upper()}\t{EMAIL[1]}\n", BELONGS),
        (receipt(award="a" * 26, name=NAME), DIFFERS),
        (receipt(award=AWARD, name=EMAIL), DIFFERS),
        (receipt(award=AWARD, name=NAME, emailAddress=["x" + EMAIL[0], EMAIL[1]]), DIFFERS),
        (f"{NAME[0]} {EMAIL[1]}", UNOPENED),
        (f"Another Person {NAME[1]}", UNOPENED),
        (f"{NAME[0]} {NAME[1].swapcase()}", UNOPENED),
        (f"{NAME[0]} {NAME[1][:-1]}", UNOPENED),
        (NAME[0], UNOPENED),
    ],
)
def test_a_credential_belongs_to_whoever_opens_it(text: str, expected: str) -> None:
    assert code(text) == expected


def test_an_assertion_holds_an_address_alone() -> None:
    assert code(receipt(award=AWARD, emailAddress=EMAIL), ASSERTION) == BELONGS
    assert code(receipt(award=AWARD, name=NAME, emailAddress=EMAIL), ASSERTION) == BELONGS
    assert code(receipt(award=AWARD, name=NAME), ASSERTION) == UNKNOWN
    assert code(f"{NAME[0]} {NAME[1]}", ASSERTION) == UNKNOWN
    assert code(f"{EMAIL[0]} {EMAIL[1]}", ASSERTION) == BELONGS
    assert code(f"{EMAIL[0]} {NAME[1]}", ASSERTION) == UNOPENED


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n ",
        "1.",
        "1.e30",
        "1.????",
        receipt(award=AWARD),
        receipt(name=NAME),
        receipt(award=AWARD, name=NAME, phone=NAME),
        receipt(award=AWARD, name=[NAME[0], NAME[1][:-1]]),
        receipt(award=AWARD, name=[NAME[0] + NAME[1][:2], NAME[1][2:]]),
        receipt(award=AWARD, name=NAME[0]),
        receipt(award=7, name=NAME),
        receipt(award=AWARD, name=NAME)[:-3],
    ],
)
def test_what_is_no_receipt_is_said_so_and_not_taken_for_a_name(text: str) -> None:
    try:
        claim = Claim.read(text)
    except NotAReceipt:
        return
    assert recipient_checks(CREDENTIAL, claim)[0].code in (DIFFERS, UNOPENED)


def test_value_and_salt_cannot_trade_characters() -> None:
    """With a code of another length, one person's name and code would open the badge for another name."""
    name, salt = NAME
    shifted = receipt(award=AWARD, name=[name[:-1], name[-1] + salt])
    with pytest.raises(NotAReceipt, match="length"):
        Claim.read(shifted)
    assert code(f"{name[:-1]} {name[-1] + salt}") == UNOPENED


def other(entry: dict[str, Any]) -> dict[str, Any]:
    return {"id": "urn:uuid:1", "credentialSubject": {"identifier": [{"type": "IdentityObject", **entry}]}}


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        ({"hashed": True, "identityHash": identity_hash("ada@school.example", "kosher"), "salt": "kosher"},
         "Ada@school.example", BELONGS),
        ({"hashed": True, "identityHash": identity_hash("ada@school.example", "kosher"), "salt": "kosher"},
         "eve@school.example", DIFFERS),
        ({"hashed": True, "identityHash": identity_hash("ada@school.example", "")}, "ada@school.example", BELONGS),
        ({"hashed": False, "identityHash": "ada@school.example"}, "ada@school.example", BELONGS),
        ({"hashed": False, "identityHash": "ada@school.example"}, "eve@school.example", DIFFERS),
        ({"hashed": True, "identityHash": "sha512$00"}, "ada@school.example", UNOPENED),
        ({"hashed": True, "identityHash": 7}, "ada@school.example", UNOPENED),
        ({"hashed": False, "identityHash": "Ada@School.example"}, "ada@school.example", BELONGS),
    ],
)  # fmt: skip
def test_other_issuers_publish_their_salts_or_use_none(entry: dict[str, Any], text: str, expected: str) -> None:
    assert code(text, other({"identityType": "emailAddress", **entry})) == expected


def test_a_published_salt_is_the_only_one() -> None:
    salt = "A" * 22
    entry = {"identityType": "emailAddress", "hashed": True, "salt": "x", "identityHash": identity_hash("a@b", salt)}
    assert code(f"a@b {salt}", other(entry)) == DIFFERS


def test_a_document_that_names_nobody_is_not_checked() -> None:
    assert code("Ada", {"id": "urn:uuid:1", "credentialSubject": {}}) == UNKNOWN


def test_the_verdict_follows() -> None:
    site = SignedSite()
    held = Claim.read(receipt(award=AWARD, name=NAME))
    verifier = Verifier(site.fetch, now=NOW, claim=held)
    reports = verifier.award(credential=NAMES["credential"], assertion=NAMES["assertion"])
    assert [report.verdict for report in reports] == [Verdict.VERIFIED, Verdict.VERIFIED]
    said = [check.words for report in reports for check in report.checks if check.name == "recipient"]
    assert said == ["It was earned by Sample Learner One"]
    wrong = Verifier(site.fetch, now=NOW, claim=Claim.read("Somebody Else " + NAME[1]))
    report = wrong.credential(as_bytes(site["credential"]))
    assert outcome(report) == ("unchecked", (UNOPENED,))
    assert [check.outcome for check in report.checks if check.name == "recipient"] == [Outcome.UNCHECKED]


def test_a_name_and_its_code_open_an_award_though_the_older_document_holds_no_name() -> None:
    verifier = Verifier(SignedSite().fetch, now=NOW, claim=Claim.read(" ".join(NAME)))
    reports = verifier.award(credential=NAMES["credential"], assertion=NAMES["assertion"])
    assert [outcome(report) for report in reports] == [("verified", ()), ("verified", ())]
