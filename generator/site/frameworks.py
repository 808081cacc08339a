"""Frameworks that badges often name, known by what people write of them; whatever is not surely one is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from generator.model.achievement import Alignment

# The key of the words that explain it, and how it is written.
_KNOWN: Final = tuple(
    (key, re.compile(pattern))
    for key, pattern in (
        ("onet", r"\bO\*NET\b"),
        ("cip", r"\bClassification of Instructional Programs\b|^CIP\b"),
        ("csta", r"\bCSTA\b"),
        ("ngss", r"\bNext Generation Science Standards\b|\bNGSS\b"),
        ("iste", r"\bISTE\b"),
        ("common_core", r"\bCommon Core\b"),
        ("career_clusters", r"\bCareer Clusters?\b"),
        ("nice", r"\bWorkforce Framework for Cybersecurity\b|\bNICE\b.*\b(?:Framework|Cybersecurity)\b"),
    )
)


@dataclass(frozen=True, slots=True)
class Group:
    """The alignments to one framework; `framework` None: none is named; `known` is the key of words on it."""

    framework: str | None
    known: str | None
    alignments: tuple[Alignment, ...]


def known_as(framework: str) -> str | None:
    """The key of the framework that the text names, if it is one of those known here."""
    return next((key for key, pattern in _KNOWN if pattern.search(framework)), None)


def grouped(alignments: Sequence[Alignment]) -> tuple[Group, ...]:
    """The alignments by framework in the order of first mention; those without one come last."""
    names = sorted(dict.fromkeys(alignment.framework for alignment in alignments), key=lambda name: name is None)
    return tuple(
        Group(name, known_as(name) if name else None, tuple(a for a in alignments if a.framework == name))
        for name in names
    )
