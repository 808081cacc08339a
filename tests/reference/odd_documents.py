"""What no scenario can hold: named `odd:NAME` as `shown_by` in the table of codes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from generator.verification import Report
from tests.verification.signed_site import URL, SignedSite, as_bytes


class OddDocument(NamedTuple):
    """What is odd in a sentence, the input in words, what is verified, and its report."""

    title: str
    words: str
    thing: str
    report: Callable[[], Report]


_NOTHING: Final = f"{URL}/awards/no/nothing.json"


def _cut_off() -> Report:
    return SignedSite().verifier().document(as_bytes(SignedSite()["credential"])[:2000])


def _signed_often() -> Report:
    document = SignedSite()["credential"]
    document["proof"] = [document["proof"][0] | {"nonce": str(number)} for number in range(17)]
    return SignedSite().verifier().document(as_bytes(document))


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
}
