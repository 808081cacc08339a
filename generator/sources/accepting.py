"""Records that are certainly right: of what many have in common, the rules are asked once.

The rules are those of `award_rules`, and this knows no more of them than what they depend on. They are asked without
places: whoever would say something raises Doubt, and is heard again where there are places. What is remembered is of
one catalogue, and bounded.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final, NoReturn

from generator.sources import yaml_lines
from generator.sources.award_rules import RULES_OF_ANSWERS, RULES_OF_DAYS, RULES_OF_MEMBERS, AwardFile, Rule
from generator.sources.kinds import AWARD_RECORD
from generator.sources.known import Known
from generator.sources.layout import RecordFile
from generator.sources.personal import Personal, is_clear
from generator.sources.record_form import RecordForm
from generator.sources.shapes import Doubt, Fields
from generator.sources.yaml_nodes import Document

# How much of each kind is remembered.
_MOST_KEPT: Final = 1024


class _Unplaced(Document):
    """Stands for a document of which nobody asks anything while nothing is wrong: whoever asks raises Doubt."""

    def find(self, *_: object) -> NoReturn:
        raise Doubt

    def find_key(self, *_: object) -> NoReturn:
        raise Doubt

    def report(self, *_: object, **__: object) -> NoReturn:
        raise Doubt


_UNPLACED: Final = _Unplaced("", "")


class Accepting:
    """Accepts records among what is known of one catalogue."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._form = RecordForm(known.personal)
        self._days: dict[tuple[str, ...], tuple[date, date]] = {}
        self._answers: set[tuple[Any, ...]] = set()

    def accept(self, file: RecordFile, data: bytes) -> AwardFile:
        """A record of which no rule says anything. Raises Doubt."""
        text = yaml_lines.text_of(data)
        if text is None:
            raise Doubt
        fields = self._form.read(text) or _by_lines(data, self._known.personal)
        award = AwardFile(_UNPLACED, fields, file, self._known)
        self._on_its_day(award)
        self._answered(award)
        for name, rule in RULES_OF_MEMBERS.items():
            if name in fields:
                rule(award)
        return award

    def _on_its_day(self, award: AwardFile) -> None:
        """Ask the rules of days, unless an earlier and a later day were right just so."""
        key = award.fields["badge"], award.fields["assessor"], award.file.campus, award.file.badge
        day: date = award.fields["awarded"]
        first, last = self._days.get(key, (date.max, date.min))
        if not first <= day <= last:
            _ask(RULES_OF_DAYS, award)
            _make_room(self._days)
            self._days[key] = min(first, day), max(last, day)

    def _answered(self, award: AwardFile) -> None:
        """Ask the rules of answers, unless they were asked just this."""
        fields = award.fields
        results = tuple(fields.get("results", {}).items())
        key = fields["badge"], results, len(fields.get("evidence", ())), "builds_on" in fields
        if key not in self._answers:
            _ask(RULES_OF_ANSWERS, award)
            _make_room(self._answers)
            self._answers.add(key)


def _by_lines(data: bytes, personal: Personal) -> Fields:
    """The fields of a record that is not as the tools write it. Raises Doubt."""
    lines = yaml_lines.read(data)
    if lines is None or not is_clear(lines.text, lines.rewritten, personal):
        raise Doubt
    return AWARD_RECORD.accept(lines.root)


def _ask(rules: tuple[Rule, ...], award: AwardFile) -> None:
    """Raises Doubt where one of the rules has something to say."""
    for rule in rules:
        rule(award)


def _make_room(kept: dict[Any, Any] | set[Any]) -> None:
    """Forget everything rather than keep too much."""
    if len(kept) >= _MOST_KEPT:
        kept.clear()
