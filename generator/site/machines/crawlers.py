"""What search engines are told: which pages there are, and that awards are not for them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

from generator.model.catalogue import Catalogue
from generator.site.machines.feed import updated

_SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
# They fetch one page when somebody shares its address, to show a preview of it, and list nothing.
_PREVIEWERS: Final = (
    *("LinkedInBot", "facebookexternalhit", "Twitterbot", "Slackbot", "Slackbot-LinkExpanding"),
    *("WhatsApp", "Discordbot", "TelegramBot"),
)
_AWARDS: Final = "awards/"
_AWARD_DATA: Final = ("ob2/awards/", "ob2/revocations.json")


def _place(page: str) -> str:
    """Where the site has a page of `docs/`: `about.md` and `about/index.md` at `about/`."""
    folder, name = posixpath.split(page)
    own = "" if name in ("index.md", "README.md") else name.removesuffix(".md")
    return "".join(f"{part}/" for part in (folder, own) if part)


def robots(catalogue: Catalogue) -> bytes:
    """The rules (RFC 9309): awards are for whoever was given their address, and for the preview of a shared one."""
    at = catalogue.issuer.addresses
    top = urlsplit(at.home).path
    lines = ["User-agent: *", *(f"Disallow: {top}{path}" for path in (_AWARDS, *_AWARD_DATA)), ""]
    lines += [*(f"User-agent: {name}" for name in _PREVIEWERS), f"Allow: {top}{_AWARDS}"]
    lines += [*(f"Disallow: {top}{path}" for path in _AWARD_DATA), "", f"Sitemap: {at.sitemap}", ""]
    return "\n".join(lines).encode()


def sitemap(catalogue: Catalogue, written: Iterable[str] = ()) -> bytes:
    """The catalogue's pages, a badge's with the day on which it last changed, and those written by hand (Sitemaps 0.9).

    `written` are the paths of these below `docs/`; other files among them are no pages.
    """
    at = catalogue.issuer.addresses
    top = ElementTree.Element("urlset", xmlns=_SITEMAP)
    days = updated(catalogue)
    changed = {at.badge_page(slug): days[versions[-1].of] for slug, versions in sorted(catalogue.badges.items())}
    by_hand = sorted(at.at(_place(path)) for path in written if path.endswith(".md"))
    for address in dict.fromkeys((at.home, at.catalogue, *changed, at.issuer_page, *by_hand)):
        page = ElementTree.SubElement(top, "url")
        ElementTree.SubElement(page, "loc").text = address
        if address in changed:
            ElementTree.SubElement(page, "lastmod").text = changed[address].isoformat()
    ElementTree.indent(top, space=" ")
    return bytes(ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)) + b"\n"
