"""A registry of badges in Git becomes a signed site of Open Badges that strangers can verify.

For other programs: `load`, `check`, `build` and `verify`, and the types that they take and return. They are imported
when they are first asked for, so that a command need not wait for what it doesn't use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.adapters.site_folder import SiteFolder
    from generator.api import build, check, load, verify
    from generator.diagnostics import Position, Problem
    from generator.model.catalogue import Catalogue
    from generator.publishing.outcome import Built
    from generator.verification import Check, Outcome, Report, Verdict

__all__ = [
    "Built",
    "Catalogue",
    "Check",
    "Outcome",
    "Position",
    "Problem",
    "Report",
    "SiteFolder",
    "Verdict",
    "build",
    "check",
    "load",
    "verify",
]

_HOMES = {
    "Built": "generator.publishing.building",
    "Catalogue": "generator.model.catalogue",
    "Check": "generator.verification",
    "Outcome": "generator.verification",
    "Position": "generator.diagnostics",
    "Problem": "generator.diagnostics",
    "Report": "generator.verification",
    "SiteFolder": "generator.adapters.site_folder",
    "Verdict": "generator.verification",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES.get(name, "generator.api")), name)
