"""Verifying an Open Badges 2.0 assertion, for which the issuer's own site vouches, or a signature with its key.

Source: Open Badges 2.0, "Verification", "Hosted Verification" and "Signed Badges".
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from urllib.parse import SplitResult, urlsplit

from generator.errors import UnknownDocument
from generator.verification.dates import within
from generator.verification.did import is_local
from generator.verification.envelope import Enveloped
from generator.verification.ob2_classes import CONTEXT, class_faults
from generator.verification.ob2_signed import SIGNED, signed_checks
from generator.verification.reading import (
    MOST_SHARED,
    JsonObject,
    Library,
    Unreadable,
    as_list,
    as_object,
    as_text,
    evidence_of,
    has_type,
    id_of,
    parse,
)
from generator.verification.report import HIDDEN, Check, Report, Shown, checked, failed, look_alikes, report, stands

_HOSTED: Final = ("hosted", "HostedBadge")


def assertion_report(found: Enveloped, library: Library, now: datetime, at: str | None) -> Report:
    """The report of an assertion; `at` is the address where it was found, if it was found at one.

    What belongs to it, images and the list of revoked awards, is asked for only once somebody vouches for it.
    """
    document = found.document
    checks = _address(document, at)
    if document.get("revoked") is True:
        told = [_revoked(document)] if at is not None else list(_hosted_copy(document, library))
        return report([*checks, *told], _shown(document, {}, {}))
    form = [*_context(document), *_form(document, "Assertion")]
    checks += checked("form", form) + checked("dates", within(document, now, "issuedOn", "expires"))
    if form:
        return report(checks, _shown(document, {}, {}))
    signed = as_object(document["verification"]).get("type") in SIGNED
    hosting = [] if signed else list(_hosted_copy(document, library))
    if any(check.name == "hosting" for check in hosting):
        return report([*checks, *hosting], _shown(document, {}, {}))
    badge, issuer, problems = _badge_and_issuer(document, library)
    if issuer:
        vouching = list(signed_checks(document, found.token, issuer, library) if signed else _origin(document, issuer))
        checks += vouching if signed else checked("hosting", [check for check in hosting if check.code] + vouching)
        checks += checked("issuer", [failed("issuer", "issuer-local")] if is_local(issuer["id"]) else [])
        if stands(vouching):
            problems += _images(library, document, badge, issuer)
            revoked = [check for check in hosting if check.name == "status"]
            checks += revoked or checked("status", _revocation_list(document, issuer, library))
    shown = _shown(document, badge, issuer)
    return report([*checks, *checked("badge", problems), *look_alikes(shown)], shown)


def document_report(document: JsonObject, library: Library, kind: str, at: str | None) -> Report:
    """The report of a BadgeClass, Issuer or RevocationList; `at` is the address where it was found, if at one."""
    checks = checked("form", [*_context(document), *_form(document, kind)]) + _address(document, at)
    checks += checked("badge", _images(library, document)) if kind != "RevocationList" else []
    return report(checks)


def _context(document: JsonObject) -> Iterator[Check]:
    if CONTEXT not in as_list(document.get("@context")):
        yield failed("form", "context-wrong")


def _form(document: JsonObject, kind: str) -> Iterator[Check]:
    if not has_type(document, kind):
        yield failed("form", "type-wrong")
    for fault in class_faults(document, kind):
        yield failed("form", "schema-violated", fault)


def _address(document: JsonObject, at: str | None) -> list[Check]:
    if at is None:
        return []
    return checked("address", [failed("address", "address-differs", at)] if document.get("id") != at else [])


def _revoked(document: JsonObject) -> Check:
    return failed("status", "revoked", as_text(document.get("revocationReason")))


def _hosted_copy(document: JsonObject, library: Library) -> Iterator[Check]:
    """What the address that the assertion names as its own says: the served copy wins over any other."""
    kind = as_object(document.get("verification")).get("type")
    if kind not in _HOSTED and document.get("revoked") is not True:
        yield failed("hosting", "hosting-unknown", str(kind))
        return
    url = as_text(document.get("id"))
    if not _split(url).netloc:
        yield failed("hosting", "origin-foreign", "its name is no address")
        return
    try:
        hosted = parse(library.fresh(url))
    except UnknownDocument as error:
        # A host that can, answers 410 for what was revoked (Open Badges 2.0, "Revoking a Hosted Badge").
        yield failed("status", "revoked") if error.gone else failed("hosting", "hosted-copy-unreachable", str(error))
    except Unreadable as error:
        yield failed("hosting", "hosted-copy-differs", str(error))
    else:
        if hosted.get("id") == url and hosted.get("revoked") is True:
            yield _revoked(hosted)
        elif hosted != document:
            yield failed("hosting", "hosted-copy-differs")


def _badge_and_issuer(document: JsonObject, library: Library) -> tuple[JsonObject, JsonObject, list[Check]]:
    """The BadgeClass and the Issuer as their own addresses serve them, empty where they can't be had; and why not."""
    badge, problems = _linked(document.get("badge"), library, ("BadgeClass",))
    if not badge:
        return {}, {}, problems
    issuer, more = _linked(badge.get("issuer"), library, ("Issuer", "Profile"))
    return badge, issuer, problems + more


def _linked(reference: object, library: Library, kinds: tuple[str, ...]) -> tuple[JsonObject, list[Check]]:
    url = id_of(reference)
    try:
        document = library.document(url)
    except UnknownDocument as error:
        return {}, [failed("badge", "badge-unreachable", str(error))]
    except Unreadable as error:
        return {}, [failed("badge", "badge-wrong", str(error))]
    kind = next((kind for kind in kinds if has_type(document, kind)), "")
    faults = [*library.judged(document, _faults, kind)] if kind else [f"it is no {kinds[0]}"]
    if document.get("id") != url:
        faults.append("it names another address as its own")
    if isinstance(reference, dict) and any(document.get(name) != value for name, value in reference.items()):
        faults.append("what is enclosed is not what its own address says")
    return ({}, [failed("badge", "badge-wrong", fault) for fault in faults]) if faults else (document, [])


def _images(library: Library, *documents: JsonObject) -> Iterator[Check]:
    for document in documents:
        url = id_of(document.get("image"))
        if url and not url.startswith("data:image/") and not library.holds(url):
            yield failed("badge", "image-missing", url)


def _origin(document: JsonObject, issuer: JsonObject) -> Iterator[Check]:
    """Whether the issuer speaks for the assertion's address (Open Badges 2.0, VerificationObject)."""
    policy = as_object(issuer.get("verification"))
    url, home = _split(document.get("id")), _split(issuer["id"])
    origins = [text for text in as_list(policy.get("allowedOrigins")) if isinstance(text, str)]
    starts = [text for text in as_list(policy.get("startsWith")) if isinstance(text, str)]
    # A policy may name a host without its port; the default is the issuer's own authority, port and all.
    own = url.hostname in origins or url.netloc in origins if origins else url.netloc == home.netloc
    secure = url.scheme == "https" or (url.scheme == "http" and url.hostname == "localhost")
    if not url.netloc or not own or not secure or "@" in url.netloc:
        yield failed("hosting", "origin-foreign")
    elif starts and not any(as_text(document.get("id")).startswith(start) for start in starts):
        yield failed("hosting", "origin-foreign", "outside the part of the site that it names")


def _split(url: object) -> SplitResult:
    try:
        return urlsplit(as_text(url))
    except ValueError:  # a malformed IPv6 address
        return urlsplit("")


def _revocation_list(document: JsonObject, issuer: JsonObject, library: Library) -> Iterator[Check]:
    url = id_of(issuer.get("revocationList"))
    if not url:
        return
    try:
        revocations = library.document(url, MOST_SHARED)
    except UnknownDocument as error:
        yield failed("status", "status-unreachable", str(error))
        return
    except Unreadable as error:
        yield failed("status", "status-list-wrong", str(error))
        return
    faults = [*library.judged(revocations, _faults, "RevocationList")]
    if revocations.get("issuer", issuer["id"]) != issuer["id"]:
        faults.append("another issuer's")
    yield from (failed("status", "status-list-wrong", fault) for fault in faults)
    for entry in library.judged(revocations, _by_name).get(id_of(document), ()):
        yield _revoked(entry)


def _faults(document: JsonObject, kind: str) -> tuple[str, ...]:
    return tuple(class_faults(document, kind))


def _by_name(revocations: JsonObject) -> dict[str, list[JsonObject]]:
    """What is said of each assertion on the list."""
    named: dict[str, list[JsonObject]] = {}
    for entry in as_list(revocations.get("revokedAssertions")):
        named.setdefault(id_of(entry), []).append(as_object(entry))
    return named


def _shown(document: JsonObject, badge: JsonObject, issuer: JsonObject) -> Shown:
    return Shown(
        kind="Assertion",
        id=id_of(document),
        domain=_split(issuer.get("id")).netloc,
        issuer_id=id_of(issuer),
        issuer=as_text(issuer.get("name")),
        badge=as_text(badge.get("name")),
        summary=as_text(badge.get("description")),
        awarded=as_text(document.get("issuedOn")),
        until=as_text(document.get("expires")),
        recipient=_recipient(as_object(document.get("recipient"))),
        results=tuple(as_text(document.get("narrative")).splitlines()),
        evidence=evidence_of(document),
    )


def _recipient(recipient: JsonObject) -> str:
    return HIDDEN if recipient.get("hashed") is True else as_text(recipient.get("identity"))
