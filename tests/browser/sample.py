"""The sample registry of this repository as a signed site, and which of its pages stand for all of their kind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from tests.builds import built

ROOT = Path(__file__).parent.parent.parent
CATALOGUE = {
    "home": "/",
    "catalogue": "/badges/",
    "badge": "/badges/circuit-design/",
    "badge of two versions": "/badges/basic-coding/",
    "stack": "/badges/engineering-foundations/",
    "issuer": "/issuer/",
    "not found": "/nowhere/to/be/found",
}
AWARDS = ("award", "award revoked", "award expired", "award of an older version", "award of a stack", "award under 16")
KINDS = (*CATALOGUE, *AWARDS)


@dataclass(frozen=True)
class Award:
    """What tells an award from others, out of the registry and the site."""

    address: str
    record: dict[str, Any]
    campus: str
    expired: bool
    newest: bool
    stack: bool

    @property
    def plain(self) -> bool:
        return "revoked" not in self.record and not self.expired and self.newest and not self.stack


def build(folder: Path, source: Path = ROOT) -> Path:
    """Build the signed site of the registry into the folder; the folder."""
    return built(source, folder)


def host_name(source: Path = ROOT) -> str:
    """The name under which the registry's site is published."""
    url: str = _yaml(source / "badges" / "issuer.yml")["url"]
    return url.removeprefix("https://")


def addresses(site: Path, source: Path = ROOT) -> dict[str, str]:
    """One address of each kind of page; kinds that the registry lacks are left out."""
    campuses = _yaml(source / "badges" / "issuer.yml")["campuses"]
    all_awards = list(awards(site, source))
    choices = {
        "award": (each for each in all_awards if each.plain and len(each.record["results"]) > 1),
        "award revoked": (each for each in all_awards if "revoked" in each.record),
        "award expired": (each for each in all_awards if each.expired),
        "award of an older version": (each for each in all_awards if not each.newest),
        "award of a stack": (each for each in all_awards if each.stack),
        "award under 16": (each for each in all_awards if campuses[each.campus].get("under_16")),
    }
    found = {kind: next(choice, None) for kind, choice in choices.items()}
    return CATALOGUE | {kind: award.address for kind, award in found.items() if award}


def awards(site: Path, source: Path = ROOT) -> Iterator[Award]:
    """Every award, in the order of their files."""
    now = datetime.now(UTC)
    for file in sorted(source.glob("recipients/*/*/*.yml")):
        record = _yaml(file)
        address = f"/awards/{file.stem[:2]}/{file.stem}.html"
        credential = json.loads((site / address.lstrip("/")).with_suffix(".json").read_text("utf-8"))
        ends = credential.get("validUntil")
        slug, _, number = record["badge"].partition("@")
        newest = not (source / "badges" / slug / f"v{int(number) + 1}.yml").exists()
        badge = _yaml(source / "badges" / slug / f"v{number}.yml")
        expired = ends is not None and datetime.fromisoformat(ends) < now
        yield Award(address, record, file.parts[-3], expired, newest, bool(badge.get("stack")))


def _yaml(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(file.read_text("utf-8"), yaml.CSafeLoader)
    return found
