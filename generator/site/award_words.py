"""What an award page says, as elements that its script can switch to another language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from generator.site.words import Words


@dataclass(frozen=True, slots=True)
class Day:
    """A day as programs read it, and as people do."""

    date: str
    text: str


class AwardWords:
    """The texts of award pages in one language; those without slots, and days, are made once."""

    def __init__(self, said: Words) -> None:
        self.said = said
        self._texts: dict[str, Markup] = {}
        self._days: dict[date, Day] = {}

    def text(self, key: str, **slots: object) -> Markup:
        """The text of a key of the section `award`, with its slots filled; one that is an element is its own slot."""
        if slots:
            made = str(self.said.switchable(key, **slots))
            for name, value in slots.items():
                if isinstance(value, Markup) and value.startswith("<"):
                    made = made.replace(f'<span data-s="{name}">{value}</span>', _with_name(str(value), name))
            return Markup(made)
        if key not in self._texts:
            self._texts[key] = self.said.switchable(key)
        return self._texts[key]

    def day(self, when: date) -> Day:
        """A day in words."""
        if when not in self._days:
            self._days[when] = Day(when.isoformat(), self.said.day(when))
        return self._days[when]

    def number(self, value: Decimal) -> Markup:
        """A number as an element that tells it to programs, too."""
        return Markup('<data value="{:f}">{}</data>').format(value, self.said.number(value))


def foreign(text: object) -> Markup:
    """A text of the registry within one of the page's: whichever way its letters run, the rest stays as it is."""
    return Markup("<bdi>{}</bdi>").format(text)


def time(day: Day) -> Markup:
    """A day as an element that tells it to programs, too."""
    return Markup(f'<time datetime="{escape(day.date)}">{escape(day.text)}</time>')


def element(text: Markup, tag: str, **attributes: object) -> Markup:
    """A text of `AwardWords` as an element of another kind, which saves one around it; texts and names of slots stay.

    True is an attribute without a value, and a `_` in a name a hyphen. In a flex container a text keeps its span.
    """
    given = "".join(
        [
            f" {name}" if value is True else f' {name.replace("_", "-")}="{escape(value)}"'
            for name, value in attributes.items()
        ]
    )
    head, _, rest = str(text).removeprefix("<span").removesuffix("</span>").partition(">")
    return Markup(f"<{tag}{head}{given}>{rest}</{tag}>")


def _with_name(slot: str, name: str) -> str:
    """The element with the name of the slot that it is."""
    end = min(at for at in (slot.find(" "), slot.find(">")) if at > 0)
    return f'{slot[:end]} data-s="{name}"{slot[end:]}'
