"""The kinds of YAML file as tables of members: the issuer, a badge version, an award, the reserved numbers; and `mkdocs.yml`."""

from __future__ import annotations

import re
from typing import Final

from generator.addresses import is_site_url
from generator.encodings import multikey
from generator.errors import EncodingError
from generator.model.achievement import LEVELS
from generator.model.dated import Duration
from generator.names import AWARD_ID, SLUG, Did, Slug
from generator.sources.shapes import (
    Choice,
    Day,
    Either,
    Entries,
    Flag,
    Form,
    Items,
    Member,
    Number,
    Shape,
    Table,
    Text,
    slug,
)

# Open Badges 3.0, "AchievementType Enumeration" and "AlignmentTargetType Enumeration".
ACHIEVEMENT_TYPES: Final = (
    "Achievement", "ApprenticeshipCertificate", "Assessment", "Assignment", "AssociateDegree", "Award", "Badge",
    "BachelorDegree", "Certificate", "CertificateOfCompletion", "Certification", "CommunityService", "Competency",
    "Course", "CoCurricular", "Degree", "Diploma", "DoctoralDegree", "Fieldwork", "GeneralEducationDevelopment",
    "JourneymanCertificate", "LearningProgram", "License", "Membership", "ProfessionalDoctorate",
    "QualityAssuranceCredential", "MasterCertificate", "MasterDegree", "MicroCredential", "ResearchDoctorate",
    "SecondarySchoolDiploma",
)  # fmt: skip
TARGET_TYPES: Final = (
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "CTDL",
)  # fmt: skip

# One more than the highest status number: lists are numbered as far as 10 bits go.
STATUS_NUMBERS: Final = 1 << 27


def _is_key(text: str) -> bool:
    try:
        multikey.decode_public(text)
    except EncodingError:
        return False
    return True


def _is_badge(text: str) -> bool:
    return Slug.admits(text.partition("@")[0])


def _is_web(text: str) -> bool:
    """Whether the authority of an http(s) URL is a host with an optional port, so without a password."""
    return re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#].*)?", text) is not None


# RFC 3986 without what RDF refuses in an IRI; ASCII, so that signatures don't depend on how it is written.
_URL_REST: Final = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+"

TEXT: Final = Text()
MARKDOWN: Final = Text("a text in Markdown")
DATE: Final = Day()
URL: Final = Form(
    "a web address", rf"https?://{_URL_REST}", "write it out from https:// on, in ASCII, without spaces", admits=_is_web
)
SECURE_URL: Final = Form(
    "an https address",
    rf"https://{_URL_REST}",
    "write it out from https:// on, in ASCII, without spaces",
    admits=_is_web,
)
EMAIL: Final = Form(
    "an e-mail address", r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+",
    longest=254,
)  # fmt: skip
LANGUAGE: Final = Form(
    "a language tag", r"[a-z]{2}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?", "write en, es, en-US or zh-Hant-TW",
    also={"type": ["string", "boolean"]},
)  # fmt: skip
HOST: Final = Form(
    "a host name", r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+",
    "write the lower-case name only, such as work.example.org", longest=253, also={"type": ["string", "number"]},
)  # fmt: skip
DURATION: Final = Form(
    "a length of time", r"P(?=.)(?:[0-9]{1,6}W|(?:[0-9]{1,4}Y)?(?:[0-9]{1,5}M)?(?:[0-9]{1,6}D)?)",
    "write P2Y for two years, P18M for eighteen months, P90D or P6W; not zero, at most 1,000 years",
    admits=lambda text: Duration.parse(text) is not None, also={"not": {"pattern": "^P(?:0+[YMWD])+$"}},
)  # fmt: skip
SITE_URL: Final = Form(
    "the address of a site", r"https://[a-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*",
    "write https://, the host in lower case and perhaps a path, without a closing slash", admits=is_site_url,
)  # fmt: skip
IDENTITY_HASH: Final = Form(
    "a sealed identity", r"sha256\$[0-9a-f]{64}", "never a name or address itself: sha256$ and 64 hexadecimal digits"
)
DID: Final = Form("a DID", r"did:[a-z0-9]+:[A-Za-z0-9._:%-]+", "such as did:key:z6Mk…", admits=Did.admits)
AWARD: Final = Form(
    "an award id", AWARD_ID, "26 characters of 0123456789abcdefghjkmnpqrstvwxyz: the name of the award's file"
)
ONE_BADGE: Final = Form(
    "a badge version",
    rf"{SLUG}@[1-9][0-9]{{0,3}}",
    "write slug@version, such as circuit-design@1",
    69,
    admits=_is_badge,
)
ANY_BADGE: Final = Form(
    "a badge", rf"{SLUG}(?:@[1-9][0-9]{{0,3}})?", "write its slug, or slug@version for just that version", 69,
    admits=_is_badge, also={"type": ["string", "integer", "boolean"], "minimum": 0},
)  # fmt: skip
IMAGE: Final = Form("an image file", r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?:svg|png)", "an SVG or PNG file beside this one")
MULTIKEY: Final = Form(
    "a public key",
    r"z6Mk[1-9A-HJ-NP-Za-km-z]{44}",
    "the line that `badges keygen` prints, beginning with z6Mk",
    admits=_is_key,
)
STATUS: Final = Number("a status number", STATUS_NUMBERS - 1)


def _table(
    what: str, required: dict[str, tuple[Shape, str]], optional: dict[str, tuple[Shape, str]] | None = None
) -> Table:
    members = {name: Member(shape, text, required=True) for name, (shape, text) in required.items()}
    return Table(what, members | {name: Member(shape, text) for name, (shape, text) in (optional or {}).items()})


_NAME_SPAN = _table(
    "a name and its last day", {"name": (TEXT, "the name")}, {"until": (DATE, "its last day; none for today's name")}
)
NAMES: Final = Either(TEXT, Items(_NAME_SPAN, least=1, what="a list of names"))
AMENDED: Final = Items(
    _table(
        "an amendment", {"date": (DATE, "from when the changed credentials hold"), "reason": (TEXT, "why they changed")}
    )
)
_SINCE_UNTIL: Final[dict[str, tuple[Shape, str]]] = {
    "since": (DATE, "the first day"),
    "until": (DATE, "the last day; entries end, they are never removed"),
}

_KEY = _table(
    "a key",
    {"public": (MULTIKEY, "the public key, as `badges keygen` prints it"), "since": (DATE, "the day it was made")},
    {"revoked": (DATE, "the day from which nothing may trust it any more")},
)
_CAMPUS = _table(
    "a campus",
    {"name": (NAMES, "its name, or its names with their last days")},
    {
        "enrolled": (Number("a number of learners", 10_000_000), "how many learners it has"),
        "under_16": (Flag(), "whether most learners are under 16: their awards get no LinkedIn button"),
        **_SINCE_UNTIL,
    },
)
_GRANT = Either(
    slug("a badge"),
    _table("a badge that may be awarded", {"slug": (slug("a badge"), "the badge")}, {"until": (DATE, "the last day")}),
)
_ASSESSOR = _table(
    "an assessor",
    {
        "name": (NAMES, "a department or role, never a private person without their consent"),
        "github": (
            Form("a GitHub login or team", r"@?[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:/[A-Za-z0-9._-]+)?", "login, or organisation/team",
                 also={"type": ["string", "integer", "boolean"], "minimum": 0}),
            "who approves these awards on GitHub: a login, or organisation/team",
        ),
        "badges": (Items(_GRANT, what="a list of badges"), "the badges it may award"),
    },
    {"campus": (slug("a campus"), "the only campus it may award at; none: everywhere"), **_SINCE_UNTIL},
)  # fmt: skip
_EVIDENCE_HOST = Either(
    HOST, _table("a host of evidence", {"host": (HOST, "its name")}, {"until": (DATE, "the last day")})
)

ISSUER: Final = _table(
    "the issuer",
    {
        "name": (NAMES, "the district's name"),
        "url": (SITE_URL, "where the site is published, for good; the issuer's DID follows from it"),
        "email": (EMAIL, "an office's address, shown on every badge"),
        "description": (TEXT, "who awards, in a sentence or two"),
        "language": (LANGUAGE, "the language of the pages, such as en"),
        "privacy_notice": (URL, "the page that says what is done with learners' data"),
        "keys": (Items(_KEY, least=1, what="a list of keys"), "public keys, newest first; the first that is not revoked signs"),
        "campuses": (Entries(slug("the id of a campus"), _CAMPUS, least=1, what="a mapping of campuses"), "where badges are earned"),
        "assessors": (Entries(slug("the id of an assessor"), _ASSESSOR, least=1, what="a mapping of assessors"), "who may award what"),
    },
    {
        "image": (IMAGE, "an SVG or PNG file in badges/"),
        "region": (
            Form("a region", r"[A-Z]{2}-[A-Z0-9]{1,3}", "a country and its part by ISO 3166-2, such as US-PA"),
            "country and state by ISO 3166-2, such as US-PA",
        ),
        "repository": (
            Form("a repository on GitHub", r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?/[A-Za-z0-9._-]+", "owner/name"),
            "this repository on GitHub, owner/name",
        ),
        "evidence_hosts": (Items(_EVIDENCE_HOST, what="a list of hosts"), "the only hosts that evidence may link to"),
        "student_number": (TEXT, "what a student number looks like (# a digit), so that none is ever published: S######"),
        "status_valid_for": (DURATION, "after how long a status list lapses, at least a year; best left out"),
        "trusted_issuers": (
            Items(Form("an issuer", rf"(?:did:[a-z0-9]+:[A-Za-z0-9._:%-]+|https://{_URL_REST})", "a DID or https address"), unique=True),
            "issuers whose credentials this site takes for known",
        ),
        "amended": (AMENDED, "declared changes of what is embedded in published credentials"),
        "moved_from": (Either(SITE_URL, Items(SITE_URL, unique=True)), "where the site was published before"),
        "sole_approver": (Flag(), "true where one person both awards and approves; the issuer page says so"),
    },
)  # fmt: skip

_LEVEL = _table(
    "a level",
    {"id": (slug("the id of a level"), "its id"), "name": (TEXT, "its name")},
    {
        "points": (Number("a number of points", 1_000_000, places=3), "its points"),
        "description": (TEXT, "what work on this level shows"),
    },
)
_ROW = _table(
    "a rubric row",
    {
        "id": (slug("the id of a row"), "its id"),
        "name": (TEXT, "what is judged"),
        "required": (slug("the id of a level"), "below this level there is no badge"),
        "levels": (Items(_LEVEL, least=1, what="a list of levels"), "from low to high"),
    },
)
_ALIGNMENT = _table(
    "an alignment",
    {"name": (TEXT, "the standard's or occupation's name"), "url": (URL, "its page")},
    {
        "framework": (TEXT, "whose list it stands in"),
        "code": (TEXT, "its code there"),
        "type": (Choice("a type of alignment", TARGET_TYPES, extensible=True), "CFItem, ext:Occupation, ext:Standard…"),
        "description": (TEXT, "what it says"),
    },
)
_PARTNER = _table(
    "a partner",
    {"name": (TEXT, "an employer or college"), "statement": (TEXT, "what it says of the badge")},
    {"url": (URL, "its page")},
)
_REVIEW = _table(
    "a review",
    {
        "last": (DATE, "when the badge was last reviewed"),
        "next": (DATE, "by when it must be again; no award after that"),
    },
    {"partners": (Items(_PARTNER), "who reviewed it with you")},
)
_ONWARD = _table(
    "something that follows", {"name": (TEXT, "its name")}, {"url": (URL, "its page"), "note": (TEXT, "what it gives")}
)
_TRANSLATION = _table(
    "a translation",
    {},
    {name: (MARKDOWN, f"the {name} in that language") for name in ("name", "summary", "description", "criteria")},
)
_RETIRED = Either(DATE, _table("a retirement", {"date": (DATE, "the last day of awarding")}, {"reason": (TEXT, "why")}))
# A badge is never for taking part: a rubric and evidence, or, for a stack, badges that had them.
_STACK_OR_RUBRIC: Final = {
    "if": {"properties": {"stack": {"const": True}}, "required": ["stack"]},
    "then": {"required": ["requires"], "not": {"anyOf": [{"required": ["rubric"]}, {"required": ["evidence"]}]}},
    "else": {"required": ["rubric", "evidence"]},
}

BADGE: Final = Table(
    "a badge version",
    _table(
        "",
        {
            "name": (TEXT, "the badge's name"),
            "type": (Choice("a type of achievement", ACHIEVEMENT_TYPES, extensible=True), "Badge, MicroCredential, Certificate…"),
            "summary": (TEXT, "what the learner can do, in one sentence"),
            "description": (TEXT, "the same in a few sentences"),
            "criteria": (MARKDOWN, "what must be shown, in Markdown"),
            "level": (Choice("a level", LEVELS), "introductory, intermediate or advanced"),
            "review": (_REVIEW, "when the criteria were and will be reviewed"),
            "language": (LANGUAGE, "the language of these texts"),
        },
        {
            "skills": (Items(TEXT, unique=True, what="a list of skills"), "what a holder can do, in a few words each"),
            "hours": (Number("a number of hours", 100_000, places=3), "about how many hours it takes"),
            "credits": (Number("a number of credits", 100_000, places=3), "academic credits"),
            "valid_for": (DURATION, "how long an award holds, such as P2Y; none: for ever"),
            "rubric": (Items(_ROW, least=1, what="a list of rubric rows"), "what is judged, and the levels of each row"),
            "evidence": (
                _table(
                    "the evidence asked for",
                    {"minimum": (Number("a number of items", 100, least=1), "how many items an award needs")},
                    {"asks_for": (TEXT, "what kind of work")},
                ),
                "how much evidence an award needs",
            ),
            "alignments": (Items(_ALIGNMENT, what="a list of alignments"), "standards and occupations that it meets"),
            "requires": (
                _table("what is required", {"all": (Items(ANY_BADGE, least=1, unique=True, what="a list of badges"), "all of these badges")}),
                "badges that must be held before",
            ),
            "stack": (Flag(), "true where it is awarded for holding what it requires, with those awards as its evidence"),
            "leads_to": (Items(_ONWARD), "courses, certificates and jobs that it opens"),
            "image": (IMAGE, "an SVG or PNG file beside this one; without one an image is drawn"),
            "translations": (Entries(LANGUAGE, _TRANSLATION), "the texts in other languages, for the pages"),
            "amended": (AMENDED, "declared changes of what is embedded in published credentials"),
            "retired": (_RETIRED, "the last day of awarding this version"),
        },
    ).members,
    extra_schema=_STACK_OR_RUBRIC,
)  # fmt: skip

_EVIDENCE = Table(
    "an item of evidence",
    _table(
        "",
        {"name": (TEXT, "what it is")},
        {
            "url": (SECURE_URL, "where it is, on one of the issuer's evidence_hosts"),
            "description": (TEXT, "what it shows, where it has no address"),
            "narrative": (TEXT, "how it came about"),
            "genre": (TEXT, "such as Portfolio, Video, Software"),
        },
    ).members,
    needs_one_of=("url", "description"),
)
AWARD_RECORD: Final = _table(
    "an award",
    {
        "badge": (ONE_BADGE, "which version of which badge: slug@version"),
        "awarded": (DATE, "the day of the decision"),
        "assessor": (slug("an assessor"), "who decided, an id under assessors in badges/issuer.yml"),
        "status": (STATUS, "its place in the status lists, drawn at random and used once"),
        "identity": (
            _table(
                "an identity",
                {
                    "name": (IDENTITY_HASH, "the learner's name, sealed"),
                    "emailAddress": (IDENTITY_HASH, "the learner's e-mail address, sealed"),
                },
                {"id": (DID, "the learner's own DID, where there is one")},
            ),
            "who the learner is, sealed: nobody can guess it",
        ),
    },
    {
        "results": (Entries(slug("the id of a row"), slug("the id of a level"), what="a mapping of rows to levels"), "the level reached in each rubric row"),
        "evidence": (Items(_EVIDENCE, what="a list of evidence"), "the work that was assessed"),
        "builds_on": (Items(AWARD, unique=True, what="a list of awards"), "the learner's awards of the required badges"),
        "narrative": (TEXT, "what the assessor says of the work; classmates may recognise it"),
        "revoked": (_table("a revocation", {"date": (DATE, "when the award ended"), "reason": (TEXT, "why, in public")}), "set when the award has ended"),
    },
)  # fmt: skip

RESERVED: Final = Items(
    _table(
        "a reserved number",
        {
            "status": (STATUS, "the status number of an erased award"),
            "revoked": (Flag(), "whether that award was revoked"),
        },
    ),
    what="a list of reserved numbers",
)

KINDS: Final[dict[str, tuple[Shape, str]]] = {
    "issuer": (ISSUER, "Who awards: badges/issuer.yml"),
    "badge": (BADGE, "One version of one badge: badges/<slug>/v<N>.yml"),
    "award": (AWARD_RECORD, "One award: recipients/<campus>/<slug>/<award id>.yml"),
    "reserved": (RESERVED, "Status numbers of erased awards: recipients/reserved.yml"),
}
