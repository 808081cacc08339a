"""JSON values: the type, dates and numbers as Open Badges writes them, and leaving out what is not there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


def without_absent(**members: Any) -> Json:
    """The members that have a value; `_context` and the like write names that Python can't."""
    return {name: value for name, value in members.items() if value not in (None, [], ())}


def midnight(day: date) -> str:
    """The first moment of a day in UTC, as DateTimeZ."""
    return f"{day.isoformat()}T00:00:00Z"


def number(value: Decimal) -> int | float:
    """A JSON number; with at most three decimals it is the same double, and the same text, everywhere."""
    return int(value) if value == value.to_integral_value() else float(value)


def number_text(value: Decimal) -> str:
    """A number as a text without needless zeros, as Open Badges writes points."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
