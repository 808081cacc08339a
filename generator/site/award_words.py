"""What an award page says, as elements that its script can switch to another language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from markupsafe import Markup, escape

from generator.site.words import Words


class AwardWords:
    """The texts of award pages in one language; those without slots, and days, are made once."""

    def __init__(self, said: Words) -> None:
        self.said = said
        self._texts: dict[str, Markup] = {}
        self._days: dict[date, Markup] = {}

    def text(self, key: str, **slots: object) -> Markup:
        """The text of a key of the section `award`, with its slots filled."""
        if slots:
            return self.said.switchable(key, **slots)
        if key not in self._texts:
            self._texts[key] = self.said.switchable(key)
        return self._texts[key]

    def day(self, when: date) -> Markup:
        """A day in words, as an element that tells it to programs, too."""
        if when not in self._days:
            self._days[when] = Markup('<time datetime="{}">{}</time>').format(when.isoformat(), self.said.day(when))
        return self._days[when]

    def number(self, value: Decimal) -> Markup:
        """A number as an element that tells it to programs, too."""
        return Markup('<data value="{:f}">{}</data>').format(value, self.said.number(value))


def element(text: Markup, tag: str, **attributes: object) -> Markup:
    """A text of `AwardWords` as an element of another kind, which saves one around it; texts and names of slots stay.

    True is an attribute without a value, False none, and a `_` in a name a hyphen.
    """
    given = "".join(
        f" {name.replace('_', '-')}" if value is True else f' {name.replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value is not False
    )
    head, _, rest = str(text).removeprefix("<span").removesuffix("</span>").partition(">")
    return Markup(f"<{tag}{head}{given}>{rest}</{tag}>")
