"""Building a site: everything composed, signed and staged, and read back before anybody sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from generator.diagnostics import Problem, errors_of
from generator.model.profile import Profile
from generator.proofs.keys import SigningKey
from generator.publishing import composing
from generator.publishing.checking import Map
from generator.publishing.composing import Order, compose
from generator.publishing.outlet import Signing
from generator.publishing.outlet import Stage as Files
from generator.publishing.reading_back import read_back
from generator.publishing.records import Drawer
from generator.verification import Fetch


class Stage(Files, Drawer, Protocol):
    """Where a build writes, and keeps what it needs later."""


@dataclass(frozen=True)
class World:
    """What a build needs of the machine: a stage, a reader of what was staged, a map, and ears."""

    stage: Stage
    fetch: Fetch
    run: Map
    progress: Callable[[str, int], None]


@dataclass(frozen=True)
class Built:
    """What came of a build; with errors among the Problems, nothing that may be published.

    `warnings` are of the key, the language and hand-written pages.
    """

    problems: tuple[Problem, ...]
    awards: int = 0
    revoked: int = 0
    lists: int = 0
    read_back: int = 0
    warnings: tuple[str, ...] = ()


def build(order: Order, key: SigningKey, world: World) -> Built:
    """Write the whole site into the stage and read it back; the caller swaps it in if there are no errors.

    Raises `ReadBackFailed` where a stranger would refuse what was written: that is never the registry's fault.
    """
    outlet = Signing(world.stage, key, order.catalogue.issuer.addresses.key(key.public_multikey))
    hands = composing.World(outlet=outlet, awards=outlet, drawer=world.stage, run=world.run, progress=world.progress)
    made = compose(order, hands)
    if errors_of(made.problems):
        return Built(tuple(made.problems), len(made.index))
    catalogue = replace(order.catalogue, images={})
    count = read_back(catalogue, made.candidates, made.lists, world.fetch, made.newest, world.progress)
    return Built(tuple(made.problems), len(made.index), made.revoked, len(made.lists), count)


def preview_of(issuer: Profile, url: str, public: str, since: date) -> Profile:
    """The issuer as a preview shows it: at an address of this machine, with a key that nobody trusts."""
    return replace(issuer, url=url, keys=(replace(issuer.keys[0], public=public, since=since, revoked=None),))
