"""Plates of Open Badges 2.0: what the assertions of all awards of a badge version have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from generator.encodings.holes import Form, hole, is_marked, quoted
from generator.model.achievement import Achievement
from generator.model.award import Award, Part
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.openbadges import probes
from generator.openbadges.json_values import midnight
from generator.publishing.credential_quads import Unusual
from generator.publishing.plates import evidence_of, item_form, item_values

_DAYS: Final = 128
_RESULTS: Final = 128


class AssertionPlate:
    """The plate of the assertions of a badge version."""

    def __init__(self, catalogue: Catalogue, badge: Achievement) -> None:
        """Make the plate. Raises `Unusual` for a version that needs more."""
        if is_marked(repr(badge)):
            raise Unusual
        self._catalogue, self._badge, self._at = catalogue, badge, catalogue.issuer.addresses
        self._probe = probes.award(catalogue, badge)
        document = probes.assertion(catalogue, badge)
        self._form = Form(document | {"evidence": hole("evidence")}, ("narrative", "evidence"), end="\n")
        self._item = item_form(document["evidence"])
        self._revoked = Form(probes.revoked_assertion(catalogue, badge), end="\n")
        self._day = lru_cache(_DAYS)(self._of_day)
        self._lines = lru_cache(_RESULTS)(self._of_results)

    def file(self, award: Award, parts: Sequence[Part]) -> bytes:
        """The file of the assertion. Raises `Unusual`, and `JsonLdError` for a text that could not be signed either."""
        values = {"assertion": f'"{self._at.assertion(award.id)}"'}
        if award.revoked:
            values["reason"] = quoted(award.revoked.reason)
            return self._revoked.filled(values).encode()
        values |= self._day(award.awarded)
        values["email"] = quoted(award.identity.email_address)
        lines = self._lines(*[award.results[row.id] for row in self._badge.rubric])
        narrative = "\n\n".join([part for part in (award.narrative, lines) if part])
        if narrative:
            values["narrative"] = quoted(narrative)
        items = [item_values(item) for item in evidence_of(self._catalogue, self._badge, award, parts)]
        if items:
            values["evidence"] = f"[{','.join(map(self._item.filled, items))}]"
        return self._form.filled(values).encode()

    def _of_day(self, day: date) -> Mapping[str, str]:
        until = replace(self._probe, awarded=day).valid_until(self._badge)
        expires = {"expires": quoted(midnight(until))} if until else {}
        return {"issuedOn": quoted(midnight(day)), **expires}

    def _of_results(self, *levels: Slug) -> str:
        """The level reached in each row of the rubric, a line each: 2.0 has no results of its own."""
        rows = zip(self._badge.rubric, levels, strict=True)
        return "\n".join(f"- {row.name}: {row.level(level).name}" for row, level in rows)
