"""The reasons for which a check does not pass: a closed table, and the sentences for those that do.

A code never changes its meaning. Each stands for one sentence that a reader without training understands, and calls
for one verdict: a check whose code calls for `unchecked` could not be made, one whose code calls for `verified` is a
warning beside it, and any other failed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Verdict(StrEnum):
    """What to make of a document; of several, the first of this order holds."""

    REFUSED = "refused"
    REVOKED = "revoked"
    EXPIRED = "expired"
    NOT_YET_VALID = "not-yet-valid"
    UNCHECKED = "unchecked"
    VERIFIED = "verified"


class Code(NamedTuple):
    """What a reason calls for, and its sentence."""

    verdict: Verdict
    words: str


def _refused(words: str) -> Code:
    return Code(Verdict.REFUSED, words)


def _unchecked(words: str) -> Code:
    return Code(Verdict.UNCHECKED, words)


def _warning(words: str) -> Code:
    return Code(Verdict.VERIFIED, words)


CODES: Final[dict[str, Code]] = {
    # -- the document itself
    "not-found": _unchecked("It was not found, so nothing in it could be checked"),
    "not-asked": _unchecked("It could not be fetched, which says nothing about the badge"),
    "unreadable": _refused("This file cannot be read as a badge: it is damaged, too large or not of this kind"),
    "kind-unknown": _refused("This is not a document of a kind that can be verified here"),
    "context-wrong": _refused("It does not name the standard that it claims to follow, first of all and in order"),
    "context-unknown": _unchecked("It uses words from a dictionary that is not known here, so it cannot be understood"),
    "type-wrong": _refused("It does not say of itself that it is such a document"),
    "schema-violated": _refused("Something in it is missing or not in the form that the standard asks for"),
    "form-loose": _warning("It is written in a looser form than the standard's, and can be read all the same"),
    "schema-unknown": _unchecked("It asks to be checked by rules that are not known here"),
    "not-json-ld": _refused("It holds something that the standard does not define, so no signature protects it"),
    "too-complex": _unchecked("It is built so intricately that checking it would take too long"),
    "hidden-member": _refused("It holds a statement under a name that readers of badges do not see"),
    "relative-address": _refused("It holds an incomplete address where a complete one is needed"),
    "level-unknown": _refused("A result refers to a rubric row or level that this badge does not have"),
    "same-id-differs": _refused("Two things in it bear one name and differ, so nobody can tell which was signed"),
    "repeated-member": _refused("Something stands in it twice that a signature counts once"),
    "date-malformed": _refused("A date in it is not a date with a time and a time zone"),
    "dates-reversed": _refused("It ends before it begins"),
    "address-differs": _refused("It was found at another address than the one it names as its own"),
    # -- who says so
    "look-alike": _warning("A name in it has letters that pass for others: read it with care"),
    "issuer-malformed": _refused("It does not name its issuer in a usable way"),
    "issuer-unidentified": _unchecked("Anyone could have made this: nobody vouches for the holder of its key"),
    "issuer-local": _unchecked(
        "This is a preview that no issuer signed: localhost is this computer, and nobody else can check it"
    ),
    "issuer-unknown-method": _unchecked("Its issuer is named in a way that cannot be looked up here"),
    "issuer-unreachable": _unchecked("The issuer's own site could not be asked which keys are its own"),
    "issuer-document-wrong": _refused(
        "What the issuer's site says about its keys is damaged or belongs to someone else"
    ),
    "key-foreign": _refused("It was signed with a key of someone other than its issuer"),
    "key-unlisted": _refused("It was signed with a key that the issuer does not list as its own"),
    "key-not-for-badges": _refused("It was signed with a key that the issuer does not use for badges, or no longer"),
    "key-unconfirmed": _unchecked("The issuer's own page does not say whether the key that signed it is its own"),
    "key-revoked": _refused("It was signed with a key that the issuer has withdrawn"),
    "key-expired": _refused("It was signed with a key whose time is over"),
    "key-malformed": _refused("The issuer's key is not a usable key"),
    "key-unknown-kind": _unchecked("The issuer's key is of a kind that is not known here"),
    "key-other-kind": _refused("The issuer's key is of another kind than its signature says"),
    # -- is it genuine
    "proof-missing": _refused("It bears no signature"),
    "unsigned": _unchecked("It bears no signature, so only its own address could show that it is genuine"),
    "proof-malformed": _refused("Its signature is incomplete or out of form"),
    "proof-chained": _refused("Its signature depends on another one, which is not accepted here"),
    "proof-purpose-wrong": _refused("Its signature was made for another purpose"),
    "proof-expired": _refused("Its signature was made for a time that is over"),
    "suite-unknown": _unchecked("It is signed by a method that is not known here"),
    "proof-idle": _warning(
        "It bears a further signature, which counts for nothing here: by someone else, or of an unknown kind"
    ),
    "signing-unsafe": _refused("It is signed by a method that anyone could imitate"),
    "token-differs": _refused("Its envelope says something else than what is in it"),
    "signature-wrong": _refused("It was changed after it was signed, or was never signed by its issuer"),
    "endorsement-unchecked": _unchecked("Someone vouches for it, and whether that is genuine could not be checked"),
    "endorsement-refused": _refused("It is said that someone vouches for it, and that is not genuine"),
    "endorsement-ended": _warning("Someone vouched for it, and no longer does"),
    # -- a record that holds several credentials
    "piece-refused": _refused("One of the credentials in this record is not genuine"),
    "piece-revoked": Code(Verdict.REVOKED, "One of the credentials in this record was revoked by its issuer"),
    "piece-expired": Code(Verdict.EXPIRED, "One of the credentials in this record is past its time"),
    "piece-not-yet-valid": Code(Verdict.NOT_YET_VALID, "The time of a credential in this record has not come yet"),
    "piece-of-another": _warning("One of the credentials in this record is about someone else than the record"),
    "piece-unchecked": _unchecked("One of the credentials in this record could not be checked"),
    # -- Open Badges 2.0: the issuer's site vouches instead of a signature
    "hosting-unknown": _unchecked("It is to be verified in a way that is not known here"),
    "hosted-copy-unreachable": _unchecked("The issuer's site could not be asked for this badge"),
    "hosted-copy-differs": _refused("The issuer's site says something else under this badge's address"),
    "origin-foreign": _refused("It is kept at an address that its issuer does not speak for"),
    "twins-differ": _refused("The two documents of this award, one for each standard, do not say the same"),
    "badge-unreachable": _unchecked("The description of the badge could not be fetched"),
    "badge-wrong": _refused("The description of the badge, or of its issuer, is damaged or names another address"),
    "image-missing": _unchecked("An image that belongs to the badge could not be fetched"),
    # -- is it still valid
    "revoked": Code(Verdict.REVOKED, "The issuer has revoked it"),
    "suspended": Code(Verdict.REVOKED, "The issuer has suspended it, so it does not count at present"),
    "status-unasked": _unchecked("Whether it was revoked was not asked, since it is not shown to be genuine"),
    "status-unknown": _unchecked("It names a way to ask whether it was revoked that is not known here"),
    "status-malformed": _refused("It does not say in a usable way where to ask whether it was revoked"),
    "status-unreachable": _unchecked("The issuer's list of revoked badges could not be fetched"),
    "status-list-wrong": _refused("The issuer's list of revoked badges is damaged or not the issuer's"),
    "status-list-stale": _unchecked("The issuer's list of revoked badges is out of date"),
    "status-out-of-range": _refused("The issuer's list of revoked badges has no place for this one"),
    "expired": Code(Verdict.EXPIRED, "Its time is over"),
    "not-yet-valid": Code(Verdict.NOT_YET_VALID, "Its time has not come yet"),
    # -- whose is it, where that was asked
    "recipient-differs": _refused("It does not belong to the person named"),
    "recipient-unopened": _unchecked("The name or address and the code, as they were typed, do not open it"),
    "recipient-unknown": _unchecked("It does not say in a way that can be checked here whose it is"),
}

VERDICT_WORDS: Final[dict[Verdict, str]] = {
    Verdict.REFUSED: "Refused: do not rely on it",
    Verdict.REVOKED: "Revoked: its issuer has taken it back",
    Verdict.EXPIRED: "Expired: its time is over, so it counts no longer",
    Verdict.NOT_YET_VALID: "Not yet valid: its time has not come",
    Verdict.UNCHECKED: "Not fully checked: nothing wrong was found, but something could not be checked",
    Verdict.VERIFIED: "Verified: it is genuine and valid today",
}

# Where the sentence of the verdict would say more, or less, than is known.
NO_AWARD: Final = "Not found: there is no such award at that place"
NO_DOCUMENT: Final = "Not found: there is no such document at that place"
NOT_ASKED: Final = "Not checked: its address could not be asked, which says nothing about the badge"
NO_BADGE: Final = "No badge was found in it, which says nothing about the award: ask for its address or its own file"
SUSPENDED: Final = "Suspended: it does not count at present, ask its issuer"
HALF_FOUND: Final = "Not fully checked: one of the documents of this award was not found"
PREVIEW: Final = "Not fully checked: it is a preview, which no issuer signed and nobody else can check"
UNSIGNED: Final = "Verified: this is what the site shows; such a document bears no signature"

# Every check by name, in the order in which a person asks, with what is said where it passed.
PASSED_WORDS: Final[dict[str, str]] = {
    "document": "The file can be read",
    "issuer": "The issuer that it names answers at its own site",
    "form": "It is complete, and in the form that the standard asks for",
    "meaning": "Every statement in it can be read in one way only",
    "address": "It was found at its own address",
    "key": "The key that it names is one that the issuer lists as its own",
    "signature": "Nothing in it was changed since it was signed",
    "hosting": "The issuer's own site shows the same",
    "badge": "The badge and its issuer are described where it says",
    "record": "Every credential in this record is genuine and valid",
    "status": "The issuer has not revoked it",
    "dates": "It is within its time",
    "recipient": "It belongs to the person named",
    "endorsement": "Nobody else vouches for it, so there was nothing more to check",
}
