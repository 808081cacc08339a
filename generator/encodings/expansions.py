"""What was expanded, remembered by its contents, as a document is expanded to be read and again to be hashed."""

from __future__ import annotations

import marshal
from typing import Any, Final

# How many are remembered, and of what was expanded the bytes of all and of one.
MOST: Final = 512
_MOST_BYTES: Final = 1_000_000
_LONGEST: Final = 100_000
# The version of Python's own format in which equal values of equal types are equal bytes, whatever else refers to them.
_VERSION: Final = 2


def written_plainly(value: Any) -> bytes | None:
    """Bytes that are the same for the same JSON in the same order, and no others; None for what is not plain JSON.

    They are for this process alone, and serve to know a value again: 1, 1.0 and true are told apart.
    """
    try:
        return marshal.dumps(value, _VERSION)
    except ValueError:
        return None


def read(written: bytes) -> Any:
    """A new copy of the value that was written by this process."""
    return marshal.loads(written)


class Expansions:
    """What was made of documents and of objects in them, by their contents; what was longest unused is forgotten.

    A document is expanded to be read and again to be hashed, and awards of one badge describe it in the same words.
    """

    def __init__(self) -> None:
        self._made: dict[Any, tuple[Any, ...]] = {}
        self._bytes = 0

    def get(self, written: bytes, *rest: Any) -> Any:
        """What was made of it, given the same `rest`, to be read and not changed; None where that is not known."""
        key = (written, *map(id, rest))
        found = self._made.pop(key, None)
        if found is None:
            return None
        self._made[key] = found
        return found[0]

    def put(self, made: Any, written: bytes, *rest: Any) -> None:
        """Remember what was made, unless it is long."""
        if len(written) > _LONGEST:
            return
        self._bytes += len(written)
        # The rest is kept, so that no other object can ever have its ids.
        self._made[written, *map(id, rest)] = (made, *rest)
        while self._bytes > _MOST_BYTES or len(self._made) > MOST:
            oldest = next(iter(self._made))
            del self._made[oldest]
            self._bytes -= len(oldest[0])
