"""Chance that is the same every time: each draw is a hash of one seed and of what is drawn.

A draw depends on nothing that was drawn before it, so one more award changes no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final, TypeVar

SEED: Final = "Riverbend STEM District, a sample"
T = TypeVar("T")


def data(*label: str) -> bytes:
    """32 bytes for what the label names."""
    return hashlib.sha256("\0".join([SEED, *label]).encode()).digest()


def number(below: int, *label: str) -> int:
    """A number from 0, smaller than `below`."""
    return int.from_bytes(data(*label), "big") % below


def choice(among: Sequence[T], *label: str) -> T:
    """One of them."""
    return among[number(len(among), *label)]
