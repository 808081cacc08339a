"""What is told of a sealing key of which nothing on this computer says whether it is the district's."""

from __future__ import annotations

from generator.awarding.deciding import Desk
from generator.awarding.finding import opens_any
from generator.cli.voice import say
from generator.encodings.sealing import fingerprint


def tell_unproven(desk: Desk) -> None:
    """Ask to compare its fingerprint where the registry has awards, and the roster knows none of them."""
    index, holdings = desk.holdings.index, desk.holdings
    if len(index) and opens_any(holdings.roster.entries, index, holdings.key) is None:
        say(
            "the roster knows none of the awards that are here, so nothing tells whether this is the sealing key that "
            f"sealed them: compare its fingerprint, {fingerprint(holdings.key)}, with the one that you noted"
        )
