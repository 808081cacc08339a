"""How long work tells how far it is."""

from __future__ import annotations

from typing import Protocol


class Hear(Protocol):
    """Whoever wants to know how far the work is; what it does with that is its own affair."""

    def __call__(self, step: str, done: int, of: int | None = None) -> None:
        """So many more of the step are done; `of` is how many there will be in all, as far as is known by now.

        A step is named in a few words that a person reads, `awards read back`, and begins with the first call that
        names it, which may be of 0. Another step's name ends the one before.
        """


def deaf(step: str, done: int, of: int | None = None) -> None:
    """Hears nothing: for those who don't want to know."""
