"""What kind of document this says it is."""

from __future__ import annotations

from enum import StrEnum

from generator.verification.did import DID_CONTEXT
from generator.verification.ob2_classes import CONTEXT as OB2_CONTEXT
from generator.verification.reading import JsonObject, as_list, has_type


class Kind(StrEnum):
    """The kinds of document that can be verified here; the value is the type it names, where it names one."""

    CREDENTIAL = "OpenBadgeCredential"
    ENDORSEMENT = "EndorsementCredential"
    RECORD = "ClrCredential"
    OTHER_CREDENTIAL = "VerifiableCredential"
    STATUS_LIST = "BitstringStatusListCredential"
    DID_DOCUMENT = "DIDDocument"
    PROFILE = "Profile"
    ACHIEVEMENT = "Achievement"
    ASSERTION = "Assertion"
    BADGE_CLASS = "BadgeClass"
    ISSUER = "Issuer"
    REVOCATION_LIST = "RevocationList"


_OB2: tuple[Kind, ...] = (Kind.ASSERTION, Kind.BADGE_CLASS, Kind.ISSUER, Kind.REVOCATION_LIST)
_OB3: tuple[Kind, ...] = (
    Kind.STATUS_LIST,
    Kind.CREDENTIAL,
    Kind.RECORD,
    Kind.ENDORSEMENT,
    Kind.OTHER_CREDENTIAL,
    Kind.PROFILE,
    Kind.ACHIEVEMENT,
)
# What bears an issuer's signature and is about somebody or something.
CREDENTIALS: frozenset[Kind] = frozenset([Kind.CREDENTIAL, Kind.RECORD, Kind.ENDORSEMENT, Kind.OTHER_CREDENTIAL])


def kind_of(document: JsonObject) -> Kind | None:
    """The kind that the document's contexts and types name, or None; nothing else is said of it."""
    contexts = as_list(document.get("@context"))
    if OB2_CONTEXT in contexts:
        return next((kind for kind in _OB2 if has_type(document, kind.value)), None)
    if DID_CONTEXT in contexts:
        return Kind.DID_DOCUMENT
    if has_type(document, "AchievementCredential"):
        return Kind.CREDENTIAL
    return next((kind for kind in _OB3 if has_type(document, kind.value)), None)
