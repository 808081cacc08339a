"""The kinds of YAML file as tables of members: the issuer, a badge version, an award, the reserved numbers."""

from __future__ import annotations

from typing import Final

from generator.model.achievement import LEVELS
from generator.sources.forms import (
    ACHIEVEMENT_TYPES,
    ANY_BADGE,
    AWARD,
    DATE,
    DID,
    DURATION,
    EMAIL,
    GITHUB,
    HOST,
    IDENTITY_HASH,
    IMAGE,
    ISSUER_ID,
    LANGUAGE,
    MARKDOWN,
    MULTIKEY,
    ONE_BADGE,
    REGION,
    REPOSITORY,
    SECURE_URL,
    SITE_URL,
    STATUS,
    TARGET_TYPES,
    TEXT,
    URL,
)  # fmt: skip
from generator.sources.scalars import Choice, Flag, Number, slug
from generator.sources.shapes import Shape
from generator.sources.tables import Either, Entries, Items, Table, table

_NAME_SPAN = table(
    "a name and its last day", {"name": (TEXT, "the name")}, {"until": (DATE, "its last day; none for today's name")}
)
NAMES: Final = Either(TEXT, Items(_NAME_SPAN, least=1, what="a list of names"))
AMENDED: Final = Items(
    table(
        "an amendment", {"date": (DATE, "from when the changed credentials hold"), "reason": (TEXT, "why they changed")}
    )
)
_SINCE_UNTIL: Final[dict[str, tuple[Shape, str]]] = {
    "since": (DATE, "the first day"),
    "until": (DATE, "the last day; entries end, they are never removed"),
}

_KEY = table(
    "a key",
    {"public": (MULTIKEY, "the public key, as `badges keygen` prints it"), "since": (DATE, "the day it was made")},
    {"revoked": (DATE, "the day from which nothing may trust it any more")},
)
_CAMPUS = table(
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
    table("a badge that may be awarded", {"slug": (slug("a badge"), "the badge")}, {"until": (DATE, "the last day")}),
)
_ASSESSOR = table(
    "an assessor",
    {
        "name": (NAMES, "a department or role, never a private person without their consent"),
        "github": (GITHUB, "who approves these awards on GitHub: a login, or organization/team"),
        "badges": (Items(_GRANT, what="a list of badges"), "the badges it may award"),
    },
    {"campus": (slug("a campus"), "the only campus it may award at; none: everywhere"), **_SINCE_UNTIL},
)
EVIDENCE_HOST = Either(
    HOST, table("a host of evidence", {"host": (HOST, "its name")}, {"until": (DATE, "the last day")})
)

ISSUER: Final = table(
    "the issuer",
    {
        "name": (NAMES, "the district's name"),
        "url": (SITE_URL, "where the site is published, for good; the issuer's DID follows from it"),
        "email": (EMAIL, "an office's address, shown on every badge"),
        "description": (TEXT, "who awards, in a sentence or two"),
        "language": (LANGUAGE, "the language of the pages, such as en"),
        "privacy_notice": (URL, "the page that says what is done with learners' data"),
        "keys": (
            Items(_KEY, least=1, what="a list of keys"),
            "public keys, newest first; the first that is not revoked signs",
        ),
        "campuses": (
            Entries(slug("the id of a campus"), _CAMPUS, least=1, what="a mapping of campuses"),
            "where badges are earned",
        ),
        "assessors": (
            Entries(slug("the id of an assessor"), _ASSESSOR, least=1, what="a mapping of assessors"),
            "who may award what",
        ),
    },
    {
        "image": (IMAGE, "an SVG or PNG file in badges/"),
        "region": (REGION, "country and state by ISO 3166-2, such as US-PA"),
        "repository": (REPOSITORY, "this repository on GitHub, owner/name"),
        "evidence_hosts": (Items(EVIDENCE_HOST, what="a list of hosts"), "the only hosts that evidence may link to"),
        "student_number": (
            TEXT,
            "what a student number looks like, # being a digit, so that none is published: S######",
        ),
        "status_valid_for": (DURATION, "after how long a status list lapses, at least a year; best left out"),
        "trusted_issuers": (Items(ISSUER_ID, unique=True), "issuers whose credentials this site takes for known"),
        "amended": (AMENDED, "declared changes of what is embedded in published credentials"),
        "moved_from": (Either(SITE_URL, Items(SITE_URL, unique=True)), "where the site was published before"),
        "sole_approver": (Flag(), "true where one person both awards and approves; the issuer page says so"),
        "administrators": (
            Items(GITHUB, least=1, unique=True, what="a list of logins and teams"),
            "who approves on GitHub what no assessor does, such as this file: logins, or organization/team",
        ),
    },
)

_LEVEL = table(
    "a level",
    {"id": (slug("the id of a level"), "its id"), "name": (TEXT, "its name")},
    {
        "points": (Number("a number of points", 1_000_000, places=3), "its points"),
        "description": (TEXT, "what work on this level shows"),
    },
)
_ROW = table(
    "a rubric row",
    {
        "id": (slug("the id of a row"), "its id"),
        "name": (TEXT, "what is judged"),
        "required": (slug("the id of a level"), "below this level there is no badge"),
        "levels": (Items(_LEVEL, least=1, what="a list of levels"), "from low to high"),
    },
)
_ALIGNMENT = table(
    "an alignment",
    {"name": (TEXT, "the standard's or occupation's name"), "url": (URL, "its page")},
    {
        "framework": (TEXT, "whose list it stands in"),
        "code": (TEXT, "its code there"),
        "type": (Choice("a type of alignment", TARGET_TYPES, extensible=True), "CFItem, ext:Occupation, ext:Standard…"),
        "description": (TEXT, "what it says"),
    },
)
_PARTNER = table(
    "a partner",
    {"name": (TEXT, "an employer or college"), "statement": (TEXT, "what it says of the badge")},
    {"url": (URL, "its page")},
)
_REVIEW = table(
    "a review",
    {
        "last": (DATE, "when the badge was last reviewed"),
        "next": (DATE, "by when it must be again; no award after that"),
    },
    {"partners": (Items(_PARTNER), "who reviewed it with you")},
)
_ONWARD = table(
    "something that follows", {"name": (TEXT, "its name")}, {"url": (URL, "its page"), "note": (TEXT, "what it gives")}
)
_TRANSLATION = table(
    "a translation",
    {},
    {name: (MARKDOWN, f"the {name} in that language") for name in ("name", "summary", "description", "criteria")},
)
_RETIRED = Either(
    DATE,
    table("a retirement", {"date": (DATE, "the last day of awarding")}, {"reason": (TEXT, "why, in a few words")}),
)
_TYPE = Choice("a type of achievement", ACHIEVEMENT_TYPES, extensible=True)
_REQUIRES = table(
    "what is required",
    {"all": (Items(ANY_BADGE, least=1, unique=True, what="a list of badges"), "all of these badges")},
)
# A badge is never for taking part: a rubric and evidence, or, for a stack, badges that had them.
_STACK_OR_RUBRIC: Final = {
    "if": {"properties": {"stack": {"const": True}}, "required": ["stack"]},
    "then": {"required": ["requires"], "not": {"anyOf": [{"required": ["rubric"]}, {"required": ["evidence"]}]}},
    "else": {"required": ["rubric", "evidence"]},
}

BADGE: Final = Table(
    "a badge version",
    table(
        "",
        {
            "name": (TEXT, "the badge's name"),
            "type": (_TYPE, "Badge, MicroCredential, Certificate…"),
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
            "rubric": (
                Items(_ROW, least=1, what="a list of rubric rows"),
                "what is judged, and the levels of each row",
            ),
            "evidence": (
                table(
                    "the evidence asked for",
                    {"minimum": (Number("a number of items", 100, least=1), "how many items an award needs")},
                    {"asks_for": (TEXT, "what kind of work")},
                ),
                "how much evidence an award needs",
            ),
            "alignments": (Items(_ALIGNMENT, what="a list of alignments"), "standards and occupations that it meets"),
            "requires": (_REQUIRES, "badges that must be held before"),
            "stack": (Flag(), "true where it is awarded for holding what it requires: those awards are its evidence"),
            "leads_to": (Items(_ONWARD), "courses, certificates and jobs that it opens"),
            "image": (IMAGE, "an SVG or PNG file beside this one; without one an image is drawn"),
            "translations": (Entries(LANGUAGE, _TRANSLATION), "the texts in other languages, for the pages"),
            "copied_from": (SECURE_URL, "the badge of others that this one was adapted from; its page names it"),
            "amended": (AMENDED, "declared changes of what is embedded in published credentials"),
            "retired": (_RETIRED, "the last day of awarding this version"),
        },
    ).members,
    extra_schema=_STACK_OR_RUBRIC,
)

EVIDENCE: Final = Table(
    "an item of evidence",
    table(
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
IDENTITY: Final = table(
    "an identity",
    {
        "name": (IDENTITY_HASH, "the learner's name, sealed"),
        "emailAddress": (IDENTITY_HASH, "the learner's e-mail address, sealed"),
    },
    {"id": (DID, "the learner's own DID, where there is one")},
)
REVOCATION: Final = table("a revocation", {"date": (DATE, "when the award ended"), "reason": (TEXT, "why, in public")})
AWARD_RECORD: Final = table(
    "an award",
    {
        "badge": (ONE_BADGE, "which version of which badge: slug@version"),
        "awarded": (DATE, "the day of the decision"),
        "assessor": (slug("an assessor"), "who decided, an id under assessors in badges/issuer.yml"),
        "status": (STATUS, "its place in the status lists, drawn at random and used once"),
        "identity": (
            IDENTITY,
            "who the learner is, sealed: nobody can guess it",
        ),
    },
    {
        "results": (
            Entries(slug("the id of a row"), slug("the id of a level"), what="a mapping of rows to levels"),
            "the level reached in each rubric row",
        ),
        "evidence": (Items(EVIDENCE, what="a list of evidence"), "the work that was assessed"),
        "builds_on": (
            Items(AWARD, unique=True, what="a list of awards"),
            "the learner's awards of the required badges",
        ),
        "narrative": (TEXT, "what the assessor says of the work; classmates may recognise it"),
        "revoked": (
            REVOCATION,
            "set when the award has ended",
        ),
    },
)

RESERVED: Final = Items(
    table(
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
