"""Every URL and path of a site, each with its inverse.

An address is made here and nowhere else. All stand below the issuer's `url` (no closing slash); a file's path
in the site is what follows it. `Addresses(url).site_path(address)` leads from any of them to the file that
answers, and `award_of` from an award's file to its id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from generator.names import AWARD_ID, AwardId, Did, SitePath, Slug

STATUS_LIST_LENGTH: Final = 131_072

# What a hand-written page must leave alone: folders at the top of the site that are, or may become, the site's own.
KEPT_FREE: Final = frozenset(
    "api assets awards backpack badges desk endorse endorsements insights issuer log ob2 records schemas search setup"
    " status verify .well-known".split()
)
KEPT_FREE_FILES: Final = frozenset("404.html did.json sitemap.xml sitemap.xml.gz robots.txt .nojekyll".split())

_AWARD_FILE = re.compile(rf"(?:ob2/)?awards/(..)/({AWARD_ID})\.(html|json|png|svg)")
_URL = re.compile(r"https://(?P<host>[a-z0-9.-]+)(?::(?P<port>[1-9][0-9]{0,4}))?(?P<path>(?:/[A-Za-z0-9._-]+)*)")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def is_address(site: str) -> bool:
    """Whether a site is named by an address, not by a folder."""
    return "://" in site


def is_site_url(url: str) -> bool:
    """Whether the text may be an issuer's `url`: https, lower-case host, no query, fragment or closing slash.

    Port 443 is not written out, and a path has only characters that a DID may have (did-core, 3.1).
    """
    match = _URL.fullmatch(url)
    if match is None:
        return False
    labels, port = match["host"].split("."), int(match["port"] or 1)
    named = all(map(_LABEL.fullmatch, labels)) and labels[-1][0].isalpha()
    return named and port < 65_536 and port != 443 and not {".", ".."} & set(match["path"].split("/"))


def did_of(url: str) -> Did:
    """The did:web identifier of a site's `url` (did:web, 3.2): a port's colon is `%3A`, slashes are colons."""
    rest = url.partition("://")[2]
    return Did("did:web:" + rest.replace(":", "%3A").replace("/", ":"))


def url_of(did: str) -> str:
    """The site `url` that a did:web identifier stands for; the inverse of `did_of` for https sites."""
    rest = did.removeprefix("did:web:").replace(":", "/")
    host, slash, path = rest.partition("/")
    return "https://" + host.replace("%3A", ":") + slash + path


@dataclass(frozen=True)
class Addresses:
    """The addresses of the site at `url`, which has no closing slash."""

    url: str

    # -- the issuer -------------------------------------------------------------------------------------------

    @cached_property
    def did(self) -> Did:
        """The issuer's DID."""
        return did_of(self.url)

    @property
    def host(self) -> str:
        """The host without a port, as `allowedOrigins` of Open Badges 2.0 wants it."""
        return self.url.partition("://")[2].partition("/")[0].partition(":")[0]

    @property
    def place(self) -> str:
        """The site as people name it: host and path, as one host may have sites of several issuers."""
        return self.url.partition("://")[2]

    @property
    def did_document(self) -> str:
        """Where did:web looks for the DID document: at a host's top under `.well-known`, else below the path."""
        return self.at("did.json" if "/" in self.url.partition("://")[2] else ".well-known/did.json")

    def key(self, multikey: str) -> str:
        """The DID URL of a verification method; its fragment is the key's own Multikey."""
        return f"{self.did}#{multikey}"

    @property
    def issuer_page(self) -> str:
        """The page about the issuer."""
        return self.at("issuer/")

    @property
    def profile(self) -> str:
        """The issuer's Profile."""
        return self.at("issuer/profile.json")

    @property
    def issuer_image(self) -> str:
        """The issuer's image."""
        return self.at("issuer/image.png")

    def campus(self, campus: Slug) -> str:
        """The id of a campus, a place on the issuer page."""
        return f"{self.issuer_page}#{campus}"

    # -- badges -----------------------------------------------------------------------------------------------

    @property
    def home(self) -> str:
        """The front page."""
        return self.at("")

    @property
    def catalogue(self) -> str:
        """The page that lists all badges."""
        return self.at("badges/")

    def badge_page(self, badge: Slug) -> str:
        """The page of a badge with all its versions."""
        return self.at(f"badges/{badge}/")

    def criteria(self, badge: Slug, version: int) -> str:
        """The id of a version's criteria, a place on the badge page."""
        return f"{self.badge_page(badge)}#v{version}"

    def achievement(self, badge: Slug, version: int) -> str:
        """The Achievement of a badge version."""
        return self.at(f"badges/{badge}/v{version}.json")

    def row(self, badge: Slug, version: int, row: str) -> str:
        """The id of a rubric row, a ResultDescription."""
        return f"{self.achievement(badge, version)}#{row}"

    def level(self, badge: Slug, version: int, row: str, level: str) -> str:
        """The id of a level of a rubric row, a RubricCriterionLevel."""
        return f"{self.row(badge, version, row)}/{level}"

    def image(self, badge: Slug, version: int, kind: str = "png") -> str:
        """A badge version's image, `png` or `svg`."""
        return self.at(f"badges/{badge}/v{version}.{kind}")

    # -- awards -----------------------------------------------------------------------------------------------

    def award_page(self, award: AwardId) -> str:
        """The verification page of an award."""
        return self.at(f"awards/{award.shard}/{award}.html")

    def credential(self, award: AwardId) -> str:
        """The credential of an award, whose `id` this is."""
        return self.at(f"awards/{award.shard}/{award}.json")

    def status_list(self, number: int) -> str:
        """The status list of that number."""
        return self.at(f"status/{number}.json")

    def status_entry(self, status: int) -> str:
        """The id of an award's place in the status lists: list and index."""
        return f"{self.status_list(status // STATUS_LIST_LENGTH)}#{status % STATUS_LIST_LENGTH}"

    # -- Open Badges 2.0 --------------------------------------------------------------------------------------

    @property
    def ob2(self) -> str:
        """What every address of an Open Badges 2.0 document begins with."""
        return self.at("ob2/")

    @property
    def ob2_issuer(self) -> str:
        """The Open Badges 2.0 Profile."""
        return self.at("ob2/issuer.json")

    @property
    def ob2_revocations(self) -> str:
        """The RevocationList."""
        return self.at("ob2/revocations.json")

    def badge_class(self, badge: Slug, version: int) -> str:
        """The BadgeClass of a badge version."""
        return self.at(f"ob2/badges/{badge}/v{version}.json")

    def assertion(self, award: AwardId) -> str:
        """The hosted Assertion of an award."""
        return self.at(f"ob2/awards/{award.shard}/{award}.json")

    # -- schemas ----------------------------------------------------------------------------------------------

    def schema(self, name: str) -> str:
        """The JSON Schema of a kind of YAML file."""
        return self.at(f"schemas/{name}.json")

    # -- for machines ------------------------------------------------------------------------------------------

    @property
    def api_badges(self) -> str:
        """Every badge with its versions, as JSON."""
        return self.at("api/badges.json")

    @property
    def api_skills(self) -> str:
        """Every skill with its badges, as JSON."""
        return self.at("api/skills.json")

    @property
    def api_registry(self) -> str:
        """The registry and its figures, as JSON."""
        return self.at("api/registry.json")

    @property
    def api_description(self) -> str:
        """The description of all that a program may read, in OpenAPI."""
        return self.at("api/openapi.json")

    @property
    def feed(self) -> str:
        """The Atom feed of new badge versions."""
        return self.at("api/badges.atom")

    @property
    def robots(self) -> str:
        """What crawlers are told; they ask for it at a host's top only."""
        return self.at("robots.txt")

    @property
    def sitemap(self) -> str:
        """The list of the catalogue's pages for search engines."""
        return self.at("sitemap.xml")

    # -- and back ---------------------------------------------------------------------------------------------

    def at(self, path: str) -> str:
        """The address of a file or folder of the site."""
        return f"{self.url}/{path}"

    def site_path(self, address: str) -> SitePath | None:
        """The file of the site that answers an address (`…/` is `…/index.html`); None where it is not on this site."""
        if address.startswith(self.url + "/"):
            path = address[len(self.url) + 1 :].partition("#")[0]
            path = path + "index.html" if path == "" or path.endswith("/") else path
            if SitePath.admits(path) and "?" not in path and "%" not in path:
                return SitePath(path)
        return None

    def award_of(self, address: str) -> AwardId | None:
        """The award that a page, credential or assertion address of this site is about, or None."""
        path = self.site_path(address)
        match = _AWARD_FILE.fullmatch(path) if path else None
        return AwardId(match[2]) if match and match[2].startswith(match[1]) else None

    def is_own(self, address: str) -> bool:
        """Whether the address is of the kinds above, so that nothing else may bear it."""
        path = self.site_path(address)
        return path is not None and path.split("/")[0] in KEPT_FREE | KEPT_FREE_FILES


PREVIEW: Final = Addresses("http://localhost:8000")
