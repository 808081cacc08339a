"""Probes: the documents of an award that doesn't exist, with holes where awards differ, made by the plain functions.

A probe has every optional member, one result and one piece of evidence.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from generator.encodings.holes import hole, iri_hole
from generator.model.achievement import Achievement
from generator.model.award import Award, Evidence, Identity, Part, Revocation
from generator.model.catalogue import Catalogue
from generator.names import AwardId, Did, Slug
from generator.openbadges import v2, v3
from generator.openbadges.json_values import Json

_ID: Final = AwardId("0" * 26)
_DAY: Final = date(2000, 1, 1)
# By the names of Open Badges 2.0 those of 3.0.
_DAYS: Final = {"issuedOn": "awardedDate", "expires": "validUntil"}


def credential(catalogue: Catalogue, badge: Achievement) -> Json:
    """The unsecured credential.

    Its holes: credential, issuerName, validFrom, validUntil, awardedDate, subject, name, email, source, sourceName,
    narrative, status, index, list; in a result row and level; in evidence id, name, description, narrative and genre.
    """
    document = v3.credential(catalogue, award(catalogue, badge), [Part(_ID, badge.of, _DAY)])
    days: Json = {name: hole(name) for name in ("validFrom", "validUntil", "awardedDate") if name in document}
    status = {"id": iri_hole("status"), "statusListIndex": hole("index"), "statusListCredential": iri_hole("list")}
    issuer = document["issuer"] | {"name": hole("issuerName")}
    subject = document["credentialSubject"]
    name, email = subject["identifier"]
    return document | {
        "id": iri_hole("credential"),
        "issuer": issuer,
        **days,
        "credentialSubject": subject
        | {
            "id": iri_hole("subject"),
            "identifier": [name | {"identityHash": hole("name")}, email | {"identityHash": hole("email")}],
            "achievement": subject["achievement"] | {"creator": issuer},
            "source": subject["source"] | {"id": iri_hole("source"), "name": hole("sourceName")},
            "narrative": hole("narrative"),
            **_results(subject),
        },
        "evidence": [_evidence(item) for item in document["evidence"]],
        "credentialStatus": document["credentialStatus"] | status,
    }


def _results(subject: Json) -> Json:
    marked = {"resultDescription": hole("row"), "achievedLevel": hole("level")}
    return {"result": [result | marked for result in subject["result"][:1]]} if "result" in subject else {}


def _evidence(item: Json) -> Json:
    return item | {"id": iri_hole("id"), "name": hole("name")}


def assertion(catalogue: Catalogue, badge: Achievement) -> Json:
    """The assertion. Its holes: assertion, and, named as a credential's, email, days, narrative and evidence."""
    document = v2.assertion(catalogue, award(catalogue, badge), [Part(_ID, badge.of, _DAY)])
    days: Json = {name: hole(day) for name, day in _DAYS.items() if name in document}
    return document | {
        "id": iri_hole("assertion"),
        "recipient": document["recipient"] | {"identity": hole("email")},
        **days,
        "narrative": hole("narrative"),
        "evidence": [_evidence(item) for item in document["evidence"]],
    }


def revoked_assertion(catalogue: Catalogue, badge: Achievement) -> Json:
    """The assertion of a revoked award. Its holes: assertion, reason."""
    probe = award(catalogue, badge, Revocation(_DAY, hole("reason")))
    return v2.assertion(catalogue, probe, ()) | {"id": iri_hole("assertion")}


def award(catalogue: Catalogue, badge: Achievement, revoked: Revocation | None = None) -> Award:
    """The award that doesn't exist, with holes in its texts."""
    told = Evidence(name="", url="https://probe.example", **{n: hole(n) for n in ("description", "narrative", "genre")})
    return Award(
        id=_ID,
        campus=next(iter(catalogue.issuer.campuses)),
        badge=badge.of,
        awarded=_DAY,
        assessor=Slug("probe"),
        status=0,
        identity=Identity(name="", email_address="", id=Did("did:example:probe")),
        results={row.id: row.required for row in badge.rubric},
        evidence=(told,),
        narrative=hole("narrative"),
        revoked=revoked,
    )
