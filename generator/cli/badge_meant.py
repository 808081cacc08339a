"""Which badge is meant by what a person typed: `slug`, or `slug@N` for one version."""

from __future__ import annotations

import click

from generator.diagnostics import visible
from generator.model.achievement import Achievement, BadgeVersion, Requirement
from generator.names import Slug
from generator.sources.catalogue import Loaded
from generator.sources.shapes import listing, nearest


def badge_meant(loaded: Loaded, text: str) -> Requirement:
    """The badge, with its version where one was typed. Raises `click.UsageError` where there is none such."""
    badges = loaded.known.versions
    slug, at, version = text.partition("@")
    versions = badges.get(Slug(slug)) if Slug.admits(slug) else None
    if versions is None:
        near = nearest(slug, badges)
        hint = f"did you mean {near}?" if near else f"there are {listing(sorted(badges))}"
        raise click.UsageError(f"there is no badge {visible(slug)!r}: {hint}")
    numbers = {str(number): number for number in range(1, len(versions) + 1)}
    if at and version not in numbers:
        raise click.UsageError(f"{slug} has the versions 1 to {len(versions)}")
    return Requirement(Slug(slug), numbers.get(version))


def version_meant(loaded: Loaded, text: str) -> Achievement:
    """The version that is meant; of a badge without one, the newest. Raises `RegistryRefused` where it has mistakes."""
    meant = badge_meant(loaded, text)
    newest = len(loaded.known.versions[meant.badge])
    return loaded.finished_version(BadgeVersion(meant.badge, meant.version or newest))
