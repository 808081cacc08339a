"""The desk at which awards are decided: a registry as it is now, and what the district alone knows of its learners."""

from __future__ import annotations

from generator.adapters import registry
from generator.adapters.private_folder import PrivateFolder
from generator.adapters.registry_state import State
from generator.awarding.deciding import Desk
from generator.awarding.finding import opens_any
from generator.awarding.holdings import Holdings
from generator.errors import PrivateProblem


def desk_of(state: State, private: PrivateFolder) -> Desk:
    """The desk, with today's date. Raises `RegistryRefused`, `PrivateProblem`, `RosterUnreadable`."""
    return Desk(
        loaded=state.loaded,
        catalogue=state.catalogue,
        holdings=Holdings(state.index, private.roster(), private.sealing_key()),
        today=registry.today(),
    )


def sealing_desk_of(state: State, private: PrivateFolder, *, lost: bool) -> Desk:
    """The desk to seal at; `lost`: the key of earlier awards is lost, and another takes its place.

    Raises as `desk_of`, and `PrivateProblem` where the key is not that of earlier awards: one day nobody would know
    which key opens what.
    """
    desk = desk_of(state, private)
    if not lost and opens_any(desk.holdings.roster.entries, state.index, desk.holdings.key) is False:
        raise PrivateProblem(
            f"the sealing key in {private.path} opens none of the newest awards of the roster beside it: is it another "
            "registry's? Copy the right one there; if that is lost for good, say so with --old-key-lost"
        )
    return desk
