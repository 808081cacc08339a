"""The badge of another district, had from the network: of public hosts alone, and of the host that was named."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.awarding.upkeep.descriptions import description
from generator.errors import BadgeNotCopied
from tests.adapters.web_world import HOST, OTHER, World, ok, to

ACHIEVEMENT = (Path(__file__).parents[1] / "registry/published/achievement.json").read_bytes()
PAGE = f"https://{HOST}/badges/soldering/"


def test_the_newest_version_of_a_page_is_had(world: World) -> None:
    world.answer(ok(b"{}"), "/badges/soldering/v1.json")
    world.answer(ok(ACHIEVEMENT), "/badges/soldering/v2.json")
    found = description(PAGE, world.https())
    assert (found.badge["name"], found.url) == ("Circuit Design", f"{PAGE}v2.json")


def test_a_private_host_is_not_asked(world: World) -> None:
    world.names[HOST] = ["192.168.0.7"]
    with pytest.raises(BadgeNotCopied, match="private address"):
        description(PAGE, world.https())
    assert world.connected == []


def test_another_host_cannot_speak_for_the_one_that_was_named(world: World) -> None:
    world.answer(to(f"https://{OTHER}/v1.json"), "/badge.json")
    world.answer(ok(ACHIEVEMENT), "/v1.json")
    with pytest.raises(BadgeNotCopied, match="cannot speak for it"):
        description(f"https://{HOST}/badge.json", world.https())


def test_a_flood_is_refused(world: World) -> None:
    world.answer(ok(b'{"name": "' + b"x" * 3_000_000 + b'"}'), "/badge.json")
    with pytest.raises(BadgeNotCopied, match="more than"):
        description(f"https://{HOST}/badge.json", world.https())
