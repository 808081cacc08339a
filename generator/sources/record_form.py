"""An award record as the tools write it, read by one pattern that is made of its shapes.

Its members stand in the order of their table, each on its line or under it, with texts in quotes or without. A record
of another form may be just as right, and is read by `yaml_lines` or `yaml_nodes`. The same shapes accept the values;
what many records have in common, the badge or the results, is read, accepted and looked through once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Final

from generator.sources.decode import shared
from generator.sources.forms import IDENTITY_HASH
from generator.sources.kinds import AWARD_RECORD, EVIDENCE, IDENTITY, REVOCATION
from generator.sources.personal import Personal, is_clear
from generator.sources.scalars import Text
from generator.sources.shapes import Doubt, Fields, Shape
from generator.sources.tables import Entries, Items, Table
from generator.sources.yaml_lines import PLAIN, QUOTED, tree, unquoted

# How many values are remembered of each of the members that recur, and how long the lines of one may be.
_MOST_KEPT: Final = 1024
_LONGEST_KEPT: Final = 1024
# The hexadecimal digits of one, which are one word.
_LENGTH_OF_SEALS: Final = 64


class RecordForm:
    """Reads records in which is nothing that counts as personal."""

    def __init__(self, personal: Personal) -> None:
        self._personal = personal
        self._seals_are_longest = len(personal.mask) < _LENGTH_OF_SEALS
        self._badge, self._awarded, self._assessor, self._results = (
            lru_cache(_MOST_KEPT)(partial(self._recurrent, name))
            for name in ("badge", "awarded", "assessor", "results")
        )

    def read(self, text: str) -> Fields | None:
        """The fields of a record; None where it is written otherwise. Raises Doubt."""
        found = _RECORD.fullmatch(text)
        if found is None:
            return None
        badge, day, assessor, status, name, address, did, results, evidence, parts, said, ended, why = found.groups()
        identity = {"name": name, "emailAddress": address}
        fields: Fields = {
            "badge": self._badge(badge),
            "awarded": self._awarded(day),
            "assessor": self._assessor(assessor),
            "status": AWARD_RECORD.accepts["status"](status),
            "identity": identity,
        }
        rewritten: list[str] = []
        # As it stands in the file, names included, as a word before a number may say that it is none; but for what
        # recurs, as that was looked through, and for seals, if no number that is looked for is as long.
        own = f"status: {status}\n"
        if not self._seals_are_longest:
            own += f"identity:\n  name: {name}\n  emailAddress: {address}\n"
        if did:
            identity["id"] = IDENTITY.accepts["id"](did)
            own += f"  id: {did}\n"
        if results:
            recur = len(results) <= _LONGEST_KEPT
            fields["results"] = self._results(results) if recur else self._recurrent("results", results)
        if evidence:
            fields["evidence"] = _EVIDENCE(evidence, rewritten)
            own += f"evidence:\n{evidence}"
        if parts:
            fields["builds_on"] = _lines("builds_on", parts, rewritten)
            own += f"builds_on:\n{parts}"
        if said:
            fields["narrative"] = AWARD_RECORD.accepts["narrative"](_value(said, rewritten))
            own += f"narrative: {said}\n"
        if ended:
            fields["revoked"] = {
                "date": REVOCATION.accepts["date"](ended),
                "reason": REVOCATION.accepts["reason"](_value(why, rewritten)),
            }
            own += f"revoked:\n  date: {ended}\n  reason: {why}\n"
        if not is_clear(own, rewritten, self._personal):
            raise Doubt
        return fields

    def _recurrent(self, name: str, said: str) -> Any:
        """What a member says that other records have as well; nobody can change it."""
        rewritten: list[str] = []
        lines = said[-1] == "\n"
        value = _lines(name, said, rewritten) if lines else AWARD_RECORD.accepts[name](said)
        if not is_clear(f"{name}:\n{said}" if lines else f"{name}: {said}\n", rewritten, self._personal):
            raise Doubt
        return shared(value) if isinstance(value, dict) else value


def _value(said: str, rewritten: list[str]) -> str:
    """The value that stands there, perhaps in quotes. Raises Doubt."""
    if said[0] not in "'\"":
        return said
    value = unquoted(said, rewritten)
    if value is None:
        raise Doubt
    return value


def _lines(name: str, said: str, rewritten: list[str]) -> Any:
    """The list or mapping that the lines under a name write. Raises Doubt."""
    root = tree(f"{name}:\n{said}", rewritten)
    if root is None:
        raise Doubt
    return AWARD_RECORD.accepts[name](root[name])


def _pattern(table: Table, margin: str = "") -> str:
    """The lines of a table's members, with a group for each that is no table itself."""
    lines = ""
    for name, member in table.members.items():
        written = f"{margin}{name}:" + _written(member.of, margin + "  ")
        lines += written if member.required else f"(?:{written})?"
    return lines


def _written(shape: Shape, margin: str) -> str:
    """What follows a name's colon."""
    if isinstance(shape, Table):
        return "\n" + _pattern(shape, margin)
    if isinstance(shape, Items | Entries):
        return rf"\n((?>(?:{margin}[^\n]++\n)+))"
    if shape is IDENTITY_HASH:  # which its pattern says all of
        return f" ({IDENTITY_HASH.pattern})\n"
    return f" ({PLAIN}|{QUOTED})\n" if isinstance(shape, Text) else f" ({PLAIN})\n"


def _items(name: str, table: Table) -> Callable[[str, list[str]], tuple[Fields, ...]]:
    """What reads a list of tables, the first member of each being required."""
    members, accepts = tuple(table.members), tuple(table.accepts.values())
    # Each group is of one line, so that as many values as lines are all of them.
    find = re.compile("^  - " + _pattern(table, "    ").lstrip(" "), re.MULTILINE).findall

    def read(said: str, rewritten: list[str]) -> tuple[Fields, ...]:
        listed, count = [], 0
        for found in find(said):
            values = {}
            for member, accept, text in zip(members, accepts, found, strict=True):
                if text:
                    values[member] = accept(text if text[0] not in "'\"" else _value(text, rewritten))
            if not table.has_one(values):
                break
            count += len(values)
            listed.append(values)
        whole: tuple[Fields, ...] = tuple(listed) if count == said.count("\n") else _lines(name, said, rewritten)
        return whole

    return read


_RECORD: Final = re.compile(_pattern(AWARD_RECORD))
_EVIDENCE: Final = _items("evidence", EVIDENCE)
