"""What was measured, as it is kept: `results.json`, from which `docs/performance.md` is written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parent / "results.json"
# What is told of the machine and differs from hour to hour.
NEW_FILE: Final = "processor time of a new file"


@dataclass(frozen=True)
class Result:
    """A row of the table: `key` names it in notes, `met` is None where nothing could be measured."""

    key: str
    work: str
    mark: str
    measured: str
    met: bool | None
    told: tuple[str, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Results:
    """A run: the machine and the versions in words, and every row."""

    machine: Mapping[str, str]
    rows: tuple[Result, ...]

    def write(self, file: Path) -> None:
        """Keep it."""
        file.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")


def read(file: Path) -> Results:
    """What was kept. Raises OSError."""
    kept = json.loads(file.read_text("utf-8"))
    rows = (Result(**(row | {"told": tuple(row["told"])})) for row in kept["rows"])
    return Results(kept["machine"], tuple(rows))


def merged(old: Results, new: Results) -> Results:
    """The old rows, with the new ones in their places; of another machine or other versions, the new ones alone."""
    if {**old.machine, NEW_FILE: ""} != {**new.machine, NEW_FILE: ""}:
        return new
    fresh = {row.key: row for row in new.rows}
    kept = [fresh.pop(row.key, row) for row in old.rows]
    return Results(new.machine, (*kept, *fresh.values()))
