"""Ways to spoil a document at one place: each takes the container, and the key of what is to be spoilt in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.verification.signed_site import at_pointer, copied

How = Callable[[Any, Any], None]


def spoilt(document: Any, pointer: str, how: How) -> Any:
    """A copy of the document, spoilt under the pointer."""
    copy = copied(document)
    how(*at_pointer(copy, pointer))
    return copy


def value_at(document: Any, pointer: str) -> Any:
    """The value under the pointer."""
    holder, step = at_pointer(document, pointer)
    return holder[step]


def changed(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    return "x"


def change(holder: Any, step: Any) -> None:
    holder[step] = changed(holder[step])


def remove(holder: Any, step: Any) -> None:
    del holder[step]


def nullify(holder: Any, step: Any) -> None:
    holder[step] = None


def wrap(holder: Any, step: Any) -> None:
    holder[step] = [holder[step]]


def unwrap(holder: Any, step: Any) -> None:
    holder[step] = holder[step][0]


def repeat(holder: Any, step: Any) -> None:
    holder[step].append(holder[step][-1])


def reverse(holder: Any, step: Any) -> None:
    holder[step].reverse()


def add(value: Any) -> How:
    """Adds to an array, or a member that nobody knows to an object."""

    def adding(holder: Any, step: Any) -> None:
        place = holder[step]
        if isinstance(place, list):
            place.append(value)
        else:
            place["added"] = value

    return adding


def put(name: str, value: Any) -> How:
    """Sets a member of an object."""

    def putting(holder: Any, step: Any) -> None:
        holder[step][name] = value

    return putting
