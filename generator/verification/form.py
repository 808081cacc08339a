"""The form of an Open Badges 3.0 document: its contexts, its type, and the JSON Schemas of the standard.

Source: VC Data Model 2.0, 4.3 Contexts and 4.4 Types; Open Badges 3.0, 8.1 Verification.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, Final

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError, best_match

from generator import resources
from generator.errors import UnknownDocument
from generator.verification.reading import as_list, as_object, has_type
from generator.verification.report import Check, failed

VC_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
_OB_CONTEXT: Final = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json", re.ASCII)
_SCHEMAS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
CREDENTIAL_SCHEMA: Final = _SCHEMAS + "ob_v3p0_achievementcredential_schema.json"
PROFILE_SCHEMA: Final = _SCHEMAS + "ob_v3p0_profile_schema.json"
SCHEMA_TYPE: Final = "1EdTechJsonSchemaValidator2019"
# A hostile document may have a fault on every line; the best of the first ones is told.
_FAULTS_WEIGHED: Final = 20


def credential_form(document: Mapping[str, Any]) -> Iterator[Check]:
    """What is wrong with the form of an Open Badges credential; nothing where it is in order."""
    yield from contexts(document, badge=True)
    yield from _types(document)
    faults = list(schema(document, CREDENTIAL_SCHEMA))
    yield from faults
    yield from _schemas_named(document)
    if not faults:
        yield from _beyond_schema(document)


def contexts(document: Mapping[str, Any], *, badge: bool) -> Iterator[Check]:
    """What is wrong with `@context`: the standards' own first and in order, all of them known here."""
    urls = as_list(document.get("@context"))
    known_start = urls[:1] == [VC_CONTEXT]
    if badge:
        known_start = known_start and any(isinstance(url, str) and _OB_CONTEXT.fullmatch(url) for url in urls[1:2])
    if not known_start or not isinstance(document.get("@context"), list):
        yield failed("form", "context-wrong")
    if any(url in urls[:index] for index, url in enumerate(urls)):
        yield failed("form", "repeated-member", "@context")
    for url in urls:
        if not isinstance(url, str) or not _is_pinned(url):
            yield failed("form", "context-unknown", url if isinstance(url, str) else "one of its own")
            return


def schema(document: object, url: str, part: str = "") -> Iterator[Check]:
    """What the pinned JSON Schema, or a part of its `$defs`, finds wrong."""
    fault = best_match(islice(_validator(url, part).iter_errors(document), _FAULTS_WEIGHED))
    if fault is not None:
        yield failed("form", "schema-violated", _explained(fault))


def _types(document: Mapping[str, Any]) -> Iterator[Check]:
    named = has_type(dict(document), "OpenBadgeCredential") or has_type(dict(document), "AchievementCredential")
    if not named or not has_type(dict(document), "VerifiableCredential"):
        yield failed("form", "type-wrong")


def _schemas_named(document: Mapping[str, Any]) -> Iterator[Check]:
    for entry in map(as_object, as_list(document.get("credentialSchema"))):
        url = entry.get("id")
        if entry.get("type") != SCHEMA_TYPE or not isinstance(url, str) or not _is_schema(url):
            yield failed("form", "schema-unknown", str(url))
        elif url != CREDENTIAL_SCHEMA:
            yield from schema(document, url)


def _beyond_schema(document: Mapping[str, Any]) -> Iterator[Check]:
    """What the standard's words ask for and its schema does not (Open Badges 3.0, B.1)."""
    subject = as_object(document["credentialSubject"])
    if not subject.get("id") and not as_list(subject.get("identifier")):
        yield failed("form", "schema-violated", "it does not say whose it is")
    yield from criteria(as_object(subject["achievement"]))


def criteria(achievement: Mapping[str, Any]) -> Iterator[Check]:
    """Whether an Achievement says what it is given for: criteria have an id or a narrative."""
    said = as_object(achievement.get("criteria"))
    if not said.get("id") and not said.get("narrative"):
        yield failed("form", "schema-violated", "it does not say what the badge was given for")


def _is_pinned(url: str) -> bool:
    try:
        resources.context(url)
    except UnknownDocument:
        return False
    return True


def _is_schema(url: str) -> bool:
    try:
        resources.standard_schema(url)
    except UnknownDocument:
        return False
    return True


@cache
def _validator(url: str, part: str) -> Draft201909Validator:
    document = resources.standard_schema(url)
    if part:
        document = {"$schema": document["$schema"], "$defs": document["$defs"], "$ref": f"#/$defs/{part}"}
    return Draft201909Validator(document)


def _explained(fault: ValidationError) -> str:
    """Where and what, on one line of bounded length."""
    place = "/" + "/".join(str(step) for step in fault.absolute_path)
    return f"at {place[:120]}: {fault.message[:160]}"
