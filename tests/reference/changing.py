"""What `badges changes` says against a change of the sample registry, as the example of one code."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

from generator.adapters import registry
from generator.adapters.change_request import Request
from generator.adapters.changes import changes_of
from generator.cli.explain import Example
from tests.builds import built
from tests.cli.git_registry import REGISTRY, publish
from tests.problems.cases_of import apply
from tests.reference import spoilt

CASES: Final = spoilt.CASES.parent / "changes"


@cache
def cases_of_codes() -> dict[str, list[str]]:
    """The names of the cases that bring a code about, by code."""
    return spoilt.cases_in(CASES)


def example(code: str, shown_by: str) -> Example:
    """The example of a code from the case of that name."""
    case = (CASES / f"{shown_by}.case").read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder, patch.object(registry, "today", lambda: spoilt.TODAY):
        top = Path(folder)
        shutil.copytree(REGISTRY, top, dirs_exist_ok=True)
        publish(top)
        of_site = shown_by.startswith("site-")
        if of_site:
            built(top, top / "site")
        apply(case, top)
        request = Request(source=top, base=str(top / "site") if of_site else "HEAD", jobs=1)
        problems = changes_of(request, lambda *_: None).changes.problems
        return spoilt.example_of(code, shown_by, case, problems, top)
