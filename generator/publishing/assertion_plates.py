"""Plates of Open Badges 2.0: what the assertions of all awards of a badge version have in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from generator.encodings.holes import Form, hole, is_marked, quoted
from generator.model.achievement import Achievement
from generator.model.award import Award
from generator.model.catalogue import Catalogue
from generator.names import Slug
from generator.openbadges import probes
from generator.publishing.credential_quads import Unusual, Values
from generator.publishing.plates import RESULTS, Draft, address_of, item_form


class AssertionPlate:
    """The plate of the assertions of a badge version."""

    def __init__(self, catalogue: Catalogue, badge: Achievement) -> None:
        """Make the plate. Raises `Unusual` for a version that needs more."""
        if is_marked(repr(badge)):
            raise Unusual
        self._badge = badge
        self._rows = tuple(row.id for row in badge.rubric)
        document = probes.assertion(catalogue, badge)
        self._form = Form(document | {"evidence": hole("evidence")}, ("narrative", "evidence"), end="\n")
        self._item = item_form(document["evidence"])
        self._revoked = Form(probes.revoked_assertion(catalogue, badge), end="\n")
        self._address = address_of(catalogue.issuer.addresses.assertion)
        self._lines = lru_cache(RESULTS)(self._of_results)

    def draft(self, award: Award, shared: Values, items: Sequence[Values]) -> Draft:
        """The assertion, which has no signature."""
        values = {**shared, "assertion": b'"%b"' % self._address(award.id)}
        if award.revoked:
            values["reason"] = quoted(award.revoked.reason)
            return Draft(self._revoked, values)
        lines = self._lines(*[award.results[row] for row in self._rows])
        if not award.narrative:
            values.pop("narrative", None)
        if lines:
            values["narrative"] = values["narrative"][:-1] + rb"\n\n" + lines[1:] if award.narrative else lines
        if items:
            values["evidence"] = b"[%b]" % b",".join([self._item.filled(item) for item in items])
        return Draft(self._form, values)

    def _of_results(self, *levels: Slug) -> bytes:
        """The level reached in each row of the rubric, a line each; nothing without rows: 2.0 has no results."""
        rows = zip(self._badge.rubric, levels, strict=True)
        lines = "\n".join(f"- {row.name}: {row.level(level).name}" for row, level in rows)
        return quoted(lines) if lines else b""
