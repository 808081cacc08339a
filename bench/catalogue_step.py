"""The catalogue's pages alone, as a build makes them: `python -m bench.catalogue_step REGISTRY OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.adapters import registry
from generator.adapters.mkdocs_build import build_catalogue
from generator.adapters.registry_folder import RegistryFolder
from generator.site.catalogue_pages import catalogue_pages
from generator.sources import catalogue as catalogues


def main() -> None:
    """Load a registry's small part and write its pages."""
    source, out = map(Path, sys.argv[1:])
    loaded = catalogues.load(RegistryFolder(source), registry.today())
    assert loaded.catalogue is not None, loaded.problems
    build_catalogue(
        settings=loaded.pages.settings,
        docs=loaded.pages.docs,
        pages=catalogue_pages(loaded.catalogue),
        url=loaded.catalogue.issuer.url,
        preview=False,
        out=out,
    )


if __name__ == "__main__":
    main()
