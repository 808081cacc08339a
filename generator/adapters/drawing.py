"""Chance: ids and status numbers of new awards."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Final

from generator.addresses import STATUS_LIST_LENGTH
from generator.encodings import crockford32
from generator.names import AwardId

# 26 characters of base 32 are 130 bits.
_BYTES: Final = 17


def award_id() -> AwardId:
    """An id that nobody has: 130 random bits."""
    return AwardId(crockford32.from_bytes(secrets.token_bytes(_BYTES)))


def status_numbers(taken: Collection[int], count: int) -> list[int]:
    """Numbers that no award has or had, drawn so widely that they say nothing of the order of awards."""
    span = STATUS_LIST_LENGTH * -(-2 * (len(taken) + count) // STATUS_LIST_LENGTH)
    used = set(taken)
    drawn: list[int] = []
    while len(drawn) < count:
        number = secrets.randbelow(span)
        if number not in used:
            used.add(number)
            drawn.append(number)
    return drawn
