"""What a wheel holds beside the package: the lock of its libraries and the guides, for registries that are begun."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NO_GUIDES = {"performance.md"}
THERE = "generator/data/registry"


class ForRegistries(BuildHookInterface):
    """Adds the files; an editable install finds them where they are (`generator/adapters/package_pin.py`)."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name them with their places in the wheel."""
        if version == "standard":
            top = Path(self.root)
            build_data["force_include"][str(top / "requirements" / "runtime.txt")] = f"{THERE}/libraries.txt"
            for guide in sorted((top / "docs").glob("*.md")):
                if guide.name not in NO_GUIDES:
                    build_data["force_include"][str(guide)] = f"{THERE}/docs/{guide.name}"
