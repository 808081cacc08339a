"""Measures the program and writes `docs/performance.md`: `make bench`, or `python -m bench`. About fifteen minutes."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from bench import results
from bench.measuring import ROOT, Failed
from bench.page import NOTES, page, table
from bench.results import Result, Results
from bench.rows import ROWS
from bench.verifying import Wrong
from bench.workplace import NoRoom, machine, workplace

PAGE: Final = ROOT / "docs" / "performance.md"
AWARDS: Final = 100_000
MOST: Final = 1_000_000


def main(arguments: list[str] | None = None) -> int:
    """Run the command; 0, or 1 where something that was built is wrong, or could not be built."""
    asked = _asked(arguments)
    if asked.page:
        _write_page(results.read(results.FILE))
        return 0
    whole = (asked.awards, asked.most) == (AWARDS, MOST)
    try:
        measured = _measure(asked)
    except (Wrong, Failed, NoRoom) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: ended before all was measured; nothing is kept", file=sys.stderr)
        return 130
    print(table(measured))
    if not whole:
        print("bench: of a smaller registry, so nothing is kept", file=sys.stderr)
        return 0
    if asked.rows != [*ROWS] and results.FILE.exists():
        measured = results.merged(results.read(results.FILE), measured)
    measured.write(results.FILE)
    _write_page(measured)
    return 0


def _measure(asked: argparse.Namespace) -> Results:
    rows: list[Result] = []
    with workplace(asked.folder, awards=asked.awards, most=asked.most, runs=asked.runs) as place:
        told = machine(place.folder)
        for name in asked.rows:
            for row in ROWS[name](place):
                rows.append(row)
                print(f"bench: {row.work}: {row.measured} ({row.mark})", file=sys.stderr, flush=True)
    return Results(told, tuple(rows))


def _write_page(measured: Results) -> None:
    PAGE.write_text(page(measured, NOTES.read_text("utf-8")), "utf-8")


def _asked(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rows", type=_rows, default=[*ROWS], help=f"some of {','.join(ROWS)}; all if left out")
    parser.add_argument("--awards", type=int, default=AWARDS, help="awards of the large registry, %(default)s")
    parser.add_argument("--most", type=int, default=MOST, help="awards of the largest registry, %(default)s")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, of which the median counts, %(default)s")
    parser.add_argument("--folder", type=Path, help="where to work; if left out, where temporary files go")
    parser.add_argument("--page", action="store_true", help="write the page anew from what was measured last")
    return parser.parse_args(arguments)


def _rows(names: str) -> list[str]:
    chosen = names.split(",")
    if unknown := set(chosen) - set(ROWS):
        raise argparse.ArgumentTypeError(f"there is no row {', '.join(sorted(unknown))}")
    # Sameness first of all, whatever else is asked for.
    return [name for name in ROWS if name in chosen or name == "same"]


if __name__ == "__main__":
    sys.exit(main())
