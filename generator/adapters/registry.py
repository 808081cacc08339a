"""A registry of this machine, loaded with today's date."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import arrange, render
from generator.errors import RegistryRefused

if TYPE_CHECKING:
    from generator.model.catalogue import Catalogue
    from generator.sources.catalogue import Loaded


def today() -> date:
    """The day in UTC: the last that an award may be of."""
    return datetime.now(UTC).date()


def now() -> datetime:
    """The moment in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def load_folder(folder: Path) -> Loaded:
    """The registry in a folder without its awards."""
    # Imported here: whoever asks for the day only need not wait for what reads registries.
    from generator.adapters.registry_folder import RegistryFolder
    from generator.sources import catalogue

    return catalogue.load(RegistryFolder(folder), today())


def load_catalogue_of_folder(folder: Path) -> Catalogue:
    """The catalogue of the registry in a folder. Raises `RegistryRefused` with the Problems as people read them."""
    loaded = load_folder(folder)
    if loaded.catalogue is None:
        raise RegistryRefused("\n".join(render(problem) for problem in arrange(loaded.problems)))
    return loaded.catalogue
