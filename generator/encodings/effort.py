"""A limit on the work that a stranger's document can ask for.

It is counted in steps, not in seconds, so that all machines end at the same one.
"""

from __future__ import annotations

from generator.errors import TooComplex


class Effort:
    """The steps that an algorithm may still take."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def spend(self, steps: int, why: str) -> None:
        """Take some steps. Raises `TooComplex`, saying why, if there are not so many left."""
        self.left -= steps
        if self.left < 0:
            raise TooComplex(f"the document is too complex: {why}")
