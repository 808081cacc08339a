"""The desk at which awards are decided: a registry as it is now, and what the district alone knows of its learners."""

from __future__ import annotations

from generator.adapters import registry
from generator.adapters.private_folder import PrivateFolder
from generator.adapters.registry_state import State
from generator.awarding.deciding import Desk
from generator.awarding.holdings import Holdings


def desk_of(state: State, private: PrivateFolder) -> Desk:
    """The desk, with today's date. Raises `RegistryRefused`, `PrivateProblem`, `RosterUnreadable`."""
    return Desk(
        catalogue=state.catalogue,
        known=state.loaded.known,
        holdings=Holdings(state.index, private.roster(), private.sealing_key()),
        today=registry.today(),
    )
