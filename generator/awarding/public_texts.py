"""What the world will read of an award must name no learner: not whose it is, nor another of the same list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.awarding.class_lists.plain_text import plain
from generator.model.award import Evidence

Words = tuple[str, ...]


@dataclass(frozen=True)
class Learners:
    """The names of learners as words without case and accents, each also with the family name first."""

    names: frozenset[Words]

    @classmethod
    def of(cls, names: Iterable[str]) -> Learners:
        """The learners of these names. A single word is too common to be told from any other."""
        told = (tuple(plain(name).split()) for name in names)
        return cls(frozenset(each for words in told if len(words) > 1 for each in (words, words[-1:] + words[:-1])))

    def are_in(self, text: str) -> bool:
        """Whether one of them is named in the text."""
        words, lengths = tuple(plain(text).split()), {len(name) for name in self.names}
        return any(words[at : at + length] in self.names for length in lengths for at in range(len(words)))


def texts_of(evidence: Iterable[Evidence], narrative: str | None) -> Iterator[tuple[str, str]]:
    """Each text that people wrote and the world reads, behind what it is called."""
    for item in evidence:
        for text in (item.name, item.url, item.description, item.narrative, item.genre):
            if text:
                yield "evidence", text
    if narrative:
        yield "narrative", narrative
