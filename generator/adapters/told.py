"""What a ledger says of a whole build, so that it can be said again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from generator.adapters.earlier import Left, Look, problem_of
from generator.adapters.ledger import Ledger
from generator.publishing.outcome import NOTHING_READ, Built
from generator.publishing.sizes import Sizes


def header(look: Look, site: Mapping[str, Left], built: Built) -> dict[str, Any]:
    """What the ledger says of the whole."""
    told = asdict(replace(built, problems=(), read_back=NOTHING_READ))
    problems = [asdict(problem) for problem in built.problems]
    return {
        "started": look.started,
        "registry": look.of_registry(),
        "site": dict(site),
        "built": told | {"problems": problems},
    }


def told_of(ledger: Ledger) -> Built:
    """What came of the build that wrote the ledger, which is what would come of it again."""
    told = dict(ledger.header["built"])
    problems = tuple(map(problem_of, told.pop("problems")))
    warnings, sizes = tuple(told.pop("warnings")), Sizes(**told.pop("sizes"))
    return replace(Built(problems, **told), warnings=warnings, sizes=sizes, read_back=NOTHING_READ, unchanged=True)
