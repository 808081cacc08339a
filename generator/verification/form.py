"""The form of a credential: its contexts, its types, and the JSON Schemas of the standards.

Sources: VC Data Model 2.0, 4.3 Contexts and 4.4 Types; 1.1, 4.1 and 4.3; Open Badges 3.0, 8.1 Verification;
Comprehensive Learner Record 2.0, 8.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from itertools import islice
from typing import Any, Final

from jsonschema import Draft201909Validator
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend

from generator import resources
from generator.encodings.expansions import written_plainly
from generator.errors import UnknownDocument
from generator.verification.kinds import Kind
from generator.verification.reading import JsonObject, as_list, as_object, as_text, has_type, id_of
from generator.verification.report import Check, failed

VC_CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
VC_1_CONTEXT: Final = "https://www.w3.org/2018/credentials/v1"
_OB_CONTEXT: Final = re.compile(r"https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json", re.ASCII)
_CLR_CONTEXT: Final = re.compile(r"https://purl\.imsglobal\.org/spec/clr/v2p0/context(-2\.\d\.\d)*\.json", re.ASCII)
_SCHEMAS: Final = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/"
CREDENTIAL_SCHEMA: Final = _SCHEMAS + "ob_v3p0_achievementcredential_schema.json"
ENDORSEMENT_SCHEMA: Final = _SCHEMAS + "ob_v3p0_endorsementcredential_schema.json"
PROFILE_SCHEMA: Final = _SCHEMAS + "ob_v3p0_profile_schema.json"
RECORD_SCHEMA: Final = "https://purl.imsglobal.org/spec/clr/v2p0/schema/json/clr_v2p0_clrcredential_schema.json"
SCHEMA_TYPE: Final = "1EdTechJsonSchemaValidator2019"
# Per kind the schema of the standard, and which contexts follow the first one, in order.
_STANDARDS: Final[dict[Kind, tuple[str, tuple[re.Pattern[str], ...]]]] = {
    Kind.CREDENTIAL: (CREDENTIAL_SCHEMA, (_OB_CONTEXT,)),
    Kind.ENDORSEMENT: (ENDORSEMENT_SCHEMA, (_OB_CONTEXT,)),
    Kind.RECORD: (RECORD_SCHEMA, (_CLR_CONTEXT, _OB_CONTEXT)),
}
_MOST_CONTEXTS: Final = 32
_MOST_SCHEMAS: Final = 8
# A hostile document may have a fault on every line; the best of the first ones is told.
_FAULTS_WEIGHED: Final = 20
# Of objects that were in order under a part of a schema, digests of 32 bytes.
_MOST_IN_ORDER: Final = 4096
_REFERENCE: Final = Draft201909Validator.VALIDATORS["$ref"]
_ONE_OF: Final = Draft201909Validator.VALIDATORS["oneOf"]
_TYPES: Final[Mapping[Any, type]] = {"string": str, "object": dict, "array": list}
_TYPE_ALONE: Final = frozenset(["type", "description", "$comment"])


def credential_form(document: JsonObject, kind: Kind | None, *, signed_whole: bool = False) -> Iterator[Check]:
    """What is wrong with the form of a credential of that kind; nothing where it is in order.

    One that is `signed_whole`, in a token, may use words of dictionaries that are not known here: nothing is read by
    them.
    """
    url, following = _STANDARDS.get(kind, ("", ())) if kind else ("", ())
    yield from contexts(document, following, any_known=signed_whole)
    if not has_type(document, "VerifiableCredential"):
        yield failed("form", "type-wrong")
    faults = list(_standard(document, url)) if url else list(_plain(document))
    yield from faults
    yield from _schemas_named(document, url)
    if kind is Kind.CREDENTIAL and all(fault.code == "form-loose" for fault in faults):
        yield from _beyond_schema(document)


def contexts(
    document: Mapping[str, Any], following: tuple[re.Pattern[str], ...] = (), *, any_known: bool = False
) -> Iterator[Check]:
    """What is wrong with `@context`: the standards' own first and in order, all of them known here."""
    urls = as_list(document.get("@context"))
    if len(urls) > _MOST_CONTEXTS:
        yield failed("form", "too-complex", "it names too many dictionaries")
        return
    begins = urls[:1] in ([VC_CONTEXT], [VC_1_CONTEXT])
    texts = [url if isinstance(url, str) else "" for url in urls[1 : len(following) + 1]]
    follows = len(texts) == len(following) and all(map(re.Pattern.fullmatch, following, texts))
    if not begins or not follows or not isinstance(document.get("@context"), list):
        yield failed("form", "context-wrong")
    if any(url in urls[:index] for index, url in enumerate(urls)):
        yield failed("form", "repeated-member", "@context")
    unknown = [] if any_known else [url for url in urls if not isinstance(url, str) or not _is_pinned(url)]
    if unknown:
        yield failed("form", "context-unknown", unknown[0] if isinstance(unknown[0], str) else "one of its own")


def badge_contexts(document: Mapping[str, Any]) -> Iterator[Check]:
    """What is wrong with the `@context` of a document that is about badges."""
    yield from contexts(document, (_OB_CONTEXT,))


def schema(document: object, url: str, part: str = "") -> Iterator[Check]:
    """What the pinned JSON Schema, or a part of its `$defs`, finds wrong."""
    fault = best_match(islice(_validator(url, part).iter_errors(document), _FAULTS_WEIGHED))
    if fault is not None:
        yield failed("form", "schema-violated", _explained(fault))


def _standard(document: JsonObject, url: str) -> Iterator[Check]:
    """What the standard's schema finds wrong with the document; a warning where it is only loosely written."""
    newer = _as_version_2(document)
    faults = list(schema(newer, url))
    if faults and not list(schema(_tightened(newer), url)):
        faults = [failed("form", "form-loose")]
    yield from faults


def _tightened(value: object, name: str = "") -> Any:
    """The value with images that are an address alone as objects."""
    if isinstance(value, dict):
        return {key: _tightened(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_tightened(item) for item in value]
    return {"id": value, "type": "Image"} if name == "image" and isinstance(value, str) else value


def _as_version_2(document: JsonObject) -> JsonObject:
    """A credential of the data model 1.1 as 2.0 would name its members, since the schemas know 2.0 alone."""
    if as_list(document.get("@context"))[:1] != [VC_1_CONTEXT]:
        return document
    renamed = {"issuanceDate": "validFrom", "expirationDate": "validUntil"}
    newer = {renamed.get(name, name): _newer_inside(value) for name, value in document.items()}
    return newer | {"@context": [VC_CONTEXT, *as_list(document["@context"])[1:]]}


def _newer_inside(value: Any) -> Any:
    """The value with the credentials in it, endorsements and pieces, as 2.0 would name their members."""
    if isinstance(value, list):
        return [_newer_inside(item) for item in value]
    if not isinstance(value, dict):
        return value
    return (
        _as_version_2(value) if "@context" in value else {name: _newer_inside(member) for name, member in value.items()}
    )


def _plain(document: JsonObject) -> Iterator[Check]:
    """What every credential has, of whatever kind (VC Data Model 2.0, 4.7 and 4.8; 1.1, 4.6)."""
    version_1 = as_list(document.get("@context"))[:1] == [VC_1_CONTEXT]
    if not id_of(document.get("issuer")):
        yield failed("form", "schema-violated", "it names no issuer")
    if version_1 and not as_text(document.get("issuanceDate")):
        yield failed("form", "schema-violated", "it does not say since when it is valid")
    subjects = as_list(document.get("credentialSubject"))
    if not subjects or not all(isinstance(subject, dict) and subject for subject in subjects):
        yield failed("form", "schema-violated", "it says nothing of anybody")


def _schemas_named(document: Mapping[str, Any], built_in: str) -> Iterator[Check]:
    named = as_list(document.get("credentialSchema"))
    if len(named) > _MOST_SCHEMAS:
        yield failed("form", "too-complex", f"it names {len(named):,} schemas")
    for entry in map(as_object, named[:_MOST_SCHEMAS]):
        url = entry.get("id")
        if entry.get("type") != SCHEMA_TYPE or not isinstance(url, str) or not _is_schema(url):
            yield failed("form", "schema-unknown", str(url))
        elif url != built_in:
            yield from schema(document, url)


def _beyond_schema(document: Mapping[str, Any]) -> Iterator[Check]:
    """What the standard's words ask for and its schema does not (Open Badges 3.0, B.1)."""
    subject = as_object(document["credentialSubject"])
    if not subject.get("id") and not as_list(subject.get("identifier")):
        # Some issuers give a name alone, which is worth a look at the person, and no more.
        named = as_text(subject.get("name")) != ""
        yield failed("form", "recipient-unknown") if named else failed("form", "schema-violated", "whose it is")
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
    return _remembering()(document)


def _remembering() -> type[Draft201909Validator]:
    """The draft's validator, for one schema, that knows again what was in order under a part of it.

    Awards of one badge describe it in the same words. What is not in order is gone through each time.
    """
    in_order: set[tuple[str, bytes]] = set()

    def reference(validator: Any, ref: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
        key = (ref, _written(instance)) if ref.startswith("#/$defs/") and isinstance(instance, dict) else None
        if key in in_order:
            return
        faults = list(_REFERENCE(validator, ref, instance, schema))
        if key and key[1] and not faults:
            if len(in_order) >= _MOST_IN_ORDER:
                in_order.clear()
            in_order.add(key)
        yield from faults

    keywords = {"$ref": reference, "oneOf": _one_of}
    made: type[Draft201909Validator] = extend(Draft201909Validator, keywords)  # type: ignore[no-untyped-call]
    return made


def _one_of(validator: Any, schemas: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """The keyword `oneOf`; alternatives for values of another type are not gone through, unless faults are told."""
    fitting = [each for each in schemas if _fits(each, instance)]
    valid = [each for each in fitting if _is_type_alone(each) or not any(validator.descend(instance, each))]
    if len(valid) != 1:
        yield from _ONE_OF(validator, schemas, instance, schema)


def _fits(schema: Mapping[str, Any], instance: object) -> bool:
    """Whether the schema could be for a value of this type."""
    wanted = schema.get("type")
    return wanted not in _TYPES or isinstance(instance, _TYPES[wanted])


def _is_type_alone(schema: Mapping[str, Any]) -> bool:
    """Whether the schema asks for one of those types and nothing more."""
    return schema.get("type") in _TYPES and schema.keys() <= _TYPE_ALONE


def _written(value: Any) -> bytes:
    """A digest of a value, by its contents and their types; empty for what is not plain JSON."""
    written = written_plainly(value)
    return b"" if written is None else sha256(written).digest()


def _explained(fault: ValidationError) -> str:
    """Where and what, on one line of bounded length."""
    place = "/" + "/".join(str(step) for step in fault.absolute_path)
    return f"at {place[:120]}: {fault.message[:160]}"
