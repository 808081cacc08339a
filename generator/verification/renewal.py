"""Where to look for a badge that was revoked or whose key was withdrawn: words only, nothing is asked there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from generator.addresses import Addresses, url_of
from generator.verification.did import did_web_url
from generator.verification.reading import JsonObject, id_of
from generator.verification.report import Check

# What nobody reads otherwise than it stands there: no escapes, no question, no way up.
_PLAIN: Final = re.compile(r"(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)+")
_LONGEST: Final = 200


def with_renewed(checks: Iterable[Check], document: JsonObject, at: str | None) -> list[Check]:
    """The checks; one that tells of a withdrawn key names where the issuer has the badge now, if it ever issued it.

    That is the badge's own id where this is an address of the issuer's own site, and not the one it was found at:
    whoever forged the badge can't send anybody elsewhere. Of a revoked award of such a site, its page is named.
    """
    address, issuer = id_of(document), id_of(document.get("issuer"))
    if address == at or not _is_of(issuer, address):
        return [*checks]
    told = {"key-revoked": f". If its issuer ever issued it, it is there with another signature: {address}"}
    site = Addresses(url_of(issuer))
    if award := site.award_of(address):
        page = site.award_page(award)
        told["revoked"] = f". Its page, if it is still there, says why and leads to a corrected one: {page}"
    return [replace(check, words=check.words + told.get(check.code, "")) for check in checks]


def _is_of(issuer: str, address: str) -> bool:
    """Whether the address lies below the site of a did:web."""
    document = did_web_url(issuer) or ""
    site = document.removesuffix("/did.json").removesuffix("/.well-known")
    rest = address.removeprefix(site)
    return bool(site) and rest != address and len(address) <= _LONGEST and _PLAIN.fullmatch(rest) is not None
