"""The documents of a site that are neither credential nor assertion, read as a stranger would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from generator.encodings import json_ld
from generator.errors import JsonLdError, TooComplex
from generator.verification.dates import within
from generator.verification.did import Refusal, did_web_url, disorder
from generator.verification.form import CREDENTIAL_SCHEMA, PROFILE_SCHEMA, badge_contexts, criteria, schema
from generator.verification.issuers import Issuers
from generator.verification.kinds import Kind
from generator.verification.meaning import ambiguities
from generator.verification.methods import key_of
from generator.verification.reading import CONTEXTS, JsonObject, as_list, as_text, has_type, id_of
from generator.verification.report import Check, Report, Shown, checked, failed, report
from generator.verification.signature import signature_checks
from generator.verification.status import list_form


def status_list_report(document: JsonObject, issuers: Issuers, now: datetime, at: str) -> Report:
    """The report of a status list found at an address: form, signature by the issuer it names, dates."""
    issuer = id_of(document.get("issuer"))
    form, meaning = list(list_form(document, at)), ambiguities(document)
    signed = [] if meaning else signature_checks(document, issuer, issuers, now)
    own = [check for check in form if check.name != "form"]
    checks = checked("form", [check for check in form if check.name == "form"])
    dates = checked("dates", within(document, now))
    return report([*checks, *meaning, *own, *signed, *dates], Shown(kind=Kind.STATUS_LIST, id=at, issuer=issuer))


def did_document_report(document: JsonObject, now: datetime, at: str | None) -> Report:
    """The report of a DID document found at an address: it stands where its did:web leads, and its keys are usable."""
    did = as_text(document.get("id"))
    home = did_web_url(did)
    checks = checked("form", _did_form(document, did, now))
    checks += checked("meaning", _undefined(document))
    if home is None:
        checks.append(failed("issuer", "issuer-malformed", did))
    elif at is not None:
        checks += checked("address", [] if _as_https(at) == home else [failed("address", "address-differs", home)])
    return report(checks)


def profile_report(document: JsonObject) -> Report:
    """The report of an issuer's Profile; its id is a DID, so it may be found anywhere."""
    found = [*badge_contexts(document), *_typed(document, "Profile"), *schema(document, PROFILE_SCHEMA)]
    shown = Shown(issuer=as_text(document.get("name")))
    return report(checked("form", found) + checked("meaning", ambiguities(document)), shown)


def achievement_report(document: JsonObject, at: str | None) -> Report:
    """The report of an Achievement; `at` is the address where it was found, if it was found at one."""
    faults = schema(document, CREDENTIAL_SCHEMA, "Achievement")
    found = [*badge_contexts(document), *_typed(document, "Achievement"), *faults, *criteria(document)]
    checks = checked("form", found) + checked("meaning", ambiguities(document))
    if at is not None:
        checks += checked("address", [failed("address", "address-differs", at)] if document.get("id") != at else [])
    return report(checks, Shown(badge=as_text(document.get("name"))))


def _as_https(url: str) -> str:
    """The address as did:web names it: https always, also of a site that is only looked at on this machine."""
    return re.sub(r"http://localhost(?=[:/])", "https://localhost", url, count=1)


def _typed(document: JsonObject, name: str) -> Iterator[Check]:
    if not has_type(document, name):
        yield failed("form", "type-wrong")


def _did_form(document: JsonObject, did: str, now: datetime) -> Iterator[Check]:
    wrong = disorder(document, did)
    if wrong:
        yield failed("form", "issuer-document-wrong", wrong)
        return
    for method_id in as_list(document.get("assertionMethod")):
        key = key_of(document, method_id, now)
        if isinstance(key, Refusal):
            yield failed("form", key.code, key.detail)


def _undefined(document: JsonObject) -> Iterator[Check]:
    try:
        json_ld.strict(document, CONTEXTS)
    except TooComplex as error:
        yield failed("meaning", "too-complex", str(error))
    except JsonLdError as error:
        yield failed("meaning", "not-json-ld", str(error))
