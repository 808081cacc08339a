"""How dates, numbers and lengths of time read on a page."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from generator.model.dated import Duration

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def day(when: date) -> str:
    """`14 May 2026`: the same for readers on both sides of the Atlantic."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def number(value: Decimal) -> str:
    """A number without needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def duration(length: Duration) -> str:
    """`2 years and 6 months`."""
    units = ((length.years, "year"), (length.months, "month"), (length.days, "day"))
    parts = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in units if count]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
