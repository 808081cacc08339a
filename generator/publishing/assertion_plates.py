"""Plates of Open Badges 2.0: what the assertions of all awards of a badge version have in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from generator.encodings.holes import Form, hole, is_marked, quoted
from generator.model.achievement import Achievement
from generator.model.award import Award
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.openbadges import probes
from generator.openbadges.json_values import midnight
from generator.publishing.credential_quads import Unusual, Values
from generator.publishing.plates import item_form

_RESULTS: Final = 128


class AssertionPlate:
    """The plate of the assertions of a badge version."""

    def __init__(self, catalogue: Catalogue, badge: Achievement) -> None:
        """Make the plate. Raises `Unusual` for a version that needs more."""
        if is_marked(repr(badge)):
            raise Unusual
        self._badge, self._at = badge, catalogue.issuer.addresses
        self._rows = tuple(row.id for row in badge.rubric)
        document = probes.assertion(catalogue, badge)
        self._form = Form(document | {"evidence": hole("evidence")}, ("narrative", "evidence"), end="\n")
        self._item = item_form(document["evidence"])
        self._revoked = Form(probes.revoked_assertion(catalogue, badge), end="\n")
        self._lines = lru_cache(_RESULTS)(self._of_results)

    def file(self, award: Award, items: Sequence[Values]) -> bytes:
        """The file of the assertion; `items` are the values of the pieces of evidence.

        Raises `Unusual`, and `JsonLdError` for a text that could not be signed either.
        """
        values = {"assertion": f'"{self._at.assertion(award.id)}"'}
        if award.revoked:
            values["reason"] = quoted(award.revoked.reason)
            return self._revoked.encoded(values)
        values["issuedOn"] = f'"{midnight(award.awarded)}"'
        until = award.valid_until(self._badge)
        if until:
            values["expires"] = f'"{midnight(until)}"'
        values["email"] = quoted(award.identity.email_address)
        lines = self._lines(*[award.results[row] for row in self._rows])
        narrative = f"{award.narrative}\n\n{lines}" if award.narrative and lines else award.narrative or lines
        if narrative:
            values["narrative"] = quoted(narrative)
        if items:
            values["evidence"] = f"[{','.join([self._item.filled(item) for item in items])}]"
        return self._form.encoded(values)

    def _of_results(self, *levels: Slug) -> str:
        """The level reached in each row of the rubric, a line each: 2.0 has no results of its own."""
        rows = zip(self._badge.rubric, levels, strict=True)
        return "\n".join(f"- {row.name}: {row.level(level).name}" for row, level in rows)
