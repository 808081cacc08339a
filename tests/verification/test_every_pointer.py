"""A signed credential, spoiled at every place: nothing that changes its meaning stays verified."""

from __future__ import annotations

from typing import Any

import pytest

from generator.verification import Verdict, Verifier
from tests.verification.signed_site import SignedSite, as_bytes, pointers
from tests.verification.spoiling import (
    How,
    add,
    change,
    nullify,
    put,
    remove,
    repeat,
    reverse,
    spoilt,
    unwrap,
    value_at,
    wrap,
)

SITE = SignedSite()
CREDENTIAL = SITE["credential"]
POINTERS = pointers(CREDENTIAL)[1:]
# Members that the standard knows and this credential does not use.
UNUSED = {
    "/credentialSubject": "id term role licenseNumber narrative activityStartDate image",
    "/credentialSubject/achievement": "humanCode otherIdentifier endorsement fieldOfStudy",
    "/credentialSubject/achievement/alignment/0": "targetDescription",
    "/credentialSubject/achievement/resultDescription/0": "allowedValue valueMin alignment",
    "/credentialSubject/result/0": "value status alignment",
    "/evidence/0": "narrative audience",
    "/issuer": "email endorsement otherIdentifier",
}
MEANS_THE_SAME_WHEN_EMPTY = {
    "/credentialSubject/achievement/endorsement",
    "/credentialSubject/achievement/otherIdentifier",
    "/credentialSubject/achievement/resultDescription/0/alignment",
    "/credentialSubject/result/0/alignment",
    "/issuer/endorsement",
    "/issuer/otherIdentifier",
}


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return SITE.verifier()


def spoil(pointer: str, how: How) -> dict[str, Any]:
    document: dict[str, Any] = spoilt(CREDENTIAL, pointer, how)
    return document


def arrays(at_least: int = 1) -> list[str]:
    return [p for p in POINTERS if isinstance(value(p), list) and len(value(p)) >= at_least]


def value(pointer: str) -> Any:
    return value_at(CREDENTIAL, pointer)


def containers() -> list[str]:
    return [p for p in POINTERS if isinstance(value(p), dict | list)]


def verdicts(verifier: Verifier, where: list[str], how: How) -> dict[str, Verdict]:
    return {pointer: verifier.credential(as_bytes(spoil(pointer, how))).verdict for pointer in where}


def not_refused(found: dict[str, Verdict]) -> dict[str, str]:
    return {pointer: verdict.value for pointer, verdict in found.items() if verdict is not Verdict.REFUSED}


def test_it_is_verified_as_it_is(verifier: Verifier) -> None:
    assert len(POINTERS) > 150
    assert verifier.credential(as_bytes(CREDENTIAL)).verdict is Verdict.VERIFIED


def test_changed(verifier: Verifier) -> None:
    found = not_refused(verdicts(verifier, POINTERS, change))
    assert found == {
        "/@context/2": "unchecked",  # a dictionary that nobody here knows
        "/proof/0/type": "unchecked",  # a method of signing that nobody here knows
        "/proof/0/cryptosuite": "unchecked",
    }


def test_removed(verifier: Verifier) -> None:
    found = not_refused(verdicts(verifier, POINTERS, remove))
    assert found == {
        "/proof/0/cryptosuite": "unchecked",
        # What is said again of the issuer and of the image still stands in the place where readers look for it.
        "/image/caption": "verified",
        "/credentialSubject/achievement/creator/name": "verified",
        "/credentialSubject/achievement/creator/url": "verified",
        "/credentialSubject/achievement/image/caption": "verified",
    }


def test_made_null(verifier: Verifier) -> None:
    found = not_refused(verdicts(verifier, POINTERS, nullify))
    assert found == {}


@pytest.mark.parametrize("value", ["x", {"id": "https://elsewhere.example/"}, ["x"], 1, True, None, []])
def test_added(verifier: Verifier, value: Any) -> None:
    found = not_refused(verdicts(verifier, containers(), add(value)))
    assert found == {}


def test_added_proof_of_an_unknown_kind(verifier: Verifier) -> None:
    """One good signature is enough; the other one is warned of."""
    document = spoil("/proof", add({"type": "x"}))
    report = verifier.credential(as_bytes(document))
    assert (report.verdict, report.codes) == (Verdict.VERIFIED, ("proof-idle",))


@pytest.mark.parametrize("value", [None, []], ids=["null", "empty"])
def test_nothing_under_a_known_name(verifier: Verifier, value: Any) -> None:
    found = {
        f"{place}/{name}": verifier.credential(as_bytes(spoil(place, put(name, value)))).verdict
        for place, names in UNUSED.items()
        for name in names.split()
    }
    same = {place for place, verdict in found.items() if verdict is Verdict.VERIFIED}
    assert same == (MEANS_THE_SAME_WHEN_EMPTY if value == [] else set())
    assert set(found.values()) <= {Verdict.VERIFIED, Verdict.REFUSED}


def test_repeated(verifier: Verifier) -> None:
    assert not_refused(verdicts(verifier, arrays(), repeat)) == {}


def test_order_means_nothing_but_in_context(verifier: Verifier) -> None:
    found = verdicts(verifier, arrays(2), reverse)
    assert {place for place, verdict in found.items() if verdict is not Verdict.VERIFIED} == {"/@context"}


def test_one_member_means_the_same_without_its_array(verifier: Verifier) -> None:
    found = verdicts(verifier, [p for p in arrays() if len(value(p)) == 1], unwrap)
    assert {place for place, verdict in found.items() if verdict is not Verdict.VERIFIED} == set()


def test_wrapped_in_an_array(verifier: Verifier) -> None:
    found = not_refused(verdicts(verifier, [p for p in POINTERS if not isinstance(value(p), list)], wrap))
    assert found == {}
