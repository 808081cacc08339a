"""What somebody asks to be awarded: one learner, and what was judged of the work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from generator.model.award import Evidence
from generator.names import AwardId, Did, Slug


@dataclass(frozen=True, kw_only=True)
class Request:
    """One learner's work as it was judged. `place` says where it was asked, such as "row 7".

    What is None is worked out: the day is today's, campus and assessor those that are the only ones possible, and
    `builds_on` the learner's own awards as the roster has them.
    """

    place: str
    name: str = field(repr=False)
    email: str = field(repr=False)
    campus: Slug | None = None
    assessor: Slug | None = None
    awarded: date | None = None
    results: Mapping[Slug, Slug] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    narrative: str | None = None
    did: Did | None = None
    builds_on: tuple[AwardId, ...] | None = None


@dataclass(frozen=True)
class Fault:
    """What is wrong with a request, and what to type instead; never with the learner's name or address in it.

    A `warning` keeps nothing from being awarded.
    """

    place: str
    message: str
    hint: str = ""
    warning: bool = False
