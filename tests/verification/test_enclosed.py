"""Credentials inside a credential: those who vouch for it, and the pieces of a learner's record."""

from __future__ import annotations

from typing import Any

import pytest

from generator.verification import Role, Verdict
from tests.verification.signed_site import (
    DID,
    SignedSite,
    as_bytes,
    copied,
    key,
    method,
    outcome,
    published,
    signed,
    status_list,
)

ENDORSER = "did:web:partner.example"
CONTEXTS = published("credential")["@context"]
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
ACHIEVEMENT = published("achievement")["id"]


def endorsement(about: str = ACHIEVEMENT, **changes: Any) -> dict[str, Any]:
    plain = {
        "@context": CONTEXTS,
        "id": "https://partner.example/endorsements/1",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "name": "Why we look for this badge",
        "issuer": {"id": ENDORSER, "type": ["Profile"], "name": "Partner Electronics (a sample)"},
        "validFrom": "2026-05-20T00:00:00Z",
        "credentialSubject": {"id": about, "type": ["EndorsementSubject"], "endorsementComment": "We hire for this."},
    }
    return signed(plain | changes, 2, method(2, ENDORSER))


def world(*, endorser: bool = True) -> SignedSite:
    site = SignedSite()
    if endorser:
        listed = {"id": method(2, ENDORSER), "type": "Multikey", "controller": ENDORSER,
                  "publicKeyMultibase": key(2).public_multikey}  # fmt: skip
        site["https://partner.example/.well-known/did.json"] = {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": ENDORSER,
            "verificationMethod": [listed],
            "assertionMethod": [listed["id"]],
        }
    return site


def endorsed(*endorsements: Any, where: str = "achievement") -> dict[str, Any]:
    document = copied(published("credential"))
    holder = {"achievement": document["credentialSubject"]["achievement"], "issuer": document["issuer"], "": document}
    holder[where]["endorsement"] = list(endorsements)
    return signed(document)


def judged(document: dict[str, Any], site: SignedSite | None = None) -> tuple[str, tuple[str, ...]]:
    return outcome((site or world()).verifier().document(as_bytes(document)))


def test_whoever_vouches_is_named() -> None:
    report = world().verifier().document(as_bytes(endorsed(endorsement())))
    assert outcome(report) == ("verified", ())
    assert [check.words for check in report.checks if check.name == "endorsement"] == [
        "partner.example vouches for the badge"
    ]
    (part,) = report.parts
    assert (part.role, part.name) == (Role.ENDORSEMENT, "Endorsement by partner.example")
    assert (part.report.verdict, part.report.shown.comment) == (Verdict.VERIFIED, "We hire for this.")


@pytest.mark.parametrize(
    ("where", "about"), [("issuer", DID), ("", published("credential")["id"]), ("achievement", ACHIEVEMENT)]
)
def test_a_badge_its_issuer_and_an_award_can_be_vouched_for(where: str, about: str) -> None:
    assert judged(endorsed(endorsement(about), where=where)) == ("verified", ())


def test_an_endorsement_of_something_else_is_none() -> None:
    assert judged(endorsed(endorsement("https://elsewhere.example/badge"))) == ("refused", ("endorsement-refused",))


def test_a_changed_endorsement_is_none() -> None:
    changed = endorsement()
    changed["credentialSubject"]["endorsementComment"] = "The best of all."
    assert judged(endorsed(changed)) == ("refused", ("endorsement-refused",))


def test_one_that_ended_is_told_and_the_badge_stands() -> None:
    assert judged(endorsed(endorsement(validUntil="2026-10-01T00:00:00Z"))) == ("verified", ("endorsement-ended",))


def test_one_whose_keys_are_out_of_reach_is_not_checked() -> None:
    assert judged(endorsed(endorsement()), world(endorser=False)) == ("unchecked", ("endorsement-unchecked",))


def test_something_else_in_its_place_is_refused() -> None:
    other = published("credential") | {"id": "urn:uuid:other"}
    verdict, codes = judged(endorsed(other))
    assert verdict == "refused"
    assert "endorsement-refused" in codes


def test_too_many_are_not_checked() -> None:
    many = [endorsement(id=f"https://partner.example/endorsements/{number}") for number in range(51)]
    site = world()
    assert judged(endorsed(*many), site) == ("unchecked", ("endorsement-unchecked",))
    assert not [url for url in site.asked if "partner.example" in url]


def test_nobody_is_asked_for_an_endorsement_of_a_badge_that_is_not_genuine() -> None:
    site, document = world(), endorsed(endorsement())
    document["name"] = "Something else"
    assert judged(document, site) == ("refused", ("signature-wrong",))
    assert not [url for url in site.asked if "partner.example" in url]


def test_endorsements_of_endorsers_without_end() -> None:
    inner = endorsement(ENDORSER)
    for number in range(8):
        issuer = {"id": ENDORSER, "type": ["Profile"], "name": "Partner", "endorsement": [inner]}
        inner = endorsement(ENDORSER, id=f"https://partner.example/endorsements/{number}", issuer=issuer)
    assert judged(endorsed(inner, where="issuer"))[0] in ("refused", "unchecked")


def record(*pieces: Any) -> dict[str, Any]:
    return signed(
        {
            "@context": [CONTEXTS[0], CLR, *CONTEXTS[1:]],
            "id": "https://badges.riverbend.example/records/1",
            "type": ["VerifiableCredential", "ClrCredential"],
            "name": "What was achieved",
            "issuer": {"id": DID, "type": ["Profile"], "name": "Riverbend STEM District"},
            "validFrom": "2026-06-05T00:00:00Z",
            "credentialSubject": {
                "id": "did:key:z6MkvRXNYcE7MMduynWTgeKbDaT1iijDSC8pZqXZc8rHPrf2",
                "type": ["ClrSubject"],
                "verifiableCredential": list(pieces),
            },
        }
    )


def piece(**changes: Any) -> dict[str, Any]:
    return signed(published("credential") | changes)


def spoilt() -> dict[str, Any]:
    return published("credential") | {"name": "Something else"}


@pytest.mark.parametrize(
    ("pieces", "verdict", "codes"),
    [
        ([piece()], "verified", ()),
        ([spoilt()], "refused", ("piece-refused",)),
        ([piece(validUntil="2026-10-01T00:00:00Z")], "expired", ("piece-expired",)),
        ([piece(validFrom="2027-01-01T00:00:00Z")], "not-yet-valid", ("piece-not-yet-valid",)),
        ([piece(credentialSchema=[{"id": "https://x.example/", "type": "1EdTechJsonSchemaValidator2019"}])],
         "unchecked", ("piece-unchecked",)),
        ([{"id": "https://badges.riverbend.example/records/2", "type": ["Profile"]}],
         "refused", ("piece-refused", "schema-violated")),
    ],
)  # fmt: skip
def test_a_record_is_as_good_as_its_pieces(pieces: list[Any], verdict: str, codes: tuple[str, ...]) -> None:
    assert judged(record(*pieces)) == (verdict, codes)


def test_each_piece_has_its_own_report() -> None:
    other = piece(id="https://badges.riverbend.example/awards/aa/other.json", validUntil="2026-10-01T00:00:00Z")
    report = world().verifier().document(as_bytes(record(piece(), other)))
    assert [(part.role, part.name, part.report.verdict.value) for part in report.parts] == [
        (Role.PIECE, "Circuit Design", "verified"),
        (Role.PIECE, "Circuit Design", "expired"),
    ]


def test_a_revoked_piece() -> None:
    site = world()
    site["status"] = signed(status_list((30907,)))
    assert judged(record(piece()), site) == ("revoked", ("piece-revoked",))


def test_a_record_that_was_changed_is_refused_and_its_pieces_are_not_asked_for() -> None:
    document = record(piece())
    document["name"] = "Something else"
    assert judged(document) == ("refused", ("signature-wrong",))


def test_a_record_of_very_many_issuers_asks_so_many_of_them_and_no_more() -> None:
    pieces = []
    for number in range(150):
        issuer = f"did:web:school{number}.example"
        plain = published("credential") | {"id": f"urn:uuid:{number}", "issuer": {"id": issuer, "type": ["Profile"]}}
        pieces.append(plain | {"proof": [plain["proof"][0] | {"verificationMethod": f"{issuer}#key"}]})
    site = world()
    assert judged(record(*pieces), site)[0] in ("refused", "unchecked")
    assert len(site.asked) <= 100


def moved(document: dict[str, Any]) -> dict[str, Any]:
    """The badge whose holder hides its end and its status in an endorsement that stands where nobody verifies one."""
    subject = document["credentialSubject"]
    hidden = document["issuer"].pop("endorsement")
    hidden[0]["credentialSubject"] |= {
        "type": ["EndorsementSubject", "VerifiableCredential"],
        "validUntil": document.pop("validUntil"),
        "credentialStatus": document.pop("credentialStatus"),
    }
    subject["achievement"]["creator"]["endorsement"] = hidden
    return document


def test_an_endorsement_counts_only_where_it_is_verified() -> None:
    """Under RDF, what it says of the award is said of the award: a holder must not move the award's end in there."""
    document = endorsed(endorsement(published("credential")["id"]), where="issuer")
    assert judged(document) == ("verified", ())
    assert judged(moved(document))[0] == "refused"
    elsewhere = copied(published("credential"))
    elsewhere["credentialSubject"]["achievement"]["creator"]["endorsement"] = [endorsement(DID)]
    assert judged(signed(elsewhere)) == ("refused", ("hidden-member", "same-id-differs"))


@pytest.mark.parametrize("kind", ["ClrCredential", "OpenBadgeCredential"])
def test_a_type_spelt_as_an_address_hides_nothing(kind: str) -> None:
    """The signature takes both for one: a holder must not turn off by it what is checked of such a document."""
    site, vocabulary = world(), {"ClrCredential": "clr", "OpenBadgeCredential": "ob"}[kind]
    site["status"] = signed(status_list((30907,)))
    document = record(piece()) if kind == "ClrCredential" else published("credential")
    document["type"][1] = f"https://purl.imsglobal.org/spec/vc/{vocabulary}/vocab.html#{kind}"
    assert judged(document, site)[0] == "refused"


def test_a_piece_that_calls_itself_an_endorsement_is_a_piece() -> None:
    report = world().verifier().document(as_bytes(record(endorsement(name="Endorsement by harvard.example"))))
    assert [part.role for part in report.parts] == [Role.PIECE]


def test_a_piece_about_someone_else_is_told() -> None:
    other = piece(credentialSubject=published("credential")["credentialSubject"] | {"id": "did:key:z6MkOther"})
    assert judged(record(other)) == ("verified", ("piece-of-another",))


@pytest.mark.parametrize("changes", [{}, {"validUntil": "2026-10-01T00:00:00Z"}])
@pytest.mark.parametrize("place", ["issuer", "achievement", ""])
def test_an_endorsement_that_nobody_can_check_hides_nothing(place: str, changes: dict[str, Any]) -> None:
    site = world(endorser=False)
    site["status"] = signed(status_list((30907,)))
    document = endorsed(endorsement(published("credential")["id"], **changes), where=place)
    assert judged(document, site) == ("revoked", ("endorsement-unchecked", "revoked"))
    holders = {"issuer": document["issuer"], "achievement": document["credentialSubject"]["achievement"], "": document}
    inside = holders[place]["endorsement"][0]["credentialSubject"]
    inside |= {"type": ["EndorsementSubject", "VerifiableCredential"]}
    inside["credentialStatus"] = document.pop("credentialStatus")
    assert judged(document, site)[0] == "refused"


def test_a_list_in_a_list_hides_nothing() -> None:
    document = endorsed(endorsement())
    document["credentialSubject"]["achievement"] = [[document["credentialSubject"]["achievement"]]]
    assert judged(document)[0] == "refused"


def test_an_endorsement_of_an_award_of_someone_else() -> None:
    """Anybody can give an award the name of somebody else's, and show what was said of that one."""
    document = endorsed(endorsement("https://elsewhere.example/awards/1"), where="")
    document = signed(document | {"id": "https://elsewhere.example/awards/1"})
    assert judged(document) == ("refused", ("endorsement-refused",))
