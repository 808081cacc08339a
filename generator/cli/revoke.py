"""`badges revoke`: an award ends, and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import click

from generator.adapters import registry
from generator.adapters.private_folder import private_folder
from generator.awarding import revoking
from generator.awarding.building_on import building_on
from generator.cli import options
from generator.cli.awards_meant import awards_meant
from generator.cli.carry_out import begun, carry_out
from generator.cli.voice import count, say
from generator.names import AwardId
from generator.sources.index import Row

EXAMPLES = """
Examples:

\b
  badges revoke BHP5-N4OB-AQPA-AQSP-P7FT-4Y5M-95 --reason "Awarded by mistake"
  badges revoke https://badges.example.org/awards/bh/bhp5n40b….html \\
      --reason "Work not their own"
  badges revoke bhp5n40baqpaaqspp7ft4y5m95 --reason "Standard not met" \\
      --date 2026-06-30 --dry-run

The reason is public: it is shown on the award's page, for good. Name no person in it, and nothing that shames one.
To correct an award, use badges reissue; to take it away altogether, badges erase.
"""


@click.command(epilog=EXAMPLES)
@click.argument("ids", metavar="ID...", nargs=-1, required=True)
@click.option("--reason", required=True, help="Why, in a few words that anybody may read; it names no person.")
@click.option("--date", "when", type=options.Day(), help="Since when it no longer holds; today if left out.")
@options.source
@options.private
@options.dry_run
@options.quiet
def revoke(
    ids: tuple[str, ...],
    reason: str,
    when: date | None,
    source: Path,
    private: Path | None,
    dry_run: bool,
    quiet: bool,
) -> None:
    """Revoke awards: their pages stay, and say that they no longer hold, since when, and why.

    ID is an award's id as it stands on paper, or the address of its page.
    """
    with begun(source, quiet) as state:
        rows = awards_meant(ids, state)
        known, ending = private_folder(source, private).roster().entries, {row.id for row in rows}
        holders = [entry.name for entry in known if entry.award in ending]
        words = revoking.public_reason(reason, state.loaded.known.personal, holders, [each.name for each in known])
        above = building_on([row.id for row in rows], state.folder, state.loaded, state.index)
        today = registry.today()
        edits = revoking.revoke(state.folder, rows, when or today, words, today, above)
        _warn(above, rows)
        say(f'the reason is public, on the page of the award and wherever it is checked: "{words}"')
        carry_out(source, edits, before=state, dry_run=dry_run, quiet=quiet)
    if not dry_run:
        say(f"{count(len(rows), 'award')} revoked. Next: commit recipients/ on a branch, and open a pull request")
        say("once it is merged and published, whoever checks the award is told; copies of it need not come back")


def _warn(above: Mapping[AwardId, Sequence[Row]], rows: Sequence[Row]) -> None:
    """Tell which awards that stay good were given for one of those that end."""
    gone = {row.id for row in rows}
    for part, stacks in above.items():
        for stack in stacks:
            if stack.id not in gone and not stack.revoked:
                say(f"warning: {stack.id} ({stack.badge}) builds on {part}, and stays good: should it end as well?")
