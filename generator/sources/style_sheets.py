"""Style sheets of `docs/`: they colour the site, and fetch nothing from elsewhere."""

from __future__ import annotations

import re
from typing import Final

from generator.diagnostics import Problem
from generator.sources.personal import Personal, conceal
from generator.sources.yaml_nodes import read_text

# Backslashes could write any of these otherwise; a colour needs none.
_FETCHES: Final = re.compile(
    r"@(?:import|font-face)\b[^;{}\n]*"
    r"|\b(?:url|src|image-set)\s*\(\s*['\"]?\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//)[^)\n]*"
    r"|\\",
    re.IGNORECASE,
)


def style_faults(path: str, data: bytes, personal: Personal) -> list[Problem]:
    """The Problems of a style sheet."""
    document = read_text(path, data)
    unread = bool(document.problems)
    conceal(document, personal)
    for found in () if unread else _FETCHES.finditer(document.text):
        place = document.place(found.start(), found.end())
        message = "a style sheet fetches nothing from elsewhere, and has no backslashes"
        document.report("foreign-style", message, place, "use colours and sizes, and images of docs/ by relative paths")
    return document.problems
