"""The files that don't grow with the number of awards: issuer, badges, schemas, images, lists for programs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from generator import resources
from generator.encodings import json_text
from generator.images.drawing import draw
from generator.images.raster import plain_png, svg_to_png
from generator.model.achievement import Achievement
from generator.model.catalogue import Catalogue
from generator.openbadges import v2, v3
from generator.openbadges.did_document import did_document
from generator.openbadges.json_values import Json
from generator.publishing.checking import Map
from generator.site.award_page import site_assets
from generator.site.machines import api
from generator.site.machines.crawlers import robots, sitemap
from generator.site.machines.feed import feed
from generator.site.machines.openapi import description

SCHEMAS = ("issuer", "badge", "award", "reserved")


def catalogue_files(catalogue: Catalogue, run: Map = map, written: Collection[str] = ()) -> Iterator[tuple[str, bytes]]:
    """Path in the site and bytes of each file that is made of the catalogue alone; `run` draws its pictures.

    `written` are the hand-written pages that the site shows, by their path below `docs/`: their addresses are listed.
    """
    at = catalogue.issuer.addresses
    for address, document in _documents(catalogue):
        yield _path(catalogue, address), json_text.dump(document)
    for address, data in _images(catalogue, run):
        yield _path(catalogue, address), data
    for name in SCHEMAS:
        yield _path(catalogue, at.schema(name)), resources.data_bytes(f"schemas/{name}.json")
    yield from site_assets().items()
    for address, data in _for_machines(catalogue, written):
        yield _path(catalogue, address), data


def _documents(catalogue: Catalogue) -> Iterator[tuple[str, Json]]:
    at = catalogue.issuer.addresses
    yield at.did_document, did_document(catalogue.issuer)
    yield at.profile, v3.profile(catalogue.issuer)
    yield at.ob2_issuer, v2.issuer(catalogue.issuer)
    for badge in catalogue.achievements():
        slug, version = badge.of.badge, badge.of.version
        yield at.achievement(slug, version), v3.achievement(catalogue, badge)
        yield at.badge_class(slug, version), v2.badge_class(catalogue, badge)


def _for_machines(catalogue: Catalogue, written: Collection[str]) -> Iterator[tuple[str, bytes]]:
    at = catalogue.issuer.addresses
    yield at.api_badges, json_text.dump(api.badges(catalogue))
    yield at.api_skills, json_text.dump(api.skills(catalogue))
    yield at.api_description, json_text.dump(description(catalogue))
    yield at.feed, feed(catalogue)
    yield at.robots, robots(catalogue)
    yield at.sitemap, sitemap(catalogue, written)


def _images(catalogue: Catalogue, run: Map) -> Iterator[tuple[str, bytes]]:
    at, issuer = catalogue.issuer.addresses, catalogue.issuer
    badges = [(badge, *badge_image(catalogue, badge)) for badge in catalogue.achievements()]
    own = catalogue.images[f"badges/{issuer.image}"] if issuer.image else b""
    # Versions often share one; drawing takes longer than all else that is made of a badge.
    drawn = dict.fromkeys(data for _, data, is_svg in badges if is_svg)
    drawn |= {own: None} if issuer.image and issuer.image.endswith(".svg") else {}
    pngs = dict(zip(drawn, run(png_of, drawn), strict=True))
    if issuer.image:
        yield at.issuer_image, pngs.get(own) or plain_png(own)
    for badge, data, is_svg in badges:
        slug, version = badge.of.badge, badge.of.version
        if is_svg:
            yield at.image(slug, version, "svg"), data
        yield at.image(slug, version), pngs[data] if is_svg else data


def badge_image(catalogue: Catalogue, badge: Achievement) -> tuple[bytes, bool]:
    """The author's image, a PNG without its metadata, or a drawn one, and whether it is an SVG."""
    if badge.image is None:
        return draw(badge.of.badge, badge.name, badge.level), True
    data, is_svg = catalogue.images[f"badges/{badge.of.badge}/{badge.image}"], badge.image.endswith(".svg")
    return data if is_svg else plain_png(data), is_svg


@lru_cache(maxsize=1024)
def png_of(svg: bytes) -> bytes:
    """The PNG of an SVG, kept for whoever builds again and again, as `mkdocs serve` does."""
    return svg_to_png(svg)


def _path(catalogue: Catalogue, address: str) -> str:
    path = catalogue.issuer.addresses.site_path(address)
    assert path is not None
    return path
