"""The forms of single values in the registry's files: addresses, names, dates, keys, numbers."""

from __future__ import annotations

from typing import Final

from generator.addresses import is_site_url
from generator.encodings import multikey
from generator.errors import EncodingError
from generator.model.dated import Duration
from generator.names import AWARD_ID, RESERVED, SLUG, Did, Slug
from generator.sources.languages import LANGUAGES, REGIONS
from generator.sources.scalars import Day, Form, Number, Text

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
    "ceasn:Competency", "ceterms:Credential", "CFItem", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel",
    "CTDL",
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


_NO_DEVICE: Final = {"not": {"type": "string", "pattern": f"^(?:{'|'.join(sorted(RESERVED))})(?:@|$)"}}


# RFC 3986, ASCII, with a host and without a password: what signatures and foreign verifiers can't disagree about.
_CHARACTER: Final = r"(?:[A-Za-z0-9._~:@!$&'()*+,;=/-]|%[0-9A-Fa-f]{2})"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_WEB: Final = (
    rf"{_LABEL}(?:\.{_LABEL})*(?::[0-9]{{1,5}})?"
    rf"(?:/{_CHARACTER}*)?(?:\?(?:{_CHARACTER}|\?)*)?(?:#(?:{_CHARACTER}|\?)*)?"
)
_WRITE_OUT: Final = "write it out from https:// on, in ASCII, without spaces or a password"
_DID: Final = r"did:[a-z0-9]+:(?:[A-Za-z0-9._:-]|%[0-9A-Fa-f]{2})*(?:[A-Za-z0-9._-]|%[0-9A-Fa-f]{2})"
_LOGIN: Final = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_NO_PORT: Final = "6553[6-9]|655[4-9][0-9]|65[6-9][0-9]{2}|6[6-9][0-9]{3}|[7-9][0-9]{4}"
_HOST_LABEL: Final = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"

TEXT: Final = Text()
MARKDOWN: Final = Text("a text in Markdown")
DATE: Final = Day()
URL: Final = Form("a web address", f"https?://{_WEB}", _WRITE_OUT)
SECURE_URL: Final = Form("an https address", f"https://{_WEB}", _WRITE_OUT)
EMAIL: Final = Form(
    "an e-mail address", rf"[A-Za-z0-9._%+'-]+@{_LABEL}(?:\.{_LABEL})+", "such as badges@example.org", longest=254
)
LANGUAGE: Final = Form(
    "a language tag",
    rf"(?:{'|'.join(LANGUAGES)})(?:-[A-Z][a-z]{{3}})?(?:-(?:{'|'.join(REGIONS)}|[0-9]{{3}}))?",
    "write a language and perhaps a region: en, es, en-US, en-GB, es-419 or zh-Hant-TW",
)
HOST: Final = Form(
    "a host name",
    rf"(?:{_HOST_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?",
    "write the lower-case name only, such as work.example.org",
    longest=253,
)
DURATION: Final = Form(
    "a length of time",
    "P(?=.)(?:[0-9]{1,4}W|(?:[0-9]{1,3}Y)?(?:[0-9]{1,4}M)?(?:[0-9]{1,5}D)?)",
    "write P2Y for two years, P18M for eighteen months, P90D or P6W: not zero, years up to 999, months and weeks up to "
    "9999, days up to 99999",
    admits=lambda text: Duration.parse(text) is not None,
    also={"not": {"pattern": "^P(?:0+[YMWD])+$"}},
)
SITE_URL: Final = Form(
    "the address of a site",
    rf"https://(?:{_HOST_LABEL}\.)*[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?(?::[1-9][0-9]{{0,4}})?(?:/[A-Za-z0-9._-]+)*",
    "write https://, the host in lower case and perhaps a path, without a closing slash or :443",
    admits=is_site_url,
    also={"not": {"pattern": rf"/\.{{1,2}}(?:/|$)|:(?:443|{_NO_PORT})(?:/|$)"}},
)
IDENTITY_HASH: Final = Form(
    "a sealed identity", r"sha256\$[0-9a-f]{64}", "never a name or address itself: sha256$ and 64 hexadecimal digits"
)
DID: Final = Form("a DID", _DID, "without path or fragment, such as did:key:z6Mk…", admits=Did.admits)
ISSUER_ID: Final = Form("an issuer", rf"(?:{_DID}|https://{_WEB})", "a DID, or an https address")
AWARD: Final = Form(
    "an award id", AWARD_ID, "26 characters of 0123456789abcdefghjkmnpqrstvwxyz: the name of the award's file"
)
ONE_BADGE: Final = Form(
    "a badge version",
    f"{SLUG}@[1-9][0-9]{{0,3}}",
    "write slug@version, such as circuit-design@1",
    longest=69,
    admits=_is_badge,
    recurs=True,
    also=_NO_DEVICE,
)
ANY_BADGE: Final = Form(
    "a badge",
    f"{SLUG}(?:@[1-9][0-9]{{0,3}})?",
    "write its slug, or slug@version for just that version",
    longest=69,
    admits=_is_badge,
    also={"type": ["string", "integer", "boolean"], "minimum": 0, **_NO_DEVICE},
)
IMAGE: Final = Form(
    "an image file",
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*\.(?:svg|png)",
    "name an SVG or PNG file beside this one, in lower case",
    longest=100,
)
MULTIKEY: Final = Form(
    "a public key",
    "z6Mk[1-9A-HJ-NP-Za-km-z]{44}",
    "the line that `badges keygen` prints, beginning with z6Mk",
    admits=_is_key,
)
REGION: Final = Form("a region", "[A-Z]{2}-[A-Z0-9]{1,3}", "a country and its part by ISO 3166-2, such as US-PA")
REPOSITORY: Final = Form("a repository on GitHub", f"{_LOGIN}/[A-Za-z0-9._-]+", "write owner/name")
GITHUB: Final = Form(
    "a GitHub login or team",
    f"@?{_LOGIN}(?:/[A-Za-z0-9._-]+)?",
    "write a login, or organization/team",
    also={"type": ["string", "integer", "boolean"], "minimum": 0},
)
STATUS: Final = Number("a status number", STATUS_NUMBERS - 1)
