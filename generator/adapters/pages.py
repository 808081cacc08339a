"""The catalogue's pages staged in a folder, for whichever site builder somebody prefers.

`docs/` holds Markdown, images and the catalogue's JSON files, `theme/` the overrides of Material's templates in what
MkDocs' Jinja and Zensical's MiniJinja have in common, `mkdocs.yml` plain settings without a plugin of ours.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from generator.adapters import registry
from generator.adapters.mkdocs_build import sources
from generator.adapters.registry_folder import RegistryFolder
from generator.adapters.staging import refuse_unless_ours, staged
from generator.diagnostics import Problem, arrange
from generator.errors import OutputRefused
from generator.model.catalogue import Catalogue
from generator.publishing.catalogue import catalogue_files
from generator.site.catalogue_pages import catalogue_pages
from generator.sources import catalogue as catalogues

SETTINGS: Final = "mkdocs.yml"
_HEAD: Final = "# Made by `badges pages` of a registry: edit that, and make this anew.\n"
# Builders make a list of their own pages. Keys are for who checks awards, and those come with `badges build` only.
_NOT_STAGED: Final = ("sitemap.xml", ".well-known/", "did.json")
_THE_REGISTRYS: Final = ("badges", "recipients", "docs", ".git", ".badges")


@dataclass(frozen=True, slots=True)
class StagedPages:
    """What came of it: how many pages of Markdown there are now, or the registry's Problems and none."""

    pages: int
    problems: tuple[Problem, ...]


def stage_pages(source: Path, out: Path) -> StagedPages:
    """Stage the pages of a registry in `out`, in one step; where the registry has errors, leave what was there.

    Raises `OutputRefused` for a folder that is not ours to replace, and OSError.
    """
    _refuse(source, out)
    loaded = catalogues.load(RegistryFolder(source), registry.today())
    problems = tuple(arrange(loaded.problems))
    if loaded.catalogue is None:
        return StagedPages(0, problems)
    made = sources(
        loaded.pages.settings,
        loaded.pages.docs,
        catalogue_pages(loaded.catalogue),
        loaded.catalogue.issuer.url,
        preview=False,
    )
    files = made | {SETTINGS: _settings(json.loads(made[SETTINGS]))} | dict(_data(loaded.catalogue))
    with staged(out) as stage:
        for path, data in files.items():
            stage.write(path, data)
    return StagedPages(sum(path.endswith(".md") for path in files), problems)


def _data(catalogue: Catalogue) -> Iterator[tuple[str, bytes]]:
    for path, data in catalogue_files(catalogue):
        if not path.startswith(_NOT_STAGED):
            yield f"docs/{path}", data


def _settings(told: dict[str, Any]) -> bytes:
    """The settings as people read them. Zensical's `classic` look is that of Material."""
    told["theme"]["variant"] = "classic"
    return (_HEAD + yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=120)).encode()


def _refuse(source: Path, out: Path) -> None:
    """Raise `OutputRefused` unless `out` is a new or empty folder outside the registry's own, or pages staged before.

    A built site bears the same mark, but has no settings.
    """
    place, top = Path(os.path.realpath(out)), Path(os.path.realpath(source))
    if any(place.is_relative_to(top / name) for name in _THE_REGISTRYS) or top.is_relative_to(place):
        raise OutputRefused(out, "the registry's own files are there; name another folder")
    refuse_unless_ours(out)
    if out.is_dir() and any(out.iterdir()) and not (out / SETTINGS).is_file():
        raise OutputRefused(out, "a built site is there; name another folder")
