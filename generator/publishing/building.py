"""Building a site: everything composed, signed and staged, and read back before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from generator.diagnostics import errors_of
from generator.model.profile import Profile
from generator.proofs.keys import SigningKey
from generator.publishing import composing
from generator.publishing.checking import Map
from generator.publishing.composing import Composed, Order, compose, write_catalogue
from generator.publishing.memory import Memory
from generator.publishing.outcome import Built
from generator.publishing.outlet import Awards, Delivered, PlainAwards, Signing
from generator.publishing.outlet import Stage as Files
from generator.publishing.pressed_awards import PressedAwards
from generator.publishing.progress import Hear
from generator.publishing.records import Drawer


class Stage(Files, Drawer, Protocol):
    """Where a build writes, and keeps what it needs later."""


@dataclass(frozen=True, kw_only=True)
class World:
    """What a build needs of the machine: a stage for awards, one for what is made of all, a map, ears, a memory.

    `collect` hears of each batch that was delivered; `expected` is how many records will be read, if that is known;
    `plain`: by the plain path alone.
    """

    stage: Stage
    own: Files
    run: Map
    hear: Hear
    memory: Memory
    collect: Callable[[str, Delivered], None]
    expected: int | None = None
    plain: bool = False


def sign_catalogue(order: Order, key: SigningKey, stage: Files, run: Map, written: Collection[str]) -> None:
    """Write the files that don't grow with the number of awards, but for the catalogue's pages.

    `written` are the hand-written files that the site shows, by their path below `docs/`.
    """
    write_catalogue(order.catalogue, _outlet(order, key, stage), run, written)


def build(order: Order, key: SigningKey, world: World) -> tuple[Built, Composed]:
    """Write all awards and what is made of them; nothing is read back yet, see `read_back`."""
    hands = composing.World(
        outlet=_outlet(order, key, world.own),
        awards=_awards(order, key, world),
        drawer=world.stage,
        run=world.run,
        hear=world.hear,
        memory=world.memory,
        expected=world.expected,
        collect=world.collect,
    )
    made = compose(order, hands)
    problems = tuple(made.problems)
    if errors_of(problems):
        return Built(problems, len(made.index)), made
    return Built(problems, len(made.index), made.revoked, len(made.lists)), made


def _outlet(order: Order, key: SigningKey, stage: Files) -> Signing:
    return Signing(stage, key, order.catalogue.issuer.addresses.key(key.public_multikey))


def _awards(order: Order, key: SigningKey, world: World) -> Awards:
    catalogue = replace(order.catalogue, images={})  # images stay here, for workers need none
    if world.plain:
        return PlainAwards(catalogue, order.preview, _outlet(order, key, world.stage))
    return PressedAwards(world.stage, catalogue, key, order.preview)


def preview_of(issuer: Profile, url: str, public: str, since: date) -> Profile:
    """The issuer as a preview shows it: at an address of this machine, with a key that nobody trusts."""
    return replace(issuer, url=url, keys=(replace(issuer.keys[0], public=public, since=since, revoked=None),))
